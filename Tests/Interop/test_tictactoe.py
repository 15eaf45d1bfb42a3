"""The game on a running server, by two people and one who watches."""

import queue

import pytest
import socketio
from person import LIMIT, code_of
from test_roles import run
from test_tokens import narrowed

NAMESPACE = "/tictactoe"


class Player:
    """Somebody in the game's namespace, over a connection of its own."""

    def __init__(self, person):
        self.person = person
        self.client = None

    def enter(self):
        self.client = socketio.Client(reconnection=False)
        self.heard, self.refused = queue.Queue(), queue.Queue()
        for fact in ("scene", "challenged", "dropped", "changed", "session:ended"):
            self.client.on(fact, lambda payload, fact=fact: self.heard.put((fact, payload)), namespace=NAMESPACE)
        self.client.on("connect_error", self.refused.put, namespace=NAMESPACE)
        auth = {"token": self.person.token}
        self.client.connect(self.person.url, auth=auth, namespaces=[NAMESPACE], wait_timeout=LIMIT)
        self.scene = self.until("scene")
        return self

    def leave(self):
        self.client.disconnect()
        self.client.wait()

    def ask(self, event, payload):
        return self.client.call(event, payload, namespace=NAMESPACE, timeout=LIMIT)

    def until(self, fact, holds=lambda payload: True):
        while True:
            name, payload = self.heard.get(timeout=LIMIT)
            if name == fact and holds(payload):
                return payload


@pytest.fixture
def hall(new_server, new_person, tmp_path):
    configuration = tmp_path / "roost.yaml"
    configuration.write_text("modules:\n  enabled: [TicTacToe]\n  tictactoe:\n    grace: 1s\n")
    server = new_server("--config", configuration)
    players = [Player(new_person(server.url, name)).enter() for name in ("ada", "ben", "cyd")]
    for player in players:
        player.server = server
    yield players
    for player in players:
        player.leave()


def begin(ada, ben, **more):
    assert ada.ask("challenge", {"to": "ben", **more})["ok"]
    challenge = ben.until("challenged")["id"]
    game = ben.ask("take", {"challenge": challenge})
    assert game["ok"] and game["turn"] == "x"
    return challenge, game["game"]


def test_a_game_is_played_watched_and_told_in_the_room(hall):
    ada, ben, cyd = hall
    cyd.person.join()
    challenge, game = begin(ada, ben, room="lobby")
    assert code_of(cyd.ask("take", {"challenge": challenge})) == "not_found"
    assert code_of(cyd.ask("move", {"game": game, "cell": 0})) == "not_playing"
    assert code_of(ben.ask("move", {"game": game, "cell": 0})) == "not_your_turn"
    for player, cell in ((ada, 0), (ben, 3), (ada, 1), (ben, 4), (ada, 2)):
        assert player.ask("move", {"game": game, "cell": cell})["ok"]
    assert cyd.until("changed", lambda state: state["over"])["winner"] == "ada"
    assert cyd.ask("watch", {"game": game})["cells"][:5] == ["x", "x", "x", "o", "o"]
    message = cyd.person.fact("message:posted")
    assert (message["author"], message["text"]) == ("ada", "ada beat ben at tic-tac-toe.")
    heard = [fact for fact, _ in list(cyd.heard.queue)]
    assert "challenged" not in heard, "a challenge is told to whom it is for"


def test_what_the_challenger_may_not_post_any_more_is_not_told(hall):
    ada, ben, _ = hall
    _, game = begin(ada, ben, room="lobby")
    run(ada.server, "role", "revoke", "member", "send", "room:*")
    for player in (ada, ben):
        assert player.until("session:ended")["code"] == "rights_changed"
        player.client.wait()
        player.enter()
    answer = ben.ask("resign", {"game": game})
    assert answer["ok"] or code_of(answer) == "over", "they were away for too long"
    ben.person.arrive()
    assert ben.person.join()["sequence"] == 0


def test_who_comes_back_goes_on_and_who_stays_away_loses(hall):
    ada, ben, cyd = hall
    _, game = begin(ada, ben)
    ben.leave()
    cyd.until("changed", lambda state: state["away"] == ["ben"])
    ben.enter()
    assert [state["game"] for state in ben.scene["games"]] == [game]
    cyd.until("changed", lambda state: state["away"] == [] and not state["over"])
    assert ada.ask("move", {"game": game, "cell": 4})["ok"]
    ben.leave()
    assert cyd.until("changed", lambda state: state["over"])["winner"] == "ada"


def test_a_program_does_not_come_in_and_who_lost_the_right_plays_no_more(hall, new_person):
    ada, ben, _ = hall
    dee = Player(new_person(ada.person.url, "dee"))
    dee.person.token = narrowed(dee.person.token, "room = lobby")
    with pytest.raises(socketio.exceptions.ConnectionError):
        dee.enter()
    assert dee.refused.get(timeout=LIMIT)["data"]["code"] == "forbidden"
    _, game = begin(ada, ben)
    run(ben.server, "role", "revoke", "member", "tictactoe.play", "server")
    assert ada.until("session:ended")["code"] == "rights_changed"
    ada.client.wait()
    ada.enter()
    assert code_of(ada.ask("move", {"game": game, "cell": 4})) == "forbidden"
    assert ada.ask("watch", {"game": game})["ok"]
