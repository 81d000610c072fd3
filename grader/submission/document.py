"""What one notebook or module says."""

from __future__ import annotations

from dataclasses import dataclass

from grader.records import Cell


@dataclass(frozen=True, slots=True)
class Document:
    """The cells of one file. If `problem` is set the file is unreadable and `cells` is empty."""

    cells: tuple[Cell, ...] = ()
    assignment: str | None = None
    notes: tuple[str, ...] = ()
    problem: str | None = None
