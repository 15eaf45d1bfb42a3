"""A room with a long past: it scrolls smoothly, and the page does not grow."""

import json
import sqlite3
import time

from playwright.sync_api import expect

MANY = 20_000

# Scrolls up until the beginning is there.
SCROLL_UP = """async () => {
    const log = document.querySelector("#log");
    const end = performance.now() + 90_000;
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    let most = 0;
    while (performance.now() < end && (!log.textContent.includes("This is where it began.") || log.scrollTop > 0)) {
        log.scrollTop = Math.max(0, log.scrollTop - 3000);
        most = Math.max(most, document.querySelectorAll("#log li.message").length);
        await frame();
    }
    await frame();
    return most;
}"""


def test_twenty_thousand_messages_are_no_burden(server, new_visitor, browser):
    ada = new_visitor(server).sign_up("ada")
    ada.page.goto("about:blank")
    server.stop()
    fill(server, MANY)
    server.start()
    ada.page.goto(server.url)
    ada.is_in_lobby()
    expect(ada.log.get_by_text(f"line {MANY} ", exact=False)).to_be_in_viewport()
    session = ada.context.new_cdp_session(ada.page)
    browser.start_tracing(page=ada.page, categories=["toplevel", "disabled-by-default-devtools.timeline"])
    most = ada.page.evaluate(SCROLL_UP)
    trace = json.loads(browser.stop_tracing())
    expect(ada.log.get_by_text("line 1 of many", exact=True)).to_be_in_viewport()
    assert most <= 160
    # The thread's own time: other tests beside this one take the processor away now and then.
    tasks = [event["tdur"] / 1000 for event in trace["traceEvents"] if "RunTask" in event["name"] and "tdur" in event]
    assert len(tasks) > 1000
    assert [task for task in tasks if task > 100] == []
    session.send("HeapProfiler.collectGarbage")
    heap = session.send("Runtime.getHeapUsage")["usedSize"]
    assert heap < 60_000_000, heap
    ada.log.press("Escape")
    expect(ada.log.get_by_text(f"line {MANY} ", exact=False)).to_be_in_viewport()


def fill(server, count):
    """Puts messages into the lobby as if they had been posted."""
    now = int(time.time() * 1000)
    with sqlite3.connect(server.data / "roost.sqlite") as database:
        (last,) = database.execute("SELECT sequence FROM room WHERE id = 'lobby'").fetchone()
        database.executemany(
            "INSERT INTO history_message (room, sequence, author, id, text, at) VALUES ('lobby', ?, ?, ?, ?, ?)",
            (
                (last + number, f"user{number % 7}", f"id{number}", f"line {number} of many", now - (count - number) * 60_000)
                for number in range(1, count + 1)
            ),
        )
        database.execute("UPDATE room SET sequence = ? WHERE id = 'lobby'", (last + count,))
    database.close()
