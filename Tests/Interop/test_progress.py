"""Long work tells how far it is on a terminal, and nowhere else."""

import json
import os
import pty
import shutil
import signal
import subprocess
import termios
from pathlib import Path

import pytest
from person import until
from roost_server import PROGRAM, REPOSITORY, START_LIMIT, environment

MESSAGES = 450


def words(server, *command, migrations=REPOSITORY / "migrations"):
    return [str(word) for word in (PROGRAM, *command, "--data", server.data, "--migrations", migrations)]


def on_terminal(command):
    """What a terminal gets that the command's standard error is."""
    end, inner = pty.openpty()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=inner, env=environment())
    os.close(inner)
    text = b""
    try:
        while piece := os.read(end, 65_536):
            text += piece
    except OSError:  # Linux says so of a terminal that nobody has open any more.
        pass
    os.close(end)
    assert process.wait(START_LIMIT) == 0, text
    return text.decode()


def in_pipe(command):
    ran = subprocess.run(command, capture_output=True, text=True, env=environment(), timeout=START_LIMIT, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stderr


def check(shown, piped, *parts):
    """Each part was in a line that the next one took the place of, and the last is cleared; in a pipe there is no such line."""
    for part in parts:
        assert f"\r\x1b[K{part}" in shown, shown
    before, cleared, _ = shown.rpartition("\r\x1b[K")
    assert cleared and parts[-1] in before
    assert "\r" not in piped and "\x1b" not in piped and parts[-1] not in piped, piped


@pytest.fixture
def filled(new_server, tmp_path):
    """A server with two rooms to fill, which keep ten messages of each at the next sweep, and what they are filled with."""
    settings = tmp_path / "roost.yaml"
    settings.write_text("modules:\n  enabled: [History]\n  history:\n    retention-messages: 10\n    sweep-every: 24h\n")
    server = new_server("--config", settings)
    server.run("room", "create", "garden")
    for room in ("lobby", "garden"):
        lines = [{"author": room, "id": f"n{number}", "text": "tea", "at": "2026-01-31T12:00:00.000Z"} for number in range(MESSAGES)]
        (tmp_path / room).write_text("".join(json.dumps(line) + "\n" for line in lines))
    return server


def test_messages_come_and_go(filled, tmp_path):
    def taking(room):
        return words(filled, "history", "import", tmp_path / room, "--room", room)

    def copying(name):
        return words(filled, "history", "export", "--room", "lobby", "--output", tmp_path / name)

    check(on_terminal(taking("lobby")), in_pipe(taking("garden")), "importing 44 %", "importing 100 %")
    check(on_terminal(copying("one")), in_pipe(copying("two")), "exporting: ")
    removed = f"removing: {2 * (MESSAGES - 10)} messages"
    shown = on_terminal(words(filled, "history", "sweep"))
    in_pipe(taking("lobby"))
    check(shown, in_pipe(words(filled, "history", "sweep")), removed)
    page = filled.run("history", "export", "--room", "garden").stdout.splitlines()
    assert [json.loads(line)["id"] for line in page] == [f"n{number}" for number in range(MESSAGES - 10, MESSAGES)]


def test_users_come(server, tmp_path):
    def adding(name):
        (tmp_path / name).write_text(f"name\n{name}\n{name}-b\n")
        return words(server, "user", "import", tmp_path / name)

    check(on_terminal(adding("ada")), in_pipe(adding("ben")), "hashing passwords 0 %", "hashing passwords 50 %")


def test_the_database_is_copied_and_changed(server, tmp_path):
    server.stop()

    def copying(name):
        return words(server, "db", "backup", tmp_path / name)

    def restoring():
        return words(server, "db", "restore", tmp_path / "one", "--yes")

    def migrating(number):
        (migrations / f"{number}-later.sql").write_text(f"CREATE TABLE later{number} (x INTEGER) STRICT;")
        return words(server, "db", "migrate", migrations=migrations)

    check(on_terminal(copying("one")), in_pipe(copying("two")), "copying 100 %")
    check(on_terminal(restoring()), in_pipe(restoring()), "copying 100 %")
    migrations = tmp_path / "migrations"
    shutil.copytree(REPOSITORY / "migrations", migrations)
    check(on_terminal(migrating(9000)), in_pipe(migrating(9001)), "copying 100 %", "applying 100 %")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_copy_that_is_ended_leaves_nothing(server, tmp_path, number):
    server.stop()
    copy = tmp_path / "copy.sqlite"
    subprocess.run(words(server, "db", "backup", copy), capture_output=True, env=environment(), timeout=START_LIMIT, check=True)
    migrations = tmp_path / "migrations"
    shutil.copytree(REPOSITORY / "migrations", migrations)
    (migrations / "9000-later.sql").write_text("CREATE TABLE later (x INTEGER) STRICT;")
    folders = (tmp_path, Path(server.data))
    before = [sorted(folder.iterdir()) for folder in folders]
    for command in (
        words(server, "db", "backup", tmp_path / "other.sqlite"),
        words(server, "db", "restore", copy, "--yes"),
        words(server, "db", "migrate", migrations=migrations),
    ):
        end, inner = pty.openpty()
        # Who tells how far it is waits there, until somebody lets the terminal go on.
        termios.tcflow(inner, termios.TCOOFF)
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=inner, env=environment())
        try:
            until(lambda: any(file.stat().st_size for folder in folders for file in folder.glob("*.partial")))
            process.send_signal(number)
            assert process.wait(START_LIMIT) == -number
        finally:
            process.kill()
            process.wait()
            os.close(end)
            os.close(inner)
        assert [sorted(folder.iterdir()) for folder in folders] == before, command
