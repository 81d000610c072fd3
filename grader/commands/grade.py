"""`grader grade`: a class, from folders of submissions to marks and reports."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.commands.closing import Outcome, close
from grader.commands.eventlog import EventLog, event_log
from grader.commands.intake import Intake, take_in
from grader.commands.options import GradeOptions
from grader.commands.outfolder import make_ready, open_store
from grader.course.course import find_course, load_course
from grader.errors import UsageError
from grader.grading.batch import Plan, Progress, Work, judge_batch, waiting
from grader.grading.booking import HandedIn, book
from grader.grading.marking import run_of, selected, wanted
from grader.grading.preload import preload
from grader.grading.recording import Proposal, Proposer, Standing
from grader.grading.store import SEED, Store
from grader.grading.verdicts import QuestionVerdicts
from grader.records import Tier
from grader.report.batch import class_summary
from grader.report.files import STORE, write_all
from grader.report.progress import progress
from grader.sandbox.isolation import best_tier
from grader.sandbox.pool import Sandbox

if TYPE_CHECKING:
    from rich.console import Console

# Of a rehearsal without a store: there nothing is known, whatever the seed.
_ANY_SEED = 0

Faults = Mapping[str, Mapping[str, QuestionVerdicts]]


@dataclass(frozen=True, slots=True)
class Batch:
    """What is graded, by what, and where it is kept and told."""

    plan: Plan
    handed_in: Sequence[HandedIn]
    store: Store
    log: EventLog
    console: Console


def run(options: GradeOptions) -> int:
    """Grades, records, renders; returns the exit code."""
    from rich.console import Console

    console = Console(stderr=True)
    course = load_course(find_course(options.course, Path.cwd()), options.rubric)
    assignment = course.assignment(options.assignment)
    plan = Plan(
        assignment,
        selected(assignment, options.only),
        seed=_ANY_SEED if options.seed is None else options.seed,
        tier=_tier(options, console),
        workers=options.workers or os.cpu_count() or 1,
    )
    intake = take_in(options, assignment.rubric)
    for warning in intake.warnings:
        click.echo(f"note: {warning}", err=True)
    if options.dry_run:
        return _rehearse(options, plan, intake)
    make_ready(options.out)
    with open_store(options.out) as store, event_log(options.log_json) as log:
        _claim(store, options, assignment.rubric.title)
        batch = Batch(_seeded(plan, store.seed(options.seed)), _booked(intake, store), store, log, console)
        return _grade(batch, options)


def _tier(options: GradeOptions, console: Console) -> Tier:
    tier = best_tier()
    if tier is Tier.C and not options.unsafe:
        raise UsageError(
            "this machine cannot isolate student code (`grader doctor` says why and what to install); "
            "--unsafe grades all the same"
        )
    if tier is Tier.C:
        console.print("--unsafe: student code is not isolated from this machine", highlight=False, soft_wrap=True)
    return tier
