"""A child's own namespaces: process numbers and mounts. Linux, with CAP_SYS_ADMIN in the namespace we are in."""

from __future__ import annotations

import ctypes
import os

from grader.sandbox.confinement import checked, libc

SCRATCH = "/scratch"  # where every child's own file system is mounted
_MAX_INODES = 20_000

_CLONE_NEWNS = 0x0002_0000
_CLONE_NEWPID = 0x2000_0000
_MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_RDONLY = 2, 4, 8, 1
_MS_REC, _MS_PRIVATE = 0x4000, 0x4_0000


class PidNamespaces:
    """Forks children that are the first process of a namespace each: it ends with them, whatever they started."""

    def __init__(self) -> None:
        self._own = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)

    def fork(self) -> int:
        """As `os.fork`."""
        c = libc()
        checked(c.unshare(_CLONE_NEWPID), "unshare(pid)")
        try:
            pid = os.fork()
        except OSError:
            checked(c.setns(self._own, _CLONE_NEWPID), "setns(pid)")
            raise
        if pid:
            checked(c.setns(self._own, _CLONE_NEWPID), "setns(pid)")
        return pid


def take_own_mounts(megabytes: int, uid: int) -> None:
    """An empty file system of limited size at `SCRATCH`, and a /proc that shows nothing but this namespace."""
    checked(libc().unshare(_CLONE_NEWNS), "unshare(mounts)")
    _mount("none", "/", "", _MS_REC | _MS_PRIVATE)
    options = f"size={megabytes}m,nr_inodes={_MAX_INODES},mode=700,uid={uid},gid={uid}"
    _mount("scratch", SCRATCH, "tmpfs", _MS_NOSUID | _MS_NODEV, options)
    hidden = _MS_NOSUID | _MS_NODEV | _MS_NOEXEC | _MS_RDONLY
    _mount("proc", "/proc", "proc", hidden, "subset=pid")


def _mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    texts = [text.encode("utf-8") for text in (source, target, kind, options)]
    result = libc().mount(*texts[:3], ctypes.c_ulong(flags), texts[3])
    checked(result, f"mounting {target}")
