"""The class at a glance."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.records import PartStatus, SubmissionStatus
from grader.report.overview import class_page
from grader.report.values import points

Read = Callable[[str], Any]


def test_statistics_attention_and_mistakes(make: Any, read: Read) -> None:
    results = make.cohort(24)
    text = read(class_page(results, "Seminar 2", {})).text
    scores = [result.score for result in results if result.status is SubmissionStatus.GRADED]
    for words in (
        "ss2020_seminar2 Seminar 2 students 24 graded 21",
        f"mean {points(statistics.fmean(scores))} / 100",
        f"median {points(statistics.median(scores))}",
        "Not graded 1 A fault of the grader: no mark was booked. Run it again. unlucky the sandbox went silent twice",
        "damaged hw.ipynb is no JSON: line 1, column 1",
        "To be marked by a person 21",
        "Ada Łovelace 6 points: 4a, 5",
        "Most frequent mistakes",
        "share of the points, in per cent",
        "Graded 2026-11-20 12:00 UTC.",
    ):
        assert words in text


def test_everyone_has_a_row_and_a_link(make: Any, read: Read) -> None:
    results = make.cohort(24)
    page = read(class_page(results, "x", {result.student: f"reports/{i}.html" for i, result in enumerate(results)}))
    assert set(page.values("href")) == {f"reports/{i}.html" for i in range(24)} | {"#content"}
    assert all(result.student in page.text for result in results)
    assert [tag for tag, _ in page.tags].count("table") == [tag for tag, _ in page.tags].count("caption") == 4


def test_marks_have_a_symbol_beside_their_colour(make: Any, read: Read) -> None:
    page = read(class_page([make.result()], "x", {}))
    assert "◐partly correct, 2" in page.text
    marks = [given for given in page.attributes("td") if "mark" in (given.get("class") or "")]
    assert [given["title"] for given in marks] == ["partly correct"]


def test_a_class_without_worries(make: Any, read: Read) -> None:
    assert "Nothing: every submission is read, graded and marked." in read(class_page([make.result()], "x", {})).text


def test_a_class_without_students(read: Read) -> None:
    page = read(class_page([], "Nobody", {}))
    assert "students 0" in page.text
    assert "Scores" not in page.text


def test_a_class_of_which_nothing_was_graded(make: Any, read: Read) -> None:
    text = read(class_page([make.empty("x", SubmissionStatus.UNGRADED)], "x", {})).text
    assert "x – ! not graded" in text
    assert "mean" not in text


def test_students_are_sorted_whatever_the_case(make: Any, read: Read) -> None:
    results = [make.result(student=name) for name in ("bob", "Carl", "ada", "Bea")]
    text = read(class_page(results, "x", {})).text.split("Students")[-1]
    assert sorted(("ada", "Bea", "bob", "Carl"), key=text.index) == ["ada", "Bea", "bob", "Carl"]


def test_questions_keep_the_order_of_the_sheet(make: Any, read: Read) -> None:
    text = read(class_page(make.cohort(12), "x", {})).text.split("Students")[-1]
    assert "Student Score Status 1 2a 2b 2c 3a 3b 4a 4b 5".replace(" ", "") in text.replace(" ", "")


def test_hostile_text_stays_text(make: Any, read: Read, hostile: str) -> None:
    source = class_page(
        [make.saturated(hostile), make.empty(hostile + "2", SubmissionStatus.UNREADABLE, hostile)], hostile, {}
    )
    page = read(source)
    source.encode("utf-8")
    assert "49" not in page.text


def test_what_no_filter_touched_is_cleaned_at_the_end(make: Any) -> None:
    source = class_page([make.result()], "x", {"jdoe": "a\x00\x1b[31m\ud800"})
    assert 'href="a��[31m�"' in source


def test_means_say_what_is_still_pending(make: Any, read: Read) -> None:
    code = make.part(score=5.0, max_score=5.0, status=PartStatus.CORRECT)
    both = make.question(code, make.text(max_score=2.0, pending=2.0), id="4.4", status=PartStatus.PENDING)
    text = read(class_page([make.result(both, make.question(make.text(), id="2.2"))], "x", {})).text
    assert "5 / 7 + 2 pending" in text
    assert "– / 4 + 4 pending" in text
    assert "nothing is marked yet" in text
    assert "nothing is marked yet" not in read(class_page([make.result()], "x", {})).text


def test_wrong_steps_stand_beside_the_mistakes(make: Any, read: Read) -> None:
    steps = (make.step(), make.step(line=5, status="wrong", hint="the sign of term 2 is wrong"))
    text = read(class_page([make.result(make.question(make.derivation(steps=steps), id="2.3"))], "x", {})).text
    assert "2.3line 5: the sign of term 2 is wrong" in text
    assert "Where derivations go wrong" not in read(class_page([make.result()], "x", {})).text


def test_an_ungraded_answer_has_no_number(make: Any, read: Read) -> None:
    result = make.result(make.question(status=PartStatus.UNGRADED, score=3.25))
    text = read(class_page([result], "x", {})).text
    assert "!not graded," in text
    assert "not graded, 3.25" not in text


def test_long_text_does_not_blow_up_the_page(make: Any, read: Read) -> None:
    source = class_page([make.saturated("<" * 100_000)], "<" * 100_000, {})
    assert len(source) < 100_000
    read(source)


def test_three_hundred_students_take_no_time(make: Any, read: Read) -> None:
    results = make.cohort(300)
    started = time.perf_counter()
    source = class_page(results, "x", {result.student: "y" for result in results})
    assert time.perf_counter() - started < 5.0
    assert len(source) < 2_000_000
    assert read(source).text.count("student") > 290


@pytest.mark.parametrize("size", [1, 2, 8])
@given(data=st.data())
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_class_can_be_shown(read: Read, random_results: Any, size: int, data: st.DataObject) -> None:
    read(class_page([data.draw(random_results.results) for _ in range(size)], "x", {}))
