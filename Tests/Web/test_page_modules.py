"""The pages of modules: a game of two, and the server's figures."""

import pytest
from playwright.sync_api import expect


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
