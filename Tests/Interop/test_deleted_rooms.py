"""What is left of a room that is deleted: nothing, also where modules did not run then."""

import sqlite3

import pytest
from person import until
from test_moderation import act, done, house  # noqa: F401
from test_revocation import ask
from test_roles import lines, run

WORDS = "marzipan"


@pytest.fixture
def home(house):
    """The garden, where Ada has said and done this and that, and Mia has kept order."""
    home = house(beside="PrivateMessages")
    home.boss = home.person("boss", "admin")
    home.garden = home.ada.create("garden")["id"]
    for person in (home.ada, home.ben, home.mia):
        person.join(home.garden)
    for text in (f"{WORDS} one", f"{WORDS} two"):
        message = home.ada.post(text, room=home.garden)
    about = {"room": home.garden, "id": message["id"], "author": "ada"}
    done(home.ben.ask("message:react", {**about, "reaction": "+1", "on": True}))
    done(home.ben.ask("moderation:report", {**about, "reason": "sweets"}))
    done(act(home.mia, "filter", room=home.garden, kind="word", patterns=["nougat"], verdict="hold"))
    home.ben.ask("message:post", {"room": home.garden, "text": "nougat"})
    done(act(home.mia, "ban", room=home.garden, user="ben", **{"for": 3600}))
    done(act(home.mia, "lift", room=home.garden, kind="ban", user="ben"))
    done(act(home.mia, "lock", room=home.garden, on=True))
    home.ada.post(f"{WORDS} in the lobby")
    assert rows(home) > 5
    return home


def rows(home):
    """How many rows of modules' tables are about the garden."""
    with sqlite3.connect(home.server.data / "roost.sqlite") as database:
        tables = database.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'")
        names = [name for (name,) in tables if name.startswith(("history_", "moderation_", "private_"))]
        return sum(
            "garden" in row
            for name in names
            if "_word_" not in name
            for row in database.execute(f'SELECT * FROM "{name}"')
        )


def delete(home):
    assert ask("DELETE", home.server.url, f"rooms/{home.garden}", home.boss.token).status_code == 204


def until_erased(home):
    query = ("audit", "list", "--json", "--action", "room.erase", "--target", f"room:{home.garden}")
    everyone = {"module:history", "module:moderation", "module:private"}
    until(lambda: {entry["actor"] for entry in lines(run(home.server, *query))} >= everyone)


def check_gone(home):
    assert rows(home) == 0
    with sqlite3.connect(home.server.data / "roost.sqlite") as database:
        assert database.execute("SELECT count(*) FROM room_erasure").fetchone() == (0,)
    found = home.ada.ask("history:search", {"query": WORDS})["messages"]
    assert [message["room"] for message in found] == ["lobby"]
    assert not home.ben.ask("moderation:mine", {})["actions"]


def test_it_goes_at_once(home):
    delete(home)
    until_erased(home)
    check_gone(home)


def test_modules_that_were_off_erase_it_when_they_are_on_again(home):
    for module in ("History", "Moderation"):
        run(home.server, "module", "disable", module)
    delete(home)
    assert rows(home) > 5
    for module in ("History", "Moderation"):
        run(home.server, "module", "enable", module)
    until_erased(home)
    check_gone(home)


def test_after_a_crash_it_is_done_at_the_next_start(home):
    for module in ("History", "Moderation"):
        run(home.server, "module", "disable", module)
    delete(home)
    home.server.kill()
    home.server.start()
    until_erased(home)
    for person in (home.ada, home.ben):
        person.arrive()
    check_gone(home)
