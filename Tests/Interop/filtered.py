"""filtered.py UNIT COMMAND...: runs a command that ends at the first system call that the unit's SystemCallFilter denies it.

systemd-analyze tells what is in its groups; libseccomp, which systemd brings along, is the filter.
"""

import ctypes
import os
import re
import subprocess
import sys
from pathlib import Path

# Of seccomp.h.
KILL_PROCESS, ALLOW = 0x80000000, 0x7FFF0000


def groups():
    """The system calls of each group of systemd's, in which there may be other groups."""
    text = subprocess.run(["systemd-analyze", "syscall-filter", "--no-pager"], capture_output=True, text=True, check=True).stdout
    found, name = {}, None
    for line in re.sub(r"\x1b\[[0-9;]*m", "", text).splitlines():
        if line.startswith("@"):
            name = line.strip()
            found[name] = set()
        elif line.startswith("    ") and not line.strip().startswith("#") and name:
            found[name].add(line.strip())
    return found


def expanded(name, known):
    return set().union(*(expanded(part, known) for part in known[name])) if name in known else {name}


def allowed(unit):
    """What the lines of the unit leave, where the first one says what is allowed. @default is always."""
    known = groups()
    calls = expanded("@default", known)
    for line in re.findall(r"^SystemCallFilter=(.*)$", unit, re.M):
        named = set().union(*(expanded(word, known) for word in line.removeprefix("~").split()))
        calls = calls - named if line.startswith("~") else calls | named
    return calls


def load(calls):
    library = ctypes.CDLL("libseccomp.so.2")
    library.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(library.seccomp_init(ctypes.c_uint32(KILL_PROCESS)))
    for name in calls:
        number = library.seccomp_syscall_resolve_name(name.encode())
        # Those of other machines have negative numbers.
        if number >= 0:
            assert library.seccomp_rule_add(context, ctypes.c_uint32(ALLOW), number, 0) == 0, name
    assert library.seccomp_load(context) == 0


if __name__ == "__main__":
    calls = allowed(Path(sys.argv[1]).read_text())
    if os.geteuid() == 0:
        # SQLite keeps files of the database its owner's, where it is root: the unit's program is not.
        calls.add("fchown")
    load(calls)
    os.execv(sys.argv[2], sys.argv[2:])
