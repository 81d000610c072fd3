"""What a child gives up before it runs a student's code: user, limits, files, system calls.

By raw system calls through ctypes, on Linux; on other systems only the resource limits are used. The
numbers are those of the kernel's headers.
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import struct
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from grader.sandbox.system import fcntl, resource

_PR_SET_PDEATHSIG = 1
_PR_SET_KEEPCAPS = 8
_PR_SET_SECCOMP = 22
_PR_SET_NO_NEW_PRIVS = 38
_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL = 47, 4
_SECCOMP_MODE_FILTER = 2
_CAP_DAC_READ_SEARCH = 2
_CAPABILITY_VERSION_3 = 0x2008_0522
_CAPSET = {"x86_64": 126, "aarch64": 91}

# The same on every architecture.
_LANDLOCK_CREATE_RULESET, _LANDLOCK_ADD_RULE, _LANDLOCK_RESTRICT_SELF = 444, 445, 446
_LANDLOCK_VERSION = 1
_RULE_PATH_BENEATH = 1
_WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 1, 1 << 2, 1 << 3
# Making devices, sockets and fifos, and ioctl on devices.
_SPECIAL = 1 << 6 | 1 << 9 | 1 << 10 | 1 << 11 | 1 << 15
_ALL_TCP, _ALL_SCOPES = 0b11, 0b11

PID_MARK = 0x5EAD_BEEF  # stands in the seccomp filter for the child's own pid
FIRST_READABLE = 100  # descriptors of `Readable`s have this number or a higher one
UNPRIVILEGED = 65534  # "nobody"
_HEADROOM = 128 << 20


@dataclass(frozen=True, slots=True)
class Readable:
    """A path that the child may read, opened (O_PATH) before it is confined."""

    fd: int
    access: int


def libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def checked(result: int, what: str) -> int:
    """The result of a C call; OSError with `what` if it is negative."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def die_with_parent() -> None:
    """Linux: asks for SIGKILL when the parent (thread) ends. To be called after any change of user."""
    checked(libc().prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0), "PR_SET_PDEATHSIG")


def drop_user(uid: int, *, keep_reading: bool) -> None:
    """From root to an unprivileged user, for good.

    `keep_reading` keeps CAP_DAC_READ_SEARCH alone, for an interpreter below a folder that only root can
    enter; what can be read with it is bounded by Landlock.
    """
    c = libc()
    checked(c.prctl(_PR_SET_KEEPCAPS, int(keep_reading), 0, 0, 0), "PR_SET_KEEPCAPS")
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    keep_capabilities(1 << _CAP_DAC_READ_SEARCH if keep_reading else 0)


def keep_capabilities(kept: int) -> None:
    """Gives up all capabilities but those of the mask."""
    c = libc()
    checked(c.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0), "PR_CAP_AMBIENT")
    header = struct.pack("Ii", _CAPABILITY_VERSION_3, 0)
    data = struct.pack("6I", kept, kept, 0, 0, 0, 0)
    number = _CAPSET[platform.machine()]
    checked(c.syscall(ctypes.c_long(number), header, data), "capset")


@dataclass(frozen=True, slots=True)
class Mapped:
    """Bytes of this process's address space, and of what in it is writable and its own."""

    size: int
    data: int

    def by_limit(self) -> dict[str, int]:
        """By the name of the resource limit that bounds it."""
        return {"RLIMIT_AS": self.size, "RLIMIT_DATA": self.data}


def mapped() -> Mapped | None:
    """None where the system does not tell."""
    try:
        fd = os.open("/proc/self/statm", os.O_RDONLY)
    except OSError:
        return None
    fields = os.read(fd, 256).split()
    os.close(fd)
    page = resource.getpagesize()
    return Mapped(int(fields[0]) * page, int(fields[5]) * page)


def limit_resources(memory: int, file_bytes: int, before: Mapped | None, processes: int | None) -> None:
    """`memory` bytes beyond what is mapped (the hard limit 128 MB above), files, descriptors, cores.

    Where a limit does not exist or cannot be lowered (macOS knows no useful limit of memory) the others still hold.
    """
    limits = {
        "RLIMIT_CORE": (0, 0),
        "RLIMIT_FSIZE": (file_bytes, file_bytes),
        "RLIMIT_NOFILE": (64, 64),
        "RLIMIT_CPU": (3600, 3600),  # the wall clock is the grader's; this is for when nobody is left
    }
    if processes is not None:
        limits["RLIMIT_NPROC"] = processes, processes
    if before is not None:
        for name, used in before.by_limit().items():
            limits[name] = used + memory, used + memory + _HEADROOM
    for name, (soft, hard) in limits.items():
        kind = getattr(resource, name, None)
        if kind is not None:
            _lower(kind, soft, hard)


def limit_memory(memory: int, before: Mapped | None) -> None:
    """Moves the limit of memory to `memory` bytes beyond `before`, as far as the hard limit goes."""
    for name, used in before.by_limit().items() if before is not None else ():
        kind = getattr(resource, name, None)
        if kind is not None:
            _lower(kind, used + memory, resource.getrlimit(kind)[1])


def _lower(kind: int, soft: int, hard: int) -> None:
    ceiling = resource.getrlimit(kind)[1]
    if ceiling != resource.RLIM_INFINITY:
        soft, hard = min(soft, ceiling), min(hard, ceiling)
    try:
        resource.setrlimit(kind, (soft, hard))
    except (ValueError, OSError):
        if sys.platform == "linux":
            raise


def give_headroom() -> None:
    """After a MemoryError: the last 128 MB, so that it can be reported."""
    if resource is None:
        return
    for kind in (resource.RLIMIT_AS, resource.RLIMIT_DATA):
        _, hard = resource.getrlimit(kind)
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (hard, hard))


def landlock_version() -> int:
    """The kernel's Landlock ABI; 0 if it has none or has it switched off."""
    call = ctypes.c_long(_LANDLOCK_CREATE_RULESET)
    return max(0, int(libc().syscall(call, None, ctypes.c_size_t(0), _LANDLOCK_VERSION)))


def open_readable(paths: Sequence[Path]) -> list[Readable]:
    """Opens what exists of `paths`, to be allowed by `restrict_files`; /dev/null may also be written."""
    opened = []
    for path in paths:
        if path.exists():
            access = _READ_FILE | _READ_DIR if path.is_dir() else _READ_FILE
            if path == Path(os.devnull):
                access |= _WRITE_FILE
            opened.append(Readable(_high(os.open(path, os.O_PATH | os.O_CLOEXEC)), access))
    return opened


def _high(fd: int) -> int:
    """Moves a descriptor out of the way of those that a child puts in order."""
    moved: int = fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, FIRST_READABLE)
    os.close(fd)
    return moved


def restrict_files(readable: Sequence[Readable], scratch: Path | None, listable: Sequence[Path] = ()) -> None:
    """Landlock: reading below `readable`, names of what is in `listable`, everything but devices and sockets below
    `scratch`, no TCP, no signals to processes outside (as far as the kernel's version goes).

    Needs no_new_privs, which it sets.
    """
    version = landlock_version()
    handled = _handled(version)
    fields = (handled, _ALL_TCP if version >= 4 else 0, _ALL_SCOPES if version >= 6 else 0)
    attributes = struct.pack("QQQ", *fields)[: 24 if version >= 6 else 16 if version >= 4 else 8]
    c = libc()
    create = ctypes.c_long(_LANDLOCK_CREATE_RULESET)
    size = ctypes.c_size_t(len(attributes))
    ruleset = checked(c.syscall(create, attributes, size, 0), "landlock_create_ruleset")
    try:
        for entry in readable:
            _allow(c, ruleset, entry.fd, entry.access)
        for path in listable:
            _allow_path(c, ruleset, path, _READ_DIR)
        if scratch is not None:
            _allow_path(c, ruleset, scratch, handled & ~_SPECIAL)
        no_new_privileges()
        restrict = ctypes.c_long(_LANDLOCK_RESTRICT_SELF)
        checked(c.syscall(restrict, ruleset, 0), "landlock_restrict_self")
    finally:
        os.close(ruleset)


def _handled(version: int) -> int:
    """Every file access that this version of Landlock knows."""
    handled = (1 << 13) - 1
    for bit, since in ((13, 2), (14, 3), (15, 5)):
        if version >= since:
            handled |= 1 << bit
    return handled


def _allow(c: ctypes.CDLL, ruleset: int, fd: int, access: int) -> None:
    rule = struct.pack("=Qi", access, fd)
    add = ctypes.c_long(_LANDLOCK_ADD_RULE)
    checked(c.syscall(add, ruleset, _RULE_PATH_BENEATH, rule, 0), "landlock_add_rule")


def _allow_path(c: ctypes.CDLL, ruleset: int, path: Path, access: int) -> None:
    fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    _allow(c, ruleset, fd, access)
    os.close(fd)


def no_new_privileges() -> None:
    checked(libc().prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "PR_SET_NO_NEW_PRIVS")


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def restrict_calls(bpf: bytes) -> None:
    """seccomp: loads the compiled filter, with this process's pid in place of `PID_MARK`."""
    own = bytearray(bpf)
    for offset in range(4, len(own), 8):  # the operand is the last four bytes of each instruction
        if struct.unpack_from("<I", own, offset)[0] == PID_MARK:
            struct.pack_into("<I", own, offset, os.getpid())
    buffer = ctypes.create_string_buffer(bytes(own), len(own))
    program = _Program(len(own) // 8, ctypes.addressof(buffer))
    no_new_privileges()
    result = libc().prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0)
    checked(result, "PR_SET_SECCOMP")
