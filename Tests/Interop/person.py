"""Somebody who talks to the server with python-socketio, a client that nobody here wrote."""

import queue
import random
import time
import uuid

import requests
import socketio
from requests.adapters import HTTPAdapter

PASSWORD = "correct horse battery"
# Seconds.
LIMIT = 10
PATIENCE = 30


def unique(name):
    """A name that nobody has yet, for a server that others use as well."""
    return f"{name}-{uuid.uuid4().hex[:8]}"


def until(holds):
    """What `holds` answers as soon as that counts as true; for what nobody is told of."""
    end = time.monotonic() + PATIENCE
    while not (found := holds()):
        assert time.monotonic() < end, "it never became so"
        time.sleep(0.02)
    return found


def post(url, path, body):
    return requests.post(f"{url}/api/v1/{path}", json=body, timeout=LIMIT)


class FromElsewhere(HTTPAdapter):
    """Sends from one of this machine's many own addresses."""

    def init_poolmanager(self, *arguments, **options):
        address = f"127.{random.randint(1, 254)}.{random.randint(1, 254)}.{random.randint(1, 254)}"
        super().init_poolmanager(*arguments, source_address=(address, 0), **options)


def sign_up(url, name, password=PASSWORD, **more):
    """As `post`, each time from another address: one from which many accounts come has to wait."""
    with requests.Session() as session:
        session.mount("http://127.0.0.1", FromElsewhere())
        body = {"name": name, "password": password, **more}
        return session.post(f"{url}/api/v1/users", json=body, timeout=LIMIT)


def sign_in(url, name, password=PASSWORD):
    return post(url, "sessions", {"name": name, "password": password})


class Person:
    """A user with one connected device, who keeps what the server tells."""

    FACTS = (
        "message:posted", "message:edited", "message:deleted", "message:reacted",
        "room:joined", "room:left", "typing:changed", "room:created", "room:updated", "room:archived", "room:deleted",
        "room:invited", "role:changed", "read:changed", "presence:changed", "user:renamed",
    )  # fmt: skip

    def __init__(self, url, name, transports=("websocket",)):
        self.url = url
        self.transports = transports
        self.name = name
        self.facts = queue.Queue()
        self.token = None
        self.client = None

    def arrive(self):
        """Signs up at the first time, signs in, and connects."""
        if self.token is None:
            assert sign_up(self.url, self.name).status_code == 201
            answer = sign_in(self.url, self.name)
            assert answer.status_code == 201
            self.token = answer.json()["token"]
        self.client = socketio.Client(reconnection=False)
        for fact in self.FACTS:
            self.client.on(fact, lambda payload, fact=fact: self.facts.put((fact, payload)))
        self.client.connect(self.url, auth={"token": self.token}, transports=list(self.transports), wait_timeout=LIMIT)
        return self

    def ask(self, request, payload):
        return self.client.call(request, payload, timeout=LIMIT)

    def join(self, room="lobby"):
        answer = self.ask("room:join", {"room": room})
        assert answer["ok"], answer
        return answer

    def post(self, text, **more):
        answer = self.ask("message:post", {"room": "lobby", "text": text, **more})
        assert answer["ok"], answer
        return answer["message"]

    def next_fact(self, name):
        """The next fact, which must be of this name."""
        fact, payload = self.facts.get(timeout=LIMIT)
        assert fact == name, f"{self.name} was told {fact} {payload} instead of {name}"
        return payload

    def fact(self, name, **fields):
        """The next fact of this name with these fields; those before it are passed over."""
        while True:
            fact, payload = self.facts.get(timeout=LIMIT)
            if fact == name and all(payload.get(key) == value for key, value in fields.items()):
                return payload

    def create(self, name, visibility="public", **more):
        answer = self.ask("room:create", {"name": name, "visibility": visibility, **more})
        assert answer["ok"], answer
        return answer["room"]

    def leave(self):
        if self.client is not None:
            self.client.disconnect()
            self.client.wait()
            self.client = None


def code_of(answer):
    """The code of a refusal, whose form is checked on the way."""
    assert answer["ok"] is False, answer
    assert set(answer["error"]) >= {"code", "message", "retryable"}, answer
    assert answer["error"]["message"], answer
    return answer["error"]["code"]
