"""`grader validate`: the course proved against itself, check by check."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from grader.commands.solutions import EXPECTED, solution_faults
from grader.course.assignment import AnyCheck, Assignment, Question
from grader.course.course import Course, find_course, load_course
from grader.course.oracle import Oracle, available
from grader.course.validate import Effort, Fault, Validation, validate_check
from grader.errors import CourseError
from grader.report.progress import progress
from grader.sandbox.isolation import best_tier

if TYPE_CHECKING:
    from rich.console import Console

    from grader.records import Tier

PROVED, AT_FAULT = 0, 1
# Seeds on which the sample solutions go through the sandbox.
_SOLUTION_SEEDS, _THOROUGH_SOLUTION_SEEDS = 2, 20
_SEEDS_AT_ONCE = 5
_LEGEND = (
    "trials that count: where a wrong answer shows; margin: largest error of a right answer over what is allowed;"
    " named: mistakes refused by their own name; survives: on how many trials the mistake gives an accepted value"
)
THOROUGH = Effort(seeds=200, mistake_seeds=10, simulations=400, claim_seeds=50)


@dataclass(frozen=True, slots=True)
class ValidateOptions:
    """The command line, as it was given."""

    assignment: str | None = None
    thorough: bool = False
    course: Path | None = None


@dataclass(frozen=True, slots=True)
class _Task:
    """A check or claim of an assignment to be validated, or its sample solutions on some seeds."""

    assignment: str
    name: str
    seeds: range | None = None


@dataclass(frozen=True, slots=True)
class _Proof:
    """Of one assignment its validations, and what its solutions and its starter get that they should not."""

    assignment: Assignment
    validations: list[Validation]
    faults: list[Fault]


def run(options: ValidateOptions) -> int:
    """Prints a line per check and its faults; 1 if there are any."""
    from rich.console import Console

    # In a file or a pipe a table may be as wide as it needs.
    console, errors = Console(width=None if sys.stdout.isatty() else 150), Console(stderr=True)
    course = load_course(find_course(options.course, Path.cwd()))
    names = [options.assignment] if options.assignment else list(course.rubric.assignments)
    assignments = [course.assignment(name) for name in names]
    if not available():
        errors.print("python-flint is not installed: margins are taken against the references, not at 256 bits")
    proofs = _proved(course, assignments, options.thorough, errors)
    for proof in proofs:
        _print(console, proof.assignment, proof.validations)
        if options.thorough:
            _print_survivors(console, proof.validations)
        _print_faults(console, proof.faults)
    console.print(f"\n{_LEGEND}", highlight=False, soft_wrap=True)
    faults = sum(len(proof.faults) + sum(len(one.faults) for one in proof.validations) for proof in proofs)
    checks = sum(len(proof.validations) for proof in proofs)
    console.print(f"{_counted(checks, 'check')}, {_counted(faults, 'fault')}", highlight=False)
    return AT_FAULT if faults else PROVED


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _checks(assignment: Assignment) -> Iterator[tuple[str, AnyCheck | Question]]:
    """What is to be proved, by name: checks, and the questions that have a claim."""
    for question in assignment.questions:
        for check in question.checks:
            yield f"{question.id}/{check.id}", check
        if question.claim is not None:
            yield f"{question.id}/derivation", question


def _proved(course: Course, assignments: Sequence[Assignment], thorough: bool, errors: Console) -> list[_Proof]:
    """Check by check, and the sample solutions seed by seed, on all cores; in the assignments' order."""
    effort, tier = THOROUGH if thorough else Effort(), best_tier()
    tasks = [task for one in assignments for task in _solution_tasks(course, one, thorough)]
    tasks += [_Task(one.name, name) for one in assignments for name, _ in _checks(one)]
    done: dict[_Task, Validation | list[Fault]] = {}
    with ProcessPoolExecutor(os.cpu_count()) as pool, progress(len(tasks), errors, verb="proved") as advance:
        running = {pool.submit(_carried_out, course.root, task, effort, tier): task for task in tasks}
        try:
            for future in as_completed(running):
                task = running[future]
                done[task] = future.result()
                advance(f"{task.assignment} {task.name}")
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
    return [
        _proof_of(assignment, [done[task] for task in tasks if task.assignment == assignment.name])
        for assignment in assignments
    ]


def _proof_of(assignment: Assignment, outcomes: Sequence[Validation | list[Fault]]) -> _Proof:
    validations = [one for one in outcomes if isinstance(one, Validation)]
    return _Proof(assignment, validations, [fault for one in outcomes if isinstance(one, list) for fault in one])


def _solution_tasks(course: Course, assignment: Assignment, thorough: bool) -> list[_Task]:
    """A few seeds each: what starts a sandbox is worth some work, and no core is to wait for another at the end."""
    seeds = range(_THOROUGH_SOLUTION_SEEDS if thorough else _SOLUTION_SEEDS)
    tried = _tried(course, assignment)
    parts = [seeds[start : start + _SEEDS_AT_ONCE] for start in range(0, len(seeds), _SEEDS_AT_ONCE)] if tried else []
    return [_Task(assignment.name, f"{tried}, seeds {part.start} to {part.stop - 1}", part) for part in parts]


def _tried(course: Course, assignment: Assignment) -> str:
    """What there is to run through the sandbox; empty: nothing."""
    samples = course.root / "assignments" / assignment.name / "samples" / EXPECTED
    there = {"its solutions": samples.is_file(), "its empty starter": course.master(assignment.name) is not None}
    return " and ".join(words for words, is_there in there.items() if is_there)


def _carried_out(root: Path, task: _Task, effort: Effort, tier: Tier) -> Validation | list[Fault]:
    """One task, in a process of its own pool."""
    course, assignment, oracle = _loaded(root, task.assignment)
    if task.seeds is not None:
        return list(solution_faults(course, assignment, task.seeds, tier))
    check = dict(_checks(assignment))[task.name]
    if isinstance(check, Question):
        return _validate_claim(task.name, check, assignment, effort)
    return validate_check(task.name, check, task.assignment, oracle.of(check), effort)


def _validate_claim(name: str, question: Question, assignment: Assignment, effort: Effort) -> Validation:
    from grader.course.declared import derivations_of
    from grader.course.proving import validate_claim

    assert question.claim is not None
    place = assignment.places.get(question.id)
    if place is None:
        raise CourseError(f"{assignment.name}: no module of the course names the claim of question {question.id}")
    found = derivations_of(question.claim, place)
    return validate_claim(name, question.claim, found, range(effort.claim_seeds), place)


@cache
def _loaded(root: Path, name: str) -> tuple[Course, Assignment, Oracle]:
    """Once in each process: importing a course takes longer than many a check."""
    course = load_course(root)
    return course, course.assignment(name), Oracle(root)


def _print(console: Console, assignment: Assignment, validations: Sequence[Validation]) -> None:
    from rich.table import Table

    table = Table(title=assignment.name, title_justify="left", box=None, pad_edge=False)
    for heading, justify in (
        ("check", "left"),
        ("trials that count", "right"),
        ("margin", "right"),
        ("named", "right"),
        ("hardest mistake survives", "left"),
    ):
        table.add_column(heading, justify=justify, no_wrap=True, overflow="ellipsis")  # type: ignore[arg-type]
    for one in validations:
        table.add_row(
            ("✗ " if one.faults else "✓ ") + one.check, _trials(one), _margin(one), _mistakes(one), _hardest(one)
        )
    console.print(table, highlight=False)
    _print_faults(console, [fault for one in validations for fault in one.faults])


def _print_faults(console: Console, faults: Sequence[Fault]) -> None:
    for fault in faults:
        console.print(f"{fault.check}: {fault.words}", style="red", markup=False, highlight=False, soft_wrap=True)


def _trials(one: Validation) -> str:
    if one.derivations:
        return f"{one.counting} of {_counted(one.trials, 'derivation')}"
    return f"{one.counting} of {one.trials}" if one.trials else f"false-fail ≤ {one.false_fail:.0e}"


def _margin(one: Validation) -> str:
    if one.margin is None:
        return "–"
    return f"{one.margin:.2f}{'' if one.oracle else ' (no oracle)'}"


def _mistakes(one: Validation) -> str:
    return f"{sum(m.named for m in one.mistakes)} of {len(one.mistakes)}"


def _hardest(one: Validation) -> str:
    """The mistake that gives an accepted answer on most trials, and on how many."""
    worst = max(one.mistakes, key=lambda m: m.survived / max(1, m.of), default=None)
    return "–" if worst is None else f"{worst.survived} of {worst.of}: {worst.words}"


def _print_survivors(console: Console, validations: Sequence[Validation]) -> None:
    for one in validations:
        for m in one.mistakes:
            line = f"{one.check}: {m.words!r} survives {m.survived} of {m.of} trials"
            console.print(line, markup=False, highlight=False, soft_wrap=True)
