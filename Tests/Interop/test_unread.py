"""What somebody has not read, on every device and after a restart."""

from person import code_of, unique
from test_rooms import device_of, rooms


def unread(person, room):
    found = rooms(person, joined=True)[room]
    return found["unread"], found["mentions"]


def say(person, room, text, **more):
    answer = person.ask("message:post", {"room": room, "text": text, **more})
    assert answer["ok"], answer
    return answer["message"]["seq"]


def test_messages_and_mentions_are_counted_until_they_are_read(server, new_person):
    ada, ben = new_person(server.url, "ada"), new_person(server.url, "ben")
    garden = ada.create("garden")["id"]
    ada.join(garden)
    say(ada, garden, "before ben @ben")
    welcome = ben.join(garden)
    assert (welcome["read"], welcome["unread"], welcome["mentions"]) == (1, 0, 0), "the past is not unread"
    ben.leave()
    for text in ("hello @ben", "ask @ben.", "not @benny", "mail me@ben", "@BEN!", "nobody"):
        last = say(ada, garden, text)
    ben.arrive()
    assert unread(ben, garden) == (6, 3)
    welcome = ben.join(garden)
    assert (welcome["read"], welcome["unread"], welcome["mentions"]) == (1, 6, 3)
    say(ben, garden, "my own @ben")
    assert unread(ben, garden) == (6, 3)
    assert unread(ada, garden) == (1, 0)

    phone = device_of(ben)
    answer = ben.ask("message:read", {"room": garden, "seq": last - 1})
    assert answer == {"ok": True, "read": last - 1, "unread": 1, "mentions": 0}
    assert phone.fact("read:changed") == {"room": garden, "read": last - 1}
    assert unread(phone, garden) == (1, 0)
    phone.leave()
    ben.leave()
    server.restart()
    ben.arrive()
    assert unread(ben, garden) == (1, 0)
    ben.join(garden)
    assert ben.ask("message:read", {"room": garden, "seq": 10**9})["unread"] == 0, "nobody reads what is not there yet"
    ada.arrive()
    ada.join(garden)
    say(ada, garden, "more")
    assert unread(ben, garden) == (1, 0)


def test_what_was_deleted_or_edited_counts_as_it_is_now(url, new_person):
    ada, ben = new_person(url, unique("ada")), new_person(url, unique("ben"))
    garden = ada.create(unique("garden"))["id"]
    ada.join(garden)
    ben.join(garden)
    for name in ("first", "second", "third"):
        say(ada, garden, f"@{ben.name}", id=f"{garden}-{name}")
    assert unread(ben, garden) == (3, 3)
    assert ada.ask("message:delete", {"room": garden, "id": f"{garden}-first"})["ok"]
    assert ada.ask("message:edit", {"room": garden, "id": f"{garden}-second", "text": "never mind"})["ok"]
    assert ada.ask("message:react", {"room": garden, "id": f"{garden}-third", "reaction": "+", "on": True})["ok"]
    assert unread(ben, garden) == (2, 1)


def test_who_is_not_in_the_room_reads_nothing(url, new_person):
    ada = new_person(url, unique("ada"))
    assert code_of(ada.ask("message:read", {"room": "lobby", "seq": 1})) == "not_member"
    ada.join()
    for seq in (-1, "all", None):
        assert code_of(ada.ask("message:read", {"room": "lobby", "seq": seq})) == "bad_request"
