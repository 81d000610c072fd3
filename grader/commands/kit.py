"""`grader kit`: the folder that students get."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import click

from grader.errors import UsageError


@dataclass(frozen=True, slots=True)
class KitOptions:
    """The command line, as it was given."""

    assignment: str
    out: Path
    wheel: Path | None = None
    course: Path | None = None


def run(options: KitOptions) -> int:
    """Writes the kit; a folder that holds another assignment's, or other things, is left alone."""
    from grader.course.course import find_course, load_course
    from grader.kit.contents import contents
    from grader.kit.kit import kit_files
    from grader.kit.leftovers import leftovers

    wheel = options.wheel
    if wheel is not None and wheel.suffix != ".whl":
        raise UsageError(f"{wheel} is no wheel: it does not end in .whl")
    course = load_course(find_course(options.course, Path.cwd()))
    assignment, master = course.assignment(options.assignment), course.master(options.assignment)
    _require_free(options.out, options.assignment)
    carried = wheel.name if wheel else None
    files = kit_files(assignment, master, carried)
    written = {**files, **contents(assignment, files, carried)}
    # First: the description that names them is about to be replaced.
    for path in leftovers(options.out, [*written, *([] if carried is None else [carried])]):
        path.unlink()
    for name, text in written.items():
        path = options.out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    if wheel is not None and wheel.resolve() != (options.out / wheel.name).resolve():
        shutil.copyfile(wheel, options.out / wheel.name)
    _say(options, len(written) + (wheel is not None), has_starter=master is not None)
    return 0


def _require_free(out: Path, assignment: str) -> None:
    from grader.kit.leftovers import owner
    from grader.kit.starters import KIT

    if out.is_dir() and any(out.iterdir()) and not (out / KIT).is_file():
        raise UsageError(f"{out} is not empty and holds no kit: name a new folder")
    if (found := owner(out)) not in (None, assignment):
        raise UsageError(f"{out} holds the kit of {found!r}: name a new folder for that of {assignment!r}")


def _say(options: KitOptions, count: int, *, has_starter: bool) -> None:
    from grader.kit.kit import read_kit

    kit = read_kit(options.out)
    checks = sum(len(question.checks) for question in kit.assignment.questions)
    proofs = sum(question.claim is not None for question in kit.assignment.questions)
    held = f"{checks} public checks, {proofs} derivations"
    click.echo(f"{options.out}: {count} files, {held}; at grading {len(kit.later)} more are judged")
    if not has_starter:
        click.echo(f"{options.assignment} has no sheet.md: there is no starter in the kit")
