"""Several rooms: finding, making, entering, leaving, changing them, and what is unread in each."""

import re

from playwright.sync_api import expect
from test_page_messages import tool
from visitor import SERVER_AWAY


def make_room(visitor, name, title, private=False):
    visitor.page.get_by_role("button", name="Browse rooms").click()
    visitor.page.get_by_role("button", name="Make a room").click()
    form = visitor.page.get_by_role("dialog", name="Make a room")
    form.get_by_label("Name", exact=True).fill(name)
    form.get_by_label("Title").fill(title)
    if private:
        form.get_by_label("Who may see it").select_option("private")
    form.get_by_role("button", name="Make the room").click()
    visitor.is_in(title)


def link_to(visitor, title):
    return visitor.page.get_by_role("navigation", name="Rooms").get_by_role("link", name=re.compile(title))


def enter(visitor, title):
    visitor.page.get_by_role("button", name="Browse rooms").click()
    visitor.page.get_by_role("button", name=f"Join {title}").click()
    visitor.is_in(title)


def test_a_room_is_made_found_and_left(server, new_visitor):
    ada = new_visitor(server).sign_up("ada")
    ben = new_visitor(server).sign_up("ben")
    make_room(ada, "birds", "Bird watching")
    enter(ben, "Bird watching")
    ben.say("anybody?")
    ada.hears("anybody?").sees("ada", "ben")
    ben.page.get_by_role("button", name="About this room").click()
    ben.page.get_by_role("tab", name="Room").click()
    ben.page.get_by_role("button", name="Leave the room").click()
    ben.is_in_lobby()
    expect(link_to(ben, "Bird watching")).to_have_count(0)
    ada.sees("ada")


def test_one_is_in_ones_rooms_again_on_every_device(server, new_visitor):
    new_visitor(server).sign_up("ada")
    ben = new_visitor(server).sign_up("ben")
    make_room(ben, "birds", "Bird watching")
    phone = new_visitor(server).sign_in("ben").is_in_lobby()
    link_to(phone, "Bird watching").click()
    phone.is_in("Bird watching")


def test_what_is_unread_is_counted_and_marked(server, new_visitor):
    ada = new_visitor(server).sign_up("ada")
    ben = new_visitor(server).sign_up("ben")
    make_room(ada, "birds", "Bird watching")
    enter(ben, "Bird watching")
    ada.say("old")
    ben.hears("old")
    link_to(ben, "Lobby").click()
    ben.is_in_lobby()
    ada.say("new one")
    ada.say("new two")
    expect(link_to(ben, "Bird watching")).to_contain_text("2 unread")
    ada.say("hello @ben")
    expect(link_to(ben, "Bird watching")).to_contain_text("1 mention")
    expect(ben.page.locator("#sidebar-toggle")).to_have_class(re.compile("news"))
    expect(ben.page).to_have_title(re.compile(r"^\(1\) Lobby"))
    link_to(ben, "Bird watching").click()
    ben.hears("old", "new one", "new two", "hello @ben")
    expect(ben.log.get_by_text("New", exact=True)).to_be_visible()
    expect(link_to(ben, "Bird watching")).not_to_contain_text("unread")
    expect(ben.page).to_have_title(re.compile("^Bird watching"))


def test_a_silent_room_does_not_count(server, new_visitor):
    ada = new_visitor(server).sign_up("ada")
    ben = new_visitor(server).sign_up("ben")
    make_room(ada, "birds", "Bird watching")
    ada.page.get_by_role("button", name="About this room").click()
    ada.page.get_by_role("tab", name="Room").click()
    ada.page.get_by_label("Silent").check()
    ada.page.keyboard.press("Escape")
    link_to(ada, "Lobby").click()
    enter(ben, "Bird watching")
    ben.say("psst")
    ben.hears("psst")
    expect(link_to(ada, "Bird watching")).to_have_class(re.compile("muted"))
    expect(ada.page.locator("#sidebar-toggle")).not_to_have_class(re.compile("news"))
    expect(link_to(ada, "Bird watching")).not_to_contain_text("unread")


def test_the_owner_changes_and_archives_a_room(server, new_visitor):
    ada = new_visitor(server).sign_up("ada")
    ben = new_visitor(server).sign_up("ben")
    make_room(ada, "birds", "Bird watching")
    enter(ben, "Bird watching")
    ada.page.get_by_role("button", name="About this room").click()
    role = ada.page.get_by_label("Role of ben")
    role.select_option("moderator")
    role.select_option("")
    ada.page.keyboard.press("Escape")
    ada.page.get_by_role("button", name="About this room").click()
    expect(role).to_have_value("")
    ada.page.get_by_role("tab", name="Room").click()
    ada.page.get_by_label("Title").fill("Owls")
    ada.page.get_by_label("Topic").fill("Only <b>owls</b> here")
    ada.page.get_by_role("button", name="Save").click()
    ben.is_in("Owls")
    expect(ben.page.get_by_text("Only <b>owls</b> here")).to_be_visible()
    ada.page.get_by_role("tab", name="Archive").click()
    ada.page.get_by_role("button", name="Archive the room").click()
    ada.page.get_by_role("dialog", name="Archive").get_by_role("button", name="Archive", exact=True).click()
    expect(ben.draft).to_be_disabled()
    expect(ben.draft).to_have_attribute("placeholder", re.compile("archived"))


def test_a_deleted_room_goes_from_the_list_and_who_is_in_it_is_told(server, new_visitor):
    ada = new_visitor(server, tolerates=SERVER_AWAY).sign_up("ada")
    ben = new_visitor(server, tolerates=SERVER_AWAY).sign_up("ben")
    make_room(ada, "birds", "Bird watching")
    ada.say("an owl!")
    enter(ben, "Bird watching")
    ben.hears("an owl!")
    link_to(ada, "Lobby").click()
    ada.is_in_lobby()
    assert server.run("user", "role", "ada", "admin").returncode == 0
    ada.page.get_by_role("button", name="Administration").click()
    ada.page.get_by_role("tab", name="Rooms").click()
    ada.page.get_by_role("button", name="Delete Bird watching").click()
    ada.page.get_by_role("button", name="Delete the room").click()
    expect(ada.page.get_by_text("Bird watching is deleted.")).to_be_visible()
    ada.page.keyboard.press("Escape")
    for visitor in (ada, ben):
        expect(link_to(visitor, "Bird watching")).to_have_count(0)
    ben.hears()
    expect(ben.log).to_contain_text("This room was deleted")
    expect(ben.draft).to_be_disabled()
    expect(ben.draft).to_have_attribute("placeholder", "This room was deleted")
    # It stays so over another connection.
    server.stop()
    expect(ben.connection).to_be_visible()
    server.start()
    ben.page.get_by_role("button", name="Try now").click()
    expect(ben.connection).to_be_hidden()
    expect(ben.log).to_contain_text("This room was deleted")
    link_to(ben, "Lobby").click()
    ben.is_in_lobby().say("it is gone")
    ada.hears("it is gone")


def test_who_is_invited_to_a_private_room_has_it_at_once(server, new_visitor):
    ada = new_visitor(server).sign_up("ada")
    ben = new_visitor(server).sign_up("ben")
    make_room(ada, "den", "Our den", private=True)
    ben.page.get_by_role("button", name="Browse rooms").click()
    expect(ben.page.get_by_role("button", name="Open Lobby")).to_be_visible()
    expect(ben.page.get_by_role("button", name="Join Our den")).to_have_count(0)
    ben.page.keyboard.press("Escape")
    ada.page.get_by_role("button", name="About this room").click()
    ada.page.get_by_label("Invite somebody by name").fill("ben")
    ada.page.get_by_role("button", name="Invite", exact=True).click()
    link_to(ben, "Our den").click()
    ben.is_in("Our den").say("cosy")
    ada.page.keyboard.press("Escape")
    ada.hears("cosy")


def test_the_quick_switcher_leads_to_a_room(server, new_visitor):
    ada = new_visitor(server).sign_up("ada")
    make_room(ada, "birds", "Bird watching")
    ada.page.keyboard.press("Control+k")
    ada.page.get_by_role("combobox", name="Room").fill("lob")
    expect(ada.page.get_by_role("option")).to_have_count(1)
    ada.page.keyboard.press("Enter")
    ada.is_in_lobby()
    ada.page.keyboard.press("Alt+ArrowUp")
    ada.is_in("Bird watching")


def test_each_room_has_its_own_draft(server, new_visitor):
    ada = new_visitor(server).sign_up("ada")
    make_room(ada, "birds", "Bird watching")
    ada.say("an owl")
    ada.has_sent("an owl")
    tool(ada, "an owl", "Reply")
    expect(ada.page.get_by_text("Replying to ada")).to_be_visible()
    ada.draft.fill("about birds")
    link_to(ada, "Lobby").click()
    ada.is_in_lobby()
    expect(ada.page.get_by_text("Replying to ada")).to_be_hidden()
    expect(ada.draft).to_have_value("")
    ada.draft.fill("about nothing")
    link_to(ada, "Bird watching").click()
    expect(ada.draft).to_have_value("about birds")


def test_the_keyboard_stays_on_a_room_whose_count_changes(server, new_visitor):
    ada = new_visitor(server).sign_up("ada")
    ben = new_visitor(server).sign_up("ben")
    make_room(ada, "birds", "Bird watching")
    link_to(ada, "Lobby").focus()
    ben.say("hi @ada")
    expect(link_to(ada, "Lobby")).to_contain_text("1 mention")
    expect(link_to(ada, "Lobby")).to_be_focused()


def test_what_was_begun_before_a_room_was_archived_is_not_sent(server, new_visitor):
    ada = new_visitor(server).sign_up("ada")
    make_room(ada, "birds", "Bird watching")
    ada.draft.fill("half a thought")
    expect(ada.page.get_by_role("button", name="Send")).to_be_enabled()
    assert server.run("room", "archive", "birds").returncode == 0
    expect(ada.draft).to_be_disabled()
    expect(ada.page.get_by_role("button", name="Send")).to_be_disabled()
