"""A private room is there for those who have a role in it, and for nobody else, whichever way they ask."""

import threading

from person import LIMIT, code_of
from test_revocation import Talk, ask


def add_private(server, name="den"):
    result = server.run("room", "create", name, "--private", "--title", "The den")
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def give_role(server, room, name, role="member"):
    result = server.run("room", "role", room, name, role)
    assert result.returncode == 0, result.stderr


def answers(person, room):
    """What `person` gets for every request about `room`, without the room's own id."""
    requests = ("room:join", "room:members", "history:page", "room:leave")
    asked = [person.ask(request, {"room": room}) for request in requests]
    asked.append(person.ask("message:post", {"room": room, "text": "hello"}))
    return asked


def test_a_stranger_gets_the_answers_of_a_room_that_is_not_there(server, new_person):
    den = add_private(server)
    ada = new_person(server.url, "ada")
    assert answers(ada, den) == answers(ada, den[:-1] + ("a" if den[-1] != "a" else "b"))
    assert [code_of(answer) for answer in answers(ada, den)][:3] == ["not_found"] * 3
    assert [room["id"] for room in ada.ask("room:list", {})["rooms"]] == ["lobby"]
    # Nor does a name that is taken there tell of it.
    assert server.run("room", "create", "den").stdout.strip() == "den"


def test_what_becomes_of_it_is_told_to_nobody_else(server, new_person):
    ada, ben = new_person(server.url, "ada"), new_person(server.url, "ben")
    den = ben.ask("room:create", {"name": "den", "visibility": "private"})["room"]["id"]
    assert ben.ask("room:update", {"room": den, "title": "The den"})["ok"]
    assert ben.ask("room:archive", {"room": den})["ok"]
    assert ben.ask("room:create", {"name": "open", "visibility": "public"})["ok"]
    name, payload = ada.facts.get(timeout=LIMIT)
    assert (name, payload["room"]["id"]) == ("room:created", "open")


def test_who_has_a_role_sees_and_uses_it(server, new_person):
    den = add_private(server)
    ada = new_person(server.url, "ada")
    cut = threading.Event()
    ada.client.on("disconnect", lambda *_: cut.set())
    give_role(server, den, "ada", "moderator")
    assert cut.wait(LIMIT)
    ada.client.wait()
    ada.arrive()
    assert ada.join(den)["rights"] == ["join", "read", "send", "invite", "moderate"]
    assert (den, "The den") in [(room["id"], room["title"]) for room in ada.ask("room:list", {})["rooms"]]
    assert ada.ask("message:post", {"room": den, "text": "hello"})["ok"]


class PrivateTalk(Talk):
    """The same in a private room, where both are members."""

    def __init__(self, server, new_person, den):
        self.den = den

        def arrive(url, name, transports=("websocket",)):
            person = new_person(url, name, transports)
            gone = threading.Event()
            person.client.on("disconnect", lambda *_: gone.set())
            give_role(server, den, name)
            assert gone.wait(LIMIT)
            person.client.wait()
            person.arrive()
            join, request = person.join, person.client.call
            person.join = lambda: join(den)

            def call(event, payload, **more):
                return request(event, {**payload, "room": den} if "room" in payload else payload, **more)

            person.client.call = call
            return person

        super().__init__(server, arrive, ["websocket"])


def test_who_is_removed_learns_nothing_more(server, new_person):
    den = add_private(server)
    talk = PrivateTalk(server, new_person, den)

    def remove(talk):
        give_role(talk.server, den, "ada", "none")

    talk.until(remove)
    assert talk.code() == "rights_changed"
    ada = talk.ada
    ada.client.wait()
    ada.arrive()
    ada.facts.queue.clear()
    assert [code_of(answer) for answer in answers(ada, den)] == ["not_found"] * 3 + ["not_member", "not_found"]
    assert [room["id"] for room in ada.ask("room:list", {})["rooms"]] == ["lobby"]
    assert talk.ben.ask("message:post", {"room": den, "text": "without ada"})["ok"]
    assert code_of(ada.ask("room:members", {"room": den})) == "not_found"
    assert ada.facts.empty()
    assert ask("GET", server.url, "me", ada.token).status_code == 200
