"""The page for eyes that need more: colours of one's own, a page four times as large, nothing that moves."""

from playwright.sync_api import expect
from test_page_messages import tool
from test_page_rooms import link_to, make_room

# A window of 1280 by 1024 at 400 %, as WCAG 2.2 (1.4.10) counts it.
ENLARGED = {"width": 320, "height": 256}

# Whether an element has an outline or a border that is seen.
EDGE = """one => {
    const style = getComputedStyle(one);
    const canvas = getComputedStyle(document.body).backgroundColor;
    const has = (width, kind, color) => parseFloat(width) > 0 && kind !== "none" && color !== canvas;
    return has(style.outlineWidth, style.outlineStyle, style.outlineColor) || has(style.borderTopWidth, style.borderTopStyle, style.borderTopColor);
}"""


def test_with_ones_own_colours_everything_that_a_ground_shows_has_an_edge(server, new_visitor):
    ada = new_visitor(server, forced_colors="active").sign_up("ada")
    ben = new_visitor(server).sign_up("ben")
    make_room(ada, "birds", "Bird watching")
    ben.say("hello @ada")
    expect(link_to(ada, "Lobby")).to_contain_text("1 mention")

    def has_edge(found):
        expect(found).to_be_visible()
        assert found.evaluate(EDGE), found.evaluate("one => one.outerHTML")

    has_edge(link_to(ada, "Bird watching"))
    has_edge(ada.page.locator(".badge"))
    has_edge(ada.page.get_by_role("button", name="Settings", exact=True))
    ada.draft.focus()
    has_edge(ada.page.locator(".draft-box"))
    has_edge(ada.page.get_by_role("button", name="Send"))
    link_to(ada, "Lobby").click()
    ada.hears("hello @ada")
    has_edge(ada.log.locator(".avatar"))
    has_edge(ada.log.locator(".mention.me"))
    tool(ada, "hello @ada", "React")
    ada.page.locator(".picker-emoji").first.click()
    has_edge(ada.log.locator(".reaction[aria-pressed=true]"))
    ada.draft.fill("/he")
    has_edge(ada.page.get_by_role("option").first)
    ada.page.keyboard.press("Escape")
    ada.page.get_by_role("button", name="Settings", exact=True).click()
    has_edge(ada.page.get_by_role("tab", selected=True))
    assert not ada.page.get_by_role("tab", selected=False).first.evaluate(EDGE)
    ada.page.keyboard.press("Tab")
    has_edge(ada.page.locator(":focus"))
    line = ada.log.locator(".day").first.evaluate("one => getComputedStyle(one, '::before').backgroundColor")
    assert line != ada.page.evaluate("getComputedStyle(document.body).backgroundColor")
    # Icons are lines in the colour of the button's text.
    icon = ada.page.locator(".bar .icon").last
    assert icon.evaluate("one => getComputedStyle(one).stroke === getComputedStyle(one.closest('button')).color")


def test_at_four_times_the_size_nothing_is_out_of_reach(server, new_visitor):
    ada = new_visitor(server, viewport=ENLARGED).sign_up("ada")
    ben = new_visitor(server).sign_up("ben")
    text = "A message of more words than one line of a small screen has room for, so that it is cut where it is quoted."
    ben.say(text)
    ada.hears(text)

    def fits(found):
        expect(found).to_be_visible()
        box = found.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= ENLARGED["width"], box
        assert box["y"] >= 0 and box["y"] + box["height"] <= ENLARGED["height"], box

    message = ada.message(text)
    message.hover()
    fits(message.get_by_role("button", name="Reply"))
    message.get_by_role("button", name="React").click()
    fits(ada.page.locator(".picker"))
    ada.page.keyboard.press("Escape")
    tool(ada, text, "Reply")
    fits(ada.page.get_by_role("button", name="Cancel"))
    fits(ada.page.get_by_role("button", name="Send"))
    assert ada.log.evaluate("log => log.getBoundingClientRect().right <= innerWidth")
    ada.page.keyboard.press("Escape")
    ada.draft.press_sequentially("/")
    expect(ada.page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    fits(ada.page.locator("#completion"))
    fits(ada.page.get_by_role("option").first)
    ada.page.keyboard.press("ArrowUp")
    fits(ada.page.get_by_role("option", selected=True))


def test_where_nothing_is_to_move_nothing_does_and_nothing_flickers(server, new_visitor):
    ada = new_visitor(server, reduced_motion="reduce").sign_up("ada")
    animation = """name => {
        const made = document.createElement("p");
        made.className = name;
        document.querySelector("#log").append(made);
        return getComputedStyle(made).animationName;
    }"""
    assert ada.page.evaluate(animation, "shape") == "none"
    # The note under a message on its way comes late by an animation: without it, each message would flicker.
    ada.page.evaluate("() => document.querySelector('#log').classList.add('message', 'sending')")
    assert ada.page.evaluate(animation, "message-note") == "late"
