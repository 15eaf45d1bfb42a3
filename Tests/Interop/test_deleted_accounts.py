"""What is left of somebody whose account is deleted: a deleted user's messages, or nothing, as the administrator wants it."""

import sqlite3

import pytest
from person import Person, code_of, until
from test_administration import administrator
from test_revocation import ask
from test_roles import lines, run

WORDS = "marzipan"


class Reader(Person):
    FACTS = (*Person.FACTS, "history:erased", "private:posted")


@pytest.fixture
def house(new_server, tmp_path):
    configuration = tmp_path / "roost.yaml"
    configuration.write_text("modules:\n  enabled: [History, PrivateMessages]\n")
    people = []

    def enter(name):
        people.append(Reader(server.url, name).arrive())
        people[-1].join()
        return people[-1]

    server = new_server("--config", configuration)
    yield server, enter
    for person in people:
        person.leave()


def talk(enter):
    """Ada and Ben say something in the lobby and in private, and react to each other."""
    ada, ben = enter("ada"), enter("ben")
    first = ada.post(f"ada likes {WORDS}")
    second = ben.post(f"ben likes {WORDS}")
    assert ben.ask("message:react", {"room": "lobby", "id": first["id"], "author": "ada", "reaction": "+1", "on": True})["ok"]
    assert ada.ask("message:react", {"room": "lobby", "id": second["id"], "author": "ben", "reaction": "+1", "on": True})["ok"]
    private = ben.ask("private:post", {"to": "ada", "text": f"secret {WORDS}"})["message"]
    return ada, ben, private["room"]


def until_erased(server, name):
    """Waits until every module has erased what it keeps of this user."""
    query = ("audit", "list", "--json", "--action", "user.erase", "--target", f"user:{name}")
    until(lambda: {entry["actor"] for entry in lines(run(server, *query))} >= {"module:history", "module:private"})


def authors(ada, room):
    return [message["author"] for message in ada.ask("history:page", {"room": room})["messages"]]


def check_kept(ada, conversation):
    names = set(authors(ada, "lobby")) | set(authors(ada, conversation))
    names |= {message["author"] for message in ada.ask("history:search", {"query": WORDS})["messages"]}
    (stand_in,) = names - {"ada"}
    assert stand_in.startswith("deleted:")
    assert authors(ada, "lobby") == ["ada", stand_in] and authors(ada, conversation) == [stand_in]
    people = ada.ask("private:list", {})["conversations"][0]["people"]
    assert sorted(people) == ["ada", stand_in]
    return stand_in


def check_gone(ada, conversation):
    assert authors(ada, "lobby") == ["ada"] and authors(ada, conversation) == []
    assert [m["author"] for m in ada.ask("history:search", {"query": WORDS})["messages"]] == ["ada"]
    (message,) = ada.ask("history:page", {"room": "lobby"})["messages"]
    assert "reactions" not in message
    # Nobody is told once more what went.
    assert "ben likes" not in str(ada.ask("room:since", {"room": "lobby", "seq": 0}))


def check_tables(server):
    """Ben is nowhere in what modules keep."""
    with sqlite3.connect(server.data / "roost.sqlite") as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'")]
        for table in tables:
            if table.startswith(("history_", "private_")) and "_word_" not in table:
                rows = database.execute(f'SELECT * FROM "{table}"').fetchall()
                assert not [row for row in rows if "ben" in row], table
        assert database.execute("SELECT count(*) FROM erasure").fetchone() == (0,)


@pytest.mark.parametrize("fate", ["keep", "remove"])
def test_by_command_while_people_are_connected(house, fate):
    server, enter = house
    ada, _, conversation = talk(enter)
    result = server.run("user", "delete", "ben", "--messages", fate, "--yes")
    assert result.returncode == 0, result.stderr
    rooms = {ada.fact("history:erased", author="ben")["room"] for _ in range(2)}
    assert rooms == {"lobby", conversation}
    until_erased(server, "ben")
    check_kept(ada, conversation) if fate == "keep" else check_gone(ada, conversation)
    check_tables(server)
    # The conversation is there for reading; nobody is at its other end.
    assert code_of(ada.ask("private:post", {"room": conversation, "text": "hello?"})) in ("not_found", "not_accepted")


@pytest.mark.parametrize("fate", ["keep", "remove"])
def test_by_command_while_no_server_runs_it_is_done_at_the_next_start(house, fate):
    server, enter = house
    ada, ben, conversation = talk(enter)
    ada.leave()
    ben.leave()
    server.stop()
    assert server.run("user", "delete", "ben", "--messages", fate, "--yes").returncode == 0
    server.start()
    until_erased(server, "ben")
    ada.arrive().join()
    check_kept(ada, conversation) if fate == "keep" else check_gone(ada, conversation)
    check_tables(server)


def test_over_http_messages_stay_where_nothing_else_is_asked(house):
    server, enter = house
    ada, _, conversation = talk(enter)
    root = administrator(server, "boss", "admin")
    refusal = ask("DELETE", server.url, "users/ben?messages=burn", root)
    assert refusal.status_code == 400, refusal.text
    assert ask("DELETE", server.url, "users/ben", root).status_code == 204
    until_erased(server, "ben")
    stand_in = check_kept(ada, conversation)
    # A copy says so, too, and can be taken in again.
    copy = ada.ask("history:takeout", {})["text"]
    assert "ben" not in copy.replace("ben likes", "")
    export = server.run("history", "export", "--room", "lobby")
    assert stand_in in export.stdout and '"author":"ben"' not in export.stdout
    file = server.folder / "lobby.jsonl"
    file.write_text(export.stdout)
    again = server.run("history", "import", str(file), "--room", "lobby")
    assert again.returncode == 0, again.stderr


def test_a_module_that_is_off_erases_when_it_is_on_again(house):
    server, enter = house
    ada, ben, conversation = talk(enter)
    assert server.run("module", "disable", "History").returncode == 0
    assert server.run("user", "delete", "ben", "--messages", "remove", "--yes").returncode == 0
    assert server.run("module", "enable", "History").returncode == 0
    until_erased(server, "ben")
    check_gone(ada, conversation)
    check_tables(server)
