"""What the tests in Interop/ and Web/ share: real servers with their data in temporary folders."""

import pytest
from roost_server import started


@pytest.fixture
def new_server(tmp_path):
    """Makes servers, with options of the command line; stops them when the test ends."""
    servers = []

    def make(*options):
        servers.append(started(tmp_path / f"server-{len(servers)}", *options))
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
