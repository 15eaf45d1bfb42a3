"""A client of Socket.IO's own recovery, whose connection ends as badly as a test wants."""

import json
import socket

import websocket
from person import LIMIT


class Traveller:
    """What the official JavaScript client says and remembers, over a socket that ends as badly as the test wants."""

    def __init__(self, url, token):
        self.url = url.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
        self.token = token
        self.pid = self.offset = None
        self.recovered = False
        self.facts = []
        self.acks = {}
        self.line = None

    def connect(self):
        self.line = websocket.create_connection(self.url, timeout=LIMIT)
        asked = {"pid": self.pid, "offset": self.offset} if self.pid else {}
        asked = {name: value for name, value in asked.items() if value is not None}
        self.line.send("40" + json.dumps({**asked, "token": self.token, "recovery": True}))
        self.facts = []
        while True:
            packet = self.read()
            if packet is not None and packet.startswith("40"):
                break
        greeting = json.loads(packet[2:])
        self.recovered = self.pid is not None and greeting.get("pid") == self.pid
        self.pid = greeting.get("pid")
        return self

    def read(self):
        """The next packet, once what it says is noted."""
        packet = self.line.recv()
        if packet == "2":
            self.line.send("3")
        elif packet.startswith("42"):
            name, *arguments = json.loads(packet[packet.index("[") :])
            self.facts.append((name, arguments[0]))
            if isinstance(arguments[-1], str):
                self.offset = arguments[-1]
        elif packet.startswith("43"):
            number = packet[2 : packet.index("[")]
            self.acks[number] = json.loads(packet[packet.index("[") :])[0]
        else:
            return packet
        return None

    def ask(self, request, payload):
        number = str(len(self.acks) + 1)
        self.line.send(f"42{number}" + json.dumps([request, payload]))
        while number not in self.acks:
            self.read()
        return self.acks[number]

    def join(self, room):
        answer = self.ask("room:join", {"room": room})
        assert answer["ok"], answer
        return answer

    def until(self, text):
        """Reads up to the message with this text."""
        while not any(name == "message:posted" and fact["text"] == text for name, fact in self.facts):
            self.read()

    def fact(self, name):
        """The first fact of this name since it connected."""
        while not any(fact == name for fact, _ in self.facts):
            self.read()
        return next(payload for fact, payload in self.facts if fact == name)

    def lose(self):
        """The network goes, and nothing is said."""
        self.line.sock.shutdown(socket.SHUT_RDWR)
        self.line.sock.close()

    @property
    def texts(self):
        """What was posted, after everything that was on its way."""
        self.ask("presence:set", {"status": "online"})
        return [(fact["room"], fact["text"]) for name, fact in self.facts if name == "message:posted"]
