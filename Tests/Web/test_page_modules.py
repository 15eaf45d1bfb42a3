"""The pages of modules: a game of two, and the server's figures."""

import pytest
from playwright.sync_api import expect
from test_page_views import check_access


@pytest.fixture
def house(new_server, tmp_path):
    configuration = tmp_path / "roost.yaml"
    configuration.write_text("modules:\n  enabled: [TicTacToe, Dashboard]\n")
    return new_server("--config", configuration)


def test_two_people_play(house, new_visitor):
    ada, ben = new_visitor(house), new_visitor(house)
    for visitor, name in ((ada, "ada"), (ben, "ben")):
        visitor.sign_up(name)
        visitor.page.goto(f"{house.url}/modules/tictactoe/")
        expect(visitor.page.get_by_role("status")).to_have_text(f"You are {name}.")
    ada.page.get_by_label("Challenge", exact=True).fill("ben")
    ada.page.get_by_role("button", name="Send").click()
    ben.page.get_by_role("button", name="Play").click()
    for visitor, cell in ((ada, 1), (ben, 4), (ada, 2), (ben, 5), (ada, 3)):
        visitor.page.get_by_role("button", name=f"Cell {cell}", exact=True).click()
    for visitor in (ada, ben):
        expect(visitor.page.get_by_role("heading", name="ada has won")).to_be_visible()


def test_figures_are_drawn_live(house, new_visitor):
    mia = new_visitor(house)
    mia.sign_up("mia")
    mia.page.goto(f"{house.url}/modules/dashboard/")
    expect(mia.page.locator("#status")).to_contain_text("dashboard.watch")
    assert house.run("user", "role", "mia", "moderator").returncode == 0
    mia.page.reload()
    expect(mia.page.locator("#status")).to_have_text("Live.")
    expect(mia.page.get_by_label("Connections")).not_to_be_empty()
    points = mia.page.locator("polyline").first.get_attribute("points")
    expect(mia.page.locator("polyline").first).not_to_have_attribute("points", points)


def panel(visitor, title):
    visitor.page.get_by_role("button", name=title, exact=True).click()
    return visitor.page.get_by_role("dialog", name=title)


def test_a_game_begins_with_a_command_and_is_played_in_a_panel(house, new_visitor):
    ada, ben = new_visitor(house).sign_up("ada"), new_visitor(house).sign_up("ben")
    ada.sees("ada", "ben")
    expect(ada.page.get_by_role("button", name="Tic-tac-toe")).to_be_visible()
    ada.draft.press_sequentially("/tictactoe be")
    expect(ada.page.get_by_role("option")).to_have_text(["ben"])
    ada.draft.press("Enter")
    expect(ada.draft).to_have_value("/tictactoe ben ")
    ada.draft.press("Enter")
    expect(ada.page.get_by_role("dialog", name="Tic-tac-toe").get_by_text("You challenge ben")).to_be_visible()
    panel(ben, "Tic-tac-toe").get_by_role("button", name="Play").click()
    for visitor, cell in ((ada, 1), (ben, 4), (ada, 2), (ben, 5), (ada, 3)):
        visitor.page.get_by_role("button", name=f"Cell {cell}", exact=True).click()
    for visitor in (ada, ben):
        expect(visitor.page.get_by_role("heading", name="ada has won")).to_be_visible()
        check_access(visitor.page)


def test_a_module_shows_a_message_in_its_own_way(house, new_visitor):
    ada, ben = new_visitor(house).sign_up("ada"), new_visitor(house).sign_up("ben")
    for visitor in (ada, ben):
        expect(visitor.page.get_by_role("button", name="Tic-tac-toe")).to_be_visible()
    ada.say("/tictactoe")
    ada.hears("Who plays tic-tac-toe with me? ")
    ben.log.get_by_role("button", name="Challenge").click()
    expect(ben.page.get_by_role("dialog", name="Tic-tac-toe").get_by_text("You challenge ada")).to_be_visible()
    expect(panel(ada, "Tic-tac-toe").get_by_text("ben challenges ada")).to_be_visible()


def test_help_lists_the_commands_of_modules(house, new_visitor):
    ada = new_visitor(house).sign_up("ada")
    expect(ada.page.get_by_role("button", name="Tic-tac-toe")).to_be_visible()
    ada.say("/help")
    shown = ada.page.get_by_role("dialog", name="Help")
    expect(shown.get_by_text("/tictactoe [name]")).to_be_visible()
    expect(shown.get_by_text("/dashboard")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_figures_are_drawn_in_a_panel_for_those_who_may_see_them(house, new_visitor, theme, picture):
    mia = new_visitor(house, color_scheme=theme).sign_up("mia")
    expect(mia.page.get_by_role("button", name="Tic-tac-toe")).to_be_visible()
    expect(mia.page.get_by_role("button", name="Dashboard")).to_have_count(0)
    assert house.run("user", "role", "mia", "moderator").returncode == 0
    shown = panel(mia, "Dashboard")
    expect(shown.get_by_label("Connections")).not_to_be_empty()
    line = shown.locator("polyline").first
    points = line.get_attribute("points")
    expect(line).not_to_have_attribute("points", points)
    check_access(mia.page)
    picture(mia, f"panel-desktop-{theme}")


def test_a_module_that_throws_at_what_it_hears_stops_nobody(house, new_visitor):
    ada, ben = new_visitor(house), new_visitor(house).sign_up("ben")
    script = """export default (page) => {
        page.on("message:posted", () => { throw new Error("broken"); });
        page.on("message:posted", ({ text }) => page.notify(`heard: ${text}`));
        page.addPanel("ready", { title: "Ready", open: () => {} });
    }"""
    ada.page.route("**/modules/tictactoe/chat.js", lambda route: route.fulfill(body=script, content_type="text/javascript"))
    ada.sign_up("ada")
    expect(ada.page.get_by_role("button", name="Ready")).to_be_visible()
    ben.say("hello")
    expect(ada.page.get_by_text("heard: hello")).to_be_visible()
    ada.hears("hello")
