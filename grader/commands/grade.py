"""`grader grade`: a class, from folders of submissions to marks and reports."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.commands.closing import Outcome, close
from grader.commands.eventlog import EventLog, event_log
from grader.commands.intake import Intake, take_in
from grader.commands.options import GradeOptions
from grader.commands.outfolder import make_ready, open_store, rehearsal_store
from grader.course.assignment import Assignment
from grader.course.course import find_course, load_course
from grader.errors import GraderError, UsageError, names_a_path
from grader.grading.batch import Plan, Progress, Work, judge_batch, waiting
from grader.grading.booking import HandedIn, book, shared
from grader.grading.marking import run_of, selected, wanted
from grader.grading.preload import on_tensors, preload
from grader.grading.recording import Class, Proposal, Proposer, Standing
from grader.grading.store import Store
from grader.grading.verdicts import QuestionVerdicts
from grader.records import Result, Tier
from grader.report.batch import class_summary
from grader.report.files import write_all
from grader.report.progress import progress
from grader.sandbox.isolation import best_tier
from grader.sandbox.pool import Sandbox

if TYPE_CHECKING:
    from rich.console import Console

Fleeting = Mapping[str, Mapping[str, QuestionVerdicts]]
_NOT_ISOLATED = "this machine cannot isolate student code (`grader doctor` says why and what to install)"


def run(options: GradeOptions) -> int:
    """Grades, records, renders; returns the exit code. A mistake of the user's stops it before anything is graded."""
    from rich.console import Console

    console = Console(stderr=True)
    course = load_course(find_course(options.course, Path.cwd()), options.rubric)
    assignment = course.assignment(options.assignment)
    selected(assignment, options.only)
    intake = take_in(options, assignment.rubric)
    tier = _tier(options)
    for warning in intake.warnings:
        click.echo(f"note: {warning}", err=True)
    if options.dry_run:
        return _rehearse(options, assignment, intake, tier)
    make_ready(options.out)
    with open_store(options.out) as store, event_log(options.log_json) as log:
        store.claim(options.assignment)
        if options.fresh:
            store.clear()
        store.keep(store.known().named({entry.id: entry.name for entry in intake.roster if entry.name}))
        batch = _batch(options, assignment, intake, tier, store)
        outcome = _grade(batch, options, console, log)
        store.put("title", assignment.rubric.title)
        results, names = store.results(), store.known().names
        index = _render(results, options.out, assignment.rubric.title, names)
        class_summary(results, Console(), names)
        code = close(outcome, index)
        log.write("finished", exit=code)
    return code


def _render(results: Sequence[Result], out: Path, title: str, names: Mapping[str, str]) -> Path:
    try:
        return write_all(results, out, title=title, names=names)
    except OSError as error:
        words = f"{error.filename or out}: the reports cannot be written ({error.strerror})"
        kind = UsageError if names_a_path(error) else GraderError
        raise kind(f"{words}; the marks are kept: `grader report {out}` writes them once it is mended") from None


def _tier(options: GradeOptions) -> Tier:
    """Nothing is run in a rehearsal: there it only tells whether grading would be refused."""
    tier = best_tier()
    if tier is Tier.C and not options.unsafe:
        if not options.dry_run:
            raise UsageError(f"{_NOT_ISOLATED}; --unsafe grades all the same")
        click.echo(f"note: {_NOT_ISOLATED}: grading needs --unsafe here", err=True)
    elif tier is Tier.C:
        click.echo("--unsafe: student code is not isolated from this machine", err=True)
    return tier


@dataclass(frozen=True, slots=True)
class Batch:
    """What is graded, by what, where it is kept, and what of it has yet to be judged."""

    plan: Plan
    handed_in: Sequence[HandedIn]
    store: Store
    work: Sequence[Work]
    students: Class


def _batch(options: GradeOptions, assignment: Assignment, intake: Intake, tier: Tier, store: Store) -> Batch:
    questions = selected(assignment, options.only)
    plan = Plan(assignment, questions, store.seed(options.seed), tier, options.workers or os.cpu_count() or 1)
    forgotten = store.forgotten()
    for student in sorted({one.student for one in intake.submissions} & forgotten.keys()):
        click.echo(f"note: {student} was forgotten in this OUT: nothing is booked to them", err=True)
    handed_in = book(intake.submissions, intake.roster, forgotten)
    for sentence in shared(handed_in):
        click.echo(f"note: {sentence}", err=True)
    asked = [(one.submission, wanted(plan, one.submission, store.result(one.student))) for one in handed_in]
    students = Class(store.known(), intake.given(), frozenset(entry.id for entry in intake.roster))
    return Batch(plan, handed_in, store, waiting(plan, asked, store), students)


def _rehearse(options: GradeOptions, assignment: Assignment, intake: Intake, tier: Tier) -> int:
    """--dry-run: a line a student, with the questions that would be judged; nothing is written."""
    with rehearsal_store(options.out) as store:
        store.claim(options.assignment)
        if options.fresh:
            store.clear()
        batch = _batch(options, assignment, intake, tier, store)
    todo = {work.submission.sha256: ", ".join(question.id for question in work.questions) for work in batch.work}
    for handed_in in batch.handed_in:
        submission = handed_in.submission
        files = ", ".join(submission.files) or "nothing handed in"
        known = "" if submission.problem or not submission.files else "nothing to judge"
        what = f"to judge: {todo[submission.sha256]}" if submission.sha256 in todo else submission.problem or known
        click.echo(f"{handed_in.student}: {files}" + (f" ({what})" if what else ""))
    return 0


def _grade(batch: Batch, options: GradeOptions, console: Console, log: EventLog) -> Outcome:
    log.write("started", assignment=options.assignment, students=len(batch.handed_in), to_judge=len(batch.work))
    if options.only:
        log.write("only", questions=[question.id for question in batch.plan.questions])
    fleeting = _judge(batch, console, log)
    run = run_of(batch.plan, options.due, batch.store.chosen_seed())
    at = datetime.now(UTC).replace(microsecond=0)
    proposer = Proposer(batch.plan, run, batch.store, fleeting, at, batch.students)
    proposals = []
    for proposal in proposer.proposals(batch.handed_in):
        accepted = proposal.standing in (Standing.CHANGES, Standing.GONE) and options.accept
        if accepted and proposal.standing is Standing.GONE:
            batch.store.withdraw(proposal.result.student)
        elif accepted or proposal.standing is Standing.NEW:
            batch.store.record(proposal.result, {})
        log.write("recorded", **_told(proposal, accepted=accepted))
        proposals.append(proposal)
    _remember(batch, proposals, options)
    return Outcome(tuple(proposals), fleeting, accepted=options.accept)


def _remember(batch: Batch, proposals: Sequence[Proposal], options: GradeOptions) -> None:
    """Who handed in what; of students whose marks wait for consent it stays as it was."""
    waits = {one.result.student for one in proposals if one.standing is Standing.CHANGES and not options.accept}
    given = {student: sorted(hashes) for student, hashes in batch.students.given.items() if student not in waits}
    batch.store.keep(batch.store.known().after(given))


def _told(proposal: Proposal, *, accepted: bool) -> dict[str, object]:
    result = proposal.result
    return {
        "student": result.student,
        "score": result.score,
        "status": result.status,
        "standing": proposal.standing,
        "accepted": accepted,
    }


def _judge(batch: Batch, console: Console, log: EventLog) -> Fleeting:
    plan, work = batch.plan, batch.work
    submissions = len({one.submission.sha256 for one in batch.handed_in if one.submission.files})
    if not work:
        click.echo(f"nothing new to judge in {submissions} submissions", err=True)
        return {}
    click.echo(f"{len(work)} of {submissions} submissions to judge, in isolation tier {plan.tier.value}", err=True)
    modules = preload((one.submission for one in work), on_tensors(plan.assignment.questions))
    with Sandbox(plan.tier, modules) as sandbox, progress(len(work), console) as advance:

        def report(event: Progress) -> None:
            submission = event.work.submission
            asked = [question.id for question in event.work.questions]
            fields = {"student": submission.student, "sha256": submission.sha256, "questions": asked}
            log.write("judged", **fields, ungraded=list(event.ungraded), done=event.done, total=event.total)
            advance(submission.student)

        return judge_batch(plan, work, batch.store, sandbox, report)
