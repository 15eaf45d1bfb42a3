import os
from pathlib import Path

import pytest
from playwright.sync_api import expect
from visitor import Visitor

expect.set_options(timeout=15_000)


@pytest.fixture
def new_visitor(browser):
    """Makes visitors, each with a browser context of their own. At the end none of them may have had a problem."""
    visitors = []

    def make(server, tolerates=None, **options):
        context = browser.new_context(**{"locale": "en-GB", "timezone_id": "Europe/Berlin", **options})
        visitors.append(Visitor(context, server.url, tolerates))
        return visitors[-1]

    yield make
    for visitor in visitors:
        visitor.leave()
    assert [problem for visitor in visitors for problem in visitor.problems] == []


@pytest.fixture
def picture():
    """Takes a picture of a visitor's page if ROOST_SCREENSHOTS names a folder for it."""
    folder = os.environ.get("ROOST_SCREENSHOTS")

    def take(visitor, name):
        if folder:
            visitor.page.screenshot(path=Path(folder) / f"{name}.png", animations="disabled")

    return take
