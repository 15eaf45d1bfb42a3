"""What the server offers to modules, driven by the module Sampler, which does what clients tell it."""

import http.client
import json
import shutil
import time

import pytest
import requests
from person import LIMIT, Person, code_of
from roost_server import PROGRAM
from test_tokens import narrowed

BUILT = PROGRAM.resolve().parent
PRIVATE = ("sampler:rung", "sampler:told", "sampler:noted")


class Listener(Person):
    FACTS = (*Person.FACTS, *PRIVATE)

    def run(self, verb, **more):
        return self.ask("sampler:run", {"verb": verb, **more})

    def heard(self, *facts):
        """All that was told so far: what the client sent before an answer is there before it."""
        assert self.ask("sampler:who", {})["ok"]
        found = []
        while not self.facts.empty():
            found.append(self.facts.get())
        return [(fact, payload) for fact, payload in found if not facts or fact in facts]


@pytest.fixture
def house(new_server, tmp_path):
    folder = tmp_path / "modules"
    folder.mkdir()
    for name in ("History", "Sampler"):
        shutil.copy(BUILT / f"lib{name}.so", folder)
    configuration = tmp_path / "roost.yaml"
    configuration.write_text(
        f"modules:\n  enabled: [History, Sampler]\n  folders: ['{folder}']\n  sampler:\n    volume: 7\n    rest: 2m\n"
    )
    return House(new_server("--config", configuration), configuration)


class House:
    def __init__(self, server, configuration):
        self.server = server
        self.configuration = configuration
        self.people = []

    def enter(self, name, role=None):
        person = Listener(self.server.url, name).arrive()
        self.people.append(person)
        if role is not None:
            self.do("user", "role", name, role)
            person.client.wait()
            person.arrive()
        return person

    def do(self, *arguments):
        result = self.server.run(*arguments)
        assert result.returncode == 0, result.stderr
        return result.stdout


@pytest.fixture(autouse=True)
def farewell(house):
    yield
    for person in house.people:
        person.leave()


def test_a_module_learns_who_asks(house):
    ada = house.enter("ada")
    who = ada.ask("sampler:who", {"rooms": ["lobby", "den~unguessable0000"]})
    assert (who["user"], who["role"], who["reads"], who["tunes"]) == ("ada", "member", ["lobby"], False)
    assert who["session"] and who["connection"] == ada.client.get_sid()


def test_rights_of_a_module_are_granted_as_any_other(house):
    ada, mia = house.enter("ada"), house.enter("mia", role="moderator")
    mia.join()
    assert code_of(ada.ask("sampler:tune", {})) == "forbidden"
    assert code_of(ada.ask("sampler:ring", {"room": "lobby"})) == "forbidden"
    assert mia.ask("sampler:tune", {})["ok"], "moderators have it from the start"
    assert mia.ask("sampler:ring", {"room": "lobby"})["ok"]
    assert mia.heard("sampler:rung") == [("sampler:rung", {"by": "mia"})]

    house.do("user", "grant", "ada", "sampler.tune", "server")
    ada.client.wait()
    ada.arrive()
    assert ada.ask("sampler:tune", {})["ok"]
    house.do("role", "revoke", "moderator", "sampler.tune", "server")
    house.do("module", "reload", "Sampler")
    mia.client.wait()
    mia.arrive()
    assert code_of(mia.ask("sampler:tune", {})) == "forbidden", "what was taken stays taken"


def test_settings_come_from_the_file_and_the_environment(house):
    mia = house.enter("mia", role="moderator")
    tuned = mia.ask("sampler:tune", {})
    assert {name: tuned[name] for name in ("volume", "rest", "tone", "quiet", "words", "greeting")} == {
        "volume": 7, "rest": 120, "tone": "soft", "quiet": False, "words": [], "greeting": "hello",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("line", "allowed"),
    [
        ("volume: 11", "a whole number from 1 to 10"),
        ("rest: 2 weeks", "a time from 1s to 1h"),
        ("tone: shrill", "soft or loud"),
        ("greeting: [a, b]", "text of at most 20 bytes"),
    ],
)
def test_a_setting_that_is_not_allowed_keeps_the_module_from_starting(house, line, allowed):
    text = house.configuration.read_text()
    house.configuration.write_text(text[: text.index("    volume")] + f"    {line}\n")
    house.server.restart()
    listed = [json.loads(line) for line in house.do("module", "list", "--json").splitlines()]
    sampler = next(module for module in listed if module["name"] == "Sampler")
    name = line.split(":")[0]
    assert sampler["state"] == "failed"
    assert f"'modules.sampler.{name}'" in sampler["reason"] and allowed in sampler["reason"]


def test_events_reach_those_who_are_meant(house):
    ada, ben = house.enter("ada"), house.enter("ben")
    second = Listener(house.server.url, "ada")
    second.token = ada.token
    house.people.append(second.arrive())
    mia = house.enter("mia", role="moderator")
    everybody = [ada, second, ben, mia]
    ben.join()

    def reached(verb, **more):
        assert ada.run(verb, **more)["ok"]
        return [bool(person.heard("sampler:told")) for person in everybody]

    assert reached("tell-user", user="ada") == [True, True, False, False]
    assert reached("tell-session") == [True, True, False, False]
    assert reached("tell-connection") == [True, False, False, False]
    assert reached("tell-room", room="lobby") == [False, False, True, False]
    assert reached("tell-holders", right="moderate", room="lobby") == [False, False, False, True]
    assert reached("tell-holders", right="sampler.tune") == [False, False, False, True]
    assert reached("tell-everyone") == [True] * 4
    program = Listener(house.server.url, "ada")
    program.token = narrowed(ada.token, "room = lobby")
    house.people.append(program.arrive())
    everybody.append(program)
    assert code_of(program.ask("sampler:run", {"verb": "tell-user", "user": "ada"})) == "forbidden"
    assert code_of(program.ask("room:list", {})) == "forbidden"
    assert reached("tell-user", user="ada") == [True, True, False, False, False]
    assert reached("tell-session") == [True, True, False, False, False]
    assert code_of(ada.run("tell-everyone", text="message:posted")) == "bad_request", "not its own name"


def test_a_module_posts_edits_and_deletes(house):
    ada, ben = house.enter("ada"), house.enter("ben")
    ben.join()
    first = ada.run("post", room="lobby", text="welcome")["sequence"]
    posted = ben.next_fact("message:posted")
    assert (posted["author"], posted["text"], posted["seq"]) == ("system", "welcome", first)
    again = {"room": "lobby", "user": "cleo", "id": "c-1", "text": "said elsewhere"}
    assert ada.run("post-as", **again)["sequence"] == first + 1
    assert ada.run("post-as", **again)["sequence"] == first + 1, "the same message"
    assert ben.next_fact("message:posted")["author"] == "cleo"
    message = {"room": "lobby", "user": "cleo", "id": "c-1"}
    assert ada.run("edit", **message, text="said better")["sequence"] == first + 2
    assert ben.next_fact("message:edited")["by"] == "ada"
    assert ada.run("delete", **message)["sequence"] == first + 3
    assert ben.next_fact("message:deleted")["id"] == "c-1"
    assert code_of(ada.run("post", room="lobby", text="")) == "bad_request"
    assert code_of(ada.run("post", room="nowhere", text="x")) == "not_found"
    assert code_of(ada.run("edit", room="lobby", user="cleo", id="c-9", text="x")) == "not_found"


def test_a_fact_of_a_module_has_its_place_in_the_room(house):
    ada, ben = house.enter("ada"), house.enter("ben")
    ben.join()
    before = ada.run("post", room="lobby", text="before")["sequence"]
    assert ada.run("note", room="lobby", text="sampler:noted")["sequence"] == before + 1
    assert ada.run("post", room="lobby", text="after")["sequence"] == before + 2
    names = [ben.facts.get(timeout=LIMIT)[0] for _ in range(3)]
    assert names == ["message:posted", "sampler:noted", "message:posted"]
    missed = ben.ask("room:since", {"room": "lobby", "sequence": before})
    [fact, payload] = missed["events"][0]
    assert fact == "sampler:noted" and payload.pop("at").endswith("Z")
    assert payload == {"room": "lobby", "seq": before + 1, "by": "ada"}, "its own 'by' gives way"
    assert code_of(ada.run("note", room="lobby", text="message:posted")) == "bad_request"


def test_whoever_is_taken_out_of_a_room_hears_nothing_more(house):
    ada, ben = house.enter("ada"), house.enter("ben")
    ada.join()
    ben.join()
    ben.post("hello")
    assert ada.run("remove", room="lobby", user="ben")["ok"]
    ada.post("he is gone")
    assert [fact for fact, _ in ben.heard("room:left", "message:posted")][-1] == "room:left"
    assert code_of(ben.ask("message:post", {"room": "lobby", "text": "I am here"})) == "not_member"
    assert ada.run("members", room="lobby")["texts"] == ["ada"]
    assert ben.join()["ok"], "nothing keeps him from coming back"


def test_a_conversation_is_for_its_participants_alone(house):
    ada, ben, amy = house.enter("ada"), house.enter("ben"), house.enter("amy", role="admin")
    [room] = ada.run("create", room="talk", text="Ada and Ben", users=["ada", "ben"])["texts"]
    assert ada.client.connected and ben.client.connected, "nobody is cut for having more rights"
    for person in (ada, ben):
        answer = person.ask("room:join", {"room": room})
        assert answer["rights"] == ["join", "read", "send"]
        assert room in [listed["id"] for listed in person.ask("room:list", {})["rooms"]]
    assert ada.ask("message:post", {"room": room, "text": "psst"})["ok"]
    assert ben.heard("message:posted")[-1][1]["text"] == "psst"
    assert code_of(amy.ask("room:join", {"room": room})) == "not_found"
    assert code_of(amy.ask("history:page", {"room": room})) == "not_found"
    assert room not in [listed["id"] for listed in amy.ask("room:list", {})["rooms"]]
    assert code_of(ada.run("create", room="talk", text="x", users=["nobody"])) == "not_found"
    assert ada.run("find", room=room)["texts"] == [room, "Ada and Ben"]
    assert ada.run("list", room="lobby")["texts"] == [room], "modules see every room"


def test_a_module_looks_users_up_and_changes_their_rights(house):
    ada, ben = house.enter("ada"), house.enter("ben")
    ben.join()
    assert ada.run("look", user="BEN")["texts"] == ["ben", "", "member", "false"]
    assert "texts" not in ada.run("look", user="nobody")
    assert ada.run("may", user="ben", right="moderate", room="lobby")["texts"] == ["false"]
    end = int(time.time() * 1000) + 3_600_000
    assert ada.run("grant", user="ben", right="moderate", room="lobby", until=end)["ok"]
    assert ben.client.connected and "moderate" in ben.join()["rights"], "at once"
    assert ada.run("may", user="ben", right="moderate", room="lobby")["texts"] == ["true"]
    assert ada.run("take", user="ben", right="moderate", room="lobby")["ok"]
    ben.client.wait()
    ben.arrive()
    assert "moderate" not in ben.join()["rights"]
    assert ada.run("set-role", user="ben", room="lobby", text="owner")["ok"]
    assert ada.run("role", user="ben", room="lobby")["texts"] == ["owner"]
    log = house.do("audit", "list", "--json")
    assert '"actor":"ada"' in log.replace(" ", "") and "room.role" in log


def test_a_module_ends_sessions_and_accounts(house):
    ada, ben = house.enter("ada"), house.enter("ben")
    assert ada.run("end-sessions", user="ben")["sequence"] == 1
    ben.client.wait()
    ben.token = None
    assert ada.run("disable", user="ben")["ok"]
    assert ada.run("look", user="ben")["texts"][3] == "true"
    assert ada.run("enable", user="ben")["ok"]
    assert code_of(ada.run("disable", user="nobody")) == "not_found"


def test_a_module_serves_pages_for_whom_it_says(house):
    ada, mia = house.enter("ada"), house.enter("mia", role="moderator")
    root = f"{house.server.url}/modules/sampler"

    def call(method, path, person=None, **more):
        headers = {"Authorization": f"Bearer {person.token}"} if person else {}
        return requests.request(method, f"{root}/{path}", headers=headers, timeout=LIMIT, **more)

    page = call("GET", "")
    assert (page.status_code, page.text, page.headers["Content-Type"]) == (200, "<!doctype html>", "text/html")
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert call("POST", "echo/x%20y?q=z", ada, data="hello").text == "ada echo/x y z hello"
    assert call("POST", "echo/x", data="hello").status_code == 401
    assert call("POST", "echo/x", ada, data="x" * 65_537).status_code == 413
    assert call("GET", "tune", ada).status_code == 403
    assert call("GET", "tune", mia).text == "tuned"
    assert [call("GET", "ring?room=lobby", person).status_code for person in (ada, mia)] == [403, 200]
    for missing in ("ring", "ring?room=nowhere"):
        assert call("GET", missing, ada).status_code in (400, 403, 404), missing
    assert call("GET", "own", ada).text == "ada"
    ada.token, whole = narrowed(ada.token, "room = lobby"), ada.token
    assert call("GET", "own", ada).status_code == 403
    ada.token = whole
    odd = call("GET", "odd")
    assert (odd.headers["Content-Type"], odd.headers.get("x-odd")) == ("application/octet-stream", None)
    for path in ("nothing", "echo", "tune/"):
        assert call("GET", path, mia).status_code == 404, path
    house.do("module", "disable", "Sampler")
    assert call("GET", "").status_code == 404


def test_the_figures_of_the_server_and_its_modules_are_for_who_manages_it(house):
    ada, amy = house.enter("ada"), house.enter("amy", role="admin")
    ada.join()
    ada.post("hello")
    url = f"{house.server.url}/modules/sampler/echo/x"
    assert requests.post(url, data="12345", headers={"Authorization": f"Bearer {ada.token}"}, timeout=LIMIT).ok

    def figures(person):
        headers = {"Authorization": f"Bearer {person.token}"} if person else {}
        return requests.get(f"{house.server.url}/metrics", headers=headers, timeout=LIMIT)

    assert figures(None).status_code == 401
    assert figures(ada).status_code == 403
    end = time.monotonic() + LIMIT
    while True:
        text = figures(amy).text
        read = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
        if float(read.get("roost_module_sampler_beats_total", 0)) >= 3:
            break
        assert time.monotonic() < end, text
    assert float(read["roost_connections"]) == 2 and float(read["roost_rooms_in_use"]) == 1
    assert float(read["roost_messages_posted_total"]) == 1 and float(read["roost_memory_bytes"]) > 1e6
    assert 0 <= float(read["roost_event_loop_delay_seconds"]) < LIMIT
    assert float(read["roost_module_sampler_echoes_total"]) == 1
    assert float(read["roost_module_sampler_echoed_bytes"]) == 5
    assert float(read['roost_module_calls_total{module="Sampler"}']) >= 1
    assert "# TYPE roost_connections gauge" in text and "# TYPE roost_module_calls_total counter" in text


def test_requests_may_have_a_rate_that_a_reload_does_not_reset(house):
    ada, ben = house.enter("ada"), house.enter("ben")
    for _ in range(2):
        assert ada.ask("sampler:rare", {})["ok"]
    assert code_of(ada.ask("sampler:rare", {})) == "rate_limited"
    house.do("module", "reload", "Sampler")
    answer = ada.ask("sampler:rare", {})
    assert code_of(answer) == "rate_limited"
    assert 1000 < answer["error"]["retryAfter"] <= 1800, "one of two an hour is free after half of it"
    assert ben.ask("sampler:rare", {})["ok"]


def test_files_beside_the_module_are_served_and_nothing_else(house, tmp_path):
    web = tmp_path / "modules/Sampler.web"
    (web / "deep").mkdir(parents=True)
    (web / "page.css").write_text("body { color: red }")
    (web / "deep/index.html").write_text("<!doctype html><title>Deep</title>")
    (web / "picture.SVG").write_text("<svg/>")
    (web / "data.bin").write_bytes(b"\0\1")
    (web / ".hidden").write_text("hidden")
    (web / "large.txt").write_bytes(b"x" * (4 * 1024 * 1024 + 1))
    (tmp_path / "secret.txt").write_text("secret")
    (web / "link.txt").symlink_to(tmp_path / "secret.txt")
    (web / "link").symlink_to(tmp_path)

    def get(path):
        # Not `requests`, which takes the dots out of a path.
        connection = http.client.HTTPConnection("127.0.0.1", house.server.port, timeout=LIMIT)
        connection.request("GET", f"/modules/sampler/{path}")
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response, body

    types = {
        "page.css": "text/css; charset=utf-8", "deep/": "text/html; charset=utf-8",
        "deep/index.html": "text/html; charset=utf-8", "picture.SVG": "image/svg+xml",
        "data.bin": "application/octet-stream",
    }  # fmt: skip
    for path, expected in types.items():
        response, body = get(path)
        assert (response.status, response.headers["content-type"]) == (200, expected), path
        assert "default-src 'self'" in response.headers["content-security-policy"]
        assert response.headers["x-content-type-options"] == "nosniff"
    assert get("page.css")[1] == b"body { color: red }"
    assert get("")[1] == b"<!doctype html>", "what the module serves itself goes first"
    for path in (
        "../../secret.txt", "..%2f..%2fsecret.txt", "%2e%2e/%2e%2e/secret.txt", "deep/../../../secret.txt",
        "link.txt", "link/secret.txt", ".hidden", "deep//index.html", "deep", "nothing.css", "page.css%00.html",
        "//etc/passwd", "/etc/passwd",
    ):  # fmt: skip
        response, body = get(path)
        assert response.status in (400, 404) and b"secret" not in body and b"hidden" not in body, path
    assert get("large.txt")[0].status == 500
