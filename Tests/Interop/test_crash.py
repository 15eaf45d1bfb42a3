"""SIGKILL under load: each acknowledged message is there exactly once, in its order, and no message twice.

ROOST_CRASH_ROUNDS says how often the server is killed; `make crash` does it twenty times.
"""

import os
import random
import threading
import uuid

from person import LIMIT, Person

ROUNDS = int(os.environ.get("ROOST_CRASH_ROUNDS", "3"))
PEOPLE = 10
DEVICES = 5
# Messages of one device that are not acknowledged yet.
WINDOW = 8


class Load:
    """Fifty senders that post as long as they get acks."""

    def __init__(self):
        self.changed = threading.Condition()
        self.sent = {}
        self.acknowledged = []
        self.is_over = False

    def post(self, device):
        key = (device.name, str(uuid.uuid4()))
        self.sent[key] = f"from {device.name}"
        device.client.emit(
            "message:post",
            {"room": "lobby", "text": self.sent[key], "id": key[1]},
            callback=lambda answer: self.acked(device, key, answer),
        )

    def acked(self, device, key, answer):
        with self.changed:
            assert answer["ok"], answer
            message = answer["message"]
            assert (message["author"], message["id"]) == key
            self.acknowledged.append(message)
            self.changed.notify_all()
            if self.is_over:
                return
        try:
            self.post(device)
        except Exception:  # noqa: BLE001 - the server was killed, which is the point
            return

    def wait_for(self, count):
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.acknowledged) >= count, 6 * LIMIT)


def arrived(person):
    """More devices of the same person; they sign in once."""
    devices = []
    for _ in range(DEVICES):
        device = Person(person.url, person.name)
        device.token = person.token
        devices.append(device.arrive())
        device.join()
    return devices


def whole_past(person):
    messages, before = [], None
    while True:
        cursor = {} if before is None else {"before": before}
        answer = person.ask("history:page", {"room": "lobby", "limit": 200, **cursor})
        messages = answer["messages"] + messages
        if not answer["more"]:
            return messages
        before = messages[0]["seq"]


def test_what_was_acknowledged_survives_a_kill_under_load(server, new_person):
    seed = int(os.environ.get("ROOST_CRASH_SEED", random.randrange(2**32)))
    print(f"ROOST_CRASH_SEED={seed}")
    chance = random.Random(seed)
    people = [new_person(server.url, f"user{number}") for number in range(PEOPLE)]
    load = Load()
    for _ in range(ROUNDS):
        devices = [device for person in people for device in arrived(person)]
        load.is_over = False
        target = len(load.acknowledged) + chance.randrange(100, 500)
        for device in devices:
            for _ in range(WINDOW):
                load.post(device)
        load.wait_for(target)
        server.kill()
        with load.changed:
            load.is_over = True
        for device in devices:
            device.leave()

        server.start()
        reader = people[0]
        reader.leave()
        past = whole_past(reader.arrive())
        assert [message["seq"] for message in past] == list(range(1, len(past) + 1)), "no gap"
        by_key = {(message["author"], message["id"]): message for message in past}
        assert len(by_key) == len(past), "nothing twice"
        assert {key: message["text"] for key, message in by_key.items()}.items() <= load.sent.items()
        with load.changed:
            for message in load.acknowledged:
                assert by_key[message["author"], message["id"]] == message
        # A retry of any of them, acknowledged or not, adds it at most once.
        reader.join()
        for (author, identifier), text in list(load.sent.items()):
            if author == reader.name and (author, identifier) not in by_key:
                reader.post(text, id=identifier)
                break
        retried = chance.choice([message for message in past if message["author"] == reader.name] or [None])
        if retried:
            assert reader.post("changed", id=retried["id"]) == retried
