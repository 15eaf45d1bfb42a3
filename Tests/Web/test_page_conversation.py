"""Two people talk in two browsers."""

import re

from playwright.sync_api import expect
from test_page_rooms import link_to
from visitor import SERVER_AWAY


# Where a message with this text is on the screen; with `true` after it was brought to the middle of it.
PLACE = """([text, bring]) => {
    const found = [...document.querySelectorAll(".message-text")].find((one) => one.textContent === text);
    if (bring) found.scrollIntoView({block: "center"});
    return found.getBoundingClientRect().top;
}"""


def test_two_people_talk_and_see_each_other_come_and_go(server, new_visitor):
    ada = new_visitor(server).sign_up("ada").sees("ada")
    expect(ada.log).to_contain_text("Nobody has said anything yet")
    ben = new_visitor(server).sign_up("ben").sees("ada", "ben")
    ada.sees("ada", "ben")

    ada.say("Hello, Ben.")
    ben.hears("Hello, Ben.").say("Hello, Ada. 🦉")
    ada.hears("Hello, Ben.", "Hello, Ada. 🦉")

    ben.page.goto("about:blank")
    ada.sees("ada")
    ben.page.goto(server.url)
    ada.sees("ada", "ben")
    ben.hears("Hello, Ben.", "Hello, Ada. 🦉").sees("ada", "ben")


def test_messages_are_grouped_and_say_when_they_were_written(server, new_visitor):
    ada = new_visitor(server).sign_up("ada")
    ben = new_visitor(server).sign_up("ben")
    ada.say("one")
    ada.say("two")
    ben.hears("one", "two").say("three")
    ada.hears("one", "two", "three")
    expect(ada.log.locator(".author")).to_have_text([re.compile("^ada"), "ben"])
    # Who does not see the group hears whose each of them is.
    expect(ada.message("two").locator(".visually-hidden")).to_have_text("ada: ")
    expect(ada.log.get_by_text("Today", exact=True)).to_be_visible()
    time = ada.log.locator("time").first
    expect(time).to_have_text(re.compile(r"^\d\d:\d\d$"))
    expect(time).to_have_attribute("title", re.compile(r"^\w+day.* \d{4} .*\d\d:\d\d:\d\d$"))


def test_today_is_yesterday_after_midnight(server, new_visitor):
    """Nothing is said meanwhile; a day at once is also as long as no connection lasts without a word."""
    # Where each day has 24 hours.
    ada = new_visitor(server, tolerates=SERVER_AWAY, timezone_id="UTC")
    ada.page.clock.install()
    ada.sign_up("ada")
    ada.say("good night")
    ada.has_sent("good night")
    day = ada.log.locator(".day")
    expect(day).to_have_text("Today")
    ada.page.clock.fast_forward(24 * 60 * 60_000)
    expect(day).to_have_text("Yesterday")


def test_enter_sends_and_shift_enter_begins_a_new_line(server, new_visitor):
    ada = new_visitor(server).sign_up("ada")
    expect(ada.draft).to_be_focused()
    send = ada.page.get_by_role("button", name="Send")
    expect(send).to_be_disabled()
    ada.draft.press("Enter")
    ada.page.keyboard.type("first")
    ada.page.keyboard.press("Shift+Enter")
    ada.page.keyboard.type("second")
    # An input method ends a word with it.
    ada.draft.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    send.click()
    ada.hears("first\nsecond")
    expect(ada.draft).to_have_value("")


def test_a_message_that_is_too_long_stays_in_the_box(server, new_visitor):
    ada = new_visitor(server).sign_up("ada")
    ada.draft.fill("ü" * 4100)
    expect(ada.page.get_by_text("Too long by 8 bytes")).to_be_visible()
    ada.draft.press("Enter")
    expect(ada.draft).to_have_value("ü" * 4100)
    ada.say("ü" * 4096)
    ada.hears("ü" * 4096)


def test_hostile_text_is_shown_as_text(server, new_visitor):
    ada = new_visitor(server).sign_up("ada")
    texts = [
        '<img src=x onerror="alert(1)"><script>alert(2)</script>',
        "javascript:alert(3)",
        "\u202egnp.exe",
        "x" * 8000,
        "]]>&amp;\u0000\u200b",
    ]
    for text in texts:
        ada.say(text)
    expect(ada.texts).to_have_count(len(texts))
    assert ada.texts.evaluate_all("all => all.map((one) => one.textContent)") == texts
    assert ada.log.locator("img, script, a").count() == 0
    assert ada.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert ada.log.evaluate("log => log.scrollWidth <= log.clientWidth")


def test_earlier_messages_are_loaded_when_one_scrolls_up_and_nothing_moves(server, new_visitor):
    ada = new_visitor(server).sign_up("ada")
    texts = [f"line {number}" for number in range(260)]
    for text in texts:
        ada.say(text)
    ada.has_sent("line 259")

    ada.page.reload()
    ada.is_in_lobby().hears(*texts[160:])
    expect(ada.log.get_by_text("line 259", exact=True)).to_be_in_viewport()
    for shown, above in [(160, 100), (100, 60)]:
        before = ada.page.evaluate(PLACE, [f"line {shown}", True])
        expect(ada.log.get_by_text(f"line {above}", exact=True)).to_be_attached()
        assert abs(ada.page.evaluate(PLACE, [f"line {shown}", False]) - before) <= 1
    ada.page.wait_for_function(
        """() => {
            const log = document.querySelector("#log");
            log.scrollTop = 0;
            return log.textContent.includes("This is where it began.") && log.textContent.includes("line 0");
        }"""
    )
    # Only a part of them is on the page, and the rest is there again on the way down.
    assert ada.texts.count() <= 160
    ada.log.press("Escape")
    expect(ada.log.get_by_text("line 259", exact=True)).to_be_in_viewport()


def test_a_reader_of_old_messages_is_told_of_new_ones(server, new_visitor):
    ada = new_visitor(server).sign_up("ada")
    ben = new_visitor(server).sign_up("ben")
    for number in range(40):
        ada.say(f"line {number}")
    expect(ada.log.locator(".sent")).to_have_count(40)
    ada.log.evaluate("log => log.scrollTo(0, 0)")
    ben.say("news")
    to_end = ada.page.get_by_role("button", name="New messages")
    expect(to_end).to_be_visible()
    news = ada.log.get_by_text("news", exact=True)
    expect(news).not_to_be_in_viewport()
    # It is read when it is seen, however one gets there.
    lobby = link_to(ada, "Lobby")
    expect(lobby).to_contain_text("1 unread")
    ada.log.evaluate("log => log.scrollTo(0, log.scrollHeight)")
    expect(lobby).not_to_contain_text("unread")
    expect(to_end).to_be_hidden()
    ada.log.evaluate("log => log.scrollTo(0, 0)")
    ben.say("more news")
    expect(lobby).to_contain_text("1 unread")
    to_end.click()
    expect(lobby).not_to_contain_text("unread")
    expect(news).to_be_in_viewport()
    expect(to_end).to_be_hidden()


def test_without_the_history_module_there_is_simply_no_past(new_server, new_visitor, tmp_path):
    configuration = tmp_path / "roost.yaml"
    configuration.write_text("modules:\n  enabled: []\n")
    server = new_server("--config", configuration)
    ada = new_visitor(server).sign_up("ada")
    expect(ada.log).to_contain_text("This server keeps no past")
    ben = new_visitor(server).sign_up("ben")
    ada.say("now or never")
    ben.hears("now or never")
    ben.page.reload()
    expect(ben.log).to_contain_text("This server keeps no past")
    ben.hears()
