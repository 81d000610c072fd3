from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from grader.records import Lateness, Override, PartStatus, SubmissionStatus
from grader.report import cohort

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_statistics_are_over_graded_submissions(make: Any) -> None:
    graded = [make.result(score=score, max_score=10.0, pending=1.0) for score in (2.0, 4.0, 9.0)]
    summary = cohort.summary([*graded, make.empty("x", SubmissionStatus.MISSING)])
    assert (summary.students, summary.graded) == (4, 3)
    assert (summary.mean, summary.median, summary.lowest, summary.highest) == (5.0, 4.0, 2.0, 9.0)
    assert summary.pending == 3.0


def test_statistics_of_nobody() -> None:
    summary = cohort.summary([])
    assert (summary.students, summary.mean, summary.median, summary.max_score) == (0, None, None, 0.0)


def test_questions_count_statuses_and_leave_the_unjudged_out_of_the_mean(make: Any) -> None:
    statuses = {PartStatus.CORRECT: 4.0, PartStatus.WRONG: 0.0, PartStatus.UNGRADED: 0.0, PartStatus.PENDING: 0.0}
    results = [make.result(make.question(status=status, score=score)) for status, score in statuses.items()]
    (question,) = cohort.questions(results)
    assert question.mean == 2.0
    assert question.counts == dict.fromkeys(statuses, 1)
    assert (question.id, question.max_score) == ("2a", 4.0)


def test_question_without_a_judged_answer_has_no_mean(make: Any) -> None:
    (question,) = cohort.questions([make.result(make.question(status=PartStatus.PENDING))])
    assert question.mean is None


def test_mistakes_count_students_not_checks(make: Any) -> None:
    twice = make.result(make.question(make.part(checks=(make.check(), make.check(id="2a/other")))))
    once = make.result(make.question(), make.question(make.part(checks=(make.check(misconception="sign"),)), id="2b"))
    none = make.result(make.question(make.part(checks=(make.passed(),))))
    found = cohort.mistakes([twice, once, none])
    assert found == (
        cohort.MistakeCount("2a", "no maximum subtracted", 2, 3),
        cohort.MistakeCount("2b", "sign", 1, 1),
    )


def titles(results: list[Any]) -> list[str]:
    return [kind.title for kind in cohort.attention(results)]


def test_nothing_needs_attention_where_all_is_graded(make: Any) -> None:
    assert cohort.attention([make.result()]) == ()
    assert cohort.attention([]) == ()


@pytest.mark.parametrize(
    ("status", "title"),
    [
        (SubmissionStatus.UNGRADED, "Not graded"),
        (SubmissionStatus.UNREADABLE, "Unreadable"),
        (SubmissionStatus.MISSING, "No submission"),
    ],
)
def test_submissions_without_a_judgement_need_attention(make: Any, status: SubmissionStatus, title: str) -> None:
    (kind,) = cohort.attention([make.result(), make.empty("x", status, "why", "and how")])
    assert kind.title == title
    assert kind.concerns == (cohort.Concern("x", "why; and how"),)


def test_pending_points_name_their_questions(make: Any) -> None:
    (kind,) = cohort.attention([make.result(make.question(make.text(), id="2c"), make.question(id="1"))])
    assert kind.concerns == (cohort.Concern("jdoe", "4 points: 2c"),)


def test_ungraded_questions_stale_marks_and_unknown_lateness_need_attention(make: Any) -> None:
    mark = Override("Bo", NOON, 1.0, "why", stale=True)
    results = [
        make.result(make.question(status=PartStatus.UNGRADED)),
        make.result(make.question(replace(make.part(), override=mark))),
        make.result(late=Lateness(NOON, 0.0, 0.0, unknown=True)),
        make.result(late=Lateness(NOON, 1.0, 2.0)),
        make.result(make.question(replace(make.part(), override=replace(mark, stale=False)))),
    ]
    kinds = cohort.attention(results)
    assert [kind.title for kind in kinds] == [
        "Partly not graded",
        "Overruled, then resubmitted",
        "Late by an unknown time",
    ]
    assert [len(kind.concerns) for kind in kinds] == [1, 1, 1]


def test_the_most_urgent_comes_first(make: Any) -> None:
    expected = ["Not graded", "Unreadable", "Overruled, then resubmitted", "No submission", "To be marked by a person"]
    assert titles(make.cohort(12)) == expected


def test_question_order_is_the_fullest_result_s(make: Any) -> None:
    part = make.result(make.question(id="4"), make.question(id="x"))
    whole = make.result(*(make.question(id=name) for name in ("1", "2", "4")))
    assert cohort.question_ids([part, whole]) == ["1", "2", "4", "x"]
