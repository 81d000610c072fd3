"""`grader check`: one submission, with the public checks, for the student who wrote it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.commands.worked_on import KINDS, only_one
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.commands.selfcheck import Checked
    from grader.records import Result

PASSED, FAILED, UNGRADED = 0, 1, 3
_LOOKS_EVERY = 0.3  # seconds


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """The command line, as it was given."""

    path: Path | None = None
    assignment: str | None = None
    question: tuple[str, ...] = ()
    as_json: bool = False
    watch: bool = False
    course: Path | None = None


def run(options: CheckOptions) -> int:
    """Prints a line per sub-question and what is wrong; 0 if no public check and no derivation failed."""
    if options.watch:
        return _watch(options)
    return _once(options, options.path or only_one(Path.cwd(), options.course))


def _watch(options: CheckOptions) -> int:
    """Again whenever the file, or one beside it, is saved; until Ctrl-C."""
    path = options.path or only_one(Path.cwd(), options.course)
    while True:
        seen = _saved(path)
        try:
            _once(options, path)
        except UsageError as error:  # a file that is just being written may not be there
            click.echo(f"grader: {error}", err=True)
        click.echo("Waiting for the next save (Ctrl-C ends) …", err=options.as_json)
        while _saved(path) == seen:
            time.sleep(_LOOKS_EVERY)


def _saved(path: Path) -> dict[str, int]:
    """When each file that may count was last written."""
    folder = path if path.is_dir() else path.parent
    kinds = (*KINDS, ".md")
    return {one.name: one.stat().st_mtime_ns for one in folder.iterdir() if one.suffix in kinds and one.is_file()}


def _once(options: CheckOptions, path: Path) -> int:
    click.echo(f"Checking {path} …", err=options.as_json)
    if not path.exists():
        raise UsageError(f"{path} does not exist")
    from grader.commands.selfcheck import Wanted, check_file

    checked = check_file(path, Wanted(options.assignment, options.question, options.course))
    _print(checked, options)
    return _exit_code(checked.result)


# --------------------------------------------------------------------------- what is said


def _print(checked: Checked, options: CheckOptions) -> None:
    from rich.console import Console

    from grader.report.audience import Audience
    from grader.report.json import dumps
    from grader.report.later import later_lines
    from grader.report.terminal import check_lines

    if options.as_json:
        # In UTF-8, whatever the terminal's is.
        click.echo(dumps(checked.result, Audience.STUDENT).encode(), nl=False)
        return
    console = Console()
    check_lines(checked.result, console)
    shown = {question.id for question in checked.result.questions}
    later_lines([one for one in checked.desk.later if one.id.partition("/")[0] in shown], console)


def _exit_code(result: Result) -> int:
    from grader.export.case import checked_cases
    from grader.records import SubmissionStatus

    cases = [case for one in result.questions for case in checked_cases(one.id, one.title, one.parts, one.notes)]
    if any(case.is_ungraded for case in cases):
        return UNGRADED
    failed = result.status is SubmissionStatus.UNREADABLE or any(case.has_failed for case in cases)
    return FAILED if failed else PASSED
