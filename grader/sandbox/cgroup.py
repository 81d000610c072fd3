"""cgroup v2, where one is delegated to us: the kernel's own limit of memory and processes, for a child with all that
it starts. Without one the zygote looks every few milliseconds (see `watch`).

Pages are charged to whom first wrote them, so what a child shares with its zygote is not counted.
"""

from __future__ import annotations

import os
import secrets
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Self

CONTROLLERS = ("memory", "pids")
_PREFIX = "grader-"
_END_SECONDS = 2.0
_SETTLED_SECONDS = 10.0  # after which the process that a group was made for has entered it, or never will


class Groups:
    """A group of ours below `base`, with one more for each child; may be used from several threads.

    Args:
        base: a group in which we may make others.
        controllers: what limits those.

    Raises:
        OSError: it is not delegated to us, or lacks a controller.
    """

    def __init__(self, base: Path, controllers: Sequence[str] = CONTROLLERS) -> None:
        lacking = sorted(set(controllers) - set((base / "cgroup.controllers").read_text("ascii").split()))
        if lacking:
            raise OSError(f"{base} does not control {' and '.join(lacking)}")
        _enable(base, controllers)
        _sweep(base)
        self._folder = base / f"{_PREFIX}{os.getpid()}-{secrets.token_hex(4)}"
        self._folder.mkdir()
        self._made: dict[Path, float] = {}  # when, of `time.monotonic`, in that order
        self._count = 0
        self._lock = threading.Lock()
        try:
            _enable(self._folder, controllers)
        except OSError:
            self._folder.rmdir()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def make(self, wanted: Mapping[str, int]) -> int:
        """A new group with `wanted` written into its files.

        Returns a descriptor that the caller closes; see `enter`.

        Raises:
            OSError: a setting is not to be had.
        """
        with self._lock:
            self._remove_settled()
            self._count += 1
            folder = self._folder / str(self._count)
            folder.mkdir()
            self._made[folder] = time.monotonic()
        for name, value in wanted.items():
            (folder / name).write_text(str(value), "ascii")
        with suppress(OSError):  # where there is no swap there is no such file
            (folder / "memory.swap.max").write_text("0", "ascii")
        with suppress(OSError):
            (folder / "memory.oom.group").write_text("1", "ascii")
        return os.open(folder / "cgroup.procs", os.O_WRONLY | os.O_CLOEXEC)

    def close(self) -> None:
        """Ends whatever is left in the groups, and removes them as far as that is over."""
        for folder in _below(self._folder):
            with suppress(OSError):
                (folder / "cgroup.kill").write_text("1", "ascii")
        _remove_with_groups(self._folder)

    def _remove_settled(self) -> None:
        """Those whose processes are over; the kernel refuses the others."""
        now = time.monotonic()
        for folder in [one for one, made in self._made.items() if now - made > _SETTLED_SECONDS]:
            with suppress(OSError):
                folder.rmdir()
                del self._made[folder]


def delegated() -> Groups:
    """The nearest group upwards of our own that lets us; a process of ours has entered it.

    Raises:
        OSError: there is none, with the reason why the nearest is not.
    """
    problem: OSError | None = None
    for base in candidates(Path("/proc/self/mountinfo"), Path("/proc/self/cgroup")):
        try:
            groups = Groups(base)
        except OSError as error:
            problem = problem or error
            continue
        try:
            _try_to_enter(groups)
        except OSError as error:
            groups.close()
            problem = problem or error
        else:
            return groups
    raise problem or OSError("there is no cgroup v2 here")


def candidates(mounts: Path, own: Path) -> Iterator[Path]:
    """Our own group and those above it; nothing where no cgroup v2 is mounted.

    Args:
        mounts: /proc/self/mountinfo.
        own: /proc/self/cgroup.
    """
    with suppress(OSError):
        lines = [line.split() for line in mounts.read_text("utf-8", "replace").splitlines()]
        found = [Path(words[4]) for words in lines if "cgroup2" in words[words.index("-") + 1 :][:1]]
        paths = [line[3:] for line in own.read_text("utf-8", "replace").splitlines() if line.startswith("0::/")]
        if found and paths and ".." not in paths[0]:
            group = found[0] / paths[0].lstrip("/")
            yield from [group, *(parent for parent in group.parents if parent.is_relative_to(found[0]))]


def enter(descriptor: int) -> None:
    """Moves this process into the group; one that the kernel does not move stays under the zygote's eyes."""
    with suppress(OSError):
        os.write(descriptor, b"0")


def _try_to_enter(groups: Groups) -> None:
    descriptor = groups.make({})
    pid = os.fork()
    if pid == 0:
        try:
            os.write(descriptor, b"0")
        except OSError as error:
            os._exit(error.errno or 1)
        os._exit(0)
    os.close(descriptor)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if code:
        raise OSError(code, f"no process may enter: {os.strerror(code)}")


def _enable(folder: Path, controllers: Sequence[str]) -> None:
    """For the groups below."""
    control = folder / "cgroup.subtree_control"
    lacking = sorted(set(controllers) - set(control.read_text("ascii").split()))
    if lacking:
        control.write_text(" ".join(f"+{name}" for name in lacking), "ascii")


def _sweep(base: Path) -> None:
    """Removes what graders left behind that were killed."""
    for folder in base.glob(f"{_PREFIX}*-*"):
        pid = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if pid.isdecimal() and not Path("/proc", pid).exists():
            _remove_with_groups(folder)


def _remove_with_groups(folder: Path) -> None:
    """As far as no process is in it or in a group below; one that was just killed may need a moment."""
    deadline = time.monotonic() + _END_SECONDS
    while folder.exists():
        for group in (*_below(folder), folder):
            with suppress(OSError):
                group.rmdir()
        if time.monotonic() > deadline:
            return
        time.sleep(0.005)


def _below(folder: Path) -> list[Path]:
    try:
        return [entry for entry in folder.iterdir() if entry.is_dir()]
    except OSError:
        return []
