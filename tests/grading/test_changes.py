from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from grader.course.rubric import LatePolicy
from grader.grading.changes import Change, Mark, changes
from grader.grading.score import settled, summed_question
from grader.records import (
    CheckResult,
    CheckStatus,
    PartKind,
    PartResult,
    PartStatus,
    QuestionResult,
    Result,
    SubmissionStatus,
    Visibility,
)

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
PASSED, FAILED, UNDECIDED = CheckStatus.PASSED, CheckStatus.FAILED, CheckStatus.UNDECIDED
UNGRADED = CheckStatus.UNGRADED


def code_part(*statuses: CheckStatus) -> PartResult:
    checks = tuple(
        CheckResult(f"2a/f{index}", "t", Visibility.PUBLIC, status, 2.0 if status is PASSED else 0.0, 2.0)
        for index, status in enumerate(statuses)
    )
    pending = sum(2.0 for status in statuses if status is UNDECIDED)
    part_status = PartStatus.UNGRADED if UNGRADED in statuses else PartStatus.PARTIAL
    score = sum(check.score for check in checks)
    return PartResult(PartKind.CODE, score, 2.0 * len(statuses), part_status, pending=pending, checks=checks)


def derivation(score: float, status: PartStatus = PartStatus.PARTIAL, pending: float = 0.0) -> PartResult:
    return PartResult(PartKind.DERIVATION, score, 4, status, pending=pending)


def result(*parts: PartResult) -> Result:
    question = summed_question(QuestionResult("2a", "t", 0, 0, PartStatus.PARTIAL, parts))
    blank = Result("sheet", "jdoe", "sha", (), SubmissionStatus.GRADED, 0, 0, 0, (question,), (), NOW, None, "s")
    return settled(blank, LatePolicy())


def test_nothing_changes() -> None:
    old = result(code_part(PASSED, FAILED), derivation(2))
    assert changes(old, old) == ()


def test_words_statuses_and_times_are_no_marks() -> None:
    old = result(code_part(PASSED, FAILED))
    (part,) = old.questions[0].parts
    checks = (part.checks[0], replace(part.checks[1], status=CheckStatus.ERROR, message="boom", seconds=3))
    assert changes(old, replace(result(replace(part, checks=checks)), notes=("new",))) == ()


def test_dust_is_no_change() -> None:
    assert changes(result(derivation(0.3)), result(derivation(0.1 + 0.2))) == ()


def test_a_check_is_named_and_its_part_is_not() -> None:
    (change,) = changes(result(code_part(PASSED, PASSED)), result(code_part(PASSED, FAILED)))
    assert change == Change("jdoe", "2a", PartKind.CODE, "2a/f1", Mark(2), Mark(0))
    assert str(change) == "jdoe: 2a/f1: 2 → 0"


def test_pending_points_are_part_of_a_mark() -> None:
    (change,) = changes(result(code_part(UNDECIDED)), result(code_part(FAILED)))
    assert str(change) == "jdoe: 2a/f0: 0 (and 2 pending) → 0"


def test_a_part_without_checks() -> None:
    (change,) = changes(result(derivation(2)), result(derivation(4)))
    assert change == Change("jdoe", "2a", PartKind.DERIVATION, None, Mark(2), Mark(4))
    assert str(change) == "jdoe: 2a derivation: 2 → 4"


def test_changes_come_in_order() -> None:
    old = result(code_part(PASSED, FAILED), derivation(2))
    new = result(code_part(FAILED, PASSED), derivation(0))
    assert [change.check or change.part for change in changes(old, new)] == ["2a/f0", "2a/f1", "derivation"]


@pytest.mark.parametrize("gone", [result(), result(code_part())])
def test_a_mark_that_is_lost(gone: Result) -> None:
    (change,) = changes(result(code_part(PASSED)), gone)
    assert (change.old, change.new) == (Mark(2), None)
    assert str(change) == "jdoe: 2a/f0: 2 → no mark"


def test_a_mark_that_becomes_ungraded_is_lost() -> None:
    (change,) = changes(result(code_part(PASSED, PASSED)), result(code_part(PASSED, UNGRADED)))
    assert (change.check, change.old, change.new) == ("2a/f1", Mark(2), None)


def test_grading_what_was_ungraded_changes_no_mark() -> None:
    assert changes(result(code_part(PASSED, UNGRADED)), result(code_part(PASSED, PASSED))) == ()
    old = result(derivation(0, PartStatus.UNGRADED))
    assert changes(old, result(derivation(3))) == ()


def test_what_is_ungraded_hides_no_other_change() -> None:
    (change,) = changes(result(code_part(PASSED, UNGRADED)), result(code_part(FAILED, PASSED)))
    assert change.check == "2a/f0"


def test_the_total_is_named_where_nothing_smaller_explains_it() -> None:
    old = result(derivation(2))
    (change,) = changes(old, replace(old, score=1.5))
    assert change == Change("jdoe", None, None, None, Mark(2), Mark(1.5))
    assert str(change) == "jdoe: total: 2 → 1.5"


def test_a_new_part_changes_the_total() -> None:
    (change,) = changes(result(code_part(PASSED)), result(code_part(PASSED), derivation(3)))
    assert (change.question, change.old, change.new) == (None, Mark(2), Mark(5))


def test_a_new_check_changes_its_part() -> None:
    (change,) = changes(result(code_part(PASSED)), result(code_part(PASSED, PASSED)))
    assert (change.part, change.check, change.old, change.new) == (PartKind.CODE, None, Mark(2), Mark(4))
