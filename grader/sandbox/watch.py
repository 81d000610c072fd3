"""Looking out for processes that take too much: memory, threads, processes, files."""

from __future__ import annotations

import errno
import math
import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from grader.sandbox.wards import Ward

_FILES_EVERY = 10  # looks
_HEADROOM_KB = 128 * 1024
_MAX_THREADS = 256  # of a family together: they are taken from a number that all neighbours share, see `child`
_MAX_PROCESSES = 8  # a loaded process, one that answers, and a few that a student's cells may have started
_MAX_FILES = 20_000


@dataclass(frozen=True, slots=True)
class Usage:
    """Of one process: its parent, resident memory that is of no file on a disk, and its threads.

    Shared mappings count: a process that was forked for nothing else could hold them outside every limit of its own.
    """

    pid: int
    parent: int
    memory_kb: int
    threads: int


def proportional_kb(pid: int) -> int | None:
    """As `Usage.memory_kb`, but of a page that several processes share each has its part; None if it is not told."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii", "replace")
    except OSError:
        return None
    found = [int(line.split()[1]) for line in text.splitlines() if line.startswith(("Pss_Anon:", "Pss_Shmem:"))]
    return sum(found) if found else None


class Resources:
    """Compares every ward with its limits; on systems without /proc it sees nothing.

    Args:
        allowance_kb: memory of a child that imports more than it was given, beyond what we hold ourselves.
        families: whether wards may have children: then theirs count as well.
    """

    def __init__(self, allowance_kb: int, families: type[Alone | Families]) -> None:
        own = usage(os.getpid())
        self._own_kb = own.memory_kb if own else 0
        self._allowance_kb = allowance_kb
        self._families = families
        self._looks = 0

    def look(self, wards: Iterable[Ward]) -> list[tuple[Ward, str]]:
        """Whom to end, and the word for why: memory, threads, processes or files."""
        self._looks += 1
        everything = self._families()
        found = [(ward, self._excess(everything.of(ward.pid), ward)) for ward in wards]
        return [(ward, why) for ward, why in found if why is not None]

    def _excess(self, family: list[Usage], ward: Ward) -> str | None:
        if not family:
            return None
        limit_kb = ward.request["memory_mb"] * 1024 + _HEADROOM_KB + self._allowance_kb
        if self._own(family) > limit_kb and _exact(family) > limit_kb:
            return "memory"
        if sum(member.threads for member in family) > _MAX_THREADS:
            return "threads"
        if len(family) > _MAX_PROCESSES:
            return "processes"
        scratch = ward.request["scratch"]
        if scratch and self._looks % _FILES_EVERY == 0:
            limit = (ward.request["scratch_mb"] << 20) - sum(nameless(member.pid, scratch) for member in family)
            if not fits(scratch, limit):
                return "files"
        return None

    def _own(self, family: list[Usage]) -> int:
        """KB beyond what is shared with us; what forks share with each other is counted several times."""
        return sum(max(0, member.memory_kb - self._own_kb) for member in family)


def _exact(family: list[Usage]) -> float:
    """KB, what is shared counted once; slow, and needless for one process alone."""
    parts = [proportional_kb(member.pid) for member in family] if len(family) > 1 else []
    known = [part for part in parts if part is not None]
    return sum(known) if known else math.inf


class Alone:
    """Wards that cannot have children."""

    def of(self, pid: int) -> list[Usage]:
        found = usage(pid)
        return [found] if found else []


class Families:
    """Every process there is now, with its descendants."""

    def __init__(self) -> None:
        numbers = [int(name) for name in os.listdir("/proc") if name.isdigit()]  # noqa: PTH208 — every 20 ms
        table = {number: usage(number) for number in numbers}
        self._table = {number: found for number, found in table.items() if found}

    def of(self, pid: int) -> list[Usage]:
        """The process first, then all that descend from it."""
        if pid not in self._table:
            return []
        members, index = [pid], 0
        while index < len(members):
            members += [number for number, entry in self._table.items() if entry.parent == members[index]]
            index += 1
        return [self._table[number] for number in members]


def usage(pid: int) -> Usage | None:
    """None if there is no such process (any more), or no /proc."""
    try:
        text = Path(f"/proc/{pid}/status").read_text("ascii", "replace")
    except OSError:
        return None
    fields = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
    memory = sum(int(fields.get(name, "0 kB").split()[0]) for name in ("RssAnon", "RssShmem"))
    return Usage(pid, int(fields.get("PPid", "0")), memory, int(fields.get("Threads", "0")))


def fits(folder: str, limit: int) -> bool:
    """Whether the files below a folder stay within `limit` bytes, a number and a depth that are bearable."""
    total, count, folders = 0, 0, [folder]
    while folders:
        try:
            entries = list(os.scandir(folders.pop()))
        except OSError as error:
            if _is_too_deep(error):
                return False
            continue
        count += len(entries)
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            else:
                total += _bytes(entry, limit)
        if total > limit or count > _MAX_FILES:
            return False
    return total <= limit


def _bytes(entry: os.DirEntry[str], limit: int) -> int:
    """On the disk; 0 for what is gone, and too many for what lies too deep to be looked at."""
    try:
        return entry.stat(follow_symlinks=False).st_blocks * 512
    except OSError as error:
        return limit + 1 if _is_too_deep(error) else 0


def _is_too_deep(error: OSError) -> bool:
    return error.errno == errno.ENAMETOOLONG


def nameless(pid: int, folder: str) -> int:
    """Bytes of files without a name on the disk of `folder` that a process has open or mapped; 0 where it is hidden."""
    try:
        device = os.stat(folder).st_dev  # noqa: PTH116 — several times a second
        found = [f"/proc/{pid}/fd/{name}" for name in os.listdir(f"/proc/{pid}/fd")]  # noqa: PTH208
        maps = Path(f"/proc/{pid}/maps").read_text("utf-8", "replace").splitlines()
    except OSError:
        return 0
    found += [f"/proc/{pid}/map_files/{line.partition(' ')[0]}" for line in maps if line.endswith(" (deleted)")]
    held: dict[int, int] = {}
    for path in found:
        with suppress(OSError):
            seen = os.stat(path)  # noqa: PTH116
            if seen.st_nlink == 0 and seen.st_dev == device and stat.S_ISREG(seen.st_mode):
                held[seen.st_ino] = seen.st_blocks * 512
    return sum(held.values())
