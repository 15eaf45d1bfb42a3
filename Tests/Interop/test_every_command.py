"""Every command, one after the other, on a fresh server: with the server running and without, with the same result."""

import json
import re
import signal
import subprocess
import threading
import time

import pytest
from person import PASSWORD, sign_up
from roost_server import PROGRAM, environment, roost, started

# What is asked, what standard input says, the exit code, and what standard output or standard error must have.
CASES = [
    ("user add ada --admin", f"{PASSWORD}\n", 0, "added ada as admin"),
    ("user add ben", f"{PASSWORD}\n", 0, "added ben as member"),
    ("user add ben", f"{PASSWORD}\n", 6, "taken"),
    ("user add Be~n", f"{PASSWORD}\n", 1, "letters"),
    ("user add", "", 2, "name"),
    ("user add cleo --generate", "", 0, "-"),
    ("user list", "", 0, "NAME"),
    ("user list --quiet", "", 0, "ben"),
    ("user show ben", "", 0, "member"),
    ("user show nobody", "", 4, "no such user"),
    ("user role ben moderator", "", 0, "made ben moderator"),
    ("user role ben king", "", 1, "king"),
    ("user password ben", "another horse battery\n", 0, "changed"),
    ("user password ben", "short\n", 1, "8 bytes"),
    ("user password nobody --generate", "", 4, "no such user"),
    ("user disable ada", "", 6, "last administrator"),
    ("user disable ben", "", 0, "disabled ben"),
    ("user enable ben", "", 0, "enabled ben"),
    ("user grant ben moderate room:lobby --for 7d", "", 0, "granted moderate"),
    ("user grant ben moderate room:lobby --for ever", "", 2, "ever"),
    ("user grants ben", "", 0, "room:lobby"),
    ("user explain ben moderate room:lobby", "", 0, "ben has moderate"),
    ("user revoke ben moderate room:lobby", "", 0, "took moderate"),
    ("user revoke ben moderate room:lobby", "", 4, "no such grant"),
    ("user second-factor remove ben", "", 6, "no second factor"),
    ("user reset ben", "", 0, "/#reset="),
    ("user export", "", 0, "name,display,role"),
    ("user import -", "name,role\ndora,member\nada,member\n", 1, "line 3"),
    ("user import - --dry-run", "name,role\ndora,member\n", 0, "1 users could be"),
    ("user import -", "name,role\ndora,member\n", 0, "added 1 users"),
    ("user import missing.csv", "", 4, "missing.csv"),
    ("user delete dora", "", 2, "--yes"),
    ("user delete dora --dry-run", "", 0, "nothing was changed"),
    ("user delete dora --messages burn --yes", "", 2, "burn"),
    ("user delete dora --messages remove --yes", "", 0, "deleted dora"),
    ("user delete dora --yes", "", 4, "no such user"),
    ("role list", "", 0, "moderator"),
    ("role show member", "", 0, "role:member"),
    ("role show king", "", 1, "king"),
    ("role grant member moderate room:lobby", "", 0, "granted"),
    ("role revoke member moderate room:lobby", "", 0, "took"),
    ("role grant admin send room:lobby", "", 5, "cannot be changed"),
    ("session list ben", "", 0, ""),
    ("session list nobody", "", 4, "no such user"),
    ("session end ben nothing", "", 4, "no such session"),
    ("session end ben --all", "", 0, "ended: 0"),
    ("session end ben", "", 2, "--all"),
    ("room create den --title Den", "", 0, "den"),
    ("room create den", "", 6, "this name"),
    ("room create 'no room'", "", 1, "a-z"),
    ("room list", "", 0, "lobby"),
    ("room show den", "", 0, "Den"),
    ("room show nowhere", "", 4, "no such room"),
    ("room role den ben owner", "", 0, "ben is owner in den"),
    ("room members den", "", 0, "owner"),
    ("room archive den", "", 0, "archived den"),
    ("room archive den --undo", "", 0, "opened den"),
    ("room archive nowhere", "", 4, "no such room"),
    ("token issue ben --name Bot --rights read --for 30d", "", 0, "keep what follows"),
    ("token issue ben --name Bot --rights read", "", 2, "--for"),
    ("token issue nobody --name Bot --rights read --for 1d", "", 4, "no such user"),
    ("token list", "", 0, "Bot"),
    ("token show nothing", "", 4, "no such token"),
    ("token narrow nothing 'rights = read'", "", 4, "no such token"),
    ("token revoke nothing", "", 4, "no such token"),
    ("token rotate-key --grace 1d", "", 0, "new key"),
    ("invite create --uses 2 --for 2d", "", 0, "/#invite="),
    ("invite list", "", 0, "USES"),
    ("invite revoke nothing", "", 4, ""),
    ("audit list --limit 3", "", 0, "(command)"),
    ("audit list --limit 0", "", 2, "1000"),
    ("module list", "", 0, "History"),
    ("module show History", "", 0, "History"),
    ("module show Absent", "", 4, "Absent"),
    ("db check", "", 0, "integrity"),
    ("doctor", "", 0, "database health"),
    ("config show", "", 0, "accounts.sign-up"),
    ("config check", "", 0, "as they should be"),
    ("usr list", "", 2, "did you mean 'roost user'"),
    ("user lst", "", 2, "did you mean 'roost user list'"),
    ("user list --jsn", "", 2, "--json"),
]


def words(command):
    return [quoted or plain for quoted, plain in re.findall(r"'([^']*)'|(\S+)", command)]


def result_of(server, command, stdin):
    ran = server.run(*words(command), stdin=stdin)
    return ran.returncode, ran.stdout, ran.stderr


@pytest.fixture(scope="module", params=["while it runs", "while it does not"])
def told(request, tmp_path_factory):
    """What every case came to, in order; for people, and then as JSON on data of its own."""
    answers = {}
    for form in ("text", "json"):
        server = started(tmp_path_factory.mktemp("every") / "server")
        if request.param == "while it does not":
            server.stop()
        flag = " --json" if form == "json" else ""
        answers[form] = [result_of(server, command + flag, stdin) for command, stdin, *_ in CASES]
        server.stop()
    return answers


def test_people_are_told_what_came_of_it(told):
    for (command, _, code, part), (ended, out, err) in zip(CASES, told["text"], strict=True):
        assert ended == code, (command, out, err)
        assert part in out + err, (command, out, err)
        assert (err.startswith("error: ") and not out) if code else True, (command, out, err)


def test_programs_get_one_object_per_line(told):
    for (command, _, code, _), (ended, out, err) in zip(CASES, told["json"], strict=True):
        assert ended == code, (command, out, err)
        if code:
            assert out == "", command
            error = json.loads(err)["error"]
            assert error["code"] and error["message"], command
        elif command != "config check":
            assert all(isinstance(json.loads(line), dict) for line in out.splitlines()), command


def shape(text):
    """The values' names in each record: what stays from one run to the next."""
    return [sorted(json.loads(line)) for line in text.splitlines()]


def test_both_ways_give_the_same(tmp_path):
    """One table, on two fresh data folders: through the server, and without it."""
    outcomes = []
    for running in (True, False):
        server = started(tmp_path / f"server-{running}")
        if not running:
            server.stop()
        commands = [case for case in CASES if not case[0].startswith("module")]
        outcomes.append([result_of(server, f"{command} --json", stdin) for command, stdin, *_ in commands])
        server.stop()
    for case, online, offline in zip(commands, *outcomes, strict=True):
        assert online[0] == offline[0], case
        assert online[2] == offline[2], case
        if case[2] == 0:
            assert shape(online[1]) == shape(offline[1]), case


def test_what_needs_a_server_says_so(server):
    server.stop()
    for verb in ("enable", "disable", "reload"):
        result = server.run("module", verb, "History")
        assert result.returncode == 3 and "no server" in result.stderr


def test_backup_of_a_running_server_and_the_way_back(server, tmp_path):
    sign_up(server.url, "ada")
    copy = tmp_path / "copy.sqlite"
    made = server.run("db", "backup", copy, "--json")
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout)["bytes"] == copy.stat().st_size
    assert server.run("db", "backup", copy).returncode == 6, "it never takes another file's place"
    sign_up(server.url, "ben")
    assert server.run("db", "restore", copy, "--yes").returncode == 6, "the server runs"
    server.stop()
    assert server.run("db", "restore", tmp_path / "missing", "--yes").returncode == 4
    assert server.run("db", "restore", copy).returncode == 2
    restored = server.run("db", "restore", copy, "--yes", "--json")
    assert restored.returncode == 0, restored.stderr
    kept = json.loads(restored.stdout)["kept"]
    assert [json.loads(line)["name"] for line in server.run("user", "list", "--json").stdout.splitlines()] == ["ada"]
    assert server.run("db", "restore", kept, "--yes").returncode == 0
    assert server.run("user", "show", "ben").returncode == 0
    server.start()


def test_an_older_database_is_copied_before_it_is_changed(server, tmp_path):
    server.stop()
    migrations = tmp_path / "migrations"
    subprocess.run(["cp", "-r", "migrations", migrations], check=True)
    (migrations / "9000-later.sql").write_text("CREATE TABLE later (x INTEGER) STRICT;")
    options = ["--data", server.data, "--migrations", migrations]
    needed = roost("user", "list", *options)
    assert needed.returncode == 1 and "roost db migrate" in needed.stderr
    dry = roost("db", "migrate", "--dry-run", "--json", *options)
    assert json.loads(dry.stdout) == {"applied": False, "name": "9000-later"}
    assert roost("db", "migrate", *options).returncode == 0
    assert roost("user", "list", *options).returncode == 0
    assert len(list(server.data.glob("roost.sqlite.before-9000-*"))) == 1
    assert server.run("user", "list").returncode == 1, "the database is newer than the program's own steps"


def test_many_commands_at_once_while_the_server_starts_and_stops(server):
    """Each command does its work once, or says why not; none hangs, and nothing is damaged."""
    results = {}

    def add(name):
        results[name] = server.run("user", "add", name, stdin=f"{PASSWORD}\n")

    threads = [threading.Thread(target=add, args=[f"user{index}x"]) for index in range(8)]
    for thread in threads[:4]:
        thread.start()
    server.stop()
    for thread in threads[4:]:
        thread.start()
    server.start()
    for thread in threads:
        thread.join(60)
    listed = {json.loads(line)["name"] for line in server.run("user", "list", "--json").stdout.splitlines()}
    for name, result in results.items():
        assert (result.returncode == 0) == (name in listed) or result.returncode == 3, result.stderr
    assert len(results) == 8
    assert server.run("db", "check").returncode == 0


def test_the_settings_are_read_again_at_sighup(tmp_path, new_server):
    settings = tmp_path / "roost.yaml"
    settings.write_text("accounts:\n  sign-up: open\n")
    server = new_server("--config", settings)
    assert sign_up(server.url, "ada").status_code == 201
    settings.write_text("accounts:\n  sign-up: closed\nstorage:\n  durability: normal\n")
    reload(server, "needs a restart")
    assert sign_up(server.url, "ben").status_code == 403
    settings.write_text("acounts:\n  sign-up: open\n")
    reload(server, "the settings stay as they were")
    assert sign_up(server.url, "ben").status_code == 403


def reload(server, line):
    server.process.send_signal(signal.SIGHUP)
    end = time.monotonic() + 20
    while line not in server.output:
        assert time.monotonic() < end, server.output
        time.sleep(0.05)


def test_a_wrong_setting_is_told_with_its_line(tmp_path):
    settings = tmp_path / "roost.yaml"
    settings.write_text("host: a\nprot: 1\n")
    result = roost("config", "check", "--config", settings)
    assert result.returncode == 1
    assert result.stderr == f"error: {settings}:2: there is no setting 'prot': did you mean 'port'?\n"


def test_the_default_file_is_right(tmp_path):
    settings = tmp_path / "roost.yaml"
    settings.write_text(roost("config", "default").stdout)
    assert roost("config", "check", "--config", settings).returncode == 0


def test_wide_letters_are_aligned_and_nothing_speaks_to_the_terminal(server):
    server.run("room", "create", "tea", "--title", "お茶")
    server.run("room", "create", "bell", "--title", "a\x1b[31mb\u202ec")
    lines = server.run("room", "list").stdout.splitlines()
    assert not any("\x1b" in line or "\u202e" in line for line in lines)
    (tea,) = [line for line in lines if line.startswith("tea")]
    (lobby,) = [line for line in lines if line.startswith("lobby")]
    assert tea.index("no") + 2 == lobby.index("no"), "two letters that take two places each"


def test_every_command_has_help_with_an_example():
    def walk(path):
        text = subprocess.run([PROGRAM, *path, "--help"], capture_output=True, text=True, env=environment(), check=True).stdout
        names = re.findall(r"^  ([a-z][a-z-]*)(?:, [a-z]+)?(?:  |$)", text.split("SUBCOMMANDS:", 1)[1], re.M) if "SUBCOMMANDS:" in text else []
        if not names and path:
            example = f"Example:.*roost {' '.join(path)}"
            assert re.search(example, text.replace("\n", " ")) or path == ["bench"], path
        for name in names:
            walk([*path, name])

    walk([])
    assert "exit-codes" in roost("help", "topics").stdout
    assert roost("help", "exit-codes").returncode == 0
