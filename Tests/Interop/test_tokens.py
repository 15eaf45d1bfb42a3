"""Tokens that their holders narrow with pymacaroons, tokens for programs, and the rotation of the key."""

import base64
import hashlib
import json
import sqlite3
import threading

import pytest
import requests
import socketio
from person import LIMIT, PASSWORD, Person, code_of, sign_in, sign_up, unique
from pymacaroons import Macaroon, Verifier


def ask(method, url, path, token=None, /, **body):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return requests.request(method, f"{url}/api/v1/{path}", headers=headers, json=body or None, timeout=LIMIT)


def refused(answer):
    return answer.status_code, answer.json()["error"]["code"]


def narrowed(token, *caveats):
    macaroon = Macaroon.deserialize(token)
    for caveat in caveats:
        macaroon.add_first_party_caveat(caveat)
    return macaroon.serialize()


def connected(url, token):
    person = Person(url, "somebody")
    person.token = token
    person.cut = threading.Event()
    person.arrive()
    person.client.on("disconnect", lambda *_: person.cut.set())
    return person


@pytest.fixture
def ada(url):
    """The token of a sign-in of somebody new."""
    name = unique("ada")
    assert sign_up(url, name).status_code == 201
    return sign_in(url, name).json()["token"]


def new_token(url, token, **order):
    answer = ask("POST", url, "tokens", token, **{"name": "Bot", "expiresIn": 3600, **order})
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_a_token_of_ours_verifies_with_pymacaroons(server):
    sign_up(server.url, "ada")
    token = narrowed(sign_in(server.url, "ada").json()["token"], "room = lobby")
    server.stop()
    with sqlite3.connect(server.data / "roost.sqlite") as database:
        ((key,),) = database.execute("SELECT key FROM root_key")
    database.close()
    macaroon = Macaroon.deserialize(token)
    verifier = Verifier()
    verifier.satisfy_exact("room = lobby")
    verifier.satisfy_general(lambda caveat: caveat.startswith("expires < "))
    assert verifier.verify(macaroon, key)


def test_a_narrowed_token_has_the_rights_that_are_left(url, ada):
    somebody = connected(url, narrowed(ada, "rights = join,read", "room = lobby"))
    assert somebody.join()["rights"] == ["join", "read"]
    answer = somebody.ask("message:post", {"room": "lobby", "text": "hello"})
    assert code_of(answer) == "forbidden"
    assert "rights = join,read" in answer["error"]["message"]
    assert code_of(somebody.ask("room:join", {"room": "other"})) == "forbidden"
    assert code_of(somebody.ask("room:list", {})) == "forbidden"
    assert code_of(somebody.ask("history:page", {"room": "other"})) == "forbidden"
    assert somebody.ask("history:page", {"room": "lobby"})["ok"]
    somebody.leave()


@pytest.mark.parametrize("caveat", ["rights = read", "room = lobby", "expires < 2100-01-01T00:00:00Z", "uses <= 100"])
def test_a_narrowed_token_changes_no_account(url, ada, caveat):
    token = narrowed(ada, caveat)
    assert ask("GET", url, "me", token).status_code == 200
    for method, path, body in [
        ("PATCH", "me", {"displayName": "Eve"}),
        ("POST", "me/password", {"old": PASSWORD, "new": "another horse battery"}),
        ("POST", "me/second-factor", {"password": PASSWORD}),
        ("POST", "me/second-factor/confirm", {"code": "000000"}),
        ("DELETE", "me/second-factor", {"password": PASSWORD, "code": "000000"}),
        ("GET", "sessions", {}),
        ("DELETE", "sessions", {}),
        ("DELETE", "sessions/current", {}),
        ("POST", "tokens", {"name": "Wide", "rights": ["send"], "expiresIn": 3600}),
        ("GET", "tokens", {}),
        ("DELETE", "tokens/x", {}),
        ("POST", "tokens/x/caveats", {"caveat": "rights = read"}),
        ("POST", "invitations", {"uses": 1, "expiresIn": 60}),
        ("GET", "invitations", {}),
        ("DELETE", "invitations/x", {}),
        ("POST", "invitations/take", {"token": "x"}),
    ]:
        assert refused(ask(method, url, path, token, **body)) == (403, "forbidden"), (method, path)
    assert len(ask("GET", url, "sessions", ada).json()["sessions"]) == 1


@pytest.mark.parametrize(
    ("caveat", "words"),
    [
        ("mood = good", "mood = good"),
        ("ip = 203.0.113.0/24", "ip = 203.0.113.0/24"),
        ("expires < 2020-01-01T00:00:00Z", "expired"),
    ],
)
def test_a_condition_that_does_not_hold(url, ada, caveat, words):
    token = narrowed(ada, caveat)
    answer = ask("GET", url, "me", token)
    assert refused(answer) == (401, "unauthorized")
    assert words in answer.json()["error"]["message"]
    client = socketio.Client(reconnection=False)
    with pytest.raises(socketio.exceptions.ConnectionError):
        client.connect(url, auth={"token": token}, transports=["websocket"], wait_timeout=LIMIT)
    client.disconnect()


def test_uses_are_counted_over_restarts(server):
    sign_up(server.url, "ada")
    token = narrowed(sign_in(server.url, "ada").json()["token"], "uses <= 3")
    assert ask("GET", server.url, "me", token).status_code == 200
    somebody = connected(server.url, narrowed(token, "rights = join"))
    somebody.join()
    somebody.leave()
    server.restart()
    assert ask("GET", server.url, "me", token).status_code == 200
    answer = ask("GET", server.url, "me", token)
    assert refused(answer) == (401, "unauthorized")
    assert "uses <= 3" in answer.json()["error"]["message"]


def test_a_token_for_a_program(url, ada):
    for bad in [{}, {"rights": []}, {"rights": ["read", "sned"]}, {"rights": ["read"], "expiresIn": 0}, {"rights": ["read"], "name": ""}]:
        answer = ask("POST", url, "tokens", ada, **{"name": "Bot", "expiresIn": 60, **bad})
        assert refused(answer) == (400, "bad_request"), bad
    made = new_token(url, ada, rights=["join", "read", "send"], rooms=["lobby"])
    bot = connected(url, made["token"])
    assert bot.join()["rights"] == ["join", "read", "send"]
    bot.post("beep")
    listed = ask("GET", url, "tokens", ada)
    (token,) = listed.json()["tokens"]
    assert made["token"] not in listed.text
    assert token["id"] == made["details"]["id"] and token["name"] == "Bot"
    assert sorted(token["caveats"]) == ["rights = join,read,send", "room = lobby"]

    assert ask("POST", url, f"tokens/{token['id']}/caveats", ada, caveat="rights = join,read").status_code == 204
    assert bot.cut.wait(LIMIT)
    bot = connected(url, made["token"])
    assert bot.join()["rights"] == ["join", "read"]

    assert ask("DELETE", url, f"tokens/{token['id']}", ada).status_code == 204
    assert bot.cut.wait(LIMIT)
    assert ask("GET", url, "me", made["token"]).status_code == 401
    assert refused(ask("DELETE", url, f"tokens/{token['id']}", ada)) == (404, "not_found")


def test_who_holds_a_token_revokes_it_with_what_came_of_it(url, ada):
    child = narrowed(ada, "rights = join,read")
    grandchild = narrowed(child, "room = lobby")
    whole, heir = connected(url, ada), connected(url, grandchild)
    heir.join()
    answer = requests.post(f"{url}/api/v1/tokens/revoke", json={"token": child}, timeout=LIMIT)
    assert answer.status_code == 204
    assert heir.cut.wait(LIMIT)
    for dead in [child, grandchild]:
        assert ask("GET", url, "me", dead).status_code == 401
    whole.join()
    assert ask("GET", url, "me", ada).status_code == 200
    whole.leave()
    answer = requests.post(f"{url}/api/v1/tokens/revoke", json={"token": "AgEF"}, timeout=LIMIT)
    assert refused(answer) == (404, "not_found")


def test_a_revocation_id_is_what_the_docs_say(server):
    sign_up(server.url, "ada")
    token = narrowed(sign_in(server.url, "ada").json()["token"], "uses <= 3")
    assert ask("GET", server.url, "me", token).status_code == 200
    digest = hashlib.sha256(bytes.fromhex(Macaroon.deserialize(token).signature)).digest()[:16]
    server.stop()
    with sqlite3.connect(server.data / "roost.sqlite") as database:
        rows = database.execute("SELECT id, uses FROM token_block").fetchall()
    database.close()
    assert rows == [(base64.urlsafe_b64encode(digest).decode().rstrip("="), 1)]


@pytest.mark.parametrize("is_running", [True, False], ids=["while it runs", "while it does not"])
def test_tokens_by_command(server, is_running):
    sign_up(server.url, "ada")
    if not is_running:
        server.stop()

    def run(*arguments):
        result = server.run("token", *arguments)
        assert result.returncode == 0, result.stderr
        return result.stdout.strip()

    token = run("issue", "ada", "--name", "Bot", "--rights", "join,read", "--rooms", "lobby", "--for", "30d")
    (record,) = [json.loads(line) for line in run("list", "--json").splitlines()]
    assert record["user"] == "ada" and record["caveats"] == ["rights = join,read", "room = lobby"]
    assert token not in run("list", "ada")
    run("narrow", record["id"], "rights = join")
    if not is_running:
        server.start()
    bot = connected(server.url, token)
    assert bot.join()["rights"] == ["join"]
    if not is_running:
        server.stop()
    run("revoke", record["id"])
    assert is_running is False or bot.cut.wait(LIMIT)
    if not is_running:
        server.start()
    assert ask("GET", server.url, "me", token).status_code == 401
    assert server.run("token", "revoke", record["id"]).returncode == 4
    assert server.run("token", "issue", "ada", "--name", "Bot", "--for", "30d").returncode == 1
    assert server.run("token", "issue", "nobody", "--name", "B", "--rights", "read", "--for", "1d").returncode == 4


def test_a_new_key_with_a_grace_and_one_without(server):
    sign_up(server.url, "ada")
    token = sign_in(server.url, "ada").json()["token"]
    ada = connected(server.url, token)
    assert server.run("token", "rotate-key").returncode == 0
    assert ada.cut.wait(LIMIT)
    assert ask("GET", server.url, "me", token).status_code == 200
    new = sign_in(server.url, "ada").json()["token"]
    server.restart()
    assert ask("GET", server.url, "me", token).status_code == 200
    assert server.run("token", "rotate-key", "--grace", "0d").returncode == 0
    for old in [token, new]:
        assert ask("GET", server.url, "me", old).status_code == 401
    latest = sign_in(server.url, "ada").json()["token"]
    assert ask("GET", server.url, "me", latest).status_code == 200
