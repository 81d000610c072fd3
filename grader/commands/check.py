"""`grader check`: one submission, with the public checks, for the student who wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.grading.batch import Plan
    from grader.grading.verdicts import QuestionVerdicts
    from grader.records import Result, Submission, Tier
    from grader.sandbox.pool import Sandbox

PASSED, FAILED, UNGRADED = 0, 1, 3
# Public cases are the same for everyone, always.
PUBLIC_SEED = 0
_KINDS = (".ipynb", ".py")


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """The command line, as it was given."""

    path: Path | None = None
    assignment: str | None = None
    question: tuple[str, ...] = ()
    as_json: bool = False
    course: Path | None = None


def run(options: CheckOptions) -> int:
    """Prints a line per sub-question and what is wrong; 0 if every public check passed."""
    path = options.path or _only_one(Path.cwd())
    click.echo(f"Checking {path} …", err=options.as_json)
    if not path.exists():
        raise UsageError(f"{path} does not exist")
    result = _result(options, path)
    _print(result, options)
    return _exit_code(result)


def _only_one(folder: Path) -> Path:
    found = sorted(path for path in folder.iterdir() if path.suffix in _KINDS and path.is_file())
    notebooks = [path for path in found if path.suffix == ".ipynb"]
    if len(notebooks) == 1 or len(found) == 1:
        return (notebooks or found)[0]
    names = ", ".join(path.name for path in found) or "none"
    raise UsageError(f"name the notebook or module to check (here: {names})")


def _result(options: CheckOptions, path: Path) -> Result:
    """The sandbox starts first: it imports in a process of its own while the course is read here."""
    from grader.grading.preload import preload
    from grader.sandbox.isolation import best_tier
    from grader.sandbox.pool import Sandbox
    from grader.submission.layouts import read_in_place

    submission = read_in_place(path)
    tier = best_tier()
    if submission.problem is not None:
        return _marked(_plan(options, path, submission, tier), submission, {})
    with Sandbox(tier, preload([submission])) as sandbox:
        plan = _plan(options, path, submission, tier)
        return _marked(plan, submission, _verdicts(plan, submission, sandbox))


def _plan(options: CheckOptions, path: Path, submission: Submission, tier: Tier) -> Plan:
    from grader.course.assignment import public
    from grader.course.course import load_course
    from grader.grading.batch import Plan
    from grader.grading.marking import selected

    name = options.assignment or submission.assignment
    if name is None:
        raise UsageError(f"{', '.join(submission.files)} does not say which assignment it answers: name it with -a")
    assignment = public(load_course(_course_of(options, path)).assignment(name))
    return Plan(assignment, selected(assignment, options.question), PUBLIC_SEED, tier, workers=1)


def _course_of(options: CheckOptions, path: Path) -> Path:
    """Upwards of the file, else of the current folder: a notebook may lie in the downloads."""
    from grader.course.course import find_course

    here = path.resolve()
    try:
        return find_course(options.course, here if here.is_dir() else here.parent)
    except UsageError:
        return find_course(options.course, Path.cwd())


def _verdicts(plan: Plan, submission: Submission, sandbox: Sandbox) -> dict[str, QuestionVerdicts]:
    from grader.grading.batch import LOADING, kept_apart, prepared
    from grader.grading.pipeline import Task, judge_submission

    tasks = [Task(prepared(plan, item), plan.limits(item.id)) for item in plan.questions]
    kept, faults = kept_apart(judge_submission(submission, tasks, plan.limits(LOADING), sandbox))
    return {**kept, **faults}


def _marked(plan: Plan, submission: Submission, verdicts: Mapping[str, QuestionVerdicts]) -> Result:
    from grader.grading.booking import HandedIn
    from grader.grading.marking import mark, run_of

    return mark(plan, run_of(plan, None, PUBLIC_SEED), HandedIn(submission), verdicts, datetime.now(UTC))


def _print(result: Result, options: CheckOptions) -> None:
    from rich.console import Console

    from grader.report.audience import Audience
    from grader.report.json import dumps
    from grader.report.terminal import check_lines

    if options.as_json:
        click.echo(dumps(result, Audience.STUDENT).encode(), nl=False)  # in UTF-8, whatever the terminal's is
    else:
        check_lines(result, Console())


def _exit_code(result: Result) -> int:
    statuses = {check.status for question in result.questions for part in question.parts for check in part.checks}
    if "ungraded" in statuses:
        return UNGRADED
    return PASSED if result.status != "unreadable" and statuses <= {"passed"} else FAILED
