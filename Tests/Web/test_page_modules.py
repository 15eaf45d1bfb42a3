"""The pages of modules: the server's figures."""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def house(new_server, tmp_path):
    configuration = tmp_path / "roost.yaml"
    configuration.write_text("modules:\n  enabled: [Dashboard]\n")
    return new_server("--config", configuration)


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
