"""What the page does while the server is away, and after."""

import json
import re
import threading
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect
from test_page_notifications import LOOK
from test_page_rooms import link_to, make_room
from visitor import SERVER_AWAY


def relayed(page):
    """The page's WebSockets from here on, as they are opened, for a test to close."""
    links = []

    def relay(link):
        links.append(link)
        link.connect_to_server()

    page.route_web_socket(re.compile("socket.io"), relay)
    return links


def refusing(page, event, error):
    """Has requests of the page refused with `error`, until the list that is returned is cleared."""
    refuses = [True]

    def refuse(link):
        other_end = link.connect_to_server()

        def answer(text):
            asked = re.match(rf'42(\d+)\["{event}"', text)
            if asked and refuses:
                link.send(f"43{asked[1]}{json.dumps([{'ok': False, 'error': error}])}")
            else:
                other_end.send(text)

        link.on_message(answer)

    page.route_web_socket(re.compile("socket.io"), refuse)
    return refuses


def test_a_restart_of_the_server_keeps_everything(server, new_visitor):
    ada = new_visitor(server, tolerates=SERVER_AWAY).sign_up("ada")
    ben = new_visitor(server, tolerates=SERVER_AWAY).sign_up("ben")
    ada.say("before")
    ben.hears("before")

    server.stop()
    expect(ada.connection).to_be_visible()
    expect(ada.connection).to_contain_text("The connection was lost.")
    server.start()
    for visitor in (ada, ben):
        visitor.sees("ada", "ben").hears("before")
        expect(visitor.connection).to_be_hidden()
    ben.say("after")
    ada.hears("before", "after")
    ada.page.reload()
    ada.hears("before", "after")


def test_what_is_written_without_a_connection_is_sent_once_after_it(server, new_visitor):
    ada = new_visitor(server, tolerates=SERVER_AWAY).sign_up("ada")
    ben = new_visitor(server, tolerates=SERVER_AWAY).sign_up("ben")
    server.stop()
    expect(ada.connection).to_be_visible()
    ada.say("one")
    ada.say("two")
    expect(ada.log.get_by_text("Sending…")).to_have_count(2)
    server.start()
    expect(ada.log.locator(".sent")).to_have_count(2)
    ada.hears("one", "two")
    ben.hears("one", "two")


def test_one_can_try_again_at_once(server, new_visitor):
    ada = new_visitor(server, tolerates=SERVER_AWAY).sign_up("ada")
    server.stop()
    # After some failures the waits are longer than a person's patience.
    expect(ada.connection).to_contain_text(re.compile(r"Next try in [4-9] s"), timeout=30_000)
    server.start()
    ada.page.get_by_role("button", name="Try now").click()
    expect(ada.connection).to_be_hidden(timeout=3000)


def test_a_network_or_a_reader_that_is_back_is_connected_at_once(server, new_visitor):
    ada = new_visitor(server, tolerates=SERVER_AWAY)
    links = relayed(ada.page)
    ada.sign_up("ada")
    # Time stands still: by itself the page would try again never.
    ada.page.clock.install()
    ada.page.clock.pause_at(datetime.now(UTC) + timedelta(hours=1))
    ada.context.set_offline(True)
    links[-1].close()
    expect(ada.connection).to_contain_text("The connection was lost.")
    ada.context.set_offline(False)
    expect(ada.connection).to_be_hidden()
    ada.page.evaluate(LOOK, True)
    links[-1].close()
    expect(ada.connection).to_have_attribute("data-phase", "waiting")
    # Nobody looks at it.
    assert ada.page.evaluate("() => { dispatchEvent(new Event('online')); return document.querySelector('#connection').dataset.phase; }") == "waiting"
    ada.page.evaluate(LOOK, False)
    expect(ada.connection).to_be_hidden()


def cut_off(server, new_visitor):
    """Ada, who has heard Ben's first word and has no connection since, and Ben."""
    ada = new_visitor(server, tolerates=SERVER_AWAY)
    links = relayed(ada.page)
    ada.sign_up("ada")
    ben = new_visitor(server).sign_up("ben")
    ben.say("heard")
    ada.hears("heard")
    ada.context.set_offline(True)
    links[-1].close()
    expect(ada.connection).to_be_visible()
    return ada, ben


def test_messages_that_were_missed_are_loaded(server, new_visitor):
    ada, ben = cut_off(server, new_visitor)
    ben.say("missed")
    ben.say("missed too")
    # One that is on its way may come only after Ada.
    ben.has_sent("missed too")
    ada.context.set_offline(False)
    ada.hears("heard", "missed", "missed too").sees("ada", "ben")


def test_what_is_too_much_to_be_caught_up_with_is_offered(server, new_visitor):
    """More was said than the server tells again: the newest are there, the rest is loaded by a press, and nothing is missing."""
    ada, ben = cut_off(server, new_visitor)
    said = [f"missed {number}" for number in range(230)]
    for text in said:
        ben.say(text)
    ben.has_sent(said[-1])
    ada.context.set_offline(False)
    ada.hears(*said[-100:])
    expect(ada.log.get_by_text("Some messages were not loaded.")).to_be_attached()
    ada.log.get_by_role("button", name="Load them").click()
    expect(ada.message("missed 80")).to_be_attached()
    ada.page.wait_for_function(
        """() => {
            const log = document.querySelector("#log");
            log.scrollTop = 0;
            return log.textContent.includes("This is where it began.") && log.textContent.includes("heard");
        }"""
    )
    expect(ada.log.get_by_text("Some messages were not loaded.")).to_have_count(0)


def test_a_message_whose_ack_is_lost_is_neither_lost_nor_doubled(server, new_visitor):
    ada = new_visitor(server)
    links = []

    def lose_first_answer(link):
        """The first connection breaks when the server answers or tells the post."""
        links.append(link)
        is_first = len(links) == 1
        other_end = link.connect_to_server()

        def pass_on(text):
            if is_first and "precious" in text:
                link.close()
                other_end.close()
            else:
                link.send(text)

        other_end.on_message(pass_on)

    ada.page.route_web_socket(re.compile("socket.io"), lose_first_answer)
    ada.sign_up("ada")
    ada.say("precious")
    expect(ada.log.locator(".sent")).to_have_count(1)
    assert len(links) == 2
    ada.hears("precious")
    ada.page.reload()
    ada.is_in_lobby().hears("precious")


def test_a_message_that_is_refused_can_be_tried_again_or_discarded(server, new_visitor):
    ada = new_visitor(server)
    refuses = refusing(ada.page, "message:post", {"code": "storage_unavailable", "message": "The disk is full.", "retryable": True})
    ada.sign_up("ada")
    ada.say("one")
    ada.say("two")
    problems = ada.log.get_by_text("Not sent. The disk is full.")
    expect(problems).to_have_count(2)

    ada.log.get_by_role("button", name="Discard").first.click()
    ada.hears("two")
    refuses.clear()
    ada.log.get_by_role("button", name="Try again").click()
    expect(ada.log.locator(".sent")).to_have_count(1)
    expect(problems).to_have_count(0)
    ada.page.reload()
    ada.is_in_lobby().hears("two")


def test_a_page_opened_while_the_server_is_away_says_so(server, new_visitor):
    ada = new_visitor(server, tolerates=SERVER_AWAY).sign_up("ada")
    refuses = [True]

    def maybe_refuse(link):
        if refuses[0]:
            link.close()
        else:
            link.connect_to_server()

    ada.page.route_web_socket(re.compile("socket.io"), maybe_refuse)
    ada.page.reload()
    expect(ada.connection).to_contain_text("The server cannot be reached.")
    refuses[0] = False
    ada.is_in_lobby().sees("ada")


def test_a_network_that_is_cut_while_two_people_write_loses_and_doubles_nothing(server, new_visitor):
    ada = new_visitor(server, tolerates=SERVER_AWAY)
    links = relayed(ada.page)
    ada.sign_up("ada")
    ben = new_visitor(server).sign_up("ben")
    ada.say("before")
    ben.hears("before")
    ada.context.set_offline(True)
    links[-1].close()
    expect(ada.connection).to_contain_text("The connection was lost.")
    for number in range(3):
        ada.say(f"ada {number}")
        ben.say(f"ben {number}")
    ada.draft.press_sequentially("half a thought")
    expect(ada.log.get_by_text("Sending…")).to_have_count(3)
    # Even a page that is loaded anew keeps what waits to be sent.
    ada.context.set_offline(False)
    ada.page.reload()
    everything = {"before", *(f"{name} {number}" for name in ("ada", "ben") for number in range(3))}
    for visitor in (ada, ben):
        expect(visitor.log.locator(".sent")).to_have_count(7)
        assert {text for text in visitor.texts.all_text_contents()} == everything
    assert ada.texts.all_text_contents() == ben.texts.all_text_contents()
    expect(ada.draft).to_have_value("half a thought")


def test_where_web_sockets_do_not_get_through_it_works_by_long_polling(server, new_visitor):
    ada = new_visitor(server, tolerates=SERVER_AWAY)
    ada.page.route_web_socket(re.compile("socket.io"), lambda link: link.close())
    polls = []
    ada.page.on("request", lambda request: "transport=polling" in request.url and polls.append(request.method))
    ben = new_visitor(server).sign_up("ben")
    ada.sign_up("ada").sees("ada", "ben")
    ada.say("through the needle's eye")
    ben.hears("through the needle's eye").say("and back")
    ada.hears("through the needle's eye", "and back")
    assert {"GET", "POST"} <= set(polls)
    ada.page.get_by_role("button", name="Sign out").click()
    ben.sees("ben")


def test_hostile_names_and_topics_break_no_layout(server, new_visitor):
    ada = new_visitor(server, viewport={"width": 390, "height": 780}).sign_up("x" * 32)
    hostile = "\u202e<b>" + "W" * 110
    ada.page.evaluate("() => (location.hash = '#room=lobby')")
    ada.page.get_by_role("button", name="Rooms", exact=True).click()
    ada.page.get_by_role("button", name="Browse rooms").click()
    ada.page.get_by_role("button", name="Make a room").click()
    form = ada.page.get_by_role("dialog", name="Make a room")
    form.get_by_label("Name", exact=True).fill("n" * 64)
    form.get_by_label("Title").fill(hostile)
    form.get_by_label("What it is about").fill("<img src=x onerror=alert(1)>" + "t" * 400)
    form.get_by_role("button", name="Make the room").click()
    ada.is_in(hostile)
    ada.say("\u200b" + "W" * 8000)
    expect(ada.log.locator(".sent")).to_have_count(1)
    assert ada.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert ada.log.evaluate("log => log.scrollWidth <= log.clientWidth")
    assert ada.page.locator("img[src='x'], .room-head b, .room-link b").count() == 0


def test_half_a_minute_without_a_network_loses_and_doubles_nothing(server, new_visitor):
    """A relay between browser and server stops passing anything on, as when a cable is pulled, until both ends have noticed."""
    ada = new_visitor(server, tolerates=SERVER_AWAY)
    cut = threading.Event()
    lost = threading.Event()

    def relay(link):
        other_end = link.connect_to_server()
        link.on_message(lambda text: lost.set() if cut.is_set() else other_end.send(text))
        other_end.on_message(lambda text: None if cut.is_set() else link.send(text))

    ada.page.route_web_socket(re.compile("socket.io"), relay)
    # The page hears nothing for longer than a ping may take: its clock goes on by half a minute at once.
    ada.page.clock.install()
    ada.sign_up("ada")
    ben = new_visitor(server).sign_up("ben")
    ada.say("before")
    ben.hears("before")
    cut.set()
    ada.draft.press_sequentially("half ")
    for number in range(3):
        ada.say(f"ada {number}")
        ben.say(f"ben {number}")
    ada.draft.press_sequentially("a thought")
    expect(ben.log.locator(".sent")).to_have_count(4)
    assert lost.is_set()
    ada.page.clock.run_for(30_000)
    expect(ada.log.get_by_text("Sending…")).to_have_count(3)
    ada.page.clock.run_for(30_000)
    expect(ada.connection).to_be_visible()
    cut.clear()
    ada.page.clock.run_for(60_000)
    ada.page.clock.resume()
    everything = {"before", *(f"{name} {number}" for name in ("ada", "ben") for number in range(3))}
    for visitor in (ada, ben):
        expect(visitor.log.locator(".sent")).to_have_count(7)
        assert set(visitor.texts.all_text_contents()) == everything
    assert ada.texts.all_text_contents() == ben.texts.all_text_contents()
    expect(ada.draft).to_have_value("a thought")


def test_a_part_of_the_page_that_could_not_be_loaded_is_tried_again(server, new_visitor):
    """Without WebSockets the page needs its long-polling, which a server that is away cannot serve."""
    ada = new_visitor(server, tolerates=SERVER_AWAY).sign_up("ada")
    ada.page.route_web_socket(re.compile("socket.io"), lambda link: link.close())
    tries = []

    def refuse_once(route):
        tries.append(route)
        route.abort() if len(tries) == 1 else route.continue_()

    ada.page.route("**/polling.js", refuse_once)
    ada.page.reload()
    ada.is_in_lobby().sees("ada")
    assert len(tries) == 2


def test_a_page_that_cannot_be_loaded_says_so(server, new_visitor):
    ada = new_visitor(server, tolerates=SERVER_AWAY).sign_up("ada")
    ada.page.route("**/chat.js", lambda route: route.abort())
    ada.page.reload()
    expect(ada.page.locator("#opening")).to_have_text(re.compile("The server cannot be reached"))


def test_a_room_that_was_left_on_another_device_is_not_entered_again(server, new_visitor):
    ada = new_visitor(server, tolerates=SERVER_AWAY)
    links = relayed(ada.page)
    ada.sign_up("ada")
    make_room(ada, "birds", "Bird watching")
    phone = new_visitor(server).sign_in("ada").is_in_lobby()
    leave = phone.page.get_by_role("button", name="Leave Bird watching")
    phone.page.get_by_role("button", name="Browse rooms").click()
    expect(leave).to_be_visible()
    ada.context.set_offline(True)
    links[-1].close()
    expect(ada.connection).to_be_visible()
    leave.click()
    expect(leave).to_have_count(0)
    ada.context.set_offline(False)
    ada.is_in_lobby()
    expect(link_to(ada, "Bird watching")).to_have_count(0)
    phone.page.keyboard.press("Escape")
    phone.page.get_by_role("button", name="Browse rooms").click()
    expect(phone.page.get_by_role("button", name="Join Bird watching")).to_be_visible()


def test_an_edit_that_was_refused_can_be_tried_again(server, new_visitor):
    ada = new_visitor(server)
    refuses = refusing(ada.page, "message:edit", {"code": "busy", "message": "Not now.", "retryable": True})
    ada.sign_up("ada")
    ada.say("teh end")
    ada.hears("teh end")
    ada.has_sent("teh end")
    ada.draft.press("ArrowUp")
    expect(ada.draft).to_have_value("teh end")
    ada.draft.fill("the end")
    ada.draft.press("Enter")
    expect(ada.page.get_by_text("Not now.")).to_be_visible()
    expect(ada.draft).to_have_value("the end")
    refuses.clear()
    ada.draft.press("Enter")
    ada.hears(re.compile("the end"))
