"""The commands beside `serve`, on the same data, with the server running and without."""

import json
import os
import socket
import stat
import threading

import pytest
import requests
from person import PASSWORD, sign_in, sign_up
from roost_server import roost


def records(result):
    """What a command printed with --json: one object per line."""
    assert result.returncode == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize("is_running", [True, False], ids=["while it runs", "while it does not"])
def test_users_are_added_and_listed(server, is_running):
    sign_up(server.url, "ada")
    if not is_running:
        server.stop()
    added = server.run("user", "add", "Ben", stdin=f"{PASSWORD}\n")
    assert added.returncode == 0, added.stderr
    users = records(server.run("user", "list", "--json"))
    assert {user["name"]: user["role"] for user in users} == {"ada": "member", "ben": "member"}
    listed = server.run("user", "list").stdout
    assert "ada" in listed and "ben" in listed

    if not is_running:
        server.start()
    assert sign_in(server.url, "ben").status_code == 201, "the added user can sign in"


@pytest.mark.parametrize("is_running", [True, False], ids=["while it runs", "while it does not"])
def test_modules_are_listed(server, is_running):
    if not is_running:
        server.stop()
    modules = {module["name"]: module for module in records(server.run("module", "list", "--json"))}
    assert modules["History"]["state"] == "on"
    assert modules["History"]["version"]
    assert "History" in server.run("module", "list").stdout


@pytest.mark.parametrize(
    ("name", "password"),
    [("ada", PASSWORD), ("bad name", PASSWORD), ("ben", "short"), ("ben", "")],
    ids=["taken", "malformed", "short password", "no password"],
)
def test_a_user_that_cannot_be_added(server, name, password):
    sign_up(server.url, "ada")
    result = server.run("user", "add", name, stdin=f"{password}\n")
    assert result.returncode != 0
    assert len(result.stderr.strip().splitlines()) == 1, result.stderr
    assert [user["name"] for user in records(server.run("user", "list", "--json"))] == ["ada"]


@pytest.mark.parametrize(
    ("answer", "code", "exit_code"),
    [(None, "no_answer", 3), (b"", "no_answer", 3), (b'{"done":', "no_answer", 3), (b'{"another":1}\n', "not_understood", 1)],
    ids=["gone at once", "gone unanswered", "gone in the middle", "of another version"],
)
def test_a_server_that_does_not_answer(tmp_path, answer, code, exit_code):
    def serve(listening):
        connection, _ = listening.accept()
        if answer is not None:
            connection.recv(65_536)
            connection.sendall(answer)
        connection.close()

    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "roost.sock"))
        listening.listen()
        serving = threading.Thread(target=serve, args=[listening])
        serving.start()
        refused = roost("user", "list", "--json", "--data", tmp_path)
        serving.join()
    assert (refused.returncode, refused.stdout) == (exit_code, "")
    assert json.loads(refused.stderr)["error"]["code"] == code


def test_a_command_that_is_not_there():
    result = roost("usr", "list")
    assert result.returncode not in (0, 1)
    assert result.stderr


def test_a_password_is_never_an_argument(server):
    result = server.run("user", "add", "ben", PASSWORD, stdin="")
    assert result.returncode != 0


@pytest.mark.parametrize("is_running", [True, False], ids=["while it runs", "while it does not"])
def test_an_account_goes_through_all_its_changes(server, is_running):
    sign_up(server.url, "ada")
    token = sign_in(server.url, "ada").json()["token"]
    if not is_running:
        server.stop()

    def change(*arguments, stdin=""):
        noun = arguments[0] if arguments[0] == "session" else "user"
        result = server.run(noun, *arguments[noun == "session":], stdin=stdin)
        assert result.returncode == 0, result.stderr
        return result.stdout + result.stderr

    def listed():
        users = records(server.run("user", "list", "--json"))
        return [user for user in users if user["name"] == "ada"]

    (session,) = records(server.run("session", "list", "ada", "--json"))
    assert session["id"] in change("session", "list", "ada")
    assert "1" in change("role", "ada", "admin")
    assert listed() == [{"name": "ada", "role": "admin", "disabled": False}]
    assert "1" in change("session", "end", "ada", session["id"])
    assert change("session", "list", "ada") == ""
    assert server.run("user", "disable", "ada").returncode == 6, "the last administrator"
    change("add", "ben", "--admin", stdin=f"{PASSWORD}\n")
    change("role", "ada", "member")
    change("password", "Ada", stdin="another horse battery\n")
    change("disable", "ada")
    assert listed() == [{"name": "ada", "role": "member", "disabled": True}]
    if not is_running:
        server.start()
    assert sign_in(server.url, "ada", "another horse battery").status_code == 401
    change("enable", "ada")
    assert sign_in(server.url, "ada").status_code == 401
    assert sign_in(server.url, "ada", "another horse battery").status_code == 201
    me = requests.get(f"{server.url}/api/v1/me", headers={"Authorization": f"Bearer {token}"}, timeout=10)
    assert me.status_code == 401
    change("delete", "ada", "--yes")
    assert listed() == []
    assert sign_up(server.url, "ada").json()["error"]["code"] == "name_taken"


def test_users_move_with_their_roles_and_passwords_and_who_is_disabled(server, tmp_path):
    for name, role in (("ada", "admin"), ("ben", "moderator"), ("cleo", "member"), ("dora", "member")):
        assert sign_up(server.url, name).status_code == 201
        assert server.run("user", "role", name, role).returncode == 0
    for name in ("ben", "dora"):
        assert server.run("user", "disable", name).returncode == 0
    exported = server.run("user", "export", "--hashes").stdout
    elsewhere = ("--data", tmp_path / "elsewhere")
    assert roost("user", "import", "-", *elsewhere, stdin=exported).returncode == 0
    assert roost("user", "export", "--hashes", *elsewhere).stdout == exported
    users = records(server.run("user", "list", "--json"))
    assert [user["disabled"] for user in users] == [False, True, False, True]
    assert records(roost("user", "list", "--json", *elsewhere)) == users


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["user", "disable", "nobody"], 4),
        (["user", "delete", "no name!", "--yes"], 4),
        (["user", "delete", "ada"], 2),
        (["session", "list", "nobody"], 4),
        (["session", "end", "ada", "nothing"], 4),
        (["user", "role", "ada", "king"], 1),
        (["user", "password", "ada"], 1),
        (["user", "password", "ada", "another horse battery"], 2),
        (["session", "end", "ada", "x", "--all"], 2),
        (["session", "end", "ada"], 2),
    ],
)
def test_a_change_that_cannot_be(shared_server, arguments, code):
    sign_up(shared_server.url, "ada")
    result = shared_server.run(*arguments)
    assert result.returncode == code, result.stderr
    assert result.stderr.strip()


@pytest.mark.parametrize(
    "command",
    ["user disable ada", "user list", "audit list", "db check", "db backup copy.sqlite", "db migrate", "db migrate --dry-run"],
)
def test_what_needs_data_where_there_is_none(tmp_path, command):
    result = roost(*command.split(), "--json", "--data", tmp_path / "missing")
    assert result.returncode == 4
    error = json.loads(result.stderr)["error"]
    assert error["code"] == "no_data" and "missing" in error["message"]
    assert not (tmp_path / "missing").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open all folders")
def test_a_data_folder_of_somebody_else_is_denied(tmp_path):
    (tmp_path / "theirs").mkdir(mode=0)
    assert roost("user", "list", "--data", tmp_path / "theirs").returncode == 5


def test_a_server_that_was_killed_is_not_waited_for(server):
    sign_up(server.url, "ada")
    server.kill()
    assert (server.data / "roost.sock").exists()
    assert server.run("user", "disable", "ada").returncode == 0
    server.start()
    assert sign_in(server.url, "ada").status_code == 401


def test_the_socket_is_for_its_owner_alone(server):
    assert stat.S_IMODE((server.data / "roost.sock").stat().st_mode) & 0o077 == 0
