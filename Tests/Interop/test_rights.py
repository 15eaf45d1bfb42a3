"""What somebody may not do is refused in the ack, and nothing comes of it."""

import sqlite3

from person import code_of


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
