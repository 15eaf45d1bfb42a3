"""The official JavaScript client, in Chromium, against the conformance server.

`make conformance` runs it; SOCKETIO names the copy of the Socket.IO repository whose client the page loads.
"""

import os
import socket
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
PROGRAM = HERE.parent.parent / ".build/debug/conformance-server"
CLIENT = Path(os.environ.get("SOCKETIO", ""), "packages/socket.io-client/dist/socket.io.js").absolute()
TRANSPORTS = pytest.mark.parametrize(
    "transports", [["polling"], ["websocket"], ["polling", "websocket"]], ids="-".join
)

pytestmark = pytest.mark.skipif(
    not CLIENT.is_file(), reason=f"this copy of Socket.IO has no built client: no {CLIENT.name} in packages/*/dist"
)


class Pages(BaseHTTPRequestHandler):
    """A page without anything, the checks, and the client."""

    def do_GET(self):
        kind, content = {
            "/": ("text/html", b"<!doctype html><title>Conformance</title><script src=socket.io.js></script>"),
            "/socket.io.js": ("text/javascript", CLIENT.read_bytes()),
            "/browser-client.js": ("text/javascript", (HERE / "browser-client.js").read_bytes()),
        }.get(self.path, ("text/plain", b""))
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def pages():
    """The port of a server with the page."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def conformance_server(*options):
    """A running server, and its address once it listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # A browser on a busy machine may take a while.
    command = [PROGRAM, "--port", str(port), "--ping-timeout", "20000", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert "listens" in process.stdout.readline()
    return process, f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def address():
    """A server for pages of every origin."""
    process, address = conformance_server()
    yield address
    process.kill()
    process.wait()


@pytest.fixture(scope="module")
def strict_address(pages):
    """A server for the page's origin alone, which keeps what clients miss."""
    process, address = conformance_server("--recovery", "--origin", f"http://127.0.0.1:{pages}")
    yield address
    process.kill()
    process.wait()


@pytest.fixture
def run(browser, pages):
    """Runs a check in a fresh page."""

    def run(check, address, transports, host="127.0.0.1"):
        page = browser.new_page()
        page.goto(f"http://{host}:{pages}/")
        page.evaluate(
            "async ([check, address, transports]) =>"
            " (await import('/browser-client.js')).checks[check](address, transports)",
            [check, address, transports],
        )
        page.close()

    return run


@TRANSPORTS
@pytest.mark.parametrize("check", ["echo", "order", "acks", "auth", "namespaces", "reconnection"])
def test_the_official_client(run, address, check, transports):
    run(check, address, transports)


@TRANSPORTS
@pytest.mark.parametrize("check", ["echo", "acks", "auth", "namespaces", "recovery"])
def test_the_official_client_may_come_back(run, strict_address, check, transports):
    run(check, strict_address, transports)


@TRANSPORTS
def test_a_page_of_another_origin_is_kept_out(run, strict_address, transports):
    run("refusal", strict_address, transports, host="localhost")
