"""Input that is wrong gets an error with a stable code, and the connection and the server live on."""

import pytest
import requests
import socketio
import websocket
from person import LIMIT, PASSWORD, code_of, post, sign_in, sign_up, unique


def refusal(response, status):
    """The code in an HTTP refusal."""
    assert response.status_code == status, response.text
    error = response.json()["error"]
    assert error["message"]
    return error["code"]


@pytest.mark.parametrize("name", ["", "a b", "-ada", ".ada", "ada!", "ädä", "a" * 33, "system", "a\n", "<b>"])
def test_a_malformed_name(url, name):
    assert refusal(sign_up(url, name), 400) == "bad_name"


def test_a_taken_name(url):
    name = unique("ada")
    answer = sign_up(url, name)
    assert answer.status_code == 201
    assert answer.json()["user"] == {"name": name, "role": "member"}
    assert refusal(sign_up(url, name.upper()), 409) == "name_taken"


@pytest.mark.parametrize("password", ["", "short", "x" * 1025, "ü" * 513])
def test_a_password_too_short_or_too_long(url, password):
    assert refusal(sign_up(url, unique("ada"), password), 400) == "bad_password"


def test_a_wrong_password_and_an_unknown_name_are_told_alike(url):
    name = unique("ada")
    sign_up(url, name)
    wrong, unknown = sign_in(url, name, "wrong password"), sign_in(url, unique("nobody"))
    assert refusal(wrong, 401) == refusal(unknown, 401) == "wrong_credentials"
    assert wrong.json() == unknown.json()


@pytest.mark.parametrize("path", ["users", "sessions"])
@pytest.mark.parametrize(
    "body", ["", "{", "[]", "null", '{"name": "ada"}', '{"name": 7, "password": "long enough"}', "\xff"]
)
def test_malformed_json_and_missing_fields(url, path, body):
    headers = {"Content-Type": "application/json"}
    answer = requests.post(
        f"{url}/api/v1/{path}", data=body.encode("latin-1"), headers=headers, timeout=LIMIT
    )
    assert refusal(answer, 400) == "bad_request"


def test_a_body_that_is_too_large(url):
    answer = post(url, "users", {"name": "ada", "password": "x" * 5_000_000})
    assert answer.status_code in (400, 413)
    assert requests.get(f"{url}/healthz", timeout=LIMIT).status_code == 200


@pytest.mark.parametrize(("method", "path"), [("GET", "v1/nowhere"), ("PUT", "v1/users"), ("POST", "v2/users"), ("GET", "v1/")])
def test_what_the_api_does_not_have(url, method, path):
    answer = requests.request(method, f"{url}/api/{path}", timeout=LIMIT)
    assert refusal(answer, 404) == "not_found"
    assert not answer.json()["error"]["retryable"]


def test_a_wrong_setup_token(url):
    name = unique("ada")
    assert refusal(sign_up(url, name, setup="guessed"), 403) == "bad_setup_token"
    assert refusal(sign_in(url, name), 401) == "wrong_credentials", "no account was made"


def test_a_session_ends_with_sign_out(url):
    name = unique("ada")
    sign_up(url, name)
    token = sign_in(url, name).json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    me = requests.get(f"{url}/api/v1/me", headers=headers, timeout=LIMIT)
    assert (me.status_code, me.json()["user"]["name"]) == (200, name)
    gone = requests.delete(f"{url}/api/v1/sessions/current", headers=headers, timeout=LIMIT)
    assert gone.status_code == 204
    assert refusal(requests.get(f"{url}/api/v1/me", headers=headers, timeout=LIMIT), 401) == "unauthorized"
    assert refused_connection(url, {"token": token}) == "unauthorized"


@pytest.mark.parametrize("auth", [None, {}, {"token": ""}, {"token": "AAAA"}, {"token": 7}, {"token": "x" * 10_000}])
def test_a_connection_without_a_good_token_is_refused(url, auth):
    assert refused_connection(url, auth) == "unauthorized"


def refused_connection(url, auth):
    """The code with which the server refuses to connect."""
    client = socketio.Client(reconnection=False)
    refusals = []
    client.on("connect_error", refusals.append)
    with pytest.raises(socketio.exceptions.ConnectionError):
        client.connect(url, auth=auth, transports=["websocket"], wait_timeout=LIMIT)
    return refusals[0]["data"]["code"]


@pytest.mark.parametrize(
    ("request_name", "payload", "code"),
    [
        ("no:such", {}, "unknown_event"),
        ("", {}, "unknown_event"),
        ("message:post", {"room": "lobby"}, "bad_request"),
        ("message:post", {"text": "hello"}, "bad_request"),
        ("message:post", {"room": "lobby", "text": 7}, "bad_request"),
        ("message:post", {"room": "lobby", "text": ""}, "bad_request"),
        ("message:post", {"room": "lobby", "text": "hello", "id": "x" * 65}, "bad_request"),
        ("message:post", {"room": "lobby", "text": "hello", "id": 7}, "bad_request"),
        ("message:post", "lobby", "bad_request"),
        ("message:post", None, "bad_request"),
        ("message:post", {"room": "lobby", "text": "x" * 8193}, "too_long"),
        ("message:post", {"room": "lobby", "text": "ü" * 4097}, "too_long"),
        ("room:join", {}, "bad_request"),
        ("room:join", {"room": "nowhere"}, "not_found"),
        ("room:join", {"room": ["lobby"]}, "bad_request"),
    ],
)
def test_a_bad_request_is_answered_and_the_connection_lives_on(url, new_person, request_name, payload, code):
    ada = new_person(url, unique("ada"))
    ada.join()
    assert code_of(ada.ask(request_name, payload)) == code
    assert ada.post("still here")["text"] == "still here"


def test_the_longest_message_is_accepted(url, new_person):
    ada = new_person(url, unique("ada"))
    ada.join()
    assert ada.post("ü" * 4096, id="i" * 64)["text"] == "ü" * 4096


def test_a_post_to_a_room_that_was_not_joined(url, new_person):
    ada = new_person(url, unique("ada"))
    assert code_of(ada.ask("message:post", {"room": "lobby", "text": "hello"})) == "not_member"
    assert code_of(ada.ask("room:leave", {"room": "lobby"})) == "not_member"
    ada.join()
    assert ada.post("now")["text"] == "now"


@pytest.mark.parametrize(
    "frame",
    ["42{", "42[", "9", "", "4", "4x", "42[]", "42[7]", '451-["x"]', '42/nowhere,["x"]', "2" * 100_000],
    ids=lambda frame: frame[:20] or "empty",
)
def test_a_malformed_frame_harms_nobody_else(url, new_person, frame):
    ada = new_person(url, unique("ada"))
    ada.join()
    address = f"{url.replace('http', 'ws', 1)}/socket.io/?EIO=4&transport=websocket"
    link = websocket.create_connection(address, timeout=LIMIT)
    link.recv()
    link.send(f'40{{"token":"{ada.token}"}}')
    link.recv()
    link.send(frame)
    link.close()
    assert ada.post("still here")["text"] == "still here"


def test_the_password_is_not_told_again(server):
    assert PASSWORD not in sign_up(server.url, "ada").text + sign_in(server.url, "ada").text + server.output
