"""What a process gives up before it touches a stranger's file.

Each step is tried, and what the system does not offer is left out: `confine` tells what was
given up. Nothing here needs rights of any kind. Limits hold everywhere; the network and the
file system are closed on Linux, where the kernel lets an ordinary process do so.
"""

from __future__ import annotations

import ctypes
import os
import resource
import struct
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handslag.source.apart.limits import Limits

_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER, _PR_SET_NO_NEW_PRIVS = 1, 36, 38
_SIGKILL = 9
_NEW_USER, _NEW_NET, _NEW_IPC = 0x10000000, 0x40000000, 0x08000000
_CAPABILITIES_V3 = 0x20080522
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_LANDLOCK_VERSION = 1
_BENEATH = 1
_FILE_EXECUTE, _FILE_WRITE, _FILE_READ, _DIR_READ = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_TRUNCATE = 1 << 14
_RIGHTS_OF_VERSION = {1: 13, 2: 14, 3: 15, 4: 15}
_RIGHTS_SINCE_5 = 16
_TCP_SINCE, _TCP = 4, 0b11
_SCOPES_SINCE, _SCOPES = 6, 0b11
"""Abstract sockets and signals."""

_MOST_PROCESSES = 256

SYSTEM = (
    "/usr", "/lib", "/lib64", "/bin", "/sbin", "/opt", "/proc", "/sys",
    "/dev/null", "/dev/zero", "/dev/urandom", "/dev/random",
    "/etc/ld.so.cache", "/etc/alternatives", "/etc/fonts", "/etc/ghostscript", "/etc/localtime",
    "/etc/papersize", "/etc/paperspecs", "/etc/ImageMagick-6", "/etc/passwd", "/etc/group",
    "/etc/nsswitch.conf", "/etc/os-release", "/etc/mime.types",
    "/var/lib/ghostscript", "/var/cache/fontconfig",
)  # fmt: skip
"""Where the programs that read files have their own files."""


def confine(*, readable: Iterable[str], writable: Iterable[str]) -> tuple[str, ...]:
    """Give up, for good and for all children, what reading a file does not need.

    Returns the names of what was given up: "privileges", "network", "files".
    """
    given_up = []
    if _control(_PR_SET_NO_NEW_PRIVS, 1):
        given_up.append("privileges")
    if _leave_network():
        given_up.append("network")
    if _close_files(readable, writable):
        given_up.append("files")
    return tuple(given_up)


def adopt_orphans() -> None:
    """Become the parent of processes whose own parent among our children has died."""
    _control(_PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent() -> None:
    """Be killed when the thread that forked this process ends."""
    _control(_PR_SET_PDEATHSIG, _SIGKILL)


def limit(limits: Limits) -> None:
    """Set the limits that the system watches over, for this process and each child of it."""
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, limits.cpu_seconds + 1),
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_NOFILE, limits.open_files),
    ):
        _, hard = resource.getrlimit(what)
        within = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (within, within))
    # the soft limit gives a signal that tells why, a second before the hard one only kills
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (max(hard - 1, 1), hard))
    with suppress(OSError):  # where memory runs out, this process is the one to lose
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _control(what: int, value: int) -> bool:
    return sys.platform == "linux" and bool(_libc().prctl(what, value, 0, 0, 0) == 0)


def _leave_network() -> bool:
    """Move to a network of our own with nothing in it, in a user space of our own."""
    if sys.platform != "linux":
        return False
    user, group = os.geteuid(), os.getegid()
    if _libc().unshare(_NEW_USER | _NEW_NET | _NEW_IPC) != 0:
        return False
    for name, words in (
        ("setgroups", "deny"),
        ("uid_map", f"{user} {user} 1"),
        ("gid_map", f"{group} {group} 1"),
    ):
        with suppress(OSError):  # without a name for its user the process works all the same
            Path("/proc/self", name).write_text(words, encoding="ascii")
    _drop_capabilities()
    # counted within the new user space alone; outside it all of the user's programs would count
    _, hard = resource.getrlimit(resource.RLIMIT_NPROC)
    if hard == resource.RLIM_INFINITY or hard > _MOST_PROCESSES:
        resource.setrlimit(resource.RLIMIT_NPROC, (_MOST_PROCESSES, _MOST_PROCESSES))
    return True


def _drop_capabilities() -> None:
    """A new user space gives all capabilities in it; none is needed."""
    head = ctypes.create_string_buffer(struct.pack("=Ii", _CAPABILITIES_V3, 0))
    _libc().capset(head, ctypes.create_string_buffer(24))


def _close_files(readable: Iterable[str], writable: Iterable[str]) -> bool:
    """Leave only these folders and files to read, and these to write (Landlock)."""
    if sys.platform != "linux":
        return False
    libc = _libc()
    version = libc.syscall(_LANDLOCK_CREATE, None, 0, _LANDLOCK_VERSION)
    if version < 1:
        return False
    rights = (1 << _RIGHTS_OF_VERSION.get(version, _RIGHTS_SINCE_5)) - 1
    handled = struct.pack(
        "=QQQ",
        rights,
        _TCP if version >= _TCP_SINCE else 0,
        _SCOPES if version >= _SCOPES_SINCE else 0,
    )
    size = 24 if version >= _SCOPES_SINCE else 16 if version >= _TCP_SINCE else 8
    rules = libc.syscall(_LANDLOCK_CREATE, handled, ctypes.c_size_t(size), 0)
    if rules < 0:
        return False
    try:
        for path in readable:
            _allow(libc, rules, path, _FILE_EXECUTE | _FILE_READ | _DIR_READ)
        for path in writable:
            _allow(libc, rules, path, rights)
        return bool(libc.syscall(_LANDLOCK_RESTRICT, rules, 0) == 0)
    finally:
        os.close(rules)


def _allow(libc: ctypes.CDLL, rules: int, path: str, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # what is not there needs no leave
    try:
        if not Path(path).is_dir():
            rights &= _FILE_EXECUTE | _FILE_READ | _FILE_WRITE | _TRUNCATE
        rule = struct.pack("=Qi", rights, place)
        libc.syscall(_LANDLOCK_ADD, rules, _BENEATH, rule, 0)
    finally:
        os.close(place)
