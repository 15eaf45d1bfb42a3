"""Two people talk through python-socketio."""

import re
import uuid

from person import unique


def test_both_get_a_message_and_its_author_gets_the_ack(url, new_person):
    ada, ben = new_person(url, unique("ada")), new_person(url, unique("ben"))
    welcome = ada.join()
    assert (welcome["room"]["id"], welcome["room"]["visibility"]) == ("lobby", "public")
    assert ada.name in welcome["members"]
    assert {"join", "read", "send"} <= set(welcome["rights"])
    assert {ada.name, ben.name} <= set(ben.join()["members"])
    assert ada.fact("room:joined", users=[ben.name])

    identifier = str(uuid.uuid4())
    message = ada.post("Hello, Ben. Grüße 🦉", id=identifier)
    assert set(message) == {"id", "seq", "room", "author", "text", "at"}
    assert message["id"] == identifier
    assert message["seq"] == welcome["sequence"] + 1
    assert (message["room"], message["author"], message["text"]) == ("lobby", ada.name, "Hello, Ben. Grüße 🦉")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", message["at"])
    assert ben.next_fact("message:posted") == message
    assert ada.next_fact("message:posted") == message


def test_messages_keep_their_order(url, new_person):
    ada, ben = new_person(url, unique("ada")), new_person(url, unique("ben"))
    ada.join()
    ben.join()
    texts = [f"line {number}" for number in range(50)]
    for text in texts:
        ada.client.emit("message:post", {"room": "lobby", "text": text})
    heard = [ben.next_fact("message:posted") for _ in texts]
    assert [message["text"] for message in heard] == texts
    first = heard[0]["seq"]
    assert [message["seq"] for message in heard] == list(range(first, first + len(texts)))
    assert len({message["id"] for message in heard}) == len(texts), "the server makes an id where none was given"


def test_a_retry_gets_the_first_ack_and_no_second_broadcast(url, new_person):
    ada, ben = new_person(url, unique("ada")), new_person(url, unique("ben"))
    ada.join()
    ben.join()
    identifier = str(uuid.uuid4())
    first = ada.post("once", id=identifier)
    assert ada.post("once", id=identifier) == first
    last = ada.post("the end")
    assert last["seq"] == first["seq"] + 1
    assert ben.next_fact("message:posted") == first
    assert ben.next_fact("message:posted") == last


def test_two_people_may_use_the_same_message_id(url, new_person):
    ada, ben = new_person(url, unique("ada")), new_person(url, unique("ben"))
    ada.join()
    ben.join()
    identifier = str(uuid.uuid4())
    assert ada.post("from ada", id=identifier)["seq"] < ben.post("from ben", id=identifier)["seq"]


def test_who_comes_and_goes_is_told_once_per_person(url, new_person):
    ada, ben = new_person(url, unique("ada")), new_person(url, unique("ben"))
    # A room of their own: with whom else comes and goes they would be told together.
    room = ada.create(unique("room"))["id"]
    ada.join(room)
    ben.join(room)
    assert ada.fact("room:joined", users=[ben.name])

    assert ben.ask("room:leave", {"room": room}) == {"ok": True}
    assert ada.fact("room:left", users=[ben.name])
    assert ben.name not in ada.ask("room:members", {"room": room})["members"]

    ben.join(room)
    assert ada.fact("room:joined", users=[ben.name])
    ben.leave()
    assert ada.fact("room:left", users=[ben.name])


def test_a_second_device_is_neither_announced_nor_missed(url, new_person):
    ada, ben = new_person(url, unique("ada")), new_person(url, unique("ben"))
    phone = type(ben)(url, ben.name)
    phone.token = ben.token
    room = ada.create(unique("room"))["id"]
    ada.join(room)
    ben.join(room)
    assert ada.fact("room:joined", users=[ben.name])
    phone.arrive().join(room)
    phone.leave()
    answer = ben.ask("message:post", {"room": room, "text": "still here"})
    assert ada.next_fact("message:posted") == answer["message"], "the phone's coming and going was not told"


def test_the_rooms_can_be_listed(url, new_person):
    answer = new_person(url, unique("ada")).ask("room:list", {})
    assert answer["ok"]
    assert "lobby" in [room["id"] for room in answer["rooms"]]
    assert all(set(room) >= {"id", "title"} for room in answer["rooms"])


def test_who_is_typing_is_told_together_and_ends_with_the_message(url, new_person):
    ada, ben = new_person(url, unique("ada")), new_person(url, unique("ben"))
    room = ada.create(unique("room"))["id"]
    ada.join(room)
    ben.join(room)
    assert ada.fact("room:joined", users=[ben.name])
    for person in (ada, ben, ada):
        assert person.ask("typing:start", {"room": room}) == {"ok": True}
    told = ada.next_fact("typing:changed")
    while set(told["users"]) != {ada.name, ben.name}:
        told = ada.next_fact("typing:changed")
    assert ada.ask("typing:stop", {"room": room}) == {"ok": True}
    # To a slow machine the same is told again.
    while set(told["users"]) == {ada.name, ben.name}:
        told = ada.next_fact("typing:changed")
    assert told == {"room": room, "users": [ben.name]}
    message = ben.post("done", room=room)
    assert ada.next_fact("message:posted") == message
    assert ada.next_fact("typing:changed") == {"room": room, "users": []}
