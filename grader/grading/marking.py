"""From verdicts to the result of one student: points, answers left for a person, lateness, groups."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from grader.course.assignment import Assignment, Question
from grader.errors import UsageError
from grader.grading.batch import LOADING, Plan, versions
from grader.grading.roster import RosterEntry
from grader.grading.score import (
    Circumstances,
    Evidence,
    Run,
    score_question,
    score_submission,
    unanswered_question,
)
from grader.grading.verdicts import QuestionVerdicts
from grader.records import CheckStatus, PartKind, QuestionResult, Result, Submission, Verdict
from grader.submission.answers import Answers, answers


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A submission as it is booked to one student: groups book one submission to all their members."""

    submission: Submission
    extension_hours: float = 0.0
    group: str | None = None
    notes: tuple[str, ...] = ()


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
        versions=versions(),
        course_sha256=digest.hexdigest(),
        late=plan.assignment.rubric.late,
        due=due or plan.assignment.rubric.due,
    )


def mark(
    plan: Plan, run: Run, handed_in: HandedIn, verdicts: Mapping[str, QuestionVerdicts], at: datetime
) -> Result:
    """The result of one student; `verdicts` are by question, and under LOADING what loading the cells gave."""
    submission = handed_in.submission
    found = answers(submission.cells)
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
        lost = Verdict(CheckStatus.UNGRADED, "this question has not been judged: run the same command again")
        verdicts = QuestionVerdicts(question.id, dict.fromkeys(titles, lost))
    texts = {kind: answer.text for kind in PartKind if (answer := found.get(kind, question.id)) is not None}
    checks = {name: (titles[name], verdict) for name, verdict in verdicts.checks.items()}
    evidence = Evidence(checks, texts, notes=verdicts.notes)
    return score_question(question.id, question.title, rubric, evidence)


def book(submissions: Sequence[Submission], roster: Sequence[RosterEntry]) -> list[HandedIn]:
    """Every submission with the student it is booked to, a missing row for the others on the roster.

    Of a group's submissions the latest counts, else the last by name; it is booked to every member.
    """
    entries = {entry.id: entry for entry in roster}
    by_group: dict[str, list[Submission]] = {}
    booked = []
    for submission in submissions:
        entry = entries.get(submission.student)
        if entry is not None and entry.group is not None:
            by_group.setdefault(entry.group, []).append(submission)
        else:
            booked.append(
                HandedIn(submission, entry.extension_hours if entry else 0.0, notes=_unlisted(entry, roster))
            )
    booked.extend(handed for group, given in by_group.items() for handed in _of_group(group, given, roster))
    present = {handed.submission.student for handed in booked}
    booked.extend(
        HandedIn(Submission(entry.id, (), ""), group=entry.group)
        for entry in roster
        if entry.id not in present
    )
    return sorted(booked, key=lambda handed: handed.submission.student)


def _unlisted(entry: RosterEntry | None, roster: Sequence[RosterEntry]) -> tuple[str, ...]:
    return ("the student is not on the roster",) if roster and entry is None else ()


def _of_group(group: str, given: Sequence[Submission], roster: Sequence[RosterEntry]) -> Iterator[HandedIn]:
    never = datetime.min.replace(tzinfo=UTC)
    chosen = max(given, key=lambda one: (one.submitted_at or never, one.student))
    others = ", ".join(sorted({one.student for one in given} - {chosen.student}))
    notes = (f"group {group}: the submission of {chosen.student} counts",)
    if others:
        notes = (f"{notes[0]}, not those of {others}",)
    for entry in roster:
        if entry.group == group:
            yield HandedIn(replace(chosen, student=entry.id), entry.extension_hours, group, notes)


def selected(assignment: Assignment, only: Sequence[str]) -> tuple[Question, ...]:
    """The questions named by --only, in the assignment's order; all without it.

    Raises:
        UsageError: an id that the assignment does not have.
    """
    known = [question.id for question in assignment.questions]
    for name in only:
        if name not in known:
            raise UsageError(f"{assignment.name} has no question {name!r}; it has {', '.join(known)}")
    return tuple(question for question in assignment.questions if not only or question.id in only)
