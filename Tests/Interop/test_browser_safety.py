"""What browsers are told, and which pages may ask: on the page, the API and both transports."""

import http.client

import pytest
import requests
from person import LIMIT, sign_in, sign_up

FOREIGN = "https://evil.example"
FRIENDLY = "https://chat.example.org"
PATHS = ["/", "/js/protocol.js", "/healthz", "/api/v1/me", "/api/v1/nowhere", "/nowhere"]


@pytest.mark.parametrize("path", PATHS)
def test_no_answer_lets_others_in(shared_server, path):
    answer = requests.get(shared_server.url + path, timeout=LIMIT)
    headers = answer.headers
    assert answer.status_code < 500 and (answer.status_code == 404) == path.endswith("nowhere")
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'" and policy["frame-ancestors"] == "'none'" and "unsafe" not in str(policy)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Access-Control-Allow-Origin" not in headers and "Set-Cookie" not in headers


def test_files_of_the_page_are_asked_about_each_time_and_sent_once(shared_server):
    for path in ("/", "/js/main.js", "/css/theme.css", "/img/roost.svg"):
        answer = requests.get(shared_server.url + path, timeout=LIMIT)
        assert answer.headers["Cache-Control"] == "no-cache", path
        known = {"If-None-Match": answer.headers["ETag"]}
        assert requests.get(shared_server.url + path, headers=known, timeout=LIMIT).status_code == 304


def asked(server, origin):
    """The status of a request with this origin, for every way in."""
    websocket = {
        "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }  # fmt: skip
    asked = {}
    for name, method, path, fields in (
        ("polling", "GET", "/socket.io/?EIO=4&transport=polling", {}),
        ("websocket", "GET", "/socket.io/?EIO=4&transport=websocket", websocket),
        ("read", "GET", "/api/v1/server", {}),
        ("write", "POST", "/api/v1/sessions", {"Content-Type": "text/plain"}),
    ):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=LIMIT)
        body = '{"name": "ada", "password": "wrong horse"}' if method == "POST" else None
        connection.request(method, path, body=body, headers={**fields, **({"Origin": origin} if origin else {})})
        asked[name] = connection.getresponse().status
        connection.close()
    return asked


def test_pages_of_other_origins_get_nothing(shared_server):
    own = {"polling": 200, "websocket": 101, "read": 200, "write": 401}
    assert asked(shared_server, None) == own
    assert asked(shared_server, shared_server.url) == own
    for origin in (FOREIGN, "null", f"{shared_server.url}.evil.example", "http://127.0.0.1"):
        assert asked(shared_server, origin) == dict.fromkeys(own, 403), origin


def test_pages_that_the_settings_name_come_in(new_server, tmp_path):
    settings = tmp_path / "roost.yaml"
    settings.write_text(f"origins: [{FRIENDLY}]\n")
    server = new_server("--config", settings)
    assert asked(server, FRIENDLY) == {"polling": 200, "websocket": 101, "read": 200, "write": 401}
    assert set(asked(server, FOREIGN).values()) == {403}
    may_write = requests.options(f"{server.url}/api/v1/me", headers={"Origin": FRIENDLY}, timeout=LIMIT)
    assert may_write.status_code == 204 and may_write.headers["Access-Control-Allow-Origin"] == FRIENDLY
    assert "Authorization" in may_write.headers["Access-Control-Allow-Headers"]
    read = requests.get(f"{server.url}/api/v1/server", headers={"Origin": FRIENDLY}, timeout=LIMIT)
    assert read.headers["Access-Control-Allow-Origin"] == FRIENDLY and read.headers["Vary"] == "Origin"


def test_a_token_in_the_url_opens_nothing(shared_server):
    sign_up(shared_server.url, "ada")
    token = sign_in(shared_server.url, "ada").json()["token"]
    for query in (f"token={token}", f"access_token={token}", f"auth={token}"):
        assert requests.get(f"{shared_server.url}/api/v1/me?{query}", timeout=LIMIT).status_code == 401
    assert requests.get(f"{shared_server.url}/api/v1/me", cookies={"token": token}, timeout=LIMIT).status_code == 401
