"""Conversations: with whom somebody wants, on every device, kept, and seen by nobody else."""

import uuid

import pytest
from person import LIMIT, Person, code_of


class Talker(Person):
    FACTS = (*Person.FACTS, "private:read", "private:left", "private:reported")

    def send(self, to, text, **more):
        answer = self.ask("private:post", {"to": to, "text": text, **more})
        assert answer["ok"], answer
        return answer["message"]

    def conversations(self):
        answer = self.ask("private:list", {})
        assert answer["ok"], answer
        return answer["conversations"]

    def second_device(self):
        device = type(self)(self.url, self.name)
        device.token = self.token
        return device.arrive()


class House:
    def __init__(self, server):
        self.server = server
        self.people = []

    def enter(self, name, role=None):
        person = self.keep(Talker(self.server.url, name).arrive())
        if role is not None:
            assert self.server.run("user", "role", name, role).returncode == 0
            person.client.wait()
            person.arrive()
        # What is asked after the server let one in comes after one's own conversations were entered.
        person.conversations()
        return person

    def keep(self, person):
        self.people.append(person)
        return person


@pytest.fixture
def house(new_server, tmp_path):
    configuration = tmp_path / "roost.yaml"
    configuration.write_text("modules:\n  enabled: [History, PrivateMessages]\n")
    house = House(new_server("--config", configuration))
    yield house
    for person in house.people:
        person.leave()


def test_two_talk_on_every_device_in_order_and_once(house):
    ada, ben, cleo = (house.enter(name) for name in ("ada", "ben", "cleo"))
    tablet = house.keep(ben.second_device())
    tablet.conversations()
    first = ada.send("Ben", "hello", id="1")
    room = first["room"]
    assert ada.send("ben", "hello", id="1") == first, "a retry is answered with the first message"
    answer = ben.ask("message:post", {"room": room, "text": "hello yourself", "replyTo": first["seq"]})["message"]
    for device in (ben, tablet, ada):
        assert device.next_fact("message:posted") == first
        assert device.next_fact("message:posted") == answer
    assert [message["seq"] for message in (first, answer)] == [1, 2]
    assert ben.send(["ada"], "same place")["room"] == room
    assert cleo.facts.empty()
    assert cleo.conversations() == []

    edited = ada.ask("message:edit", {"room": room, "id": "1", "text": "good morning"})
    assert edited["seq"] == 4
    assert ben.next_fact("message:posted")["text"] == "same place"
    assert ben.next_fact("message:edited")["text"] == "good morning"
    ben.ask("message:react", {"room": room, "author": "ada", "id": "1", "reaction": "+1", "on": True})
    page = ada.ask("history:page", {"room": room})["messages"]
    assert [message["text"] for message in page] == ["good morning", "hello yourself", "same place"]
    assert page[0]["reactions"] == [{"reaction": "+1", "count": 1}]
    assert ada.ask("history:search", {"query": "morning"})["messages"][0]["id"] == "1"


def test_nobody_else_sees_anything_of_it_not_even_administrators(house):
    ada, ben = house.enter("ada"), house.enter("ben")
    root, mia = house.enter("root1", role="admin"), house.enter("mia", role="moderator")
    room = ada.send("ben", "secret")["room"]
    for other in (root, mia):
        for request in ("room:join", "history:page", "history:export", "private:leave"):
            assert code_of(other.ask(request, {"room": room})) in ("not_found", "forbidden"), request
        assert code_of(other.ask("message:post", {"room": room, "text": "boo"})) in ("not_member", "not_found")
        assert code_of(other.ask("private:post", {"room": room, "text": "boo"})) == "not_found"
        assert code_of(other.ask("private:read", {"room": room, "seq": 1})) == "not_found"
        assert other.ask("history:search", {"query": "secret"})["messages"] == []
        assert room not in str(other.ask("room:list", {}))
        assert other.conversations() == []
    assert ben.conversations()[0]["room"] == room


def test_what_comes_while_somebody_is_away_waits_with_a_count(house):
    ada, ben = house.enter("ada"), house.enter("ben")
    ben.leave()
    for number in range(3):
        room = ada.send("ben", f"line {number}")["room"]
    house.server.restart()
    ada.facts.queue.clear()
    ada.arrive().conversations()
    ben.arrive()
    (conversation,) = ben.conversations()
    assert (conversation["people"], conversation["unread"], conversation["sequence"]) == (["ada", "ben"], 3, 3)
    assert ada.conversations()[0]["unread"] == 0
    texts = [message["text"] for message in ben.ask("history:page", {"room": room})["messages"]]
    assert texts == ["line 0", "line 1", "line 2"]
    assert ben.ask("private:read", {"room": room, "seq": 2}) == {"ok": True, "read": 2, "unread": 1}
    assert ada.next_fact("private:read") == {"room": room, "user": "ben", "seq": 2}
    assert ben.ask("private:read", {"room": room, "seq": 99}) == {"ok": True, "read": 3, "unread": 0}
    assert ben.ask("private:read", {"room": room, "seq": 1})["read"] == 3, "it does not go back"
    missed = ben.ask("room:since", {"room": room, "sequence": 1})
    assert [payload["text"] for _, payload in missed["events"]] == ["line 1", "line 2"]


def test_who_does_not_show_what_they_read_tells_only_their_own_devices(house):
    ada, ben = house.enter("ada"), house.enter("ben")
    tablet = house.keep(ben.second_device())
    tablet.conversations()
    message = ada.send("ben", "read this")
    assert ben.ask("private:settings", {"showsRead": False}) == {"ok": True, "accepts": "everyone", "showsRead": False}
    for device in (ada, ben, tablet):
        device.next_fact("message:posted")
    ben.ask("private:read", {"room": message["room"], "seq": 1})
    assert tablet.next_fact("private:read")["user"] == "ben"
    ben.send("ada", "something else")
    assert ada.next_fact("message:posted")["text"] == "something else", "nothing came before it"


def test_typing_is_seen_by_the_other(house):
    ada, ben = house.enter("ada"), house.enter("ben")
    room = ada.send("ben", "hello")["room"]
    ben.next_fact("message:posted")
    ada.ask("typing:start", {"room": room})
    assert ben.next_fact("typing:changed") == {"room": room, "users": ["ada"]}


def test_who_is_blocked_writes_no_more_in_whatever_way(house):
    ada, ben = house.enter("ada"), house.enter("ben")
    room = ada.send("ben", "hello", id="mine")["room"]
    ben.next_fact("message:posted")
    assert ben.ask("private:block", {"user": "ada"})["ok"]
    assert ben.ask("private:blocks", {})["users"] == ["ada"]
    for request, payload in [
        ("private:post", {"to": "ben", "text": "please"}),
        ("private:post", {"room": room, "text": "please"}),
        ("message:post", {"room": room, "text": "please"}),
        ("message:edit", {"room": room, "id": "mine", "text": "please"}),
        ("private:open", {"with": ["ben", "root"]}),
    ]:
        assert code_of(ada.ask(request, payload)) in ("not_accepted", "not_found"), request
    assert code_of(ben.ask("private:post", {"to": "ada", "text": "nor I"})) == "not_accepted"
    assert len(ada.ask("history:page", {"room": room})["messages"]) == 1
    assert ben.ask("private:unblock", {"user": "ada"})["ok"]
    assert ada.send("ben", "thanks")["seq"] == 2


def test_who_takes_messages_from_nobody_or_only_from_those_of_the_same_rooms(house):
    ada, ben = house.enter("ada"), house.enter("ben")
    assert ben.ask("private:settings", {"accepts": "nobody"})["accepts"] == "nobody"
    assert code_of(ada.ask("private:post", {"to": "ben", "text": "hello"})) == "not_accepted"
    ben.ask("private:settings", {"accepts": "shared"})
    assert code_of(ada.ask("private:post", {"to": "ben", "text": "hello"})) == "not_accepted"
    ada.join()
    ben.join()
    room = ada.send("ben", "we know each other")["room"]
    ben.ask("private:settings", {"accepts": "nobody"})
    assert code_of(ada.ask("private:post", {"room": room, "text": "and now?"})) == "not_accepted"
    ben.send("ada", "who writes, agrees")
    assert ada.send("ben", "good")["room"] == room


def test_a_group_has_up_to_sixteen_and_whoever_leaves_hears_nothing_more(house):
    ada, ben, cleo = (house.enter(name) for name in ("ada", "ben", "cleo"))
    group = ada.ask("private:open", {"with": ["ben", "cleo"]})
    assert group["people"] == ["ada", "ben", "cleo"]
    room = group["room"]
    assert ada.ask("private:open", {"with": ["ben", "cleo"]})["room"] != room, "a group is a new one each time"
    assert code_of(ada.ask("private:open", {"with": [f"user{number}" for number in range(16)]})) == "too_many_people"
    assert ada.ask("private:post", {"room": room, "text": "hello all"})["ok"]
    for device in (ada, ben, cleo):
        assert device.next_fact("message:posted")["text"] == "hello all"

    assert cleo.ask("private:leave", {"room": room}) == {"ok": True}
    assert ben.next_fact("private:left") == {"room": room, "user": "cleo", "by": "cleo", "seq": 2, **time_of(ada)}
    assert [conversation["room"] for conversation in cleo.conversations()].count(room) == 0
    assert ben.ask("message:post", {"room": room, "text": "she has gone"})["ok"]
    assert ada.next_fact("message:posted")["text"] == "she has gone"
    assert code_of(cleo.ask("history:page", {"room": room})) == "not_found"
    assert code_of(cleo.ask("room:join", {"room": room})) == "not_found"
    assert cleo.ask("history:search", {"query": "hello"})["messages"] == []
    heard = [payload.get("text") for fact, payload in list(cleo.facts.queue) if fact == "message:posted"]
    assert "she has gone" not in heard


def time_of(person):
    """The time in the fact that this person was told of the leaving."""
    fact = person.next_fact("private:left")
    return {"at": fact["at"]}


def test_a_conversation_of_two_comes_back_when_the_other_one_writes(house):
    ada, ben = house.enter("ada"), house.enter("ben")
    room = ada.send("ben", "hello")["room"]
    ben.next_fact("message:posted")
    assert ben.ask("private:leave", {"room": room})["ok"]
    assert ben.conversations() == []
    assert code_of(ben.ask("history:page", {"room": room})) == "not_found"
    again = ada.send("ben", "are you there?")
    assert again["room"] == room
    while (fact := ben.facts.get(timeout=LIMIT))[0] != "message:posted":
        pass
    assert fact[1] == again
    assert ben.conversations()[0]["unread"] == 2


def test_moderators_see_what_is_reported_and_nothing_else(house):
    ada, ben, mia = house.enter("ada"), house.enter("ben"), house.enter("mia", role="moderator")
    rude = ada.send("ben", "rude", id=str(uuid.uuid4()))
    ada.send("ben", "kind")
    report = {"room": rude["room"], "author": "ada", "id": rude["id"], "reason": "look at this"}
    assert code_of(mia.ask("private:report", report)) == "not_found"
    assert code_of(ben.ask("private:report", {**report, "id": "other"})) == "not_found"
    assert code_of(ben.ask("private:reports", {})) == "forbidden"
    assert mia.ask("private:reports", {})["reports"] == []
    assert ben.ask("private:report", report) == {"ok": True}
    assert ben.ask("private:report", report) == {"ok": True}
    mia.next_fact("private:reported")
    ada.ask("message:delete", {"room": rude["room"], "id": rude["id"]})
    (seen,) = mia.ask("private:reports", {})["reports"]
    assert (seen["text"], seen["author"], seen["reporter"], seen["reason"]) == ("rude", "ada", "ben", "look at this")
    assert "kind" not in str(seen) and rude["room"] not in str(seen)
    assert mia.ask("private:resolve", {"report": seen["report"], "note": "warned"}) == {"ok": True}
    assert code_of(mia.ask("private:resolve", {"report": seen["report"]})) == "not_found"
    assert mia.ask("private:reports", {})["reports"] == []
    assert mia.ask("private:reports", {"resolved": True})["reports"][0]["note"] == "warned"


REFUSED = [
    ("private:open", {}, "bad_request"),
    ("private:open", {"with": []}, "bad_request"),
    ("private:open", {"with": ["ada"]}, "bad_request"),
    ("private:open", {"with": ["nobody-here"]}, "not_found"),
    ("private:post", {"text": "hello"}, "bad_request"),
    ("private:post", {"to": "ben", "room": "lobby", "text": "hello"}, "bad_request"),
    ("private:post", {"room": "lobby", "text": "hello"}, "not_found"),
    ("private:post", {"to": "ben", "text": ""}, "bad_request"),
    ("private:post", {"to": "ben", "text": "x" * 8193}, "too_long"),
    ("private:post", {"to": "ben", "text": "hello", "id": "x" * 65}, "bad_request"),
    ("private:post", {"to": 7, "text": "hello"}, "bad_request"),
    ("private:read", {"room": "lobby", "seq": 1}, "not_found"),
    ("private:read", {"room": "pm~~nothing", "seq": -1}, "bad_request"),
    ("private:list", {"limit": 0}, "bad_request"),
    ("private:list", {"cursor": "x"}, "bad_request"),
    ("private:settings", {"accepts": "friends"}, "bad_request"),
    ("private:block", {"user": "nobody-here"}, "not_found"),
    ("private:block", {"user": "ada"}, "bad_request"),
    ("private:leave", {"room": "pm~~nothing"}, "not_found"),
]


def test_what_cannot_be_is_refused_and_changes_nothing(house):
    ada, ben = house.enter("ada"), house.enter("ben")
    for request, payload, code in REFUSED:
        assert code_of(ada.ask(request, payload)) == code, (request, payload)
    assert ben.conversations() == [], "nothing begins with what is refused"
    assert ada.ask("private:settings", {})["accepts"] == "everyone"


def test_off_and_on_again_everything_else_goes_on_and_nothing_is_lost(house):
    ada, ben = house.enter("ada"), house.enter("ben")
    ada.join()
    room = ada.send("ben", "before")["room"]
    assert house.server.run("module", "disable", "PrivateMessages").returncode == 0
    assert code_of(ada.ask("private:list", {})) == "unknown_event"
    assert ada.post("the lobby goes on")["text"] == "the lobby goes on"
    assert house.server.run("module", "enable", "PrivateMessages").returncode == 0
    (conversation,) = ben.conversations()
    assert (conversation["room"], conversation["unread"]) == (room, 1)
    assert ada.send("ben", "after")["seq"] == 2
