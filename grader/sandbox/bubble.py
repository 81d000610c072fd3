"""bubblewrap round the zygote: it and its children see the libraries, no other files, processes or networks."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from grader.sandbox.libraries import DEVICES, interpreter_paths, library_folders, system_paths
from grader.sandbox.namespaces import SCRATCH

_OURS = Path(__file__).resolve().parent


def is_installed() -> bool:
    return shutil.which("bwrap") is not None


def wrapped(command: list[str]) -> list[str]:
    """The command line that runs `command` inside.

    Without --die-with-parent, which would end it with the thread that started it, and without --info-fd: bubblewrap
    leaves a process behind for ever if nobody is there to read what it tells.
    """
    return [
        shutil.which("bwrap") or "bwrap",
        *_privileges(),
        *("--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"),
        "--new-session",
        *_binds(),
        *("--perms", "0755", "--dir", SCRATCH, "--perms", "0755", "--dir", "/dev", "--proc", "/proc"),
        *(word for device in DEVICES for word in ("--dev-bind", device, device)),  # --dev would add a user namespace
        *("--remount-ro", "/", "--chdir", "/", "--", *command),
    ]


def clear_away(group: int) -> None:
    """Kills what is left in the process group of a bubblewrap that is gone.

    If it was killed while it made the bubble, its first process in there waits for a word of it for ever. Later that
    process has a session of its own (--new-session), and ends with the bubble.
    """
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def _privileges() -> list[str]:
    """What the zygote needs to give each child namespaces of its own, and as root another user."""
    if os.geteuid() == 0:
        needed = ("CAP_SYS_ADMIN", "CAP_SETUID", "CAP_SETGID", "CAP_KILL", "CAP_SYS_PTRACE")  # the last to measure
        return ["--cap-drop", "ALL", *(word for capability in needed for word in ("--cap-add", capability))]
    return ["--unshare-user", "--cap-add", "CAP_SYS_ADMIN"]


def _binds() -> list[str]:
    paths = {*map(Path, library_folders()), *system_paths(), *interpreter_paths()}
    paths |= {_OURS, _OURS.with_name("records.py")}
    words: list[str] = []
    made: set[Path] = set()
    for path in sorted(paths):
        for parent in _parents(path, made):
            words += ["--perms", "0755", "--dir", str(parent)]
            made.add(parent)
        if path.is_symlink():
            words += ["--symlink", str(path.readlink()), str(path)]
        else:
            words += ["--ro-bind", str(path), str(path)]
    return words + _interpreter_link(made)


def _parents(path: Path, made: Iterable[Path]) -> list[Path]:
    """Folders above `path` that are still to be made: bubblewrap's own would be closed to other users."""
    return [parent for parent in reversed(path.parents) if parent not in made and parent != Path("/")]


def _interpreter_link(made: set[Path]) -> list[str]:
    """`sys.executable` is often a link, and what it is called decides which packages are found."""
    executable = Path(sys.executable)
    if executable.resolve() == executable:
        return []
    words = [word for parent in _parents(executable, made) for word in ("--perms", "0755", "--dir", str(parent))]
    return [*words, "--symlink", str(executable.resolve()), str(executable)]
