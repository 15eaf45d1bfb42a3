"""The desktop tells of what speaks to somebody who looks elsewhere."""

import pytest
from playwright.sync_api import expect
from test_page_private import begin, house  # noqa: F401
from test_page_rooms import link_to

# Notes what the page tells, where a desktop would show it, and has the page believe that nobody looks.
DESKTOP = """
window.told = [];
window.Notification = class extends EventTarget {
    static permission = "granted";
    static requestPermission = async () => "granted";
    constructor(title, options) {
        super();
        window.told.push([title, options.body]);
        window.lastTold = this;
    }
    close() {}
};
"""
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
    assert ada.page.evaluate("window.told") == [["ben in Lobby", "look, @ada: <b>owls</b>"], ["ben", "psst"]]
    expect(ada.page).to_have_title("(2) Lobby · Roost")
    ada.page.evaluate("window.lastTold.dispatchEvent(new Event('click'))")
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
    assert ada.page.evaluate("window.told") == [["ben", "psst"]]
