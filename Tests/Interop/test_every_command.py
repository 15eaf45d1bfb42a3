"""Every command, one after the other, on a fresh server: with the server running and without, with the same result."""

import json
import re
import signal
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from command_cases import CASES, ELSEWHERE, NEEDS_SERVER, codes, outcomes
from person import PASSWORD, sign_in, sign_up, until
from roost_server import PROGRAM, REPOSITORY, environment, roost, started
from test_revocation import ask
from test_secrets import code, stored


# What lists the things whose ids commands name.
LISTS = {"token": "token list", "invitation": "invite list", "session": "session list sam"}


def verbs(command, path=()):
    """The commands that have none below them, by their names."""
    below = [child for child in command.get("subcommands", []) if child["commandName"] != "help"]
    if not below:
        yield " ".join(path), command
    for child in below:
        yield from verbs(child, (*path, child["commandName"]))


VERBS = dict(verbs(json.loads(roost("--experimental-dump-help").stdout)["command"]))


def verb_of(command):
    """The verb that `command` begins with; nothing where there is none."""
    return next((verb for verb in VERBS if f"{command} ".startswith(f"{verb} ")), None)


def takes(command, option):
    """Whether `command` has `option`; one that is not understood is asked as if it had."""
    arguments = VERBS.get(verb_of(command), {}).get("arguments")
    return arguments is None or any(name["name"] == option for argument in arguments for name in argument.get("names") or [])


class Table:
    """All cases in their order, on data of their own: for people or as JSON, through the server or without one."""

    def __init__(self, folder, as_json, offline):
        self.folder = folder
        self.as_json = as_json
        settings = folder / "roost.yaml"
        settings.write_text("modules:\n  enabled: [History, Moderation]\n")
        told = {"author": "elsewhere", "id": "one", "text": "told elsewhere", "at": "2026-01-31T12:00:00.000Z"}
        (folder / "messages.jsonl").write_text(json.dumps(told) + "\n")
        self.server = started(folder / "server", "--config", settings)
        assert sign_up(self.server.url, "sam").status_code == 201
        use_second_factor(self.server.url, sign_in(self.server.url, "sam").json()["token"])
        if offline:
            self.server.stop()
        self.results = [self.result(command, stdin) for command, stdin, *_ in CASES]
        self.audit = self.server.run("audit", "list", "--limit", "1000", "--json").stdout
        self.server.stop()

    def result(self, command, stdin):
        """The exit code, and what was printed, where this folder is as good as that of another table."""
        ids = {name: self.first(listing) for name, listing in LISTS.items() if f"{{{name}}}" in command}
        words = [(quoted or plain).format(folder=self.folder, **ids) for quoted, plain in re.findall(r"'([^']*)'|(\S+)", command)]
        if self.as_json and takes(command, "json"):
            words.append("--json")
        ran = self.server.run(*words, stdin=stdin) if takes(command, "data") else roost(*words, stdin=stdin)
        return ran.returncode, *(text.replace(str(self.folder), "FOLDER") for text in (ran.stdout, ran.stderr))

    def first(self, listing):
        return json.loads(self.server.run(*listing.split(), "--json").stdout.splitlines()[0])["id"]


def use_second_factor(url, token):
    offer = ask("POST", url, "me/second-factor", token, json={"password": PASSWORD}).json()
    confirmed = ask("POST", url, "me/second-factor/confirm", token, json={"code": code(offer["secret"])})
    assert confirmed.status_code == 200, confirmed.text


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What every case came to: for people, as JSON, and as JSON without a server."""
    forms = ("text", "json", "offline")
    folders = {form: tmp_path_factory.mktemp(form) for form in forms}
    with ThreadPoolExecutor() as pool:
        tables = dict(zip(forms, pool.map(lambda form: Table(folders[form], form != "text", form == "offline"), forms), strict=True))
    secrets = {PASSWORD, "another horse battery"}.union(*(filter(None, stored(table.server)) for table in tables.values()))
    audit = tables["json"].audit
    return {form: table.results for form, table in tables.items()} | {"secrets": secrets, "audit": audit}


def test_people_are_told_what_came_of_it(told):
    for case, (ended, out, err) in zip(CASES, told["text"], strict=True):
        command, _, _, part = case
        expected, _ = codes(case)
        assert ended == expected and part in out + err, (command, out, err)
        assert (err.startswith("error: ") and not out) if ended else True, (command, out, err)


def test_programs_get_one_object_per_line(told):
    for case, (ended, out, err) in zip(CASES, told["json"], strict=True):
        command = case[0]
        expected, _ = codes(case)
        assert ended == expected, (command, out, err)
        if not takes(command, "json"):
            continue
        if ended:
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
        command = case[0]
        with_server, without = codes(case)
        assert (online[0], offline[0]) == (with_server, without), (case, online, offline)
        if without == 3:
            assert json.loads(offline[2])["error"]["code"] == "no_server", case
        elif with_server == without:
            assert online[2] == offline[2] or command == "doctor", case
            if with_server == 0 and takes(command, "json") and not command.startswith(("audit", "module", "doctor")):
                assert shape(online[1]) == shape(offline[1]), case


def test_a_change_has_the_names_that_the_audit_log_has(told):
    logged = {(entry["action"], entry["target"]) for entry in map(json.loads, told["audit"].splitlines())}
    for (command, *_), (ended, out, _) in zip(CASES, told["json"], strict=True):
        if not ended and takes(command, "json") and not command.startswith("audit") and '"action":' in out:
            change = json.loads(out)
            assert (change["action"], change["target"]) in logged, command


# Commands whose purpose is a secret, and where it is among what they print for programs.
MAKERS_OF_SECRETS = {"user add cleo": "password", "user reset ben": "link", "token issue ben": "token", "invite create --uses": "link"}


def test_no_command_prints_a_secret(told):
    """Neither what was typed nor what is stored; what a command makes for somebody, it prints once."""
    for form in ("text", "json", "offline"):
        for (command, *_), (_, out, err) in zip(CASES, told[form], strict=True):
            for secret in told["secrets"]:
                assert secret not in out + err, command
        for maker, name in MAKERS_OF_SECRETS.items():
            made = [out for (command, *_), (ended, out, _) in zip(CASES, told[form], strict=True) if command.startswith(maker) and ended == 0]
            assert len(made) == 1, maker
            secret = made[0].strip() if form == "text" else json.loads(made[0])[name]
            assert len(secret) > 20 and sum((out + err).count(secret) for _, out, err in told[form]) == 1, maker


def test_every_verb_is_driven_to_each_of_its_outcomes():
    """A new verb, or one that names more things than it did, fails here until the table has it."""
    driven = {verb: {end for case in CASES if verb_of(case[0]) == verb for end in codes(case)} for verb in VERBS}
    for verb, command in VERBS.items():
        if verb in ELSEWHERE:
            assert verb in (REPOSITORY / "Tests/Interop" / ELSEWHERE[verb]).read_text()
            continue
        lacks = outcomes(verb, command) - driven[verb]
        assert not lacks, f"the table has no case in which '{verb}' ends with {lacks}"
        assert (3 in driven[verb]) == bool(NEEDS_SERVER.match(f"{verb} ")), verb


def test_what_programs_get_has_the_names_that_are_documented(told):
    names = {}
    for line in (REPOSITORY / "docs/commands.md").read_text().splitlines():
        if match := re.match(r"\| (`.*?) \| (.*) \|$", line):
            found = re.findall(r"`(\w+)`", match[2])
            for verb in re.findall(r"`([^`]+)`", match[1]):
                # "The same without" and "as" point at what is above.
                names[verb] = set(found) | set.union(*names.values()) if "the same" in match[2] or "as " in match[2] else set(found)
    assert set(VERBS) - set(names) == {"serve", "chat", "completion", "config default", "config check", "module new"}
    for (command, *_), (ended, out, _) in zip(CASES, told["json"], strict=True):
        verb = verb_of(command)
        if "delete" in command and "--dry-run" in command:
            verb += " --dry-run"
        for line in out.splitlines() if ended == 0 and takes(command, "json") else []:
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
            assert re.search(example, text.replace("\n", " ")), path
        for name in names:
            walk([*path, name])

    walk([])
    assert "exit-codes" in roost("help", "topics").stdout
    assert roost("help", "exit-codes").returncode == 0
