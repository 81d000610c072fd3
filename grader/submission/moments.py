"""Times of submission: in files that systems write, and in the instructor's table."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

from grader.errors import UsageError
from grader.submission.names import printable
from grader.submission.text import decode

# 2026-11-20 12:00:00.123456789 Europe/Prague: what follows the seconds names the zone.
_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})[T ]+(?P<time>\d{1,2}:\d{2}(?::\d{2})?)(?P<fraction>[.,]\d+)?"
    r"\s*(?P<zone>\S.*)?",
    re.ASCII,
)
_OFFSET = re.compile(r"(?:UTC|GMT)?(?P<sign>[+-])(?P<hours>\d{2}):?(?P<minutes>\d{2})?", re.ASCII)
_UNIVERSAL = ("Z", "UTC", "GMT")
_HEADER = ("id", "time")


def moment(text: str) -> datetime:
    """Reads `2026-11-20 12:00:00 UTC`, `2026-11-20T13:00+01:00`, `2026-11-20 13:00 Europe/Prague`.

    Naive where the text names no zone.

    Raises:
        ValueError: it is no time, or its zone is unknown; the message is for the reader.
    """
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text.strip()!r} is not a time like 2026-11-20 12:00:00 UTC")
    parts = match.groupdict(default="")
    clock = parts["time"] if parts["time"].count(":") == 2 else parts["time"] + ":00"
    naive = datetime.strptime(f"{parts['day']} {clock}", "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007
    naive += timedelta(microseconds=int(parts["fraction"][1:7].ljust(6, "0")))
    return naive.replace(tzinfo=_zone(parts["zone"].strip())) if parts["zone"] else naive


def _zone(name: str) -> timezone | ZoneInfo:
    if name.upper() in _UNIVERSAL:
        return UTC
    offset = _OFFSET.fullmatch(name)
    if offset is not None:
        minutes = int(offset["hours"]) * 60 + int(offset["minutes"] or 0)
        return timezone(timedelta(minutes=-minutes if offset["sign"] == "-" else minutes))
    try:
        return ZoneInfo(name)
    except (LookupError, OSError, ValueError) as error:
        raise ValueError(f"{name!r} is no time zone known here") from error


def read_times(path: Path) -> dict[str, datetime]:
    """The instructor's table of submission times: id, time with zone; a header line may come first.

    Raises:
        UsageError: the file cannot be read, a line is no id and time, a time has no zone, an id comes twice.
    """
    try:
        text = decode(path.read_bytes(), path.name).text
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})") from error
    times: dict[str, datetime] = {}
    lines: dict[str, int] = {}
    for line, student, time in _rows(path, text):
        if student in times:
            raise UsageError(f"{path}:{line}: {student!r} stands in line {lines[student]} already")
        times[student], lines[student] = _aware(time, f"{path}:{line}"), line
    return times


def _rows(path: Path, text: str) -> Iterator[tuple[int, str, str]]:
    """Line number, id and time of each row."""
    first = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text), delimiter=";" if ";" in first and "," not in first else ",")
    try:
        for row in rows:
            cells = tuple(cell.strip() for cell in row)
            if not any(cells) or (rows.line_num == 1 and tuple(map(str.lower, cells)) == _HEADER):
                continue
            if len(cells) != len(_HEADER) or not cells[0]:
                raise UsageError(f"{path}:{rows.line_num}: expected an id and a time, got {','.join(row)!r}")
            yield rows.line_num, printable(cells[0]), cells[1]
    except csv.Error as error:
        raise UsageError(f"{path}:{rows.line_num}: {error}") from error


def _aware(time: str, place: str) -> datetime:
    try:
        when = moment(time)
    except ValueError as error:
        raise UsageError(f"{place}: {error}") from error
    if when.tzinfo is None:
        raise UsageError(f"{place}: {time!r} names no time zone: write {time}Z or {time}+01:00")
    return when
