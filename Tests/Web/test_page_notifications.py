"""The desktop tells of what speaks to somebody who looks elsewhere."""

import pytest
from playwright.sync_api import expect
from test_page_private import begin, house  # noqa: F401
from test_page_rooms import link_to

# Keeps what the page shows by the browser's own notifications, once the browser has shown them.
DESKTOP = """
window.told = [];
window.Notification = class extends Notification {
    constructor(title, options) {
        super(title, options);
        this.addEventListener("show", () => window.told.push(this));
    }
};
"""
TOLD = "() => window.told.map(({ title, body }) => [title, body])"
# Tabs of this browser are never hidden: the page is made to believe that nobody looks.
LOOK = """isHidden => {
    Object.defineProperty(document, "hidden", { value: isHidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture
def ada(house, new_visitor):  # noqa: F811
    visitor = new_visitor(house, permissions=["notifications"])
    visitor.page.add_init_script(DESKTOP)
    visitor.sign_up("ada")
    visitor.page.get_by_role("button", name="Settings").click()
    visitor.page.get_by_label("Tell me of mentions").check()
    visitor.page.keyboard.press("Escape")
    return visitor


def test_mentions_and_private_messages_are_told_to_who_looks_elsewhere(ada, house, new_visitor):  # noqa: F811
    ben = new_visitor(house).sign_up("ben")
    ben.say("seen at once, @ada")
    ada.hears("seen at once, @ada")
    ada.page.evaluate(LOOK, True)
    ben.say("nothing special")
    ben.say("look, @ada: <b>owls</b>")
    begin(ben, "ada", "ada").say("psst")
    ada.page.wait_for_function("() => window.told.length === 2")
    assert sorted(ada.page.evaluate(TOLD)) == [["ben", "psst"], ["ben in Lobby", "look, @ada: <b>owls</b>"]]
    expect(ada.page).to_have_title("(2) Lobby · Roost")
    ada.page.evaluate("() => window.told.find(({ title }) => title === 'ben').dispatchEvent(new Event('click'))")
    ada.page.evaluate(LOOK, False)
    ada.is_in("ben").hears("psst")
    link_to(ada, "Lobby").click()
    expect(ada.page).to_have_title("Lobby · Roost")


def test_a_silent_room_tells_nothing(ada, house, new_visitor):  # noqa: F811
    ben = new_visitor(house).sign_up("ben")
    ada.page.get_by_role("button", name="About this room").click()
    ada.page.get_by_role("tab", name="Room").click()
    ada.page.get_by_label("Silent").check()
    ada.page.keyboard.press("Escape")
    ada.page.evaluate(LOOK, True)
    ben.say("hello @ada")
    begin(ben, "ada", "ada").say("psst")
    # What came before the private message was not told.
    ada.page.wait_for_function("() => window.told.length > 0")
    assert ada.page.evaluate(TOLD) == [["ben", "psst"]]
    # Who looks again sees what is new.
    ada.page.evaluate(LOOK, False)
    expect(ada.log.get_by_text("New", exact=True)).to_be_visible()


def test_a_browser_that_allows_none_says_so(house, new_visitor):  # noqa: F811
    ada = new_visitor(house).sign_up("ada")
    ada.page.get_by_role("button", name="Settings").click()
    box = ada.page.get_by_label("Tell me of mentions")
    # A press that does not stay: the browser refuses.
    box.click()
    expect(ada.page.get_by_text("This browser does not allow notifications for this page.")).to_be_visible()
    expect(box).not_to_be_checked()
