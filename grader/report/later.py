"""The checks that are not run at a student's desk, by name and points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from grader.report.printing import prose
from grader.report.text import one_line
from grader.report.values import points

if TYPE_CHECKING:
    from rich.console import Console


class Awaited(Protocol):
    """A check that is judged later: its id, what it is about, its points, and why it is not judged now."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def points(self) -> float: ...
    @property
    def why(self) -> str: ...


def later_lines(awaited: Sequence[Awaited], console: Console) -> None:
    """A line for each; nothing where there are none."""
    for one in awaited:
        worth = f"{points(one.points)} point{'' if one.points == 1 else 's'}"
        prose(console, 2, (f"{one_line(one.id, 60)}, {worth}, {one_line(one.why, 200)}: ", "dim"), (one.title, ""))
