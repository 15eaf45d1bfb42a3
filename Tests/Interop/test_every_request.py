"""Every request on the wire and every HTTP route, for people of every kind: without the right it is refused and changes nothing."""

import queue
import re
import sqlite3
from pathlib import Path

import pytest
import requests
import socketio
import yaml
from person import LIMIT, PASSWORD, Person, sign_in, sign_up
from test_revocation import bearer
from test_roles import run
from test_tokens import narrowed

DOCS = Path(__file__).parents[2] / "docs"
ROOM = "garden"

# Each request: what it needs, and where. `None` is nothing; an author is somebody else.
# Not a right: what neither guests nor narrowed tokens have.
SIGN_IN = "sign-in"
REQUESTS = {
    "room:list": ("list", {}),
    "room:create": ("create", {"name": "shed", "visibility": "public"}),
    "room:join": ("join", {"room": ROOM}),
    "room:members": ("read", {"room": ROOM}),
    "room:since": ("read", {"room": ROOM, "sequence": 0}),
    "room:update": ("manage", {"room": ROOM, "title": "Another"}),
    "room:archive": ("manage", {"room": ROOM}),
    "room:role": ("manage", {"room": ROOM, "user": "cleo", "role": "owner"}),
    "room:invite": ("invite", {"room": ROOM, "user": "cleo"}),
    "message:post": ("send", {"room": ROOM, "text": "hello"}),
    "message:edit": ("moderate", {"room": ROOM, "id": "one", "text": "changed", "author": "wilma"}),
    "message:delete": ("moderate", {"room": ROOM, "id": "one", "author": "wilma"}),
    "message:react": ("send", {"room": ROOM, "id": "one", "reaction": "+", "on": True, "author": "wilma"}),
    "message:read": ("read", {"room": ROOM, "seq": 0}),
    "user:names": ("list", {"users": ["wilma"]}),
    "presence:set": (None, {"status": "online"}),
    "session:show": (None, {}),
    "typing:start": ("send", {"room": ROOM}),
    "typing:stop": ("send", {"room": ROOM}),
    "history:page": ("read", {"room": ROOM}),
    "history:search": (None, {"query": "hello"}),
    "history:retention": ("read", {"room": ROOM}),
    "history:retain": ("history.retain", {"room": ROOM, "days": 1}),
    "history:sweep": ("history.sweep", {}),
    "history:export": ("history.export", {"room": ROOM}),
    "history:takeout": (SIGN_IN, {}),
    "history:import": ("history.import", {"room": ROOM, "messages": []}),
    "history:hold": ("history.hold", {"user": "cleo", "on": True}),
    "history:holds": ("history.hold", {}),
    "history:held": ("history.hold", {}),
    "private:open": ("private.use", {"with": "cleo"}),
    "private:add": ("private.use", {"room": "pm~~nothing", "people": "cleo"}),
    "private:rename": ("private.use", {"room": "pm~~nothing", "title": "Tea"}),
    "private:post": ("private.use", {"to": "cleo", "text": "hello"}),
    "private:list": (SIGN_IN, {}),
    "private:read": (SIGN_IN, {"room": "pm~~nothing", "seq": 1}),
    "private:leave": (SIGN_IN, {"room": "pm~~nothing"}),
    "private:settings": (SIGN_IN, {}),
    "private:block": (SIGN_IN, {"user": "nobody"}),
    "private:unblock": (SIGN_IN, {"user": "nobody"}),
    "private:blocks": (SIGN_IN, {}),
    "private:report": (SIGN_IN, {"room": "pm~~nothing", "author": "wilma", "id": "one", "reason": "rude"}),
    "private:reports": ("private.review", {}),
    "private:resolve": ("private.review", {"report": 1}),
    **{
        f"moderation:{verb}": ("moderate", {"room": ROOM, **more})
        for verb, more in {
            **dict.fromkeys(("kick", "ban", "mute"), {"user": "nobody"}),
            **dict.fromkeys(("warn", "note"), {"user": "nobody", "reason": "rude"}),
            "purge": {"user": "nobody", "purge": 1}, "slow": {"seconds": 0}, "read-only": {"on": False}, "lock": {"on": False},
            "lift": {"action": 1}, "log": {}, "standing": {}, "filters": {}, "unfilter": {"filters": [1]},
            "filter": {"kind": "word", "patterns": [], "verdict": "mask"}, "held": {}, "decide": {"held": 1, "post": True},
            "reports": {}, "claim": {"report": 1}, "resolve": {"report": 1, "outcome": "done"},
        }.items()
    },
    **{
        f"moderation:{verb}": ("moderation.server", more)
        for verb, more in {
            **dict.fromkeys(("server-ban", "server-mute"), {"user": "nobody"}),
            **dict.fromkeys(("server-warn", "server-note"), {"user": "nobody", "reason": "rude"}),
            "server-slow": {"seconds": 0}, "server-read-only": {"on": False}, "server-lift": {"action": 1}, "server-log": {},
            "server-standing": {}, "server-filters": {}, "server-unfilter": {"filters": [1]},
            "server-filter": {"kind": "word", "patterns": [], "verdict": "mask"}, "lockdown": {"level": 0},
        }.items()
    },
    "dashboard:recent": ("dashboard.watch", {}),
    "moderation:all-reports": (None, {}),
    "moderation:all-held": (None, {}),
    "moderation:report": ("read", {"room": ROOM, "author": "wilma", "id": "none", "reason": "rude"}),
    "moderation:mine": (SIGN_IN, {}),
    "moderation:holds": ("read", {"room": ROOM}),
    "room:leave": (None, {"room": ROOM}),
}  # fmt: skip

MEMBER = {SIGN_IN, "list", "create", "join", "read", "send", "private.use"}
MODERATOR = MEMBER | {"moderate", "moderation.server", "private.review", "dashboard.watch"}
EVERYTHING = MODERATOR | {"invite", "manage", "history.retain", "history.export", "history.hold", "history.import", "history.sweep"}
CHANGING = {"manage", "invite", "create", "history.retain", "history.hold"}
# Each kind of people: what they may do in the room and on the server.
PEOPLE = {
    "guest": {"list"},
    "member": MEMBER,
    "moderator": MODERATOR,
    "administrator": EVERYTHING,
    "administrator, for reading": {"read"},
    "administrator, in the lobby": set(),
    "program of the administrator, for sending": {"send"},
}


class House:
    """A server with a public room in which Wilma is and said something, and a token for each kind of people."""

    def __init__(self, server, make):
        self.server = server
        for name in ("boss", "cleo", "mona", "mia"):
            assert sign_up(server.url, name).status_code == 201
        run(server, "room", "create", ROOM)
        run(server, "user", "role", "mona", "moderator")
        run(server, "user", "role", "boss", "admin")
        self.wilma = make(server.url, "wilma")
        self.wilma.join(ROOM)
        assert self.wilma.ask("message:post", {"room": ROOM, "text": "welcome", "id": "one"})["ok"]
        token = sign_in(server.url, "boss").json()["token"]
        bot = {"name": "Bot", "rights": ["send"], "expiresIn": 3600}
        program = requests.post(f"{server.url}/api/v1/tokens", json=bot, headers=bearer(token), timeout=LIMIT)
        self.tokens = {
            "member": sign_in(server.url, "mia").json()["token"],
            "moderator": sign_in(server.url, "mona").json()["token"],
            "administrator": token,
            "administrator, for reading": narrowed(token, "rights = read"),
            "administrator, in the lobby": narrowed(token, "room = lobby"),
            "program of the administrator, for sending": program.json()["token"],
            "expired": narrowed(token, "expires < 2020-01-01T00:00:00Z"),
            "invented": "AgEFcm9vc3Q",
        }
        self.heard()

    def connect(self, who):
        client = socketio.Client(reconnection=False)
        auth = {"token": self.tokens[who]} if who in self.tokens else {"guest": "gina"}
        client.connect(self.server.url, auth=auth, transports=["websocket"], wait_timeout=LIMIT)
        return client

    def contents(self):
        """All that is stored, but when and from where tokens were used, and what History finds words with, a while later."""
        with sqlite3.connect(self.server.data / "roost.sqlite", timeout=LIMIT) as database:
            names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            names = [name for name in names if not name.startswith(("history_word", "history_index"))]
            tables = {name: list(database.execute(f'SELECT * FROM "{name}"')) for name in names if name != "session"}
            tables["session"] = list(database.execute("SELECT id, user, name, expires_at FROM session"))
        database.close()
        return tables

    def heard(self):
        """What Wilma has heard since she was asked last, but for who is gone: that of an earlier test may be told late."""
        assert self.wilma.ask("room:members", {"room": ROOM})["ok"]
        heard = [self.wilma.facts.get_nowait() for _ in range(self.wilma.facts.qsize())]
        return [(fact, payload) for fact, payload in heard if fact != "room:left"]


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    from roost_server import started

    folder = tmp_path_factory.mktemp("house")
    settings = folder / "roost.yaml"
    settings.write_text("guests:\n  enabled: true\nmodules:\n  enabled: [Dashboard, History, Moderation, PrivateMessages]\n")
    server = started(folder / "server", "--config", settings)
    people = []

    def make(url, name):
        people.append(Person(url, name))
        return people[-1].arrive()

    yield House(server, make)
    for person in people:
        person.leave()
    server.stop()


def documented(heading, pattern):
    """The names in the first column of the first table after `heading` in docs/protocol.md."""
    text = (DOCS / "protocol.md").read_text().split(f"## {heading}\n")[1]
    rows = re.search(r"(?:^\|.*\n)+", text, re.MULTILINE).group().splitlines()[2:]
    return {name for row in rows for name in re.findall(pattern, row.split("|")[1])}


def test_every_request_that_is_documented_is_tried_here():
    headings = ("Requests", *(f"The module {module}" for module in ("History", "PrivateMessages", "Moderation", "Dashboard")))
    names = set().union(*(documented(heading, r"`([a-z-]+:[a-z-]+)") for heading in headings))
    # One row is for all that acts on the server as others act in a room.
    names.remove("moderation:server-")
    names |= {f"moderation:server-{verb}" for verb in documented("The module Moderation", r"(?<=[,h] )`([a-z-]+)`")}
    assert names == set(REQUESTS)


@pytest.mark.parametrize("who", PEOPLE)
def test_requests_on_the_wire(house, who):
    client = house.connect(who)
    try:
        before = house.contents()
        for name, (right, payload) in REQUESTS.items():
            if right is not None and right not in PEOPLE[who]:
                answer = client.call(name, payload, timeout=LIMIT)
                assert answer["ok"] is False and answer["error"]["code"] == "forbidden", (name, answer)
                assert right == SIGN_IN or f"'{right}' on " in answer["error"]["message"], (name, answer)
        assert house.contents() == before and house.heard() == []
        for name, (right, payload) in REQUESTS.items():
            # What would change the house for those who come next is tried elsewhere.
            if right in PEOPLE[who] | {None} and right not in CHANGING:
                answer = client.call(name, payload, timeout=LIMIT)
                assert answer["ok"] or answer["error"]["code"] not in ("forbidden", "unknown_event"), (name, answer)
        house.heard()
    finally:
        client.disconnect()
        client.wait()


@pytest.mark.parametrize("who", ["expired", "invented"])
def test_no_connection_without_a_token_that_holds(house, who):
    client = socketio.Client(reconnection=False)
    refused = queue.Queue()
    client.on("connect_error", refused.put)
    with pytest.raises(socketio.exceptions.ConnectionError):
        client.connect(house.server.url, auth={"token": house.tokens[who]}, transports=["websocket"], wait_timeout=LIMIT)
    assert refused.get(timeout=LIMIT)["data"] == {"code": "unauthorized"}


def routes():
    """Each route with whom it is for, as docs/openapi.yaml says and a test of the server's compares with the code."""
    paths = yaml.safe_load((DOCS / "openapi.yaml").read_text())["paths"]
    for path, methods in paths.items():
        for method, route in methods.items():
            if "x-audience" in route:
                yield method.upper(), path.format(name="cleo", room=ROOM, id="nobody"), route["x-audience"]


# Who is refused, and how, by whom the route is for.
ALWAYS_REFUSED = {"nobody": (401, "unauthorized"), "expired": (401, "unauthorized"), "invented": (401, "unauthorized")}
NOT_SIGNED_IN = dict.fromkeys(
    ["administrator, for reading", "administrator, in the lobby", "program of the administrator, for sending"],
    (403, "forbidden"),
)
NOT_IN_CHARGE = {"member": (403, "forbidden"), "moderator": (403, "forbidden")}
REFUSED = {
    "everybody": {},
    "anyToken": ALWAYS_REFUSED,
    "signIn": ALWAYS_REFUSED | NOT_SIGNED_IN,
    "roomManager": ALWAYS_REFUSED | NOT_SIGNED_IN | NOT_IN_CHARGE,
    "administrator": ALWAYS_REFUSED | NOT_SIGNED_IN | NOT_IN_CHARGE,
}


@pytest.mark.parametrize("who", ["nobody", "expired", "invented", *NOT_SIGNED_IN, *NOT_IN_CHARGE])
def test_http_routes(house, who):
    before = house.contents()
    headers = bearer(house.tokens[who]) if who in house.tokens else {}
    for method, path, audience in routes():
        if who in REFUSED[audience]:
            body = {"name": "cleo", "password": PASSWORD, "role": "admin", "disabled": True}
            answer = requests.request(method, house.server.url + path, json=body, headers=headers, timeout=LIMIT)
            assert (answer.status_code, answer.json()["error"]["code"]) == REFUSED[audience][who], (method, path)
    assert house.contents() == before and house.heard() == []


# The fields with numbers that requests of a noun may have; of those in brackets it is a list.
NUMBERS = {
    "room": "limit sequence",
    "message": "seq replyTo",
    "history": "limit before after around days messages cursor",
    "private": "limit seq replyTo report cursor",
    "moderation": "limit before after for seconds level [evidence] purge action [filters] report held",
}


@pytest.mark.parametrize("number", [2**63 - 1, -(2**63)])
def test_a_number_at_the_end_of_its_range_harms_nobody(house, number):
    client = house.connect("administrator")
    try:
        assert client.call("room:join", {"room": ROOM}, timeout=LIMIT)["ok"]
        for name, (right, payload) in REQUESTS.items():
            fields = [] if right in ("manage", "invite", "create") else NUMBERS.get(name.split(":")[0], "").split()
            for field in fields:
                value = [number] if field.startswith("[") else number
                answer = client.call(name, {**payload, field.strip("[]"): value}, timeout=LIMIT)
                assert answer["ok"] or answer["error"]["code"] not in ("internal", "unavailable"), (name, field, answer)
        assert client.call("session:show", {}, timeout=LIMIT)["ok"]
    finally:
        client.disconnect()
        client.wait()
