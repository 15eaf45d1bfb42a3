"""Once the end of a session is acknowledged, its connection asks for nothing and hears nothing more, under traffic."""

import itertools
import json
import sqlite3
import threading
import time

import pytest
import requests
from person import LIMIT, PASSWORD, Person, sign_in, sign_up
from traffic import Traffic

NEW_PASSWORD = "another horse battery"


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def ask(method, url, path, token, **more):
    return requests.request(method, f"{url}/api/v1/{path}", headers=bearer(token), timeout=LIMIT, **more)


class Talk(Traffic):
    """Both in the lobby; what ends Ada's session cuts her connection and has her leave the room."""

    def __init__(self, server, new_person, transports):
        self.server = server
        super().__init__(new_person(server.url, "ada", transports), new_person(server.url, "ben"), "lobby")
        self.ada.join()
        self.ben.join()

    def until(self, revoke):
        super().until(lambda: revoke(self))
        assert self.cut.wait(LIMIT)
        assert self.ben.ask("room:members", {"room": "lobby"})["members"] == ["ben"]

    def code(self):
        """The code with which Ada was told that it is over."""
        (end,) = self.ended
        assert end["message"]
        assert end["retryable"] == (end["code"] == "rights_changed")
        return end["code"]


def command(*arguments, stdin=""):
    """A revocation by a command in a process of its own."""

    def run(talk):
        result = talk.server.run(*arguments, stdin=stdin)
        assert result.returncode == 0, result.stderr

    return run


def over_http(method, path, status=204, by_other=False, **more):
    """A revocation by HTTP, with Ada's own token or that of another device of hers."""

    def run(talk):
        token = sign_in(talk.server.url, "ada").json()["token"] if by_other else talk.ada.token
        own = next(s["id"] for s in ask("GET", talk.server.url, "sessions", talk.ada.token).json()["sessions"] if s["current"])
        answer = ask(method, talk.server.url, path.format(id=own), token, **more)
        assert answer.status_code == status, answer.text

    return run


REVOCATIONS = {
    "password changed": (
        over_http("POST", "me/password", by_other=True, json={"old": PASSWORD, "new": NEW_PASSWORD}),
        "password_changed",
    ),
    "password reset": (command("user", "password", "ada", stdin=f"{NEW_PASSWORD}\n"), "password_changed"),
    "disabled": (command("user", "disable", "ada"), "account_disabled"),
    "deleted": (command("user", "delete", "ada", "--yes"), "account_deleted"),
    "role changed": (command("user", "role", "ada", "admin"), "rights_changed"),
    "signed out": (over_http("DELETE", "sessions/current"), "signed_out"),
    "ended from another device": (over_http("DELETE", "sessions/{id}", by_other=True), "signed_out"),
    "all others ended": (over_http("DELETE", "sessions", by_other=True), "signed_out"),
    "all ended by a command": (command("session", "end", "ada", "--all"), "signed_out"),
}


@pytest.mark.parametrize(("revoke", "code"), REVOCATIONS.values(), ids=REVOCATIONS.keys())
def test_nothing_gets_past_an_acknowledged_revocation(server, new_person, revoke, code):
    talk = Talk(server, new_person, ["websocket"])
    talk.until(revoke)
    assert talk.code() == code
    stands = ask("GET", server.url, "me", talk.ada.token).status_code == 200
    assert stands == (code == "rights_changed")


def test_nothing_gets_past_it_by_long_polling(server, new_person):
    talk = Talk(server, new_person, ["polling"])
    talk.until(command("user", "disable", "ada"))
    # A client that sends at that moment is refused before it asks what there is to hear.
    assert not talk.ended or talk.code() == "account_disabled"


def test_a_session_that_expires_is_cut_at_its_time(server, new_person):
    sign_up(server.url, "ada")
    token = sign_in(server.url, "ada").json()["token"]
    end = int(time.time() * 1000) + 3000
    with sqlite3.connect(server.data / "roost.sqlite", timeout=LIMIT) as database:
        database.execute("UPDATE session SET expires_at = ?", [end])
    database.close()

    def arrive(url, name, transports=("websocket",)):
        if name != "ada":
            return new_person(url, name, transports)
        ada = Person(url, name, transports)
        ada.token = token
        return ada.arrive()

    talk = Talk(server, arrive, ["websocket"])

    def wait(talk):
        assert talk.cut.wait(LIMIT)
        assert time.time() * 1000 >= end

    talk.until(wait)
    assert talk.code() == "session_expired"
    assert ask("GET", server.url, "me", token).status_code == 401


def test_other_sessions_go_on(server, new_person):
    ada, ben = new_person(server.url, "ada"), new_person(server.url, "ben")
    ada.join()
    ben.join()
    other = sign_in(server.url, "ada").json()["token"]
    assert ask("DELETE", server.url, "sessions/current", other).status_code == 204
    assert ask("POST", server.url, "me/password", ada.token, json={"old": PASSWORD, "new": NEW_PASSWORD}).status_code == 204
    message = ada.post("still here")
    assert ben.next_fact("message:posted") == message
    assert sign_in(server.url, "ada").status_code == 401
    assert sign_in(server.url, "ada", NEW_PASSWORD).status_code == 201


def test_who_has_another_role_comes_again_with_its_rights(server, new_person):
    ada = new_person(server.url, "ada")
    assert "manage" not in ada.join()["rights"]
    gone = threading.Event()
    ada.client.on("disconnect", lambda *_: gone.set())
    assert server.run("user", "role", "ada", "admin").returncode == 0
    assert gone.wait(LIMIT)
    ada.client.wait()
    ada.arrive()
    assert "manage" in ada.join()["rights"]


def test_nothing_is_changed_over_http_once_a_demotion_is_acknowledged(server):
    sign_up(server.url, "ada")
    assert server.run("user", "add", "boss", "--admin", stdin=f"{PASSWORD}\n").returncode == 0
    assert server.run("user", "role", "ada", "admin").returncode == 0
    token = sign_in(server.url, "ada").json()["token"]
    numbers, made = itertools.count(), threading.Semaphore(0)

    def make_rooms():
        while ask("POST", server.url, "rooms", token, json={"name": f"room{next(numbers)}"}).status_code == 201:
            made.release()

    def rooms():
        return {json.loads(line)["id"] for line in server.run("room", "list", "--json").stdout.splitlines()}

    makers = [threading.Thread(target=make_rooms) for _ in range(4)]
    for maker in makers:
        maker.start()
    for _ in range(20):
        assert made.acquire(timeout=LIMIT)
    assert server.run("user", "role", "ada", "member").returncode == 0
    there = rooms()
    for maker in makers:
        maker.join()
    assert len(there) > 20 and rooms() == there
    assert ask("GET", server.url, "me", token).json()["user"]["role"] == "member"
