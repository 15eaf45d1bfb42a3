"""A million messages: how long a page and a search take, as a client sees it, and how much memory the server needs for it.

    .build/test-python/bin/python Tests/Bench/history.py [MESSAGES]

ROOST_BIN names the program, .build/release/roost where it is left out. The exit code is 1 where a median is longer, or the memory
more, than what is asked for.
"""

import functools
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
# What a page and a search may take at the median, in milliseconds, and the server's memory may grow, in MiB.
PAGE, SEARCH, GROWTH = 5, 50, 20
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
            room = "lobby" if number % 2 else f"room{number % 100}~x"
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
    database.execute("UPDATE room SET sequence = ? WHERE id = 'lobby'", (sequences.pop("lobby"),))
    database.executemany("INSERT INTO room (id, title, created_at, sequence) VALUES (?1, ?1, 1, ?2)", sequences.items())
    database.close()


def memory(server):
    """The server's resident memory, in MiB."""
    lines = Path(f"/proc/{server.process.pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


def processor_time(server):
    """The time of the server on processors, in milliseconds."""
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1_000 / os.sysconf("SC_CLK_TCK")


def measure(server, person, name, request, payload, asked=float("inf")):
    """Whether the median is what is asked for."""
    times, begin = [], processor_time(server)
    for _ in range(ROUNDS):
        question = payload()
        start = time.perf_counter()
        answer = person.ask(request, question)
        times.append((time.perf_counter() - start) * 1_000)
        assert answer["ok"], answer
    spent = (processor_time(server) - begin) / ROUNDS
    times.sort()
    median = statistics.median(times)
    late = "" if median <= asked else f"   more than {asked} ms"
    print(
        f"{name:40} median {median:7.2f} ms   95 % {times[int(ROUNDS * 0.95)]:7.2f} ms   processor {spent:6.2f} ms{late}",
        flush=True,
    )
    return not late


def two_words(low, high, order):
    return {"query": f"w{RANDOM.randint(low, high)} w{RANDOM.randint(low, high)}", "order": order}


def main():
    with tempfile.TemporaryDirectory() as folder:
        server = Server(folder)
        server.start()
        server.stop()
        begin = time.monotonic()
        fill(server.data / "roost.sqlite")
        size = (server.data / "roost.sqlite").stat().st_size / 2**20
        print(f"{COUNT} messages, {size:.0f} MiB, filled in {time.monotonic() - begin:.0f} s", flush=True)
        server.start()
        try:
            ada = Person(server.url, "ada").arrive()
            ada.ask("history:page", {"room": "lobby"})
            before = memory(server)
            pages = {
                "the latest page of 50": lambda: {"room": "lobby"},
                "a page of 50 anywhere": lambda: {"room": "lobby", "before": RANDOM.randint(100, COUNT // 2)},
                "a page around a message": lambda: {"room": "lobby", "around": RANDOM.randint(100, COUNT // 2)},
            }
            measure(server, ada, "a round trip (room:list)", "room:list", lambda: {})
            held = [measure(server, ada, name, "history:page", payload, PAGE) for name, payload in pages.items()]
            for what, low, high in (("of the 20 commonest", 0, 19), ("common", 20, 199), ("usual", 200, 1_999)):
                for order in ("time", "rank"):
                    search = functools.partial(two_words, low, high, order)
                    held.append(measure(server, ada, f"two {what} words, by {order}", "history:search", search, SEARCH))
            after = memory(server)
            print(f"memory: {before:.0f} MiB before, {after:.0f} MiB after")
            held.append(after - before <= GROWTH)
            ada.leave()
        finally:
            server.stop()
    return all(held)


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
