"""Once a moderator's kick, ban or removal is acknowledged, not one more message is taken from that user or told to them."""

import pytest
from person import LIMIT, code_of
from traffic import Traffic


@pytest.fixture
def server(new_server, tmp_path):
    configuration = tmp_path / "roost.yaml"
    limits = "    messages: 1000\n    window: 1s\n    duplicates: 100\n"
    configuration.write_text(f"modules:\n  enabled: [History, Moderation]\n  moderation:\n{limits}")
    return new_server("--config", configuration)


class Room(Traffic):
    """Mia, an administrator, acts in a room of hers."""

    def __init__(self, server, new_person, visibility="public"):
        ada, ben, self.mia = (new_person(server.url, name) for name in ("ada", "ben", "mia"))
        assert server.run("user", "role", "mia", "admin").returncode == 0
        self.mia.client.wait()
        self.mia.arrive()
        super().__init__(ada, ben, self.mia.create("den", visibility)["id"])
        for person in (ada, ben):
            assert self.mia.ask("room:invite", {"room": self.room, "user": person.name})["ok"]
            person.join(self.room)

    def until(self, verb, **payload):
        def act():
            answer = self.mia.ask(verb, {"user": "ada", **payload})
            assert answer["ok"], answer

        super().until(act)


@pytest.mark.parametrize(("verb", "code"), [("kick", "not_member"), ("ban", "banned")])
def test_nothing_gets_past_a_moderator_in_a_room(server, new_person, verb, code):
    traffic = Room(server, new_person)
    traffic.until(f"moderation:{verb}", room=traffic.room, reason="enough")
    assert code_of(traffic.ada.ask("message:post", {"room": traffic.room, "text": "still here"})) in (code, "not_member")
    if verb == "ban":
        assert code_of(traffic.ada.ask("room:join", {"room": traffic.room})) == "banned"


def test_nothing_gets_past_a_removal_from_a_private_room(server, new_person):
    traffic = Room(server, new_person, "private")
    traffic.until("room:role", room=traffic.room, role=None)
    # She comes again with the rights that are left, and the room is not there.
    assert traffic.cut.wait(LIMIT)
    traffic.ada.client.wait()
    traffic.ada.arrive()
    assert code_of(traffic.ada.ask("room:join", {"room": traffic.room})) == "not_found"


def test_nothing_gets_past_a_ban_from_the_server(server, new_person):
    traffic = Room(server, new_person)
    traffic.until("moderation:server-ban", reason="enough")
    assert traffic.cut.wait(LIMIT)
