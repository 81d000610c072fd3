"""What `grader grade` says at its end."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from grader.records import Result
from grader.report.batch import class_summary


def said(results: Sequence[Result], encoding: str = "utf-8") -> str:
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding=encoding, newline="", write_through=True)
    class_summary(results, Console(file=file, width=100, color_system=None))
    return raw.getvalue().decode(encoding)


def test_counts_statistics_worries_and_mistakes(make: Any) -> None:
    text = said(make.cohort(12))
    assert "12 submissions: 9 graded, 1 unreadable, 1 no submission, 1 not graded" in text
    assert "mean 50.5, median 51.5 of 100 points" in text
    assert "Unreadable (1): damaged" in text
    assert "and 1 more" in text
    assert "Most frequent mistakes:\n  1: no maximum subtracted  (4 of 9 students)" in text


def test_everyone_has_a_row_unless_they_are_too_many(make: Any) -> None:
    assert "student007" in said(make.cohort(12)).split("submissions:")[0]
    many = said(make.cohort(300))
    assert "student200" not in many
    assert len(many.splitlines()) < 30


def test_ungraded_submissions_show_no_score(make: Any) -> None:
    (row,) = [line for line in said(make.cohort(12)).splitlines() if line.startswith("unlucky")]
    assert row.split() == ["unlucky", "!", "not", "graded"]


def test_nobody() -> None:
    assert "0 submissions" in said([])


def test_an_old_code_page(make: Any) -> None:
    assert "+ graded" in said(make.cohort(12), "ascii")


def test_hostile_ids_control_nothing(make: Any, hostile: str) -> None:
    text = said([make.saturated(hostile)])
    assert not set(text) & {chr(code) for code in (*range(10), *range(11, 32), 127, 0x202E, 0x2066, 0xD800)}


@given(data=st.data())
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_class_can_be_summed_up(random_results: Any, data: st.DataObject) -> None:
    said(data.draw(st.lists(random_results.results, max_size=4)))
