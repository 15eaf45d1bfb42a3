"""Debian's nginx in front, with the configuration that packaging/ has."""

import json
import shutil
import subprocess
import time

import pytest
import requests
from person import LIMIT, PASSWORD, Person, sign_in, sign_up
from roost_server import REPOSITORY, free_port

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin")


@pytest.fixture
def site(new_server, tmp_path):
    """A server that trusts the proxy, and the proxy's address."""
    server = new_server("--config", settings(tmp_path, "trusted-proxies: [127.0.0.1]"))
    port = free_port()
    text = (REPOSITORY / "packaging/nginx.conf").read_text()
    text = text.replace("127.0.0.1:8080", f"127.0.0.1:{server.port}").replace("listen 80;", f"listen 127.0.0.1:{port};")
    folders = "".join(f"{kind}_temp_path {tmp_path}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    whole = tmp_path / "nginx.conf"
    whole.write_text(
        f"daemon off; pid {tmp_path}/nginx.pid; error_log {tmp_path}/error.log; events {{}}"
        f"http {{ access_log off; {folders} {text} }}"
    )
    process = subprocess.Popen([NGINX, "-p", tmp_path, "-c", whole, "-e", tmp_path / "error.log"])
    server.front = f"http://127.0.0.1:{port}"
    end = time.monotonic() + LIMIT
    while not answers(server.front):
        assert process.poll() is None and time.monotonic() < end, (tmp_path / "error.log").read_text()
        time.sleep(0.05)
    yield server
    process.terminate()
    process.wait(LIMIT)


def settings(folder, text):
    path = folder / "roost.yaml"
    path.write_text(text)
    return path


def answers(url):
    try:
        return requests.get(f"{url}/healthz", timeout=2).status_code == 200
    except requests.RequestException:
        return False


@pytest.mark.parametrize("transports", [("websocket",), ("polling",), ("polling", "websocket")], ids="+".join)
def test_people_talk_through_the_proxy(site, transports):
    ada, ben = Person(site.front, "ada", transports).arrive(), Person(site.url, "ben").arrive()
    try:
        ada.join()
        ben.join()
        ben.post("through and back")
        while True:
            fact, payload = ada.facts.get(timeout=LIMIT)
            if fact == "message:posted":
                break
        assert payload["text"] == "through and back"
        assert ada.post("the other way")["author"] == "ada"
    finally:
        ada.leave()
        ben.leave()


def test_the_server_sees_who_is_behind_the_proxy(site):
    """The test itself comes from an address that is trusted as a proxy's, so what it says of those behind it counts."""
    sign_up(site.front, "ada")
    token = sign_in(site.front, "ada").json()["token"]
    client = {"Authorization": f"Bearer {token}", "X-Forwarded-For": "203.0.113.9"}
    assert requests.post(
        f"{site.front}/api/v1/sessions", json={"name": "ada", "password": PASSWORD}, headers=client, timeout=LIMIT
    ).status_code == 201
    assert requests.get(f"{site.front}/api/v1/me", headers=client, timeout=LIMIT).status_code == 200
    listed = site.run("session", "list", "ada", "--json").stdout.splitlines()
    assert "203.0.113.9" in {json.loads(line).get("address") for line in listed}


def test_the_page_comes_through(site):
    page = requests.get(f"{site.front}/", timeout=LIMIT)
    assert page.status_code == 200 and "text/html" in page.headers["content-type"]
