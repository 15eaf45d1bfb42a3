"""Starts that cannot work end with one line that says what to do; a bad module does not stop the server."""

import sqlite3
import subprocess

import pytest
from person import code_of
from roost_server import PROGRAM, START_LIMIT, environment, free_port, serve_command


def failed_start(data, port, *options):
    """The error of a server that cannot start: one line, after whatever it logged."""
    result = subprocess.run(
        serve_command(data, port, *options),
        capture_output=True,
        text=True,
        timeout=START_LIMIT,
        env=environment(),
        check=False,
    )
    assert result.returncode > 0, f"{result.returncode}: {result.stdout}{result.stderr}"
    assert "Fatal error" not in result.stderr
    lines = result.stderr.strip().splitlines()
    assert lines, "the error is on stderr"
    assert [line for line in lines if line.lower().startswith("error")] == lines[-1:], result.stderr
    return lines[-1]


def test_a_port_in_use(server, tmp_path):
    error = failed_start(tmp_path / "other", server.port)
    assert f"{server.port}, which is taken" in error
    assert server.answers()


def test_an_address_that_there_is_not(tmp_path):
    # One of the network for documentation: no machine has it.
    error = failed_start(tmp_path / "other", free_port(), "--host", "192.0.2.1")
    assert "192.0.2.1" in error and "--host" in error and "another server" not in error


def test_a_data_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    error = failed_start(tmp_path / "file" / "data", free_port())
    assert str(tmp_path / "file") in error


def test_a_database_from_a_newer_version(server):
    server.stop()
    with sqlite3.connect(server.data / "roost.sqlite") as database:
        database.execute("INSERT INTO migration (name, checksum) VALUES ('9999-future', 'unknown')")
    database.close()
    assert "newer" in failed_start(server.data, server.port)


def test_a_file_that_is_no_database(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    (data / "roost.sqlite").write_text("these are not the bytes of a database\n" * 100)
    assert "roost.sqlite" in failed_start(data, free_port())


def test_settings_come_from_options_then_the_environment_then_the_file(tmp_path):
    file = tmp_path / "roost.yaml"
    file.write_text("port: 70000\naccounts:\n  sign-up: perhaps\n")
    options = [PROGRAM, "serve", "--data", tmp_path / "data", "--config", file]

    def complaint(*more, **settings):
        result = subprocess.run(
            [*options, *more],
            capture_output=True,
            text=True,
            timeout=START_LIMIT,
            env=environment() | settings,
            check=False,
        )
        return result.stderr

    assert "accounts.sign-up" in complaint() and "perhaps" in complaint()
    assert "'port' is '70000'" in complaint(ROOST_ACCOUNTS_SIGN_UP="closed")
    assert "'port' is '70001'" in complaint(ROOST_ACCOUNTS_SIGN_UP="closed", ROOST_PORT="70001")
    assert "'port' is '70002'" in complaint("--port", "70002", ROOST_ACCOUNTS_SIGN_UP="closed", ROOST_PORT="70001")


def test_a_configuration_that_is_not_there(tmp_path):
    missing = tmp_path / "missing.yaml"
    assert "missing.yaml" in failed_start(tmp_path / "data", free_port(), "--config", missing)


@pytest.fixture
def broken_module():
    """A text file where the program looks for modules."""
    file = PROGRAM.resolve().parent / "libInteropBroken.so"
    file.write_text("this is no module\n")
    yield "InteropBroken"
    file.unlink()


def with_modules(tmp_path, *names):
    configuration = tmp_path / "roost.yaml"
    configuration.write_text(f"modules:\n  enabled: [{', '.join(names)}]\n")
    return "--config", configuration


def test_a_file_that_is_no_module(new_server, new_person, tmp_path, broken_module):
    check_goes_on_without(broken_module, new_server, new_person, tmp_path)


def test_a_module_that_is_not_there(new_server, new_person, tmp_path):
    check_goes_on_without("InteropMissing", new_server, new_person, tmp_path)


def check_goes_on_without(module, new_server, new_person, tmp_path):
    server = new_server(*with_modules(tmp_path, module, "History"))
    assert module in server.output, "the server says which module is missing"
    ada = new_person(server.url, "ada")
    ada.join()
    posted = ada.post("it works")
    assert ada.ask("history:page", {"room": "lobby"})["messages"] == [posted]
    assert code_of(ada.ask("no:such", {})) == "unknown_event"

    listed = server.run("module", "list", "--json")
    line = next(line for line in listed.stdout.splitlines() if module in line)
    assert '"failed"' in line


def test_a_data_folder_that_another_server_has(server):
    error = failed_start(server.data, free_port())
    assert "another Roost" in error and str(server.data) in error
    assert server.answers()
