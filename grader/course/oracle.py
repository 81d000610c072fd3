"""The high-precision oracle of a course: `reference/oracle/<topic>.py` beside `reference/<topic>.py`.

A function of the same name there computes the same from the definition at 256 bits. Courses without one are
validated without it.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from grader.course.assignment import AnyCheck
from grader.course.imports import import_module
from grader.course.question import Check


def available() -> bool:
    """Whether python-flint is installed, without importing it."""
    return find_spec("flint") is not None


class Oracle:
    """Looks functions up by the module and name of a check's reference; modules are imported once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._modules: dict[str, ModuleType | None] = {}

    def of(self, check: AnyCheck) -> Callable[..., Any] | None:
        """None where the course, or this machine, has none for the check."""
        if not isinstance(check, Check) or not check.references:
            return None
        reference = check.references[0]
        package, _, topic = getattr(reference, "__module__", "").partition(".")
        module = self._module(topic) if package == "reference" and topic else None
        found = getattr(module, getattr(reference, "__name__", ""), None)
        return found if callable(found) else None

    def _module(self, topic: str) -> ModuleType | None:
        if topic not in self._modules:
            path = self._root / "reference" / "oracle" / f"{topic}.py"
            there = path.is_file() and available()
            self._modules[topic] = import_module(self._root, f"reference.oracle.{topic}")[0] if there else None
        return self._modules[topic]
