"""Mistakes in a course file, each at its place, and the one error they are raised as."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from grader.errors import CourseError


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One mistake; `line` and `column` count from 1. Faults sort by their place in the file."""

    line: int
    column: int
    message: str


def nearest(word: str, options: Iterable[str]) -> str | None:
    """The option that `word` was most likely meant to be, None if none is close; case does not count."""
    by_lower = {option.lower(): option for option in options}
    close = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[close[0]] if close else None


def unknown(what: str, word: str, options: Collection[str]) -> str:
    """`unknown key 'ponits' (did you mean 'points'?)`; without a near option, what is allowed."""
    close = nearest(word, options)
    if close is not None:
        return f"unknown {what} {word!r} (did you mean {close!r}?)"
    if options:
        return f"unknown {what} {word!r} (allowed: {', '.join(sorted(options))})"
    return f"unknown {what} {word!r} (nothing is allowed here)"


def course_error(path: Path, faults: Collection[Fault]) -> CourseError:
    """One error for all faults (at least one): placed at the first, the others are listed in its message."""
    first, *others = sorted(set(faults))
    rest = [str(CourseError(fault.message, path, fault.line, fault.column)) for fault in others]
    return CourseError("\n".join([first.message, *rest]), path, first.line, first.column)
