"""Finding messages, and seeing one among those around it, however far up."""

import re

from playwright.sync_api import expect
from test_page_long_lists import fill
from test_page_rooms import make_room
from visitor import SERVER_AWAY

MANY = 1000


def search(visitor, words):
    if not visitor.page.get_by_role("dialog", name="Search").is_visible():
        visitor.page.get_by_role("button", name="Search messages").click()
    visitor.page.get_by_role("searchbox").fill(words)
    visitor.page.get_by_role("searchbox").press("Enter")
    return visitor.page.get_by_role("dialog", name="Search")


def test_a_result_leads_to_the_message_among_those_around_it(server, new_visitor):
    ada = new_visitor(server, tolerates=SERVER_AWAY).sign_up("ada")
    for text in ("hay one", "a needle <b>in</b> it", "hay two"):
        ada.say(text)
    expect(ada.log.locator(".sent")).to_have_count(3)
    server.stop()
    fill(server, MANY)
    server.start()
    ada.page.reload()
    ada.is_in_lobby()
    found = search(ada, "needle")
    expect(found.get_by_role("status")).to_contain_text("1 message")
    expect(found.locator("mark")).to_have_text("needle")
    expect(found.locator(".result-text")).to_have_text("a needle <b>in</b> it")
    found.get_by_role("link").click()
    expect(ada.message("a needle <b>in</b> it")).to_be_in_viewport()
    expect(ada.message("a needle <b>in</b> it")).to_be_focused()
    expect(ada.message("hay one")).to_be_in_viewport()
    expect(ada.message(f"line {MANY} of many")).to_have_count(0)
    # What is changed there is seen, and what is written goes to the end.
    ada.page.get_by_role("button", name="New messages").click()
    expect(ada.message(f"line {MANY} of many")).to_be_in_viewport()
    expect(ada.message("hay one")).to_have_count(0)
    # Another look, and then down to the newest messages: what lies between is loaded.
    ada.page.go_back()
    ada.page.go_forward()
    expect(ada.message("hay one")).to_be_attached()
    ada.page.wait_for_function(
        """last => {
            const log = document.querySelector("#log");
            log.scrollTop = log.scrollHeight;
            return log.textContent.includes(last);
        }""",
        arg=f"line {MANY} of many",
        timeout=60_000,
    )
    ada.say("at the end")
    expect(ada.message("at the end")).to_be_in_viewport()
    expect(ada.message(f"line {MANY} of many")).to_be_in_viewport()


def test_what_is_found_comes_in_pages_and_from_the_room_that_is_meant(server, new_visitor):
    ada = new_visitor(server).sign_up("ada")
    for number in range(25):
        ada.say(f"owl {number}")
    expect(ada.log.locator(".sent")).to_have_count(25)
    found = search(ada, "owl")
    expect(found.locator(".result")).to_have_count(20)
    found.get_by_role("button", name="More results").click()
    expect(found.locator(".result")).to_have_count(25)
    expect(found.get_by_role("button", name="More results")).to_be_hidden()
    search(ada, "nothing like it <img src=x>")
    expect(found.get_by_role("status")).to_have_text("Nothing was found.")
    expect(found.locator("img")).to_have_count(0)
    found.get_by_label("Where").select_option(label="In Lobby")
    search(ada, '"owl 7"')
    expect(found.locator(".result-text")).to_have_text(re.compile("owl 7"))
    ada.page.keyboard.press("Escape")
    ada.say("/search owl")
    expect(found.locator(".result")).to_have_count(20)
    ada.page.keyboard.press("Escape")
    make_room(ada, "birds", "Bird watching")
    ada.say("owl elsewhere")
    ada.has_sent("owl elsewhere")
    ada.page.get_by_role("button", name="Search messages").click()
    found.get_by_label("Where").select_option(label="In Bird watching")
    search(ada, "owl")
    expect(found.locator(".result-text")).to_have_text("owl elsewhere")
