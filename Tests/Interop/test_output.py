"""What commands do with a reader that leaves, a disk that is full, and passwords on a terminal and off."""

import ctypes.util
import fcntl
import json
import os
import pty
import select
import signal
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from person import LIMIT, until
from roost_server import PROGRAM, environment


def begin(server, *arguments, **streams):
    command = [PROGRAM, *arguments, "--data", server.data]
    return subprocess.Popen(command, env=environment(), stderr=subprocess.PIPE, **streams)


def test_a_reader_that_leaves_ends_the_command_without_a_word(shared_server):
    watching = begin(shared_server, "watch", "--json", stdout=subprocess.PIPE)
    assert json.loads(watching.stdout.readline())["connections"] == 0
    watching.stdout.close()
    assert watching.wait(LIMIT) == -signal.SIGPIPE
    assert watching.stderr.read() == b""


@pytest.mark.parametrize(
    "command",
    ["config show", "room list", "room list --json", "role show", "user export", "history export --room lobby --format html"],
)
def test_what_cannot_be_written_is_not_done(shared_server, command):
    with open("/dev/full", "wb") as full:
        refused = begin(shared_server, *command.split(), stdout=full)
        assert refused.wait(LIMIT) == 1
    assert b"No space left" in refused.stderr.read()


@pytest.mark.skipif(ctypes.util.find_library("seccomp") is None, reason="needs libseccomp2")
def test_a_copy_goes_to_any_disk(shared_server, tmp_path):
    copy = tmp_path / "copy.sqlite"
    command = [sys.executable, Path(__file__).parent / "without_links.py", PROGRAM, "db", "backup", copy, "--data", shared_server.data]
    copied = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=LIMIT, check=False)
    assert copied.returncode == 0, copied.stderr
    assert list(tmp_path.iterdir()) == [copy]
    assert shared_server.run("db", "restore", copy, "--dry-run").returncode == 0


def test_an_export_that_breaks_off_leaves_no_file(shared_server, tmp_path):
    file = tmp_path / "lobby.html"
    limited = ["bash", "-c", 'trap "" XFSZ; ulimit -f 0; exec "$@"', "bash", PROGRAM, "history", "export", "--format", "html"]
    refused = subprocess.run(
        [*limited, "--room", "lobby", "--output", file, "--data", shared_server.data],
        env=environment(), capture_output=True, text=True, timeout=LIMIT, check=False,
    )  # fmt: skip
    assert refused.returncode == 1 and "cannot be written" in refused.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_export_that_is_ended_leaves_no_file(server, tmp_path, number):
    server.process.send_signal(signal.SIGSTOP)
    try:
        exporting = begin(server, "history", "export", "--room", "lobby", "--output", tmp_path / "lobby.jsonl")
        until(lambda: [file.stat().st_mode & 0o777 for file in tmp_path.glob("*.partial")] == [0o600])
        assert not (tmp_path / "lobby.jsonl").exists(), "its name is for all of it"
        exporting.send_signal(number)
        assert exporting.wait(LIMIT) == -number
    finally:
        server.process.send_signal(signal.SIGCONT)
    assert not list(tmp_path.glob("lobby*"))


def test_a_password_that_is_no_text_is_refused(shared_server):
    adding = begin(shared_server, "user", "add", "latin", stdin=subprocess.PIPE)
    assert b"UTF-8" in adding.communicate(b"correct h\xf6rse\n", LIMIT)[1]
    assert adding.returncode == 1


def test_ctrl_c_at_a_password_leaves_the_terminal_as_it_was(shared_server):
    end, inner = pty.openpty()
    before = termios.tcgetattr(inner)
    asking = subprocess.Popen(
        [PROGRAM, "user", "add", "eve", "--data", shared_server.data], env=environment(),
        stdin=inner, stdout=inner, stderr=inner, start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )  # fmt: skip
    try:
        shown = b""
        while b"Password: " not in shown:
            assert select.select([end], [], [], LIMIT)[0], shown
            shown += os.read(end, 1_000)
        # The question comes first, and then what hides the answer.
        while termios.tcgetattr(inner)[3] & termios.ECHO:
            assert asking.poll() is None
        os.write(end, b"\x03")
        assert asking.wait(LIMIT) == -signal.SIGINT
        assert termios.tcgetattr(inner) == before
    finally:
        asking.kill()
        asking.wait()
        os.close(end)
        os.close(inner)
