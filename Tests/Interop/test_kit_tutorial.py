"""The tutorial in the kit's documentation, followed to the letter."""

import re

from person import code_of
from roost_server import PROGRAM, REPOSITORY
from test_module_new import run
from test_roles import run as do

TUTORIAL = (REPOSITORY / "Sources/RoostKit/RoostKit.docc/AModuleInThirtyLines.md").read_text()


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", TUTORIAL, re.DOTALL)


def test_the_module_of_the_tutorial_goes_from_an_empty_folder_to_enabled(new_server, new_person, tmp_path):
    folder, interface = tmp_path / "empty", tmp_path / "interface"
    folder.mkdir()
    interface.mkdir()
    built = PROGRAM.resolve().parent
    (interface / "RoostKit.swiftinterface").write_bytes((built / "Modules/RoostKit.swiftinterface").read_bytes())
    (source,) = blocks("swift")
    lines = source.split("final class TallyModule")[1].splitlines()
    assert len(lines) <= 30
    (folder / "Tally.swift").write_text(source)
    build, enable = blocks("sh")
    command = build.replace("INTERFACES", str(interface)).replace("LIBRARIES", str(built))
    run(*command.split(), folder=folder)

    (settings,) = blocks("yaml")
    configuration = tmp_path / "roost.yaml"
    configuration.write_text(settings.replace("FOLDER", f"'{folder}'"))
    server = new_server("--config", configuration)
    ada = new_person(server.url, "ada")
    ada.join()
    assert code_of(ada.ask("tally:top", {})) == "unknown_event"
    for line in enable.splitlines():
        _, *arguments = line.split()
        assert "Tally" in do(server, *arguments) or arguments[1] == "enable"
    ada.post("hello")
    ada.post("Hello there")
    # Events come later: this one is heard after those of the messages.
    while (answer := ada.ask("tally:top", {}))["words"].get("there") is None:
        assert answer["ok"]
    assert answer == {"ok": True, "words": {"hello": 2, "there": 1}}
