"""`grader grade`: a class, from folders of submissions to marks and reports."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from grader.commands.eventlog import EventLog
from grader.course.course import Course, find_course, load_course
from grader.errors import UsageError
from grader.grading.batch import Plan, Progress, judge_batch, waiting
from grader.grading.changes import Change, changes
from grader.grading.marking import HandedIn, book, mark, run_of, selected
from grader.grading.overrides import apply_overrides
from grader.grading.roster import read_roster
from grader.grading.score import Run
from grader.grading.store import Store
from grader.grading.verdicts import QuestionVerdicts
from grader.records import Result, Submission, SubmissionStatus, Tier
from grader.report.batch import class_summary
from grader.report.files import STORE, write_all
from grader.report.progress import progress
from grader.sandbox.isolation import best_tier
from grader.sandbox.pool import Sandbox
from grader.submission.bundle import Bounds
from grader.submission.layouts import Attempts, TreatAs, find
from grader.submission.moments import read_times

if TYPE_CHECKING:
    from rich.console import Console

DONE, UNGRADED, WOULD_CHANGE = 0, 3, 4


@dataclass(frozen=True, slots=True)
class GradeOptions:
    """The command line, as it was given."""

    assignment: str
    paths: tuple[Path, ...]
    out: Path
    course: Path | None = None
    workers: int | None = None
    seed: int | None = None
    rubric: Path | None = None
    only: tuple[str, ...] = ()
    fresh: bool = False
    accept: bool = False
    due: datetime | None = None
    roster: Path | None = None
    times: Path | None = None
    attempt: Literal["last", "first", "best"] = "last"
    treat_as: TreatAs = "auto"
    unsafe: bool = False
    dry_run: bool = False
    log_json: Path | None = None


def run(options: GradeOptions) -> int:
    """Grades, records, renders; returns the exit code."""
    from rich.console import Console

    console = Console(stderr=True)
    course = load_course(find_course(options.course, Path.cwd()), options.rubric)
    assignment = course.assignment(options.assignment)
    questions = selected(assignment, options.only)
    submissions = _submissions(options, course)
    if options.dry_run:
        return _list(submissions)
    tier = _tier(options)
    options.out.mkdir(parents=True, exist_ok=True)
    with Store(options.out / STORE) as store, _event_log(options) as log:
        _claim(store, options, assignment.rubric.title)
        plan = Plan(assignment, questions, store.seed(options.seed), tier, options.workers or os.cpu_count() or 1)
        faults = _judge(plan, submissions, store, console, log)
        recorded = _record(plan, options, submissions, store, faults, log)
        index = write_all(store.results(), options.out, title=assignment.rubric.title)
        class_summary(store.results(), Console())
    return _close(recorded, index, faults)


def _submissions(options: GradeOptions, course: Course) -> list[Submission]:
    archive = course.rubric.assignments[options.assignment].archive
    attempts: Attempts = "all" if options.attempt == "best" else options.attempt
    return find(
        options.paths,
        treat_as=options.treat_as,
        assignment=options.assignment,
        times=read_times(options.times) if options.times else None,
        attempts=attempts,
        bounds=Bounds(archive.files, archive.unpacked_mb * 10**6),
    )


def _list(submissions: Sequence[Submission]) -> int:
    for submission in submissions:
        print(f"{submission.student}: {submission.problem or ', '.join(submission.files)}")  # noqa: T201
    return DONE


def _tier(options: GradeOptions) -> Tier:
    tier = best_tier()
    if tier is Tier.C and not options.unsafe:
        raise UsageError(
            "this machine cannot isolate student code (`grader doctor` says why and what to install); "
            "--unsafe grades all the same"
        )
    return tier


@contextmanager
def _event_log(options: GradeOptions) -> Iterator[EventLog]:
    with options.log_json.open("a", encoding="utf-8") if options.log_json else nullcontext() as stream:
        yield EventLog(stream)


def _claim(store: Store, options: GradeOptions, title: str) -> None:
    if options.fresh:
        store.clear()
    store.claim(options.assignment)
    store.put("title", title)


def _judge(
    plan: Plan, submissions: Sequence[Submission], store: Store, console: Console, log: EventLog
) -> Mapping[str, Mapping[str, QuestionVerdicts]]:
    work = waiting(plan, submissions, store)
    if not work:
        return {}
    console.print(f"{len(work)} submissions to judge in isolation tier {plan.tier.value}", highlight=False)
    with Sandbox(plan.tier) as sandbox, progress(len(work), console) as advance:

        def report(event: Progress) -> None:
            advance(event.student)
            log.write("judged", student=event.student, done=event.done, total=event.total)

        return judge_batch(plan, work, store, sandbox, report)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What of the batch went into the store, and which changes wait for --accept."""

    results: tuple[Result, ...]
    refused: tuple[Change, ...]


def _record(
    plan: Plan,
    options: GradeOptions,
    submissions: Sequence[Submission],
    store: Store,
    faults: Mapping[str, Mapping[str, QuestionVerdicts]],
    log: EventLog,
) -> Recorded:
    run = run_of(plan, options.due, store.chosen_seed())
    roster = read_roster(options.roster) if options.roster else ()
    now, overrides = datetime.now(UTC).replace(microsecond=0), store.overrides()
    refused: list[Change] = []
    results = []
    for handed_in in book(submissions, roster):
        result = _mark(plan, run, handed_in, store, faults, now)
        result = apply_overrides(result, overrides, run.late)
        found = _keep(store, result, accept=options.accept)
        refused.extend(found)
        results.append(result)
        log.write("recorded", student=result.student, score=result.score, status=result.status, kept_old=bool(found))
    return Recorded(tuple(results), tuple(refused))


def _mark(
    plan: Plan,
    run: Run,
    handed_in: HandedIn,
    store: Store,
    faults: Mapping[str, Mapping[str, QuestionVerdicts]],
    now: datetime,
) -> Result:
    keys = plan.keys()
    known = store.recall(handed_in.submission.sha256, keys.values())
    verdicts = {name: known[key] for name, key in keys.items() if key in known}
    return mark(plan, run, handed_in, {**verdicts, **faults.get(handed_in.submission.sha256, {})}, now)


def _keep(store: Store, result: Result, *, accept: bool) -> tuple[Change, ...]:
    """Records the result, unless it would change recorded marks of an unchanged submission: these are returned."""
    old = store.result(result.student)
    if old is not None and old.sha256 == result.sha256:
        if result.status is SubmissionStatus.UNGRADED is not old.status:
            return ()  # a fault of ours takes no mark away
        found = changes(old, result)
        if found and not accept:
            return found
    store.record(result, {})
    return ()


def _close(recorded: Recorded, index: Path, faults: Mapping[str, object]) -> int:
    import click

    if recorded.refused:
        click.echo("These recorded marks would change; they were kept. --accept takes the new ones:", err=True)
        for change in recorded.refused:
            click.echo(f"  {change}", err=True)
    if faults:
        click.echo(f"{len(faults)} submissions could not be judged for a reason of ours: run it again", err=True)
    click.echo(index.resolve())
    if any(result.status is SubmissionStatus.UNGRADED for result in recorded.results):
        return UNGRADED
    return WOULD_CHANGE if recorded.refused else DONE
