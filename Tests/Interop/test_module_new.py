"""A module outside of this repository, from an empty folder to a running server: with SwiftPM, and with the compiler alone."""

import os
import subprocess

import pytest
from roost_server import PROGRAM, roost

# Seconds. It builds RoostKit as well.
BUILD_LIMIT = 600


def run(*command, folder):
    result = subprocess.run(
        [str(part) for part in command], cwd=folder, capture_output=True, text=True, timeout=BUILD_LIMIT, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def calm(tmp_path_factory):
    folder = tmp_path_factory.mktemp("modules")
    made = roost("module", "new", "Calm", "--folder", folder)
    assert made.returncode == 0, made.stderr
    return folder / "Calm"


def check(folder, new_server, new_person, tmp_path):
    configuration = tmp_path / "roost.yaml"
    configuration.write_text(
        f"modules:\n  enabled: [Calm]\n  folders: ['{folder}']\n  calm:\n    limit: 3\n"
    )
    server = new_server("--config", configuration)
    ada = new_person(server.url, "ada")
    ada.join()
    assert ada.post("WHY not")["text"] == "WHY not"
    assert ada.post("HELP me")["text"] == "help me"


def test_it_builds_and_passes_its_test_with_swiftpm(calm, new_server, new_person, tmp_path):
    run("swift", "test", folder=calm)
    run("swift", "build", folder=calm)
    check(calm / ".build/debug", new_server, new_person, tmp_path)


def test_it_builds_with_the_compiler_alone(calm, new_server, new_person, tmp_path):
    built = PROGRAM.resolve().parent
    interface = tmp_path / "interface"
    interface.mkdir()
    (interface / "RoostKit.swiftinterface").write_bytes((built / "Modules/RoostKit.swiftinterface").read_bytes())
    modules = tmp_path / "alone"
    modules.mkdir()
    sources = sorted((calm / "Sources/Calm").glob("*.swift"))
    run(
        "swiftc", "-emit-library", "-module-name", "Calm", "-swift-version", "6", "-I", interface,
        "-L", built, "-lRoostKit", "-o", modules / "libCalm.so", *sources, folder=calm,
    )  # fmt: skip
    check(modules, new_server, new_person, tmp_path)


def test_what_cannot_be_made_is_refused(calm, tmp_path):
    again = roost("module", "new", "Calm", "--folder", calm.parent)
    assert again.returncode == 6 and "is there already" in again.stderr
    for name in ("calm", "Cal-m", ""):
        assert roost("module", "new", name, "--folder", tmp_path).returncode == 2, name
    lost = roost("module", "new", "Lost", "--folder", tmp_path, "--kit", tmp_path)
    assert lost.returncode == 4 and "--kit" in lost.stderr
    assert not os.listdir(tmp_path)
