"""Events of other programs: `POST /api/v1/emit` tells whoever is there, for who has the right to."""

import queue

import pytest
from person import LIMIT
from test_administration import administrator, refused
from test_private_rooms import add_private, give_role
from test_revocation import ask
from test_roles import lines, run

EVENT = "app:deployed"


@pytest.fixture
def root(server):
    return administrator(server, "boss", "admin")


@pytest.fixture
def listener(server, new_person):
    """Makes people in the lobby, with a queue of what such programs told them."""

    def make(name):
        person = new_person(server.url, name)
        person.told = queue.Queue()
        person.client.on(EVENT, person.told.put)
        person.join()
        return person

    return make


def emit(server, token, event=EVENT, **body):
    return ask("POST", server.url, "emit", token, json={"event": event, **body})


def test_a_room_a_user_and_everybody(server, root, listener):
    ada, ben = listener("ada"), listener("ben")
    ben.ask("room:leave", {"room": "lobby"})
    payload = {"version": "1.2", "ok": True, "parts": [1, None, {"a": "ü"}]}
    assert emit(server, root, payload=payload, room="lobby").status_code == 204
    assert emit(server, root, user="ben").status_code == 204
    assert emit(server, root, payload={"to": "all"}).status_code == 204
    # In order, and nothing that was for the other one.
    assert [ada.told.get(timeout=LIMIT) for _ in range(2)] == [payload, {"to": "all"}]
    assert [ben.told.get(timeout=LIMIT) for _ in range(2)] == [{}, {"to": "all"}]
    entries = lines(run(server, "audit", "list", "--json", "--action", "emit"))
    assert {(entry["actor"], entry["target"], entry["details"]) for entry in entries} == {
        ("boss", "room:lobby", EVENT), ("boss", "user:ben", EVENT), ("boss", "server", EVENT),
    }  # fmt: skip


def test_a_program_tells_its_room_and_no_other(server, root, listener):
    ada = listener("ada")
    run(server, "room", "create", "den")
    bot = {"name": "Bot", "rights": ["emit"], "rooms": ["lobby"], "expiresIn": 3600}
    token = ask("POST", server.url, "tokens", root, json=bot).json()["token"]
    assert emit(server, token, room="lobby", payload={"n": 1}).status_code == 204
    assert ada.told.get(timeout=LIMIT) == {"n": 1}
    assert refused(emit(server, token, room="den"), 403, "forbidden")
    assert refused(emit(server, token), 403, "forbidden")
    assert refused(emit(server, token, user="ada"), 403, "forbidden")


def test_who_lacks_the_right_tells_nobody_until_it_is_granted(server, listener):
    ada = listener("ada")
    assert refused(emit(server, ada.token, room="lobby"), 403, "forbidden")
    assert "'emit'" in emit(server, ada.token, room="lobby").json()["error"]["message"]
    run(server, "user", "grant", "ada", "emit", "room:lobby")
    assert emit(server, ada.token, room="lobby").status_code == 204
    assert refused(emit(server, ada.token), 403, "forbidden")


def test_a_private_room_is_not_there_for_others(server, root, listener):
    ada, ben = listener("ada"), listener("ben")
    room = add_private(server, "den")
    give_role(server, room, "ada", "owner")
    answers = [emit(server, ben.token, room=id) for id in (room, "den~aaaaaaaa")]
    assert [answer.status_code for answer in answers] == [404, 404]
    # Ada knows of the room, and hears that she lacks the right.
    assert refused(emit(server, ada.token, room=room), 403, "forbidden")


@pytest.mark.parametrize(
    "body",
    [
        {"event": "message:posted"},
        {"event": "app:"},
        {"event": "app:" + "x" * 61},
        {"event": "app:a b"},
        {"event": EVENT, "payload": [1]},
        {"event": EVENT, "room": "lobby", "user": "boss"},
        {},
    ],
)
def test_what_is_not_an_event_of_a_program_is_refused(server, root, body):
    answer = ask("POST", server.url, "emit", root, json=body)
    assert refused(answer, 400, "bad_request")


def test_there_must_be_somebody_to_tell(server, root):
    assert refused(emit(server, root, room="nowhere"), 404, "not_found")
    assert refused(emit(server, root, user="nobody"), 404, "not_found")
