"""How one comes in depends on the server: closed to strangers, or open to guests."""

import re

import pytest
from playwright.sync_api import expect
from test_page_connection import relayed
from visitor import SERVER_AWAY


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
    guest.page.get_by_label("Name", exact=True).fill("not a name")
    guest.page.get_by_role("button", name="Come in as a guest").click()
    expect(guest.page.get_by_role("alert")).to_contain_text("name")
    guest.page.get_by_label("Name", exact=True).fill("gast")
    # Who presses twice is one guest.
    guest.page.get_by_role("button", name="Come in as a guest").dblclick()
    guest.is_in_lobby().hears("welcome")
    expect(guest.page.locator("#me")).to_have_text(re.compile("^guest:gast-"))
    expect(ada.members).to_have_text(["ada", re.compile("^guest:gast-")])
    guest.page.get_by_role("button", name="Sign out").click()
    expect(guest.page.get_by_role("heading", name="Sign in")).to_be_visible()
    ada.sees("ada")


def come_in(guest, url, name="gast"):
    guest.page.goto(url)
    guest.page.get_by_label("Name", exact=True).fill(name)
    guest.page.get_by_role("button", name="Come in as a guest").click()
    return guest.is_in_lobby()


def test_what_a_guest_writes_without_a_connection_is_sent_after_it(new_server, new_visitor, tmp_path):
    """Although whoever connects again is another guest."""
    server = configured(new_server, tmp_path, "guests:\n  enabled: true\n")
    ada = new_visitor(server).sign_up("ada")
    guest = new_visitor(server, tolerates=SERVER_AWAY)
    links = relayed(guest.page)
    come_in(guest, server.url)
    name = guest.page.locator("#me").inner_text()
    guest.say("before")
    guest.has_sent("before")
    guest.context.set_offline(True)
    links[-1].close()
    expect(guest.connection).to_be_visible()
    guest.say("one")
    guest.say("two")
    guest.draft.press_sequentially("half a thought")
    guest.context.set_offline(False)
    for visitor in (ada, guest):
        visitor.hears("before", "one", "two")
        expect(visitor.log.locator(".sent")).to_have_count(3)
    expect(guest.page.locator("#me")).to_have_text(re.compile("^guest:gast-"))
    expect(guest.page.locator("#me")).not_to_have_text(name)
    expect(guest.draft).to_have_value("half a thought")


@pytest.mark.parametrize("arrives", [True, False])
def test_what_a_guest_sent_when_the_connection_was_lost_is_neither_lost_nor_doubled(new_server, new_visitor, tmp_path, arrives):
    """It is in the room, or the guest is told and can send it again."""
    server = configured(new_server, tmp_path, "guests:\n  enabled: true\n")
    ada = new_visitor(server).sign_up("ada")
    guest = new_visitor(server, tolerates=SERVER_AWAY)
    links = []

    def lose_first(link):
        """The first connection breaks when the message goes out, or when the server answers or tells it."""
        links.append(link)
        is_first = len(links) == 1
        other_end = link.connect_to_server()

        def pass_on(to, breaks):
            def pass_one(text):
                if is_first and breaks and "precious" in text:
                    link.close()
                    other_end.close()
                else:
                    to.send(text)

            return pass_one

        link.on_message(pass_on(other_end, not arrives))
        other_end.on_message(pass_on(link, arrives))

    guest.page.route_web_socket(re.compile("socket.io"), lose_first)
    come_in(guest, server.url)
    guest.say("precious")
    if not arrives:
        expect(guest.log.get_by_text("Not sent. The connection was lost before the server confirmed it.")).to_be_visible()
        guest.log.get_by_role("button", name="Try again").click()
    for visitor in (ada, guest):
        visitor.hears("precious")
        expect(visitor.log.locator(".sent")).to_have_count(1)
    assert len(links) == 2


def test_a_closed_server_offers_no_sign_up(new_server, new_visitor, tmp_path):
    server = configured(new_server, tmp_path, "accounts:\n  sign-up: closed\n")
    stranger = new_visitor(server)
    stranger.page.goto(server.url)
    expect(stranger.page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(stranger.page.get_by_role("button", name="Create an account")).to_be_hidden()
    expect(stranger.page.get_by_role("button", name="Come in as a guest")).to_be_hidden()
