"""A gradebook with marks in it, and what a person should know of those that are not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grader.export.marks import Held
from grader.export.spreadsheet import Spreadsheet
from grader.records import Result
from grader.report.values import points


@dataclass(frozen=True, slots=True)
class Filling:
    """`data` is the file; `booked` counts the marks in it, `notes` are sentences."""

    data: bytes
    booked: int
    unmatched: tuple[Held, ...]
    notes: tuple[str, ...] = ()


def number_in(text: str) -> float | None:
    """`100.00` or, as some languages write it, `100,00`; None for what is no number."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def other_maximum(sheet: Spreadsheet, said: str, results: Sequence[Result]) -> tuple[str, ...]:
    """A sentence where the gradebook counts to another number than the marks do."""
    theirs = number_in(said)
    ours = max((result.max_score for result in results), default=None)
    if theirs is None or ours is None or abs(theirs - ours) < 1e-6:
        return ()
    return (
        f"{sheet.path.name} counts to {points(theirs)} points, these marks to {points(ours)}: they go in as they are",
    )
