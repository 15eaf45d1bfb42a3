"""What tells of commands agrees with the commands: refusals, help, manual pages, completions and documents."""

import json
import re
import subprocess
import sys

import pytest
from roost_server import REPOSITORY, roost

TREE = json.loads(roost("--experimental-dump-help").stdout)["command"]
DOCUMENTS = [REPOSITORY / "README.md", *REPOSITORY.glob("docs/*.md"), *REPOSITORY.glob("Plugins/*/README.md")]


def below(command):
    return [child for child in command.get("subcommands", []) if child["commandName"] != "help"]


def commands(command=TREE, path=()):
    """Every command with its path, those that have others below them too."""
    for child in below(command):
        yield " ".join([*path, child["commandName"]]), child
        yield from commands(child, [*path, child["commandName"]])


COMMANDS = dict(commands())


def unknown(text):
    """The commands that `text` names and that are not there: words after 'roost', as far as they could be commands."""
    for words in re.findall(r"\broost ([a-z][a-z-]*(?: [a-z][a-z-]*)*)", text):
        command = TREE
        for word in words.split():
            if not below(command):
                break
            names = {name: child for child in below(command) for name in [child["commandName"], *child.get("aliases", [])]}
            if word not in names:
                yield words
                break
            command = names[word]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_documents_name_commands_that_are_there(document):
    # What is quoted is meant; a service or a user may be called roost as well.
    text = document.read_text()
    quoted = re.findall(r"`([^`\n]*)`", text) + re.findall(r"^    (.*)$", text, re.M)
    meant = [line for line in quoted if line.startswith(("roost ", "runuser -u roost -- ", "sudo -u roost "))]
    assert not [name for line in meant for name in unknown(line.split("-- ")[-1]) if not name.startswith(("help",))]


def test_topics_name_commands_that_are_there():
    topics = re.findall(r"^([a-z-]+) {2}", roost("help", "topics").stdout, re.M)
    assert "exit-codes" in topics and "running" in topics
    for topic in topics:
        told = roost("help", topic)
        assert told.returncode == 0
        for quoted in re.findall(r"'([^']+)'", told.stdout):
            noun, _, verbs = quoted.replace("\n", " ").removeprefix("roost ").partition(" ")
            if noun in COMMANDS:
                assert all(f"{noun} {verb}" in COMMANDS for verb in verbs.split("|") if verb), quoted


def test_help_says_where_there_is_none():
    asked = roost("help", "nothing")
    assert (asked.returncode, asked.stdout) == (2, "") and "roost help topics" in asked.stderr


def test_every_command_has_a_manual_page_with_its_example_and_options(tmp_path):
    dumped = roost("--experimental-dump-help").stdout
    subprocess.run([sys.executable, REPOSITORY / "packaging/manual.py", tmp_path], input=dumped, text=True, check=True)
    names = {f"roost-{path.replace(' ', '-')}.1" for path in COMMANDS} | {"roost.1"}
    assert {page.name for page in tmp_path.iterdir()} == names
    for path, command in COMMANDS.items():
        page = (tmp_path / f"roost-{path.replace(' ', '-')}.1").read_text().replace("\\-", "-")
        assert ("Example:" in page) != bool(below(command)), path
        for argument in command.get("arguments", []):
            for name in argument.get("names") or []:
                assert name["name"] in page, (path, name)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete_every_command(shell):
    script = roost("completion", shell).stdout
    for path, command in COMMANDS.items():
        assert re.search(rf"\b{path.split()[-1]}\b", script), path
        options = [name["name"] for argument in command.get("arguments", []) for name in argument.get("names") or []]
        assert all(option in script for option in options), path


def test_every_verb_refuses_what_it_does_not_know():
    for verb in (path for path, command in COMMANDS.items() if not below(command)):
        ran = roost(*verb.split(), "--nonsense")
        assert (ran.returncode, ran.stdout) == (2, ""), ran
        assert ran.stderr.startswith("error: ") and len(ran.stderr.splitlines()) == 1
        assert f"'roost {verb} --help'" in ran.stderr or "did you mean" in ran.stderr, ran.stderr
