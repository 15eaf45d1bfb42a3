"""People without an account: where the server takes them, with few rights, and gone with their connection."""

import queue
import threading

import pytest
import requests
import socketio
from person import LIMIT, code_of, sign_up, until
from test_administration import administrator
from test_revocation import ask
from test_roles import lines, run


def guests_file(folder, text="guests:\n  enabled: true\n  per-address: 2\n"):
    path = folder / "guests.yaml"
    path.write_text(text)
    return path


@pytest.fixture
def server(new_server, tmp_path):
    return new_server("--config", guests_file(tmp_path))


class GuestOf:
    """A guest, who keeps what the server tells."""

    def __init__(self, url, name, transports=("websocket",)):
        self.client = socketio.Client(reconnection=False)
        self.started = queue.Queue()
        self.heard = queue.Queue()
        self.ended = queue.Queue()
        self.gone = threading.Event()
        self.client.on("session:started", self.started.put)
        self.client.on("session:ended", self.ended.put)
        self.client.on("message:posted", self.heard.put)
        self.client.on("disconnect", lambda *_: self.gone.set())
        self.client.connect(url, auth={"guest": name}, transports=list(transports), wait_timeout=LIMIT)
        self.user = self.started.get(timeout=LIMIT)["user"]
        self.name = self.user["name"]

    def ask(self, request, **payload):
        return self.client.call(request, payload, timeout=LIMIT)

    def leave(self):
        self.client.disconnect()
        self.client.wait()


@pytest.fixture
def new_guest():
    guests = []

    def make(url, name, **more):
        guests.append(GuestOf(url, name, **more))
        return guests[-1]

    yield make
    for guest in guests:
        guest.leave()


def refusal(url, auth):
    """The code with which a connection is refused."""
    client = socketio.Client(reconnection=False)
    refused = queue.Queue()
    client.on("connect_error", refused.put)
    with pytest.raises(socketio.exceptions.ConnectionError):
        client.connect(url, auth=auth, transports=["websocket"], wait_timeout=LIMIT)
    error = refused.get(timeout=LIMIT)
    assert error["message"]
    return error["data"]


def test_a_guest_talks_in_the_lobby_under_a_marked_name(server, new_guest, new_person):
    assert requests.get(f"{server.url}/api/v1/server", timeout=LIMIT).json() == {"signUp": "open", "guests": True}
    ben = new_person(server.url, "ben")
    ben.join()
    guest = new_guest(server.url, "Ada")
    assert guest.user == {"name": guest.name, "role": "guest"} and guest.name.startswith("guest:ada-")
    joined = guest.ask("room:join", room="lobby")
    assert joined["rights"] == ["join", "read", "send"] and joined["members"] == ["ben", guest.name]
    assert ben.fact("room:joined", users=[guest.name])
    assert guest.ask("message:post", room="lobby", text="hello")["ok"]
    assert ben.next_fact("message:posted")["author"] == guest.name
    assert sign_up(server.url, guest.name).status_code == 400
    assert guest.ask("history:page", room="lobby")["messages"][0]["text"] == "hello"
    guest.leave()
    assert ben.fact("room:left", users=[guest.name])


def test_a_guest_may_no_more_than_the_role(server, new_guest, new_person):
    run(server, "room", "add", "garden")
    guest = new_guest(server.url, "ada")
    assert code_of(guest.ask("room:join", room="garden")) == "forbidden"
    ben = new_person(server.url, "ben")
    ben.join()
    assert guest.ask("room:join", room="lobby")["ok"]
    message = ben.post("mine")
    denied = guest.ask("message:delete", room="lobby", id=message["id"], author="ben")
    assert code_of(denied) == "forbidden"
    other = new_guest(server.url, "ada")
    other.ask("room:join", room="lobby")
    said = guest.ask("message:post", room="lobby", text="mine, too")["message"]
    denied = other.ask("message:delete", room="lobby", id=said["id"], author=guest.name)
    assert code_of(denied) == "forbidden"


def test_so_many_from_one_address(server, new_guest):
    first = new_guest(server.url, "ada")
    new_guest(server.url, "ben", transports=["polling"])
    assert refusal(server.url, {"guest": "cleo"})["code"] == "busy"
    gone = first.name
    first.leave()
    root = administrator(server, "boss", "admin")
    # A guest who has gone does not keep their place.
    until(lambda: gone not in [guest["name"] for guest in ask("GET", server.url, "guests", root).json()["guests"]])
    assert new_guest(server.url, "cleo").name.startswith("guest:cleo-")


def test_names_that_no_guest_has(server):
    for name in ("admin", "", "a b", "guest:ada", "x" * 33):
        assert refusal(server.url, {"guest": name})["code"] == "bad_name", name
    for auth in ({"guest": 7}, {"guest": None}, {}, {"guest": ["ada"]}):
        assert refusal(server.url, auth)["code"] == "unauthorized", auth


def test_without_the_setting_there_are_no_guests(new_server):
    server = new_server()
    assert refusal(server.url, {"guest": "ada"})["code"] == "guests_off"
    assert requests.get(f"{server.url}/api/v1/server", timeout=LIMIT).json()["guests"] is False


def test_an_administrator_sees_guests_and_puts_them_out(server, new_guest):
    root = administrator(server, "boss", "admin")
    guest, other = new_guest(server.url, "ada"), new_guest(server.url, "ben")
    (listed, _) = ask("GET", server.url, "guests", root).json()["guests"]
    assert listed["name"] == guest.name and listed["address"] == "127.0.0.1" and listed["since"]
    assert ask("DELETE", server.url, f"users/{guest.name}/sessions", root).status_code == 204
    assert guest.gone.wait(LIMIT) and guest.ended.get(timeout=LIMIT)["code"] == "signed_out"
    run(server, "session", "end", other.name, "--all")
    assert other.gone.wait(LIMIT)
    actions = [(entry["action"], entry["target"]) for entry in lines(run(server, "audit", "list", "--json"))[:2]]
    assert actions == [("guest.end", f"user:{other.name}"), ("guest.end", f"user:{guest.name}")]


def test_the_role_of_guests_changes_while_they_are_connected(server, new_guest):
    guest = new_guest(server.url, "ada")
    guest.ask("room:join", room="lobby")
    run(server, "role", "revoke", "guest", "send", "room:lobby")
    assert guest.gone.wait(LIMIT) and guest.ended.get(timeout=LIMIT)["code"] == "rights_changed"
    again = new_guest(server.url, "ada")
    assert again.ask("room:join", room="lobby")["rights"] == ["join", "read"]
