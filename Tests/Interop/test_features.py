"""What people build with Flask-SocketIO works against the library, with a client that another project wrote."""

import queue
import subprocess

import pytest
import socketio
from person import LIMIT
from roost_server import REPOSITORY


@pytest.fixture(scope="module")
def url():
    with subprocess.Popen([REPOSITORY / ".build/debug/feature-server"], stdout=subprocess.PIPE, text=True) as server:
        yield f"http://127.0.0.1:{server.stdout.readline().split()[-1]}"
        server.kill()


class Guest:
    """A client, and what it was told, in order."""

    def __init__(self, url, namespace="/", auth=None, transports=("websocket",)):
        self.namespace = namespace
        self.client = socketio.Client(reconnection=False)
        self.told = queue.Queue()
        self.client.on("*", lambda event, *arguments: self.told.put((event, *arguments)), namespace=namespace)
        self.client.on("question", lambda _: ("I am", b"\x01\x02"), namespace=namespace)
        options = {"namespaces": [namespace], "transports": list(transports), "wait_timeout": LIMIT}
        self.client.connect(url, auth=auth, **options)

    def call(self, event, *arguments):
        return self.client.call(event, arguments or None, namespace=self.namespace, timeout=LIMIT)

    def emit(self, event, *arguments):
        self.client.emit(event, arguments or None, namespace=self.namespace)

    def next(self):
        return self.told.get(timeout=LIMIT)


@pytest.fixture
def new_guest(url):
    guests = []

    def make(*options, **named):
        guests.append(Guest(url, *options, **named))
        return guests[-1]

    yield make
    for guest in guests:
        guest.client.disconnect()


@pytest.fixture(params=[["polling"], ["websocket"], ["polling", "websocket"]], ids="-".join)
def guest(new_guest, request):
    guest = new_guest(transports=request.param)
    assert guest.client.transport() == request.param[-1]
    return guest


def test_unnamed_messages_and_json(guest):
    guest.client.send("hello")
    assert guest.next() == ("message", "hello")
    guest.emit("json", {"a": [1, 2.5, None, True, "ü"]})
    assert guest.next() == ("json", {"a": [1, 2.5, None, True, "ü"]})


def test_several_arguments_and_bytes_at_any_depth(guest):
    arguments = [1, "two", {"three": b"\x00\xff", "four": [b"", {"five": b"5"}]}, None]
    assert guest.call("all of it", *arguments) == tuple(arguments)
    guest.emit("message", {"deep": [b"\x80"]})
    assert guest.next() == ("message", {"deep": [b"\x80"]})


def test_a_result_is_the_answer_and_payloads_have_types(guest):
    assert guest.call("add", {"left": 2, "right": 3}) == 5
    guest.emit("add", {"left": "two"})
    assert guest.next() == ("went wrong", "add", False)


def test_the_server_asks_a_client_and_a_room(guest, new_guest):
    assert guest.call("ask me") == ("I am", b"\x01\x02")
    other = new_guest()
    for member in (guest, other):
        member.call("join", "asked")
    assert guest.call("ask all", "asked") == [["I am", b"\x01\x02"]] * 2


def test_work_goes_on_in_the_background_and_tells_later(guest):
    guest.emit("later", 1, "x")
    assert guest.next() == ("now", 1, "x")


def test_events_that_nobody_handles_are_caught(guest):
    assert guest.call("unheard of") == ("nobody handles", "unheard of")


def test_rooms(guest, new_guest):
    other = new_guest()
    assert guest.call("join", "red") == ["red"]
    assert guest.call("join", "blue") == ["blue", "red"]
    assert other.call("join", "red") == ["red"]
    assert guest.call("members", "red") == 2
    assert guest.call("leave", "red") == ["blue"]
    assert other.call("members", "red") == 1
    assert other.call("close", "red") is True
    assert other.call("members", "red") == 0


def test_audiences(guest, new_guest):
    ben, eve = new_guest(), new_guest()
    for member in (guest, ben):
        member.call("join", "green")
    ben.call("join", "quiet")
    guest.call("to everyone", 1)
    guest.call("to others", 2)
    guest.call("to room", "green", 3)
    guest.call("to room but", "green", "quiet")
    # Every client gets what is sent to it in order, so that this last one shows what did not come.
    guest.call("to everyone", "end")

    def heard(member):
        told = []
        while not told or told[-1] != ["end"]:
            event, *arguments = member.next()
            assert event == "told"
            told += arguments
        return told

    assert heard(guest) == [[1], ["green", 3], ["green", "quiet"], ["end"]]
    assert heard(ben) == [[1], [2], ["green", 3], ["end"]]
    assert heard(eve) == [[1], [2], ["end"]]


def test_an_error_is_told_and_the_client_lives_on(guest):
    guest.emit("fail")
    assert guest.next() == ("went wrong", "fail", True)
    assert guest.call("add", {"left": 1, "right": 1}) == 2


def test_each_client_has_a_state_of_its_own(guest, new_guest):
    other = new_guest()
    guest.emit("remember", {"cart": [1]})
    other.emit("remember", "nothing")
    assert guest.call("recall") == {"cart": [1]}
    assert other.call("recall") == "nothing"


def test_namespaces_by_pattern(new_guest):
    assert new_guest("/game-7").call("where") == "/game-7"
    assert new_guest("/game-8").call("where") == "/game-8"
    with pytest.raises(socketio.exceptions.ConnectionError):
        new_guest("/unknown")


def test_a_gate_refuses_with_a_reason_and_the_end_is_told(url, new_guest):
    refusals = queue.Queue()
    stranger = socketio.Client(reconnection=False)
    stranger.on("connect_error", refusals.put, namespace="/members")
    with pytest.raises(socketio.exceptions.ConnectionError):
        stranger.connect(url, namespaces=["/members"], wait_timeout=LIMIT)
    assert refusals.get(timeout=LIMIT) == {"message": "No name.", "data": {"code": "unauthorized"}}
    stranger.disconnect()

    ada = new_guest("/members", auth={"name": "ada"})
    ben = new_guest("/members", auth={"name": "ben"})
    assert ada.next() == ("welcome", "ada")
    assert ben.next() == ("welcome", "ben")
    ben.emit("throw out")
    assert ada.next() == ("gone", "ben", "server namespace disconnect")
    eve = new_guest("/members", auth={"name": "eve"})
    eve.client.disconnect()
    # Its goodbye may not leave before its connection ends.
    assert ada.next()[:2] == ("gone", "eve")
