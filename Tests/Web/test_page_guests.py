"""How one comes in depends on the server: closed to strangers, or open to guests."""

import re

from playwright.sync_api import expect


def configured(new_server, tmp_path, text):
    configuration = tmp_path / "roost.yaml"
    configuration.write_text(text)
    return new_server("--config", configuration)


def test_guests_come_in_with_a_name_where_they_may(new_server, new_visitor, tmp_path):
    server = configured(new_server, tmp_path, "guests:\n  enabled: true\n")
    ada = new_visitor(server).sign_up("ada")
    ada.say("welcome")
    guest = new_visitor(server)
    guest.page.goto(server.url)
    guest.page.get_by_label("Name", exact=True).fill("gast")
    # Who presses twice is one guest.
    guest.page.get_by_role("button", name="Come in as a guest").dblclick()
    guest.is_in_lobby().hears("welcome")
    expect(guest.page.locator("#me")).to_have_text(re.compile("^guest:gast-"))
    expect(ada.members).to_have_text(["ada", re.compile("^guest:gast-")])
    guest.page.get_by_role("button", name="Sign out").click()
    expect(guest.page.get_by_role("heading", name="Sign in")).to_be_visible()
    ada.sees("ada")


def test_a_closed_server_offers_no_sign_up(new_server, new_visitor, tmp_path):
    server = configured(new_server, tmp_path, "accounts:\n  sign-up: closed\n")
    stranger = new_visitor(server)
    stranger.page.goto(server.url)
    expect(stranger.page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(stranger.page.get_by_role("button", name="Create an account")).to_be_hidden()
    expect(stranger.page.get_by_role("button", name="Come in as a guest")).to_be_hidden()
