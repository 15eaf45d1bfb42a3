"""What is unread, on every device and after a reload; how people are there, and what they are called."""

import re

from playwright.sync_api import expect
from test_page_messages import tool
from test_page_rooms import enter, link_to, make_room


def away(visitor):
    """The page is closed, and the others know."""
    visitor.page.goto("about:blank")


def back(visitor):
    visitor.page.goto(visitor.url)
    return visitor


def test_what_is_read_on_one_device_is_read_on_the_others(server, new_visitor):
    ben = new_visitor(server).sign_up("ben")
    ada = new_visitor(server).sign_up("ada")
    make_room(ben, "birds", "Bird watching")
    enter(ada, "Bird watching")
    link_to(ada, "Lobby").click()
    ada.is_in_lobby()
    phone = new_visitor(server).sign_in("ada").is_in_lobby()
    expect(link_to(phone, "Bird watching")).to_be_visible()
    ben.say("hello")
    ben.say("hello @ada")
    for device in (ada, phone):
        expect(link_to(device, "Bird watching")).to_contain_text(re.compile(r"1 mention$"))
        expect(device.page).to_have_title(re.compile(r"^\(1\)"))
    link_to(ada, "Bird watching").click()
    ada.hears("hello", "hello @ada")
    expect(link_to(phone, "Bird watching")).not_to_contain_text("mention")
    expect(phone.page).to_have_title(re.compile("^Lobby"))


def test_counts_survive_a_reload_until_the_messages_are_read(server, new_visitor):
    ben = new_visitor(server).sign_up("ben")
    ada = new_visitor(server).sign_up("ada")
    make_room(ben, "birds", "Bird watching")
    enter(ada, "Bird watching")
    link_to(ada, "Lobby").click()
    ada.is_in_lobby()
    away(ada)
    ben.say("one")
    ben.say("two")
    ben.hears("one", "two")
    for _ in range(2):
        expect(link_to(back(ada), "Bird watching")).to_contain_text("2 unread")
    link_to(ada, "Bird watching").click()
    ada.hears("one", "two")
    expect(ada.log.get_by_text("New", exact=True)).to_be_visible()
    expect(link_to(ada, "Bird watching")).not_to_contain_text("unread")
    # What was read is told to the server, which counts what comes after it.
    ada.page.goto(f"{server.url}/#room=lobby")
    ada.page.reload()
    ada.is_in_lobby()
    ben.say("three")
    expect(link_to(ada, "Bird watching")).to_contain_text("1 unread")


def test_the_first_unread_message_is_one_press_away(server, new_visitor):
    ben = new_visitor(server).sign_up("ben")
    ada = new_visitor(server).sign_up("ada")
    ada.say("before")
    ben.hears("before")
    away(ada)
    for number in range(130):
        ben.say(f"line {number}")
    ben.has_sent("line 129")
    back(ada).is_in_lobby()
    expect(ada.log.get_by_text("line 129", exact=True)).to_be_in_viewport()
    jump = ada.page.get_by_role("button", name="Jump to unread")
    jump.click()
    expect(ada.message("line 0")).to_be_in_viewport()
    expect(ada.message("line 0")).to_be_focused()
    expect(ada.log.get_by_text("New", exact=True)).to_be_in_viewport()
    expect(jump).to_be_hidden()


def test_how_somebody_is_there_is_shown(server, new_visitor):
    ada = new_visitor(server).sign_up("ada")
    ben = new_visitor(server).sign_up("ben")
    ada.sees("ada", "ben")
    ben.page.get_by_title("Your status").click()
    ben.page.get_by_label("Away").check()
    person = ada.page.locator("#members li", has_text="ben")
    expect(person).to_have_text("Bbenaway")
    # Whoever comes later sees it as well; after a reload one is online.
    cleo = new_visitor(server).sign_up("cleo")
    expect(cleo.page.locator("#members li", has_text="ben")).to_have_text("Bbenaway")
    ben.page.keyboard.press("Escape")
    ben.page.get_by_title("Your status").click()
    expect(ben.page.get_by_label("Away")).to_be_checked()
    ben.page.reload()
    expect(person).to_have_text("Bben")


def test_who_does_nothing_counts_as_away_until_they_do_something(server, new_visitor):
    ada = new_visitor(server).sign_up("ada")
    ben = new_visitor(server)
    ben.page.clock.install()
    ben.sign_up("ben")
    person = ada.page.locator("#members li", has_text="ben")
    expect(person).to_have_text("Bben")
    # What watches is loaded after a minute.
    ben.page.clock.fast_forward(60_000)
    ben.page.evaluate("import('/js/chat/rare-actions.js').then(() => undefined)")
    ben.page.clock.fast_forward(6 * 60_000)
    expect(person).to_have_text("Bbenaway")
    expect(ben.page.locator("#me-face")).to_have_class("face away")
    # A connection that is lost and found changes nothing.
    ben.page.keyboard.press("Shift")
    expect(person).to_have_text("Bben")
    expect(ben.page.locator("#me-face")).to_have_class("face online")
    # Whoever says how they are there is believed.
    ben.page.get_by_title("Your status").click()
    ben.page.get_by_label("Busy").check()
    expect(person).to_have_text("Bbenbusy")
    ben.page.clock.fast_forward(6 * 60_000)
    expect(ben.connection).to_be_hidden()
    expect(ben.page.locator("#me-face")).to_have_class("face busy")


def test_another_display_name_is_seen_at_once(server, new_visitor):
    ada = new_visitor(server).sign_up("ada")
    ben = new_visitor(server).sign_up("ben")
    ben.say("hello")
    ada.hears("hello").sees("ada", "ben")
    for before, name in (("", "Ben the Bold"), ("Ben the Bold", "Ben the Bald"), ("Ben the Bald", "")):
        ben.page.get_by_role("button", name="Settings").click()
        expect(ben.page.get_by_label("Display name")).to_have_value(before)
        ben.page.get_by_label("Display name").fill(name)
        ben.page.get_by_role("button", name="Save").first.click()
        ben.page.keyboard.press("Escape")
        ada.sees(*sorted(["ada", name or "ben"], key=str.lower))
        expect(ada.log.locator(".author")).to_have_text(name or "ben")


def test_people_are_shown_by_their_display_names(server, new_visitor):
    ada = new_visitor(server).sign_up("ada")
    ben = new_visitor(server).sign_up("ben")
    ben.say("hello")
    ben.page.get_by_role("button", name="Settings").click()
    ben.page.get_by_label("Display name").fill("Ben <b>Bold</b>")
    ben.page.get_by_role("button", name="Save").first.click()
    ben.page.keyboard.press("Escape")
    expect(ben.page.locator("#me")).to_have_text("Ben <b>Bold</b>")
    ada.page.reload()
    ada.is_in_lobby().sees("ada", "Ben <b>Bold</b>")
    expect(ada.log.locator(".author")).to_have_text("Ben <b>Bold</b>")
    expect(ada.log.locator(".handle")).to_have_text("@ben")
    tool(ada, "hello", "Reply")
    expect(ada.page.get_by_text("Replying to Ben <b>Bold</b>: hello")).to_be_visible()
    ben.writes("hm", ada)
    expect(ada.page.locator("#typing")).to_contain_text("Ben <b>Bold</b>")


def test_messages_of_a_deleted_account_say_so(server, new_visitor):
    ada = new_visitor(server).sign_up("ada")
    ben = new_visitor(server).sign_up("ben")
    ben.say("I was here")
    ada.hears("I was here")
    assert server.run("user", "delete", "ben", "--yes").returncode == 0
    ada.page.reload()
    ada.is_in_lobby().hears("I was here")
    expect(ada.log.locator(".author")).to_have_text("Deleted user")
    expect(ada.log.locator(".handle")).to_have_count(0)
    expect(ada.log).not_to_contain_text("ben")
