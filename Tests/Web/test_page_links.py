"""Links that the page understands: invitations, and new passwords."""

import re

import pytest
from playwright.sync_api import expect
from visitor import PASSWORD, REFUSED

NEW_PASSWORD = "another horse battery"


def printed(server, *arguments):
    """The fragment of the link that a command prints."""
    result = server.run(*arguments)
    assert result.returncode == 0, result.stderr
    return re.search(r"/(#\S+)", result.stdout).group(1)


@pytest.fixture
def by_invitation(new_server, tmp_path):
    settings = tmp_path / "roost.yaml"
    settings.write_text("accounts:\n  sign-up: invite\n")
    return new_server("--config", settings)


def test_an_invitation_makes_an_account(by_invitation, new_visitor):
    link = printed(by_invitation, "invite", "create")
    ada = new_visitor(by_invitation)
    ada.page.goto(f"{by_invitation.url}/{link}")
    expect(ada.page.get_by_text("You are invited.")).to_be_visible()
    ada.fill_in("ada", PASSWORD)
    ada.page.get_by_role("button", name="Create account").click()
    ada.is_in_lobby()
    assert "#" not in ada.page.url

    ben = new_visitor(by_invitation, tolerates=REFUSED)
    ben.page.goto(f"{by_invitation.url}/{link}")
    ben.fill_in("ben", PASSWORD)
    ben.page.get_by_role("button", name="Create account").click()
    expect(ben.page.get_by_role("alert")).to_have_text(re.compile("no longer valid"))


def test_who_is_signed_in_takes_an_invitation_to_a_room(server, new_visitor):
    ada = new_visitor(server).sign_up("ada")
    ada.page.goto(f"{server.url}/{printed(server, 'invitation', 'create', '--room', 'lobby')}")
    ada.is_in_lobby()
    assert ada.page.url.endswith("#room=lobby")
    assert server.run("invite", "list").stdout == ""


def test_who_is_signed_in_is_told_of_an_invitation_that_is_over(server, new_visitor):
    ada = new_visitor(server, tolerates=REFUSED).sign_up("ada")
    link = printed(server, "invitation", "create", "--room", "lobby")
    other = new_visitor(server).sign_up("ben")
    other.page.goto(f"{server.url}/{link}")
    other.is_in_lobby()
    ada.page.goto(f"{server.url}/{link}")
    ada.is_in_lobby()
    expect(ada.page.get_by_text("no longer valid")).to_be_visible()
    # What is no invitation comes before the chat.
    ada.page.goto(f"{server.url}/#reset=guessed")
    expect(ada.page.get_by_role("heading", name="Set a new password")).to_be_visible()


def test_a_link_sets_a_new_password(server, new_visitor):
    ada = new_visitor(server).sign_up("ada")
    link = printed(server, "user", "reset", "ada")
    other = new_visitor(server, tolerates=REFUSED)
    other.page.goto(f"{server.url}/{link}")
    expect(other.page.get_by_role("heading", name="Set a new password")).to_be_visible()
    expect(other.page.get_by_label("Name", exact=True)).to_be_hidden()
    for password in ["short", NEW_PASSWORD]:
        other.page.get_by_label("Password", exact=True).fill(password)
        other.page.get_by_role("button", name="Set password").click()
        expect(other.page.get_by_role("alert")).to_be_visible()
    expect(other.page.get_by_role("alert")).to_have_text("Your password is set. Sign in with it.")
    # That is no problem, and does not look like one.
    expect(other.page.get_by_role("alert")).to_have_class(re.compile("news"))
    expect(ada.page.get_by_role("alert")).to_have_text(re.compile("password was changed"))
    assert "#" not in other.page.url
    other.fill_in("ada", NEW_PASSWORD)
    other.page.get_by_role("button", name="Sign in", exact=True).click()
    other.is_in_lobby()
