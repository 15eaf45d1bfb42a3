"""Signing in where somebody guesses, with a second factor, and all at once."""

import base64
import hashlib
import hmac
import json
import re
import struct
import threading
import time

import pytest
import requests
from person import LIMIT, PASSWORD, post, sign_in, sign_up

# Sign-ins that come from somewhere else each: the server believes this machine about addresses.
BEHIND_PROXY = "trusted-proxies: [127.0.0.1]\n"


@pytest.fixture
def proxied_server(new_server, tmp_path):
    settings = tmp_path / "roost.yaml"
    settings.write_text(BEHIND_PROXY)
    return new_server("--config", settings)


def sign_in_from(server, address, name, password=PASSWORD):
    body = {"name": name, "password": password}
    headers = {"X-Forwarded-For": address}
    return requests.post(f"{server.url}/api/v1/sessions", json=body, headers=headers, timeout=LIMIT)


def ask(server, token, method, path, body=None):
    headers = {"Authorization": f"Bearer {token}"}
    return requests.request(method, f"{server.url}/api/v1/{path}", json=body, headers=headers, timeout=LIMIT)


def code_of(response):
    return response.json()["error"]["code"]


def test_guessing_is_slowed_down_and_waiting_helps(server):
    sign_up(server.url, "ada")
    for _ in range(5):
        assert sign_in(server.url, "ada", "wrong password").status_code == 401
    refused = sign_in(server.url, "ada")
    assert refused.status_code == 429
    error = refused.json()["error"]
    assert (error["code"], error["retryable"]) == ("slow_down", True)
    assert refused.headers["Retry-After"] == str(error["retryAfter"]) == "1"
    end = time.monotonic() + LIMIT
    while (answer := sign_in(server.url, "ada")).status_code == 429:
        assert time.monotonic() < end
        time.sleep(answer.json()["error"]["retryAfter"])
    assert answer.status_code == 201


def test_strangers_do_not_keep_an_owner_out(proxied_server):
    sign_up(proxied_server.url, "ada")
    assert sign_in_from(proxied_server, "203.0.113.7", "ada").status_code == 201
    answers = [sign_in_from(proxied_server, f"192.0.2.{n}", "ada", "wrong password").status_code for n in range(15)]
    assert answers[:10] == [401] * 10 and 429 in answers
    assert sign_in_from(proxied_server, "203.0.113.7", "ada").status_code == 201
    proxied_server.restart()
    answers = [sign_in_from(proxied_server, f"192.0.2.{n}", "ada", "wrong password").status_code for n in range(15)]
    assert 429 in answers
    assert sign_in_from(proxied_server, "6.6.6.6, 203.0.113.7", "ada").status_code == 201


def test_nobody_chooses_their_own_address(server):
    sign_up(server.url, "ada")
    codes = [sign_in_from(server, f"192.0.2.{n}", "ada", "wrong password").status_code for n in range(6)]
    assert codes == [401] * 5 + [429]


def app_code(secret, later=0):
    """What an authenticator app shows: RFC 6238."""
    key = base64.b32decode(secret)
    tag = hmac.new(key, struct.pack(">Q", int(time.time()) // 30 + later), hashlib.sha1).digest()
    number = struct.unpack_from(">I", tag, tag[-1] & 15)[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def with_second_factor(server, name):
    """Turns it on; the secret, and the recovery codes."""
    sign_up(server.url, name)
    token = sign_in(server.url, name).json()["token"]
    begun = ask(server, token, "POST", "me/second-factor", {"password": PASSWORD})
    assert begun.status_code == 201
    secret = begun.json()["secret"]
    assert begun.json()["uri"].startswith(f"otpauth://totp/Roost:{name}?secret={secret}&")
    # The code before this one counts, too, which leaves the one of now for signing in.
    confirmed = ask(server, token, "POST", "me/second-factor/confirm", {"code": app_code(secret, -1)})
    assert confirmed.status_code == 200, confirmed.text
    return token, secret, confirmed.json()["recoveryCodes"]


def sign_in_with(server, name, code):
    return post(server.url, "sessions", {"name": name, "password": PASSWORD, "code": code})


def test_a_second_factor_is_asked_for_and_each_code_counts_once(server):
    token, secret, recovery = with_second_factor(server, "ada")
    assert ask(server, token, "GET", "me").json()["secondFactor"] is True
    asked = sign_in(server.url, "ada")
    assert (asked.status_code, code_of(asked)) == (401, "second_factor_required")
    code = app_code(secret, 1)
    assert sign_in_with(server, "ada", code).status_code == 201
    again = sign_in_with(server, "ada", code)
    assert (again.status_code, code_of(again)) == (401, "wrong_code")
    assert sign_in_with(server, "ada", recovery[0]).status_code == 201
    assert code_of(sign_in_with(server, "ada", recovery[0])) == "wrong_code"
    on = ask(server, token, "POST", "me/second-factor", {"password": PASSWORD})
    assert (on.status_code, code_of(on)) == (409, "second_factor_on")

    body = {"password": PASSWORD, "code": recovery[1]}
    assert ask(server, token, "DELETE", "me/second-factor", body).status_code == 204
    assert sign_in(server.url, "ada").status_code == 201


def test_an_administrator_removes_a_second_factor(server):
    with_second_factor(server, "ada")
    removed = server.run("user", "second-factor", "remove", "ada")
    assert removed.returncode == 0, removed.stderr
    assert sign_in(server.url, "ada").status_code == 201
    again = server.run("user", "second-factor", "remove", "ada")
    assert again.returncode != 0 and len(again.stderr.splitlines()) == 1


def test_no_secret_of_a_second_factor_is_told_again(server):
    token, secret, recovery = with_second_factor(server, "ada")
    told = ask(server, token, "GET", "me").text + sign_in(server.url, "ada").text + server.output
    assert not any(text in told for text in [secret, *recovery])


def test_a_display_name_is_set_and_taken_away(server):
    sign_up(server.url, "ada")
    token = sign_in(server.url, "ada").json()["token"]
    assert "displayName" not in ask(server, token, "GET", "me").json()
    assert ask(server, token, "PATCH", "me", {"displayName": " Ада Л. "}).json()["displayName"] == "Ада Л."
    assert ask(server, token, "GET", "me").json()["displayName"] == "Ада Л."
    for name in ["", "a\u202eb", "x" * 65]:
        assert code_of(ask(server, token, "PATCH", "me", {"displayName": name})) == "bad_display_name"
    for body in [{}, {"displayName": 7}, []]:
        assert code_of(ask(server, token, "PATCH", "me", body)) == "bad_request"
    assert "displayName" not in ask(server, token, "PATCH", "me", {"displayName": None}).json()
    assert code_of(ask(server, "none", "PATCH", "me", {"displayName": None})) == "unauthorized"


@pytest.mark.parametrize("name", ["admin", "R00t", "roost", "everyone", "here"])
def test_a_name_that_speaks_for_others_is_reserved(url, name):
    answer = sign_up(url, name)
    assert (answer.status_code, code_of(answer)) == (400, "bad_name")


def test_a_name_that_looks_like_another_is_taken(server):
    assert sign_up(server.url, "bob").status_code == 201
    assert code_of(sign_up(server.url, "b0b")) == "name_taken"
    assert sign_up(server.url, "Ａｄａ").json()["user"]["name"] == "ada"


def memory(server, field):
    """Of the server's process, in KiB."""
    with open(f"/proc/{server.process.pid}/status") as status:
        return int(re.search(rf"{field}:\s+(\d+) kB", status.read())[1])


def test_200_sign_ins_at_once_all_end_well_within_the_memory_for_hashes(new_server, tmp_path):
    settings = tmp_path / "roost.yaml"
    settings.write_text("passwords:\n  threads: 2\n")
    server = new_server("--config", settings)
    names = [f"person{n}" for n in range(10)]
    for name in names:
        assert sign_up(server.url, name).status_code == 201
    before = memory(server, "VmRSS")
    # Forgets the peak so far.
    with open(f"/proc/{server.process.pid}/clear_refs", "w") as peak:
        peak.write("5")
    outcomes = []

    def try_to_enter(name):
        # The queue of hashes is as slow as the machine.
        body = {"name": name, "password": PASSWORD}
        return requests.post(f"{server.url}/api/v1/sessions", json=body, timeout=12 * LIMIT)

    def enter(name):
        refusals = 0
        while (answer := try_to_enter(name)).status_code != 201:
            error = answer.json()["error"]
            if not error["retryable"] or refusals > 100:
                outcomes.append((answer.status_code, error))
                return
            refusals += 1
            time.sleep(error["retryAfter"])
        outcomes.append((201, None))

    people = [threading.Thread(target=enter, args=[names[n % 10]]) for n in range(200)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert outcomes == [(201, None)] * 200
    # Two hashes at once, and what 200 connections take: about 100 KiB each in a debug build. All at once would be GiBs.
    taken = memory(server, "VmHWM") - before
    assert taken < 2 * 19456 + 200 * 150


def findings(server, *options):
    result = server.run("doctor", "--json", *options)
    return result.returncode, {finding["check"]: finding for finding in map(json.loads, result.stdout.splitlines())}


def test_the_doctor_finds_a_sound_server_and_proposes_a_cost(new_server, tmp_path):
    settings = tmp_path / "roost.yaml"
    server = new_server()
    settings.write_text(f"port: {server.port}\n")
    code, found = findings(server, "--config", settings)
    assert code == 0, found
    assert {"configuration", "data folder", "disk space", "port", "modules", "descriptors"} <= set(found)
    assert found["data folder"]["verdict"] == "ok"
    assert found["port"]["verdict"] == "warning", "this server has it"
    assert re.search(r"\d+ KiB and \d+ passes take \d+ ms", found["password cost"]["text"])
    assert "data folder" in server.run("doctor", "--config", settings).stdout


def test_the_doctor_names_what_is_wrong(server, tmp_path):
    (server.data / "roost.sqlite").chmod(0o644)
    code, found = findings(server)
    assert (code, found["database"]["verdict"]) == (1, "problem")
    settings = tmp_path / "roost.yaml"
    settings.write_text("port: many\n")
    code, found = findings(server, "--config", settings)
    assert (code, found["configuration"]["verdict"]) == (1, "problem")
    assert list(found) == ["configuration"]
