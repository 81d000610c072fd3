"""From verdicts to results, and results of a part of the questions."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.course.rubric import LatePolicy
from grader.errors import UsageError
from grader.grading.batch import LOADING
from grader.grading.booking import HandedIn
from grader.grading.marking import completed, mark, restricted, run_of, same_submission, selected, wanted
from grader.grading.verdicts import QuestionVerdicts
from grader.records import Cell, CellKind, CheckStatus, PartStatus, Submission, SubmissionStatus

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def marked(plan, submit, verdicts):
    """The result of a submission; right unless told otherwise."""

    def make(*names, due=None, submission=None, given=None, **statuses):
        questions = tuple(one for one in plan.questions if not names or one.id in names)
        part = replace(plan, questions=questions)
        handed_in = HandedIn(submission or submit("ann"))
        found = verdicts(**statuses) if given is None else given
        return mark(part, run_of(part, due, None), handed_in, found, AT)

    return make


def scores(result):
    return {question.id: question.score for question in result.questions}


def test_marks_follow_from_verdicts(marked):
    result = marked(norm=CheckStatus.FAILED)
    assert scores(result) == {"1": 2, "2": 4, "3": 0}
    assert (result.score, result.max_score, result.status) == (6, 10, SubmissionStatus.GRADED)
    assert result.questions[0].parts[0].checks[1].id == "1/is_unit"
    assert result.questions[1].parts[0].checks[0].title == "Centred columns of a matrix"


def test_a_question_without_verdicts_is_ungraded_and_never_0(marked, verdicts):
    known = verdicts()
    del known["2"]
    result = marked(given=known)
    assert result.status is SubmissionStatus.UNGRADED
    assert [question.status for question in result.questions][1] is PartStatus.UNGRADED


def test_what_loading_said_is_noted(marked, verdicts):
    loading = QuestionVerdicts(LOADING, {}, ("cell 2 raised NameError",), output="printed")
    result = marked(given=verdicts() | {LOADING: loading})
    assert "cell 2 raised NameError" in result.notes
    assert result.output == "printed"


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"problem": "it is damaged", "cells": ()}, SubmissionStatus.UNREADABLE, "the submission cannot be read"),
        ({"files": (), "sha256": "", "cells": ()}, SubmissionStatus.MISSING, "nothing was handed in"),
    ],
)
def test_what_cannot_be_read_or_is_not_there_has_nothing(marked, submit, fields, status, words):
    result = marked(submission=submit("ann", **fields), given={})
    assert (result.status, result.score, result.max_score) == (status, 0, 10)
    assert {check.message for question in result.questions for part in question.parts for check in part.checks} >= {
        words
    }


def test_texts_wait_for_a_person(marked, submit):
    ann = submit("ann")
    text = Cell(CellKind.MARKDOWN, "<!-- text: 3 -->\nIt moves the mean to 0.\n", "cell 2")
    result = marked(submission=replace(ann, cells=(*ann.cells, text)))
    assert (result.score, result.pending) == (8, 2)
    assert result.questions[2].parts[0].answer == "It moves the mean to 0."


def test_the_due_time_given_goes_before_the_rubrics(marked, submit, plan):
    late = submit("ann", submitted_at=AT + timedelta(hours=1))
    assert marked(submission=late).late is None
    assert marked(submission=late, due=AT).score == 7.2
    rubric = replace(plan.assignment.rubric, due=AT)
    ours = replace(plan, assignment=replace(plan.assignment, rubric=rubric))
    assert run_of(ours, None, None).due == AT
    assert run_of(ours, AT + timedelta(days=1), None).due == AT + timedelta(days=1)


def test_a_run_tells_only_the_hash_of_the_seed(plan):
    run = run_of(plan, None, None)
    assert run.seed is None
    assert run.seed_sha256 == hashlib.sha256(b"3").hexdigest()
    assert run_of(plan, None, 3).seed == 3
    edited = replace(plan, assignment=replace(plan.assignment, fingerprints={"1": "edited"}))
    assert run_of(edited, None, None).course_sha256 != run.course_sha256


# --------------------------------------------------------------------------- a part of the questions


def test_selected(sums):
    assert selected(sums, ()) == sums.questions
    assert [question.id for question in selected(sums, ("3", "1", "3"))] == ["1", "3"]
    with pytest.raises(UsageError, match=r"sums has no question '2a'; did you mean '2'\?"):
        selected(sums, ("1", "2a"))
    with pytest.raises(UsageError, match="sums has no question 'norm'; there are: 1, 2, 3"):
        selected(sums, ("norm",))


def names(questions):
    return [question.id for question in questions]


def test_of_a_submission_that_is_known_only_what_is_asked(plan, marked, submit):
    only = replace(plan, questions=plan.questions[1:2])
    assert names(wanted(only, submit("ann"), None)) == ["2"]
    assert names(wanted(only, submit("ann"), marked())) == ["2"]


def test_of_one_handed_in_anew_all_that_has_marks(plan, marked, submit):
    only = replace(plan, questions=plan.questions[1:2])
    anew = submit("ann", "x = 1\n")
    assert names(wanted(only, anew, marked())) == ["1", "2", "3"]
    assert names(wanted(only, anew, marked("3"))) == ["2", "3"]


def test_a_file_that_can_be_read_by_now_is_another(marked, submit):
    ann = submit("ann")
    unreadable = replace(ann, problem="it is too large", cells=())
    assert same_submission(marked(), ann)
    assert not same_submission(marked(submission=unreadable, given={}), ann)
    assert same_submission(marked(submission=unreadable, given={}), unreadable)
    assert not same_submission(marked(), submit("ann", "x = 1\n"))


SOME = st.sets(st.sampled_from("123"), min_size=1)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SOME, SOME)
def test_a_recorded_question_is_never_lost_and_a_new_one_goes_before_it(marked, before, now):
    old = marked(*before, centred=CheckStatus.FAILED, norm=CheckStatus.FAILED)
    new = marked(*now)
    whole = completed(new, old, ["1", "2", "3"], LatePolicy())
    expected = {**scores(old), **scores(new)}
    assert scores(whole) == {name: expected[name] for name in sorted(expected)}
    assert whole.score == sum(expected.values())
    assert whole.max_score == sum({"1": 4, "2": 4, "3": 2}[name] for name in expected)
    assert scores(restricted(whole, old, LatePolicy())) == {name: expected[name] for name in sorted(before)}


def test_an_ungraded_question_leaves_the_whole_ungraded(marked, plan):
    old = marked("1", given={})
    late = plan.assignment.rubric.late
    assert old.status is SubmissionStatus.UNGRADED
    assert completed(marked("2"), old, ["1", "2", "3"], late).status is SubmissionStatus.UNGRADED
    assert completed(marked("1", "2"), old, ["1", "2", "3"], late).status is SubmissionStatus.GRADED


def test_the_late_penalty_follows_the_questions(marked, submit, plan):
    late = submit("ann", submitted_at=AT + timedelta(hours=1))
    old, new = marked("1", submission=late, due=AT), marked("2", submission=late, due=AT)
    assert (old.score, new.score) == (3.6, 3.6)
    assert completed(new, old, ["1", "2", "3"], plan.assignment.rubric.late).score == 7.2
    assert restricted(marked(submission=late, due=AT), old, plan.assignment.rubric.late).score == 3.6


def test_a_question_that_the_assignment_no_longer_has_is_dropped(marked, plan):
    whole = completed(marked("2"), marked(), ["2", "3"], plan.assignment.rubric.late)
    assert list(scores(whole)) == ["2", "3"]


def test_a_missing_row(marked):
    result = marked(submission=Submission("bob", (), ""), given={})
    assert result.notes == ()
    assert result.files == ()
