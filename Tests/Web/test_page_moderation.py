"""Keeping order from the page: menus on messages and members, reports, held messages, what holds, and the log."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect
from test_page_messages import tool
from test_page_rooms import enter, make_room

HOSTILE = '<img src=x onerror="alert(1)"> **not bold** \u202egnitirw'


@pytest.fixture
def house(new_server, tmp_path):
    configuration = tmp_path / "roost.yaml"
    configuration.write_text("modules:\n  enabled: [History, Moderation]\n")
    return new_server("--config", configuration)


@pytest.fixture
def people(house, new_visitor):
    """Mia, who moderates, and Ben, who does not; both are in the lobby."""
    mia = new_visitor(house).sign_up("mia")
    ben = new_visitor(house).sign_up("ben")
    give_role(house, mia, "mia", "moderator")
    mia.sees("ben", "mia")
    return mia, ben


def give_role(house, visitor, name, role):
    assert house.run("user", "role", name, role).returncode == 0
    # The session goes on with other rights, over another connection.
    expect(visitor.page.get_by_role("button", name="Moderation", exact=True)).to_be_visible()
    expect(visitor.connection).to_be_hidden()


def choose(visitor, label):
    visitor.page.get_by_role("menuitem", name=label).click()


def about_member(visitor, name):
    visitor.page.get_by_role("button", name=f"What to do about {name}").click()
    expect(visitor.page.get_by_role("menu")).to_be_visible()


def open_desk(visitor, page):
    visitor.page.get_by_role("button", name="Moderation", exact=True).click()
    visitor.page.get_by_role("tab", name=page, exact=True).click()
    return visitor.page.get_by_role("dialog", name="Moderation of Lobby")


def fill_order(visitor, title, submit, **fields):
    form = visitor.page.get_by_role("dialog", name=title)
    for label, value in fields.items():
        form.get_by_label(label.replace("_", " ")).fill(value)
    form.get_by_role("button", name=submit, exact=True).click()
    expect(form).to_have_count(0)


def test_members_see_no_tools_of_moderators(people):
    mia, ben = people
    mia.say("hello")
    ben.hears("hello")
    expect(ben.page.get_by_role("button", name="Moderation", exact=True)).to_have_count(0)
    expect(ben.page.get_by_role("button", name="What to do about mia")).to_have_count(0)
    mia.message("hello").hover()
    expect(mia.message("hello").get_by_role("button", name="Edit")).to_be_visible()
    expect(mia.message("hello").get_by_role("button", name="More")).to_have_count(0)
    tool(ben, "hello", "More")
    expect(ben.page.get_by_role("menuitem")).to_have_text(["Report to the moderators…"])
    ben.page.keyboard.press("Escape")
    expect(ben.page.get_by_role("menu")).to_have_count(0)


def test_who_is_muted_cannot_write_until_it_is_taken_back(people):
    mia, ben = people
    about_member(mia, "ben")
    choose(mia, "Mute…")
    form = mia.page.get_by_role("dialog", name="Mute ben")
    form.get_by_label("For how long").select_option("3600")
    fill_order(mia, "Mute ben", "Mute", Why=HOSTILE)
    expect(ben.draft).to_be_disabled()
    expect(ben.draft).to_have_attribute("placeholder", re.compile(f"You are muted here until .*: {re.escape(HOSTILE)}"))
    ben.page.reload()
    ben.is_in_lobby()
    expect(ben.draft).to_be_disabled()
    about_member(mia, "ben")
    choose(mia, "Let them write again")
    expect(ben.draft).to_be_enabled()
    ben.say("thank you")
    mia.hears("thank you")


def test_a_message_is_reported_claimed_and_resolved(people, house, new_visitor):
    mia, ben = people
    cleo = new_visitor(house).sign_up("cleo")
    ben.say("something rude")
    cleo.hears("something rude")
    tool(cleo, "something rude", "More")
    choose(cleo, "Report to the moderators…")
    fill_order(cleo, "Report a message of ben", "Report", What_is_wrong_with_it=HOSTILE)
    mia.page.get_by_role("button", name="Look at it").click()
    desk = mia.page.get_by_role("dialog", name="Moderation of Lobby")
    expect(mia.page.get_by_role("button", name="Look at it", include_hidden=True)).to_have_count(0)
    reports = desk.get_by_role("list", name="Reports")
    expect(reports.get_by_text(f"ben: {HOSTILE}")).to_be_visible()
    desk.get_by_role("button", name="Claim report 1").click()
    expect(reports).to_have_text("There is nothing here.")
    desk.get_by_label("Which").select_option("claimed")
    expect(desk.get_by_role("button", name="Resolve report 1")).to_be_visible()
    expect(desk.get_by_role("button", name="Claim report 1")).to_have_count(0)
    desk.get_by_role("button", name="Resolve report 1").click()
    resolving = mia.page.get_by_role("dialog", name="Resolve report 1")
    resolving.get_by_role("button", name="The author was warned.").click()
    resolving.get_by_role("button", name="Resolve", exact=True).click()
    expect(reports).to_have_text("There is nothing here.")
    desk.get_by_label("Which").select_option("resolved")
    expect(reports.get_by_text("Outcome: The author was warned.")).to_be_visible()
    desk.get_by_role("button", name="Show report 1").click()
    expect(desk).to_have_count(0)
    expect(mia.log.locator(".found")).to_contain_text("something rude")


def test_one_queue_has_what_waits_in_all_rooms(people):
    mia, ben = people
    for title, name in (("Lobby", None), ("Bird watching", "birds")):
        if name:
            make_room(mia, name, title)
            enter(ben, title)
        mia.say(f"something rude in {title}")
        tool(ben, f"something rude in {title}", "More")
        choose(ben, "Report to the moderators…")
        fill_order(ben, "Report a message of mia", "Report", What_is_wrong_with_it="It is rude.")
    mia.page.get_by_role("button", name="Server moderation").click()
    reports = mia.page.get_by_role("dialog", name="Moderation of the server").get_by_role("list", name="Reports")
    expect(reports.locator(".line-note")).to_contain_text(["Lobby · Reported by ben", "Bird watching · Reported by ben"])
    mia.page.get_by_role("button", name="Claim report 1").click()
    expect(reports.get_by_role("listitem")).to_have_count(1)
    mia.page.get_by_role("button", name="Show report 2").click()
    expect(mia.log.locator(".found")).to_contain_text("something rude in Bird watching")


def test_a_held_message_is_posted_or_refused(people):
    mia, ben = people
    desk = open_desk(mia, "Filters")
    desk.get_by_label("What happens").select_option("hold")
    desk.get_by_label("One on each line").fill("cheese \n\nhostile*")
    desk.get_by_role("button", name="Add", exact=True).click()
    expect(desk.get_by_role("list", name="Filters").get_by_role("listitem")).to_have_count(2)
    mia.page.keyboard.press("Escape")
    for text, answer in (("I like cheese", "Post it"), ("hostile <b>words</b>", "Refuse it")):
        ben.say(text)
        expect(ben.log.get_by_text("A moderator looks at your message first.")).to_be_visible()
        ben.page.get_by_role("button", name="Discard").click()
        desk = open_desk(mia, "Held")
        expect(desk.get_by_text(text, exact=True)).to_be_visible()
        desk.get_by_role("button", name=answer).click()
        expect(desk.get_by_role("list", name="Held messages")).to_have_text("No message waits.")
        mia.page.keyboard.press("Escape")
        told = "is posted" if answer == "Post it" else "is not posted"
        expect(ben.page.get_by_text(re.compile(f"was looked at, and {told}"))).to_be_visible()
    for visitor in (mia, ben):
        visitor.hears("I like cheese")


def test_slow_mode_counts_down_beside_the_draft(people):
    mia, ben = people
    desk = open_desk(mia, "Rules")
    desk.get_by_label("Seconds between two messages").fill("3600")
    desk.get_by_role("button", name="Set", exact=True).click()
    expect(ben.page.get_by_text("Slow mode: one message every 1 hour")).to_be_visible()
    mia.page.keyboard.press("Escape")
    # A clock that is behind the server's makes nobody wait longer.
    ben.page.clock.install(time=datetime.now(UTC) - timedelta(hours=1))
    ben.say("first")
    mia.hears("first")
    wait = ben.page.get_by_role("timer")
    expect(wait).to_have_text(re.compile(r"You can write again in 3[56]\d\d s"))
    # What says nothing in the room waits for nothing.
    ben.draft.press("ArrowUp")
    expect(ben.draft).to_have_value("first")
    ben.draft.press("Enter")
    expect(ben.draft).to_have_value("")
    ben.say("/help")
    expect(ben.page.get_by_role("dialog", name="Help")).to_be_visible()
    ben.page.keyboard.press("Escape")
    ben.say("second")
    expect(ben.draft).to_have_value("second")
    mia.say("moderators need not wait")
    ben.hears("first", "moderators need not wait")
    desk = open_desk(mia, "Rules")
    desk.get_by_role("button", name="Undo Slow mode").click()
    expect(wait).to_be_hidden()
    expect(ben.page.get_by_text("Slow mode:")).to_have_count(0)
    ben.draft.press("Enter")
    ben.hears("first", "moderators need not wait", "second")


def test_a_room_is_read_only_and_locked(people):
    mia, ben = people
    desk = open_desk(mia, "Rules")
    desk.get_by_label("New rule").select_option("read-only")
    expect(desk.get_by_label("Seconds between two messages")).to_be_hidden()
    desk.get_by_label("Why").fill("We <i>clean</i> up")
    desk.get_by_role("button", name="Set", exact=True).click()
    expect(ben.draft).to_be_disabled()
    expect(ben.draft).to_have_attribute("placeholder", re.compile("Only moderators write here just now.*We <i>clean</i> up"))
    expect(mia.draft).to_be_enabled()
    desk.get_by_label("New rule").select_option("lock")
    desk.get_by_role("button", name="Set", exact=True).click()
    expect(ben.page.get_by_text("Locked: nobody new comes in")).to_be_visible()
    desk.get_by_role("button", name="Undo Only moderators write").click()
    expect(ben.draft).to_be_enabled()


def test_who_is_warned_put_out_and_banned_is_told(people):
    mia, ben = people
    ben.say("one")
    ben.say("two")
    mia.hears("one", "two")
    tool(mia, "one", "More")
    choose(mia, "Warn…")
    fill_order(mia, "Warn ben", "Warn", What_it_says="Be <kind>")
    expect(ben.page.get_by_text("A moderator warns you: Be <kind>")).to_be_visible()
    about_member(mia, "ben")
    choose(mia, "Delete their messages…")
    fill_order(mia, "Delete messages of ben", "Delete", How_many="2")
    ben.hears("This message was deleted.", "This message was deleted.")
    about_member(mia, "ben")
    choose(mia, "Ban…")
    fill_order(mia, "Ban ben", "Ban", Why="enough")
    mia.sees("mia")
    ben.page.reload()
    expect(ben.page.get_by_text(re.compile("You are banned here.*enough"))).to_be_visible()
    desk = open_desk(mia, "Log")
    log = desk.get_by_role("list", name="Log").get_by_role("listitem")
    expect(log).to_have_count(3)
    expect(log.first).to_contain_text("ben is banned")
    expect(log.last).to_contain_text("message 1")
    expect(desk.get_by_role("button", name=re.compile("^Undo"))).to_have_count(1)
    desk.get_by_role("button", name="Undo ben is banned").click()
    expect(log.first).to_contain_text("Taken back: 3, of ben")
    ben.page.reload()
    ben.is_in_lobby()


def test_notes_are_for_moderators(people):
    mia, ben = people
    about_member(mia, "ben")
    choose(mia, "Note for moderators…")
    fill_order(mia, "Note about ben", "Keep the note", What_it_says=HOSTILE)
    about_member(mia, "ben")
    choose(mia, "What was done so far")
    desk = mia.page.get_by_role("dialog", name="Moderation of Lobby")
    expect(desk.get_by_label("About whom")).to_have_value("ben")
    expect(desk.get_by_role("list", name="Log").get_by_role("listitem")).to_contain_text(["Note about ben"])
    expect(desk.get_by_text(HOSTILE)).to_be_visible()
    expect(ben.page.get_by_text(HOSTILE)).to_have_count(0)


def test_the_server_refuses_what_outranks(people, house):
    mia, ben = people
    assert house.run("user", "role", "ben", "admin").returncode == 0
    expect(ben.page.get_by_role("button", name="Administration")).to_be_visible()
    about_member(mia, "ben")
    choose(mia, "Ban…")
    form = mia.page.get_by_role("dialog", name="Ban ben")
    form.get_by_role("button", name="Ban", exact=True).click()
    expect(form.get_by_role("alert")).to_have_text("Nobody acts on those of the same or a higher rank.")


def test_the_server_is_locked_down_and_opened(people):
    mia, ben = people
    mia.page.get_by_role("button", name="Server moderation").click()
    desk = mia.page.get_by_role("dialog", name="Moderation of the server")
    desk.get_by_role("tab", name="Rules").click()
    expect(desk.get_by_text("The server is open.")).to_be_visible()
    desk.get_by_label("Level").select_option("1")
    desk.get_by_role("button", name="Set level").click()
    expect(desk.get_by_text("Lockdown: No new accounts. No.")).to_be_visible()
    expect(ben.page.get_by_text("Lockdown of the server: No new accounts")).to_be_visible()
    desk.get_by_label("Level").select_option("0")
    desk.get_by_role("button", name="Set level").click()
    expect(desk.get_by_text("The server is open.")).to_be_visible()
    expect(ben.page.get_by_text("Lockdown of the server")).to_have_count(0)


def test_the_keyboard_goes_through_a_menu(people):
    mia, ben = people
    ben.say("hello")
    mia.hears("hello")
    opener = mia.page.get_by_role("button", name="What to do about ben")
    opener.focus()
    mia.page.keyboard.press("Enter")
    items = mia.page.get_by_role("menuitem")
    expect(items.first).to_be_focused()
    mia.page.keyboard.press("ArrowUp")
    expect(items.last).to_be_focused()
    mia.page.keyboard.press("ArrowDown")
    expect(items.first).to_be_focused()
    mia.page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    mia.page.keyboard.press("Enter")
    expect(items.first).to_be_focused()
    mia.page.keyboard.press("Tab")
    expect(items).to_have_count(0)
    opener.press("Enter")
    expect(items.first).to_be_focused()
    mia.page.keyboard.press("Enter")
    form = mia.page.get_by_role("dialog", name="Warn ben")
    expect(form.get_by_label("What it says")).to_be_focused()
    mia.page.keyboard.press("Escape")
    expect(opener).to_be_focused()
