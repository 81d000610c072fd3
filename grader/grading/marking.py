"""From verdicts to the result of one student: points, answers left for a person, lateness."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from grader.course.assignment import Assignment, Question
from grader.course.faults import nearest
from grader.course.rubric import LatePolicy, QuestionRubric
from grader.errors import UsageError
from grader.grading.batch import LOADING, Plan
from grader.grading.booking import HandedIn
from grader.grading.derivations import derivation_notes, derivation_part
from grader.grading.score import (
    Circumstances,
    Evidence,
    Run,
    score_question,
    score_submission,
    settled,
    unanswered_question,
)
from grader.grading.verdicts import QuestionVerdicts
from grader.records import (
    CheckStatus,
    PartKind,
    PartResult,
    QuestionResult,
    Result,
    Submission,
    SubmissionStatus,
    Verdict,
)
from grader.submission.answers import Answers, answers

_NOT_YET = Verdict(CheckStatus.UNGRADED, "this question has not been judged: run the same command again")


def run_of(plan: Plan, due: datetime | None, chosen_seed: int | None) -> Run:
    """What every result of the batch says about how it came to be."""
    digest = hashlib.sha256(repr(plan.assignment.rubric).encode())
    for name in sorted(plan.assignment.fingerprints):
        digest.update(f"\0{name}\0{plan.assignment.fingerprints[name]}".encode())
    return Run(
        assignment=plan.assignment.name,
        seed_sha256=hashlib.sha256(str(plan.seed).encode()).hexdigest(),
        isolation=plan.tier,
        seed=chosen_seed,
        versions=plan.versions,
        course_sha256=digest.hexdigest(),
        late=plan.assignment.rubric.late,
        due=due or plan.assignment.rubric.due,
    )


def mark(plan: Plan, run: Run, handed_in: HandedIn, verdicts: Mapping[str, QuestionVerdicts], at: datetime) -> Result:
    """The result of one student; `verdicts` are by question, and under LOADING what loading the cells gave."""
    submission = handed_in.submission
    found = answers(submission.cells, plan.assignment.starter)
    loading = verdicts.get(LOADING)
    questions = [
        _question(plan.assignment, question, submission, verdicts.get(question.id), found)
        for question in plan.questions
    ]
    circumstances = Circumstances(
        graded_at=at,
        extension_hours=handed_in.extension_hours,
        group=handed_in.group,
        notes=(*handed_in.notes, *(loading.notes if loading else ()), *found.notes),
        output=loading.output if loading else "",
    )
    return score_submission(run, submission, questions, circumstances)


def _question(
    assignment: Assignment,
    question: Question,
    submission: Submission,
    verdicts: QuestionVerdicts | None,
    found: Answers,
) -> QuestionResult:
    rubric = assignment.rubric_of(question)
    titles = {check.id: check.title for check in question.checks}
    if submission.problem is not None or not submission.files:
        words = "the submission cannot be read" if submission.files else "nothing was handed in"
        return unanswered_question(question.id, question.title, rubric, titles, words)
    if verdicts is None:
        verdicts = QuestionVerdicts(question.id, dict.fromkeys(titles, _NOT_YET))
    texts = {kind: answer.text for kind in PartKind if (answer := found.get(kind, question.id)) is not None}
    checks = {name: (titles[name], verdict) for name, verdict in verdicts.checks.items()}
    evidence = Evidence(checks, texts, _judged(rubric, verdicts, texts), _notes(verdicts))
    return score_question(question.id, question.title, rubric, evidence)


def _judged(
    rubric: QuestionRubric, verdicts: QuestionVerdicts, texts: Mapping[PartKind, str]
) -> Mapping[PartKind, PartResult]:
    """The parts that a judge of their own has marked."""
    if verdicts.proof is None or rubric.derivation is None:
        return {}
    written = texts.get(PartKind.DERIVATION, "")
    return {PartKind.DERIVATION: derivation_part(verdicts.proof, rubric.derivation.points, written)}


def _notes(verdicts: QuestionVerdicts) -> tuple[str, ...]:
    return (*verdicts.notes, *derivation_notes(verdicts.proof))


def selected(assignment: Assignment, only: Sequence[str]) -> tuple[Question, ...]:
    """The questions named by --only, in the assignment's order; all without it.

    Raises:
        UsageError: an id that the assignment does not have.
    """
    known = [question.id for question in assignment.questions]
    for name in only:
        if name not in known:
            near = nearest(name, known)
            hint = f"did you mean {near!r}?" if near else f"there are: {', '.join(known)}"
            raise UsageError(f"{assignment.name} has no question {name!r}; {hint}")
    return tuple(question for question in assignment.questions if not only or question.id in only)


# --------------------------------------------------------------------------- a part of the questions


def same_submission(recorded: Result, submission: Submission) -> bool:
    """Whether the result is of this very submission, and of one that could be read if this one can."""
    unreadable = recorded.status is SubmissionStatus.UNREADABLE
    return recorded.sha256 == submission.sha256 and unreadable == (submission.problem is not None)


def wanted(plan: Plan, submission: Submission, recorded: Result | None) -> tuple[Question, ...]:
    """The questions to be marked now: the plan's; of a file handed in anew also those that have marks already.

    So a result never holds marks of two different submissions.
    """
    if recorded is None or same_submission(recorded, submission):
        return plan.questions
    ids = {question.id for question in plan.questions} | {question.id for question in recorded.questions}
    return tuple(question for question in plan.assignment.questions if question.id in ids)


def completed(result: Result, recorded: Result, order: Sequence[str], policy: LatePolicy) -> Result:
    """The result with the recorded answers to the questions that it leaves out, in the order of these ids."""
    new = {question.id: question for question in result.questions}
    every = {**{question.id: question for question in recorded.questions}, **new}
    questions = tuple(every[name] for name in order if name in every)
    return settled(replace(result, questions=questions), policy)


def restricted(result: Result, recorded: Result, policy: LatePolicy) -> Result:
    """The result without the questions that the recorded one does not have."""
    ids = {question.id for question in recorded.questions}
    questions = tuple(question for question in result.questions if question.id in ids)
    return settled(replace(result, questions=questions), policy)
