"""The program under test, as a process: servers on free ports, and commands."""

import os
import secrets
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest
import requests

REPOSITORY = Path(__file__).resolve().parent.parent
PROGRAM = Path(os.environ.get("ROOST_BIN", REPOSITORY / ".build/debug/roost")).absolute()
# Seconds. A debug build on a busy machine needs more than one thinks.
START_LIMIT = 30
STOP_LIMIT = 20


class Server:
    """`roost serve` as a person would run it, or `under` another program. It may stop and start again: address and data stay."""

    def __init__(self, folder, *options, under=()):
        self.folder = Path(folder)
        self.data = self.folder / "data"
        self.log = self.folder / "server.log"
        self.port = free_port()
        self.options = options
        self.under = [str(word) for word in under]
        self.process = None

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def output(self):
        """What the server printed and logged, since its first start."""
        return self.log.read_text(errors="replace")

    def start(self):
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.under + serve_command(self.data, self.port, *self.options),
                stdout=log,
                stderr=log,
                env=environment(),
                preexec_fn=large_files_are_errors,
            )
        end = time.monotonic() + START_LIMIT
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > end:
                self.kill()
                pytest.fail(f"the server does not answer:\n{self.output}")
            time.sleep(0.05)

    def answers(self):
        try:
            return requests.get(f"{self.url}/healthz", timeout=2).status_code == 200
        except requests.RequestException:
            return False

    def stop(self):
        """Ctrl-C. The server must end by itself, with exit code 0."""
        if self.process is None:
            return
        process, self.process = self.process, None
        process.send_signal(signal.SIGINT)
        try:
            code = process.wait(STOP_LIMIT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            pytest.fail(f"the server does not end on SIGINT:\n{self.output}")
        assert code == 0, f"the server ended with code {code}:\n{self.output}"

    def kill(self):
        process, self.process = self.process, None
        process.kill()
        process.wait()

    def restart(self):
        self.stop()
        self.start()

    def run(self, *arguments, stdin=""):
        """Another command on the same data."""
        return roost(*arguments, "--data", self.data, *self.options, stdin=stdin)


def large_files_are_errors():
    """A file past the limit of the process, by which tests play a full disk, shall not end the process."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def roost(*arguments, stdin="", variables=None):
    """Runs a command of the program to its end, with more variables in its environment."""
    return subprocess.run(
        [PROGRAM, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=START_LIMIT,
        env=environment() | (variables or {}),
        check=False,
    )


def serve_command(data, port, *options):
    folders = ["--web", REPOSITORY / "Web", "--migrations", REPOSITORY / "migrations"]
    return [str(part) for part in [PROGRAM, "serve", "--data", data, "--port", port, *folders, *options]]


def environment():
    """Ours without settings for Roost, which would change what is tested."""
    return {name: value for name, value in os.environ.items() if not name.startswith("ROOST_")}


def free_port():
    """One that nobody uses. It is below those that the system gives to clients, which would take it before a server begins to listen."""
    while True:
        port = 11_000 + secrets.randbelow(21_000)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port


def started(folder, *options, under=()):
    folder.mkdir()
    server = Server(folder, *options, under=under)
    server.start()
    return server
