"""How the page looks and what it is allowed to do: sizes, themes, names for screen readers, security headers."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from test_page_messages import tool
from visitor import SERVER_AWAY

WEB = Path(__file__).resolve().parents[2] / "Web"
PHONE = {"width": 390, "height": 780}
DESKTOP = {"width": 1100, "height": 720}


def test_the_page_may_load_only_what_the_server_has(server):
    answer = requests.get(server.url, timeout=10)
    assert answer.headers["Content-Type"].startswith("text/html")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_on_a_phone_the_members_are_one_tap_away(server, new_visitor):
    new_visitor(server).sign_up("ben")
    ada = new_visitor(server, viewport=PHONE).sign_up("ada")
    panel = ada.page.get_by_role("complementary", name="Here now")
    expect(panel).to_be_hidden()
    toggle = ada.page.get_by_role("button", name="2 here")
    toggle.click()
    expect(panel).to_be_visible()
    ada.sees("ada", "ben")
    ada.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(toggle).to_be_focused()
    toggle.click()
    ada.page.mouse.click(10, 400)
    expect(panel).to_be_hidden()
    assert ada.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_first_load_is_small(server, new_visitor):
    """All that a visitor or a member loads until the page can be used, as it is on the disk: under 150 KB."""
    sizes = {}
    ada = new_visitor(server)
    ada.page.on("response", lambda answer: sizes.update({answer.url: size_of(answer.url)}))
    ada.page.goto(server.url)
    expect(ada.page.get_by_role("heading", name="Sign in")).to_be_visible()
    check_size(sizes)
    ada.sign_up("ada")
    # The pointer over a message would bring its buttons.
    ada.page.mouse.move(0, 0)
    ada.say("**hello** there, see https://example.org")
    expect(ada.log.locator(".sent")).to_have_count(1)
    ada.page.goto("about:blank")
    sizes.clear()
    ada.page.goto(server.url)
    ada.is_in_lobby()
    expect(ada.texts).to_have_count(1)
    check_size(sizes)


def size_of(url):
    path = urlsplit(url).path.lstrip("/") or "index.html"
    file = WEB / path
    return file.stat().st_size if file.is_file() else 0


def check_size(sizes):
    assert sum(sizes.values()) > 20_000
    assert sum(sizes.values()) < 150 * 1024, sorted(sizes.items(), key=lambda file: -file[1])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_rules_for_access_hold(server, new_visitor, theme):
    """axe-core finds nothing to complain of: names, roles, contrast, structure."""
    ada = new_visitor(server, color_scheme=theme)
    ada.page.goto(server.url)
    expect(ada.page.get_by_role("heading", name="Sign in")).to_be_visible()
    check_access(ada.page)
    ada.sign_up("ada")
    ben = new_visitor(server).sign_up("ben")
    ada.say("**Good** morning @ben, see https://example.org and `code`\n> quoted\n- item")
    expect(ben.texts).to_have_count(1)
    ben.say("hello @ada\n```\nlet x = 1\n```")
    expect(ada.texts).to_have_count(2)
    ada.texts.last.hover()
    check_access(ada.page)
    ada.draft.press_sequentially("@b")
    expect(ada.page.get_by_role("option")).to_have_count(1)
    check_access(ada.page)
    ada.draft.fill("")
    ada.page.get_by_role("button", name="Settings").click()
    settings = ada.page.get_by_role("dialog", name="Settings")
    expect(settings).to_be_visible()
    for tab in settings.get_by_role("tab").all():
        tab.click()
        check_access(ada.page)
    ada.page.keyboard.press("Escape")
    for keys, title in [("Control+k", "Jump to"), ("?", "Help")]:
        ada.log.focus()
        ada.page.keyboard.press(keys)
        expect(ada.page.get_by_role("dialog", name=title)).to_be_visible()
        check_access(ada.page)
        ada.page.keyboard.press("Escape")
    ada.page.get_by_role("button", name="Browse rooms").click()
    expect(ada.page.get_by_role("button", name="Open Lobby")).to_be_visible()
    check_access(ada.page)


def check_access(page):
    # Addresses of rooms and messages begin with # as those of places in a page do, which that rule looks for.
    options = {"resultTypes": ["violations"], "rules": {"skip-link": {"enabled": False}}}
    found = Axe().run(page, options=options).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found] == []


def test_the_keyboard_goes_through_the_page_in_its_order(server, new_visitor):
    ada = new_visitor(server).sign_up("ada")
    ada.page.locator("body").evaluate("body => (document.activeElement.blur(), body.focus())")
    seen = []
    for _ in range(16):
        ada.page.keyboard.press("Tab")
        seen.append(ada.page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))
    order = ["sign-out", "members-toggle", "log", "draft"]
    assert [place for place in seen if place in order] == order


@pytest.mark.parametrize(("platform", "key"), [("MacIntel", "⌘"), ("Linux x86_64", "Ctrl")])
def test_keys_are_called_as_on_the_keyboard(server, new_visitor, platform, key):
    ada = new_visitor(server)
    ada.page.add_init_script(f"Object.defineProperty(Navigator.prototype, 'platform', {{get: () => '{platform}'}})")
    ada.sign_up("ada")
    expect(ada.page.get_by_role("button", name="Jump to")).to_have_text(f"Jump to…{key} K")
    ada.log.focus()
    ada.page.keyboard.press("?")
    expect(ada.page.get_by_role("dialog", name="Help").locator("dt").first).to_have_text(re.compile(f"^{key} ?K$"))


def test_everything_that_can_be_used_has_a_name(server, new_visitor):
    ada = new_visitor(server)
    ada.page.goto(server.url)
    check_names(ada.page)
    ada.sign_up("ada")
    check_names(ada.page)
    assert ada.page.locator("html").get_attribute("lang") == "en"
    expect(ada.page.get_by_role("main")).to_have_count(1)


def check_names(page):
    nameless = page.locator("button:visible, input:visible, textarea:visible, img:visible").evaluate_all(
        """all => all
            .filter((one) => !(one.ariaLabel || one.hasAttribute('alt') || one.labels?.length || one.textContent.trim()))
            .map((one) => one.outerHTML)"""
    )
    assert nameless == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_pictures(server, new_visitor, picture, theme, size):
    """Takes the pictures for docs/; without ROOST_SCREENSHOTS it only walks through the views."""
    name = f"{'phone' if size is PHONE else 'desktop'}-{theme}"
    ada = new_visitor(server, tolerates=SERVER_AWAY, viewport=size, color_scheme=theme)
    ada.page.goto(f"{server.url}/#setup=token")
    expect(ada.page.get_by_role("heading", name="Set up this server")).to_be_visible()
    picture(ada, f"set-up-{name}")
    ada.page.goto("about:blank")
    ada.sign_up("ada")
    picture(ada, f"empty-{name}")

    ben = new_visitor(server, tolerates=SERVER_AWAY).sign_up("ben")
    cleo = new_visitor(server, tolerates=SERVER_AWAY).sign_up("cleo")
    talk = [
        (ada, "Good morning! The **nest camera** is back online."),
        (ada, "Same address as before: https://roost.example/nest"),
        (ben, "Lovely. I saw two of them at dawn, on the branch right under the window."),
        (cleo, "Hi both. I am new here: can I read what was said before I came?"),
        (ben, "Just scroll up. Everything in the lobby is kept."),
        (ada, "Welcome, @cleo! Three things to know:\n1. `Enter` sends\n2. `Shift+Enter` begins a *new line*\n3. be kind"),
        (cleo, "> be kind\n\nGladly. It works nicely on my phone as well."),
    ]
    for count, (visitor, text) in enumerate(talk, start=1):
        visitor.say(text)
        expect(ada.texts).to_have_count(count)
    ada.sees("ada", "ben", "cleo")
    tool(ben, "Hi both. I am new here: can I read what was said before I came?", "Reply")
    ben.say("You can answer one of them, too.")
    expect(ada.texts).to_have_count(len(talk) + 1)
    ben.writes("By the way", ada)
    ada.page.mouse.move(0, 0)
    picture(ada, f"chat-{name}")
    ada.texts.nth(3).click()
    picture(ada, f"tools-{name}")
    if size is PHONE:
        ada.page.get_by_role("button", name="Rooms", exact=True).click()
        picture(ada, f"rooms-{name}")
    ada.page.get_by_role("button", name="Settings").click()
    ada.page.get_by_role("tab", name="Devices").click()
    expect(ada.page.get_by_text("(this one)")).to_be_visible()
    picture(ada, f"settings-{name}")
    ada.page.keyboard.press("Escape")
    ada.page.keyboard.press("Control+k")
    expect(ada.page.get_by_role("option")).to_have_count(1)
    picture(ada, f"switcher-{name}")
    ada.page.keyboard.press("Escape")

    server.stop()
    expect(ada.connection).to_contain_text("Next try")
    ada.say("Is anybody there?")
    expect(ada.log.get_by_text("Sending…")).to_be_visible()
    picture(ada, f"offline-{name}")
