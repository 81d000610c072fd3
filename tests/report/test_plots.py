from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from grader.records import PartStatus
from grader.report.plots import bar, frequency, histogram, shares


def boxes(source: Markup) -> list[tuple[str, float, float]]:
    """Class, start and width in per cent of every rectangle; fails if the source is not well-formed XML."""
    return [
        (str(box.get("class")), float(str(box.get("x"))[:-1]), float(str(box.get("width"))[:-1]))
        for box in ET.fromstring(source).iter("rect")
    ]


def test_a_bar_fills_what_was_reached_and_then_what_is_pending() -> None:
    assert boxes(bar(4.0, 10.0, 2.0)) == [("track", 0.0, 100.0), ("partial", 0.0, 40.0), ("wait", 40.0, 20.0)]
    assert 'aria-label="4 of 10 points, 2 pending"' in bar(4.0, 10.0, 2.0)


@pytest.mark.parametrize(("score", "tone"), [(10.0, "good"), (9.99, "partial"), (0.01, "partial")])
def test_the_tone_of_a_bar(score: float, tone: str) -> None:
    assert boxes(bar(score, 10.0))[1][0] == tone


@given(st.floats(-50, 50), st.floats(-50, 50), st.floats(-50, 50))
def test_bars_stay_within_their_width(score: float, maximum: float, pending: float) -> None:
    assert all(
        start >= 0 and width >= 0 and start + width <= 100.02 for _, start, width in boxes(bar(score, maximum, pending))
    )


def test_shares_are_divided_by_count_in_a_fixed_order() -> None:
    counts = {PartStatus.WRONG: 1, PartStatus.CORRECT: 2, PartStatus.PARTIAL: 1}
    assert boxes(shares(counts)) == [("good", 0.0, 50.0), ("partial", 50.0, 25.0), ("bad", 75.0, 25.0)]
    assert 'aria-label="2 correct, 1 partly correct, 1 wrong"' in shares(counts)
    assert "no answers" in shares({})


def test_frequency() -> None:
    assert boxes(frequency(1, 4))[1] == ("bad", 0.0, 25.0)
    assert 'aria-label="1 of 4"' in frequency(1, 4)


def test_histogram_puts_full_marks_into_the_last_bin() -> None:
    label = histogram([0.0, 0.05, 0.1, 0.95, 1.0, 1.2, -0.1])
    assert "0 to 10 %: 3; 10 to 20 %: 1" in label
    assert "90 to 100 %: 3" in label


@given(st.lists(st.floats(-0.5, 1.5), max_size=50))
def test_histogram_counts_everyone_once(fractions: list[float]) -> None:
    source = histogram(fractions)
    label = str(ET.fromstring(source).get("aria-label"))
    assert sum(int(count) for count in re.findall(r"%: (\d+)", label)) == len(fractions)
    columns = [(start, width) for name, start, width in boxes(source) if name == "column"]
    assert len(columns) == 10
    assert all(a + w < b for (a, w), (b, _) in itertools.pairwise(columns))
