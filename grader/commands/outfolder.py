"""OUT, where marks and reports go: whether it can be used is settled before anything is graded."""

from __future__ import annotations

import tempfile
from pathlib import Path

from grader.errors import GraderError, UsageError
from grader.grading.store import Store
from grader.report.files import STORE

_IN_MEMORY = Path(":memory:")


def make_ready(out: Path) -> None:
    """Makes the folder if need be.

    Raises:
        UsageError: nothing can be written there.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as error:
        raise UsageError(f"{out}: nothing can be written there ({error.strerror}): give another OUT") from None


def open_store(out: Path) -> Store:
    """The store of OUT, a new one if it has none.

    Raises:
        UsageError: what stands in its place cannot be used.
    """
    return _opened(out / STORE)


def rehearsal_store(out: Path) -> Store:
    """One to try things with: it holds what the store of OUT does, and nothing that is written to it stays.

    Raises:
        UsageError: what stands in the store's place cannot be used.
    """
    path = out / STORE
    return _opened(path, copied=True) if path.exists() else _opened(_IN_MEMORY)


def _opened(path: Path, *, copied: bool = False) -> Store:
    try:
        return Store(path, copied=copied)
    except GraderError as error:
        raise UsageError(str(error)) from error
