"""`grader check`: one submission, with the public checks, for the student who wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.grading.batch import Plan
    from grader.grading.verdicts import QuestionVerdicts
    from grader.records import Result, Submission

PASSED, FAILED = 0, 1
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
    # Everything below takes a moment to import: the line above is out first.
    from rich.console import Console

    from grader.report.audience import Audience
    from grader.report.json import dumps
    from grader.report.terminal import check_lines

    result = _result(options, path)
    if options.as_json:
        click.echo(dumps(result, Audience.STUDENT))
    else:
        check_lines(result, Console())
    checks = [check for question in result.questions for part in question.parts for check in part.checks]
    return PASSED if checks and all(check.status == "passed" for check in checks) else FAILED


def _only_one(folder: Path) -> Path:
    found = sorted(path for path in folder.iterdir() if path.suffix in _KINDS and path.is_file())
    notebooks = [path for path in found if path.suffix == ".ipynb"]
    if len(notebooks) == 1 or len(found) == 1:
        return (notebooks or found)[0]
    names = ", ".join(path.name for path in found) or "none"
    raise UsageError(f"name the notebook or module to check (here: {names})")


def _result(options: CheckOptions, path: Path) -> Result:
    from grader.course.assignment import public
    from grader.course.course import find_course, load_course
    from grader.grading.batch import Plan
    from grader.grading.marking import HandedIn, mark, run_of, selected
    from grader.sandbox.isolation import best_tier
    from grader.submission.layouts import read_in_place

    submission = read_in_place(path)
    course = load_course(find_course(options.course, path.resolve().parent))
    assignment = public(course.assignment(_name(options, submission)))
    questions = selected(assignment, options.question)
    plan = Plan(assignment, questions, PUBLIC_SEED, best_tier(), workers=1)
    verdicts = _verdicts(plan, submission)
    return mark(plan, run_of(plan, None, PUBLIC_SEED), HandedIn(submission), verdicts, datetime.now(UTC))


def _name(options: CheckOptions, submission: Submission) -> str:
    name = options.assignment or submission.assignment
    if name is None:
        raise UsageError(f"{', '.join(submission.files)} does not say which assignment it answers: name it with -a")
    return name


def _verdicts(plan: Plan, submission: Submission) -> dict[str, QuestionVerdicts]:
    """The cases are drawn while the sandbox starts."""
    from grader.course.assignment import prepare
    from grader.grading.batch import LOADING, kept_apart
    from grader.grading.pipeline import Task, judge_submission
    from grader.sandbox.pool import Sandbox

    if submission.problem is not None:
        return {}
    preload = ("numpy", "torch") if _mentions_torch(submission) else ("numpy",)
    with Sandbox(plan.tier, preload) as sandbox:
        tasks = [Task(prepare(item, plan.seed, plan.assignment), plan.limits(item.id)) for item in plan.questions]
        kept, faults = kept_apart(judge_submission(submission, tasks, plan.limits(LOADING), sandbox))
    return {**kept, **faults}


def _mentions_torch(submission: Submission) -> bool:
    """Importing torch takes longer than everything else: a submission without it need not wait."""
    sources = [cell.source for cell in submission.cells]
    beside = [data for name, data in submission.beside.items() if name.endswith(".py")]
    return any("torch" in source for source in sources) or any(b"torch" in data for data in beside)
