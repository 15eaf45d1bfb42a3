"""Manual pages of what `roost --experimental-dump-help` tells: one for the program, one for each command below it."""

import json
import sys
from pathlib import Path


def escaped(text):
    lines = text.replace("\\", "\\e").replace("-", "\\-").splitlines()
    return "\n".join("\\&" + line if line.startswith((".", "'")) else line for line in lines)


def term(argument):
    names = argument.get("names") or []
    shown = [("--" if name["kind"] == "long" else "-") + name["name"] for name in names]
    value = argument.get("valueName", "")
    if argument["kind"] == "option":
        return ", ".join(shown) + f" <{value}>"
    return ", ".join(shown) or f"<{value}>"


def page(path, command):
    name = "-".join(path)
    lines = [
        f'.TH "{name.upper()}" 1 "" "Roost" "Roost"',
        ".SH NAME", f"{escaped(name)} \\- {escaped(command.get('abstract', ''))}",
        ".SH SYNOPSIS", f".B {escaped(' '.join(path))}",
    ]  # fmt: skip
    children = [child for child in command.get("subcommands", []) if child["commandName"] != "help"]
    arguments = [argument for argument in command.get("arguments", []) if argument.get("shouldDisplay", True)]
    lines.append("<command>" if children else "[options] " + " ".join(term(a) for a in arguments if a["kind"] == "positional"))
    if command.get("discussion"):
        lines += [".SH DESCRIPTION", escaped(command["discussion"]).replace("\n\n", "\n.PP\n")]
    if children:
        lines.append(".SH COMMANDS")
        for child in children:
            lines += [".TP", f".BR {escaped(name)}\\-{escaped(child['commandName'])} (1)", escaped(child.get("abstract", ""))]
    if arguments:
        lines.append(".SH OPTIONS")
        for argument in arguments:
            lines += [".TP", f".B {escaped(term(argument))}", escaped(argument.get("abstract") or "")]
    parent = escaped("-".join(path[:-1]))
    lines += [".SH SEE ALSO", f".BR {parent} (1)" if parent else "roost help topics"]
    return name, "\n".join(lines) + "\n"


def write(folder, path, command):
    name, text = page(path, command)
    (folder / f"{name}.1").write_text(text)
    for child in command.get("subcommands", []):
        if child["commandName"] != "help":
            write(folder, [*path, child["commandName"]], child)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    write(folder, ["roost"], json.load(sys.stdin)["command"])
