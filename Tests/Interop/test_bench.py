"""`roost bench` against a served Roost: what it reports is what the server did."""

import json
import signal
import sqlite3
import subprocess

import pytest
from person import PASSWORD, sign_in, sign_up
from roost_server import PROGRAM, START_LIMIT, environment, roost

SHORT = ["--connections", 6, "--warmup", 0, "--duration", 1, "--json"]


def bench(server, *options, user="ada"):
    return roost("bench", "--url", server.url, "--user", user, *SHORT, *options, stdin=f"{PASSWORD}\n")


def report_of(result):
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def ada(shared_server):
    """Where Ada has an account, and nobody is connected."""
    assert sign_up(shared_server.url, "ada").status_code == 201
    return shared_server


def check_nothing_is_missing(report, each):
    messages, deliveries = report["messages"], report["deliveries"]
    assert messages["sent"] == messages["acked"] > 0
    assert messages["refused"] == messages["unanswered"] == 0
    assert deliveries["expected"] == deliveries["received"] == each * messages["acked"]
    assert deliveries["lost"] == deliveries["duplicates"] == 0
    for latencies in (messages["ackMilliseconds"], deliveries["milliseconds"]):
        assert 0 < latencies["p50"] <= latencies["p99"] <= latencies["p999"] <= latencies["max"]


def test_a_closed_loop(ada):
    report = report_of(bench(ada, "--senders", 2, "--window", 2))
    check_nothing_is_missing(report, each=6)
    assert report["connections"]["made"] == 6 and report["connections"]["failed"] == 0
    assert report["server"]["pid"] == ada.process.pid
    assert report["server"]["peakBytes"] >= report["server"]["connectedBytes"] > 1 << 20


def test_an_open_loop(ada):
    report = report_of(bench(ada, "--senders", 3, "--rate", 20))
    check_nothing_is_missing(report, each=6)
    assert report["messages"]["sent"] + report["messages"]["unsent"] == 20


def test_rooms_share_the_connections(new_server):
    server = new_server()
    sign_up(server.url, "ada")
    server.stop()
    with sqlite3.connect(server.data / "roost.sqlite") as database:
        for room in ("bench-1", "bench-2"):
            database.execute("INSERT INTO room (id, title, created_at) VALUES (?, ?, 0)", (room, room))
    database.close()
    server.start()
    check_nothing_is_missing(report_of(bench(server, "--rooms", 2)), each=3)
    missing = bench(server, "--rooms", 3)
    assert missing.returncode == 4 and "bench-3" in missing.stderr


def test_a_session_does_not_stay_behind(ada):
    before = sessions(ada)
    report_of(bench(ada))
    assert sessions(ada) == before
    assert sign_in(ada.url, "ada").status_code == 201


def sessions(server):
    with sqlite3.connect(server.data / "roost.sqlite") as database:
        (count,) = database.execute("SELECT count(*) FROM session").fetchone()
    database.close()
    return count


def test_a_token_from_the_environment(ada):
    token = sign_in(ada.url, "ada").json()["token"]
    command = [PROGRAM, "bench", "--url", ada.url, *SHORT]

    def run(token):
        return subprocess.run(
            [str(part) for part in command],
            capture_output=True,
            text=True,
            timeout=START_LIMIT,
            env=environment() | {"ROOST_BENCH_TOKEN": token},
            check=False,
        )

    check_nothing_is_missing(report_of(run(token)), each=6)
    assert run("no token").returncode == 5


def test_ctrl_c_ends_a_run_with_its_report(ada):
    command = [PROGRAM, "bench", "--url", ada.url, "--user", "ada", *SHORT, "--duration", 600]
    process = subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    try:
        process.stdin.write(f"{PASSWORD}\n")
        process.stdin.close()
        # Where standard error is no terminal, a line tells of the progress from time to time.
        assert "acked/s" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        report = json.loads(process.stdout.read())
        assert process.wait(START_LIMIT) == 0
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()
    assert report["endedEarly"] and report["measuredSeconds"] < 600
    check_nothing_is_missing(report, each=6)


@pytest.mark.parametrize("url", ["http://10.0.0.1:8080", "http://example.org", "http://127.0.0.1.example.org"])
def test_another_machine_is_refused(url):
    result = roost("bench", "--url", url, "--user", "ada", stdin=f"{PASSWORD}\n")
    assert result.returncode not in (0, 1)
    assert "--remote" in result.stderr and not result.stdout


def test_a_wrong_password_and_a_server_that_is_not_there(new_server):
    server = new_server()
    assert bench(server, user="nobody").returncode == 5
    server.stop()
    gone = bench(server)
    assert gone.returncode == 3
    assert len(gone.stderr.strip().splitlines()) == 1, gone.stderr
