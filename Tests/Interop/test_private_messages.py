"""Conversations: with whom somebody wants, on every device, kept, and seen by nobody else."""

import threading
import uuid

import pytest
from person import LIMIT, Person, code_of
from test_tokens import narrowed


class Talker(Person):
    FACTS = (
        *Person.FACTS, "private:read", "private:left", "private:reported", "private:opened", "private:continued", "private:renamed",
    )  # fmt: skip

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
    own = [{"reaction": "+1", "count": 1, "mine": True}]
    assert ben.ask("history:page", {"room": room, "around": 1})["messages"][0]["reactions"] == own
    assert ben.ask("history:search", {"query": "morning"})["messages"][0]["reactions"] == own
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
    # Nor as a copy, nor by keeping it from being removed.
    assert "secret" not in root.ask("history:takeout", {"user": "ada"})["text"]
    assert "secret" in ada.ask("history:takeout", {})["text"]
    assert root.ask("history:hold", {"user": "ada", "on": True}) == {"ok": True}
    assert ada.ask("message:delete", {"room": room, "id": ada.ask("history:page", {"room": room})["messages"][0]["id"]})["ok"]
    assert root.ask("history:held", {"user": "ada"})["texts"] == []


def test_who_is_there_and_in_which_role_is_not_told_in_a_conversation(house):
    ada, ben, cleo = (house.enter(name) for name in ("ada", "ben", "cleo"))
    room = ada.ask("private:open", {"with": ["ben", "cleo"]})["room"]
    assert ben.ask("presence:set", {"status": "away"})["ok"]
    assert cleo.ask("private:leave", {"room": room})["ok"]
    assert ben.ask("private:post", {"room": room, "text": "after that"})["ok"]
    told = []
    while not told or told[-1] != "message:posted":
        told.append(ada.facts.get(timeout=LIMIT)[0])
    assert set(told) == {"private:opened", "private:left", "message:posted"}


def test_a_token_with_a_part_of_the_rights_does_not_write_here(house):
    ada, ben = house.enter("ada"), house.enter("ben")
    room = ada.send("ben", "hello")["room"]
    for rights in ("private.use,join,read", "send,join,read"):
        program = Talker(house.server.url, "ada")
        program.token = narrowed(ada.token, f"rights = {rights}")
        house.keep(program.arrive())
        # This has each of Ada's devices enter the room.
        ada.conversations()
        for request in ("private:post", "message:post"):
            assert code_of(program.ask(request, {"room": room, "text": "from a program"})) == "forbidden", (rights, request)
    assert len(ben.ask("history:page", {"room": room})["messages"]) == 1


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
    house.enter("cleo")
    assert house.server.run("user", "disable", "cleo").returncode == 0
    assert code_of(ada.ask("private:post", {"to": "cleo", "text": "hello"})) == "not_found"


def test_a_group_has_up_to_sixteen_and_whoever_leaves_hears_nothing_more(house):
    ada, ben, cleo = (house.enter(name) for name in ("ada", "ben", "cleo"))
    group = ada.ask("private:open", {"with": ["ben", "cleo"]})
    assert group["people"] == ["ada", "ben", "cleo"]
    room = group["room"]
    assert ada.ask("private:open", {"with": ["ben", "cleo"]})["room"] != room, "a group is a new one each time"
    assert code_of(ada.ask("private:open", {"with": [f"user{number}" for number in range(16)]})) == "too_many_people"
    assert ada.ask("private:post", {"room": room, "text": "hello all"})["ok"]
    for device in (ada, ben, cleo):
        assert device.fact("message:posted")["text"] == "hello all"

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


def test_who_is_added_to_a_group_reads_nothing_that_was_said_before(house):
    ada, ben, cleo, dan = (house.enter(name) for name in ("ada", "ben", "cleo", "dan"))
    first = ada.ask("private:open", {"with": ["ben", "cleo"]})["room"]
    assert ben.fact("private:opened") == {"room": first, "people": ["ada", "ben", "cleo"], "by": "ada"}
    assert ada.ask("private:rename", {"room": first, "title": "Tea"}) == {"ok": True}
    assert cleo.fact("private:renamed", title="Tea")["by"] == "ada"
    assert ada.ask("private:post", {"room": first, "text": "about dan"})["ok"]

    group = ben.ask("private:add", {"room": first, "people": "Dan"})
    second = group["room"]
    assert (second != first, group["people"], group["title"]) == (True, ["ada", "ben", "cleo", "dan"], "Tea")
    told = {"room": second, "title": "Tea", "people": group["people"], "by": "ben"}
    assert dan.fact("private:opened") == told and cleo.fact("private:opened", room=second) == told
    continued = ada.fact("private:continued")
    assert (continued["room"], continued["into"], continued["people"], continued["by"]) == (first, second, ["dan"], "ben")
    assert ada.ask("message:post", {"room": second, "text": "hello dan"})["ok"]
    for device in (ada, ben, cleo, dan):
        assert device.fact("message:posted", room=second)["text"] == "hello dan"
    assert [conversation["room"] for conversation in dan.conversations()] == [second]
    for request in ("history:page", "room:since", "room:join", "private:add"):
        payload = {"room": first, "sequence": 0, "people": "dan"}
        assert code_of(dan.ask(request, payload)) in ("not_found", "not_member"), request
    assert dan.ask("history:search", {"query": "about"})["messages"] == []


def test_nobody_is_added_against_their_will(house):
    ada, ben, cleo, dan = (house.enter(name) for name in ("ada", "ben", "cleo", "dan"))
    room = ada.ask("private:open", {"with": ["ben", "cleo"]})["room"]
    pair = ada.send("ben", "hello")["room"]

    def add(person, people, room=room):
        return person.ask("private:add", {"room": room, "people": people})

    assert code_of(add(dan, "dan")) == "not_found", "who does not take part"
    assert code_of(add(ada, "ben")) == "bad_request", "who takes part"
    assert code_of(add(ada, "nobody-here")) == "not_found"
    assert code_of(add(ada, "dan", pair)) == "bad_request", "two stay two"
    assert code_of(add(ada, [f"user{number}" for number in range(16)])) == "too_many_people"
    assert code_of(ada.ask("private:rename", {"room": pair, "title": "Us"})) == "bad_request"
    for title in ("", "x" * 101, "a\nb"):
        assert code_of(ada.ask("private:rename", {"room": room, "title": title})) == "bad_request"
    dan.ask("private:settings", {"accepts": "nobody"})
    assert code_of(add(ada, "dan")) == "not_accepted"
    dan.ask("private:settings", {"accepts": "everyone"})
    dan.ask("private:block", {"user": "ada"})
    assert code_of(add(ada, "dan")) == "not_accepted"
    cleo.ask("private:block", {"user": "ben"})
    assert code_of(add(ben, "dan")) == "not_accepted", "who blocks somebody is not taken along by them"
    assert len(ben.conversations()) == 2 and dan.conversations() == [], "nothing begins with what is refused"
    assert cleo.ask("private:unblock", {"user": "ben"})["ok"] and add(ben, "dan")["ok"]


def test_a_deleted_message_is_gone_for_both_and_found_by_neither(house):
    ada, ben = house.enter("ada"), house.enter("ben")
    message = ada.send("ben", "regrettable words")
    assert code_of(ben.ask("message:delete", {"room": message["room"], "author": "ada", "id": message["id"]})) == "forbidden"
    assert ada.ask("message:delete", {"room": message["room"], "id": message["id"]})["ok"]
    for person in (ada, ben):
        assert person.fact("message:deleted")["id"] == message["id"]
        (shown,) = person.ask("history:page", {"room": message["room"]})["messages"]
        assert shown["deleted"] and shown["text"] == ""
        assert person.ask("history:search", {"query": "regrettable"})["messages"] == []


def test_what_several_devices_send_at_once_and_again_is_there_once_in_one_order(house):
    ada, ben = house.enter("ada"), house.enter("ben")
    phone, tablet = house.keep(ada.second_device()), house.keep(ben.second_device())
    room = ada.send("ben", "hello", id="first")["room"]
    # Each hears what is said from the answer on.
    for device in (ada, phone, ben, tablet):
        device.conversations()

    def talk(device, name):
        for number in range(20):
            # The other device of the same person sends the same messages.
            assert device.ask("private:post", {"room": room, "text": f"{name} {number}", "id": f"{number}"})["ok"]

    threads = [threading.Thread(target=talk, args=(device, device.name)) for device in (ada, phone, ben, tablet)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    end = ada.send("ben", "the end", id="end")
    page = ben.ask("history:page", {"room": room, "limit": 200})["messages"]
    assert [message["seq"] for message in page] == list(range(1, 43)) and page[-1] == end
    assert {message["text"] for message in page[1:-1]} == {f"{name} {number}" for name in ("ada", "ben") for number in range(20)}
    for device in (ada, phone, ben, tablet):
        heard = []
        while not heard or heard[-1] != end:
            heard.append(device.fact("message:posted"))
        # One that entered after the first message did not hear that.
        assert [message for message in heard if message["id"] != "first"] == page[1:]
    assert (ben.conversations()[0]["unread"], ada.conversations()[0]["unread"]) == (22, 20)


def test_a_conversation_that_both_have_left_comes_back_with_the_next_message(house):
    ada, ben = house.enter("ada"), house.enter("ben")
    room = ada.send("ben", "hello")["room"]
    for person in (ada, ben):
        assert person.ask("private:leave", {"room": room})["ok"]
        assert person.conversations() == []
        assert code_of(person.ask("history:page", {"room": room})) == "not_found"
    assert ben.send("ada", "again")["room"] == room
    assert ada.fact("private:opened") == {"room": room, "people": ["ada", "ben"], "by": "ben"}
    assert [message["text"] for message in ada.ask("history:page", {"room": room})["messages"]] == ["hello", "again"]


def time_of(person):
    """The time in the fact that this person was told of the leaving."""
    fact = person.next_fact("private:left")
    return {"at": fact["at"]}


def test_a_conversation_of_two_comes_back_when_the_other_one_writes(house):
    ada, ben = house.enter("ada"), house.enter("ben")
    first = ada.send("ben", "hello")
    room = first["room"]
    ben.next_fact("message:posted")
    tablet = house.keep(ben.second_device())
    assert ben.ask("private:leave", {"room": room})["ok"]
    assert tablet.fact("private:left")["user"] == "ben", "one's other devices hear of it"
    assert ben.conversations() == []
    assert code_of(ben.ask("history:page", {"room": room})) == "not_found"
    assert ada.ask("message:edit", {"room": room, "id": first["id"], "text": "hello, ben"})["ok"]
    assert ben.conversations() == [], "an edit is nothing to come back for"
    again = ada.send("ben", "are you there?")
    assert again["room"] == room
    assert ben.fact("private:opened") == {"room": room, "people": ["ada", "ben"], "by": "ada"}
    assert ben.conversations()[0]["unread"] == 2
    assert ben.ask("history:page", {"room": room})["messages"][-1]["text"] == "are you there?"
    assert ada.ask("private:post", {"room": room, "text": "good"})["message"] == ben.fact("message:posted", text="good")


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


def test_somebody_who_reports_everything_waits_for_the_moderators(house):
    ada, ben = house.enter("ada"), house.enter("ben")
    answers = []
    for number in range(21):
        message = ada.send("ben", f"message {number}", id=str(uuid.uuid4()))
        report = {"room": message["room"], "author": "ada", "id": message["id"], "reason": "no"}
        answers.append(ben.ask("private:report", report))
    assert all(answer["ok"] for answer in answers[:20]) and code_of(answers[20]) == "too_many_reports"


def test_who_is_muted_on_the_server_is_silent_here_as_well_and_filters_hold(house):
    assert house.server.run("module", "enable", "Moderation").returncode == 0
    ada, ben, mia = house.enter("ada"), house.enter("ben"), house.enter("mia", role="moderator")
    room = ada.send("ben", "hello")["room"]
    words = {"kind": "word", "patterns": ["darn"], "verdict": "mask"}
    assert mia.ask("moderation:server-filter", words)["ok"]
    assert ada.send("ben", "darn it")["text"] == "**** it"
    assert mia.ask("moderation:server-mute", {"user": "ada"})["ok"]
    for request, to in (("private:post", {"to": "ben"}), ("private:post", {"room": room}), ("message:post", {"room": room})):
        assert code_of(ada.ask(request, {**to, "text": "hello?"})) == "muted"
    assert ben.send("ada", "you are silent")["seq"] == 3
    assert code_of(mia.ask("moderation:mute", {"room": room, "user": "ben"})) == "not_found", "it is not there for moderators"


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
    ("private:add", {"room": "pm~~nothing", "people": "ben"}, "not_found"),
    ("private:rename", {"room": "pm~~nothing", "title": "Tea"}, "not_found"),
    ("private:rename", {"room": "pm~~nothing", "title": 7}, "bad_request"),
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
