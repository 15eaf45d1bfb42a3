"""What one can do with messages: mark up, answer, react, edit, delete, link to them."""

import re

from playwright.sync_api import expect


def tool(visitor, text, name):
    """Presses a button of the bar on the message with this text."""
    message = visitor.message(text)
    message.hover()
    message.get_by_role("button", name=name, exact=True).click()


def two(server, new_visitor):
    ada = new_visitor(server, permissions=["clipboard-read", "clipboard-write"]).sign_up("ada")
    ben = new_visitor(server).sign_up("ben")
    return ada, ben


def test_text_is_marked_up(server, new_visitor):
    ada = new_visitor(server).sign_up("ada")
    ada.say("**bold** *italic* `code` https://example.org/x @ada @ben\n> quote\n- item\n```\nlet x = 1\n```")
    text = ada.texts.first
    expect(text.locator("strong")).to_have_text("bold")
    expect(text.locator("em")).to_have_text("italic")
    expect(text.locator("blockquote")).to_have_text("quote")
    expect(text.locator("ul li")).to_have_text("item")
    expect(text.locator("pre")).to_have_text("let x = 1")
    expect(text.locator(".mention")).to_have_text(["@ada", "@ben"])
    expect(text.locator(".mention.me")).to_have_text("@ada")
    link = text.get_by_role("link")
    expect(link).to_have_attribute("href", "https://example.org/x")
    expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")


def test_links_lead_to_the_web_and_nowhere_else(server, new_visitor):
    ada = new_visitor(server).sign_up("ada")
    for text in ["javascript:alert(1)", "[x](javascript:alert(1))", "[x](data:text/html,y)", "[x](https://a.example)"]:
        ada.say(text)
    expect(ada.texts).to_have_count(4)
    shown = ada.log.locator("a").evaluate_all("all => all.map((one) => [one.href, one.title, one.target])")
    # Its name may say anything: where it leads is said beside it.
    assert shown == [["https://a.example/", "https://a.example/", "_blank"]]
    ada.say(f"{server.url}/#room=lobby {server.url}/healthz")
    expect(ada.texts).to_have_count(5)
    assert ada.log.locator("a").evaluate_all("all => all.map((one) => one.target)") == ["_blank", "", "_blank"]


def test_a_reply_leads_to_what_it_answers(server, new_visitor):
    ada, ben = two(server, new_visitor)
    ada.say("Who feeds the owls?")
    ben.hears("Who feeds the owls?")
    tool(ben, "Who feeds the owls?", "Reply")
    expect(ben.page.get_by_text("Replying to ada: Who feeds the owls?")).to_be_visible()
    ben.say("I do")
    reply = ada.log.get_by_role("button", name="In reply to ada")
    expect(reply).to_contain_text("Who feeds the owls?")
    reply.click()
    expect(ada.message("Who feeds the owls?").first).to_be_focused()


def test_reactions_are_counted_and_taken_back(server, new_visitor):
    ada, ben = two(server, new_visitor)
    ada.say("Cake?")
    ben.hears("Cake?")
    tool(ben, "Cake?", "React")
    ben.page.get_by_label("Find an emoji").fill("birthday")
    ben.page.get_by_label("Find an emoji").press("Enter")
    chip = ada.log.get_by_role("button", name="🎂, 1 person")
    expect(chip).to_have_attribute("aria-pressed", "false")
    chip.click()
    both = ada.log.get_by_role("button", name="🎂, 2 people")
    expect(both).to_have_attribute("aria-pressed", "true")
    expect(ben.log.get_by_role("button", name="🎂, 2 people")).to_be_visible()
    both.click()
    expect(ada.log.get_by_role("button", name="🎂, 1 person")).to_be_visible()
    ben.log.get_by_role("button", name="🎂, 1 person").click()
    expect(ada.log.locator(".reaction")).to_have_count(0)


def test_own_reactions_are_known_after_a_reload(server, new_visitor):
    ada, ben = two(server, new_visitor)
    ada.say("Cake?")
    ben.hears("Cake?")
    tool(ben, "Cake?", "React")
    ben.page.get_by_label("Find an emoji").fill("birthday")
    ben.page.get_by_label("Find an emoji").press("Enter")
    for visitor, is_own in ((ada, "false"), (ben, "true")):
        expect(visitor.log.get_by_role("button", name="🎂, 1 person")).to_be_visible()
        visitor.page.reload()
        visitor.is_in_lobby()
        expect(visitor.log.get_by_role("button", name="🎂, 1 person")).to_have_attribute("aria-pressed", is_own)
    ben.log.get_by_role("button", name="🎂, 1 person").click()
    for visitor in (ada, ben):
        expect(visitor.log.locator(".reaction")).to_have_count(0)


def test_the_last_message_is_edited_with_the_arrow_up(server, new_visitor):
    ada, ben = two(server, new_visitor)
    ada.say("a tpyo")
    ben.hears("a tpyo")
    ada.draft.press("ArrowUp")
    expect(ada.draft).to_have_value("a tpyo")
    ada.say("a typo")
    for visitor in (ada, ben):
        expect(visitor.texts).to_have_text(["a typo (edited)"])
    ada.draft.fill("half a thought")
    tool(ada, "a typo (edited)", "Edit")
    expect(ada.draft).to_have_value("a typo")
    ada.draft.press("Escape")
    expect(ada.draft).to_have_value("half a thought")
    tool(ada, "a typo (edited)", "Edit")
    expect(ada.draft).to_have_value("a typo")
    ada.say("no typo")
    expect(ben.texts).to_have_text(["no typo (edited)"])
    expect(ada.draft).to_have_value("half a thought")


def test_a_deleted_message_is_gone_for_everybody(server, new_visitor):
    ada, ben = two(server, new_visitor)
    ada.say("oh no")
    ben.hears("oh no")
    tool(ada, "oh no", "Delete")
    ada.page.get_by_role("button", name="Cancel").click()
    ben.hears("oh no")
    tool(ada, "oh no", "Delete")
    ada.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    ben.hears("This message was deleted.")
    # Others may not edit or delete what is not theirs.
    ben.say("mine")
    ada.hears("This message was deleted.", "mine")
    ada.message("mine").hover()
    expect(ada.log.get_by_role("button", name="Delete")).to_have_count(0)
    expect(ada.log.get_by_role("button", name="Edit")).to_have_count(0)


def test_a_link_to_a_message_shows_it_also_far_up(server, new_visitor):
    ada = new_visitor(server, permissions=["clipboard-read", "clipboard-write"]).sign_up("ada")
    ada.say("the first word")
    for number in range(150):
        ada.say(f"line {number}")
    ada.has_sent("line 149")
    ada.log.evaluate("log => log.scrollTo(0, 0)")
    tool(ada, "the first word", "Copy link")
    expect(ada.page.get_by_text("The link is copied.")).to_be_visible()
    link = ada.page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(re.escape(server.url) + r"/#room=lobby&message=\d+", link)
    ada.page.goto("about:blank")
    ada.page.goto(link)
    expect(ada.message("the first word")).to_be_in_viewport()
    expect(ada.message("the first word")).to_be_focused()


def test_names_and_emoji_are_completed(server, new_visitor):
    ada, ben = two(server, new_visitor)
    ada.sees("ada", "ben")
    ada.draft.press_sequentially("hi @b")
    expect(ada.page.get_by_role("option")).to_have_text(["ben"])
    # An input method ends a word with it.
    ada.draft.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    expect(ada.draft).to_have_value("hi @b")
    ada.draft.press("Enter")
    ada.draft.press_sequentially(":ow")
    expect(ada.page.get_by_role("option", name=re.compile(":owl:"))).to_have_attribute("aria-selected", "true")
    ada.draft.press("Tab")
    expect(ada.draft).to_have_value("hi @ben 🦉 ")
    ada.draft.press("Enter")
    expect(ben.texts.locator(".mention.me")).to_have_text("@ben")


def test_who_writes_is_shown_until_they_send(server, new_visitor):
    ada, ben = two(server, new_visitor)
    ben.writes("hm", ada)
    ben.draft.press("Enter")
    expect(ada.texts).to_have_count(1)
    expect(ada.page.get_by_text("ben is writing…")).to_have_count(0)


def test_messages_can_be_reached_and_used_with_the_keyboard(server, new_visitor):
    ada, _ = two(server, new_visitor)
    ada.say("one")
    ada.say("- two\n- three")
    expect(ada.log.locator(".sent")).to_have_count(2)
    ada.log.focus()
    ada.page.keyboard.press("ArrowUp")
    expect(ada.log.locator("li.message").last).to_be_focused()
    ada.page.keyboard.press("ArrowUp")
    expect(ada.message("one")).to_be_focused()
    ada.page.keyboard.press("Tab")
    expect(ada.log.get_by_role("button", name="React")).to_be_focused()
    ada.page.keyboard.press("ArrowRight")
    ada.page.keyboard.press("Enter")
    expect(ada.page.get_by_text("Replying to ada: one")).to_be_visible()
    expect(ada.draft).to_be_focused()


def test_commands_and_help(server, new_visitor):
    ada = new_visitor(server).sign_up("ada")
    ada.draft.press_sequentially("/he")
    expect(ada.page.get_by_role("option")).to_have_text([re.compile("/help")])
    ada.draft.press("Enter")
    ada.draft.press("Enter")
    help_view = ada.page.get_by_role("dialog", name="Help")
    expect(help_view).to_contain_text("Jump to a room")
    ada.page.keyboard.press("Escape")
    expect(help_view).to_have_count(0)
    ada.say("/shrug well")
    ada.hears("well ¯\\_(ツ)_/¯")
    ada.say("/nonsense")
    expect(ada.page.get_by_text("There is no command /nonsense")).to_be_visible()
    ada.say("//nonsense")
    ada.hears("well ¯\\_(ツ)_/¯", "/nonsense")
    ada.draft.press("?")
    expect(ada.draft).to_have_value("?")
    ada.log.focus()
    ada.page.keyboard.press("?")
    expect(help_view).to_be_visible()


def test_drafts_survive_a_reload(server, new_visitor):
    ada = new_visitor(server).sign_up("ada")
    ada.draft.fill("half a thought")
    ada.page.reload()
    ada.is_in_lobby()
    expect(ada.draft).to_have_value("half a thought")
    ada.draft.press("Enter")
    ada.hears("half a thought")
    ada.page.reload()
    ada.is_in_lobby()
    expect(ada.draft).to_have_value("")


def test_a_list_in_a_message_has_the_messages_buttons(server, new_visitor):
    ada = new_visitor(server).sign_up("ada")
    ada.say("- one\n- two")
    items = ada.texts.locator("li")
    expect(items).to_have_count(2)
    for number in (0, 1):
        items.nth(number).hover()
        expect(ada.log.get_by_role("toolbar")).to_have_count(1)


def test_what_messages_have_beside_their_text_is_drawn_once(server, new_visitor):
    ada = new_visitor(server).sign_up("ada")
    ada.say("first")
    expect(ada.log.locator(".sent")).to_have_count(1)
    first = ada.log.locator("li.message").first
    for number in range(20):
        first.hover()
        first.get_by_role("button", name="Reply", exact=True).click()
        ada.say(f"answer {number}")
    expect(ada.log.locator(".sent")).to_have_count(21)
    ada.page.add_init_script(
        """addEventListener("DOMContentLoaded", () => {
            window.drawn = 0;
            const count = (changes) => { for (const { addedNodes } of changes) window.drawn += addedNodes.length; };
            new MutationObserver(count).observe(document.querySelector("#messages"), { childList: true });
        })"""
    )
    ada.page.reload()
    expect(ada.log.locator(".reply-to")).to_have_count(20)
    # Each of the rows once without, and once with what they reply to.
    assert ada.page.evaluate("window.drawn") <= 3 * 22


def test_what_somebody_says_is_told_to_screen_readers_and_the_past_is_not(server, new_visitor):
    ada, ben = two(server, new_visitor)
    ben.say("hello **there**")
    told = ada.page.locator("#announcement")
    expect(told).to_have_attribute("aria-live", "polite")
    expect(told).to_contain_text("ben: hello there")
    expect(ada.log).to_have_attribute("aria-live", "off")
    ada.page.reload()
    ada.is_in_lobby().hears(re.compile("hello"))
    expect(told).not_to_contain_text("hello")
    ada.say("what I say myself")
    ada.has_sent("what I say myself")
    ben.say("and again")
    expect(told).to_contain_text("ben: and again")
    expect(told).not_to_contain_text("myself")
    ada.page.get_by_role("button", name="Sign out").click()
    expect(told).to_be_empty()


def test_a_choice_is_not_put_where_the_caret_was(server, new_visitor):
    ada, _ = two(server, new_visitor)
    ada.sees("ada", "ben")
    ada.draft.press_sequentially("hi @b")
    expect(ada.page.get_by_role("option")).to_have_text(["ben"])
    ada.draft.press("Home")
    expect(ada.page.get_by_role("option")).to_have_count(0)
    ada.draft.press("Enter")
    ada.hears("hi @b")


def test_a_long_draft_does_not_move_what_is_read(server, new_visitor):
    ada = new_visitor(server).sign_up("ada")
    for number in range(30):
        ada.say(f"line {number}")
    expect(ada.log.locator(".sent")).to_have_count(30)
    ada.draft.fill("a\nb\nc\nd\ne\nf")
    below = "log => Math.round(log.scrollHeight - log.clientHeight - log.scrollTop)"
    ada.page.wait_for_function(f"() => ({below})(document.querySelector('#log')) === 0")
    ada.draft.press_sequentially("ghi")
    assert ada.log.evaluate(below) == 0
