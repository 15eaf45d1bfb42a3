"""without_links.py COMMAND...: runs a command as on a disk on which no file has a second name, such as one of Windows'."""

import ctypes
import errno
import os
import sys

# Of seccomp.h.
ALLOW, ERRNO = 0x7FFF0000, 0x00050000

if __name__ == "__main__":
    library = ctypes.CDLL("libseccomp.so.2")
    library.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(library.seccomp_init(ctypes.c_uint32(ALLOW)))
    for name in ("link", "linkat"):
        number = library.seccomp_syscall_resolve_name(name.encode())
        # Other machines have but one of them.
        if number >= 0:
            assert library.seccomp_rule_add(context, ctypes.c_uint32(ERRNO | errno.EPERM), number, 0) == 0, name
    assert library.seccomp_load(context) == 0
    os.execv(sys.argv[1], sys.argv[1:])
