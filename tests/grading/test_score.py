from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.course.rubric import (
    Base,
    CheckRubric,
    CodeRubric,
    Criterion,
    DerivationRubric,
    LatePolicy,
    Policy,
    QuestionRubric,
    TextRubric,
)
from grader.errors import GraderError
from grader.grading.score import (
    Circumstances,
    Evidence,
    Run,
    points,
    score_question,
    score_submission,
    settled,
    unanswered_question,
)
from grader.records import (
    CheckStatus,
    Counterexample,
    PartKind,
    PartResult,
    PartStatus,
    QuestionResult,
    Submission,
    SubmissionStatus,
    Tier,
    Verdict,
    Visibility,
)

PASSED, FAILED, ERROR, MISSING = CheckStatus.PASSED, CheckStatus.FAILED, CheckStatus.ERROR, CheckStatus.MISSING
UNDECIDED, SKIPPED, UNGRADED = CheckStatus.UNDECIDED, CheckStatus.SKIPPED, CheckStatus.UNGRADED
LOST = (FAILED, ERROR, CheckStatus.TIMEOUT, CheckStatus.MEMORY, CheckStatus.CRASHED, CheckStatus.UNSTABLE, SKIPPED)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def code_rubric(*worth: float, hidden: tuple[int, ...] = ()) -> QuestionRubric:
    checks = {
        f"f{index}": CheckRubric(each, Visibility.HIDDEN if index in hidden else Visibility.PUBLIC)
        for index, each in enumerate(worth)
    }
    return QuestionRubric(sum(worth), code=CodeRubric(sum(worth), checks))


def code(rubric: QuestionRubric, *verdicts: Verdict | CheckStatus) -> QuestionResult:
    checks = {
        f"f{index}": (f"title {index}", one if isinstance(one, Verdict) else Verdict(one))
        for index, one in enumerate(verdicts)
    }
    return score_question("2a", "Softmax", rubric, Evidence(checks, notes=("a note",)))


# --------------------------------------------------------------------------- code


def test_a_check_carries_everything_of_its_verdict() -> None:
    seen = Counterexample("f", {"x": [1.0]}, 2.0, 3.0, "f([1.0])")
    verdict = Verdict(FAILED, "wrong", "no minus", (3, 4), seen, seconds=0.5)
    question = code(code_rubric(2, 1, hidden=(1,)), verdict, PASSED)
    first, second = question.parts[0].checks
    assert (first.id, first.title, first.visibility) == ("2a/f0", "title 0", Visibility.PUBLIC)
    assert (first.score, first.max_score, first.status) == (0.0, 2, FAILED)
    assert (first.message, first.misconception, first.matched, first.seconds) == ("wrong", "no minus", (3, 4), 0.5)
    assert first.counterexample is seen
    assert (second.visibility, second.score, second.max_score) == (Visibility.HIDDEN, 1, 1)
    assert (question.id, question.title, question.notes) == ("2a", "Softmax", ("a note",))


@pytest.mark.parametrize(
    ("verdicts", "score", "pending", "status"),
    [
        ((PASSED, PASSED), 3, 0, PartStatus.CORRECT),
        ((PASSED, FAILED), 1, 0, PartStatus.PARTIAL),
        *(((PASSED, lost), 1, 0, PartStatus.PARTIAL) for lost in LOST),
        *(((lost, FAILED), 0, 0, PartStatus.WRONG) for lost in LOST),
        ((MISSING, MISSING), 0, 0, PartStatus.MISSING),
        ((MISSING, SKIPPED), 0, 0, PartStatus.MISSING),
        ((SKIPPED, SKIPPED), 0, 0, PartStatus.WRONG),
        ((MISSING, FAILED), 0, 0, PartStatus.WRONG),
        ((MISSING, PASSED), 2, 0, PartStatus.PARTIAL),
        ((UNDECIDED, UNDECIDED), 0, 3, PartStatus.PENDING),
        ((PASSED, UNDECIDED), 1, 2, PartStatus.PENDING),
        ((UNGRADED, PASSED), 2, 0, PartStatus.UNGRADED),
        ((UNGRADED, FAILED), 0, 0, PartStatus.UNGRADED),
        ((UNGRADED, UNDECIDED), 0, 2, PartStatus.UNGRADED),
    ],
)
def test_marks_of_code(verdicts: tuple[CheckStatus, ...], score: float, pending: float, status: PartStatus) -> None:
    question = code(code_rubric(1, 2), *verdicts)
    (part,) = question.parts
    assert (part.score, part.pending, part.status, part.max_score) == (score, pending, status, 3)
    assert (question.score, question.status, question.max_score) == (score, status, 3)


def test_where_nothing_is_earned_and_something_waits_the_question_waits() -> None:
    question = code(code_rubric(1, 2), FAILED, UNDECIDED)
    assert (question.score, question.parts[0].pending, question.status) == (0, 2, PartStatus.PENDING)
    assert code(code_rubric(1, 2, 3), FAILED, UNDECIDED, PASSED).status is PartStatus.PARTIAL


def test_a_check_worth_nothing_costs_nothing() -> None:
    assert code(code_rubric(1, 0), PASSED, FAILED).status is PartStatus.CORRECT
    assert code(code_rubric(0, 0), PASSED, FAILED).status is PartStatus.PARTIAL
    assert code(code_rubric(1, 0), PASSED, UNGRADED).status is PartStatus.UNGRADED


def test_sums_are_free_of_dust() -> None:
    assert code(code_rubric(0.1, 0.2), PASSED, PASSED).score == 0.3
    assert points([0.1] * 10) == 1.0


@given(st.lists(st.tuples(st.sampled_from(CheckStatus), st.integers(0, 40)), min_size=1, max_size=8))
def test_whatever_the_verdicts_the_arithmetic_holds(given_checks: list[tuple[CheckStatus, int]]) -> None:
    worth = [quarters / 4 for _, quarters in given_checks]
    statuses = [status for status, _ in given_checks]
    (part,) = code(code_rubric(*worth), *statuses).parts
    assert part.score == sum(check.score for check in part.checks)
    assert part.score + part.pending <= part.max_score == sum(worth)
    assert (part.status is PartStatus.UNGRADED) == (UNGRADED in statuses)
    if part.max_score:
        assert (part.status is PartStatus.CORRECT) <= (part.score == part.max_score)
        assert (part.status is PartStatus.PENDING) <= (part.score + part.pending == part.max_score)
        assert (part.status in {PartStatus.WRONG, PartStatus.MISSING}) <= (part.score == part.pending == 0)


@pytest.mark.parametrize("names", [(), ("f0",), ("f0", "f1", "f2"), ("f0", "g")])
def test_verdicts_of_other_checks_than_the_rubrics_are_a_fault_of_ours(names: tuple[str, ...]) -> None:
    evidence = Evidence({name: ("t", Verdict(PASSED)) for name in names})
    with pytest.raises(GraderError, match="2a: verdicts and rubric do not name the same checks: "):
        score_question("2a", "t", code_rubric(1, 2), evidence)


# --------------------------------------------------------------------------- one reason, reported once


def messages(question: QuestionResult) -> list[str]:
    return [check.message for check in question.parts[0].checks]


def test_the_same_reason_is_reported_once_and_charged_each_time() -> None:
    same = Verdict(ERROR, "ImportError: no module named tensorflow")
    question = code(code_rubric(1, 2, 3), same, same, Verdict(FAILED, "another"))
    assert messages(question) == [same.message, "as in 2a/f0", "another"]
    assert [check.status for check in question.parts[0].checks] == [ERROR, ERROR, FAILED]
    assert question.score == 0


def test_no_message_and_passed_checks_are_left_alone() -> None:
    fine, lost = Verdict(PASSED, "fine"), Verdict(FAILED, "")
    assert messages(code(code_rubric(1, 1, 1, 1), fine, fine, lost, lost)) == ["fine", "fine", "", ""]
    assert messages(code(code_rubric(1, 1), fine, Verdict(FAILED, "fine"))) == ["fine", "fine"]


def test_a_public_check_never_points_at_a_hidden_one() -> None:
    same = Verdict(ERROR, "boom")
    question = code(code_rubric(1, 1, 1, 1, 1, hidden=(0, 1, 4)), *[same] * 5)
    assert messages(question) == ["boom", "as in 2a/f0", "boom", "as in 2a/f2", "as in 2a/f2"]


# --------------------------------------------------------------------------- derivations and texts

WRITTEN = QuestionRubric(
    7,
    derivation=DerivationRubric(4),
    text=TextRubric(3, (Criterion("names it"), Criterion("says why", 1.5))),
)


def test_an_answer_waits_for_a_person() -> None:
    answers = {PartKind.DERIVATION: "$a = b$", PartKind.TEXT: "because"}
    question = score_question("1", "t", WRITTEN, Evidence(answers=answers))
    derivation, text = question.parts
    assert (derivation.score, derivation.pending, derivation.status) == (0, 4, PartStatus.PENDING)
    assert derivation.answer == "$a = b$"
    assert (text.score, text.pending, text.status, text.answer) == (0, 3, PartStatus.PENDING, "because")
    assert text.criteria == ("names it", "says why (1.5)")
    assert (question.score, question.max_score, question.status) == (0, 7, PartStatus.PENDING)


@pytest.mark.parametrize("answer", [None, "", " \n\t"])
def test_an_empty_answer_is_missing(answer: str | None) -> None:
    answers = {} if answer is None else dict.fromkeys(PartKind, answer)
    for part in score_question("1", "t", WRITTEN, Evidence(answers=answers)).parts:
        assert (part.score, part.pending, part.status) == (0, 0, PartStatus.MISSING)
        assert part.message == f"no {part.kind} was found"


def test_a_part_that_has_a_judge_of_its_own_is_taken_as_it_is() -> None:
    judged = PartResult(PartKind.DERIVATION, 2, 4, PartStatus.PARTIAL, "line 3 does not follow")
    question = score_question("1", "t", WRITTEN, Evidence(judged={PartKind.DERIVATION: judged}))
    assert question.parts[0] is judged
    assert question.score == 2


def test_a_part_judged_out_of_other_points_is_a_fault_of_ours() -> None:
    judged = PartResult(PartKind.DERIVATION, 2, 5, PartStatus.PARTIAL)
    with pytest.raises(GraderError, match="1: derivation was judged out of 5, not 4"):
        score_question("1", "t", WRITTEN, Evidence(judged={PartKind.DERIVATION: judged}))


@pytest.mark.parametrize(
    ("code_status", "text", "status"),
    [
        (PASSED, "x", PartStatus.PENDING),
        (PASSED, "", PartStatus.PARTIAL),
        (FAILED, "x", PartStatus.PENDING),
        (MISSING, "x", PartStatus.PENDING),
        (FAILED, "", PartStatus.WRONG),
        (MISSING, "", PartStatus.MISSING),
        (UNDECIDED, "x", PartStatus.PENDING),
        (UNGRADED, "x", PartStatus.UNGRADED),
    ],
)
def test_the_status_of_a_question_of_several_parts(code_status: CheckStatus, text: str, status: PartStatus) -> None:
    rubric = QuestionRubric(2, code=CodeRubric(1, {"f": CheckRubric(1)}), text=TextRubric(1, (Criterion("c"),)))
    evidence = Evidence({"f": ("t", Verdict(code_status))}, {PartKind.TEXT: text})
    assert score_question("1", "t", rubric, evidence).status is status


# --------------------------------------------------------------------------- submissions

RUN = Run("sheet", "hash", Tier.A, 7, {"grader": "0.1.0"}, "course")
SUBMISSION = Submission("jdoe", ("hw.py",), "sha", notes=("read as Latin-1",), attempt=2)


def test_a_result_says_what_it_comes_from() -> None:
    questions = (code(code_rubric(1, 2), PASSED, UNDECIDED), code(code_rubric(4), FAILED))
    result = score_submission(RUN, SUBMISSION, questions, Circumstances(NOW, 0, "g1", ("cell 2 raised",), "out"))
    assert (result.assignment, result.student, result.sha256, result.files) == ("sheet", "jdoe", "sha", ("hw.py",))
    assert (result.score, result.raw_score, result.max_score, result.pending) == (1, 1, 7, 2)
    assert result.status is SubmissionStatus.GRADED
    assert result.questions == questions
    assert result.notes == ("read as Latin-1", "cell 2 raised")
    assert (result.isolation, result.seed, result.seed_sha256, result.course_sha256) == (Tier.A, 7, "hash", "course")
    assert (result.versions, result.graded_at) == ({"grader": "0.1.0"}, NOW)
    assert (result.attempt, result.group, result.output, result.late) == (2, "g1", "out", None)


def test_one_ungraded_question_makes_the_submission_ungraded() -> None:
    questions = (code(code_rubric(1), PASSED), code(code_rubric(4), UNGRADED))
    result = score_submission(RUN, SUBMISSION, questions, Circumstances(NOW))
    assert (result.status, result.score, result.max_score) == (SubmissionStatus.UNGRADED, 1, 5)


@pytest.mark.parametrize(
    ("submission", "status", "notes"),
    [
        (
            Submission("a", ("hw.zip",), "sha", problem="the zip is encrypted"),
            SubmissionStatus.UNREADABLE,
            ("the zip is encrypted",),
        ),
        (Submission("a", (), ""), SubmissionStatus.MISSING, ()),
    ],
)
def test_unreadable_and_missing_submissions_have_all_their_rows(
    submission: Submission, status: SubmissionStatus, notes: tuple[str, ...]
) -> None:
    rubric = QuestionRubric(
        3, code=CodeRubric(2, {"f": CheckRubric(1), "g": CheckRubric(1)}), derivation=DerivationRubric(1)
    )
    question = unanswered_question("1", "t", rubric, {"f": "F", "g": "G"}, "nothing was handed in")
    assert [check.message for check in question.parts[0].checks] == ["nothing was handed in", "as in 1/f"]
    result = score_submission(RUN, submission, (question,), Circumstances(NOW))
    assert (result.status, result.score, result.max_score, result.pending) == (status, 0, 3, 0)
    assert result.questions[0].status is PartStatus.MISSING
    assert result.notes == notes


def late_run(policy: LatePolicy) -> Run:
    return Run("sheet", "hash", late=policy, due=NOW)


def test_being_late_costs_a_share_of_what_was_earned_and_nothing_of_what_is_pending() -> None:
    questions = (code(code_rubric(6, 2, 2), PASSED, UNDECIDED, FAILED),)
    submission = Submission("jdoe", ("hw.py",), "sha", submitted_at=NOW + timedelta(hours=30))
    policy = LatePolicy(Policy.PER_DAY, percent=10)
    result = score_submission(late_run(policy), submission, questions, Circumstances(NOW))
    assert (result.raw_score, result.score, result.pending) == (6, 4.8, 2)
    assert result.late is not None
    assert (result.late.hours, result.late.penalty) == (30, 1.2)
    extended = score_submission(late_run(policy), submission, questions, Circumstances(NOW, extension_hours=29))
    assert (extended.score, extended.late and extended.late.hours) == (5.4, 1)


def test_an_unknown_lateness_costs_nothing_yet_and_says_so() -> None:
    submission = Submission("jdoe", ("hw.py",), "sha", marked_late=True)
    policy = LatePolicy(Policy.FIXED, percent=10)
    result = score_submission(late_run(policy), submission, (code(code_rubric(6), PASSED),), Circumstances(NOW))
    assert result.score == 6
    assert result.late is not None
    assert result.late.unknown
    assert any("a person settles the penalty" in note for note in result.notes)


@given(st.integers(0, 40), st.floats(0.01, 100), st.sampled_from(Base), st.floats(0, 100))
def test_a_score_is_never_negative_and_settling_twice_changes_nothing(
    quarters: int, hours: float, base: Base, percent: float
) -> None:
    policy = LatePolicy(Policy.PER_DAY, percent=percent, of=base)
    submission = Submission("jdoe", ("hw.py",), "sha", submitted_at=NOW + timedelta(hours=hours))
    questions = (code(code_rubric(quarters / 4, 3), PASSED, FAILED),)
    result = score_submission(late_run(policy), submission, questions, Circumstances(NOW))
    assert 0 <= result.score <= quarters / 4
    assert settled(result, policy) == result
