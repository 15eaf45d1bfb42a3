"""Who is there, and how."""

import requests
from person import LIMIT, code_of, unique
from test_rooms import device_of


def room_of_two(url, new_person):
    ada, ben = new_person(url, unique("ada")), new_person(url, unique("ben"))
    room = ada.create(unique("room"))["id"]
    ada.join(room)
    ben.join(room)
    assert ada.fact("room:joined")["users"] == [ben.name]
    return ada, ben, room


def test_a_status_is_told_and_found_by_who_comes_later(url, new_person):
    ada, ben, room = room_of_two(url, new_person)
    assert ben.ask("presence:set", {"status": "away"}) == {"ok": True}
    assert ada.fact("presence:changed") == {"room": room, "statuses": {ben.name: "away"}}
    cleo = new_person(url, unique("cleo"))
    welcome = cleo.join(room)
    assert (welcome["count"], welcome["statuses"]) == (3, {ben.name: "away"})
    phone = device_of(ben)
    phone.join(room)
    assert ada.fact("presence:changed")["statuses"] == {ben.name: "online"}, "one device is enough"
    phone.leave()
    assert ada.fact("presence:changed")["statuses"] == {ben.name: "away"}
    assert code_of(ben.ask("presence:set", {"status": "asleep"})) == "bad_request"
    people = ada.ask("room:members", {"room": room, "all": True})["people"]
    assert {person["user"]: person["status"] for person in people} == {
        ada.name: "online", ben.name: "away", cleo.name: "online",
    }  # fmt: skip


def test_a_lost_connection_that_comes_again_is_not_told(url, new_person):
    ada, ben, room = room_of_two(url, new_person)
    ben.client.eio.disconnect(abort=True)
    assert ben.name in ada.ask("room:members", {"room": room})["members"]
    ben.arrive().join(room)
    assert ben.ask("message:post", {"room": room, "text": "back"})["ok"]
    assert ada.next_fact("message:posted")["text"] == "back", "and nothing before it"


def test_a_lost_connection_that_stays_away_is_told_in_time(url, new_person):
    ada, ben, room = room_of_two(url, new_person)
    ben.client.eio.disconnect(abort=True)
    ben.client.wait()
    ben.client = None
    payload = ada.facts.get(timeout=30)
    assert payload == ("room:left", {"room": room, "count": 1, "users": [ben.name]})


def test_another_display_name_is_told_to_who_may_ask_for_names(url, new_person):
    ada, ben = new_person(url, unique("ada")), new_person(url, unique("ben"))
    headers = {"Authorization": f"Bearer {ben.token}"}
    for name in ("Ben the Bold", None):
        answer = requests.patch(f"{url}/api/v1/me", json={"displayName": name}, headers=headers, timeout=LIMIT)
        assert answer.status_code == 200
        told = {"user": ben.name, **({"displayName": name} if name else {})}
        assert ada.fact("user:renamed", user=ben.name) == told
        assert ada.ask("user:names", {"users": [ben.name]})["names"] == ({ben.name: name} if name else {})
