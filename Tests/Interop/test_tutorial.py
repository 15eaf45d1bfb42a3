"""Clients as the Flask-SocketIO tutorials write them, against the module Tutorial."""

import queue

import pytest
import socketio
from person import LIMIT, Person, code_of
from test_roles import run


def serve(new_server, folder, settings=""):
    configuration = folder / "roost.yaml"
    configuration.write_text(f"guests:\n  enabled: true\nmodules:\n  enabled: [Tutorial]\n{settings}")
    return new_server("--config", configuration)


@pytest.fixture
def clients():
    made = []

    def client(server, **how):
        """What a tutorial's client does: connect, print what comes. No sign-in."""
        sio = socketio.Client()
        sio.printed = queue.Queue()

        @sio.event
        def message(data):
            sio.printed.put(data)

        sio.connect(server.url, wait_timeout=LIMIT, **how)
        made.append(sio)
        return sio

    yield client
    for sio in made:
        sio.disconnect()


def printed(sio):
    return sio.printed.get(timeout=LIMIT)


def test_a_message_comes_back_to_its_sender_alone(new_server, tmp_path, clients):
    server = serve(new_server, tmp_path)
    one, other = clients(server), clients(server)
    one.send("Hello, server!")
    assert printed(one) == "Hello, server!"
    one.send({"user": "one", "text": "an object"})
    assert printed(one) == {"user": "one", "text": "an object"}
    other.send("mine")
    assert printed(other) == "mine"


def test_a_message_goes_to_everybody_where_the_operator_says_so(new_server, tmp_path, clients):
    server = serve(new_server, tmp_path, "  tutorial:\n    message-to: everyone\n")
    one, other = clients(server), clients(server, transports=["polling"])
    one.send("User has connected!")
    assert printed(one) == printed(other) == "User has connected!"


def test_rooms_are_joined_talked_in_and_left(new_server, tmp_path, clients):
    server = serve(new_server, tmp_path, "  tutorial:\n    room-event: message\n")
    one, other, third = clients(server), clients(server), clients(server)
    one.emit("join", {"room": "Room 1"})
    name, _, rest = printed(one).partition(" ")
    assert name.startswith("guest:visitor-") and rest == "joined the room"
    other.emit("join", {"room": "Room 1"})
    joined = printed(one)
    assert printed(other) == joined and joined.endswith(" joined the room") and not joined.startswith(name)
    one.emit("chat", {"message": "hello there", "room": "Room 1"})
    assert printed(one) == printed(other) == "hello there"
    assert code_of(third.call("chat", {"message": "let me in", "room": "Room 1"}, timeout=LIMIT)) == "not_member"
    other.emit("leave", {"room": "Room 1"})
    assert printed(one) == joined.replace("joined", "left")
    assert code_of(other.call("chat", {"message": "still here", "room": "Room 1"}, timeout=LIMIT)) == "not_member"
    assert code_of(other.call("leave", {"room": "Room 1"}, timeout=LIMIT)) == "not_member"
    for sio in (other, third):
        sio.send("the next thing that is heard")
        assert printed(sio) == "the next thing that is heard"
    assert one.printed.empty()


def test_a_room_hears_it_under_both_names(new_server, tmp_path, clients):
    server = serve(new_server, tmp_path)
    sio = clients(server)
    chats = queue.Queue()
    sio.on("chat", chats.put)
    sio.emit("join", {"room": "den"})
    sio.emit("chat", {"message": "hello", "room": "den"})
    assert [printed(sio) for _ in range(2)][1] == "hello"
    assert [chats.get(timeout=LIMIT) for _ in range(2)][1] == "hello"


def test_joining_needs_the_right_and_names_are_true(new_server, tmp_path, clients):
    server = serve(new_server, tmp_path)
    ada = Person(server.url, "ada").arrive()
    run(server, "role", "revoke", "guest", "tutorial.join", "room:*")
    guest = clients(server)
    assert code_of(guest.call("join", {"room": "den"}, timeout=LIMIT)) == "forbidden"
    assert code_of(guest.call("join", "den", timeout=LIMIT)) == "bad_request"
    heard = queue.Queue()
    ada.client.on("message", heard.put)
    assert ada.ask("join", {"room": "lobby"}) == {"ok": True}
    assert heard.get(timeout=LIMIT) == "ada joined the room"
    # It is not the room of the chat that has the same name.
    assert code_of(ada.ask("message:post", {"room": "lobby", "text": "hello"})) == "not_member"
    ada.leave()


def test_it_is_off_by_default_and_connections_are_logged(new_server, tmp_path, clients):
    server = serve(new_server, tmp_path)
    sio = clients(server)
    sio.send("hello")
    assert printed(sio) == "hello"
    identity = sio.get_sid()
    sio.disconnect()
    server.stop()
    lines = [line for line in server.output.splitlines() if identity in line]
    assert [" connected" in lines[0], " disconnected" in lines[1]] == [True, True]
    (tmp_path / "roost.yaml").write_text("guests:\n  enabled: true\n")
    server.start()
    with pytest.raises(socketio.exceptions.ConnectionError):
        clients(server)
