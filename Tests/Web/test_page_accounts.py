"""Signing up, in and out on the page."""

import base64
import hashlib
import hmac
import json
import re
import struct
import time

import requests
from playwright.sync_api import expect
from test_page_private import begin
from test_page_rooms import link_to
from visitor import PASSWORD, REFUSED, SERVER_AWAY


def test_one_stays_signed_in_until_one_signs_out(server, new_visitor):
    ada = new_visitor(server).sign_up("Ada")
    expect(ada.page.locator("#me")).to_have_text("ada")
    ada.page.reload()
    ada.is_in_lobby()

    ada.page.get_by_role("button", name="Sign out").click()
    expect(ada.page.get_by_role("heading", name="Sign in")).to_be_visible()
    ada.page.reload()
    expect(ada.page.get_by_role("heading", name="Sign in")).to_be_visible()
    ada.sign_in("ada").is_in_lobby().sees("ada")


def test_signing_out_ends_the_other_tabs_too(server, new_visitor):
    ada = new_visitor(server).sign_up("ada")
    tab = ada.open_tab()
    tab.goto(server.url)
    expect(tab.get_by_role("heading", level=1)).to_have_text("Lobby")
    ada.page.get_by_role("button", name="Sign out").click()
    expect(tab.get_by_role("alert")).to_have_text("You signed out in another tab.")
    # As signing in lets them in; and whoever clears what the browser keeps is out everywhere.
    ada.sign_in("ada").is_in_lobby()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Lobby")
    tab.evaluate("localStorage.clear()")
    expect(ada.page.get_by_role("alert")).to_have_text("You signed out in another tab.")


def test_nothing_of_who_signs_out_is_left_for_who_comes_next(new_server, new_visitor, tmp_path):
    """Signed out without a connection, with a message on its way, a draft, and what only an administrator sees."""
    configuration = tmp_path / "roost.yaml"
    configuration.write_text("modules:\n  enabled: [History, Moderation, PrivateMessages]\n")
    server = new_server("--config", configuration)
    assert server.run("user", "add", "ben", stdin=f"{PASSWORD}\n").returncode == 0
    ada = new_visitor(server, tolerates=SERVER_AWAY)
    ada.page.goto(server.url)
    ada.page.get_by_role("button", name="Create an account").click()
    ada.fill_in("ada", PASSWORD)
    ada.page.get_by_role("button", name="Show password").click()
    ada.page.get_by_role("button", name="Create account").click()
    begin(ada.is_in_lobby(), "ben", "ben")
    link_to(ada, "Lobby").click()
    ada.is_in_lobby().say("/search owls")
    expect(ada.page.get_by_text("Nothing was found.")).to_be_visible()
    ada.page.keyboard.press("Escape")
    assert server.run("user", "role", "ada", "admin").returncode == 0
    for mine in ("Administration", "Moderation"):
        expect(ada.page.get_by_role("button", name=mine, exact=True)).to_be_visible()
    server.stop()
    expect(ada.connection).to_be_visible()
    ada.say("on its way")
    ada.draft.fill("half a thought")
    ada.page.get_by_role("button", name="Sign out").click()
    password = ada.page.get_by_label("Password", exact=True)
    expect(password).to_have_value("")
    expect(password).to_have_attribute("type", "password")
    assert ada.page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]") == []
    left = ada.page.locator("#chat").inner_html()
    assert [text for text in ("on its way", "owls", "ada") if text in left] == []
    assert ada.page.locator("#draft").input_value() == ""

    server.start()
    ada.page.keyboard.press("Control+k")
    ada.fill_in("ben", PASSWORD)
    ada.page.get_by_role("button", name="Sign in", exact=True).click()
    ben = ada.is_in_lobby().sees("ben").hears()
    expect(ben.draft).to_have_value("")
    expect(ben.page.locator("#sidebar h2")).to_have_text(["Rooms", "Private messages"])
    expect(ben.page.get_by_role("button", name="Moderation", exact=True)).to_have_count(0)
    ben.page.get_by_role("button", name="Search messages").click()
    expect(ben.page.get_by_role("searchbox")).to_have_value("")


def test_a_session_that_ended_asks_to_sign_in_again(server, new_visitor):
    ada = new_visitor(server).sign_up("ada")
    ada.page.evaluate(
        """() => {
            const session = JSON.parse(localStorage.getItem("roost.session"));
            localStorage.setItem("roost.session", JSON.stringify({ ...session, token: "ended" }));
        }"""
    )
    ada.page.reload()
    expect(ada.page.get_by_role("alert")).to_have_text("Your session has ended. Sign in again.")
    assert ada.page.evaluate("localStorage.getItem('roost.session')") is None


def test_an_account_that_is_disabled_is_told_why(server, new_visitor):
    ada = new_visitor(server).sign_up("ada")
    assert server.run("user", "disable", "ada").returncode == 0
    expect(ada.page.get_by_role("alert")).to_have_text("This account was disabled. Ask an administrator.")


def test_a_session_ended_from_elsewhere_asks_to_sign_in_again(server, new_visitor):
    ada = new_visitor(server).sign_up("ada")
    ada.page.get_by_role("button", name="Settings").click()
    expect(ada.page.get_by_role("dialog")).to_be_visible()
    other = json.dumps({"token": "another's", "name": "ben", "role": "member"})
    ada.page.evaluate("other => localStorage.setItem('roost.session', other)", other)
    assert server.run("session", "end", "ada", "--all").returncode == 0
    expect(ada.page.get_by_role("alert")).to_have_text("Your session has ended. Sign in again.")
    expect(ada.page.get_by_role("dialog")).to_have_count(0)
    # Another tab may have signed in as somebody else.
    assert ada.page.evaluate("localStorage.getItem('roost.session')") == other


def test_another_role_leaves_the_page_where_it_is(server, new_visitor):
    ada, ben = new_visitor(server).sign_up("ada"), new_visitor(server).sign_up("ben")
    ada.say("before")
    ben.hears("before").sees("ada", "ben")
    assert server.run("user", "role", "ada", "admin").returncode == 0
    ada.sees("ada", "ben").say("after")
    ben.hears("before", "after")


def test_the_setup_link_makes_the_administrator(server, new_visitor):
    token = re.findall(r"/#setup=([\w-]+)", server.output)[-1]
    ada = new_visitor(server)
    ada.page.goto(f"{server.url}/#setup={token}")
    expect(ada.page.get_by_text("You will be the administrator.")).to_be_visible()
    ada.fill_in("ada", PASSWORD)
    ada.page.get_by_role("button", name="Create account").click()
    ada.is_in_lobby()
    assert "#" not in ada.page.url
    users = server.run("user", "list", "--json").stdout
    assert '"admin"' in users


def test_a_setup_link_that_was_used_turns_into_the_usual_form(server, new_visitor):
    ada = new_visitor(server, tolerates=REFUSED)
    ada.page.goto(f"{server.url}/#setup=guessed")
    ada.fill_in("ada", PASSWORD)
    ada.page.get_by_role("button", name="Create account").click()
    expect(ada.page.get_by_role("alert")).to_have_text(re.compile("no longer valid"))
    expect(ada.page.get_by_role("heading", name="Create an account")).to_be_visible()
    ada.page.get_by_role("button", name="Create account").click()
    ada.is_in_lobby()


def test_refusals_are_told_in_words(server, new_visitor):
    new_visitor(server).sign_up("ada")
    ben = new_visitor(server, tolerates=REFUSED)
    alert = ben.page.get_by_role("alert")

    ben.sign_in("ada", "wrong password")
    expect(alert).to_have_text(re.compile(r"\w"))
    expect(ben.page.get_by_label("Password", exact=True)).to_be_focused()
    wrong = alert.inner_text()
    ben.sign_in("nobody", "wrong password")
    expect(alert).to_have_text(wrong)

    ben.page.get_by_role("button", name="Create an account").click()
    expect(alert).to_be_hidden()
    create = ben.page.get_by_role("button", name="Create account")
    for name, password, field in [("ada", PASSWORD, "Name"), ("b n", PASSWORD, "Name"), ("ben", "short", "Password")]:
        ben.fill_in(name, password)
        create.click()
        expect(alert).to_be_visible()
        expect(ben.page.get_by_label(field, exact=True)).to_have_attribute("aria-invalid", "true")
        expect(create).to_be_enabled()
    ben.fill_in("ben", PASSWORD)
    create.click()
    ben.is_in_lobby()


def test_the_code_of_a_second_factor_is_asked_for(server, new_visitor):
    new_visitor(server).sign_up("ada")
    recovery = turn_second_factor_on(server, "ada")
    ada = new_visitor(server, tolerates=REFUSED)
    ada.page.goto(server.url)
    code = ada.page.get_by_label("Code", exact=True)
    expect(code).to_be_hidden()
    ada.sign_in("ada")
    expect(code).to_be_focused()
    code.fill("wrong")
    code.press("Enter")
    expect(code).to_have_attribute("aria-invalid", "true")
    code.fill(recovery)
    code.press("Enter")
    ada.is_in_lobby()
    # It was for once.
    ada.page.get_by_role("button", name="Sign out").click()
    expect(code).to_be_hidden()
    expect(code).to_have_value("")


def turn_second_factor_on(server, name):
    """Answers a recovery code."""

    def ask(method, path, token=None, **body):
        headers = {"Authorization": f"Bearer {token}"}
        answer = requests.request(method, f"{server.url}/api/v1/{path}", json=body, headers=headers, timeout=10)
        assert answer.ok, answer.text
        return answer.json()

    token = ask("POST", "sessions", name=name, password=PASSWORD)["token"]
    key = base64.b32decode(ask("POST", "me/second-factor", token, password=PASSWORD)["secret"])
    tag = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    code = (struct.unpack_from(">I", tag, tag[-1] & 15)[0] & 0x7FFFFFFF) % 1_000_000
    return ask("POST", "me/second-factor/confirm", token, code=f"{code:06}")["recoveryCodes"][0]


def test_the_form_works_from_the_keyboard(server, new_visitor):
    ada = new_visitor(server)
    ada.page.goto(server.url)
    ada.page.get_by_role("button", name="Create an account").press("Enter")
    expect(ada.page.get_by_label("Name", exact=True)).to_be_focused()
    ada.page.keyboard.type("ada")
    ada.page.keyboard.press("Tab")
    ada.page.keyboard.type(PASSWORD)
    reveal = ada.page.get_by_role("button", name="Show password")
    expect(ada.page.get_by_label("Password", exact=True)).to_have_attribute("type", "password")
    expect(ada.page.get_by_label("Password", exact=True)).to_have_attribute("autocomplete", "new-password")
    reveal.press("Enter")
    expect(ada.page.get_by_label("Password", exact=True)).to_have_attribute("type", "text")
    # Who presses twice makes one account.
    ada.page.locator("#sign-in-form").evaluate("form => { form.requestSubmit(); form.requestSubmit(); }")
    ada.is_in_lobby()
