"""The files of one hand-in by name, before anybody asks what they mean."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from errno import EINVAL
from pathlib import Path
from stat import S_ISREG

from grader.submission.names import natural_key, printable

_MEGABYTE = 1_000_000
_LITTER_FOLDERS = frozenset({"__MACOSX", "__pycache__", "node_modules", "venv"})
_LITTER_FILES = frozenset({"thumbs.db", "desktop.ini"})
# Only a virtual environment has this file, whatever its folder is called.
VENV_MARK = "pyvenv.cfg"


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many files one hand-in may hold, and how many bytes, once unpacked."""

    files: int = 1_000
    size: int = 200 * _MEGABYTE

    @property
    def megabytes(self) -> str:
        """The size as messages give it; a megabyte is 10⁶ bytes."""
        return f"{self.size / _MEGABYTE:,.0f} MB"


@dataclass(frozen=True, slots=True)
class Bundle:
    """Contents by relative POSIX path, and the sizes in bytes of files that were not read.

    If `problem` is set (one sentence) the hand-in is unreadable.
    """

    contents: Mapping[str, bytes] = field(default_factory=dict)
    unread: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    problem: str | None = None

    @property
    def files(self) -> tuple[str, ...]:
        return tuple(sorted({*self.contents, *self.unread}))

    def sha256(self) -> str:
        """Over the sorted names and contents, each after its length; of an unread file over its size."""
        digest = hashlib.sha256()
        for name in self.files:
            content = self.contents.get(name)
            body = content if content is not None else str(self.unread[name]).encode()
            tag = b"read" if content is not None else b"size"
            for piece in (name.encode("utf-8"), tag, body):
                digest.update(len(piece).to_bytes(8, "big"))
                digest.update(piece)
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Walk:
    """The regular files of a folder, by relative path, and a note on each entry passed over."""

    members: tuple[tuple[str, Path], ...] = ()
    notes: tuple[str, ...] = ()


def is_litter(parts: tuple[str, ...]) -> bool:
    """Whether a path belongs to an editor, a file manager or an installation rather than to the student."""
    return (
        any(part.startswith(".") or part in _LITTER_FOLDERS for part in parts) or parts[-1].casefold() in _LITTER_FILES
    )


def of_file(path: Path, bounds: Bounds) -> Bundle:
    return gather([(printable(path.name), path)], bounds)


def of_folder(folder: Path, bounds: Bounds) -> Bundle:
    """Every file below the folder but litter; symbolic links are not followed."""
    found = walk(folder, bounds)
    return gather(found.members, bounds, found.notes)


def gather(members: Sequence[tuple[str, Path]], bounds: Bounds, notes: tuple[str, ...] = ()) -> Bundle:
    """Reads the files under the names given; what is at fault with them becomes the bundle's `problem`."""
    sizes = {name: _size(path) for name, path in members[: bounds.files]}
    fault = _excess(len(members), sizes, bounds)
    if fault is None and len(sizes) < len(members):
        fault = "two of its files have the same name"
    if fault is not None:
        return Bundle(unread=sizes, notes=notes, problem=fault)
    contents: dict[str, bytes] = {}
    for name, path in members:
        try:
            contents[name] = _bytes(path)
        except OSError as error:
            fault = f"{name} cannot be read ({error.strerror})"
    unread = {name: size for name, size in sizes.items() if name not in contents}
    return Bundle(contents, unread, notes, fault)


def _bytes(path: Path) -> bytes:
    if not S_ISREG(path.stat().st_mode):  # a pipe would never end
        raise OSError(EINVAL, "it is no regular file")
    return path.read_bytes()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # reading it will say why
        return 0


def _excess(count: int, sizes: Mapping[str, int], bounds: Bounds) -> str | None:
    """What is too much, if anything is."""
    if count > bounds.files:
        return f"it holds more than {bounds.files:,} files"
    total = sum(sizes.values())
    if total <= bounds.size:
        return None
    name = max(sizes, key=sizes.__getitem__)
    return (
        f"it is too large: {total / _MEGABYTE:,.0f} MB of at most {bounds.megabytes}"
        f" ({name} alone has {sizes[name] / _MEGABYTE:,.0f} MB)"
    )


def walk(folder: Path, bounds: Bounds) -> Walk:
    """The files below a folder, without litter, at most one more than allowed."""
    members: list[tuple[str, Path]] = []
    notes: list[str] = []
    open_folders = [folder]
    while open_folders and len(members) <= bounds.files:
        here = open_folders.pop()
        for entry in _entries(here, notes):
            path = Path(entry.path)
            parts = path.relative_to(folder).parts
            name = printable("/".join(parts))
            if is_litter(parts):
                continue
            if entry.is_symlink():
                notes.append(f"{name} is a symbolic link: it was not followed")
            elif entry.is_dir():
                open_folders += [] if (path / VENV_MARK).is_file() else [path]
            elif entry.is_file():
                members.append((name, path))
            else:
                notes.append(f"{name} is neither a file nor a folder: it was left out")
    members.sort(key=lambda member: natural_key(member[0]))
    return Walk(tuple(members[: bounds.files + 1]), tuple(sorted(notes)))


def _entries(folder: Path, notes: list[str]) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError as error:
        notes.append(f"the folder {printable(folder.name)} cannot be opened ({error.strerror})")
        return []
