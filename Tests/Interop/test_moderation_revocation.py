"""Once a moderator's kick, ban or removal is acknowledged, not one more message is taken from that user or told to them."""

import itertools
import threading
import time

import pytest
from person import LIMIT, code_of


@pytest.fixture
def server(new_server, tmp_path):
    configuration = tmp_path / "roost.yaml"
    limits = "    messages: 1000\n    window: 1s\n    duplicates: 100\n"
    configuration.write_text(f"modules:\n  enabled: [History, Moderation]\n  moderation:\n{limits}")
    return new_server("--config", configuration)


class Traffic:
    """Ada and Ben in a room, both posting as fast as they may; Mia, an administrator, acts in the middle of it."""

    def __init__(self, server, new_person, visibility="public"):
        self.ada, self.ben, self.mia = (new_person(server.url, name) for name in ("ada", "ben", "mia"))
        assert server.run("user", "role", "mia", "admin").returncode == 0
        self.mia.client.wait()
        self.mia.arrive()
        self.room = self.mia.create("den", visibility)["id"]
        for person in (self.ada, self.ben):
            assert self.mia.ask("room:invite", {"room": self.room, "user": person.name})["ok"]
            person.join(self.room)
        self.heard_by_ada, self.heard_by_ben = [], []
        self.moving, self.over, self.acknowledged = threading.Event(), threading.Event(), threading.Event()
        self.numbers = itertools.count()
        self.ada.client.on("message:posted", self.heard_by_ada.append)
        self.ben.client.on("message:posted", self.ben_hears)

    def ben_hears(self, message):
        self.heard_by_ben.append(message)
        by_ada = sum(m["author"] == "ada" for m in self.heard_by_ben[-200:])
        if by_ada > 10 and len(self.heard_by_ada) > 20:
            self.moving.set()
        if sum(m["text"].startswith("after") for m in self.heard_by_ben[-50:]) >= 20:
            self.over.set()

    def post_as_ada(self):
        while not self.over.is_set():
            try:
                self.ada.client.call("message:post", {"room": self.room, "text": f"ada {next(self.numbers)}"}, timeout=1)
            except Exception:  # Whoever is banned from the server is cut, and asks on.
                time.sleep(0.001)

    def post_as_ben(self):
        while not self.over.is_set():
            text = f"{'after' if self.acknowledged.is_set() else 'before'} {next(self.numbers)}"
            self.ben.client.call("message:post", {"room": self.room, "text": text}, timeout=LIMIT)

    def until(self, verb, **payload):
        """Mia does this to Ada in the middle of it; nothing of Ada's, and nothing for her, comes after the acknowledgement."""
        posters = [threading.Thread(target=self.post_as_ada), threading.Thread(target=self.post_as_ben)]
        for poster in posters:
            poster.start()
        try:
            assert self.moving.wait(LIMIT)
            answer = self.mia.ask(verb, {"user": "ada", **payload})
            assert answer["ok"], answer
            self.acknowledged.set()
            assert self.over.wait(LIMIT)
        finally:
            self.over.set()
            for poster in posters:
                poster.join()
        first = next(m["seq"] for m in self.heard_by_ben if m["text"].startswith("after"))
        late = [m for m in self.heard_by_ben if m["author"] == "ada" and m["seq"] > first]
        assert not late, f"{len(late)} messages of ada's were taken after the acknowledgement"
        assert not [m for m in self.heard_by_ada if m["text"].startswith("after")], "ada hears on"


@pytest.mark.parametrize(("verb", "code"), [("kick", "not_member"), ("ban", "banned")])
def test_nothing_gets_past_a_moderator_in_a_room(server, new_person, verb, code):
    traffic = Traffic(server, new_person)
    traffic.until(f"moderation:{verb}", room=traffic.room, reason="enough")
    assert code_of(traffic.ada.ask("message:post", {"room": traffic.room, "text": "still here"})) in (code, "not_member")
    if verb == "ban":
        assert code_of(traffic.ada.ask("room:join", {"room": traffic.room})) == "banned"


def test_nothing_gets_past_a_removal_from_a_private_room(server, new_person):
    traffic = Traffic(server, new_person, "private")
    cut = threading.Event()
    traffic.ada.client.on("disconnect", lambda *_: cut.set())
    traffic.until("room:role", room=traffic.room, role=None)
    # She comes again with the rights that are left, and the room is not there.
    assert cut.wait(LIMIT)
    traffic.ada.client.wait()
    traffic.ada.arrive()
    assert code_of(traffic.ada.ask("room:join", {"room": traffic.room})) == "not_found"


def test_nothing_gets_past_a_ban_from_the_server(server, new_person):
    traffic = Traffic(server, new_person)
    cut = threading.Event()
    traffic.ada.client.on("disconnect", lambda *_: cut.set())
    traffic.until("moderation:server-ban", reason="enough")
    assert cut.wait(LIMIT)
