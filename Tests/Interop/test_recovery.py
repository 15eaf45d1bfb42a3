"""Socket.IO's own recovery: a client that lost its connection finds its rooms and what it missed, or begins anew."""

import json

import pytest
import websocket
from person import LIMIT, Person, code_of
from traveller import Traveller


@pytest.fixture
def house(server, new_person):
    return House(server, new_person)


class House:
    def __init__(self, server, new_person):
        self.server = server
        self.ada = new_person(server.url, "ada")
        self.den = self.ada.create("den")["id"]
        for room in ("lobby", self.den):
            self.ada.join(room)
        self.ben = new_person(server.url, "ben")
        self.traveller = Traveller(server.url, self.ben.token)

    def say(self, text, room="lobby"):
        answer = self.ada.ask("message:post", {"room": room, "text": text})
        assert answer["ok"], answer
        return answer["message"]["seq"]

    def set_out(self, *rooms):
        self.traveller.connect()
        for room in rooms:
            self.traveller.join(room)
        return self.traveller

    def restart(self):
        self.ada.leave()
        self.ben.leave()
        self.server.restart()
        self.ada.arrive()
        for room in ("lobby", self.den):
            self.ada.join(room)


def test_who_lost_the_connection_gets_exactly_what_was_missed_in_every_room(house):
    ben = house.set_out("lobby", house.den)
    assert not ben.recovered
    house.say("one")
    house.say("two", house.den)
    ben.until("two")
    ben.lose()
    house.say("three")
    house.say("four", house.den)
    assert ben.connect().recovered
    assert ben.texts == [(house.den, "four"), ("lobby", "three")]
    house.say("five")
    ben.until("five")
    assert ben.ask("message:post", {"room": house.den, "text": "here again"})["ok"], "it is in its rooms"
    ben.until("here again")
    ben.lose()
    assert ben.connect().recovered and ben.texts == [], "a second time, with nothing missed"


def test_what_was_on_its_way_when_the_connection_broke_is_told_again_and_nothing_else(house):
    ben = house.set_out("lobby", house.den)
    house.say("one")
    house.say("two", house.den)
    house.say("three")
    ben.until("one")
    known = ben.offset
    ben.until("three")
    # As if all after the first had been lost on the way.
    ben.offset = known
    ben.lose()
    house.say("four", house.den)
    assert ben.connect().recovered
    assert ben.texts == [(house.den, "two"), (house.den, "four"), ("lobby", "three")]


def test_a_restart_of_the_server_is_a_lost_connection_like_another(house):
    ben = house.set_out("lobby", house.den)
    house.say("one")
    ben.until("one")
    house.restart()
    house.say("two")
    house.say("three", house.den)
    assert ben.connect().recovered
    assert ben.texts == [(house.den, "three"), ("lobby", "two")]
    house.say("four")
    ben.until("four")


def test_a_gap_that_is_too_large_is_not_told_in_part(house):
    ben = house.set_out("lobby", house.den)
    house.say("one")
    ben.until("one")
    ben.lose()
    for number in range(200):
        house.ada.client.emit("message:post", {"room": "lobby", "text": f"line {number}"})
    last = house.say("the end")
    house.say("two", house.den)
    assert not ben.connect().recovered
    assert ben.texts == []
    told = ben.fact("recovery:failed")
    assert told == {"rooms": [{"room": house.den, "sequence": 1}, {"room": "lobby", "sequence": last}]}
    assert code_of(ben.ask("message:post", {"room": "lobby", "text": "?"})) == "not_member"
    assert ben.join("lobby")["sequence"] == last


def test_who_was_taken_out_of_a_room_gets_nothing_of_it(house):
    cellar = house.ada.create("cellar", "private")["id"]
    house.ada.join(cellar)
    assert house.ada.ask("room:invite", {"room": cellar, "user": "ben"})["ok"]
    ben = house.set_out("lobby", cellar)
    house.say("one", cellar)
    ben.until("one")
    ben.lose()
    house.say("two", cellar)
    assert house.ada.ask("room:role", {"room": cellar, "user": "ben", "role": None})["ok"]
    house.say("three", cellar)
    assert not ben.connect().recovered and ben.texts == []
    told = ben.fact("recovery:failed")
    assert [room["room"] for room in told["rooms"]] == ["lobby"], "of the other one nothing is said"


def test_an_ended_session_is_refused_and_another_one_does_not_find_it(house):
    ben = house.set_out("lobby")
    house.say("one")
    ben.until("one")
    other = Traveller(house.server.url, house.ada.token)
    other.pid, other.offset = ben.pid, ben.offset
    assert not other.connect().recovered
    house.say("both are here")
    ben.until("both are here")
    other.lose()
    ben.lose()
    other.pid, other.offset = ben.pid, ben.offset
    house.say("two")
    assert not other.connect().recovered and other.texts == [], "the secret is nothing without the sign-in"
    assert house.server.run("user", "disable", "ben").returncode == 0
    ben.line = websocket.create_connection(ben.url, timeout=LIMIT)
    ben.line.send("40" + json.dumps({"token": ben.token, "pid": ben.pid, "offset": ben.offset}))
    while not (packet := ben.line.recv()).startswith("4"):
        pass
    assert packet.startswith("44") and json.loads(packet[2:])["data"]["code"] == "unauthorized"


def test_a_connection_that_the_server_still_has_is_taken_over(house):
    ben = house.set_out("lobby")
    house.say("one")
    ben.until("one")
    known, pid = ben.offset, ben.pid
    house.say("two")
    again = Traveller(house.server.url, house.ben.token)
    again.pid, again.offset = pid, known
    assert again.connect().recovered and again.texts == [("lobby", "two")]
    with pytest.raises((websocket.WebSocketConnectionClosedException, ConnectionError)):
        while True:
            ben.line.recv()


def test_who_does_not_ask_for_it_gets_events_as_ever(house):
    plain = Person(house.server.url, "ben")
    plain.token = house.ben.token
    plain.arrive()
    plain.join()
    house.set_out("lobby")
    house.say("one")
    assert plain.fact("message:posted")["text"] == "one", "with one argument, which the handler has"
    plain.leave()
