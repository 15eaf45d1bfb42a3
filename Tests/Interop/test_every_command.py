"""Every command, one after the other, on a fresh server: with the server running and without, with the same result."""

import json
import re
import signal
import subprocess
import threading

import pytest
from person import PASSWORD, sign_up, until
from roost_server import PROGRAM, REPOSITORY, environment, roost, started
from test_secrets import stored

# What is asked, what standard input says, the exit code, and what standard output or standard error must have. Where no
# server runs it is the same, but for what needs one.
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
    ("room ban den ben --for 7d --reason 'too loud'", "", 0, "banned ben from den"),
    ("room ban den ben --for ever", "", 2, "ever"),
    ("room ban den ada", "", 5, "rank"),
    ("room ban den nobody", "", 4, "no such"),
    ("room ban nowhere ben", "", 4, "no such room"),
    ("room unban den ben", "", 0, "may come into den"),
    ("room unban den ben", "", 4, "Nothing like that"),
    ("room unban nowhere ben", "", 4, "no such room"),
    ("audit list --limit 3", "", 0, "command:"),
    ("audit list --action room.ban", "", 0, ""),
    ("audit list --limit 0", "", 2, "1000"),
    ("module list", "", 0, "History"),
    ("module show History", "", 0, "History"),
    ("module show Absent", "", 4, "Absent"),
    ("module reload Absent", "", 4, "Absent"),
    ("module disable Moderation", "", 0, "disabled Moderation"),
    ("room ban den ben", "", 6, "roost module enable Moderation"),
    ("module enable Moderation", "", 0, "enabled Moderation"),
    ("module reload Moderation", "", 0, "reloaded Moderation"),
    ("watch --once", "", 0, "connections 0"),
    ("watch --interval 0s", "", 2, "--interval"),
    ("db check", "", 0, "integrity"),
    ("doctor", "", 0, "database health"),
    ("config show", "", 0, "accounts.sign-up"),
    ("config check", "", 0, "as they should be"),
    ("usr list", "", 2, "did you mean 'roost user'"),
    ("user lst", "", 2, "did you mean 'roost user list'"),
    ("user list --jsn", "", 2, "--json"),
]


# What needs a running server, and ends with 3 where there is none; the rest of these lines is not understood either way.
NEEDS_SERVER = re.compile(r"(room (un)?ban|module (enable|disable|reload)|watch) ")

# Verbs that other tests drive, since they do not end by themselves, or write files, or are about another data folder.
ELSEWHERE = {
    "serve": "test_start.py",
    "bench": "test_bench.py",
    "chat": "test_talk.py",
    "say": "test_talk.py",
    "emit": "test_talk.py",
    "completion": "test_talk.py",
    "history export": "test_history.py",
    "history import": "test_history.py",
    "module new": "test_module_new.py",
    "db backup": "test_backup_of_a_running_server_and_the_way_back",
    "db restore": "test_backup_of_a_running_server_and_the_way_back",
    "db migrate": "test_an_older_database_is_copied_before_it_is_changed",
    "config default": "test_the_default_file_is_right",
    "version": "test_install.py",
}


def words(command):
    return [quoted or plain for quoted, plain in re.findall(r"'([^']*)'|(\S+)", command)]


def result_of(server, command, stdin):
    ran = server.run(*words(command), stdin=stdin)
    return ran.returncode, ran.stdout, ran.stderr


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What every case came to, in order, on data of its own each time: for people, as JSON, and as JSON without a server."""
    answers = {"secrets": {PASSWORD, "another horse battery"}}
    for form in ("text", "json", "offline"):
        folder = tmp_path_factory.mktemp(form)
        settings = folder / "roost.yaml"
        settings.write_text("modules:\n  enabled: [History, Moderation]\n")
        server = started(folder / "server", "--config", settings)
        if form == "offline":
            server.stop()
        flag = "" if form == "text" else " --json"
        answers[form] = [result_of(server, command + flag, stdin) for command, stdin, *_ in CASES]
        server.stop()
        answers["secrets"].update(filter(None, stored(server)))
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


def test_both_ways_give_the_same(told):
    """One table, on two fresh data folders: through the server, and without it."""
    for case, online, offline in zip(CASES, told["json"], told["offline"], strict=True):
        command, _, code, _ = case
        if NEEDS_SERVER.match(f"{command} "):
            assert offline[0] == (2 if code == 2 else 3), (case, offline)
        else:
            assert online[0] == offline[0] == code, (case, online, offline)
            assert online[2] == offline[2] or command == "doctor", case
            if code == 0 and not command.startswith(("audit", "module", "doctor")):
                assert shape(online[1]) == shape(offline[1]), case


def test_no_command_prints_a_secret(told):
    """Neither what was typed nor what is stored; what a command makes for somebody, it prints once."""
    for form in ("text", "json", "offline"):
        for (command, *_), (_, out, err) in zip(CASES, told[form], strict=True):
            for secret in told["secrets"]:
                assert secret not in out + err, command
        made = [out for (command, *_), (_, out, _) in zip(CASES, told[form], strict=True) if command.startswith("user reset ben")]
        (link,) = [re.search(r"#reset=([\w.-]+)", out).group(1) for out in made]
        assert sum(link in out + err for _, out, err in told[form]) == 1


def verbs(command, path=()):
    """The commands that have none below them."""
    below = [child for child in command.get("subcommands", []) if child["commandName"] != "help"]
    if not below:
        yield " ".join(path)
    for child in below:
        yield from verbs(child, (*path, child["commandName"]))


def verb_of(command, known):
    """The verb that `command` begins with; nothing where there is none."""
    return next((verb for verb in known if f"{command} ".startswith(f"{verb} ")), None)


@pytest.fixture(scope="module")
def known():
    return set(verbs(json.loads(roost("--experimental-dump-help").stdout)["command"]))


def test_every_verb_is_driven(known):
    assert known - {verb_of(command, known) for command, *_ in CASES} == set(ELSEWHERE)


def test_what_programs_get_has_the_names_that_are_documented(told, known):
    names = {}
    for line in (REPOSITORY / "docs/commands.md").read_text().splitlines():
        if match := re.match(r"\| (`.*?) \| (.*) \|$", line):
            found = re.findall(r"`(\w+)`", match[2])
            for verb in re.findall(r"`([^`]+)`", match[1]):
                # "The same without" and "as" point at what is above.
                names[verb] = set(found) | set.union(*names.values()) if "the same" in match[2] or "as " in match[2] else set(found)
    assert known - set(names) == {"serve", "chat", "completion", "version", "config default", "config check", "module new"}
    for (command, _, code, _), (_, out, _) in zip(CASES, told["json"], strict=True):
        verb = f"{verb_of(command, known)} --dry-run" if "user delete" in command and "--dry-run" in command else verb_of(command, known)
        for line in out.splitlines() if code == 0 else []:
            assert set(json.loads(line)) <= names.get(verb, set()), command


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
    until(lambda: line in server.output)


def test_all_that_is_wrong_with_the_settings_is_told_with_its_place(tmp_path):
    settings = tmp_path / "roost.yaml"
    settings.write_text("host: a\nprot: 1\nport: 70000\norigins: [example.org]\nlog:\n  level: loud\n")
    result = roost("config", "check", "--config", settings, variables={"ROOST_ACCOUNTS_SIGN_UP": "perhaps"})
    assert result.returncode == 1
    assert result.stderr.splitlines() == [
        f"error: {settings}:2: there is no setting 'prot': did you mean 'port'?",
        f"{settings}:3: 'port' is '70000', but must be 0 to 65535",
        f"{settings}:4: 'origins' is 'example.org', but must be origins, such as https://chat.example.org",
        "ROOST_ACCOUNTS_SIGN_UP: 'accounts.sign-up' is 'perhaps', but must be open, invite or closed",
        f"{settings}:6: 'log.level' is 'loud', but must be debug, info, notice, warning or error",
    ]


def test_settings_of_modules_and_variables_that_nobody_reads_are_told(tmp_path):
    settings = tmp_path / "roost.yaml"
    settings.write_text("modules:\n  enabled: [Moderation]\n  moderation:\n    mesages: 3\n    window: soon\n")
    result = roost("config", "check", "--config", settings, variables={"ROOST_PROT": "1", "ROOST_TOKEN": "x"})
    assert result.returncode == 1
    lines = result.stderr.splitlines()
    assert lines[0] == "error: there is no variable 'ROOST_PROT': did you mean 'ROOST_PORT'?"
    assert lines[1] == f"{settings}:4: there is no setting 'modules.moderation.mesages': did you mean 'modules.moderation.messages'?"
    assert lines[2].startswith(f"{settings}:5: 'modules.moderation.window' is 'soon', but must be ") and len(lines) == 3


def test_the_audit_log_names_the_system_user_who_gave_a_command(server):
    for is_running in (True, False):
        if not is_running:
            server.stop()
        name = f"user{is_running}".lower()
        command = ["user", "add", name, "--generate", "--data", server.data]
        assert roost(*command, variables={"SUDO_USER": "grace"}).returncode == 0
        (entry,) = map(json.loads, server.run("audit", "list", "--json", "--target", f"user:{name}").stdout.splitlines())
        assert entry["actor"] == "command:grace"


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
