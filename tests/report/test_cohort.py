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


def test_questions_count_statuses_and_leave_our_faults_out_of_the_mean(make: Any) -> None:
    statuses = {PartStatus.CORRECT: 4.0, PartStatus.WRONG: 0.0, PartStatus.UNGRADED: 0.0, PartStatus.PENDING: 2.0}
    results = [make.result(make.question(status=status, score=score)) for status, score in statuses.items()]
    (question,) = cohort.questions(results)
    assert question.mean == 2.0
    assert question.counts == dict.fromkeys(statuses, 1)
    assert (question.id, question.max_score) == ("2a", 4.0)


def test_answers_that_wait_count_with_what_they_have_earned(make: Any) -> None:
    code = make.part(score=5.0, max_score=5.0, status=PartStatus.CORRECT)
    waits = make.question(code, make.text(max_score=2.0, pending=2.0), status=PartStatus.PENDING)
    wrong = make.question(make.part(score=0.0, max_score=5.0, status=PartStatus.WRONG), status=PartStatus.WRONG)
    (question,) = cohort.questions([make.result(waits), make.result(waits), make.result(wrong), make.result(wrong)])
    assert (question.mean, question.pending) == (2.5, 1.0)
    undecided = make.question(make.part(score=2.0, status=PartStatus.PENDING, pending=2.0), status=PartStatus.PENDING)
    assert cohort.questions([make.result(undecided)])[0].mean == 2.0


def test_where_nothing_was_marked_there_is_no_mean(make: Any) -> None:
    waits = make.question(make.text(), status=PartStatus.PENDING)
    nothing = make.question(make.text(pending=0.0, status=PartStatus.MISSING), status=PartStatus.MISSING)
    (question,) = cohort.questions([make.result(waits), make.result(nothing)])
    assert (question.mean, question.pending) == (None, 2.0)
    assert cohort.questions([make.result(nothing)])[0].mean == 0.0
    zero = make.text(status=PartStatus.WRONG, override=Override("Bo", NOON, 0.0, "why"), pending=0.0)
    assert cohort.questions([make.result(waits), make.result(make.question(zero))])[0].mean == 0.0
    ours = make.question(make.part(status=PartStatus.UNGRADED), status=PartStatus.UNGRADED)
    assert cohort.questions([make.result(ours)])[0].mean is None


def test_weak_points_are_counted_by_their_reason_and_keep_their_lines(make: Any) -> None:
    def answer(**step: Any) -> Any:
        part = make.derivation(
            steps=(make.step(), make.step(**({"line": 3} | step)), make.step(line=9, status="wrong"))
        )
        return make.result(make.question(part, id="2.3"))

    sign = {"status": "wrong", "hint": "the sign of term 2 is wrong"}
    results = [
        answer(**sign, line=5, message="'=' is false in general: for instance 1 against 2", left="1", right="2"),
        answer(**sign),
        answer(status="wrong", message="'=' is false in general: for instance 3 against 4", left="3", right="4"),
        answer(status="too_big", facts=("Jensen", "Bayes")),
        answer(status="unreadable", message="cannot be read: x (at 'x', position 3)"),
        answer(status="undecided"),
        make.result(make.question(make.derivation(steps=(make.step(),)), id="2.3")),
        make.result(make.question(make.derivation(steps=()), id="2.3")),
        make.empty("x", SubmissionStatus.UNREADABLE),
    ]
    assert [(point.lines, point.reason, point.students) for point in cohort.weak_points(results)] == [
        ((3, 5), "the sign of term 2 is wrong", 2),
        ((3,), "'=' is false in general", 1),
        ((3,), "a line that cannot be read", 1),
        ((3,), "too much at once: Jensen, Bayes", 1),
    ]
    assert {(point.question, point.judged) for point in cohort.weak_points(results)} == {("2.3", 7)}


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
