"""People look at their devices over HTTP, and end sessions."""

import re

import pytest
import requests
from person import LIMIT, PASSWORD, sign_in, sign_up, unique

NEW_PASSWORD = "another horse battery"


@pytest.fixture
def ask(url):
    """Sends a request with a token, and gives the status and the error's code, or the whole answer."""

    def send(method, path, token, **more):
        headers = {"Authorization": f"Bearer {token}", "User-Agent": "Interop/1"}
        answer = requests.request(method, f"{url}/api/v1/{path}", headers=headers, timeout=LIMIT, **more)
        if answer.status_code < 300:
            return answer.json() if answer.content else answer.status_code
        return answer.status_code, answer.json()["error"]["code"]

    return send


@pytest.fixture
def ada(url):
    """A new user's name, and the tokens of two devices."""
    name = unique("ada")
    assert sign_up(url, name).status_code == 201
    return name, *(sign_in(url, name).json()["token"] for _ in range(2))


def test_the_list_says_which_one_is_this(ask, ada):
    _, phone, desk = ada
    ask("GET", "me", phone)
    sessions = ask("GET", "sessions", desk)["sessions"]
    assert len(sessions) == 2
    (this,) = [session for session in sessions if session["current"]]
    assert this["program"] == "Interop/1"
    for time in ("createdAt", "lastUsedAt", "expiresAt"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", this[time])
    assert phone not in str(sessions) and desk not in str(sessions)


def test_a_connection_shows_where_it_comes_from(url, ask, new_person):
    cleo = new_person(url, unique("cleo"))
    (session,) = ask("GET", "sessions", cleo.token)["sessions"]
    assert session["address"] == "127.0.0.1"


def test_one_session_is_ended_and_then_unknown(url, ask, ada):
    _, phone, desk = ada
    other = next(s["id"] for s in ask("GET", "sessions", desk)["sessions"] if not s["current"])
    assert ask("DELETE", f"sessions/{other}", desk) == 204
    assert ask("GET", "me", phone) == (401, "unauthorized")
    assert ask("DELETE", f"sessions/{other}", desk) == (404, "not_found")
    assert ask("GET", "me", desk)["user"]["name"] == ada[0]


def test_a_session_of_somebody_else_is_not_there(url, ask, ada):
    ben = unique("ben")
    sign_up(url, ben)
    token = sign_in(url, ben).json()["token"]
    (session,) = ask("GET", "sessions", token)["sessions"]
    assert ask("DELETE", f"sessions/{session['id']}", ada[1]) == (404, "not_found")
    assert ask("GET", "me", token)["user"]["name"] == ben


def test_all_others_are_ended(ask, ada):
    _, phone, desk = ada
    assert ask("DELETE", "sessions", desk) == 204
    assert ask("GET", "me", phone) == (401, "unauthorized")
    assert [s["current"] for s in ask("GET", "sessions", desk)["sessions"]] == [True]


def test_the_password_is_changed_with_the_old_one(url, ask, ada):
    name, phone, desk = ada
    assert ask("POST", "me/password", desk, json={"old": "wrong horse", "new": NEW_PASSWORD}) == (403, "wrong_password")
    assert ask("POST", "me/password", desk, json={"old": PASSWORD, "new": "short"}) == (400, "bad_password")
    assert ask("POST", "me/password", desk, json={"new": NEW_PASSWORD}) == (400, "bad_request")
    assert ask("GET", "me", phone)["user"]["name"] == name
    assert ask("POST", "me/password", desk, json={"old": PASSWORD, "new": NEW_PASSWORD}) == 204
    assert ask("GET", "me", phone) == (401, "unauthorized")
    assert ask("GET", "me", desk)["user"]["name"] == name
    assert sign_in(url, name).status_code == 401
    assert sign_in(url, name, NEW_PASSWORD).status_code == 201


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "me"), ("GET", "sessions"), ("DELETE", "sessions"), ("DELETE", "sessions/x"), ("POST", "me/password")],
)
def test_nothing_of_this_without_a_session(ask, method, path):
    assert ask(method, path, "none") == (401, "unauthorized")
