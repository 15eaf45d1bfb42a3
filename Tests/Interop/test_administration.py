"""What administrators do over HTTP: accounts, roles, grants, rooms and the log, each within what they may do themselves."""

import json
import socket
import threading

import pytest
from person import LIMIT, PASSWORD, post, sign_in, sign_up
from test_revocation import ask
from test_roles import lines, run
from test_tokens import narrowed

NEW_PASSWORD = "another horse battery"


@pytest.fixture
def root(server):
    """The token of an administrator."""
    return administrator(server, "boss", "admin")


def administrator(server, name, role):
    assert sign_up(server.url, name).status_code == 201
    run(server, "user", "role", name, role)
    return sign_in(server.url, name).json()["token"]


def is_gone(person):
    """An event that is set once the person is cut."""
    gone = threading.Event()
    person.client.on("disconnect", lambda *_: gone.set())
    return gone


def refused(answer, status, code):
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code), answer.text
    return True


def test_the_list_of_users_in_pages(server, root):
    for name in ("ada", "ben", "cleo"):
        sign_up(server.url, name)

    def page(**query):
        return ask("GET", server.url, "users", root, params=query).json()

    first = page(limit=2)
    assert first["more"] and first["users"][0] == {"name": "ada", "role": "member", "disabled": False}
    rest = page(limit=2, after=first["users"][-1]["name"])
    assert not rest["more"] and [user["name"] for user in rest["users"]] == ["boss", "cleo"]
    assert [user["name"] for user in page(containing="e")["users"]] == ["ben", "cleo"]
    assert refused(ask("GET", server.url, "users", root, params={"limit": 0}), 400, "bad_request")


def test_an_account_is_disabled_and_given_a_role_while_somebody_is_connected(server, root, new_person):
    ada = new_person(server.url, "ada")
    gone = is_gone(ada)
    assert ask("PATCH", server.url, "users/ada", root, json={"disabled": True}).status_code == 204
    assert gone.wait(LIMIT)
    assert sign_in(server.url, "ada").status_code == 401
    assert ask("PATCH", server.url, "users/ada", root, json={"disabled": False, "role": "moderator"}).status_code == 204
    assert sign_in(server.url, "ada").json()["user"] == {"name": "ada", "role": "moderator"}
    assert refused(ask("PATCH", server.url, "users/ada", root, json={}), 400, "bad_request")
    assert refused(ask("PATCH", server.url, "users/nobody", root, json={"disabled": True}), 404, "not_found")
    assert refused(ask("PATCH", server.url, "users/boss", root, json={"role": "member"}), 409, "last_administrator")


def test_sessions_second_factor_password_and_account_of_somebody_else(server, root, new_person):
    ada = new_person(server.url, "ada")
    gone = is_gone(ada)
    assert ask("DELETE", server.url, "users/ada/sessions", root).status_code == 204
    assert gone.wait(LIMIT)
    assert refused(ask("DELETE", server.url, "users/ada/second-factor", root), 409, "second_factor_off")
    link = ask("POST", server.url, "users/ada/password-link", root)
    assert link.status_code == 201
    reset = post(server.url, "password-resets", {"token": link.json()["token"], "password": NEW_PASSWORD})
    assert reset.status_code == 204 and sign_in(server.url, "ada", NEW_PASSWORD).status_code == 201
    assert ask("DELETE", server.url, "users/ada", root).status_code == 204
    assert sign_in(server.url, "ada", NEW_PASSWORD).status_code == 401


def test_roles_and_grants_change_who_may_do_what(server, root, new_person):
    ada = new_person(server.url, "ada")
    gone = is_gone(ada)
    grant = {"holder": "user:ada", "right": "moderate", "resource": "room:lobby"}
    assert ask("POST", server.url, "grants", root, json=grant | {"expiresIn": 60}).status_code == 204
    assert gone.wait(LIMIT)
    ada.client.wait()
    ada.arrive()
    assert "moderate" in ada.join()["rights"]
    held = ask("GET", server.url, "users/ada/grants", root).json()["grants"]
    assert any(set(g) > {"endsAt"} and g["right"] == "moderate" for g in held)
    assert ask("DELETE", server.url, "grants", root, params=grant).status_code == 204
    assert refused(ask("DELETE", server.url, "grants", root, params=grant), 404, "not_found")
    roles = ask("GET", server.url, "roles", root).json()["grants"]
    assert {"holder": "role:admin", "right": "*", "resource": "*"} in roles
    of_rooms = {"holder": "room-role:owner", "right": "read", "resource": "room"}
    assert of_rooms in roles
    for wrong in (grant | {"holder": "ada"}, grant | {"right": "sned"}, grant | {"expiresIn": 0}):
        assert refused(ask("POST", server.url, "grants", root, json=wrong), 400, "bad_request")


def test_who_manages_a_room_takes_people_in_and_out(server, root, new_person):
    den = ask("POST", server.url, "rooms", root, json={"name": "den", "title": "The den", "private": True}).json()["id"]
    ada, ben = new_person(server.url, "ada"), new_person(server.url, "ben")
    members = f"rooms/{den}/members"
    assert refused(ask("PUT", server.url, f"{members}/ada", ada.token, json={"role": "owner"}), 404, "not_found")
    assert ask("PUT", server.url, f"{members}/ada", root, json={"role": "owner"}).status_code == 204
    assert ask("PUT", server.url, f"{members}/ben", ada.token, json={"role": "member"}).status_code == 204
    assert refused(ask("DELETE", server.url, f"{members}/ada", ben.token), 403, "forbidden")
    ben.client.wait()
    ben.arrive()
    ben.join(den)
    gone = is_gone(ben)
    assert ask("DELETE", server.url, f"{members}/ben", ada.token).status_code == 204
    assert gone.wait(LIMIT)
    assert refused(ask("PUT", server.url, "rooms/lobby/members/ben", ada.token, json={"role": "owner"}), 403, "forbidden")


def test_a_narrowed_token_manages_nothing_whoever_made_it(server, root):
    # It has all of its user's rights, and is not as it was issued.
    token = narrowed(root, "expires < 2999-01-01T00:00:00Z")
    for method, path, body in (
        ("GET", "users", None), ("PATCH", "users/boss", {"role": "member"}), ("GET", "audit", None),
        ("POST", "grants", {"holder": "user:boss", "right": "read", "resource": "room:*"}), ("POST", "rooms", {"name": "den"}),
        ("GET", "rooms/lobby/members", None), ("PUT", "rooms/lobby/members/boss", {"role": "owner"}),
        ("DELETE", "rooms/lobby/members/boss", None), ("DELETE", "rooms/lobby", None),
    ):  # fmt: skip
        assert refused(ask(method, server.url, path, token, json=body), 403, "forbidden"), path
    assert ask("GET", server.url, "rooms/lobby/members", root).status_code == 200


def test_the_list_of_rooms_and_of_who_has_a_role_in_one(server, root):
    for name in ("ada", "ben", "cleo"):
        sign_up(server.url, name)
    den = ask("POST", server.url, "rooms", root, json={"name": "den", "title": "The Den", "private": True}).json()["id"]
    for name in ("ada", "ben", "cleo"):
        assert ask("PUT", server.url, f"rooms/{den}/members/{name}", root, json={"role": "member"}).status_code == 204

    def listed(path, **query):
        answer = ask("GET", server.url, path, root, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    rooms = listed("rooms")
    assert [(room["id"], room["private"], room["archived"]) for room in rooms["rooms"]] == [
        (den, True, False), ("lobby", False, False),
    ]  # fmt: skip
    assert listed("rooms", limit=1)["more"] and listed("rooms", after=den)["rooms"][0]["id"] == "lobby"
    assert [room["title"] for room in listed("rooms", containing="the d")["rooms"]] == ["The Den"]
    first = listed(f"rooms/{den}/members", limit=2)
    assert first == {"members": [{"name": "ada", "role": "member"}, {"name": "ben", "role": "member"}], "more": True}
    assert listed(f"rooms/{den}/members", after="ben") == {"members": [{"name": "cleo", "role": "member"}], "more": False}
    newest = listed("audit", limit=1)["entries"][0]
    assert listed("audit", limit=1, before=newest["number"])["entries"][0]["number"] < newest["number"]
    assert not listed("audit", before=1)["more"]


def test_nobody_gives_what_they_lack_or_changes_who_may_do_more(server, root):
    """The right `manage` on the server is not every right."""
    token = administrator(server, "mona", "member")
    run(server, "user", "grant", "mona", "manage", "server")
    before = run(server, "role", "show", "--json"), run(server, "user", "list", "--json")
    asked = [
        ask("POST", server.url, "grants", token, json={"holder": "user:mona", "right": "*", "resource": "*"}),
        ask("POST", server.url, "grants", token, json={"holder": "role:member", "right": "moderate", "resource": "room:*"}),
        ask("POST", server.url, "grants", token, json={"holder": "room-role:member", "right": "send", "resource": "room"}),
        ask("DELETE", server.url, "grants", token, params={"holder": "role:moderator", "right": "moderate", "resource": "room:*"}),
        ask("PATCH", server.url, "users/mona", token, json={"role": "admin"}),
        ask("PATCH", server.url, "users/boss", token, json={"disabled": True}),
        ask("DELETE", server.url, "users/boss", token),
        ask("DELETE", server.url, "users/boss/sessions", token),
        ask("DELETE", server.url, "users/boss/second-factor", token),
        ask("POST", server.url, "users/boss/password-link", token),
    ]
    assert all(refused(answer, 403, "forbidden") for answer in asked)
    assert (run(server, "role", "show", "--json"), run(server, "user", "list", "--json")) == before
    assert ask("GET", server.url, "me", root).status_code == 200
    sign_up(server.url, "ada")
    assert ask("PATCH", server.url, "users/ada", token, json={"disabled": True}).status_code == 204


def test_every_change_is_in_the_log_with_who_made_it(server, root):
    sign_up(server.url, "ada")
    token = sign_in(server.url, "ada").json()["token"]
    ask("PATCH", server.url, "users/ada", root, json={"role": "moderator"})
    bot = ask("POST", server.url, "tokens", token, json={"name": "bot", "rights": ["read"], "expiresIn": 60}).json()
    ask("POST", server.url, f"tokens/{bot['details']['id']}/caveats", token, json={"caveat": "room = lobby"})
    ask("DELETE", server.url, f"tokens/{bot['details']['id']}", token)
    ask("DELETE", server.url, "sessions", token)
    entries = ask("GET", server.url, "audit", root, params={"target": "user:ada"}).json()["entries"]
    assert [(entry["action"], entry["actor"]) for entry in entries] == [
        ("token.add", "ada"), ("user.role", "boss"), ("user.add", "ada"),
    ]  # fmt: skip
    # Sign-ups come from several of this machine's addresses.
    assert all(entry["address"].startswith("127.") for entry in entries)
    actions = [entry["action"] for entry in lines(run(server, "audit", "list", "--json", "--actor", "ada"))]
    assert actions == ["token.remove", "token.narrow", "token.add", "user.add"]
    log = run(server, "audit", "list", "--json")
    assert not [secret for secret in (PASSWORD, token, bot["token"], root) if secret in log]


def test_who_sends_slowly_keeps_no_rights_by_that(server, root):
    """What the caller may do counts when all of the request is there."""
    token = administrator(server, "mona", "admin")
    sign_up(server.url, "ada")
    body = json.dumps({"holder": "user:ada", "right": "*", "resource": "*"}).encode()
    head = (
        "POST /api/v1/grants HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        f"Authorization: Bearer {token}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", server.port), timeout=LIMIT) as connection:
        connection.sendall(head.encode() + body[:1])
        # Another request of hers is answered, so this one has surely begun.
        assert ask("GET", server.url, "guests", token).status_code == 200
        assert ask("PATCH", server.url, "users/mona", root, json={"role": "member"}).status_code == 204
        connection.sendall(body[1:])
        answer = connection.makefile("rb").readline()
    assert answer.split()[1] == b"403", answer
    held = ask("GET", server.url, "users/ada/grants", root).json()["grants"]
    assert all(grant["right"] != "*" for grant in held)
