"""The unit for systemd and the recipe for a container, as far as they can be tried without either."""

import ctypes.util
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from person import until
from roost_server import PROGRAM, REPOSITORY

PACKAGING = REPOSITORY / "packaging"
# Of ten, as 'systemd-analyze security' counts what a service could do to the machine.
EXPOSURE_LIMIT = 1.5

needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
needs_seccomp = pytest.mark.skipif(ctypes.util.find_library("seccomp") is None, reason="needs libseccomp2")


def analyze(*arguments):
    return subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, check=False)


@pytest.fixture
def unit(tmp_path):
    """The unit, and its socket, as they would be installed with the program under test."""
    text = (PACKAGING / "roost.service").read_text().replace("@PREFIX@/bin/roost", str(PROGRAM))
    (tmp_path / "roost.service").write_text(text)
    shutil.copy(PACKAGING / "roost.socket", tmp_path)
    return tmp_path / "roost.service"


@needs_systemd
def test_systemd_understands_the_unit_and_its_socket(unit):
    for path in (unit, unit.with_suffix(".socket")):
        told = analyze("verify", "--man=no", path)
        assert told.returncode == 0 and "roost" not in told.stderr, told.stderr


@needs_systemd
def test_the_unit_leaves_the_program_little(unit):
    told = analyze("security", "--offline=yes", "--no-pager", f"--threshold={int(EXPOSURE_LIMIT * 10)}", unit)
    assert told.returncode == 0, told.stdout + told.stderr
    assert float(re.search(r"Overall exposure level for roost.service: ([\d.]+)", told.stdout)[1]) <= EXPOSURE_LIMIT


@needs_systemd
@needs_seccomp
def test_the_server_gets_by_with_the_system_calls_that_the_unit_allows(unit, new_server, new_person):
    """At the first one that it does not allow the server ends."""
    server = new_server(under=[sys.executable, Path(__file__).parent / "filtered.py", unit])
    ada, ben = new_person(server.url, "ada"), new_person(server.url, "ben", ["polling"])
    ada.join()
    ben.join()
    message = ada.post("hello")
    assert ben.fact("message:posted")["text"] == "hello"
    assert ada.ask("history:search", {"query": "hello"})["messages"][0]["id"] == message["id"]
    for command in ("user disable ben", "module reload History", "watch --once", "doctor --quiet", "history sweep"):
        assert server.run(*command.split()).returncode == 0, command
    server.process.send_signal(signal.SIGHUP)
    until(lambda: "the settings were read again" in server.output)
    server.restart()


def test_the_container_has_what_the_recipe_copies_and_starts(unit):
    """No image is built here: what the recipe names is what is installed, and what the program is linked with."""
    recipe = (PACKAGING / "Containerfile").read_text()
    # The same packages as the Debian package needs, of the same Debian as the image that builds.
    needed = re.search(r"^Depends: (.*)$", (PACKAGING / "debian.sh").read_text(), re.M)[1].split(", ")
    installed = recipe.split("FROM")[2]
    needed = {name.split()[0] for name in needed}
    assert {name for name in needed if name not in ("libc6", "adduser")} <= set(re.findall(r"lib[\w.+-]+", installed))
    assert "swift:6.3-bookworm" in recipe and "debian:12" in recipe
    for library in re.findall(r"^\t?dependencies:\n\t\$\(call install,(.*)\)$", (REPOSITORY / "Makefile").read_text(), re.M)[0].split():
        assert library in recipe.split("FROM")[1], library
    # What was built or is kept outside of the image has no place in it.
    left_out = (REPOSITORY / ".dockerignore").read_text().split()
    assert {".git", ".build", ".build-*", "roost-data"} <= set(left_out)
    assert "make install PREFIX=/usr DESTDIR=/image" in recipe and "COPY --from=build /image /" in recipe
    assert '"$root$prefix/bin/roost"' in (PACKAGING / "install.sh").read_text() and 'ENTRYPOINT ["/usr/bin/roost"]' in recipe
    command = re.findall(r'"([^"]+)"', re.search(r"^CMD (.*)$", recipe, re.M)[1])
    assert subprocess.run([PROGRAM, *command, "--help"], capture_output=True, check=False).returncode == 0
