"""Private messages: conversations of two and of small groups, on every device, and who may begin one."""

import re

import pytest
from playwright.sync_api import expect
from test_page_messages import tool
from test_page_rooms import link_to
from test_page_views import DESKTOP, PHONE, check_access

HOSTILE = '<img src=x onerror="alert(1)"> \u202egnitirw'


@pytest.fixture
def house(new_server, tmp_path):
    configuration = tmp_path / "roost.yaml"
    configuration.write_text("modules:\n  enabled: [History, PrivateMessages]\n")
    return new_server("--config", configuration)


def begin(visitor, names, title):
    visitor.page.get_by_role("button", name="New private message").click()
    form = visitor.page.get_by_role("dialog", name="New private message")
    form.get_by_label("To").fill(names)
    form.get_by_role("button", name="Begin").click()
    return visitor.is_in(title)


def test_two_talk_alone_on_every_device(house, new_visitor):
    ada = new_visitor(house).sign_up("ada")
    ben = new_visitor(house).sign_up("ben")
    begin(ada, "ben", "ben").say("psst **you**")
    ada.page.keyboard.press("Control+k")
    expect(ada.page.get_by_role("option")).to_have_text([re.compile("^ben ?private message$"), re.compile("^Lobby ?#lobby$")])
    ada.page.keyboard.press("Escape")
    expect(link_to(ben, "ada")).to_contain_text("1 unread")
    expect(ben.page).to_have_title(re.compile(r"^\(1\) Lobby"))
    phone = new_visitor(house).sign_in("ben").is_in_lobby()
    expect(link_to(phone, "ada")).to_contain_text("1 unread")
    link_to(ben, "ada").click()
    ben.is_in("ada").hears("psst you")
    # What one device has read is read on the other, and the author sees it.
    expect(link_to(phone, "ada")).not_to_contain_text("unread")
    expect(ada.page.get_by_text("Seen", exact=True)).to_be_visible()
    ben.writes("hm", ada)
    ben.say(" what?")
    ada.hears("psst you", re.compile("what"))
    tool(ada, "psst you", "React")
    ada.page.get_by_label("Find an emoji").fill("owl")
    ada.page.get_by_label("Find an emoji").press("Enter")
    expect(ben.log.get_by_role("button", name="🦉, 1 person")).to_be_visible()
    ada.page.reload()
    ada.is_in("ben").hears("psst you", re.compile("what"))
    expect(ada.log.get_by_role("button", name="🦉, 1 person")).to_be_visible()
    # Edited and deleted as in rooms.
    tool(ada, "psst you", "Delete")
    ada.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(ben.texts.first).to_have_text("This message was deleted.")


def test_a_small_group_gets_another_and_somebody_leaves(house, new_visitor):
    ada, ben, cleo = (new_visitor(house).sign_up(name) for name in ("ada", "ben", "cleo"))
    begin(ada, "ben", "ben")
    ada.page.get_by_role("button", name="About this room").click()
    ada.page.get_by_role("button", name="Add people").click()
    form = ada.page.get_by_role("dialog", name="New private message")
    form.get_by_label("To").fill("cleo")
    form.get_by_role("button", name="Begin").click()
    ada.is_in("ben, cleo").say("all three")
    for visitor, title in ((ben, "ada, cleo"), (cleo, "ada, ben")):
        link_to(visitor, title).click()
        visitor.is_in(title).hears("all three")
    cleo.page.get_by_role("button", name="About this room").click()
    cleo.page.get_by_role("button", name="Leave the conversation").click()
    cleo.page.get_by_role("dialog", name="Leave").get_by_role("button", name="Leave", exact=True).click()
    cleo.is_in_lobby()
    expect(link_to(cleo, "ada, ben")).to_have_count(0)
    # Both conversations of ada's are with ben alone then.
    ada.is_in("ben").say("still here?")
    ben.hears("all three", "still here?")


def test_a_group_has_a_name_and_goes_on_with_more(house, new_visitor):
    ada, ben, cleo, dan = (new_visitor(house).sign_up(name) for name in ("ada", "ben", "cleo", "dan"))
    begin(ada, "ben cleo", "ben, cleo").say("for us three")
    ada.page.get_by_role("button", name="About this room").click()
    ada.page.get_by_label("What you all call it").fill(HOSTILE)
    ada.page.get_by_role("button", name="Save").click()
    ada.page.keyboard.press("Escape")
    ada.is_in(HOSTILE)
    for visitor in (ben, cleo):
        link_to(visitor, re.escape(HOSTILE)).click()
        visitor.is_in(HOSTILE).hears("for us three")
    ada.page.get_by_role("button", name="About this room").click()
    ada.page.get_by_role("button", name="Add people").click()
    form = ada.page.get_by_role("dialog", name="New private message")
    form.get_by_label("To").fill("dan")
    form.get_by_role("button", name="Begin").click()
    expect(form).to_have_count(0)
    ada.say("and with dan")
    # Who was there is led on, who comes sees it at once and reads nothing of before; the group of before goes on.
    ben.page.get_by_role("button", name="Go there").click()
    ben.hears("and with dan")
    dan.page.locator("#sidebar .mention-badge").click()
    dan.hears("and with dan")
    cleo.is_in(HOSTILE).say("still among us three")
    cleo.hears("for us three", "still among us three")
    assert cleo.page.locator("img[src='x']").count() == 0


def test_who_is_blocked_can_not_write_and_is_told_so(house, new_visitor):
    ada, ben = (new_visitor(house).sign_up(name) for name in ("ada", "ben"))
    begin(ben, "ada", "ada").say("buy this")
    link_to(ada, "ben").click()
    ada.is_in("ben").hears("buy this")
    ada.page.get_by_role("button", name="About this room").click()
    ada.page.get_by_role("button", name="Block ben").click()
    ada.page.get_by_role("dialog", name="Block").get_by_role("button", name="Block", exact=True).click()
    expect(ada.page.get_by_role("button", name="Unblock ben")).to_be_visible()
    ada.page.keyboard.press("Escape")
    ben.say("and this")
    expect(ben.log.get_by_text("Not sent. ada does not take messages from you.")).to_be_visible()
    ada.page.get_by_role("button", name="Settings").click()
    ada.page.get_by_role("tab", name="Privacy").click()
    ada.page.get_by_role("button", name="Unblock ben").click()
    expect(ada.page.get_by_text("You have blocked nobody.")).to_be_visible()
    ben.log.get_by_role("button", name="Try again").click()
    ada.hears("buy this", "and this")


def test_one_says_who_may_write(house, new_visitor):
    ada, ben = (new_visitor(house).sign_up(name) for name in ("ada", "ben"))
    ada.page.get_by_role("button", name="Settings").click()
    ada.page.get_by_role("tab", name="Privacy").click()
    choice = ada.page.get_by_label("Who may write to me alone")
    expect(choice).to_have_value("everyone")
    choice.select_option("nobody")
    ada.page.keyboard.press("Escape")
    ada.page.get_by_role("button", name="Settings").click()
    ada.page.get_by_role("tab", name="Privacy").click()
    expect(choice).to_have_value("nobody")
    ben.page.get_by_role("button", name="New private message").click()
    form = ben.page.get_by_role("dialog", name="New private message")
    form.get_by_label("To").fill("ada")
    form.get_by_role("button", name="Begin").click()
    expect(form.get_by_role("alert")).to_contain_text("ada does not take messages from you")
    form.get_by_label("To").fill("<b>nobody</b>")
    form.get_by_role("button", name="Begin").click()
    expect(form.get_by_role("alert")).to_contain_text("<b>nobody</b>")
    # Nor is there a way into what is between others.
    ben.page.goto(f"{house.url}/#room=pm~~between-others")
    expect(ben.page.get_by_text("You are not in this room")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_rules_for_access_hold(house, new_visitor, theme):
    ada = new_visitor(house, color_scheme=theme).sign_up("ada")
    ben = new_visitor(house).sign_up("ben")
    begin(ben, "ada", "ada").say("hello")
    expect(link_to(ada, "ben")).to_contain_text("1 unread")
    check_access(ada.page)
    link_to(ada, "ben").click()
    ada.is_in("ben").say("hi")
    expect(ada.page.get_by_text("Seen", exact=True)).to_be_visible()
    check_access(ada.page)
    for opener, title in (
        ("About this room", "ben"),
        ("New private message", "New private message"),
        ("Search messages", "Search"),
        ("Signed in as", "Your status"),
    ):
        ada.page.get_by_role("button", name=opener).click()
        expect(ada.page.get_by_role("dialog", name=title)).to_be_visible()
        check_access(ada.page)
        ada.page.keyboard.press("Escape")
    ada.page.get_by_role("button", name="Search messages").click()
    ada.page.get_by_role("searchbox").fill("hello")
    ada.page.get_by_role("searchbox").press("Enter")
    expect(ada.page.locator(".result")).to_have_count(1)
    check_access(ada.page)
    ada.page.keyboard.press("Escape")
    ada.page.get_by_role("button", name="Settings").click()
    ada.page.get_by_role("tab", name="Privacy").click()
    check_access(ada.page)


def test_a_message_is_reported_and_seen_by_those_who_may(new_server, new_visitor, tmp_path):
    configuration = tmp_path / "roost.yaml"
    configuration.write_text("modules:\n  enabled: [History, PrivateMessages, Moderation]\n")
    house = new_server("--config", configuration)
    ada, ben, mia = (new_visitor(house).sign_up(name) for name in ("ada", "ben", "mia"))
    assert house.run("user", "role", "mia", "moderator").returncode == 0
    expect(mia.page.get_by_role("button", name="Server moderation")).to_be_visible()
    begin(ben, "ada", "ada").say(f"rude {HOSTILE}")
    link_to(ada, "ben").click()
    ada.is_in("ben").hears(f"rude {HOSTILE}")
    message = ada.message(f"rude {HOSTILE}")
    message.hover()
    expect(message.get_by_role("toolbar").get_by_role("button")).to_have_count(4)
    message.get_by_role("button", name="Report", exact=True).click()
    ben.message(f"rude {HOSTILE}").hover()
    expect(ben.log.get_by_role("button", name="Edit")).to_be_visible()
    expect(ben.log.get_by_role("button", name="Report", exact=True)).to_have_count(0)
    form = ada.page.get_by_role("dialog", name="Report the message")
    form.get_by_label("What is wrong with it?").fill(f"It is rude. {HOSTILE}")
    form.get_by_role("button", name="Report").click()
    expect(ada.page.get_by_text("The message is reported.")).to_be_visible()
    mia.page.get_by_role("button", name="Look at it").click()
    desk = mia.page.get_by_role("dialog", name="Moderation of the server")
    reports = desk.get_by_role("list", name="Reports of private messages")
    expect(reports.get_by_text(f"ben: It is rude. {HOSTILE}")).to_be_visible()
    expect(reports.locator("blockquote")).to_have_text(f"rude {HOSTILE}")
    desk.get_by_role("button", name="Resolve private report 1").click()
    resolving = mia.page.get_by_role("dialog", name="Resolve report 1")
    resolving.get_by_role("button", name="The author was warned.").click()
    resolving.get_by_role("button", name="Resolve", exact=True).click()
    expect(reports).to_have_text("There is nothing here.")
    desk.get_by_label("Which of them").select_option("Done")
    expect(reports).to_contain_text("Outcome: The author was warned.")
    assert mia.page.locator("img[src='x']").count() == 0


def test_private_reports_are_seen_where_nobody_else_moderates(house, new_visitor):
    mia = new_visitor(house).sign_up("mia")
    expect(mia.page.get_by_role("button", name="New private message")).to_be_visible()
    expect(mia.page.get_by_role("button", name="Server moderation")).to_have_count(0)
    assert house.run("user", "role", "mia", "moderator").returncode == 0
    mia.page.get_by_role("button", name="Server moderation").click()
    desk = mia.page.get_by_role("dialog", name="Moderation of the server")
    expect(desk.get_by_role("tab")).to_have_text(["Reports"])
    expect(desk.get_by_role("list")).to_have_text("There is nothing here.")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_pictures(house, new_visitor, picture, theme, size):
    """Takes pictures of conversations, search and unread counts; without ROOST_SCREENSHOTS it only walks through them."""
    name = f"{'phone' if size is PHONE else 'desktop'}-{theme}"
    ada = new_visitor(house, viewport=size, color_scheme=theme).sign_up("ada")
    ben = new_visitor(house).sign_up("ben")
    cleo = new_visitor(house).sign_up("cleo")
    ben.page.get_by_role("button", name="Settings").click()
    ben.page.get_by_label("Display name").fill("Benjamin Featherstonehaugh of the Long Meadow")
    ben.page.get_by_role("button", name="Save").first.click()
    ben.page.keyboard.press("Escape")
    expect(ben.page.locator("#me")).to_contain_text("Featherstonehaugh")
    ben.say("Good morning, the **nest camera** is back.")
    ada.hears("Good morning, the nest camera is back.")
    cleo.page.get_by_title("Your status").click()
    cleo.page.get_by_label("Busy").check()
    cleo.page.keyboard.press("Escape")
    begin(cleo, "ada, ben", "ada, Benjamin Featherstonehaugh of the Long Meadow").say("Shall we meet at the nest?")
    begin(ben, "ada", "ada").say("Is it you who feeds the owls?")
    ada.page.reload()
    ada.is_in_lobby()
    expect(ada.page.locator(".handle")).to_have_text("@ben")
    expect(ada.page.locator(".badge")).to_have_count(2)
    if size is PHONE:
        ada.page.get_by_role("button", name="Rooms", exact=True).click()
    picture(ada, f"unread-{name}")
    link_to(ada, "Meadow 1 unread").click()
    ada.is_in("Benjamin Featherstonehaugh of the Long Meadow").say("Only on Sundays.")
    ben.page.get_by_role("link", name="Lobby").click()
    link_to(ben, "ada").first.click()
    expect(ada.page.get_by_text("Seen", exact=True)).to_be_visible()
    ada.page.mouse.move(0, 0)
    picture(ada, f"private-{name}")
    ada.page.get_by_role("button", name="About this room").click()
    expect(ada.page.get_by_role("button", name="Add people")).to_be_visible()
    picture(ada, f"conversation-{name}")
    ada.page.keyboard.press("Escape")
    ada.page.get_by_role("button", name="Search messages").click()
    picture(ada, f"search-empty-{name}")
    ada.page.get_by_role("searchbox").fill("nest")
    ada.page.get_by_role("searchbox").press("Enter")
    expect(ada.page.locator(".result")).to_have_count(2)
    picture(ada, f"search-{name}")


def test_who_left_a_group_with_a_name_is_in_it_no_more(house, new_visitor):
    ada, ben, cleo = (new_visitor(house).sign_up(name) for name in ("ada", "ben", "cleo"))
    begin(ada, "ben, cleo", "ben, cleo")
    expect(link_to(ada, "ben, cleo").locator(".room-sign")).to_have_text("3")
    ada.page.get_by_role("button", name="About this room").click()
    ada.page.get_by_label("What you all call it").fill("Owls")
    ada.page.get_by_role("button", name="Save").click()
    ada.page.keyboard.press("Escape")
    ada.is_in("Owls").sees("ada", "ben", "cleo")
    link_to(cleo, "Owls").click()
    cleo.is_in("Owls")
    cleo.page.get_by_role("button", name="About this room").click()
    cleo.page.get_by_role("button", name="Leave the conversation").click()
    cleo.page.get_by_role("dialog", name="Leave").get_by_role("button", name="Leave", exact=True).click()
    ada.sees("ada", "ben")
    expect(ada.page.locator("#members-count")).to_have_text("2")
