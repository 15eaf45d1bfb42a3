"""The administration page: accounts, rooms, modules, invitations, the audit log and the server's figures."""

import re

import pytest
from playwright.sync_api import expect
from test_page_views import DESKTOP, PHONE, check_access

HOSTILE = "<img src=x onerror=alert(1)> \u202etitle"


@pytest.fixture
def house(new_server, tmp_path):
    configuration = tmp_path / "roost.yaml"
    configuration.write_text("modules:\n  enabled: [History, Moderation]\n")
    return new_server("--config", configuration)


@pytest.fixture
def root(house, new_visitor):
    """Ada, who administers the server."""
    ada = new_visitor(house, tolerates="409 .Conflict.").sign_up("ada")
    assert house.run("user", "role", "ada", "admin").returncode == 0
    expect(ada.page.get_by_role("button", name="Administration")).to_be_visible()
    return ada


def administration(visitor, page):
    dialog = visitor.page.get_by_role("dialog", name="Administration")
    if dialog.count() == 0:
        visitor.page.get_by_role("button", name="Administration").click()
    dialog.get_by_role("tab", name=page).click()
    return dialog


def about(visitor, name, action):
    visitor.page.get_by_role("dialog", name="Administration").get_by_role("button", name=f"What to do about {name}").click()
    visitor.page.get_by_role("menuitem", name=action).click()


def confirm(visitor, title, action):
    asked = visitor.page.get_by_role("dialog", name=title)
    asked.get_by_role("button", name=action, exact=True).click()
    expect(asked).to_have_count(0)


def line(dialog, name):
    return dialog.get_by_role("listitem").filter(has=dialog.page.locator(".line-title", has_text=re.compile(f"^{re.escape(name)}$")))


def test_who_may_not_manage_sees_no_administration(house, root, new_visitor):
    ben = new_visitor(house).sign_up("ben")
    root.say("hello")
    ben.hears("hello")
    expect(ben.page.get_by_role("button", name="Administration")).to_have_count(0)


def test_accounts_are_found_changed_and_deleted(house, root, new_visitor):
    ben = new_visitor(house).sign_up("ben")
    new_visitor(house).sign_up("bella")
    page = administration(root, "Users")
    page.get_by_label("Find by name").fill("BE")
    expect(page.get_by_role("list", name="Users").locator(".line-title")).to_have_text(["bella", "ben"])
    page.get_by_label("Role of bella").select_option("moderator")
    expect(root.page.get_by_text("bella has another role.")).to_be_visible()
    about(root, "ben", "Disable")
    expect(line(page, "ben")).to_contain_text("disabled")
    expect(ben.page.get_by_role("heading", name="Sign in")).to_be_visible()
    about(root, "ben", "Enable")
    expect(line(page, "ben")).not_to_contain_text("disabled")
    about(root, "ben", "Delete…")
    confirm(root, "Delete ben", "Delete")
    expect(page.get_by_role("list", name="Users").locator(".line-title")).to_have_text(["bella"])
    expect(page.get_by_label("Role of bella")).to_be_focused()
    assert "moderator" in house.run("user", "list").stdout


@pytest.mark.parametrize(("fate", "left"), [("keep", ["kept by me", "by ben"]), ("remove", ["kept by me"])])
def test_it_is_chosen_what_becomes_of_the_messages_of_a_deleted_account(house, root, new_visitor, fate, left):
    ben = new_visitor(house).sign_up("ben")
    root.say("kept by me")
    ben.hears("kept by me").say("by ben")
    root.hears("kept by me", "by ben")
    page = administration(root, "Users")
    expect(line(page, "ben")).to_be_visible()
    about(root, "ben", "Delete…")
    root.page.get_by_role("dialog", name="Delete ben").get_by_label("What becomes of their messages").select_option(fate)
    confirm(root, "Delete ben", "Delete")
    expect(line(page, "ben")).to_have_count(0)
    root.page.keyboard.press("Escape")
    root.hears(*left)
    expect(root.log.locator(".author")).to_have_text(["ada (you)", "Deleted user"][: len(left)])
    root.page.reload()
    root.is_in_lobby().hears(*left)


def test_sessions_end_and_a_link_sets_another_password(house, root, new_visitor):
    ben = new_visitor(house).sign_up("ben")
    page = administration(root, "Users")
    expect(line(page, "ben")).to_be_visible()
    about(root, "ben", "End all sessions")
    expect(ben.page.get_by_role("heading", name="Sign in")).to_be_visible()
    about(root, "ben", "Link for a new password")
    link = page.locator(".secret").inner_text()
    ben.page.goto("about:blank")
    ben.page.goto(link)
    expect(ben.page.get_by_role("heading", name="Set a new password")).to_be_visible()


def test_the_last_administrator_stays(root):
    page = administration(root, "Users")
    page.get_by_label("Role of ada").select_option("member")
    expect(root.page.get_by_text(re.compile("last administrator"))).to_be_visible()
    expect(page.get_by_label("Role of ada")).to_have_value("admin")


def test_rooms_are_made_shown_and_archived(root, house, new_visitor):
    ben = new_visitor(house).sign_up("ben")
    page = administration(root, "Rooms")
    page.get_by_label("Name of a new room").fill("attic")
    page.get_by_label("Its title").fill(HOSTILE)
    page.get_by_role("button", name="Make the room").click()
    expect(line(page, HOSTILE)).to_contain_text("attic · public")
    page.get_by_role("button", name=f"Roles {HOSTILE}").click()
    form = root.page.get_by_role("dialog", name="Give a role in")
    form.get_by_label("Name").fill("ben")
    form.get_by_role("button", name="Give the role").click()
    expect(root.page.get_by_text("The role is given.")).to_be_visible()
    page.get_by_role("button", name=f"Archive {HOSTILE}").click()
    confirm(root, "Archive", "Archive")
    expect(line(page, HOSTILE)).to_contain_text("archived")
    page.get_by_role("button", name=f"Open again {HOSTILE}").click()
    expect(line(page, HOSTILE)).not_to_contain_text("archived")
    page.get_by_role("button", name=f"Show {HOSTILE}").click()
    root.is_in(HOSTILE)
    ben.page.goto(f"{house.url}/#room=attic")
    ben.is_in(HOSTILE)
    ben.page.get_by_role("button", name="About this room").click()
    expect(ben.page.get_by_role("tab", name="Archive")).to_be_visible()
    page = administration(root, "Rooms")
    page.get_by_role("button", name=f"Delete {HOSTILE}").click()
    confirm(root, f"Delete {HOSTILE}", "Delete the room")
    expect(line(page, HOSTILE)).to_have_count(0)
    expect(line(page, "Lobby")).to_be_visible()
    expect(page.get_by_role("button", name="Delete Lobby")).to_have_count(0)
    expect(ben.log).to_contain_text("This room was deleted")


def test_modules_are_switched_and_reloaded(root):
    page = administration(root, "Modules")
    expect(line(page, "Moderation")).to_contain_text("On")
    page.get_by_role("button", name="Disable Moderation").click()
    confirm(root, "Disable Moderation", "Disable")
    expect(line(page, "Moderation")).to_contain_text("Off")
    page.get_by_role("button", name="Enable Moderation").click()
    expect(line(page, "Moderation")).to_contain_text("On")
    page.get_by_role("button", name="Reload History").click()
    expect(root.page.get_by_text("History is replaced by what its file has now.")).to_be_visible()
    page.get_by_role("tab", name="Audit log").click()
    entries = page.get_by_role("list", name="Entries").locator(".line-title")
    expect(entries.filter(has_text="module:")).to_have_text(
        ["module.reload module:History", "module.enable module:Moderation", "module.disable module:Moderation"]
    )


def test_settings_of_modules_are_shown_with_how_to_set_them(root):
    page = administration(root, "Modules")
    page.get_by_role("button", name="Settings Moderation").click()
    settings = root.page.get_by_role("dialog", name="Settings of Moderation").get_by_role("list", name="Settings")
    mute = settings.get_by_role("listitem").filter(has_text="modules.moderation.mute")
    expect(mute).to_contain_text("modules.moderation.mute = 10m")
    expect(mute).to_contain_text("It may be a time from")
    root.page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Settings Moderation")).to_be_focused()
    page.get_by_role("button", name="Disable Moderation").click()
    confirm(root, "Disable Moderation", "Disable")
    expect(page.get_by_role("button", name="Settings Moderation")).to_have_count(0)


def test_everybodys_invitations_are_seen_and_ended(root, house):
    made = house.run("invitation", "create")
    assert made.returncode == 0, made.stderr
    page = administration(root, "Invitations")
    invitations = page.get_by_role("list", name="Invitations of everybody")
    expect(invitations.get_by_role("listitem")).to_contain_text(["by a command"])
    page.get_by_role("button", name="Make a link…").click()
    form = root.page.get_by_role("dialog", name="Invite")
    form.get_by_role("button", name="Make a link", exact=True).click()
    expect(form.get_by_text("#invite=")).to_be_visible()
    form.get_by_role("button", name="Close").click()
    expect(invitations.get_by_role("listitem").filter(has_text="by ada")).to_contain_text(["used 0 of 1,"])
    page.get_by_role("button", name="End To the server by a command").click()
    expect(invitations.get_by_role("listitem")).to_have_count(1)


def test_the_audit_log_is_filtered_and_read_page_by_page(root, house):
    for number in range(60):
        assert house.run("room", "create", f"room{number}").returncode == 0
    page = administration(root, "Audit log")
    entries = page.get_by_role("list", name="Entries").get_by_role("listitem")
    expect(entries).to_have_count(50)
    page.get_by_role("button", name="More", exact=True).click()
    expect(entries.last).to_contain_text("No. 1 ")
    page.get_by_label("What", exact=True).fill("user.role")
    page.get_by_label("What", exact=True).press("Enter")
    expect(entries).to_have_count(1)
    expect(entries).to_contain_text(["user:ada"])
    page.get_by_label("Who", exact=True).fill("nobody")
    page.get_by_label("Who", exact=True).press("Enter")
    expect(page.get_by_text("Nothing like that was changed.")).to_be_visible()
    page.get_by_role("tab", name="Rooms").click()
    rooms = page.get_by_role("list", name="Rooms").locator(".line-title")
    expect(rooms).to_have_count(50)
    page.get_by_role("button", name="More", exact=True).click()
    expect(rooms).to_have_count(61)
    assert len(set(rooms.all_text_contents())) == 61


def test_figures_are_shown(root):
    page = administration(root, "Figures")
    figure = page.locator(".figure").filter(has=page.page.get_by_text("Connections", exact=True))
    expect(figure.locator("dd")).to_have_text("1")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_page_keeps_to_the_rules_for_access(house, new_visitor, picture, theme, size):
    """axe-core finds nothing to complain of, in the administration and at the moderators' desk; takes pictures for docs/."""
    ben = new_visitor(house).sign_up("ben")
    ada = new_visitor(house, viewport=size, color_scheme=theme).sign_up("ada")
    assert house.run("user", "role", "ada", "admin").returncode == 0
    expect(ada.page.get_by_role("button", name="Moderation", exact=True)).to_be_visible()
    ben.say("Buy <b>cheap</b> followers at my place!")
    expect(ada.texts).to_have_count(1)
    name = f"{'phone' if size is PHONE else 'desktop'}-{theme}"
    ada.texts.first.click()
    ada.page.get_by_role("button", name="More", exact=True).click()
    expect(ada.page.get_by_role("menuitem").first).to_be_focused()
    check_access(ada.page)
    picture(ada, f"moderation-menu-{name}")
    ada.page.get_by_role("menuitem", name="Report").click()
    ada.page.get_by_label("What is wrong with it?").fill("It sells something. " * 8)
    ada.page.get_by_role("button", name="Report", exact=True).click()
    ada.page.get_by_role("button", name="Moderation", exact=True).click()
    desk = ada.page.get_by_role("dialog", name="Moderation of Lobby")
    expect(desk.get_by_role("button", name="Claim report 1")).to_be_visible()
    expect(ada.page.locator(".notice-bar")).to_have_count(0)
    for tab in desk.get_by_role("tab").all():
        tab.click()
        expect(desk.locator('[aria-busy="true"]')).to_have_count(0)
        check_access(ada.page)
        picture(ada, f"moderation-{tab.inner_text().lower()}-{name}")
    ada.page.keyboard.press("Escape")
    if size is PHONE:
        ada.page.get_by_role("button", name="Rooms", exact=True).click()
    page = administration(ada, "Users")
    for tab in page.get_by_role("tab").all():
        tab.click()
        expect(page.locator('[aria-busy="true"]')).to_have_count(0)
        check_access(ada.page)
        picture(ada, f"administration-{tab.inner_text().lower().replace(' ', '-')}-{name}")
    assert ada.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
