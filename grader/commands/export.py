"""`grader export`: what other systems import, from a graded OUT."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType

import click

from grader.commands.graded import Graded, read_graded
from grader.course.course import find_course, load_course
from grader.errors import UsageError
from grader.export import canvas, moodle
from grader.export.autograder import Settings, autograder_zip
from grader.export.filling import Filling
from grader.export.gradescope import Hidden, dumps, is_of
from grader.export.junit import junit_xml
from grader.export.marks import Held, Marks, reason_to_hold, released
from grader.export.spreadsheet import Spreadsheet, read
from grader.export.table import table_csv
from grader.records import Result, SubmissionStatus
from grader.report.files import sweep, write, write_bytes
from grader.submission.slug import slug

EXPORTS = "exports"
_SHOWN = 20  # students named one by one
# The targets that an option means something to; those that are not here mean something to all.
GOES_WITH: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "gradebook": ("canvas",),
        "worksheet": ("moodle",),
        "column": ("canvas", "moodle"),
        "marks": ("canvas", "moodle", "csv"),
        "hidden": ("gradescope", "gradescope-autograder"),
        "assignment": ("gradescope-autograder",),
    }
)


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """The command line, as it was given; `given` names the options that stand there, not by default."""

    target: str
    out: Path | None = None
    to: Path | None = None
    gradebook: Path | None = None
    worksheet: Path | None = None
    column: str | None = None
    marks: Marks = Marks.FINAL
    hidden: Hidden = Hidden.AFTER_PUBLISHED
    assignment: str | None = None
    course: Path | None = None
    given: frozenset[str] = frozenset()


def run(options: ExportOptions) -> int:
    """Writes the export and prints its path; says on standard error whose marks are not in it, and why.

    Raises:
        UsageError: an option is missing or does not go with the target, or a file is not what it should be.
    """
    _refuse_strangers(options)
    match options.target:
        case "gradescope-autograder":
            path = _autograder(options)
        case "gradescope":
            path = _gradescope(options, _graded(options))
        case "canvas" | "moodle":
            path = _gradebook(options, _graded(options))
        case "junit":
            path = _text(options, _graded(options), "junit.xml")
        case _:
            path = _text(options, _graded(options), "grades.csv")
    click.echo(path.resolve())
    return 0


def _refuse_strangers(options: ExportOptions) -> None:
    """An option that has no effect is a misunderstanding: better said than passed over."""
    for name, targets in GOES_WITH.items():
        if name in options.given and options.target not in targets:
            raise UsageError(f"--{name} goes with {_named(targets)}, not with --to {options.target}")


def _named(targets: Sequence[str]) -> str:
    *others, last = (f"--to {target}" for target in targets)
    return f"{', '.join(others)} and {last}" if others else last


def _graded(options: ExportOptions) -> Graded:
    out = options.out
    if out is None:
        raise UsageError(f"--to {options.target} needs OUT, a folder that `grader grade … -o OUT` made")
    return read_graded(out)


# --------------------------------------------------------------------------- one target each


def _gradescope(options: ExportOptions, graded: Graded) -> Path:
    """A file a student, named like the report; that of one who has no score any more is removed."""
    folder = options.to or graded.out / EXPORTS / "gradescope"
    held, written = [], set()
    for result in graded.results:
        if result.status in (SubmissionStatus.UNGRADED, SubmissionStatus.MISSING):
            held.append(Held(result.student, reason_to_hold(result, Marks.PROVISIONAL) or ""))
        else:
            name = f"{slug(result.student)}.json"
            write(folder / name, dumps(result, options.hidden))
            written.add(name)
    sweep(folder, written, ".json", partial(is_of, graded.assignment))
    _say("not exported", held)
    return folder


def _text(options: ExportOptions, graded: Graded, name: str) -> Path:
    path = options.to or graded.out / EXPORTS / name
    if options.target == "csv":
        _say("without a score", released(graded.results, options.marks)[1])
    write(path, junit_xml(graded.results) if options.target == "junit" else table_csv(graded.results, options.marks))
    return path


def _gradebook(options: ExportOptions, graded: Graded) -> Path:
    given = options.gradebook if options.target == "canvas" else options.worksheet
    if given is None:
        needed = (
            "--gradebook FILE, the CSV" if options.target == "canvas" else "--worksheet FILE, the grading worksheet"
        )
        raise UsageError(f"--to {options.target} needs {needed} that {options.target.title()} exports")
    path = options.to or graded.out / EXPORTS / f"{options.target}.csv"
    if options.to is None and path.resolve() == given.resolve():
        raise UsageError(f"{given} would be overwritten: if that is meant, say so with -o {given}")
    going, held = released(graded.results, options.marks)
    if not going:
        _say("not exported", held)
        more = released(graded.results, Marks.PROVISIONAL)[0]  # none where these are already asked for
        hint = f": --marks {Marks.PROVISIONAL} takes what there is ({len(more)})" if more else ""
        raise UsageError(f"no mark of {graded.out} may be exported yet{hint}")
    filling = _fill(options, read(given), going, graded)
    write_bytes(path, filling.data)
    _say("not exported, their cells stay as they are", held)
    _say("without a row", filling.unmatched)
    for note in filling.notes:
        click.echo(f"note: {note}", err=True)
    click.echo(f"{filling.booked} of {len(graded.results)} marks are in the file", err=True)
    return path


def _fill(options: ExportOptions, sheet: Spreadsheet, results: Sequence[Result], graded: Graded) -> Filling:
    if options.target == "canvas":
        return canvas.fill(sheet, results, (graded.title, graded.assignment), options.column, graded.names)
    return moodle.fill(sheet, results, options.column, graded.names)


def _autograder(options: ExportOptions) -> Path:
    """Needs no results: OUT, where it is given, only tells the assignment."""
    name = options.assignment or (_graded(options).assignment if options.out is not None else None)
    if name is None:
        raise UsageError("--to gradescope-autograder needs OUT or --assignment ID")
    root = find_course(options.course, Path.cwd())
    load_course(root).assignment(name)
    path = options.to or (options.out / EXPORTS if options.out else Path()) / f"{name}-autograder.zip"
    write_bytes(path, autograder_zip(root, Settings(name, options.hidden)))
    return path


def _say(what: str, held: Iterable[Held]) -> None:
    every = list(held)
    if every:
        click.echo(f"{what} ({len(every)}):", err=True)
    for one in every[:_SHOWN]:
        click.echo(f"  {one}", err=True)
    if len(every) > _SHOWN:
        click.echo(f"  and {len(every) - _SHOWN} more", err=True)
