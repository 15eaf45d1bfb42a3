"""The past: read page by page, kept over a restart, and absent where the module is off."""

import json
import uuid

import pytest
from person import code_of, sign_up, unique, until
from test_private_rooms import add_private, give_role


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


def test_disabled_it_leaves_the_chat_working_and_enabled_it_finds_its_data(server, new_person):
    ada, ben = new_person(server.url, "ada"), new_person(server.url, "ben")
    ada.join()
    ben.join()
    first = ada.post("kept", id="first")
    assert server.run("module", "disable", "History").returncode == 0
    assert code_of(ada.ask("history:page", {"room": "lobby"})) == "unknown_event"
    between = ada.post("not kept")
    assert between["seq"] > first["seq"]
    assert [ben.next_fact("message:posted") for _ in range(2)] == [first, between]
    assert server.run("module", "enable", "History").returncode == 0
    assert ada.post("again", id="first") == first, "a retry is known over that"
    last = ada.post("kept again")
    assert ben.next_fact("message:posted") == last and last["seq"] > between["seq"]
    page = ada.ask("history:page", {"room": "lobby"})["messages"]
    assert (page[0], page[-1]) == (first, last)
    assert first in ada.ask("history:search", {"query": "kept"})["messages"]


def test_a_link_leads_to_a_message_with_what_is_around_it(server, new_person):
    ada = new_person(server.url, "ada")
    ada.join()
    posted = [ada.post(f"line {number}") for number in range(9)]
    around = ada.ask("history:page", {"room": "lobby", "around": posted[4]["seq"], "limit": 3})
    assert around == {"ok": True, "messages": posted[3:6], "more": True, "newer": True}
    later = ada.ask("history:page", {"room": "lobby", "after": posted[5]["seq"], "limit": 10})
    assert later == {"ok": True, "messages": posted[6:], "more": True, "newer": False}
    assert code_of(ada.ask("history:page", {"room": "lobby", "after": 1, "around": 2})) == "bad_request"


def test_people_find_what_they_may_read(server, new_person):
    den = add_private(server)
    ada, ben = new_person(server.url, "ada"), new_person(server.url, "ben")
    ada.leave()
    give_role(server, den, "ada")
    ada.arrive().join()
    ada.join(den)
    tea = ada.post("Green tea at five, see https://example.org/tea")
    ada.post("coffee")
    secret = ada.ask("message:post", {"room": den, "text": "secret tea"})["message"]

    def found(person, **search):
        return person.ask("history:search", search)["messages"]

    assert found(ben, query='"green tea" from:ada in:lobby has:link') == [tea]
    assert found(ben, query="tea", **{"from": "ben"}) == []
    assert found(ada, query="tea") == [secret, tea]
    assert found(ben, query="tea") == found(ben, query="gre*", order="rank") == [tea]
    assert found(ben, query=f"in:{den}") == found(ben, query="tea", room=den) == []
    first = ada.ask("history:search", {"query": "tea", "limit": 1})
    assert found(ada, query="tea", cursor=first["cursor"]) == [tea]
    ada.ask("message:edit", {"room": "lobby", "id": tea["id"], "text": "water"})
    assert found(ben, query="tea") == []
    assert [message["text"] for message in found(ben, query="water has:edit")] == ["water"]


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"query": "  "},
        {"query": "tea before:never"},
        {"query": "tea", "limit": 101},
        {"query": "tea", "order": "luck"},
        {"query": "tea", "cursor": "rank:1"},
        {"query": "tea", "has": ["teeth"]},
        {"query": ["tea"]},
        {"query": "x" * 1001},
    ],
)
def test_a_search_that_cannot_be_is_a_bad_request(shared_server, new_person, payload):
    ada = new_person(shared_server.url, unique("ada"))
    assert code_of(ada.ask("history:search", payload)) == "bad_request"


def test_rules_and_holds_need_their_rights(server, new_person):
    ada = new_person(server.url, "ada")
    for request, payload in [
        ("history:retain", {"room": "lobby", "days": 1}),
        ("history:export", {"room": "lobby"}),
        ("history:hold", {"room": "lobby", "on": True}),
        ("history:holds", {}),
        ("history:held", {}),
        ("history:takeout", {"user": "ben"}),
    ]:
        assert code_of(ada.ask(request, payload)) == "forbidden", request
    assert ada.ask("history:retention", {"room": "lobby"}) == {"ok": True, "own": False}
    server.run("user", "role", "ada", "admin")
    ada.client.wait()
    ada.arrive()
    assert ada.ask("history:retain", {"room": "lobby", "days": 30}) == {"ok": True, "days": 30, "own": True}
    assert code_of(ada.ask("history:retain", {"room": "lobby", "days": 0})) == "bad_request"
    assert ada.ask("history:retention", {"room": "lobby"}) == {"ok": True, "days": 30, "own": True}
    assert ada.ask("history:retain", {"room": "lobby", "reset": True}) == {"ok": True, "own": False}
    assert ada.ask("history:hold", {"room": "lobby", "on": True, "reason": "case 7"}) == {"ok": True}
    (hold,) = ada.ask("history:holds", {})["holds"]
    assert (hold["room"], hold["reason"], hold["by"]) == ("lobby", "case 7", "ada")
    ada.join()
    message = ada.post("burn this")
    ada.ask("message:delete", {"room": "lobby", "id": message["id"]})
    assert [kept["text"] for kept in ada.ask("history:held", {})["texts"]] == ["burn this"]
    assert code_of(ada.ask("history:hold", {"on": True})) == "bad_request"


def test_old_messages_go_by_the_rule_of_the_server(new_server, new_person, tmp_path):
    configuration = tmp_path / "roost.yaml"
    configuration.write_text(
        "modules:\n  enabled: [History]\n  history:\n    retention-messages: 3\n    sweep-every: 1s\n"
    )
    ada = new_person(new_server("--config", configuration).url, "ada")
    ada.join()
    posted = [ada.post(f"line {number}") for number in range(9)]
    until(lambda: ada.ask("history:page", {"room": "lobby"})["messages"] == posted[6:])
    found = ada.ask("history:search", {"query": "line"})["messages"]
    assert found == posted[:5:-1]


def test_everybody_takes_a_copy_of_what_they_wrote(server, new_person):
    ada, ben = new_person(server.url, "ada"), new_person(server.url, "ben")
    ada.join()
    ben.join()
    mine = ada.post("mine <b>")
    ben.post("not mine")
    copy = ada.ask("history:takeout", {})
    assert [json.loads(line) for line in copy["text"].splitlines()] == [mine]
    assert "cursor" not in copy
    page = ada.ask("history:takeout", {"format": "html"})["text"]
    assert "mine &lt;b&gt;" in page and "not mine" not in page
    assert code_of(ada.ask("history:takeout", {"format": "pdf"})) == "bad_request"


def test_a_room_goes_out_to_a_file_and_into_another_server(server, new_server, new_person, tmp_path):
    ada, ben = new_person(server.url, "ada"), new_person(server.url, "ben")
    ada.join()
    ben.join()
    first = ada.post("hello", id="1")
    ben.post("hi", id="1", replyTo=first["seq"])
    ada.ask("message:edit", {"room": "lobby", "id": "1", "text": "hello all"})
    dora = new_person(server.url, "dora")
    dora.join()
    assert dora.ask("message:react", {"room": "lobby", "author": "ada", "id": "1", "reaction": "+1", "on": True})["ok"]
    file = tmp_path / "lobby.jsonl"
    result = server.run("history", "export", "--room", "lobby", "--output", file)
    assert result.returncode == 0, result.stderr
    assert server.run("history", "export", "--room", "lobby", "--output", file).returncode != 0, "no file is written over"

    other = new_server()
    cleo = new_person(other.url, "cleo")
    cleo.join()
    before = cleo.post("we were here before")
    for added in (2, 0):
        result = other.run("history", "import", file, "--room", "lobby")
        assert result.returncode == 0, result.stderr
        assert f"{added} messages added" in result.stderr
    page = cleo.ask("history:page", {"room": "lobby"})["messages"]
    assert page[0] == before
    assert [(m["seq"], m["author"], m["text"]) for m in page[1:]] == [(2, "ada", "hello all"), (3, "ben", "hi")]
    assert page[1]["at"] == first["at"] and page[1]["edited"] and page[2]["replyTo"] == 2
    assert page[1]["reactions"] == [{"reaction": "+1", "count": 1}]
    assert cleo.post("and after")["seq"] == 4
    assert cleo.ask("history:search", {"query": "from:ada"})["messages"][0]["text"] == "hello all"
    assert sign_up(other.url, "ada").status_code == 409, "nobody speaks as somebody who was imported"
    assert sign_up(other.url, "dora").status_code == 409, "nor takes over a reaction"


def test_channels_of_a_slack_export_become_rooms(server, new_person, tmp_path):
    export = tmp_path / "export"
    (export / "general").mkdir(parents=True)
    (export / "users.json").write_text(json.dumps([{"id": "U1", "name": "Grace H"}, {"id": "U2", "name": "alan"}]))
    (export / "channels.json").write_text(json.dumps([{"id": "C1", "name": "general"}, {"id": "C2", "name": "empty"}]))
    day = [
        {"type": "message", "user": "U1", "ts": "1600000000.000100", "text": "see <https://example.org|this>, <@U2> &amp; all"},
        {"type": "message", "subtype": "channel_join", "user": "U2", "ts": "1600000001.000100", "text": "joined"},
        {"type": "message", "user": "U2", "ts": "1600000002.000100", "thread_ts": "1600000000.000100", "text": "yes",
         "reactions": [{"name": "tada", "users": ["U1"]}]},
    ]  # fmt: skip
    (export / "general" / "2020-09-13.json").write_text(json.dumps(day))
    result = server.run("history", "import", "--slack", export)
    assert result.returncode == 0, result.stderr
    ada = new_person(server.url, "ada")
    first, second = ada.ask("history:page", {"room": "general"})["messages"]
    assert (first["author"], first["text"]) == ("grace-h", "see this (https://example.org), @alan & all")
    assert first["at"] == "2020-09-13T12:26:40.000Z"
    assert (second["author"], second["replyTo"]) == ("alan", first["seq"])
    assert second["reactions"] == [{"reaction": ":tada:", "count": 1}]
    assert {"general", "empty"} <= {room["id"] for room in ada.ask("room:list", {})["rooms"]}
