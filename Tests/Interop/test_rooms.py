"""Rooms that people make, change, archive and find on the wire, and who belongs to them."""

import queue
import sqlite3

import pytest

from person import LIMIT, Person, code_of, unique
from test_administration import administrator
from test_revocation import ask
from test_roles import run


def device_of(person):
    """Another device of the same user."""
    device = Person(person.url, person.name)
    device.token = person.token
    return device.arrive()


def rooms(person, **query):
    answer = person.ask("room:list", query)
    assert answer["ok"], answer
    return {room["id"]: room for room in answer["rooms"]}


def refused(person, request, payload):
    return code_of(person.ask(request, payload))


def test_who_makes_a_public_room_owns_it_and_everybody_hears_of_it(url, new_person):
    ada, ben = new_person(url, unique("ada")), new_person(url, unique("ben"))
    name = unique("garden")
    room = ada.create(name, title="The garden", topic="Roses")
    assert room == {"id": name, "title": "The garden", "topic": "Roses", "visibility": "public", "archived": False}
    assert ben.fact("room:created")["room"] == room
    rights = ["join", "read", "send", "invite", "moderate", "manage"]
    assert ada.join(name)["rights"] == rights, "at once, over the same connection"
    assert ben.join(name)["rights"] == ["join", "read", "send"]
    assert refused(ben, "room:create", {"name": name, "visibility": "public"}) == "conflict"


def test_a_private_room_is_told_to_nobody_but_its_maker(url, new_person):
    ada, ben = new_person(url, unique("ada")), new_person(url, unique("ben"))
    desk = device_of(ada)
    den = ada.create("den", "private")["id"]
    assert desk.fact("room:created")["room"]["id"] == den
    garden = ada.create(unique("garden"))["id"]
    assert ben.fact("room:created")["room"]["id"] == garden, "and nothing of the den before it"
    assert den in rooms(ada, search="den") and den not in rooms(ben, search="den")
    desk.join(den)
    desk.leave()


def test_what_a_room_cannot_be_called(url, new_person):
    ada = new_person(url, unique("ada"))
    for payload in (
        {"name": "a", "visibility": "secret"},
        {"name": "a"},
        {"name": "-a", "visibility": "public"},
        {"name": "a~b", "visibility": "private"},
        {"name": unique("a"), "visibility": "public", "title": "x" * 129},
        {"name": unique("a"), "visibility": "public", "topic": "x" * 513},
    ):
        assert refused(ada, "room:create", payload) == "bad_request", payload


def test_a_room_is_changed_by_who_manages_it(url, new_person):
    ada, ben = new_person(url, unique("ada")), new_person(url, unique("ben"))
    name = ada.create(unique("garden"))["id"]
    ben.join(name)
    assert refused(ben, "room:update", {"room": name, "title": "Mine"}) == "forbidden"
    answer = ada.ask("room:update", {"room": name, "title": "Roses", "topic": "Only red ones"})
    assert answer["ok"] and answer["room"]["title"] == "Roses"
    assert ben.fact("room:updated") == {"room": answer["room"]}
    assert ada.ask("room:update", {"room": name, "topic": ""})["room"] == {**answer["room"], "topic": ""}
    assert rooms(ben, search="rOsEs")[name]["title"] == "Roses"
    assert name not in rooms(ben, search="only red ones"), "the topic that was taken away is not found any more"
    assert ben.ask("room:join", {"room": name})["room"]["title"] == "Roses"


def test_an_archived_room_is_read_and_takes_nothing_more(url, new_person):
    ada, ben = new_person(url, unique("ada")), new_person(url, unique("ben"))
    name = ada.create(unique("garden"))["id"]
    ben.join(name)
    message = {"room": name, "text": "hello", "id": "1"}
    first = ben.ask("message:post", message)["message"]
    assert refused(ben, "room:archive", {"room": name}) == "forbidden"
    assert ada.ask("room:archive", {"room": name})["room"]["archived"] is True
    assert ben.fact("room:archived")["room"]["id"] == name
    assert refused(ben, "message:post", {**message, "id": "2"}) == "archived"
    assert refused(ben, "message:edit", message) == "archived"
    assert ben.ask("message:post", message)["message"] == first, "a retry gets the first ack again"
    assert name not in rooms(ben, search=name) and name in rooms(ben, search=name, archived=True)
    assert ada.join(name)["room"]["archived"] is True
    page = ada.ask("history:page", {"room": name})
    assert [found["text"] for found in page["messages"]] == ["hello"]
    assert ada.ask("room:archive", {"room": name, "archived": False})["room"]["archived"] is False
    assert ben.fact("room:updated")["room"]["archived"] is False
    assert ben.ask("message:post", {**message, "id": "3"})["ok"]


def test_the_list_comes_in_pages_and_is_searched(url, new_person):
    ada = new_person(url, unique("ada"))
    prefix = unique("page")
    names = [ada.create(f"{prefix}-{number}", title=f"Füße {prefix}")["id"] for number in range(5)]
    first = ada.ask("room:list", {"search": f"FÜSSE {prefix}", "limit": 2})
    assert first["rooms"] == [] and first["more"] is False, "a search is by letters, not by sound"
    first = ada.ask("room:list", {"search": f"füße {prefix}", "limit": 2})
    assert [room["id"] for room in first["rooms"]] == names[:2] and first["more"] is True
    rest = ada.ask("room:list", {"search": prefix, "after": names[1]})
    assert [room["id"] for room in rest["rooms"]] == names[2:] and rest["more"] is False
    for limit in (0, 101, "many"):
        assert refused(ada, "room:list", {"limit": limit}) == "bad_request"


def test_who_joined_a_room_belongs_to_it_until_they_leave(server, new_person):
    ada, ben = new_person(server.url, "ada"), new_person(server.url, "ben")
    garden = ada.create("garden")["id"]
    assert rooms(ben, joined=True) == {}
    ben.join(garden)
    ben.leave()
    server.restart()
    ben.arrive()
    ada.arrive()
    mine = rooms(ben, joined=True)
    assert list(mine) == [garden] and (mine[garden]["memberCount"], mine[garden]["joined"]) == (1, True)
    listed = rooms(ada)
    assert (listed[garden]["memberCount"], listed[garden]["joined"]) == (1, False)
    ada.join(garden)
    people = ada.ask("room:members", {"room": garden, "all": True})
    assert people["people"] == [
        {"user": "ada", "role": "owner", "status": "online"},
        {"user": "ben", "role": None, "status": "offline"},
    ]
    page = ada.ask("room:members", {"room": garden, "all": True, "after": "ada", "limit": 1})
    assert [person["user"] for person in page["people"]] == ["ben"] and page["more"] is False
    assert ben.ask("room:leave", {"room": garden})["ok"], "also with a device that is not in it"
    assert rooms(ben, joined=True) == {} and rooms(ada)[garden]["memberCount"] == 1
    assert refused(ben, "room:leave", {"room": garden}) == "not_member"


def test_leaving_takes_every_device_out(url, new_person):
    ada, ben = new_person(url, unique("ada")), new_person(url, unique("ben"))
    garden = ada.create(unique("garden"))["id"]
    ada.join(garden)
    phone = device_of(ben)
    ben.join(garden)
    phone.join(garden)
    assert ben.ask("room:leave", {"room": garden})["ok"]
    assert phone.fact("room:left")["room"] == garden
    assert ada.fact("room:left")["room"] == garden
    assert refused(phone, "message:post", {"room": garden, "text": "still here"}) == "not_member"
    assert ada.ask("message:post", {"room": garden, "text": "alone", "id": "1"})["ok"]
    ada.ask("message:post", {"room": "lobby", "text": "-"})
    assert all(fact != "message:posted" for fact, _ in list(phone.facts.queue))
    phone.leave()


def test_leaving_one_room_does_not_hold_up_who_enters_another(url, new_person):
    ada = new_person(url, unique("ada"))
    den, inn = ada.create(unique("den"))["id"], ada.create(unique("inn"))["id"]
    phone = device_of(ada)
    answers = queue.Queue()
    for _ in range(50):
        phone.join(den)
        ada.client.emit("room:join", {"room": inn}, callback=answers.put)
        assert phone.ask("room:leave", {"room": den})["ok"]
        assert answers.get(timeout=LIMIT)["ok"]
    assert inn in rooms(ada, joined=True)
    phone.leave()


def test_a_role_reaches_who_gets_it_without_a_break(url, new_person):
    ada, ben = new_person(url, unique("ada")), new_person(url, unique("ben"))
    den = ada.create("den", "private")["id"]
    ada.join(den)
    assert refused(ben, "room:join", {"room": den}) == "not_found"
    assert ada.ask("room:invite", {"room": den, "user": ben.name})["ok"]
    invited = ben.fact("room:invited")
    assert (invited["room"]["id"], invited["by"]) == (den, ada.name)
    assert ben.join(den)["rights"] == ["join", "read", "send"], "over the connection that was there"
    assert refused(ben, "room:invite", {"room": den, "user": ada.name}) == "forbidden"
    assert refused(ben, "room:role", {"room": den, "user": ben.name, "role": "owner"}) == "forbidden"
    assert refused(ada, "room:role", {"room": den, "user": ben.name, "role": "king"}) == "bad_request"
    assert refused(ada, "room:role", {"room": den, "user": unique("nobody"), "role": "member"}) == "not_found"
    assert ada.ask("room:invite", {"room": den, "user": ben.name})["ok"], "a second time changes nothing"
    assert ben.fact("room:invited")["by"] == ada.name


def test_another_role_and_none(url, new_person):
    ada, ben = new_person(url, unique("ada")), new_person(url, unique("ben"))
    den = ada.create("den", "private")["id"]
    ada.join(den)
    assert ada.ask("room:invite", {"room": den, "user": ben.name})["ok"]
    ben.join(den)
    assert ada.ask("room:role", {"room": den, "user": ben.name, "role": "moderator"})["ok"]
    told = {"room": den, "user": ben.name, "role": "moderator", "by": ada.name}
    assert ada.fact("role:changed") == told
    ben.client.wait()
    ben.arrive()
    assert "moderate" in ben.join(den)["rights"], "who had a role before comes again for the other one"
    assert ada.ask("room:role", {"room": den, "user": ben.name, "role": None})["ok"]
    assert ada.fact("role:changed")["role"] is None
    ben.client.wait()
    ben.arrive()
    assert rooms(ben, joined=True) == {} and refused(ben, "room:join", {"room": den}) == "not_found"
    assert rooms(ada, joined=True)[den]["memberCount"] == 1
    assert ask("GET", url, "me", ben.token).status_code == 200


@pytest.fixture
def root(server):
    return administrator(server, "boss", "admin")


def test_what_is_changed_over_http_and_by_commands_is_told_as_on_the_wire(server, root, new_person):
    ada = new_person(server.url, "ada")
    assert ask("POST", server.url, "rooms", root, json={"name": "garden", "title": "Roses"}).status_code == 201
    assert ada.fact("room:created")["room"]["title"] == "Roses"
    run(server, "room", "create", "inn")
    assert ada.fact("room:created")["room"]["id"] == "inn", "nobody has used it yet"
    run(server, "room", "archive", "inn")
    assert ada.fact("room:archived")["room"]["id"] == "inn"
    ada.join("garden")
    new_person(server.url, "ben")
    assert ask("PUT", server.url, "rooms/garden/members/ben", root, json={"role": "moderator"}).status_code == 204
    assert ada.fact("role:changed") == {"room": "garden", "user": "ben", "role": "moderator", "by": "boss"}
    run(server, "room", "role", "garden", "ben", "member")
    assert ada.fact("role:changed") == {"room": "garden", "user": "ben", "role": "member"}


def test_a_deleted_room_is_gone_for_everybody_and_for_good(server, root, new_person):
    ada, ben, cleo = (new_person(server.url, name) for name in ("ada", "ben", "cleo"))
    garden = ada.create("garden")["id"]
    ada.join(garden)
    ben.join(garden)
    assert ada.ask("message:post", {"room": garden, "text": "hello", "id": "1"})["ok"]
    assert ask("DELETE", server.url, f"rooms/{garden}", ada.token).status_code == 403
    assert ask("DELETE", server.url, f"rooms/{garden}", root).status_code == 204
    for person in (ada, ben, cleo):
        assert person.fact("room:deleted") == {"room": garden}
    assert refused(ada, "message:post", {"room": garden, "text": "still here"}) in ("not_found", "not_member")
    assert refused(ben, "room:join", {"room": garden}) == "not_found"
    assert rooms(ben, joined=True) == {} and garden not in rooms(ben)
    assert ask("DELETE", server.url, f"rooms/{garden}", root).status_code == 404
    assert refused(cleo, "room:create", {"name": garden, "visibility": "public"}) == "conflict", "nobody gets its id"
    server.restart()
    cleo.arrive()
    assert refused(cleo, "room:create", {"name": garden, "visibility": "public"}) == "conflict"


def test_a_room_is_deleted_by_a_command(server, root, new_person):
    ada = new_person(server.url, "ada")
    ada.join("lobby")
    run(server, "room", "create", "inn")
    run(server, "room", "delete", "inn", "--yes")
    assert ada.fact("room:deleted") == {"room": "inn"}
    garden = ada.create("garden")["id"]
    ada.join(garden)
    assert ada.ask("message:post", {"room": garden, "text": "hello", "id": "1"})["ok"]
    server.stop()
    run(server, "room", "delete", garden, "--yes")
    server.start()
    run(server, "history", "sweep")
    with sqlite3.connect(server.data / "roost.sqlite", timeout=LIMIT) as database:
        assert database.execute("SELECT count(*) FROM history_message WHERE room = 'garden'").fetchall() == [(0,)]
    database.close()


def test_a_deleted_private_room_is_told_to_those_who_knew_of_it(server, root, new_person):
    ada, ben = new_person(server.url, "ada"), new_person(server.url, "ben")
    den = ada.create("den", "private")["id"]
    assert ask("DELETE", server.url, f"rooms/{den}", root).status_code == 204
    assert ada.fact("room:deleted") == {"room": den}
    ada.create("garden")
    assert ben.next_fact("room:created")["room"]["id"] == "garden", "and nothing of the den before it"
