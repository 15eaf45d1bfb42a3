"""`roost watch` on a terminal of 80 columns and 24 lines."""

import fcntl
import json
import os
import pty
import select
import struct
import subprocess
import termios
import time

import pytest
from person import LIMIT
from roost_server import PROGRAM, environment, roost

WIDTH, HEIGHT = 80, 24


class Terminal:
    """A terminal with `roost watch` in it."""

    def __init__(self, server):
        self.end, self.inner = pty.openpty()
        fcntl.ioctl(self.inner, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, WIDTH, 0, 0))
        self.before = termios.tcgetattr(self.inner)
        self.text = ""
        self.limit = time.monotonic() + 6 * LIMIT
        self.process = subprocess.Popen(
            [PROGRAM, "watch", "--data", server.data], stdin=self.inner, stdout=self.inner, stderr=self.inner,
            env=environment() | {"TERM": "xterm"}, start_new_session=True,
        )  # fmt: skip

    def read(self):
        ready, _, _ = select.select([self.end], [], [], LIMIT)
        # It draws again and again, so that something comes in any case.
        assert ready and time.monotonic() < self.limit, self.text[-3000:]
        self.text += os.read(self.end, 65_536).decode(errors="replace")

    def screen(self, *parts):
        """The first whole screen from here on that has all of `parts`."""
        while True:
            for drawn in self.text.split("\x1b[H")[1:]:
                if "\x1b[J" in drawn and all(part in drawn for part in parts):
                    return [line.removesuffix("\x1b[K") for line in drawn.split("\x1b[J")[0].split("\r\n")]
            self.read()

    def leave(self, key):
        os.write(self.end, key)
        return self.ended()

    def ended(self):
        """The exit code, once the screen of before is back."""
        while not self.text.rstrip().endswith("\x1b[?1049l") and "error" not in self.text:
            self.read()
        code = self.process.wait(LIMIT)
        while select.select([self.end], [], [], 0)[0]:
            self.read()
        assert "\x1b[?25h\x1b[?1049l" in self.text
        assert termios.tcgetattr(self.inner) == self.before, "the terminal is as it was"
        return code

    def close(self):
        self.process.kill()
        self.process.wait()
        os.close(self.end)
        os.close(self.inner)


@pytest.fixture
def terminal(server):
    terminal = Terminal(server)
    yield terminal
    terminal.close()


def test_it_shows_what_goes_on(server, new_person, terminal):
    terminal.screen("connections 0")
    ada = new_person(server.url, "ada")
    ada.join()
    ada.post("hello")
    lines = terminal.screen("connections 1", "messages 1", "lobby  1", "History  on")
    assert len(lines) <= HEIGHT and all(len(line) <= WIDTH for line in lines)
    assert "messages/s" in lines[2] and "delay" in lines[2] and "q leaves" in lines[0]
    # What the server logs is shown.
    server.process.send_signal(1)
    terminal.screen("the settings were read again")
    assert terminal.leave(b"q") == 0


def test_it_leaves_as_the_server_does(server, terminal):
    terminal.screen("connections 0")
    server.stop()
    assert terminal.ended() == 3
    assert "no server runs" in terminal.text or "ended before it answered" in terminal.text


def test_ctrl_c_leaves(server, terminal):
    terminal.screen("connections 0")
    assert terminal.leave(b"\x03") == 0


def test_elsewhere_than_on_a_terminal_it_wants_to_know_how(server):
    refused = server.run("watch")
    assert refused.returncode == 2 and "--once" in refused.stderr
    record = json.loads(server.run("watch", "--once", "--json").stdout)
    assert record["connections"] == 0 and record["modules"][0]["name"] == "History"
    assert roost("watch", "--once", "--data", server.folder / "nothing").returncode == 3
