"""Importing a course by its path: two courses may both have a package `reference`.

A course's modules are imported with its root first on the path and are forgotten by the import system afterwards:
the objects live on, but another course's `reference` is then another package. Hence a course's own modules must be
imported at the top of a module, not inside functions.
"""

from __future__ import annotations

import importlib
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from grader.errors import CourseError

PACKAGES = ("assignments", "reference")
# sys.modules and sys.path belong to the whole process.
_LOCK = threading.Lock()


@contextmanager
def _course_first(root: Path) -> Iterator[None]:
    with _LOCK:
        hidden = _take_out()
        sys.path.insert(0, str(root))
        writes_bytecode = sys.dont_write_bytecode
        try:
            yield
        finally:
            sys.path.remove(str(root))
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
            module = importlib.import_module(name)
        except CourseError:
            raise
        except SyntaxError as error:
            path = Path(error.filename) if error.filename else None
            raise CourseError(f"syntax error: {error.msg}", path, error.lineno, error.offset) from error
        except (
            ImportError,
            AttributeError,
            NameError,
            TypeError,
            ValueError,
            LookupError,
            ArithmeticError,
        ) as error:
            path, line = place(error, root)
            raise CourseError(f"{type(error).__name__}: {error}", path, line) from error
        brought = [m for n, m in sys.modules.items() if n.split(".")[0] in PACKAGES and isinstance(m, ModuleType)]
    return module, tuple(brought)


def place(error: Exception, root: Path) -> tuple[Path | None, int | None]:
    """The innermost line in the traceback of what lies under `root`: the course's own code."""
    found: tuple[Path | None, int | None] = (None, None)
    trace = error.__traceback__
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if path.is_relative_to(root):
            found = path, trace.tb_lineno
        trace = trace.tb_next
    return found
