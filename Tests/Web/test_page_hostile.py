"""Text that means harm is text in every view, on a phone's screen and in both themes: no markup, nothing wider than the screen.

Each view is looked at by axe-core as well.
"""

import re

import pytest
from playwright.sync_api import expect
from test_page_messages import tool
from test_page_private import begin
from test_page_rooms import make_room
from test_page_views import PHONE, check_access

MARKUP = '<img src=x onerror="alert(1)">'
# Markup, the other direction of writing, characters without width, and no place to break a line.
HOSTILE = f"\u202e{MARKUP}\u200b\u2066[x](javascript:alert(1))" + "W" * 60
NAME = "<b>" + "W" * 50

# What is wider than there is room for; the tabs of a dialog and blocks of code scroll by themselves.
TOO_WIDE = """() => [document.documentElement, ...document.querySelectorAll(
        "#log, .sidebar-lists, #members-panel, .bar, .composer, dialog[open], dialog[open] .dialog-body, .line, .menu, .notice-bar")]
    .filter((part) => part.checkVisibility() && part.scrollWidth > part.clientWidth + 1)
    .map((part) => `${part.className || part.id || part.tagName}: ${part.scrollWidth} > ${part.clientWidth}`)"""


def check(visitor):
    page = visitor.page
    expect(page.locator('dialog [aria-busy="true"]')).to_have_count(0)
    assert page.evaluate(TOO_WIDE) == []
    assert page.locator("img[src='x'], [onerror], a[href^='javascript' i]").count() == 0
    check_access(page)


@pytest.fixture
def house(new_server, tmp_path):
    configuration = tmp_path / "roost.yaml"
    configuration.write_text("modules:\n  enabled: [History, PrivateMessages, Moderation, Dashboard, TicTacToe]\n")
    return new_server("--config", configuration)


@pytest.fixture(params=["light", "dark"])
def ada(request, house, new_visitor):
    """Who administers the server, with a phone."""
    visitor = new_visitor(house, viewport=PHONE, color_scheme=request.param).sign_up("ada")
    assert house.run("user", "role", "ada", "admin").returncode == 0
    expect(visitor.page.get_by_role("button", name="Moderation", exact=True)).to_be_visible()
    return visitor


@pytest.fixture
def ben(house, new_visitor):
    """Who means harm, by a name as long as names may be."""
    visitor = new_visitor(house).sign_up("b" * 32)
    visitor.page.get_by_role("button", name="Settings").click()
    visitor.page.get_by_label("Display name").fill(NAME)
    visitor.page.get_by_role("button", name="Save").first.click()
    visitor.page.keyboard.press("Escape")
    expect(visitor.page.locator("#me")).to_have_text(NAME)
    return visitor


def drawer(visitor):
    visitor.page.get_by_role("button", name="Rooms", exact=True).click()
    return visitor.page.locator("#sidebar")


def closes(visitor, dialog):
    """The dialog closes with Escape, and the keyboard is in no place that is gone."""
    visitor.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    # A browser tells of the end of a dialog with the next frame.
    visitor.page.wait_for_function("() => document.activeElement !== document.body")


def every_tab(visitor, dialog):
    expect(dialog).to_be_visible()
    for tab in dialog.get_by_role("tab").all():
        tab.click()
        check(visitor)


def test_in_rooms_and_messages(ada, ben):
    make_room(ben, "n" * 64, HOSTILE[:128])
    ben.page.get_by_role("button", name="About this room").click()
    ben.page.get_by_role("tab", name="Room").click()
    ben.page.get_by_label("Topic").fill(HOSTILE * 3)
    ben.page.get_by_role("button", name="Save").click()
    ben.page.keyboard.press("Escape")
    ada.page.evaluate("name => (location.hash = `#room=${name}`)", "n" * 64)
    ada.is_in(HOSTILE[:128])
    word = "W" * 8000
    for text in (HOSTILE, word, f"> {word[:500]}\n- {word[:500]}\n```\n{word[:500]}\n```", "[x](javascript:alert(1)) JaVaScRiPt:alert(1)"):
        ben.say(text)
    expect(ada.texts).to_have_count(4)
    tool(ben, HOSTILE, "Reply")
    ben.say("an answer")
    expect(ada.texts).to_have_count(5)
    check(ada)
    # What is pasted and too long is said, and stays in the box.
    ada.draft.fill("W" * 65_536)
    expect(ada.page.get_by_text("Too long by 57344 bytes")).to_be_visible()
    check(ada)
    ada.draft.fill("")
    ada.page.get_by_role("button", name="here").click()
    check(ada)
    ada.page.keyboard.press("Escape")
    drawer(ada)
    check(ada)
    ada.page.get_by_role("button", name="Browse rooms").click()
    browser = ada.page.get_by_role("dialog", name="Rooms")
    expect(browser.get_by_role("listitem")).to_have_count(2)
    check(ada)
    closes(ada, browser)
    ada.page.get_by_role("button", name="About this room").click()
    about = ada.page.get_by_role("dialog", name=HOSTILE[:128])
    every_tab(ada, about)
    closes(ada, about)
    ada.page.keyboard.press("Control+k")
    expect(ada.page.get_by_role("dialog").get_by_role("option")).to_have_count(2)
    check(ada)
    closes(ada, ada.page.get_by_role("dialog", name="Jump to"))


def test_in_search(ada, ben):
    word = "W" * 2000
    for text in (f"owl {HOSTILE}", f"owl {word}"):
        ben.say(text)
    expect(ada.texts).to_have_count(2)
    ada.page.get_by_role("button", name="Search messages").click()
    ada.page.get_by_role("searchbox").fill("owl")
    ada.page.get_by_role("searchbox").press("Enter")
    expect(ada.page.locator(".result")).to_have_count(2)
    check(ada)
    ada.page.get_by_role("searchbox").fill(HOSTILE)
    ada.page.get_by_role("searchbox").press("Enter")
    expect(ada.page.get_by_role("status").filter(has_text=re.compile("message|Nothing|did not"))).to_be_visible()
    check(ada)
    closes(ada, ada.page.get_by_role("dialog", name="Search"))


def test_in_private_messages(ada, ben):
    begin(ben, "ada", "ada").say(HOSTILE)
    sidebar = drawer(ada)
    expect(sidebar.get_by_text("1 unread")).to_be_attached()
    check(ada)
    sidebar.get_by_role("link", name=NAME).click()
    ada.is_in(NAME).hears(HOSTILE)
    ada.say("W" * 3000)
    check(ada)
    ada.page.get_by_role("button", name="About this room").click()
    about = ada.page.get_by_role("dialog", name=NAME)
    expect(about.get_by_role("button", name="Block")).to_be_visible()
    check(ada)
    about.get_by_role("button", name="Block").click()
    check(ada)
    confirmed = ada.page.get_by_role("dialog", name="Block")
    confirmed.get_by_role("button", name="Block", exact=True).click()
    expect(about.get_by_role("button", name="Unblock")).to_be_visible()
    closes(ada, about)
    ada.message(HOSTILE).click()
    ada.page.get_by_role("button", name="Report", exact=True).click()
    form = ada.page.get_by_role("dialog", name="Report the message")
    form.get_by_label("What is wrong with it?").fill(HOSTILE * 3)
    check(ada)
    form.get_by_role("button", name="Report").click()
    ada.page.get_by_role("button", name="Look at it").click()
    desk = ada.page.get_by_role("dialog", name="Moderation of the server")
    expect(desk.get_by_role("list", name="Reports of private messages").locator("blockquote")).to_have_text(HOSTILE)
    check(ada)
    desk.get_by_role("button", name="Resolve private report 1").click()
    check(ada)
    ada.page.get_by_label("What came of it").fill(HOSTILE * 3)
    ada.page.get_by_role("button", name="Resolve", exact=True).click()
    desk.get_by_label("Which of them").select_option("Done")
    expect(desk.get_by_text("Outcome:")).to_be_visible()
    check(ada)
    closes(ada, desk)
    drawer(ada).get_by_role("button", name="New private message").click()
    check(ada)
    closes(ada, ada.page.get_by_role("dialog", name="New private message"))


def test_in_moderation(ada, ben):
    ben.say(HOSTILE)
    expect(ada.texts).to_have_count(1)
    ada.message(HOSTILE).click()
    more = ada.page.get_by_role("button", name="More", exact=True)
    more.click()
    expect(ada.page.get_by_role("menuitem").first).to_be_focused()
    check(ada)
    ada.page.keyboard.press("Escape")
    expect(more).to_be_focused()
    for label, submit in (("Report", "Report"), ("Warn", "Warn"), ("Note", "Keep the note"), ("Mute", "Mute")):
        ada.message(HOSTILE).click()
        more.click()
        ada.page.get_by_role("menuitem", name=label).first.click()
        form = ada.page.get_by_role("dialog")
        form.get_by_role("textbox").first.fill(HOSTILE * 4)
        check(ada)
        form.get_by_role("button", name=submit, exact=True).click()
        expect(form).to_have_count(0)
        if label == "Warn":
            expect(ben.page.get_by_text("A moderator warns you:")).to_be_visible()
            assert ben.page.evaluate(TOO_WIDE) == []
    for opener, title in (("Moderation", "Moderation of Lobby"), ("Server moderation", "Moderation of the server")):
        if opener == "Server moderation":
            drawer(ada)
        ada.page.get_by_role("button", name=opener, exact=True).click()
        desk = ada.page.get_by_role("dialog", name=title)
        desk.get_by_role("tab", name="Filters").click()
        desk.get_by_label("One on each line").fill(f"{MARKUP}\u202e\n{'W' * 64}")
        desk.get_by_role("button", name="Add", exact=True).click()
        expect(desk.get_by_role("list", name="Filters").get_by_role("listitem")).to_have_count(2)
        every_tab(ada, desk)
        closes(ada, desk)


def test_in_administration(ada, ben, house):
    assert house.run("room", "create", "r" * 64, "--title", HOSTILE[:128]).returncode == 0
    drawer(ada).get_by_role("button", name="Administration").click()
    page = ada.page.get_by_role("dialog", name="Administration")
    expect(page.get_by_role("button", name=f"What to do about {'b' * 32}")).to_be_visible()
    every_tab(ada, page)
    page.get_by_role("tab", name="Users").click()
    page.get_by_role("button", name=f"What to do about {'b' * 32}").click()
    check(ada)
    ada.page.get_by_role("menuitem", name="Delete…").click()
    check(ada)
    closes(ada, ada.page.get_by_role("dialog", name="Delete b"))
    page.get_by_role("tab", name="Rooms").click()
    for action in ("Roles", "Delete", "Archive"):
        opener = page.get_by_role("button", name=f"{action} {HOSTILE[:128]}")
        opener.click()
        check(ada)
        ada.page.keyboard.press("Escape")
        expect(opener).to_be_focused()
    page.get_by_role("tab", name="Modules").click()
    page.get_by_role("button", name="Settings Moderation").click()
    check(ada)
    closes(ada, ada.page.get_by_role("dialog", name="Settings of Moderation"))
    closes(ada, page)


def test_in_settings_and_panels_of_modules(ada, ben):
    drawer(ada)
    ada.page.get_by_role("button", name="Settings", exact=True).click()
    settings = ada.page.get_by_role("dialog", name="Settings")
    settings.get_by_role("tab", name="Programs").click()
    settings.get_by_label("Name", exact=True).fill(NAME)
    settings.get_by_role("button", name="Make a token").click()
    expect(settings.locator(".secret")).to_be_visible()
    check(ada)
    every_tab(ada, settings)
    closes(ada, settings)
    for title in ("Dashboard", "Tic-tac-toe", "Your status"):
        opener = drawer(ada).get_by_role("button", name="Signed in as" if title == "Your status" else title)
        opener.click()
        panel = ada.page.get_by_role("dialog", name=title)
        expect(panel).to_be_visible()
        check(ada)
        if title == "Tic-tac-toe":
            ben.page.get_by_role("button", name="Tic-tac-toe").click()
            ben.page.get_by_label("Challenge", exact=True).fill("ada")
            ben.page.get_by_role("dialog").get_by_role("button", name="Send").click()
            panel.get_by_role("button", name="Play").click()
            expect(panel.get_by_role("button", name="Cell 1", exact=True)).to_be_visible()
            check(ada)
        closes(ada, panel)
    ada.say("/help")
    check(ada)
    closes(ada, ada.page.get_by_role("dialog", name="Help"))
