"""Somebody with a browser of their own."""

import contextlib
import re
from urllib.parse import urlsplit

from playwright.sync_api import expect

PASSWORD = "correct horse battery"
# What Chromium itself writes to the console when a server is away, or refuses.
SERVER_AWAY = r"WebSocket connection to .* failed|net::ERR_"
REFUSED = r"Failed to load resource: the server responded with a status of 4\d\d"


class Visitor:
    """One page in one browser context, and what it must never do: log errors, or ask other hosts."""

    def __init__(self, context, url, tolerates=None):
        self.context = context
        self.url = url
        self.tolerates = tolerates
        self.problems = []
        self.page = self.open_tab()

    def open_tab(self):
        page = self.context.new_page()
        page.on("console", lambda entry: entry.type in ("error", "warning") and self.note(entry.text))
        page.on("pageerror", lambda error: self.note(f"uncaught: {error}"))
        page.on("request", lambda request: self.note_address(request.url))
        page.on("websocket", lambda web_socket: self.note_address(web_socket.url))
        return page

    def note(self, text):
        if not (self.tolerates and re.search(self.tolerates, text)):
            self.problems.append(text)

    def note_address(self, address):
        if urlsplit(address).netloc != urlsplit(self.url).netloc:
            self.problems.append(f"asked another host: {address}")

    def sign_up(self, name, password=PASSWORD):
        """Opens the page and makes an account; ends in the lobby."""
        self.page.goto(self.url)
        self.page.get_by_role("button", name="Create an account").click()
        self.fill_in(name, password)
        self.page.get_by_role("button", name="Create account").click()
        return self.is_in_lobby()

    def sign_in(self, name, password=PASSWORD):
        self.page.goto(self.url)
        self.fill_in(name, password)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        return self

    def fill_in(self, name, password):
        self.page.get_by_label("Name", exact=True).fill(name)
        self.page.get_by_label("Password", exact=True).fill(password)

    def is_in_lobby(self):
        return self.is_in("Lobby")

    def is_in(self, title):
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title)
        expect(self.log).to_have_attribute("aria-busy", "false")
        return self

    @property
    def log(self):
        return self.page.get_by_role("log")

    @property
    def draft(self):
        return self.page.get_by_role("textbox", name="Message")

    @property
    def texts(self):
        """The texts of all messages."""
        return self.log.locator(".message-text")

    def message(self, text):
        """The message with this text."""
        return self.log.locator("li.message").filter(has=self.page.get_by_text(text, exact=True))

    @property
    def members(self):
        """The names of those who are here, also while the list is closed on a phone."""
        return self.page.locator("#members .member-name")

    @property
    def connection(self):
        """The strip that shows while there is no connection."""
        return self.page.locator("#connection")

    def say(self, text):
        self.draft.fill(text)
        self.draft.press("Enter")

    def has_sent(self, text):
        """The server has confirmed the message with this text, and those before it; one that was just written may not be drawn yet."""
        expect(self.message(text)).to_have_class(re.compile(r"\bsent\b"))
        return self

    def writes(self, text, reader):
        """Writes until the reader is told so: typing is announced now and then, and not to who is slow to hear."""
        for _ in range(8):
            self.draft.press_sequentially(text)
            with contextlib.suppress(AssertionError):
                return expect(reader.page.locator("#typing")).to_contain_text("writing…", timeout=3500)
        raise AssertionError("the reader was never told")

    def hears(self, *texts):
        """Exactly these messages are shown, in this order."""
        expect(self.texts).to_have_text(list(texts))
        return self

    def sees(self, *names):
        """Exactly these people are here."""
        expect(self.members).to_have_text(list(names))
        return self

    def leave(self):
        self.context.close()
