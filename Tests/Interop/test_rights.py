"""What somebody may not do is refused in the ack, and nothing comes of it."""

import json
import sqlite3

from person import code_of, until
from test_private_rooms import add_private


def test_a_join_and_a_post_without_the_right(server, new_person):
    server.stop()
    with sqlite3.connect(server.data / "roost.sqlite") as database:
        database.execute("DELETE FROM grant_rule WHERE subject = 'role:member' AND \"right\" IN ('join', 'send')")
        database.execute("INSERT INTO grant_rule (subject, \"right\", resource) VALUES ('role:member', 'join', 'room:other')")
        database.execute("INSERT INTO room (id, title, created_at) VALUES ('other', 'Other', 0)")
    database.close()
    server.start()
    ada, ben = new_person(server.url, "ada"), new_person(server.url, "ben")
    assert code_of(ada.ask("room:join", {"room": "lobby"})) == "forbidden"
    assert code_of(ada.ask("message:post", {"room": "lobby", "text": "hello"})) == "forbidden"
    assert ben.join("other")["rights"] == ["join", "read"]
    ada.join("other")
    assert code_of(ada.ask("message:post", {"room": "other", "text": "hello"})) == "forbidden"
    assert ben.fact("room:joined", users=["ada"])
    assert ben.facts.empty()


def test_what_time_has_ended_is_gone(server, new_person):
    den = add_private(server)
    assert server.run("room", "create", "attic").returncode == 0
    people = [new_person(server.url, name) for name in ("ada", "ben")]
    for person in people:
        assert server.run("user", "grant", person.name, "join", f"room:{den}", "--for", "1h").returncode == 0
        person.client.wait()
        person.arrive().join(den)
    server.stop()
    with sqlite3.connect(server.data / "roost.sqlite") as database:
        database.execute("UPDATE grant_rule SET ends_at = 1 WHERE subject = 'user:ada'")
        database.execute("UPDATE audit SET at = at - 401 * 86400000 WHERE target = 'room:attic'")
        database.execute("INSERT INTO session (id, user, created_at, expires_at, last_used_at) VALUES ('over', 'ben', 0, 1, 0)")
    database.close()
    server.start()

    def told(*command):
        return [json.loads(line) for line in server.run(*command, "--json").stdout.splitlines()]

    until(lambda: [member["user"] for member in told("room", "members", den)] == ["ben"])
    assert {room["id"]: room["members"] for room in told("room", "list")}[den] == 1
    until(lambda: not told("audit", "list", "--target", "room:attic"))
    with sqlite3.connect(server.data / "roost.sqlite") as database:
        sessions = database.execute("SELECT id FROM session WHERE user = 'ben'").fetchall()
    database.close()
    assert sessions and ("over",) not in sessions, "sign-ins go before entries of the log do"
    assert told("audit", "list", "--target", f"room:{den}")
