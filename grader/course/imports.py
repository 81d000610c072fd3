"""Importing a course by its path: two courses may both have a package `reference`.

A course's packages are found in its root alone, whatever else is installed, and are forgotten by the import system
afterwards: the objects live on, but another course's `reference` is then another package. Hence a course's own modules
must be imported at the top of a module, not inside functions. A folder is a package, with or without `__init__.py`.
"""

from __future__ import annotations

import importlib
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType

from grader.course.blame import FAULTS, blamed, innermost, raised
from grader.errors import CourseError

PACKAGES = ("assignments", "reference")
# sys.modules and sys.path belong to the whole process.
_LOCK = threading.Lock()


class _OnlyHere(MetaPathFinder):
    """Finds a course's packages in `root`, and keeps the search from going on where they are not."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Raises ModuleNotFoundError where the course does not have it: another finder may know another course."""
        if fullname.partition(".")[0] not in PACKAGES:
            return None
        spec = PathFinder.find_spec(fullname, [str(self._root)] if path is None else path, target)
        if spec is None:
            make = f"the course has no package {fullname!r}: make the folder {self._root / fullname} with its modules"
            raise ModuleNotFoundError(make if path is None else f"No module named {fullname!r}", name=fullname)
        if spec.loader is None:  # a plain list: Python's own kind looks for more of the package on sys.path, and later
            spec.submodule_search_locations = list(spec.submodule_search_locations or ())
        return spec


@contextmanager
def _course_first(root: Path) -> Iterator[None]:
    with _LOCK:
        hidden = _take_out()
        finder = _OnlyHere(root)
        sys.meta_path.insert(0, finder)
        sys.path.insert(0, str(root))
        writes_bytecode = sys.dont_write_bytecode
        try:
            yield
        finally:
            sys.path.remove(str(root))
            sys.meta_path.remove(finder)
            sys.dont_write_bytecode = writes_bytecode
            _take_out()
            sys.modules.update(hidden)


def _take_out() -> dict[str, ModuleType]:
    names = [name for name in sys.modules if name.split(".")[0] in PACKAGES]
    return {name: sys.modules.pop(name) for name in names}


def import_module(root: Path, name: str) -> tuple[ModuleType, tuple[ModuleType, ...]]:
    """The module `name` of the course at `root`, and all the course's modules that importing it brought in.

    Raises:
        CourseError: the course's code has a syntax error, misses a module, or raised; with its file and line.
    """
    with _course_first(root):
        importlib.invalidate_caches()
        try:
            with blamed():
                module = importlib.import_module(name)
        except SyntaxError as error:
            path = Path(error.filename) if error.filename else None
            raise CourseError(f"syntax error: {error.msg}", path, error.lineno, error.offset) from error
        except FAULTS as error:  # before the first line of the course was reached
            raise CourseError(raised(error)) from error
        brought = [m for n, m in sys.modules.items() if n.split(".")[0] in PACKAGES and isinstance(m, ModuleType)]
    return module, tuple(brought)


def place(error: Exception, root: Path) -> tuple[Path | None, int | None]:
    """The innermost line in the traceback of what lies under `root`."""
    return innermost(error, root) or (None, None)
