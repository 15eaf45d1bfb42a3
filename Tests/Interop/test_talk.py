"""`roost say`, `emit` and `chat`, and what systemd is told."""

import json
import os
import socket
import subprocess
import time

import pytest
import requests
from person import LIMIT, PASSWORD, sign_up
from roost_server import PROGRAM, environment, roost, serve_command


@pytest.fixture
def token(shared_server):
    """What a script has: a token of Ada's."""
    sign_up(shared_server.url, "ada")
    issued = shared_server.run("token", "issue", "ada", "--name", "Bot", "--rights", "join,read,send", "--for", "1d")
    return issued.stdout.strip()


def run(server, token, *arguments, stdin=""):
    return subprocess.run(
        [PROGRAM, *arguments, "--url", server.url],
        input=stdin, capture_output=True, text=True, timeout=30, check=False, env=environment() | {"ROOST_TOKEN": token},
    )  # fmt: skip


def test_a_script_says_something(shared_server, token):
    said = run(shared_server, token, "say", "lobby", "the backup is done", "--json")
    assert said.returncode == 0, said.stderr
    assert json.loads(said.stdout)["author"] == "ada"
    assert run(shared_server, token, "say", "lobby", "-", stdin="two\nlines\n").returncode == 0
    page = run(shared_server, token, "emit", "history:page", '{"room": "lobby", "limit": 2}')
    assert [message["text"] for message in json.loads(page.stdout)["messages"]] == ["the backup is done", "two\nlines"]


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (["say", "nowhere", "x"], 4),
        (["say", "closed", "x"], 6),
        (["say", "lobby"], 2),
        (["emit", "room:join", '{"room": "nowhere"}'], 4),
        (["emit", "room:create", '{"name": "mine", "visibility": "public"}'], 5),
        (["emit", "room:list", "no json"], 2),
        (["emit", "room:members", '{"room": "lobby"}', "--room", "nowhere"], 4),
        (["emit", "no:request"], 1),
        (["chat", "nowhere"], 4),
        (["chat", "lobby", "kitchen"], 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_why_it_was_not_said(shared_server, token, command, code):
    shared_server.run("room", "create", "closed")
    shared_server.run("room", "archive", "closed")
    refused = run(shared_server, token, *command)
    assert (refused.returncode, refused.stdout) == (code, ""), refused
    assert refused.stderr.startswith("error: ")
    if command[0] != "chat":
        told = run(shared_server, token, *command, "--json")
        assert told.returncode == code and json.loads(told.stderr)["error"]["code"]


@pytest.mark.parametrize("command", [["say", "lobby", "x"], ["emit", "room:list"], ["chat", "lobby"]], ids=lambda command: command[0])
def test_who_does_not_come_in(shared_server, token, command):
    assert run(shared_server, "nonsense", *command).returncode == 5
    assert roost(*command, "--url", shared_server.url).returncode == 2, "nobody is named"
    assert roost(*command, "--url", shared_server.url, "--user", "ada", stdin="wrong password\n").returncode == 5
    gone = roost(*command, "--url", "http://127.0.0.1:1", variables={"ROOST_TOKEN": token})
    assert gone.returncode == 3 and "http://127.0.0.1:1" in gone.stderr
    nowhere = roost(*command, "--url", "ftp://127.0.0.1", variables={"ROOST_TOKEN": token})
    assert nowhere.returncode == 2 and "http://HOST:PORT" in nowhere.stderr


def test_two_people_chat(shared_server, token, new_person):
    ben = new_person(shared_server.url, "ben")
    ben.join()
    chat = subprocess.Popen(
        [PROGRAM, "chat", "--url", shared_server.url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env=environment() | {"ROOST_TOKEN": token},
    )  # fmt: skip

    def until(text):
        for line in chat.stdout:
            if text in line:
                return
        pytest.fail(f"never said: {text}")

    def type_in(line):
        chat.stdin.write(line + "\n")
        chat.stdin.flush()

    until("you are in lobby")
    ben.post("hello from ben")
    until("ben: hello from ben")
    type_in("hello from a terminal")
    until("ada: hello from a terminal")
    type_in("/who")
    until("ben")
    type_in("/join nowhere")
    until("-- ")
    type_in("/join lobby")
    until("you are in lobby")
    ben.post("still here?")
    until("ben: still here?")
    type_in("/quit")
    assert chat.wait(LIMIT) == 0


def test_whispers_and_what_was_said_before(new_server, tmp_path, new_person):
    settings = tmp_path / "roost.yaml"
    settings.write_text("modules:\n  enabled: [History, PrivateMessages]\n")
    server = new_server("--config", settings)
    ben = new_person(server.url, "ben")
    ben.join()
    ben.post("said before")
    sign_up(server.url, "ada")
    lines = [PASSWORD, "/history", "/msg ben just for you", "/msg nobody hello", "/nonsense"]
    said = subprocess.run(
        [PROGRAM, "chat", "--user", "ada", "--url", server.url],
        input="\n".join(lines), capture_output=True, text=True, timeout=30, check=False, env=environment(),
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    assert said.stdout.count("ben: said before") == 2, "at the start, and when asked for"
    assert "/join ROOM" in said.stdout and PASSWORD not in said.stdout + said.stderr
    assert ben.fact("message:posted", text="just for you")["author"] == "ada"


def test_systemd_is_told(tmp_path):
    path = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
        told.bind(path)
        told.settimeout(30)
        variables = environment() | {"NOTIFY_SOCKET": path, "WATCHDOG_USEC": "200000"}
        process = subprocess.Popen(serve_command(tmp_path / "data", 0), env=variables, stdout=subprocess.DEVNULL)
        try:
            assert told.recv(100) == b"READY=1"
            assert told.recv(100) == b"WATCHDOG=1"
            process.terminate()
            while (line := told.recv(100)) == b"WATCHDOG=1":
                pass
            assert line == b"STOPPING=1"
            assert process.wait(20) == 0
        finally:
            process.kill()


def test_systemd_listens(tmp_path, new_person):
    """A socket that is there before the server: the one who came first is served as soon as it runs."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        # The shell gives the descriptor its place, and tells the program that it is meant.
        start = f'exec 3<&{listening.fileno()}; LISTEN_PID=$$ LISTEN_FDS=1 exec "$@"'
        process = subprocess.Popen(
            ["bash", "-c", start, "bash", *serve_command(tmp_path / "data", 1)],
            env=environment(), stdout=subprocess.DEVNULL, pass_fds=[listening.fileno()],
        )  # fmt: skip
    try:
        assert requests.get(f"{url}/healthz", timeout=LIMIT).status_code == 200
        new_person(url, "ada").join()
        process.terminate()
        assert process.wait(20) == 0
    finally:
        process.kill()
