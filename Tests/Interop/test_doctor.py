"""What `roost doctor` says of the certificate at the public address, which the proxy has."""

import contextlib
import json
import shutil
import socket
import ssl
import subprocess
import threading

import pytest
from roost_server import free_port, roost


@pytest.fixture(scope="module", params=[90, 5], ids=["good", "ending"])
def site(request, tmp_path_factory):
    """Somebody with a certificate for 'localhost', good for so many days: the port, the certificate, and the days."""
    folder = tmp_path_factory.mktemp("site")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        [
            shutil.which("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-days", str(request.param), "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
            "-keyout", key, "-out", certificate,
        ],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    listening = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            try:
                link, _ = listening.accept()
            except OSError:
                return
            with contextlib.suppress(OSError), context.wrap_socket(link, server_side=True) as secured:
                secured.recv(1)

    threading.Thread(target=serve, daemon=True).start()
    yield listening.getsockname()[1], certificate, request.param
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()


def certificate_finding(folder, address, trusted=None):
    variables = {"ROOST_PUBLIC_ADDRESS": address} | ({"SSL_CERT_FILE": str(trusted)} if trusted else {})
    result = roost("doctor", "--json", "--data", folder / "data", variables=variables)
    (finding,) = [line for line in map(json.loads, result.stdout.splitlines()) if line["check"] == "certificate"]
    return finding["verdict"], finding["text"]


def test_a_certificate_and_its_end(site, tmp_path):
    port, certificate, days = site
    verdict, text = certificate_finding(tmp_path, f"https://localhost:{port}", certificate)
    assert (verdict, "ends on" in text) == (("ok", False) if days > 14 else ("problem", True)), text
    assert "GMT" in text


def test_a_certificate_that_nobody_trusts(site, tmp_path):
    verdict, text = certificate_finding(tmp_path, f"https://localhost:{site[0]}")
    assert verdict == "problem" and "self-signed" in text


def test_no_certificate(tmp_path):
    assert certificate_finding(tmp_path, f"https://localhost:{free_port()}")[0] == "problem"
    verdict, text = certificate_finding(tmp_path, "http://localhost")
    assert verdict == "warning" and "in the clear" in text
