"""Links that do one thing: invitations to the server and to rooms, and new passwords."""

import json
import re

import pytest
import requests
from person import LIMIT, PASSWORD, sign_in, sign_up

NEW_PASSWORD = "another horse battery"


def ask(method, url, path, token=None, body=None):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return requests.request(method, f"{url}/api/v1/{path}", headers=headers, json=body, timeout=LIMIT)


def refused(answer):
    return answer.status_code, answer.json()["error"]["code"]


def printed(server, *arguments):
    """The token in the link that a command prints."""
    result = server.run(*arguments)
    assert result.returncode == 0, result.stderr
    (token,) = re.findall(r"^http://\S+/#(?:invite|reset)=([\w-]+)$", result.stdout.strip())
    return token


@pytest.fixture
def by_invitation(new_server, tmp_path):
    """A server that takes only who is invited."""
    settings = tmp_path / "roost.yaml"
    settings.write_text("accounts:\n  sign-up: invite\n")
    return new_server("--config", settings)


def test_a_server_by_invitation(by_invitation):
    url = by_invitation.url
    assert refused(sign_up(url, "ada")) == (403, "invitation_required")
    assert refused(sign_up(url, "ada", invitation="guessed")) == (403, "bad_link")
    token = printed(by_invitation, "invite", "create", "--uses", "2")
    assert sign_up(url, "ada", invitation=token).status_code == 201
    (listed,) = by_invitation.run("invite", "list", "--json").stdout.splitlines()
    assert (json.loads(listed)["used"], json.loads(listed)["uses"]) == (1, 2)
    assert sign_up(url, "ben", invitation=token).status_code == 201
    assert refused(sign_up(url, "cleo", invitation=token)) == (403, "bad_link")
    unwanted = printed(by_invitation, "invite", "create")
    (listed,) = by_invitation.run("invite", "list", "--json").stdout.splitlines()
    assert by_invitation.run("invite", "revoke", json.loads(listed)["id"]).returncode == 0
    assert refused(sign_up(url, "cleo", invitation=unwanted)) == (403, "bad_link")
    room = printed(by_invitation, "invite", "create", "--room", "lobby")
    assert refused(sign_up(url, "cleo", invitation=room)) == (403, "invitation_required")
    assert unwanted not in by_invitation.output and token not in by_invitation.output


def test_invitations_over_http(server):
    server.run("user", "add", "ada", "--admin", stdin=f"{PASSWORD}\n")
    ada = sign_in(server.url, "ada").json()["token"]
    sign_up(server.url, "ben")
    ben = sign_in(server.url, "ben").json()["token"]
    order = {"room": "lobby", "uses": 1, "expiresIn": 60}
    assert refused(ask("POST", server.url, "invitations", ben, order)) == (403, "forbidden")
    assert refused(ask("POST", server.url, "invitations", ada, {**order, "uses": 0})) == (400, "bad_request")
    assert refused(ask("POST", server.url, "invitations", ada, {**order, "room": "none"})) == (404, "not_found")
    made = ask("POST", server.url, "invitations", ada, order)
    assert made.status_code == 201
    token, details = made.json()["token"], made.json()["details"]
    listed = ask("GET", server.url, "invitations", ada)
    assert listed.json()["invitations"] == [details] and token not in listed.text
    assert ask("GET", server.url, "invitations", ben).json()["invitations"] == []
    assert refused(ask("DELETE", server.url, f"invitations/{details['id']}", ben)) == (404, "not_found")

    assert ask("POST", server.url, "invitations/take", ben, {"token": token}).json() == {"room": "lobby"}
    assert refused(ask("POST", server.url, "invitations/take", ben, {"token": token})) == (403, "bad_link")
    to_server = ask("POST", server.url, "invitations", ada, {"uses": 1, "expiresIn": 60}).json()
    answer = ask("POST", server.url, "invitations/take", ben, {"token": to_server["token"]})
    assert refused(answer) == (409, "conflict")
    assert ask("DELETE", server.url, f"invitations/{to_server['details']['id']}", ada).status_code == 204
    assert refused(sign_up(server.url, "cleo", invitation=to_server["token"])) == (403, "bad_link")


def test_a_link_sets_a_new_password_once(server, new_person):
    ada = new_person(server.url, "ada")
    ada.client.on("session:ended", lambda end: ada.facts.put(("session:ended", end)))
    token = printed(server, "user", "reset", "ada")
    answer = ask("POST", server.url, "password-resets", body={"token": token, "password": "short"})
    assert refused(answer) == (400, "bad_password")
    answer = ask("POST", server.url, "password-resets", body={"token": token, "password": NEW_PASSWORD})
    assert answer.status_code == 204
    assert ada.next_fact("session:ended")["code"] == "password_changed"
    assert ask("GET", server.url, "me", ada.token).status_code == 401
    assert sign_in(server.url, "ada").status_code == 401
    assert sign_in(server.url, "ada", NEW_PASSWORD).status_code == 201
    answer = ask("POST", server.url, "password-resets", body={"token": token, "password": PASSWORD})
    assert refused(answer) == (403, "bad_link")
    assert server.run("user", "reset", "nobody").returncode == 4
