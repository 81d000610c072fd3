"""`grader validate`: the course proved against itself, check by check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader.course.assignment import AnyCheck, Assignment
from grader.course.course import Course, find_course, load_course
from grader.course.oracle import Oracle, available
from grader.course.validate import Effort, Validation, validate_check
from grader.report.progress import progress

if TYPE_CHECKING:
    from rich.console import Console

PROVED, AT_FAULT = 0, 1
THOROUGH = Effort(seeds=200, mistake_seeds=10, simulations=400)


@dataclass(frozen=True, slots=True)
class ValidateOptions:
    """The command line, as it was given."""

    assignment: str | None = None
    thorough: bool = False
    course: Path | None = None


def run(options: ValidateOptions) -> int:
    """Prints a line per check and its faults; 1 if there are any."""
    from rich.console import Console

    console, errors = Console(), Console(stderr=True)
    course = load_course(find_course(options.course, Path.cwd()))
    names = [options.assignment] if options.assignment else list(course.rubric.assignments)
    assignments = [course.assignment(name) for name in names]
    if not available():
        errors.print("python-flint is not installed: margins are taken against the references, not at 256 bits")
    effort = THOROUGH if options.thorough else Effort()
    found = _validated(course, assignments, effort, errors)
    for assignment, validations in found:
        _print(console, assignment, validations)
    faults = sum(len(one.faults) for _, validations in found for one in validations)
    checks = sum(len(validations) for _, validations in found)
    console.print(f"\n{checks} checks, {faults} faults", highlight=False)
    return AT_FAULT if faults else PROVED


def _checks(assignment: Assignment) -> Iterator[tuple[str, AnyCheck]]:
    for question in assignment.questions:
        for check in question.checks:
            yield f"{question.id}/{check.id}", check


def _validated(
    course: Course, assignments: Sequence[Assignment], effort: Effort, errors: Console
) -> list[tuple[Assignment, list[Validation]]]:
    oracle = Oracle(course.root)
    total = sum(1 for assignment in assignments for _ in _checks(assignment))
    found = []
    with progress(total, errors) as advance:
        for assignment in assignments:
            validations = []
            for name, check in _checks(assignment):
                validations.append(validate_check(name, check, assignment.name, oracle.of(check), effort))
                advance(f"{assignment.name} {name}")
            found.append((assignment, validations))
    return found


def _print(console: Console, assignment: Assignment, validations: Sequence[Validation]) -> None:
    from rich.table import Table

    table = Table(title=assignment.name, title_justify="left", box=None, pad_edge=False)
    for heading, justify in (
        ("check", "left"),
        ("trials that count", "right"),
        ("margin", "right"),
        ("mistakes", "left"),
    ):
        table.add_column(heading, justify=justify)  # type: ignore[arg-type]
    for one in validations:
        table.add_row(("✗ " if one.faults else "✓ ") + one.check, _trials(one), _margin(one), _mistakes(one))
    console.print(table, highlight=False)
    for one in validations:
        for fault in one.faults:
            console.print(f"{fault.check}: {fault.words}", style="red", markup=False, highlight=False, soft_wrap=True)


def _trials(one: Validation) -> str:
    return f"{one.counting} of {one.trials}" if one.trials else f"false-fail ≤ {one.false_fail:.0e}"


def _margin(one: Validation) -> str:
    if one.margin is None:
        return "–"
    return f"{one.margin:.2f}{'' if one.oracle else ' (no oracle)'}"


def _mistakes(one: Validation) -> str:
    survivors = ", ".join(f"{m.words!r} survives {m.survived} of {m.of}" for m in one.mistakes if m.survived * 2 > m.of)
    named = sum(m.named for m in one.mistakes)
    return f"{named} of {len(one.mistakes)} refused and named" + (f"; {survivors}" if survivors else "")
