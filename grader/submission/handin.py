"""Where one hand-in lies and what the layout around it tells, before it is read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from grader.submission.names import folded


@dataclass(frozen=True, slots=True)
class HandIn:
    """`path` is a file or a folder; where a system prefixes file names, `members` are its files under plain
    names.

    If `problem` is set there is nothing to be read, for that reason.
    """

    student: str
    path: Path
    members: tuple[tuple[str, Path], ...] = ()
    submitted_at: datetime | None = None  # aware
    marked_late: bool = False
    attempt: int | None = None  # counts from 1, where the layout holds or tells of several
    notes: tuple[str, ...] = ()
    problem: str | None = None


def identify(people: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The id of each (name, number): the name, with the number where two people share it, case aside."""
    every = sorted(set(people))
    numbers: dict[str, set[str]] = {}
    for name, number in every:
        numbers.setdefault(folded(name), set()).add(number)
    return {(name, number): f"{name}_{number}" if len(numbers[folded(name)]) > 1 else name for name, number in every}
