from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.course.rubric import LatePolicy, Policy
from grader.grading.overrides import RecordedOverride, apply_overrides
from grader.grading.score import settled, summed_question
from grader.records import (
    CheckResult,
    CheckStatus,
    Lateness,
    Override,
    PartKind,
    PartResult,
    PartStatus,
    QuestionResult,
    Result,
    SubmissionStatus,
    Visibility,
)

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
NONE = LatePolicy()
CHECK = CheckResult("2a/f", "t", Visibility.PUBLIC, CheckStatus.FAILED, 0, 6)


def result(code: PartStatus = PartStatus.WRONG, text: PartStatus = PartStatus.PENDING) -> Result:
    parts = (
        PartResult(PartKind.CODE, 0, 6, code, checks=(CHECK,)),
        PartResult(PartKind.TEXT, 0, 4, text, pending=4 if text is PartStatus.PENDING else 0, answer="because"),
    )
    question = summed_question(QuestionResult("2a", "t", 0, 0, PartStatus.PARTIAL, parts))
    blank = Result(
        "sheet", "jdoe", "sha", ("hw.py",), SubmissionStatus.GRADED, 0, 10, 0, (question,), ("n",), NOW, None, "seed"
    )  # fmt: skip
    return settled(blank, NONE)


def override(
    score: float, part: PartKind = PartKind.TEXT, *, question: str = "2a", sha256: str = "sha", student: str = "jdoe"
) -> RecordedOverride:
    return RecordedOverride(student, question, part, sha256, Override("ta", NOW, score, "read it"))


def test_a_persons_mark_wins() -> None:
    changed = apply_overrides(result(), [override(3)], NONE)
    code, text = changed.questions[0].parts
    assert code == result().questions[0].parts[0]
    assert (text.score, text.pending, text.status, text.answer) == (3, 0, PartStatus.PARTIAL, "because")
    assert text.override == Override("ta", NOW, 3, "read it", stale=False)
    assert (changed.score, changed.pending, changed.raw_score, changed.max_score) == (3, 0, 3, 10)
    assert changed.questions[0].score == 3


def test_without_overrides_nothing_changes() -> None:
    assert apply_overrides(result(), [], NONE) == result()


def test_other_students_marks_are_passed_over() -> None:
    assert apply_overrides(result(), [override(3, student="other")], NONE) == result()


def test_the_latest_mark_of_a_part_counts() -> None:
    assert apply_overrides(result(), [override(4), override(1), override(6, PartKind.CODE)], NONE).score == 7


def test_a_mark_of_another_version_counts_and_is_stale() -> None:
    changed = apply_overrides(result(), [override(3, sha256="old")], NONE)
    text = changed.questions[0].parts[1]
    assert (changed.score, text.override and text.override.stale) == (3, True)


@pytest.mark.parametrize(
    ("before", "score", "after"),
    [
        (PartStatus.PENDING, 4, PartStatus.CORRECT),
        (PartStatus.PENDING, 4.5, PartStatus.CORRECT),
        (PartStatus.PENDING, 0.5, PartStatus.PARTIAL),
        (PartStatus.PENDING, 0, PartStatus.WRONG),
        (PartStatus.MISSING, 0, PartStatus.MISSING),
        (PartStatus.CORRECT, 0, PartStatus.WRONG),
    ],
)
def test_the_status_follows(before: PartStatus, score: float, after: PartStatus) -> None:
    assert apply_overrides(result(text=before), [override(score)], NONE).questions[0].parts[1].status is after


def test_a_mark_settles_what_was_ungraded() -> None:
    ungraded = result(code=PartStatus.UNGRADED)
    assert ungraded.status is SubmissionStatus.UNGRADED
    changed = apply_overrides(ungraded, [override(6, PartKind.CODE)], NONE)
    assert (changed.status, changed.questions[0].status) == (SubmissionStatus.GRADED, PartStatus.PENDING)


def test_an_unreadable_submission_stays_unreadable_whatever_a_person_gives() -> None:
    changed = apply_overrides(replace(result(), status=SubmissionStatus.UNREADABLE), [override(3)], NONE)
    assert (changed.status, changed.score) == (SubmissionStatus.UNREADABLE, 3)


def test_the_late_penalty_follows_the_score() -> None:
    policy = LatePolicy(Policy.FIXED, percent=50)
    late = settled(replace(result(), late=Lateness(NOW, 5, 0)), policy)
    changed = apply_overrides(late, [override(4)], policy)
    assert (changed.raw_score, changed.score, changed.late) == (4, 2, Lateness(NOW, 5, 2))


def test_a_mark_without_its_part_is_told() -> None:
    changed = apply_overrides(result(), [override(3, question="9z"), override(1, PartKind.DERIVATION)], NONE)
    assert changed.score == 0
    assert changed.notes == (
        "n",
        "a mark without its part: 3 by ta for 9z, text, which there is no longer",
        "a mark without its part: 1 by ta for 2a, derivation, which there is no longer",
    )


OVERRIDES = st.lists(
    st.builds(
        override,
        st.floats(0, 10),
        st.sampled_from(PartKind),
        question=st.sampled_from(["2a", "9z"]),
        sha256=st.sampled_from(["sha", "old"]),
        student=st.sampled_from(["jdoe", "other"]),
    ),
    max_size=6,
)


@given(OVERRIDES)
def test_applying_them_again_changes_nothing(overrides: list[RecordedOverride]) -> None:
    policy = LatePolicy(Policy.FIXED, percent=10)
    once = apply_overrides(replace(result(), late=Lateness(NOW, 5, 0)), overrides, policy)
    assert apply_overrides(once, overrides, policy) == once
