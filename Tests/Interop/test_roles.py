"""Rights that an administrator changes while people are connected, why somebody may do something, and who changed it."""

import json
import threading

from person import LIMIT, code_of, sign_up
from test_revocation import Talk, ask, command


def run(server, *arguments):
    result = server.run(*arguments)
    assert result.returncode == 0, result.stderr
    return result.stdout


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def come_again(person, change):
    """Does `change`, which cuts the person, and connects them again."""
    gone = threading.Event()
    person.client.on("disconnect", lambda *_: gone.set())
    change()
    assert gone.wait(LIMIT)
    person.client.wait()
    person.arrive()


def test_a_right_taken_from_a_role_reaches_who_is_connected(server, new_person):
    talk = Talk(server, new_person, ["websocket"])
    run(server, "user", "role", "ben", "admin")
    talk.ben.client.wait()
    talk.ben.arrive()
    talk.ben.client.on("message:posted", talk.ben_hears)
    talk.ben.join()
    talk.until(command("role", "revoke", "member", "send", "room:*"))
    assert talk.code() == "rights_changed"
    talk.ada.client.wait()
    talk.ada.arrive()
    assert talk.ada.join()["rights"] == ["join", "read"]
    refused = talk.ada.ask("message:post", {"room": "lobby", "text": "hello"})
    assert code_of(refused) == "forbidden"
    assert "'send' on room:lobby" in refused["error"]["message"]
    come_again(talk.ada, lambda: run(server, "role", "grant", "member", "send", "room:*"))
    assert talk.ada.join()["rights"] == ["join", "read", "send"]


def test_a_grant_ends_at_its_time_for_who_is_connected(server, new_person):
    ada = new_person(server.url, "ada")
    come_again(ada, lambda: run(server, "user", "grant", "ada", "moderate", "room:lobby", "--for", "8s"))
    assert "moderate" in ada.join()["rights"]
    come_again(ada, lambda: None)
    assert "moderate" not in ada.join()["rights"]


def test_why_somebody_may_do_something(server, new_person):
    new_person(server.url, "ada")

    def explain(right, resource):
        return lines(run(server, "user", "explain", "ada", right, resource, "--json"))[0]

    assert explain("moderate", "room:lobby") == {"allowed": False, "disabled": False, "grants": []}
    run(server, "user", "grant", "ada", "moderate", "room:lobby")
    assert explain("moderate", "room:lobby")["grants"] == [
        {"holder": "user:ada", "right": "moderate", "resource": "room:lobby"}
    ]
    assert explain("send", "room:lobby")["grants"][0]["holder"] == "role:member"
    run(server, "user", "disable", "ada")
    assert explain("send", "room:lobby")["allowed"] is False
    assert "does not have send on room:lobby: the account is disabled" in run(
        server, "user", "explain", "ada", "send", "room:lobby"
    )


def test_what_cannot_be_granted(server):
    for arguments in (
        ("user", "grant", "nobody", "send", "room:*"),
        ("role", "grant", "admin", "send", "room:*"),
        ("role", "revoke", "admin", "*", "*"),
        ("role", "grant", "nobody", "send", "room:*"),
        ("role", "grant", "member", "sned", "room:*"),
        ("role", "grant", "member", "send", "rooms"),
        ("role", "grant", "room:owner", "send", "room:*"),
        ("room", "role", "nowhere", "ada", "member"),
    ):
        before = run(server, "role", "show", "--json")
        result = server.run(*arguments)
        assert result.returncode != 0 and result.stderr.startswith("error: "), arguments
        assert run(server, "role", "show", "--json") == before


def test_every_role_that_is_listed_has_rights_to_see_and_change(server):
    names = [json.loads(line)["name"] for line in run(server, "role", "list", "--json").splitlines()]
    assert names == ["admin", "moderator", "member", "guest", "room:owner", "room:moderator", "room:member"]
    for name in names:
        run(server, "role", "show", name)
    for name in names[1:]:
        run(server, "role", "grant", name, "moderate", "room" if name.startswith("room:") else "room:lobby")
    sign_up(server.url, "ada")
    assert "admin, moderator, member." in server.run("user", "role", "ada", "guest").stderr
    assert ", ".join(names) in server.run("role", "show", "king").stderr
    assert "owner, moderator, member." in server.run("room", "role", "lobby", "ada", "guest").stderr


def test_who_did_what_is_written_down(server, new_person):
    ada = new_person(server.url, "ada")
    old, new = "correct horse battery", "another horse battery"
    assert ask("POST", server.url, "me/password", ada.token, json={"old": old, "new": new}).status_code == 204
    den = run(server, "room", "create", "den", "--private").strip()
    run(server, "room", "role", den, "ada", "owner")
    run(server, "user", "grant", "ada", "moderate", "room:lobby")
    run(server, "user", "role", "ada", "admin")
    assert server.run("user", "disable", "ada").returncode == 6
    entries = lines(run(server, "audit", "list", "--json"))
    # What modules gave by default when the server started for the first time.
    entries = [entry for entry in entries if not entry.get("actor", "").startswith("module:")]
    assert [(entry["action"], entry["target"]) for entry in entries] == [
        ("user.role", "user:ada"), ("grant.add", "user:ada"), ("room.role", f"room:{den}"),
        ("room.add", f"room:{den}"), ("user.password.change", "user:ada"), ("user.add", "user:ada"),
    ]  # fmt: skip
    own = entries[4]
    assert own["actor"] == "ada" and own["address"] == "127.0.0.1" and own["session"]
    assert lines(run(server, "audit", "list", "--json", "--actor", "ada"))[0] == own
    assert len(lines(run(server, "audit", "list", "--json", "--action", "room.add"))) == 1
    numbers = [entry["number"] for entry in entries]
    assert numbers == sorted(set(numbers), reverse=True)
    page = run(server, "audit", "list", "--json", "--before", str(numbers[1]), "--limit", "2")
    assert lines(page) == entries[2:4]
    assert old not in str(entries) and new not in str(entries) and ada.token not in str(entries)
