"""What opens over the page: by the keyboard alone, with what it says, and without losing what was written or where one was."""

import re

import pytest
from playwright.sync_api import expect
from test_page_messages import tool
from visitor import PASSWORD, REFUSED, SERVER_AWAY

# Where the keyboard is: on the page that is under a dialog, at what the browser has beside the page, or in the dialog on top. Then
# whether it has gone back there: up, or to the left on its line. What scrolls has its parts within itself.
STEP = """() => {
    const dialog = [...document.querySelectorAll("dialog[open]")].at(-1);
    const here = document.activeElement;
    if (here === document.body) return { place: "browser" };
    if (!dialog.contains(here)) return { place: here.outerHTML };
    const before = window.before;
    window.before = here;
    if (!before?.isConnected || before.contains(here) || here.contains(before)) return { place: "dialog", again: here === before };
    const [was, is] = [before, here].map((element) => element.getBoundingClientRect());
    const isBack = is.bottom <= was.top + 1 ? is.left < was.right : is.top < was.bottom && is.right <= was.left;
    return { place: "dialog", back: isBack ? here.outerHTML : undefined };
}"""


@pytest.fixture
def ada(new_server, new_visitor, tmp_path):
    """Ada, who may do everything, on a server that has everything."""
    configuration = tmp_path / "roost.yaml"
    configuration.write_text("modules:\n  enabled: [History, Moderation, PrivateMessages]\n")
    house = new_server("--config", configuration)
    ada = new_visitor(house, tolerates=SERVER_AWAY).sign_up("ada")
    assert house.run("user", "role", "ada", "admin").returncode == 0
    expect(ada.page.get_by_role("button", name="Administration")).to_be_visible()
    expect(ada.page.get_by_role("button", name="New private message")).to_be_visible()
    expect(ada.page.get_by_role("button", name="Moderation", exact=True)).to_be_visible()
    expect(ada.connection).to_be_hidden()
    ada.server = house
    return ada


def walk(visitor, title):
    """Goes once through the dialog with Tab, which leaves it for nothing on the page, and back nowhere; then closes it."""
    dialog = visitor.page.get_by_role("dialog", name=title)
    expect(dialog).to_be_visible()
    expect(dialog.locator("[aria-busy=true]")).to_have_count(0)
    dialog.locator(".dialog-head button").focus()
    visitor.page.evaluate("window.before = undefined")
    stops = 0
    for _ in range(60):
        visitor.page.keyboard.press("Tab")
        step = visitor.page.evaluate(STEP)
        if step["place"] == "browser" or dialog.locator(".dialog-head button").evaluate("it => it === document.activeElement"):
            break
        assert step["place"] == "dialog", f"{title}: the keyboard is on the page"
        assert step.get("back") is None, f"{title}: the keyboard goes back"
        stops += 1
    assert 0 < stops < 60
    visitor.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


@pytest.mark.parametrize("size", [{"width": 1100, "height": 720}, {"width": 390, "height": 780}], ids=["desktop", "phone"])
def test_the_keyboard_goes_through_each_dialog_and_back(ada, size):
    ada.page.set_viewport_size(size)
    is_phone = size["width"] < 720
    drawer = ada.page.get_by_role("button", name="Rooms", exact=True)
    for opener, title, in_drawer in (
        ("Jump to…", "Jump to", True),
        ("Browse rooms", "Rooms", True),
        ("New private message", "New private message", True),
        ("Administration", "Administration", True),
        ("Signed in as ada", "Your status", True),
        ("Settings", "Settings", True),
        ("Search messages", "Search", False),
        ("About this room", "Lobby", False),
        ("Moderation", "Moderation of Lobby", False),
    ):
        button = ada.page.get_by_role("button", name=re.compile(f"^{re.escape(opener)}")).first
        if is_phone and in_drawer:
            drawer.press("Enter")
        button.press("Enter")
        walk(ada, title)
        expect(drawer if is_phone and in_drawer else button).to_be_focused()


def test_the_keyboard_goes_through_each_page_of_a_dialog(ada):
    for opener, title in (("Settings", "Settings"), ("Administration", "Administration"), ("Moderation", "Moderation of Lobby"), ("About this room", "Lobby")):
        ada.page.get_by_role("button", name=opener, exact=True).click()
        dialog = ada.page.get_by_role("dialog", name=title)
        expect(dialog.get_by_role("tab").first).to_be_visible()
        count = dialog.get_by_role("tab").count()
        assert count > 1
        for number in range(count):
            if number > 0:
                ada.page.get_by_role("button", name=opener, exact=True).press("Enter")
            expect(dialog).to_be_visible()
            dialog.get_by_role("tab", selected=True).focus()
            for _ in range(number):
                ada.page.keyboard.press("ArrowDown")
            expect(dialog.get_by_role("tab").nth(number)).to_be_focused()
            expect(dialog.get_by_role("tab").nth(number)).to_have_attribute("aria-selected", "true")
            walk(ada, title)


def test_a_dialog_stays_where_it_is_when_another_page_of_it_is_shown(ada):
    ada.page.get_by_role("button", name="Settings").click()
    dialog = ada.page.get_by_role("dialog", name="Settings")
    expect(dialog).to_be_visible()
    place = dialog.bounding_box()
    for tab in dialog.get_by_role("tab").all():
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")
        expect(dialog.locator('[aria-busy="true"]')).to_have_count(0)
        assert dialog.bounding_box() == place


def test_a_question_gives_the_keyboard_back_to_the_message(ada):
    ada.say("oh no")
    ada.has_sent("oh no")
    tool(ada, "oh no", "Delete")
    walk(ada, "Delete message")
    expect(ada.log.get_by_role("button", name="Delete")).to_be_focused()
    ada.hears("oh no")


def test_what_is_said_over_a_dialog_is_seen(ada):
    settings = open_settings(ada)
    settings.get_by_label("Display name").fill("Ada L.")
    settings.get_by_role("button", name="Save").click()
    said = ada.page.get_by_text("Your display name is saved.")
    expect(said).to_be_visible()
    assert said.evaluate(
        """said => {
            const { left, top, width, height } = said.getBoundingClientRect();
            return said.contains(document.elementFromPoint(left + width / 2, top + height / 2));
        }"""
    )
    # It outlives the dialog.
    ada.page.keyboard.press("Escape")
    expect(settings).to_have_count(0)
    expect(said).to_be_visible()


def test_who_marks_text_beyond_the_edge_keeps_the_dialog(ada):
    settings = open_settings(ada)
    field = settings.get_by_label("Display name")
    field.fill("Ada, marked from right to left")
    box = field.bounding_box()
    ada.page.mouse.move(box["x"] + 40, box["y"] + 10)
    ada.page.mouse.down()
    ada.page.mouse.move(5, 5, steps=3)
    ada.page.mouse.up()
    expect(field).to_have_value("Ada, marked from right to left")
    ada.page.mouse.click(5, 5)
    expect(settings).to_have_count(0)


def test_a_form_that_is_refused_keeps_the_keyboard(ada):
    ada.tolerates = REFUSED
    settings = open_settings(ada)
    settings.get_by_role("tab", name="Security").click()
    change = settings.get_by_role("button", name="Change password")
    change.press("Enter")
    expect(settings.get_by_role("alert").first).to_be_visible()
    expect(change).to_be_focused()
    # Once it is filled in it is sent, once, and what was typed is gone.
    fields = [settings.get_by_label(label, exact=True) for label in ("Password now", "New password")]
    for field in fields:
        field.fill(PASSWORD)
    sent = []
    ada.page.on("request", lambda request: request.url.endswith("/me/password") and sent.append(request))
    change.evaluate("it => { it.click(); it.click(); }")
    expect(ada.page.get_by_text("Your password is changed.")).to_be_visible()
    assert len(sent) == 1
    for field in fields:
        expect(field).to_have_value("")


def test_each_step_of_the_second_factor_takes_the_keyboard_on(ada):
    settings = open_settings(ada)
    settings.get_by_role("tab", name="Security").click()
    settings.get_by_label("Your password").fill(PASSWORD)
    settings.get_by_role("button", name="Switch on").press("Enter")
    expect(settings.locator(".secret")).to_be_focused()


def test_a_choice_that_was_not_kept_is_not_shown_as_if_it_were(ada):
    settings = open_settings(ada)
    settings.get_by_role("tab", name="Privacy").click()
    choice = settings.get_by_label("Who may write to me alone")
    expect(choice).to_have_value("everyone")
    ada.server.stop()
    choice.select_option("nobody")
    expect(choice).to_have_value("everyone")


def test_a_list_that_could_not_be_loaded_says_so_and_is_tried_again(ada):
    ada.page.route("**/api/v1/sessions", lambda route: route.abort())
    settings = open_settings(ada)
    settings.get_by_role("tab", name="Devices").click()
    expect(settings.get_by_text("This could not be loaded.")).to_be_visible()
    ada.page.unroute("**/api/v1/sessions")
    settings.get_by_role("button", name="Try again").click()
    expect(settings.get_by_text("(this one)")).to_be_visible()


def test_nobody_is_told_that_others_are_signed_out_who_are_not(ada, new_visitor):
    other = new_visitor(ada.server).sign_in("ada").is_in_lobby()
    settings = open_settings(ada)
    settings.get_by_role("tab", name="Devices").click()
    everywhere = settings.get_by_role("button", name="Sign out everywhere else")
    ada.page.route("**/api/v1/sessions", lambda route: route.abort() if route.request.method == "DELETE" else route.continue_())
    everywhere.click()
    expect(ada.page.get_by_text("The server cannot be reached.")).to_be_visible()
    expect(ada.page.get_by_text("Your other devices are signed out.")).to_have_count(0)
    ada.page.unroute("**/api/v1/sessions")
    everywhere.click()
    expect(ada.page.get_by_text("Your other devices are signed out.")).to_be_visible()
    expect(everywhere).to_be_hidden()
    expect(other.page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_style_that_could_not_be_loaded_comes_with_the_next_view(ada):
    search = ada.page.get_by_role("button", name="Search messages")
    ada.page.route("**/search.css", lambda route: route.abort())
    search.click()
    expect(ada.page.get_by_role("dialog", name="Search")).to_be_visible()
    ada.page.keyboard.press("Escape")
    ada.page.unroute("**/search.css")
    search.click()
    expect(ada.page.get_by_role("dialog", name="Search")).to_be_visible()
    expect(ada.page.locator("link[href='css/search.css']")).to_have_count(1)


def test_figures_go_on_after_the_server_was_away(ada):
    ada.page.clock.install()
    ada.page.route("**/metrics", lambda route: route.abort())
    ada.page.get_by_role("button", name="Administration").click()
    ada.page.get_by_role("tab", name="Figures").click()
    expect(ada.page.get_by_text("The server cannot be reached.")).to_be_visible()
    ada.page.unroute("**/metrics")
    ada.page.clock.run_for(6000)
    expect(ada.page.locator(".figure").first).to_be_visible()
    expect(ada.page.get_by_text("The server cannot be reached.")).to_have_count(0)


def test_the_switcher_says_where_nothing_is(ada):
    ada.page.keyboard.press("Control+k")
    ada.page.get_by_role("combobox", name="Room").fill("no such place")
    expect(ada.page.get_by_role("dialog", name="Jump to").get_by_text("There is no such room.")).to_be_visible()
    ada.page.keyboard.press("Enter")
    expect(ada.page.get_by_role("dialog", name="Jump to")).to_be_visible()


def open_settings(visitor):
    # Who presses twice opens it once.
    visitor.page.get_by_role("button", name="Settings", exact=True).evaluate("it => { it.click(); it.click(); }")
    settings = visitor.page.get_by_role("dialog", name="Settings")
    expect(settings).to_be_visible()
    return settings
