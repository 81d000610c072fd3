"""Which new results go into the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from grader.course.rubric import CheckRubric
from grader.grading.batch import LOADING
from grader.grading.booking import HandedIn
from grader.grading.known import Known
from grader.grading.marking import run_of
from grader.grading.overrides import RecordedOverride
from grader.grading.recording import Class, Proposer, Standing
from grader.grading.verdicts import QuestionVerdicts
from grader.records import CheckStatus, Override, PartKind, Submission, SubmissionStatus, Verdict

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)


class Bench:
    """A store, and ways to judge, propose and record."""

    def __init__(self, plan, store, submit, verdicts):
        self.plan = plan
        self.store = store
        self.submit = submit
        self.verdicts = verdicts

    def judge(self, submission, *names, plan=None, **statuses):
        plan = plan or self.plan
        found = {name: one for name, one in self.verdicts(**statuses).items() if not names or name in names}
        found[LOADING] = QuestionVerdicts(LOADING, {})
        self.store.remember(submission.sha256, {plan.key(name): one for name, one in found.items()})
        return submission

    def propose(self, *submissions, plan=None, only=None, faults=None, due=None, hours=0):
        plan = plan or self.plan
        if only is not None:
            plan = replace(plan, questions=tuple(one for one in plan.questions if one.id in only))
        proposer = Proposer(plan, run_of(plan, due, None), self.store, faults or {}, AT + timedelta(hours=hours))
        return list(proposer.proposals([HandedIn(submission) for submission in submissions]))

    def record(self, *submissions, **options):
        proposals = self.propose(*submissions, **options)
        for proposal in proposals:
            self.store.record(proposal.result, {})
        return proposals

    def broken(self, submission, name):
        """A fault of ours in one question."""
        question = next(one for one in self.plan.questions if one.id == name)
        lost = Verdict(CheckStatus.UNGRADED, "a bug")
        return {submission.sha256: {name: QuestionVerdicts(name, dict.fromkeys((c.id for c in question.checks), lost))}}


@pytest.fixture
def bench(plan, store, submit, verdicts):
    return Bench(plan, store, submit, verdicts)


def standing(proposals):
    (proposal,) = proposals
    return proposal.standing


def test_a_first_result_is_new(bench):
    ann = bench.judge(bench.submit("ann"))
    assert standing(bench.propose(ann)) is Standing.NEW


def test_the_same_again_is_unchanged_whenever_it_is_asked(bench):
    ann = bench.judge(bench.submit("ann"), norm=CheckStatus.FAILED)
    bench.record(ann)
    assert standing(bench.propose(ann, hours=5)) is Standing.UNCHANGED


def test_a_changed_mark_of_the_same_submission_is_named(bench):
    ann = bench.judge(bench.submit("ann"))
    bench.record(ann)
    bench.judge(ann, centred=CheckStatus.FAILED)
    (proposal,) = bench.propose(ann)
    assert proposal.standing is Standing.CHANGES
    assert [str(change) for change in proposal.changes] == ["ann: 2/centred: 4 → 0"]
    assert proposal.result.score == 4


def test_other_words_for_the_same_marks_are_recorded(bench):
    ann = bench.judge(bench.submit("ann"), norm=CheckStatus.FAILED)
    bench.record(ann)
    bench.judge(ann, norm=CheckStatus.CRASHED)
    assert standing(bench.propose(ann)) is Standing.NEW


def test_a_new_submission_may_change_everything(bench):
    bench.record(bench.judge(bench.submit("ann")))
    worse = bench.judge(bench.submit("ann", "x = 1\n"), centred=CheckStatus.MISSING)
    assert standing(bench.propose(worse)) is Standing.NEW


def test_changed_points_are_changes(bench):
    ann = bench.judge(bench.submit("ann"))
    bench.record(ann)
    questions = dict(bench.plan.assignment.rubric.questions)
    code = replace(questions["2"].code, points=6, checks={"centred": CheckRubric(6)})
    questions["2"] = replace(questions["2"], points=6, code=code)
    rubric = replace(bench.plan.assignment.rubric, questions=questions)
    plan = replace(bench.plan, assignment=replace(bench.plan.assignment, rubric=rubric))
    (proposal,) = bench.propose(ann, plan=plan)
    assert [str(change) for change in proposal.changes] == ["ann: 2/centred: 4 → 6"]


def test_a_late_penalty_is_a_change(bench):
    ann = bench.judge(bench.submit("ann", submitted_at=AT))
    bench.record(ann)
    (proposal,) = bench.propose(ann, due=AT - timedelta(hours=1))
    assert [str(change) for change in proposal.changes] == ["ann: total: 8 → 7.2"]


# --------------------------------------------------------------------------- what takes no mark away


def test_a_fault_of_ours_does_not(bench):
    ann = bench.judge(bench.submit("ann"))
    bench.record(ann)
    (proposal,) = bench.propose(ann, faults=bench.broken(ann, "2"))
    assert proposal.standing is Standing.UNGRADED
    assert proposal.result.status is SubmissionStatus.UNGRADED


def test_a_missing_file_does_not(bench):
    bench.record(bench.judge(bench.submit("ann")))
    assert standing(bench.propose(Submission("ann", (), ""))) is Standing.ABSENT


def test_an_ungraded_result_makes_way_for_a_graded_one(bench):
    ann = bench.judge(bench.submit("ann"), "1", "3")
    bench.record(ann, faults=bench.broken(ann, "2"))
    bench.judge(ann)
    (proposal,) = bench.record(ann)
    assert proposal.standing is Standing.NEW
    assert proposal.result.status is SubmissionStatus.GRADED


def test_an_ungraded_result_keeps_the_marks_that_it_has(bench):
    ann = bench.judge(bench.submit("ann"), "1", "3")
    bench.record(ann, faults=bench.broken(ann, "2"))
    (proposal,) = bench.propose(ann, faults=bench.broken(ann, "1"))
    assert proposal.standing is Standing.CHANGES
    assert [str(change) for change in proposal.changes] == ["ann: 1/norm: 2 → no mark", "ann: 1/is_unit: 2 → no mark"]


def test_a_file_comes_after_a_missing_row(bench):
    bench.record(Submission("ann", (), ""))
    assert standing(bench.propose(Submission("ann", (), ""), hours=1)) is Standing.UNCHANGED
    assert standing(bench.propose(bench.judge(bench.submit("ann")))) is Standing.NEW


# --------------------------------------------------------------------------- a part of the questions


def scores(result):
    return {question.id: question.score for question in result.questions}


def test_only_one_question_keeps_the_others_as_they_are_recorded(bench):
    ann = bench.judge(bench.submit("ann"), norm=CheckStatus.FAILED)
    bench.record(ann)
    bench.judge(ann, norm=CheckStatus.PASSED, centred=CheckStatus.FAILED)
    (proposal,) = bench.propose(ann, only="2")
    assert scores(proposal.result) == {"1": 2, "2": 0, "3": 0}
    assert [str(change) for change in proposal.changes] == ["ann: 2/centred: 4 → 0"]


def test_what_was_left_out_before_is_added_without_consent(bench):
    ann = bench.judge(bench.submit("ann"))
    bench.record(ann, only="2")
    assert scores(bench.store.result("ann")) == {"2": 4}
    (proposal,) = bench.propose(ann)
    assert proposal.standing is Standing.NEW
    assert scores(proposal.result) == {"1": 4, "2": 4, "3": 0}


def test_a_new_submission_is_marked_in_all_that_has_marks(bench):
    bench.record(bench.judge(bench.submit("ann")))
    anew = bench.judge(bench.submit("ann", "x = 1\n"), norm=CheckStatus.FAILED, is_unit=CheckStatus.FAILED)
    (proposal,) = bench.propose(anew, only="2")
    assert scores(proposal.result) == {"1": 0, "2": 4, "3": 0}


# --------------------------------------------------------------------------- attempts and people


def test_of_attempts_the_recorded_one_is_compared_with_itself(bench):
    first = bench.judge(bench.submit("ann", "x = 1\n", attempt=1), norm=CheckStatus.FAILED)
    second = bench.judge(bench.submit("ann", "x = 2\n", attempt=2), centred=CheckStatus.FAILED)
    bench.record(first, second)
    assert bench.store.result("ann").attempt == 1
    third = bench.judge(bench.submit("ann", "x = 3\n", attempt=3))
    (proposal,) = bench.propose(first, second, third)
    assert (proposal.standing, proposal.result.attempt) == (Standing.NEW, 3)
    bench.judge(first, centred=CheckStatus.FAILED, norm=CheckStatus.FAILED)
    (proposal,) = bench.propose(first, second)
    assert proposal.standing is Standing.CHANGES
    assert [str(change) for change in proposal.changes] == ["ann: 2/centred: 4 → 0"]


def test_an_attempt_that_is_ungraded_does_not_displace_a_graded_one(bench):
    first = bench.judge(bench.submit("ann", "x = 1\n", attempt=1))
    bench.record(first)
    second = bench.judge(bench.submit("ann", "x = 2\n", attempt=2), "1", "3")
    assert standing(bench.propose(first, second, faults=bench.broken(second, "2"))) is Standing.UNGRADED


def test_a_persons_mark_needs_no_consent_but_other_changes_beside_it_do(bench):
    ann = bench.judge(bench.submit("ann"), norm=CheckStatus.FAILED)
    bench.record(ann)
    override = Override("tutor", AT, 4.0, "a typing error")
    bench.store.add_override(RecordedOverride("ann", "1", PartKind.CODE, ann.sha256, override))
    (proposal,) = bench.propose(ann)
    assert proposal.standing is Standing.NEW
    assert scores(proposal.result) == {"1": 4, "2": 4, "3": 0}
    bench.judge(ann, norm=CheckStatus.FAILED, centred=CheckStatus.FAILED)
    (proposal,) = bench.propose(ann)
    assert [str(change) for change in proposal.changes] == ["ann: 2/centred: 4 → 0"]


# --------------------------------------------------------------------------- whose files they are


def test_a_mark_is_lent_only_where_somebody_else_handed_it_in(bench):
    bench.record(bench.judge(bench.submit("ann")))
    mark = bench.store.result("ann")
    other = {"bob": [mark.sha256]}
    assert Class(given=other).lent(mark)
    assert Class(Known().after(other), {"bob": ["newer"]}).lent(mark)
    assert not Class(Known().after(other), {"cleo": ["another"]}).lent(mark)  # bob's files were not given
    assert not Class(Known().after({"ann": [mark.sha256]}), other).lent(mark)  # the same bytes by both
    assert not Class(given={"ann": [mark.sha256], **other}).lent(mark)
    assert not Class(given={"bob": [""]}).lent(replace(mark, sha256="", files=()))
