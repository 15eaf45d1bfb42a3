"""The game on a running server, by two people and one who watches."""

import queue

import pytest
from person import LIMIT, code_of


@pytest.fixture
def hall(new_server, new_person, tmp_path):
    configuration = tmp_path / "roost.yaml"
    configuration.write_text("modules:\n  enabled: [TicTacToe]\n  tictactoe:\n    grace: 1s\n")
    server = new_server("--config", configuration)
    return [enter(new_person(server.url, name)) for name in ("ada", "ben", "cyd")]


def enter(person):
    person.heard = queue.Queue()
    for fact in ("tictactoe:challenged", "tictactoe:dropped", "tictactoe:changed"):
        person.client.on(fact, lambda payload, fact=fact: person.heard.put((fact, payload)))
    assert person.ask("tictactoe:enter", {})["ok"]
    return person


def until(person, fact, holds=lambda payload: True):
    while True:
        name, payload = person.heard.get(timeout=LIMIT)
        if name == fact and holds(payload):
            return payload


def begin(ada, ben, **more):
    assert ada.ask("tictactoe:challenge", {"to": "ben", **more})["ok"]
    challenge = until(ben, "tictactoe:challenged")["id"]
    game = ben.ask("tictactoe:take", {"challenge": challenge})
    assert game["ok"] and game["turn"] == "x"
    return challenge, game["game"]


def test_a_game_is_played_watched_and_told_in_the_room(hall):
    ada, ben, cyd = hall
    cyd.join()
    ada.join()
    challenge, game = begin(ada, ben, room="lobby")
    assert code_of(cyd.ask("tictactoe:take", {"challenge": challenge})) == "not_found"
    assert code_of(cyd.ask("tictactoe:move", {"game": game, "cell": 0})) == "not_playing"
    assert code_of(ben.ask("tictactoe:move", {"game": game, "cell": 0})) == "not_your_turn"
    for person, cell in ((ada, 0), (ben, 3), (ada, 1), (ben, 4), (ada, 2)):
        assert person.ask("tictactoe:move", {"game": game, "cell": cell})["ok"]
    assert until(cyd, "tictactoe:changed", lambda state: state["over"])["winner"] == "ada"
    assert cyd.ask("tictactoe:watch", {"game": game})["cells"][:5] == ["x", "x", "x", "o", "o"]
    while True:
        fact, payload = cyd.facts.get(timeout=LIMIT)
        if fact == "message:posted":
            break
    assert (payload["author"], payload["text"]) == ("system", "ada beat ben at tic-tac-toe.")


def test_who_comes_back_goes_on_and_who_stays_away_loses(hall):
    ada, ben, cyd = hall
    _, game = begin(ada, ben)
    ben.leave()
    until(cyd, "tictactoe:changed", lambda state: state["away"] == ["ben"])
    enter(ben.arrive())
    until(cyd, "tictactoe:changed", lambda state: state["away"] == [] and not state["over"])
    assert ada.ask("tictactoe:move", {"game": game, "cell": 4})["ok"]
    ben.leave()
    assert until(cyd, "tictactoe:changed", lambda state: state["over"])["winner"] == "ada"
