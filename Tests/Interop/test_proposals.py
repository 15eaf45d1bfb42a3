"""What modules judge before it happens, and hear of afterwards, with the module Sampler."""

import signal

import requests
from person import LIMIT, PASSWORD, code_of, sign_in, sign_up
from test_kit import farewell, house  # noqa: F401
from test_revocation import bearer


def lines(person):
    return person.ask("sampler:heard", {})["texts"]


def session_of(person):
    return person.ask("sampler:who", {})["session"]


def heard(person, line):
    """Waits until the module has heard of it: each question is one more chance."""
    for _ in range(1_000):
        if line in (found := lines(person)):
            return True
    raise AssertionError(f"{line} is not among {found}")


def test_deletions_and_reactions_are_proposed(house):
    ada = house.enter("ada")
    ada.join()
    ada.post("stays", id="keep")
    ada.post("goes", id="drop")
    about = {"room": "lobby", "id": "keep"}
    assert code_of(ada.ask("message:delete", about)) == "sampler_says_no"
    assert ada.ask("message:delete", {"room": "lobby", "id": "drop"})["ok"]
    assert code_of(ada.ask("message:react", {**about, "reaction": "boo", "on": True})) == "sampler_says_no"
    assert ada.ask("message:react", {**about, "reaction": "boo", "on": False})["ok"]
    assert ada.ask("message:react", {**about, "reaction": "yes", "on": True})["ok"]
    assert code_of(ada.ask("message:react", {**about, "on": True})) == "bad_request"
    page = ada.ask("history:page", {"room": "lobby"})["messages"]
    assert [message["text"] for message in page] == ["stays", ""]
    assert page[0]["reactions"] == [{"reaction": "yes", "count": 1, "mine": True}]


def test_rooms_are_proposed_and_their_titles_may_be_changed(house):
    ada = house.enter("ada")
    refused = ada.ask("room:create", {"name": "forbidden", "visibility": "public"})
    assert code_of(refused) == "sampler_says_no"
    assert "forbidden" not in [room["id"] for room in ada.ask("room:list", {})["rooms"]]
    assert ada.create("den", title="OUR DEN", topic="Tea")["title"] == "our den"
    changed = ada.ask("room:update", {"room": "den", "title": "LOUD", "topic": "Coffee"})["room"]
    assert (changed["title"], changed["topic"]) == ("loud", "Coffee")
    ada.create("sealed")
    assert code_of(ada.ask("room:archive", {"room": "sealed"})) == "sampler_says_no"
    assert ada.ask("room:archive", {"room": "den"})["room"]["archived"]


def test_who_may_not_do_it_is_refused_before_a_module_is_asked(house):
    ada, ben = house.enter("ada"), house.enter("ben")
    ada.create("sealed")
    for request, payload in (
        ("room:archive", {"room": "sealed"}), ("room:invite", {"room": "sealed", "user": "mallory"}),
    ):  # fmt: skip
        assert code_of(ben.ask(request, payload)) == "forbidden"
        assert code_of(ada.ask(request, payload)) == "sampler_says_no"


def test_invitations_and_sign_ins_are_proposed_and_told(house):
    ada, url = house.enter("ada"), house.server.url
    house.do("user", "role", "ada", "admin")
    ada.client.wait()
    ada.arrive()
    assert heard(ada, "role: ada admin server")
    house.enter("ben")
    assert sign_up(url, "mallory").status_code == 201
    assert heard(ada, "signed up: mallory")
    assert heard(ada, "signed in: ben from 127.0.0.1")
    assert sign_in(url, "mallory").json()["error"]["code"] == "sampler_says_no"
    assert not [line for line in lines(ada) if line.startswith("signed in: mallory")]

    den = ada.create("den", visibility="private")["id"]
    assert code_of(ada.ask("room:invite", {"room": den, "user": "mallory"})) == "sampler_says_no"
    assert ada.ask("room:invite", {"room": den, "user": "ben"})["ok"]
    assert heard(ada, f"invited: ben to {den} by ada")
    assert ada.ask("room:role", {"room": den, "user": "ben", "role": "moderator"})["ok"]
    assert heard(ada, f"role: ben moderator {den}")
    ada.create("sealed")
    link = {"uses": 1, "expiresIn": 60}

    def invite(**more):
        return requests.post(f"{url}/api/v1/invitations", json={**link, **more}, headers=bearer(ada.token), timeout=LIMIT)

    assert invite(room="sealed").json()["error"]["code"] == "sampler_says_no"
    assert invite().status_code == 201
    assert heard(ada, "invited: link to server by ada")


def test_the_ends_of_sessions_and_modules_are_told(house):
    ada, ben = house.enter("ada"), house.enter("ben")
    session = session_of(ben)
    assert requests.delete(
        f"{house.server.url}/api/v1/sessions/current", headers=bearer(ben.token), timeout=LIMIT
    ).ok
    assert heard(ada, f"ended: {session} of ben signed_out")
    house.do("module", "disable", "History")
    assert heard(ada, "stopped: history false")


def test_changes_of_accounts_are_told(house):
    ada, ben = house.enter("ada"), house.enter("ben")
    session = session_of(ben)
    change = {"old": PASSWORD, "new": "another one of these"}
    answer = requests.post(f"{house.server.url}/api/v1/me/password", json=change, headers=bearer(ben.token), timeout=LIMIT)
    assert answer.status_code == 204
    assert heard(ada, "password: ben")
    house.do("user", "disable", "ben")
    assert heard(ada, f"ended: {session} of ben account_disabled")
    assert heard(ada, "disabled: ben")
    house.do("user", "enable", "ben")
    assert heard(ada, "enabled: ben")
    assert house.server.run("user", "password", "ben", stdin="yet another one\n").returncode == 0
    house.do("user", "delete", "ben", "--yes")
    assert heard(ada, "deleted: ben")
    assert [line for line in lines(ada) if "ben" in line].count("password: ben") == 2


def test_changes_of_grants_roles_and_tokens_are_told(house):
    ada, ben = house.enter("ada"), house.enter("ben")
    house.do("user", "grant", "ben", "read", "room:lobby")
    assert heard(ada, "given: read on room:lobby user:ben")
    house.do("user", "revoke", "ben", "read", "room:lobby")
    assert heard(ada, "taken: read on room:lobby user:ben")
    house.do("role", "grant", "moderator", "create", "server")
    assert heard(ada, "given: create on server role:moderator")
    house.do("room", "role", "lobby", "ben", "member")
    assert heard(ada, "role: ben member lobby")

    made = requests.post(
        f"{house.server.url}/api/v1/tokens",
        json={"name": "Bot", "rights": ["read"], "expiresIn": 60},
        headers=bearer(ben.token),
        timeout=LIMIT,
    ).json()
    bot, token = made["details"]["id"], made["token"]
    assert heard(ada, f"token: {bot} of ben made Bot")
    answer = requests.post(
        f"{house.server.url}/api/v1/tokens/{bot}/caveats",
        json={"caveat": "room = lobby"},
        headers=bearer(ben.token),
        timeout=LIMIT,
    )
    assert answer.status_code == 204
    assert heard(ada, f"token: {bot} of ben narrowed to room = lobby")
    answer = requests.post(f"{house.server.url}/api/v1/tokens/revoke", json={"token": token}, timeout=LIMIT)
    assert answer.status_code == 204
    assert heard(ada, f"token: {bot} of ben revoked")
    assert token not in "".join(lines(ada))


def test_settings_that_were_read_again_are_told(house):
    ada = house.enter("ada")
    house.configuration.write_text("accounts:\n  sign-up: closed\n" + house.configuration.read_text())
    house.server.process.send_signal(signal.SIGHUP)
    assert heard(ada, "settings: accounts.sign-up")


def test_the_start_and_the_end_of_the_server_are_told(house):
    house.server.stop()
    assert "sampler heard of the start" in house.server.output
    assert "sampler heard of the end" in house.server.output
    house.server.start()
