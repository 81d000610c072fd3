"""The files of the scratch folder as they were after loading: no check leaves others to the next."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress

KEPT_BYTES = 16 << 20  # in all; what is beyond them is not put back once a check has changed it
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL

Mark = tuple[int, int, int, int]

# By plain strings and `os` (hence noqa: PTH): it is asked before every check, and survives a patched pathlib.


class Snapshot:
    """Taken at once; `restore` removes what is new and puts back what was changed or removed.

    A file is looked into only where the system says that it was touched: that a check changes none costs next to
    nothing.
    """

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._marks = {path: _mark(path) for path in _paths(folder)}
        self._contents: dict[str, bytes] = {}
        left = KEPT_BYTES
        for path, mark in self._marks.items():
            if mark is not None and mark[1] <= left:
                with suppress(OSError):
                    self._contents[path] = _read(path)
                    left -= mark[1]

    def restore(self) -> None:
        """What the student's code made impossible to put back stays as it is."""
        found: dict[str, Mark | None] = {}
        for path in _paths(self._folder):
            found[path] = _mark(path)
            if path not in self._marks or (found[path] is None) != (self._marks[path] is None):
                del found[path]
                _remove(path)
        for path in reversed(self._marks):  # a folder before what it holds
            if path not in found or (path in self._contents and found[path] != self._marks[path]):
                with suppress(OSError):
                    self._put_back(path)

    def _put_back(self, path: str) -> None:
        contents = self._contents.get(path)
        if contents is not None:
            _remove(path)
            fd = os.open(path, _NEW, 0o600)
            with os.fdopen(fd, "wb") as file:
                file.write(contents)
            self._marks[path] = _mark(path)
        elif self._marks[path] is None:
            os.mkdir(path)  # noqa: PTH102


def _paths(folder: str) -> Iterator[str]:
    """Everything below a folder, what a folder holds before the folder itself."""
    for path, folders, files in os.walk(folder, topdown=False):
        yield from (f"{path}/{name}" for name in (*files, *folders))


def _mark(path: str) -> Mark | None:
    """Changes whenever a file's contents do; None of a folder."""
    try:
        found = os.lstat(path)
    except OSError:
        return (0, 0, 0, 0)
    if found.st_mode & 0o170000 == 0o040000:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ctime_ns, found.st_ino


def _read(path: str) -> bytes:
    fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(fd, "rb") as file:
        return file.read()


def _remove(path: str) -> None:
    with suppress(OSError):
        if os.path.isdir(path) and not os.path.islink(path):  # noqa: PTH112, PTH114
            os.rmdir(path)  # noqa: PTH106
        else:
            os.unlink(path)  # noqa: PTH108
