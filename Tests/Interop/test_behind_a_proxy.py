"""Debian's nginx and Caddy in front, with the configurations that packaging/ has."""

import json
import os
import shutil
import subprocess

import pytest
import requests
from person import LIMIT, PASSWORD, Person, sign_up, until
from requests.adapters import HTTPAdapter
from roost_server import REPOSITORY, free_port

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin")
CADDY = shutil.which("caddy", path="/usr/bin")


def nginx(folder, port, server):
    """nginx on `port`, without anything outside of `folder`."""
    text = (REPOSITORY / "packaging/nginx.conf").read_text()
    text = text.replace("127.0.0.1:8080", f"127.0.0.1:{server.port}").replace("listen 80;", f"listen 127.0.0.1:{port};")
    folders = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    whole = folder / "nginx.conf"
    whole.write_text(
        f"daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; events {{}}"
        f"http {{ access_log off; {folders} {text} }}"
    )
    return subprocess.Popen([NGINX, "-p", folder, "-c", whole, "-e", folder / "error.log"])


def caddy(folder, port, server):
    """Caddy on `port`, without its certificates: for those it needs a name in the network."""
    text = (REPOSITORY / "packaging/Caddyfile").read_text()
    text = text.replace("127.0.0.1:8080", f"127.0.0.1:{server.port}").replace("chat.example.org", f"http://127.0.0.1:{port}")
    whole = folder / "Caddyfile"
    whole.write_text(f"{{\n\tadmin off\n\tauto_https off\n}}\n{text}")
    variables = os.environ | {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (folder / "error.log").open("w") as log:
        return subprocess.Popen([CADDY, "run", "--config", whole, "--adapter", "caddyfile"], env=variables, stderr=log)


@pytest.fixture(params=[nginx, caddy], ids=["nginx", "caddy"])
def site(request, new_server, tmp_path):
    """A server that trusts the proxy, and the proxy's address."""
    server = new_server("--config", settings(tmp_path, "trusted-proxies: [127.0.0.1]"))
    port = free_port()
    process = request.param(tmp_path, port, server)
    server.front = f"http://127.0.0.1:{port}"
    until(lambda: process.poll() is not None or answers(server.front))
    assert process.poll() is None, (tmp_path / "error.log").read_text()
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


class From(HTTPAdapter):
    """Connects from another address of this machine."""

    def __init__(self, address):
        self.address = address
        super().__init__()

    def init_poolmanager(self, *arguments, **options):
        super().init_poolmanager(*arguments, source_address=(self.address, 0), **options)


def test_the_server_sees_who_is_behind_the_proxy(site):
    """Not the proxy, and not whom they claim to be."""
    sign_up(site.front, "ada")
    with requests.Session() as session:
        session.mount("http://", From("127.0.0.2"))
        answer = session.post(
            f"{site.front}/api/v1/sessions",
            json={"name": "ada", "password": PASSWORD},
            headers={"X-Forwarded-For": "203.0.113.9"},
            timeout=LIMIT,
        )
        assert answer.status_code == 201
        token = {"Authorization": f"Bearer {answer.json()['token']}", "X-Forwarded-For": "203.0.113.9"}
        assert session.get(f"{site.front}/api/v1/me", headers=token, timeout=LIMIT).status_code == 200
    listed = site.run("session", "list", "ada", "--json").stdout.splitlines()
    assert {json.loads(line).get("address") for line in listed} == {"127.0.0.2"}


def test_the_page_comes_through(site):
    page = requests.get(f"{site.front}/", timeout=LIMIT)
    assert page.status_code == 200 and "text/html" in page.headers["content-type"]
