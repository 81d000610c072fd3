"""The roster: who is in the course, in which group, with how much more time."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.course.faults import unknown
from grader.errors import UsageError
from grader.submission.names import printable
from grader.submission.text import decode

COLUMNS = ("id", "name", "group", "extension_hours")


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """One student; `extension_hours` move the due time back."""

    id: str
    name: str = ""
    group: str | None = None
    extension_hours: float = 0.0


def read_roster(path: Path) -> tuple[RosterEntry, ...]:
    """A CSV file with commas, or semicolons as some spreadsheets write it; only the column `id` is needed.

    Raises:
        UsageError: names the line: no header, a column nobody knows, a student twice, hours that are no
        number.
    """
    rows = _rows(path)
    _, header = next(rows, (1, []))
    _check_header(path, header)
    entries: dict[str, RosterEntry] = {}
    lines: dict[str, int] = {}
    for line, row in rows:
        if len(row) != len(header):
            raise UsageError(f"{path}:{line}: {len(row)} cells, the header has {len(header)}")
        entry = _entry(dict(zip(header, row, strict=True)), f"{path}:{line}")
        if entry.id in entries:
            raise UsageError(f"{path}:{line}: {entry.id!r} stands in line {lines[entry.id]} already")
        entries[entry.id], lines[entry.id] = entry, line
    return tuple(entries.values())


def groups(roster: Iterable[RosterEntry]) -> Mapping[str, tuple[RosterEntry, ...]]:
    """The members of each group, both in the order of the roster; who has no group is in none."""
    members: dict[str, tuple[RosterEntry, ...]] = {}
    for entry in roster:
        if entry.group is not None:
            members[entry.group] = (*members.get(entry.group, ()), entry)
    return members


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Line number and stripped cells of every row that is not empty."""
    try:
        text = decode(path.read_bytes(), path.name).text
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})") from None
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in first and "," not in first else ",")
    try:
        for row in reader:
            cells = [printable(cell.strip()) for cell in row]  # as ids are when they come from file names
            if any(cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise UsageError(f"{path}:{reader.line_num}: {error}") from None


def _check_header(path: Path, header: list[str]) -> None:
    if "id" not in header:
        raise UsageError(f"{path}:1: no header with a column 'id' (columns: {', '.join(COLUMNS)})")
    for column in header:
        if column not in COLUMNS:  # a column that is misspelt would cost students their extensions
            raise UsageError(f"{path}:1: {unknown('column', column, COLUMNS)}")
        if header.count(column) > 1:
            raise UsageError(f"{path}:1: the column {column!r} stands there twice")


def _entry(cells: Mapping[str, str], place: str) -> RosterEntry:
    if not cells["id"]:
        raise UsageError(f"{place}: the id is empty")
    return RosterEntry(
        cells["id"],
        cells.get("name", ""),
        cells.get("group") or None,
        _hours(cells.get("extension_hours", ""), place),
    )


def _hours(text: str, place: str) -> float:
    try:
        hours = float(text or 0)
    except ValueError:
        hours = math.nan
    if not (0 <= hours < math.inf):
        raise UsageError(f"{place}: extension_hours: {text!r} is no number of hours from 0")
    return hours
