"""Namespaces of modules, with the module Sampler: who comes in, what they say, and how it ends."""

import json
import queue
import shutil

import pytest
import socketio
from person import LIMIT, Person, code_of, until
from roost_server import PROGRAM

OWN, OPEN = "/sampler", "/sampler/open"
EVENTS = ("welcome", "came", "gone", "said", "session:ended")


@pytest.fixture
def house(new_server, tmp_path):
    folder = tmp_path / "modules"
    folder.mkdir()
    for name in ("Sampler", "Dashboard"):
        shutil.copy(PROGRAM.resolve().parent / f"lib{name}.so", folder)
    configuration = tmp_path / "roost.yaml"
    configuration.write_text(
        f"guests:\n  enabled: true\nmodules:\n  enabled: [Sampler]\n  folders: ['{folder}']\n"
    )
    house = House(new_server("--config", configuration))
    yield house
    for visitor in house.visitors:
        visitor.client.disconnect()


class House:
    def __init__(self, server):
        self.server = server
        self.visitors = []

    def do(self, *arguments):
        result = self.server.run(*arguments)
        assert result.returncode == 0, result.stderr

    @property
    def state(self):
        """What became of the module."""
        modules = map(json.loads, self.server.run("module", "list", "--json").stdout.splitlines())
        return next(module["state"] for module in modules if module["name"] == "Sampler")

    def token(self, name):
        person = Person(self.server.url, name).arrive()
        person.leave()
        return person.token

    def visit(self, auth, *namespaces):
        self.visitors.append(Visitor(self.server.url, auth, namespaces or (OWN,)))
        return self.visitors[-1]

    def visitor(self, name):
        visitor = self.visit({"token": self.token(name)})
        assert visitor.hears("welcome") == {"by": name}
        return visitor


class Visitor:
    """One connection to some namespaces, who keeps what it hears there."""

    def __init__(self, url, auth, namespaces):
        self.client = socketio.Client(reconnection=False)
        self.heard, self.refused, self.out = queue.Queue(), queue.Queue(), queue.Queue()
        for namespace in namespaces:
            for event in EVENTS:
                self.client.on(event, self.keeper(event), namespace=namespace)
            self.client.on("connect_error", self.refused.put, namespace=namespace)
            self.client.on("disconnect", lambda *reason: self.out.put(True), namespace=namespace)
        self.namespaces = list(namespaces)
        self.url, self.auth = url, auth
        self.connect()

    def connect(self):
        self.client.connect(
            self.url, auth=self.auth, namespaces=self.namespaces, transports=["websocket"], wait_timeout=LIMIT
        )

    def keeper(self, event):
        return lambda *arguments: self.heard.put((event, *arguments))

    def ask(self, event, payload=None, namespace=OWN):
        return self.client.call(event, payload, namespace=namespace, timeout=LIMIT)

    def hears(self, event):
        """The argument of the next event, which must be this one."""
        name, argument = self.heard.get(timeout=LIMIT)
        assert name == event, (name, argument)
        return argument

    @property
    def id(self):
        return self.client.get_sid(namespace=OWN)


def refusal(house, auth, namespace=OWN):
    client = socketio.Client(reconnection=False)
    refused = queue.Queue()
    client.on("connect_error", refused.put, namespace=namespace)
    with pytest.raises(socketio.exceptions.ConnectionError):
        client.connect(house.server.url, auth=auth, namespaces=[namespace], wait_timeout=LIMIT)
    return refused.get(timeout=LIMIT)["data"]["code"]


def test_who_comes_in_is_checked_and_told(house):
    ada = house.visitor("ada")
    ben = house.visitor("ben")
    assert ada.hears("came") == {"by": "ben"}
    assert refusal(house, None) == "unauthorized"
    assert refusal(house, {"token": "forged"}) == "unauthorized"
    assert refusal(house, {"token": house.token("cyd"), "word": "wrong"}) == "wrong_word"
    ben.client.disconnect()
    name, reason = ada.hears("gone")
    # It leaves and closes the connection, of which the server sees one first.
    assert name == "ben" and reason in ("client namespace disconnect", "transport close")
    guest = house.visit({"guest": "gil"})
    assert guest.hears("welcome")["by"].startswith("guest:gil-")


def test_a_namespace_may_need_a_right(house):
    tuned = "/sampler/tuned"
    mia = house.token("mia")
    house.do("user", "role", "mia", "moderator")
    assert refusal(house, {"token": house.token("ada")}, tuned) == "forbidden"
    assert house.visit({"token": mia}, tuned).client.get_sid(namespace=tuned)
    house.do("user", "grant", "ada", "sampler.tune", "server")
    house.do("user", "role", "mia", "member")
    assert refusal(house, {"token": mia}, tuned) == "forbidden"


def test_rooms_of_a_namespace_are_its_own(house):
    ada, ben, cyd = (house.visitor(name) for name in ("ada", "ben", "cyd"))
    for visitor in (ada, ben):
        assert visitor.ask("join", {"room": "den"}) == {"ok": True}
    assert ada.ask("say", {"room": "den", "text": "hello"})["ok"]
    while (heard := ben.heard.get(timeout=LIMIT))[0] != "said":
        pass
    assert heard == ("said", "hello")
    assert ben.ask("rooms", {})["texts"] == ["den"]
    assert ada.ask("there", {"room": "den"})["texts"] == sorted([ada.id, ben.id])
    assert len(ada.ask("there", {})["texts"]) == 3
    # A room that has the name of somebody's connection is not that connection.
    assert ada.ask("say", {"room": cyd.id, "text": "psst"})["ok"]
    assert ben.ask("leave", {"room": "den"})["ok"]
    assert ada.ask("say", {"room": "den", "text": "anybody?"})["ok"]
    for visitor in (ben, cyd):
        assert visitor.ask("rooms", {})["texts"] == []
        assert "said" not in [event for event, *_ in list(visitor.heard.queue)]


def test_events_have_rights_acknowledgements_and_an_order(house):
    ada, ben = house.visitor("ada"), house.visitor("ben")
    assert code_of(ada.ask("ring", {"room": "lobby"})) == "forbidden"
    assert code_of(ada.ask("nothing", {})) == "unknown_event"
    assert code_of(ada.ask("join", "den")) == "bad_request"
    assert code_of(ada.ask("join", {"room": 7})) == "bad_request"
    assert ada.ask("several", (2, "b")) == (1, [2, "b"])
    assert code_of(ada.ask("fail", {})) == "internal"
    assert code_of(ada.ask("late", {})) == "unavailable"
    assert ben.ask("join", {"room": "den"})["ok"]
    for number in range(50):
        ada.client.emit("say", {"room": "den", "text": f"{number}"}, namespace=OWN)
    assert [ben.hears("said") for _ in range(50)] == [f"{number}" for number in range(50)]


def test_a_flood_is_refused_and_nobody_else_notices(house):
    ada, ben = house.visitor("ada"), house.visitor("ben")
    answers = queue.Queue()
    ada.client.emit("wait", {}, namespace=OWN, callback=answers.put)
    for _ in range(150):
        ada.client.emit("rooms", {}, namespace=OWN, callback=answers.put)
    # One is under way and a hundred wait: the others are refused at once.
    assert [code_of(answers.get(timeout=LIMIT)) for _ in range(50)] == ["busy"] * 50
    assert ben.ask("go", {})["ok"]
    assert all(answers.get(timeout=LIMIT)["ok"] for _ in range(101))


def test_whoever_does_not_sign_in_has_no_rights(house):
    nobody = house.visit(None, OPEN)
    who = nobody.ask("who", {}, OPEN)
    assert (who["role"], who["reads"]) == ("anonymous", False)
    assert code_of(nobody.ask("tune", {}, OPEN)) == "unauthorized"
    ada = house.visit({"token": house.token("ada")}, OPEN)
    assert (ada.ask("who", {}, OPEN)["user"], ada.ask("who", {}, OPEN)["reads"]) == ("ada", True)
    assert code_of(ada.ask("tune", {}, OPEN)) == "forbidden"
    assert refusal(house, {"token": "forged"}, OPEN) == "unauthorized"


def test_events_may_have_a_rate(house):
    one = house.visit(None, OPEN)
    assert one.ask("rare", {}, OPEN)["ok"]
    answer = one.ask("rare", {}, OPEN)
    assert code_of(answer) == "rate_limited"
    assert 3000 < answer["error"]["retryAfter"] <= 3600 and answer["error"]["retryable"]
    # Without a name it counts by address; with one by that.
    assert code_of(house.visit(None, OPEN).ask("rare", {}, OPEN)) == "rate_limited"
    assert house.visit({"token": house.token("ada")}, OPEN).ask("rare", {}, OPEN)["ok"]


def test_the_end_of_a_session_cuts_namespaces_too(house):
    ada, ben = house.visitor("ada"), house.visitor("ben")
    assert ada.ask("join", {"room": "den"})["ok"] and ben.ask("join", {"room": "den"})["ok"]
    house.do("user", "disable", "ada")
    # The command has returned: nothing that she says or hears is told any more.
    while (heard := ada.heard.get(timeout=LIMIT))[0] != "session:ended":
        assert heard[0] == "came"
    assert heard[1]["code"] == "account_disabled"
    ada.client.wait()
    assert ben.hears("gone")[0] == "ada"
    assert refusal(house, ada.auth) == "unauthorized"


def test_a_module_puts_somebody_out(house):
    ada, ben = house.visitor("ada"), house.visitor("ben")
    assert ben.ask("put-out", {"text": ada.id})["ok"]
    assert ada.out.get(timeout=LIMIT)
    assert ben.hears("gone") == ["ada", "server namespace disconnect"]


def test_a_module_comes_and_goes(house):
    ada = house.visitor("ada")
    assert ada.ask("join", {"room": "den"})["ok"]
    house.do("module", "reload", "Sampler")
    assert ada.ask("rooms", {})["texts"] == ["den"], "nobody notices a reload"
    house.do("module", "disable", "Sampler")
    assert ada.out.get(timeout=LIMIT)
    assert refusal(house, ada.auth) == "module_unavailable"
    house.do("module", "enable", "Sampler")
    again = house.visit(ada.auth)
    assert again.hears("welcome") == {"by": "ada"}
    assert again.ask("rooms", {})["texts"] == []


def test_a_module_that_fails_too_often_refuses_whoever_comes(house):
    ada = house.visitor("ada")
    assert code_of(ada.ask("spin", {})) == "unavailable"

    def is_off():
        assert code_of(ada.ask("late", {})) == "unavailable"
        return house.state == "failed"

    until(is_off)
    assert code_of(ada.ask("rooms", {})) == "unavailable"
    assert refusal(house, ada.auth) == "module_unavailable"
    house.do("module", "reload", "Sampler")
    assert ada.ask("rooms", {})["ok"]


def test_events_of_the_chat_s_namespace_that_no_request_has(house):
    people = [Person(house.server.url, name).arrive() for name in ("ada", "ben")]
    heard = queue.Queue()
    people[1].client.on("shouted", heard.put)
    assert people[0].ask("shout", "hello") == {"ok": True}
    assert heard.get(timeout=LIMIT) == "hello"
    assert code_of(people[0].ask("whisper", "hello")) == "unknown_event"
    # A room of the module's there is none of the chat's, whatever it is called.
    heard_too = queue.Queue()
    for name in ("message:posted", "proclaimed"):
        people[1].client.on(name, lambda *_, name=name: heard_too.put(name))
    assert people[1].ask("slip", "lobby") == {"ok": True}
    assert people[0].ask("room:join", {"room": "lobby"})["ok"]
    assert people[0].ask("message:post", {"room": "lobby", "text": "for who is here"})["ok"]
    assert people[0].ask("proclaim", "lobby") == {"ok": True}
    assert heard_too.get(timeout=LIMIT) == "proclaimed"
    house.do("module", "disable", "Sampler")
    assert code_of(people[0].ask("shout", "hello")) == "unknown_event"
    for person in people:
        person.leave()
