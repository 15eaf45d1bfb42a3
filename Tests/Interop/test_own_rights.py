"""Whoever changes who may do what, and is among those whom that cuts, waits for nobody; nor does anybody wait for them."""

import threading

from person import LIMIT, code_of, sign_in
from test_revocation import ask
from test_roles import run


def cut(person):
    """An event that is set once the person is cut."""
    gone = threading.Event()
    person.client.on("disconnect", lambda *_: gone.set())
    return gone


def begin(person, request, payload):
    """Asks without waiting for the answer, which may find nobody."""
    person.client.emit(request, payload, callback=lambda *_: None)


def come_back(person):
    person.client.wait()
    person.arrive()


def test_an_owner_who_gives_up_their_role_is_cut_and_can_be_cut_again(server, new_person):
    ada, ben = new_person(server.url, "ada"), new_person(server.url, "ben")
    den = ada.create("den")["id"]
    ada.join(den)
    ben.join(den)
    last = ada.ask("room:role", {"room": den, "user": "ada", "role": None})
    assert code_of(last) == "last_owner" and "owner first" in last["error"]["message"]
    assert ada.ask("room:role", {"room": den, "user": "ben", "role": "owner"})["ok"]
    gone = cut(ada)
    begin(ada, "room:role", {"room": den, "user": "ada", "role": "member"})
    assert gone.wait(LIMIT)
    assert ben.fact("role:changed", user="ada", role="member")["by"] == "ada"
    come_back(ada)
    assert "manage" not in ada.join(den)["rights"]
    # Whoever ends the session waits for all that it did.
    assert ask("DELETE", server.url, "sessions/current", ada.token).status_code == 204
    run(server, "user", "disable", "ada")
    ada.client.wait()


def test_two_owners_who_demote_each_other_at_the_same_moment(server, new_person):
    ada, ben = new_person(server.url, "ada"), new_person(server.url, "ben")
    for round in range(4):
        den = ada.create(f"den-{round}")["id"]
        assert ada.ask("room:role", {"room": den, "user": "ben", "role": "owner"})["ok"]
        both = cut(ada), cut(ben)
        begin(ada, "room:role", {"room": den, "user": "ben", "role": "member"})
        begin(ben, "room:role", {"room": den, "user": "ada", "role": "member"})
        # One of them may be cut before the server reads what they ask.
        assert both[0].wait(LIMIT) or both[1].wait(LIMIT)
        for name in ("ada", "ben"):
            run(server, "user", "disable", name)
            run(server, "user", "enable", name)
        for person in (ada, ben):
            person.client.wait()
            person.token = sign_in(server.url, person.name).json()["token"]
            person.arrive()
