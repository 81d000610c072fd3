"""Whose row is it: students' ids against what a gradebook knows of its rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from grader.course.faults import nearest
from grader.errors import UsageError
from grader.export.marks import Held
from grader.export.spreadsheet import Spreadsheet
from grader.records import Result
from grader.report.cohort import NOBODY
from grader.submission.names import folded


@dataclass(frozen=True, slots=True)
class Names:
    """What a row may be called: `ids` are meant to be unique, `names` are tried where no id fits."""

    row: int
    ids: tuple[str, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matching:
    """Row by student, and who has none of their own."""

    rows: Mapping[str, int]
    unmatched: tuple[Held, ...]


def match(students: Iterable[str], table: Sequence[Names], called: Mapping[str, str] = NOBODY) -> Matching:
    """Every student with the one row that is called so, case aside; `called` are names by id, which only hint at rows.

    Where two rows fit a student, or two students a row, nobody is booked: a mark in the wrong row is worse than none.
    """
    by_id = _index((key, names.row) for names in table for key in names.ids)
    by_name = _index((key, names.row) for names in table for key in names.names)
    known = list(dict.fromkeys(key for names in table for key in (*names.ids, *names.names) if key))
    found: dict[str, int] = {}
    unmatched = []
    for student in students:
        rows = by_id.get(folded(student)) or by_name.get(folded(student)) or set()
        if len(rows) == 1:
            found[student] = next(iter(rows))
        else:
            unmatched.append(Held(student, _why(student, len(rows), known, called.get(student, ""))))
    owners: dict[int, list[str]] = {}
    for student, row in found.items():
        owners.setdefault(row, []).append(student)
    for names in (names for names in owners.values() if len(names) > 1):
        unmatched += [Held(name, f"shares a row with {', '.join(n for n in names if n != name)}") for name in names]
    alone = {student: row for student, row in found.items() if len(owners[row]) == 1}
    return Matching(alone, tuple(unmatched))


def match_all(
    results: Sequence[Result], table: Sequence[Names], sheet: Spreadsheet, called: Mapping[str, str] = NOBODY
) -> Matching:
    """The same for results.

    Raises:
        UsageError: none of them has a row, so it is the wrong file.
    """
    matching = match((result.student for result in results), table, called)
    if results and not matching.rows:
        first = matching.unmatched[0]
        raise UsageError(f"{sheet.path}: none of the {len(results)} students has a row there ({first})")
    return matching


def _index(keys: Iterable[tuple[str, int]]) -> dict[str, set[int]]:
    index: dict[str, set[int]] = {}
    for key, row in keys:
        if key:
            index.setdefault(folded(key), set()).add(row)
    return index


def _why(student: str, rows: int, known: Sequence[str], name: str) -> str:
    if rows:
        return f"{rows} rows are called so"
    for words in filter(None, (_words(name), _words(student))):
        same = [other for other in known if _words(other) == words]
        if same:  # `Anderson, Rita` beside `Rita Anderson`: near to a person, far for a comparison of letters
            said = f" (the roster's {name!r})" if name and words == _words(name) else ""
            return f"no row is called so; perhaps it is {same[0]!r}{said}"
    near = (nearest(name, known) if name else None) or nearest(student, known)
    return "no row is called so" + (f"; the nearest is {near!r}" if near else "")


def _words(name: str) -> list[str]:
    """Of which a name is made, whatever their order."""
    return sorted(re.findall(r"[^\W_]+", folded(name)))
