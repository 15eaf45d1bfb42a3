"""Edits, deletions, reactions and replies: one sequence with the messages, and who may do what."""

import re
import sqlite3

import pytest
from person import code_of, unique

WHEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def without_time(fact):
    assert WHEN.fullmatch(fact["at"])
    return {name: value for name, value in fact.items() if name != "at"}


def test_a_message_is_edited_reacted_to_and_deleted(url, new_person):
    ada, ben = new_person(url, unique("ada")), new_person(url, unique("ben"))
    ada.join()
    ben.join()
    first = ada.post("helo")
    seq = first["seq"]
    which = {"room": "lobby", "id": first["id"]}
    assert ada.ask("message:edit", {**which, "text": "hello"}) == {"ok": True, "seq": seq + 1}
    reply = ben.post("hi", replyTo=seq)
    assert reply["replyTo"] == seq
    reaction = {"author": ada.name, "reaction": "👍"}
    assert ben.ask("message:react", {**which, **reaction, "on": True}) == {"ok": True, "seq": seq + 3}
    assert ben.ask("message:react", {**which, **reaction, "on": False}) == {"ok": True, "seq": seq + 4}
    assert ada.ask("message:delete", which) == {"ok": True, "seq": seq + 5}

    fact = {**which, "author": ada.name}
    assert ben.next_fact("message:posted") == first
    edited = ben.next_fact("message:edited")
    assert without_time(edited) == {**fact, "seq": seq + 1, "text": "hello", "by": ada.name}
    assert ben.next_fact("message:posted") == reply
    for number, on in ((3, True), (4, False)):
        told = ben.next_fact("message:reacted")
        assert without_time(told) == {**fact, "seq": seq + number, "reaction": "👍", "on": on, "by": ben.name}
    assert without_time(ben.next_fact("message:deleted")) == {**fact, "seq": seq + 5, "by": ada.name}


def test_others_messages_are_for_moderators(server, new_person):
    ada, ben, mia = (new_person(server.url, name) for name in ("ada", "ben", "mia"))
    for person in (ada, ben, mia):
        person.leave()
    server.stop()
    with sqlite3.connect(server.data / "roost.sqlite") as database:
        database.execute("INSERT INTO grant_rule (subject, \"right\", resource) VALUES ('user:mia', 'moderate', 'room:lobby')")
    database.close()
    server.start()
    for person in (ada, ben, mia):
        person.arrive().join()
    first = ada.post("hello")
    which = {"room": "lobby", "id": first["id"]}
    assert code_of(ben.ask("message:edit", {**which, "author": "ada", "text": "mine"})) == "forbidden"
    assert code_of(ben.ask("message:delete", {**which, "author": "ada"})) == "forbidden"
    assert code_of(ben.ask("message:delete", which)) == "not_found", "Ben has no message of this id"
    assert mia.ask("message:edit", {**which, "author": "ada", "text": "moderated"})["ok"]
    assert mia.ask("message:delete", {**which, "author": "ada"})["ok"]
    [shown] = ada.ask("history:page", {"room": "lobby"})["messages"]
    assert (shown["text"], shown["deleted"], shown["author"]) == ("", True, "ada")


def test_a_page_shows_what_became_of_messages_also_after_a_restart(server, new_person):
    ada = new_person(server.url, "ada")
    ada.join()
    first, second = ada.post("helo"), ada.post("secret")
    ada.ask("message:edit", {"room": "lobby", "id": first["id"], "text": "hello"})
    ada.ask("message:react", {"room": "lobby", "id": first["id"], "reaction": "👍", "on": True})
    ada.ask("message:delete", {"room": "lobby", "id": second["id"]})
    page = ada.ask("history:page", {"room": "lobby"})["messages"]
    assert [message["text"] for message in page] == ["hello", ""]
    assert WHEN.fullmatch(page[0]["edited"]) and page[0]["reactions"] == [{"reaction": "👍", "count": 1, "mine": True}]
    assert page[1]["deleted"] is True
    ada.leave()
    server.restart()
    ada.arrive()
    assert ada.join()["sequence"] == 5
    assert ada.ask("history:page", {"room": "lobby"})["messages"] == page
    assert code_of(ada.ask("message:edit", {"room": "lobby", "id": second["id"], "text": "back"})) == "not_found"
    assert ada.ask("message:edit", {"room": "lobby", "id": first["id"], "text": "again"}) == {"ok": True, "seq": 6}


@pytest.mark.parametrize(
    ("request_name", "payload"),
    [
        ("message:edit", {"id": "1"}),
        ("message:edit", {"text": "hello"}),
        ("message:edit", {"id": "1", "text": ""}),
        ("message:edit", {"id": "", "text": "hello"}),
        ("message:edit", {"id": "1", "text": "a\0b"}),
        ("message:edit", {"id": "1", "author": 7, "text": "hello"}),
        ("message:delete", {"id": 1}),
        ("message:delete", {"id": "1" * 65}),
        ("message:react", {"id": "1", "reaction": "👍"}),
        ("message:react", {"id": "1", "reaction": "", "on": True}),
        ("message:react", {"id": "1", "reaction": "x" * 65, "on": True}),
        ("message:react", {"id": "1", "reaction": "👍", "on": 1}),
        ("message:post", {"text": "hello", "replyTo": "first"}),
        ("message:post", {"text": "hello", "replyTo": -1}),
        ("room:since", {}),
        ("room:since", {"sequence": -1}),
    ],
)
def test_a_change_that_cannot_be_is_a_bad_request(url, new_person, request_name, payload):
    ada = new_person(url, unique("ada"))
    ada.join()
    assert code_of(ada.ask(request_name, {"room": "lobby", **payload})) == "bad_request"


def test_what_is_not_there_is_not_found(url, new_person):
    ada = new_person(url, unique("ada"))
    last = ada.join()["sequence"]
    assert code_of(ada.ask("message:edit", {"room": "lobby", "id": "none", "text": "hello"})) == "not_found"
    assert code_of(ada.ask("message:post", {"room": "lobby", "text": "hello", "replyTo": last + 1})) == "not_found"
    ada.ask("room:leave", {"room": "lobby"})
    assert code_of(ada.ask("message:delete", {"room": "lobby", "id": "none"})) == "not_member"
