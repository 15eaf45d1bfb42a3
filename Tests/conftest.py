"""What the tests in Interop/, Web/ and Conformance/ share: servers with their data in temporary folders, and a browser."""

import os

import pytest
from playwright.sync_api import sync_playwright
from roost_server import started


@pytest.fixture
def new_server(tmp_path):
    """Makes servers, with options of the command line; stops them when the test ends."""
    servers = []

    def make(*options, **more):
        servers.append(started(tmp_path / f"server-{len(servers)}", *options, **more))
        return servers[-1]

    yield make
    for server in servers:
        server.stop()


@pytest.fixture
def server(new_server):
    """One running server with its own fresh data."""
    return new_server()


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory):
    """One running server for all tests of a file, which must not stop it or expect fresh data."""
    server = started(tmp_path_factory.mktemp("shared") / "server")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser():
    program = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()
