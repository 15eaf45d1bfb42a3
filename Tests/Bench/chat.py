"""The whole chat under load: beside the library alone, with History, beside a module that misbehaves, and in a sign-in storm.

    python3 Tests/Bench/chat.py LOAD [scenarios] [recorded] [rogue] [storm]

LOAD is a folder with the source of a load generator (sioload.c). All parts run where none is named; BUILT is the folder of
the programs, .build/release where it is left out; ROUNDS says how often each scenario runs, 3 times. See docs/performance.md.
"""

import contextlib
import heapq
import json
import os
import selectors
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILT = Path(os.environ.get("BUILT", ROOT / ".build/release")).resolve()
ROUNDS = int(os.environ.get("ROUNDS", "3"))
START_LIMIT = 30
ROOMS = 100
TEXT = "x" * 100
# What a guest says: the generator's mark is the message's id, as clients give each message one.
POST = f'["message:post",{{"room":"bench-%r","id":"%p","text":"{TEXT}"}}]'
CHAT = ["--join", '["room:join",{"room":"bench-%r"}]', "--event", POST, "--size", "42"]
GUESTS = ["--auth", '{"guest":"g%d"}', "--src-spread", "100"]
PLAIN = ["--join", '["join",{"room":"%r"}]', "--event", '["message",{"room":"%r","text":"%p"}]']
# Server on the first core, load on the second.
SERVER_CORE, LOAD_CORE = ["taskset", "-c", "0"], ["taskset", "-c", "1"]
SCENARIOS = {
    "1 room of 100, window 4": "--conns 100 --senders 1 --window 4",
    "1 room of 1000, 4 senders": "--conns 1000 --senders 4 --window 1",
    "100 rooms of 10": "--conns 1000 --rooms 100 --senders 100 --window 1",
    "echo with ack, 100 clients": "--conns 100 --rooms 100 --senders 100 --window 1 --closed-on ack",
    "connects": "--conns 1000 --senders 0 --duration 1",
    "idle": "--conns 10000 --senders 0 --duration 2",
}
PASSWORD = "a long password"
STORM = 200
# What hashing may take, and what the rest of the server takes for 200 requests at once.
STORM_MIB = 19 + 16
DEEDS = ["fail", "hang", "spin", "ignore", "flood", "leak"]


class Server:
    """A server that is there for one measurement."""

    def __init__(self, command, port, prefix=()):
        self.port = port
        self.process = subprocess.Popen([*prefix, *map(str, command)], stdout=subprocess.PIPE, text=True)
        end = time.monotonic() + START_LIMIT
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > end:
                sys.exit("the server does not answer")
            time.sleep(0.05)

    def answers(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self):
        self.process.terminate()
        self.process.communicate()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def library():
    """The library alone."""
    port = free_port()
    server = Server([BUILT / "bench-server", "--port", port], port, SERVER_CORE)
    try:
        yield server
    finally:
        server.stop()


@contextlib.contextmanager
def chat(modules=(), durability="full", prefix=(), people=0):
    """The chat with guests, who may do in every room what they may in the lobby, and one user, whose token is `token`.

    `people` more have accounts: p0, p1 and so on.
    """
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        for module in modules:
            shutil.copy(BUILT / f"lib{module}.so", folder)
        settings = folder / "roost.yaml"
        settings.write_text(
            f"modules:\n  enabled: [{', '.join(modules)}]\n  folders: ['{folder}']\n"
            f"guests:\n  enabled: true\nstorage:\n  durability: {durability}\nlog:\n  level: error\n"
        )
        data = ["--data", folder / "data", "--config", settings, "--migrations", ROOT / "migrations"]
        run("user", "add", "load", *data, given=f"{PASSWORD}\n")
        if people:
            head, pattern = run("user", "export", "--hashes", *data).splitlines()[:2]
            rows = [pattern.replace("load,", f"p{number},", 1) for number in range(people)]
            run("user", "import", "-", *data, given="\n".join([head, *rows]))
        for right in ("join", "read", "send"):
            run("role", "grant", "guest", right, "room:*", *data)
        for number in range(ROOMS):
            run("room", "create", f"bench-{number}", *data)
        token = run(
            "token", "create", "load", "--name", "Load", "--rights", "join,read,send", "--for", "1d", *data
        ).split()[-1]
        port = free_port()
        server = Server([BUILT / "roost", "serve", "--port", port, "--web", ROOT / "Web", *data], port, prefix)
        server.token = token
        server.modules = lambda: map(json.loads, run("module", "list", "--json", *data).splitlines())
        try:
            yield server
        finally:
            server.stop()


def run(*arguments, given=""):
    """What a command of the program prints."""
    command = [BUILT / "roost", *map(str, arguments)]
    return subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout


def load(generator, server, *options, prefix=()):
    """What the generator measured."""
    command = [*prefix, generator, "--port", server.port, "--server-pid", server.process.pid, "--json", "--quiet", *options]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if not done.stdout:
        sys.exit(done.stderr)
    result = json.loads(done.stdout)
    if result["loss"] or result["connect_failed"] or result["closed_midrun"]:
        print("  NOT VALID:", {key: result[key] for key in ("loss", "connect_failed", "first_fail", "first_close")})
    return result


def scenarios(generator):
    """Deliveries per second of the server's CPU time, of both; connects, and memory of those who only listen."""
    measured = {}
    for _ in range(ROUNDS):
        for name, options in SCENARIOS.items():
            options = options.split()
            if "--duration" not in options:
                options += ["--duration", "5"]
            with library() as server:
                alone = figure(name, load(generator, server, *PLAIN, *options, prefix=LOAD_CORE))
            with chat(prefix=SERVER_CORE) as server:
                # Guests are at most 1,000; who is more than that is on many devices.
                who = ["--auth", json.dumps({"token": server.token})] if name == "idle" else GUESTS
                whole = figure(name, load(generator, server, *CHAT, *who, *options, prefix=LOAD_CORE))
            ratio = alone / whole if name == "idle" else whole / alone
            print(f"{name:28} library {alone:8.1f}   chat {whole:8.1f}   ratio {ratio:.2f}", flush=True)
            measured.setdefault(name, []).append(ratio)
    print()
    for name, ratios in measured.items():
        print(f"{name:28} median ratio {statistics.median(ratios):.2f}   ({min(ratios):.2f} to {max(ratios):.2f})")


def figure(name, result):
    """Thousand connects or deliveries per second of CPU time, or KiB for each connection."""
    return {
        "connects": result["connects_per_cpu_s"] / 1e3,
        "idle": result["rss_per_conn_kb"],
    }.get(name, result["deliveries_per_cpu_s"] / 1e3)


def recorded(generator):
    """200 senders with window 8 in 50 rooms, both programs on all cores: recorded messages and how long their acks took."""
    options = "--conns 200 --rooms 50 --senders 200 --window 8 --closed-on ack --duration 5 --check-order".split()
    for _ in range(ROUNDS):
        for durability in ("full", "normal"):
            with chat(modules=["History"], durability=durability) as server:
                result = load(generator, server, *CHAT, *GUESTS, *options)
            print(
                f"History, {durability:6}  {result['acked_per_s']:7.0f} recorded/s   ack p50 {result['ack_p50_us'] / 1e3:6.1f} ms"
                f"   p99 {result['ack_p99_us'] / 1e3:6.1f} ms   CPU of {result['wall_s']:.0f} s: server"
                f" {result['server_cpu_s']:.1f}, load {result['client_cpu_s']:.1f}, others {result['other_cpu_s']:.1f}",
                flush=True,
            )


def rogue(generator):
    """100 people chat, 200 messages a second of 10 of them, while a module misbehaves again and again."""
    measured = {}
    for _ in range(ROUNDS):
        for deed in DEEDS:
            rest, _ = p99(generator, "behave")
            time_with_it, module = p99(generator, deed)
            ratio = time_with_it / rest
            measured.setdefault(deed, []).append(ratio)
            print(f"{deed:8} p99 {time_with_it:7.1f} ms, at rest {rest:.1f} ms: {ratio:.2f}; {module}", flush=True)
    print()
    for deed, ratios in measured.items():
        print(f"{deed:8} median ratio {statistics.median(ratios):.2f}   ({min(ratios):.2f} to {max(ratios):.2f})")


def p99(generator, deed):
    """How long the slowest hundredth of deliveries took, in ms, while the module is told every second to do `deed`; its state."""
    with chat(modules=["Rogue"]) as server:
        order = f'["rogue:run",{{"room":"bench-1","deed":"{deed}","mark":"%p"}}]'
        teller = subprocess.Popen(
            [
                # Once the others are measured: a module that spins does so once, and is switched off.
                "sh", "-c", 'sleep 4; exec "$@"', "sh",
                generator, "--port", str(server.port), "--auth", '{"guest":"teller"}', "--join", '["room:join",{"room":"bench-1"}]',
                "--event", order, "--senders", "1", "--rate", "1", "--fanout", "0", "--duration", "8", "--ack", "--quiet",
            ],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        options = "--conns 100 --senders 10 --rate 200 --duration 10 --warmup 1".split()
        result = load(generator, server, *CHAT, *GUESTS, *options)
        teller.wait()
        rogue = next(server.modules())
    return result["lat_p99_us"] / 1e3, f"{rogue['state']} after {rogue['figures']['failures']} failures, {rogue['figures']['late']} late"


def storm(generator):
    """200 people sign in at once, and come again when they are told to, while 100 chat: deliveries beside those at rest."""
    ratios = []
    options = "--conns 100 --senders 10 --rate 200 --duration 10 --warmup 1".split()
    for _ in range(ROUNDS):
        with chat(people=STORM) as server:
            rest = load(generator, server, *CHAT, *GUESTS, *options)["lat_p99_us"] / 1e3
            before = memory(server, "VmRSS")
            people = Storm(server.port)
            people.start()
            during = load(generator, server, *CHAT, *GUESTS, *options)["lat_p99_us"] / 1e3
            people.join()
            used = memory(server, "VmHWM") - before
        ratios.append(during / rest)
        print(
            f"p99 {during:6.1f} ms, at rest {rest:.1f} ms: {ratios[-1]:.2f}   {people.signed_in} signed in after"
            f" {people.took:.1f} s, told to come again {people.refused} times, otherwise {people.others or 'nothing'},"
            f" memory {used:+.0f} MiB of {STORM_MIB}",
            flush=True,
        )
    print(f"median ratio {statistics.median(ratios):.2f}   ({min(ratios):.2f} to {max(ratios):.2f})")


class Storm(threading.Thread):
    """People who all sign in at once; each comes again after the time that a refusal names.

    One thread, and requests that are written before: what is measured beside it wants the processor, too.
    """

    def __init__(self, port):
        super().__init__()
        self.port = port
        self.signed_in = self.refused = self.took = 0
        self.others = []
        self.selector = selectors.DefaultSelector()
        self.requests = [self.request(f"p{number}") for number in range(STORM)]

    @staticmethod
    def request(name):
        body = json.dumps({"name": name, "password": PASSWORD})
        head = f"POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        return (head + body).encode()

    def run(self):
        # The generator has its clients connected by then.
        time.sleep(2)
        start = time.monotonic()
        # When who comes, the earliest first.
        coming = [(start, number) for number in range(STORM)]
        while coming or self.selector.get_map():
            while coming and coming[0][0] <= time.monotonic():
                self.ask(heapq.heappop(coming)[1])
            for key, _ in self.selector.select(0.01):
                wait = self.answered(key)
                if wait is not None:
                    heapq.heappush(coming, (time.monotonic() + wait, key.data[0]))
        self.took = time.monotonic() - start

    def ask(self, number):
        connection = socket.create_connection(("127.0.0.1", self.port))
        connection.sendall(self.requests[number])
        self.selector.register(connection, selectors.EVENT_READ, (number, bytearray()))

    def answered(self, key):
        """The seconds after which this one comes again, where that is so."""
        part = key.fileobj.recv(65536)
        answer = key.data[1]
        answer += part
        if part:
            return None
        self.selector.unregister(key.fileobj)
        key.fileobj.close()
        head = answer.split(b"\r\n\r\n")[0].decode().lower()
        if " 201 " in head:
            self.signed_in += 1
        elif "retry-after: " in head:
            self.refused += 1
            return int(head.split("retry-after: ")[1].split()[0])
        else:
            self.others.append(head.splitlines()[:1])
        return None


def memory(server, field):
    """What /proc says of the server's memory, in MiB."""
    lines = Path(f"/proc/{server.process.pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(field)).split()[1]) / 1024


def main():
    sources, *parts = sys.argv[1:]
    known = {"scenarios": scenarios, "recorded": recorded, "rogue": rogue, "storm": storm}
    with tempfile.TemporaryDirectory() as folder:
        generator = f"{folder}/sioload"
        subprocess.run(["gcc", "-O2", "-o", generator, f"{sources}/sioload.c"], check=True)
        for part in parts or known:
            print(f"== {part}: {known[part].__doc__}", flush=True)
            known[part](generator)


if __name__ == "__main__":
    main()
