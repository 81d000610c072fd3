from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.submission.moments import moment, read_times

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-20 12:00:00 UTC",
        "2026-11-20T12:00:00Z",
        "2026-11-20T12:00:00.000000+00:00",
        "2026-11-20T13:00+01:00",
        "2026-11-20 13:00:00 +0100",
        "2026-11-20 07:00:00-05",
        "2026-11-20 13:00:00 Europe/Prague",
        " 2026-11-20 12:00:00.000000000 Z\n",
        "2026-11-20 15:30:00 UTC+03:30",
    ],
)
def test_the_same_moment(text: str) -> None:
    assert moment(text) == NOON


def test_fractions_and_missing_zones() -> None:
    assert moment("2015-02-02 15:58:23.948203 America/Los_Angeles") == datetime(
        2015, 2, 2, 15, 58, 23, 948203, tzinfo=ZoneInfo("America/Los_Angeles")
    )
    assert moment("2020-02-11 18:19:05.653811999 Z").microsecond == 653811
    assert moment("2020-02-11 18:19:05.5").microsecond == 500_000
    assert moment("2026-11-20 12:00:00").tzinfo is None


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "2026-11-20", "20.11.2026 12:00", "2026-13-01 12:00 UTC", "2026-11-20 25:00 UTC",
     "2026-11-20 12:00 Prague", "2026-11-20 12:00 ../../etc/passwd", "2026-11-20 12:00 +99:00"],
)  # fmt: skip
def test_no_moments(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        moment(text)


@given(st.datetimes(), st.integers(-14 * 60, 14 * 60))
def test_reads_what_python_writes(naive: datetime, minutes: int) -> None:
    when = naive.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    assert moment(when.isoformat()) == when
    assert moment(str(naive)) == naive


@given(st.text(max_size=40))
def test_any_text_is_a_moment_or_refused(text: str) -> None:
    try:
        moment(text)
    except ValueError:
        return


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "times.csv"
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize(
    "text",
    [
        "id,time\njane,2026-11-20 12:00:00 UTC\nJürgen Weiß,2026-11-20T13:00+01:00\n",
        "\ufeffID, Time\r\njane, 2026-11-20T12:00Z\r\n\r\nJürgen Weiß,2026-11-20T12:00Z\r\n",
        "jane;2026-11-20T12:00Z\nJu\N{COMBINING DIAERESIS}rgen Weiß;2026-11-20T12:00Z",
        'id,time\n"jane","2026-11-20T12:00Z"\n"Jürgen Weiß","2026-11-20T12:00Z"\n',
    ],
)
def test_tables(tmp_path: Path, text: str) -> None:
    assert read_times(write(tmp_path, text)) == {"jane": NOON, "Jürgen Weiß": NOON}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id,time\njane,2026-11-20 12:00:00\n", "times.csv:2: '2026-11-20 12:00:00' names no time zone"),
        ("jane,noon\n", "times.csv:1: 'noon' is not a time"),
        ("id,time\njane\n", "times.csv:2: expected an id and a time, got 'jane'"),
        ("id,time\n,2026-11-20T12:00Z\n", "times.csv:2: expected an id and a time"),
        ("a,2026-11-20T12:00Z\n\na,2026-11-20T12:00Z\n", "times.csv:3: 'a' stands in line 1 already"),
        ("a,2026-11-20T12:00Z,x\n", "times.csv:1: expected an id and a time"),
        ('a,"' + "x" * 200_000 + '"\n', "times.csv:1: field larger than"),
    ],
)
def test_tables_that_are_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_times(write(tmp_path, text))
    assert message in str(caught.value)


def test_a_missing_table(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_times(tmp_path / "no.csv")
