"""A filter of system calls (seccomp) for who reads a stranger's picture; Linux on x86-64 and ARM64.

What it needs never fails: memory, what is open already, libraries still to be loaded. What it has no use for
does, with "not permitted": connections, other programs, reaching into other processes, and changes to files.
By hand, since it is 30 lines: the packages for it want a library that many systems lack.
"""

from __future__ import annotations

import ctypes
import platform
import struct
from contextlib import suppress

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, MODE_FILTER = 38, 22, 2
ALLOW, DENY = 0x7FFF0000, 0x00050000 | 1  # EPERM
LOAD, EQUAL, ATLEAST, RETURN = 0x20, 0x15, 0x35, 0x06  # instructions of classic BPF
NUMBER_AT, ARCHITECTURE_AT = 0, 4  # in seccomp_data
X32 = 0x40000000  # the same calls under other numbers, on x86-64

# socket, socketpair, connect, bind, listen, sendto, sendmsg, ptrace, execve, execveat, fork, vfork, kill,
# rename, renameat, renameat2, unlink, unlinkat, mkdir, mkdirat, link, linkat, symlink, symlinkat, chmod,
# fchmod, fchmodat, chown, mount, process_vm_readv, process_vm_writev, bpf, io_uring_setup, unshare, setns
CALLS = {
    "x86_64": (
        0xC000003E,
        (41, 53, 42, 49, 50, 44, 46, 101, 59, 322, 57, 58, 62, 82, 264, 316, 87, 263, 83, 258, 86, 265, 88,
         266, 90, 91, 268, 92, 165, 310, 311, 321, 425, 272, 308),
    ),
    "aarch64": (
        0xC00000B7,
        (198, 199, 203, 200, 201, 206, 211, 117, 221, 281, 129, 38, 276, 35, 34, 37, 36, 52, 53, 54, 40, 270,
         271, 280, 425, 97, 268),
    ),
}  # fmt: skip


def close() -> bool:
    """Shut this process in, for good. Returns whether this system could."""
    found = CALLS.get(platform.machine())
    if found is None:
        return False
    with suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None, use_errno=True)
        rules = program(*found)
        held = ctypes.create_string_buffer(rules, len(rules))
        filter_ = struct.pack("HxxxxxxP", len(rules) // 8, ctypes.addressof(held))
        told = ctypes.create_string_buffer(filter_, len(filter_))
        if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
            return False
        return bool(libc.prctl(PR_SET_SECCOMP, MODE_FILTER, told, 0, 0) == 0)
    return False


def program(architecture: int, calls: tuple[int, ...]) -> bytes:
    """Return the filter: another architecture's calls and those listed are refused, the rest is allowed."""
    steps = [(LOAD, 0, 0, ARCHITECTURE_AT), (EQUAL, 1, 0, architecture), (RETURN, 0, 0, DENY),
             (LOAD, 0, 0, NUMBER_AT), (ATLEAST, len(calls) + 1, 0, X32)]  # fmt: skip
    steps += [(EQUAL, len(calls) - at, 0, call) for at, call in enumerate(calls)]
    steps += [(RETURN, 0, 0, ALLOW), (RETURN, 0, 0, DENY)]
    return b"".join(struct.pack("HBBI", *step) for step in steps)
