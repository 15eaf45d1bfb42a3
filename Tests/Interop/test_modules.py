"""Modules on a running server: switched, replaced, and contained while people talk beside them."""

import json
import shutil
import threading
import time
from pathlib import Path

import pytest
from person import LIMIT, code_of, until
from roost_server import PROGRAM, START_LIMIT

BUILT = PROGRAM.resolve().parent


@pytest.fixture
def talk(new_server, new_person, tmp_path):
    """A server with History and Rogue, which misbehaves when it is told to, and three people in the lobby."""
    folder = tmp_path / "modules"
    folder.mkdir()
    for name in ("History", "Rogue"):
        shutil.copy(BUILT / f"lib{name}.so", folder)
    configuration = tmp_path / "roost.yaml"
    configuration.write_text(f"modules:\n  enabled: [History, Rogue]\n  folders: ['{folder}']\n")
    return Talk(new_server("--config", configuration), new_person, folder)


class Talk:
    def __init__(self, server, new_person, folder):
        self.server = server
        self.folder = folder
        self.people = [new_person(server.url, name) for name in ("ada", "ben", "cyd")]
        for person in self.people:
            person.join()
        self.ada, self.ben, self.cyd = self.people

    def module(self, name):
        listed = self.server.run("module", "list", "--json")
        assert listed.returncode == 0, listed.stderr
        return next(module for module in map(json.loads, listed.stdout.splitlines()) if module["name"] == name)

    def until(self, name, holds):
        """The module's record, once it is as wanted."""
        end = time.monotonic() + START_LIMIT
        while not holds(module := self.module(name)):
            assert time.monotonic() < end, module
        return module

    def misbehave(self, deed):
        return self.ada.ask("rogue:run", {"room": "lobby", "deed": deed})

    def is_resting(self, name):
        """Whether the module's thread, of which there is one, does not run just now."""
        for task in Path(f"/proc/{self.server.process.pid}/task").iterdir():
            command, state = (task / "stat").read_text().split("(")[1].split(")")
            if command == f"mod:{name}":
                return state.split()[0] == "S"
        pytest.fail(f"there is no thread of {name}")

    def check_others(self):
        """What one says, others hear, and it is kept."""
        posted = self.cyd.post("still here")
        page = self.ben.ask("history:page", {"room": "lobby", "limit": 1})
        assert page["messages"] == [posted]


def test_what_throws_is_refused_and_no_client_can_switch_it_off(talk):
    for _ in range(5):
        assert code_of(talk.misbehave("fail")) == "internal"
    talk.check_others()
    assert talk.misbehave("behave")["ok"]
    figures = talk.module("Rogue")["figures"]
    assert figures["failures"] == 5 and "on purpose" in figures["lastError"]


@pytest.mark.parametrize("deed", ["hang", "ignore"])
def test_what_waits_is_late_and_no_client_can_switch_it_off(talk, deed):
    for _ in range(5):
        answer = talk.misbehave(deed)
        assert code_of(answer) == "unavailable" and answer["error"]["retryable"]
        talk.check_others()
    assert talk.module("Rogue")["state"] == "on" and talk.module("Rogue")["figures"]["late"] == 5


def test_what_keeps_its_thread_busy_is_refused_and_then_switched_off(talk):
    until(lambda: code_of(talk.misbehave("spin")) == "unavailable" and talk.module("Rogue")["state"] == "failed")
    talk.check_others()
    assert code_of(talk.misbehave("behave")) == "unavailable"
    rogue = talk.module("Rogue")
    assert rogue["state"] == "failed" and "3 times in a row" in rogue["reason"]
    assert rogue["figures"]["calls"] >= 3 and rogue["figures"]["lastError"]
    assert "module switched off" in talk.server.output
    until(lambda: talk.is_resting("Rogue"))
    # A new copy of it works, beside what is left of the old one.
    assert talk.server.run("module", "reload", "Rogue").returncode == 0
    assert talk.misbehave("behave")["ok"]
    talk.check_others()


@pytest.mark.parametrize("deed", ["fail", "hang", "spin"])
def test_a_proposal_goes_on_without_a_module_that_fails_open(talk, deed):
    for number in range(4):
        text = f"propose: {deed}"
        assert talk.ada.post(text)["text"] == text, number
    talk.check_others()
    # What was skipped is no failure; the events of these messages, which come later, are.
    until(lambda: talk.module("Rogue")["state"] == "failed")


def test_a_proposal_is_changed_or_refused(talk):
    assert talk.ada.post("propose: change")["text"] == "changed"
    refused = talk.ada.ask("message:post", {"room": "lobby", "text": "propose: refuse"})
    assert code_of(refused) == "rogue_refuses" and refused["error"]["message"] == "Say something else."
    texts = [f"{number}" for number in range(50)]
    for text in texts:
        talk.ada.client.emit("message:post", {"room": "lobby", "text": text}, callback=lambda *_: None)
    heard = []
    while len(heard) < 51:
        fact, payload = talk.ben.facts.get(timeout=LIMIT)
        if fact == "message:posted":
            heard.append(payload["text"])
    assert heard == ["changed", *texts], "in the order in which they were sent"


def test_the_text_of_an_edit_is_a_proposal_too(talk):
    message = {"room": "lobby", "id": talk.ada.post("hello")["id"]}
    assert code_of(talk.ada.ask("message:edit", {**message, "text": "propose: refuse"})) == "rogue_refuses"
    assert code_of(talk.ada.ask("message:edit", {"room": "lobby", "text": "no id"})) == "bad_request"
    assert code_of(talk.ben.ask("message:edit", {**message, "author": "ada", "text": "mine"})) == "forbidden"
    assert talk.ada.ask("message:edit", {**message, "text": "propose: change"})["ok"]
    [shown] = talk.ben.ask("history:page", {"room": "lobby"})["messages"]
    assert shown["text"] == "changed"


def test_nobody_waits_for_a_module_that_listens_badly(talk):
    for number in range(30):
        talk.ada.post("observe: hang" if number == 0 else "hello")
    talk.check_others()
    rogue = talk.until("Rogue", lambda module: module["figures"]["late"] >= 1)
    assert rogue["figures"]["droppedEvents"] >= 1, "its backlog holds ten"
    assert rogue["state"] == "on", "one failure is no reason"


def test_a_flood_is_bounded(talk):
    assert talk.misbehave("flood")["ok"]
    talk.check_others()
    rogue = talk.module("Rogue")
    assert rogue["figures"]["tasks"] == 100
    assert talk.server.output.count("flood") <= 150
    assert talk.server.run("module", "disable", "Rogue").returncode == 0
    talk.check_others()


def test_a_task_that_is_left_behind_holds_nobody_up(talk):
    assert talk.misbehave("leak")["ok"]
    assert talk.module("Rogue")["figures"]["tasks"] == 1
    talk.check_others()
    assert talk.server.run("module", "disable", "Rogue").returncode == 0
    assert code_of(talk.misbehave("behave")) == "unknown_event"
    talk.check_others()


@pytest.mark.parametrize("deed", ["trap", "trapElsewhere", "overflow"])
def test_a_module_that_ends_the_server_is_left_off_at_the_next_start(talk, deed):
    posted = talk.cyd.post("before the crash")
    # Without a callback it is no request, and nothing happens.
    talk.ada.client.emit("rogue:run", {"room": "lobby", "deed": deed}, callback=lambda *_: None)
    talk.server.process.wait(LIMIT * 3)
    listed = talk.module("Rogue")
    assert listed["state"] == "failed" and "ended the server" in listed["reason"], "also while no server runs"

    talk.server.start()
    assert talk.module("Rogue")["state"] == "failed"
    assert talk.module("History")["state"] == "on"
    assert "ended the server the last time" in talk.server.output
    for person in talk.people:
        person.client.disconnect()
        person.arrive().join()
    page = talk.ben.ask("history:page", {"room": "lobby", "limit": 1})
    assert page["messages"] == [posted]
    assert code_of(talk.misbehave("behave")) == "unknown_event"
    talk.check_others()

    enabled = talk.server.run("module", "enable", "Rogue")
    assert enabled.returncode == 0, enabled.stderr
    assert talk.misbehave("behave")["ok"]
    talk.server.restart()
    assert talk.module("Rogue")["state"] == "on", "who enables it has forgiven it"


def test_reloads_while_people_talk(talk):
    """Every message arrives once, in order, and is kept once; nobody is cut off."""
    count, reloads = 300, 8
    acks = []

    def speak():
        for number in range(count):
            acks.append(talk.ada.post(f"{number}", id=f"id-{number}"))

    speaking = threading.Thread(target=speak)
    speaking.start()
    for number in range(reloads):
        for name in ("History", "Rogue"):
            result = talk.server.run("module", "reload", name)
            assert result.returncode == 0, result.stderr
    speaking.join(LIMIT * 6)
    assert len(acks) == count
    heard = []
    while len(heard) < count:
        fact, payload = talk.ben.facts.get(timeout=LIMIT)
        if fact == "message:posted":
            heard.append(payload)
    assert heard == acks
    assert [message["seq"] for message in heard] == list(range(heard[0]["seq"], heard[0]["seq"] + count))
    page = talk.cyd.ask("history:page", {"room": "lobby", "limit": 200})
    assert page["messages"] == acks[-200:]
    assert all(person.client.connected for person in talk.people)


def test_a_version_that_does_not_start_leaves_the_old_one_serving(talk):
    (talk.folder / "libHistory.so").write_text("this is no module\n")
    result = talk.server.run("module", "reload", "History")
    assert result.returncode == 1 and "its old version goes on" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert talk.module("History")["state"] == "on"
    talk.check_others()


def test_history_is_switched_while_people_talk(talk):
    kept = talk.ada.post("kept")
    assert talk.server.run("module", "disable", "History").returncode == 0
    assert talk.module("History")["state"] == "off"
    passing = talk.ada.post("not kept")
    assert passing["seq"] == kept["seq"] + 1
    assert code_of(talk.ben.ask("history:page", {"room": "lobby"})) == "unknown_event"
    assert talk.server.run("module", "enable", "History").returncode == 0
    again = talk.ada.post("kept again")
    assert again["seq"] == passing["seq"] + 1
    assert talk.ben.ask("history:page", {"room": "lobby"})["messages"] == [kept, again]


def test_commands_say_what_is_wrong(talk):
    for verb in ("enable", "disable", "reload"):
        result = talk.server.run("module", verb, "Absent")
        assert result.returncode == 4 and "Absent" in result.stderr
    assert talk.server.run("module", "show", "Absent").returncode == 4
    shown = talk.server.run("module", "show", "History").stdout
    assert "calls" in shown and "spentMilliseconds" in shown
    talk.server.stop()
    result = talk.server.run("module", "reload", "History")
    assert result.returncode == 3 and "no server" in result.stderr
