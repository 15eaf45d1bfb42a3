"""The commands beside `serve`, on the same data, with the server running and without."""

import json

import pytest
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


def test_a_command_that_is_not_there():
    result = roost("usr", "list")
    assert result.returncode not in (0, 1)
    assert result.stderr


def test_a_password_is_never_an_argument(server):
    result = server.run("user", "add", "ben", PASSWORD, stdin="")
    assert result.returncode != 0
