"""Somebody who is taken out of a private room learns nothing of it afterwards, whichever way it might come."""

import threading

import pytest
from person import LIMIT, Person, code_of, unique


class Den:
    """A private room of Ada's in which Ben was, with another device of Ada's, and Ben, who was taken out and came again."""

    def __init__(self, url, new_person):
        self.ada, self.ben = new_person(url, unique("ada")), new_person(url, unique("ben"))
        self.room = self.ada.create("den", "private", title="Plans")["id"]
        self.ada.join(self.room)
        assert self.ada.ask("room:invite", {"room": self.room, "user": self.ben.name})["ok"]
        self.ben.join(self.room)
        for number in range(3):
            self.say(f"before {number}", id=f"{self.room}-{number}")
        self.sequence = self.ben.ask("room:since", {"room": self.room, "sequence": 0})["sequence"]
        gone = threading.Event()
        self.ben.client.on("disconnect", lambda *_: gone.set())
        assert self.ada.ask("room:role", {"room": self.room, "user": self.ben.name, "role": None})["ok"]
        assert gone.wait(LIMIT)
        self.ben.client.wait()
        self.ben.arrive()
        self.ben.facts.queue.clear()

    def say(self, text, **more):
        answer = self.ada.ask("message:post", {"room": self.room, "text": text, **more})
        assert answer["ok"], answer

    def refused(self, request, **more):
        return code_of(self.ben.ask(request, {"room": self.room, **more}))

    def ben_hears_nothing(self):
        """What comes to the lobby afterwards is the first that Ben hears: what was sent to him before came before it."""
        self.ben.join()
        text = unique("done")
        self.ben.post(text)
        heard = []
        while not heard or heard[-1][1].get("text") != text:
            heard.append(self.ben.facts.get(timeout=LIMIT))
        about = [fact for fact in heard if self.room in str(fact)]
        assert not about, about


@pytest.fixture
def den(url, new_person):
    return Den(url, new_person)


def test_no_message_comes(den):
    den.say("after")
    den.ben_hears_nothing()
    assert den.refused("room:since", sequence=den.sequence) == "not_found"
    assert den.refused("history:page") == "not_found"


def test_no_edit_no_deletion_and_no_reaction_comes(den):
    for request, more in (
        ("message:edit", {"text": "changed"}),
        ("message:react", {"reaction": "+", "on": True}),
        ("message:delete", {}),
    ):
        assert den.ada.ask(request, {"room": den.room, "id": f"{den.room}-0", **more})["ok"]
        assert den.refused(request, id=f"{den.room}-1", author=den.ada.name, **more) == "not_found"
    den.ben_hears_nothing()


def test_nobody_who_comes_and_goes_is_told(den, new_person):
    cleo = new_person(den.ada.url, unique("cleo"))
    assert den.ada.ask("room:invite", {"room": den.room, "user": cleo.name})["ok"]
    cleo.join(den.room)
    assert cleo.ask("room:leave", {"room": den.room})["ok"]
    assert den.refused("room:members") == den.refused("room:members", all=True) == "not_found"
    den.ben_hears_nothing()


def test_no_status_and_nobody_who_is_typing_is_told(den):
    assert den.ada.ask("presence:set", {"status": "busy"})["ok"]
    assert den.ada.ask("typing:start", {"room": den.room})["ok"]
    assert den.ada.fact("typing:changed")["users"] == [den.ada.name]
    assert den.ben.ask("presence:set", {"status": "away"})["ok"]
    assert den.refused("typing:start") == "not_found"
    den.ben_hears_nothing()
    assert den.ben.name not in den.ada.ask("room:members", {"room": den.room})["members"]


def test_no_name_and_no_role_is_told(den):
    assert den.ada.ask("room:update", {"room": den.room, "title": "Other plans"})["ok"]
    assert den.ada.ask("room:archive", {"room": den.room})["ok"]
    den.ben_hears_nothing()
    for query in ({}, {"joined": True}, {"archived": True}, {"search": "plans"}):
        answer = den.ben.ask("room:list", query)
        assert answer["ok"] and den.room not in str(answer), query
    for request, more in (("room:update", {"title": "Mine"}), ("room:archive", {}), ("room:join", {})):
        assert den.refused(request, **more) == "not_found"


def test_no_marker_is_told_and_nothing_is_unread(den):
    den.say(f"after @{den.ben.name}")
    assert den.refused("message:read", seq=1) == "not_found"
    assert all("unread" not in room for room in den.ben.ask("room:list", {})["rooms"] if not room["joined"])
    den.ben_hears_nothing()


def test_no_search_finds_it(den):
    den.say("secretword")
    for query in ({"query": "secretword"}, {"query": "secretword", "room": den.room}):
        assert den.ben.ask("history:search", query)["messages"] == []
    found = den.ada.ask("history:search", {"query": "secretword"})["messages"]
    assert [message["room"] for message in found if message["room"] == den.room] == [den.room]


def test_a_connection_that_comes_again_is_not_where_the_lost_one_was(den):
    den.ben.client.eio.disconnect(abort=True)
    den.ben.client.wait()
    den.say("after")
    den.ben.arrive()
    den.ben_hears_nothing()
    assert den.refused("room:since", sequence=den.sequence) == "not_found"


def test_another_device_of_somebody_else_hears_on(den):
    desk = Person(den.ada.url, den.ada.name)
    desk.token = den.ada.token
    desk.arrive().join(den.room)
    den.say("after")
    assert desk.fact("message:posted")["text"] == "after"
    desk.leave()
