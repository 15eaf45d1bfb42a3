"""How the page looks and what it is allowed to do: sizes, themes, names for screen readers, security headers."""

import pytest
import requests
from playwright.sync_api import expect
from visitor import SERVER_AWAY

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
            .filter((one) => !(one.ariaLabel || one.alt || one.labels?.length || one.textContent.trim()))
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
    said = []
    for visitor, text in [
        (ada, "Good morning! The nest camera is back online."),
        (ada, "Same address as before."),
        (ben, "Lovely. I saw two of them at dawn, on the branch right under the window."),
        (cleo, "Hi both. I am new here: can I read what was said before I came?"),
        (ben, "Just scroll up. Everything in the lobby is kept."),
        (ada, "Welcome, Cleo! Three things to know:\n1. Enter sends\n2. Shift+Enter begins a new line\n3. be kind"),
        (cleo, "Thank you. It works nicely on my phone as well."),
    ]:
        visitor.say(text)
        said.append(text)
        ada.hears(*said)
    ada.sees("ada", "ben", "cleo")
    ada.page.mouse.move(0, 0)
    picture(ada, f"chat-{name}")

    server.stop()
    expect(ada.connection).to_contain_text("Next try")
    ada.say("Is anybody there?")
    expect(ada.log.get_by_text("Sending…")).to_be_visible()
    picture(ada, f"offline-{name}")
