"""A million messages: how long a page and a search take, as a client sees it, and how much memory the server needs for it.

    .build/test-python/bin/python Tests/Bench/history.py [MESSAGES]

ROOST_BIN names the program, .build/release/roost where it is left out.
"""

import itertools
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
os.environ.setdefault("ROOST_BIN", str(ROOT / ".build/release/roost"))
sys.path[:0] = [str(ROOT / "Tests"), str(ROOT / "Tests/Interop")]

from person import Person  # noqa: E402
from roost_server import Server  # noqa: E402

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
ROUNDS = 200
RANDOM = random.Random(1)
# Word n is n times as rare as the first one, which is about how people speak.
WORDS = [f"w{number}" for number in range(20_000)]
WEIGHTS = list(itertools.accumulate(1 / (number + 1) for number in range(len(WORDS))))


def fill(path):
    """Half of the messages in the lobby, the rest in 50 rooms that nobody may read; all of them indexed."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA synchronous = OFF")
    sequences = {}

    def rows():
        for number in range(COUNT):
            room = "lobby" if number % 2 else f"room{number % 100}"
            sequences[room] = sequences.get(room, 0) + 1
            text = " ".join(RANDOM.choices(WORDS, cum_weights=WEIGHTS, k=RANDOM.randint(3, 18)))
            at = 1_700_000_000_000 + number * 1_000
            yield room, sequences[room], f"user{RANDOM.randint(0, 999)}", f"{number}", text, at

    database.execute("BEGIN")
    database.executemany(
        "INSERT INTO history_message (room, sequence, author, id, text, at) VALUES (?, ?, ?, ?, ?, ?)", rows()
    )
    database.execute("COMMIT")
    for start in range(0, COUNT, 10_000):
        database.execute(
            "INSERT INTO history_word (rowid, text, author, room) "
            "SELECT key, text, author, room FROM history_message WHERE key > ? AND key <= ?",
            (start, start + 10_000),
        )
    database.execute("UPDATE history_index SET through = (SELECT max(key) FROM history_message)")
    database.execute("UPDATE room SET sequence = ? WHERE id = 'lobby'", (sequences["lobby"],))
    database.close()


def memory(server):
    """The server's resident memory, in MiB."""
    lines = Path(f"/proc/{server.process.pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


def measure(person, name, request, payload):
    times = []
    for _ in range(ROUNDS):
        asked = payload()
        start = time.perf_counter()
        answer = person.ask(request, asked)
        times.append((time.perf_counter() - start) * 1_000)
        assert answer["ok"], answer
    times.sort()
    print(f"{name:42} median {statistics.median(times):7.2f} ms   95 % {times[int(ROUNDS * 0.95)]:7.2f} ms")


def two_words(low, high):
    return f"w{RANDOM.randint(low, high)} w{RANDOM.randint(low, high)}"


def main():
    with tempfile.TemporaryDirectory() as folder:
        server = Server(folder)
        server.start()
        server.stop()
        begin = time.monotonic()
        fill(server.data / "roost.sqlite")
        size = (server.data / "roost.sqlite").stat().st_size / 2**20
        print(f"{COUNT} messages, {size:.0f} MiB, filled in {time.monotonic() - begin:.0f} s")
        server.start()
        try:
            ada = Person(server.url, "ada").arrive()
            ada.ask("history:page", {"room": "lobby"})
            print(f"memory before: {memory(server):.0f} MiB")
            lobby = COUNT // 2
            measure(ada, "a round trip (room:list)", "room:list", lambda: {})
            measure(ada, "the latest page of 50", "history:page", lambda: {"room": "lobby"})
            measure(
                ada, "a page of 50 anywhere", "history:page",
                lambda: {"room": "lobby", "before": RANDOM.randint(100, lobby)},
            )  # fmt: skip
            measure(
                ada, "a page around a message", "history:page",
                lambda: {"room": "lobby", "around": RANDOM.randint(100, lobby)},
            )  # fmt: skip
            for what, low, high in (("the 20 commonest", 0, 19), ("common", 20, 199), ("usual", 200, 1_999)):
                for order in ("time", "rank"):
                    measure(
                        ada, f"two {what} words, by {order}", "history:search",
                        lambda: {"query": two_words(low, high), "order": order},
                    )  # fmt: skip
            print(f"memory after: {memory(server):.0f} MiB")
            ada.leave()
        finally:
            server.stop()


if __name__ == "__main__":
    main()
