"""The past: read page by page, kept over a restart, and absent where the module is off."""

import uuid

import pytest
from person import code_of


def test_pages_go_back_to_the_first_message(server, new_person):
    ada = new_person(server.url, "ada")
    ada.join()
    posted = [ada.post(f"line {number}") for number in range(7)]

    newest = ada.ask("history:page", {"room": "lobby", "limit": 3})
    assert newest == {"ok": True, "messages": posted[4:], "more": True}
    middle = ada.ask("history:page", {"room": "lobby", "limit": 3, "before": posted[4]["seq"]})
    assert middle == {"ok": True, "messages": posted[1:4], "more": True}
    oldest = ada.ask("history:page", {"room": "lobby", "limit": 3, "before": posted[1]["seq"]})
    assert oldest == {"ok": True, "messages": posted[:1], "more": False}
    assert ada.ask("history:page", {"room": "lobby"})["messages"] == posted


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"room": 7},
        {"room": "lobby", "limit": 0},
        {"room": "lobby", "limit": 201},
        {"room": "lobby", "limit": "many"},
        {"room": "lobby", "before": "now"},
    ],
)
def test_a_page_that_cannot_be_is_a_bad_request(server, new_person, payload):
    ada = new_person(server.url, "ada")
    ada.join()
    assert code_of(ada.ask("history:page", payload)) == "bad_request"


def test_messages_and_ids_survive_a_restart(server, new_person):
    ada = new_person(server.url, "ada")
    ada.join()
    identifier = str(uuid.uuid4())
    first = ada.post("before the restart", id=identifier)
    ada.leave()
    server.restart()

    # The same token: sessions survive as well.
    ada.arrive()
    assert ada.join()["sequence"] == first["seq"]
    assert ada.ask("history:page", {"room": "lobby"})["messages"] == [first]
    assert ada.post("before the restart", id=identifier) == first
    assert ada.post("after the restart")["seq"] == first["seq"] + 1


def test_without_the_module_people_talk_without_a_past(new_server, new_person, tmp_path):
    configuration = tmp_path / "roost.yaml"
    configuration.write_text("modules:\n  enabled: []\n")
    server = new_server("--config", configuration)
    ada, ben = new_person(server.url, "ada"), new_person(server.url, "ben")
    ada.join()
    ben.join()
    message = ada.post("gone tomorrow", id="same")
    assert ben.next_fact("message:posted") == message
    assert code_of(ada.ask("history:page", {"room": "lobby"})) == "unknown_event"
    assert ada.post("gone tomorrow", id="same") == message, "a retry is recognised as long as the server runs"
