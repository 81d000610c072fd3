"""Validating a sheet with its sample solutions: full marks on every seed, and nothing for the empty starter.

`assignments/<name>/samples/expected.yaml` says of each sample what its author meant; the solutions are those of which
every check is meant to pass.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from grader.course.assignment import Assignment, PreparedQuestion, prepare
from grader.course.course import Course
from grader.course.starter import notebook, read_master
from grader.course.validate import Fault
from grader.errors import CourseError
from grader.grading.pipeline import Task, judge_submission
from grader.grading.preload import WITH_TORCH
from grader.records import CheckStatus, Submission, Tier
from grader.sandbox.pool import Sandbox
from grader.submission.layouts import read
from grader.submission.notebook import read_notebook

EXPECTED = "expected.yaml"


def solution_faults(course: Course, assignment: Assignment, seeds: Sequence[int], tier: Tier) -> Iterator[Fault]:
    """What the solutions and the starter get that they should not.

    Raises:
        CourseError: expected.yaml is not what it should be.
    """
    folder = course.root / "assignments" / assignment.name
    solutions, starter = list(_solutions(folder / "samples")), _starter(folder, assignment.name)
    if not solutions and starter is None:
        return
    with Sandbox(tier, WITH_TORCH) as sandbox:
        for seed in seeds:
            prepared = [prepare(question, seed, assignment) for question in assignment.questions]
            for solution in solutions:
                for name, status in _verdicts(assignment, prepared, solution, sandbox):
                    if status is not CheckStatus.PASSED:
                        words = f"the solution {solution.student} is {status} on seed {seed}"
                        yield Fault(name, words)
            for name, status in _verdicts(assignment, prepared, starter, sandbox) if starter else ():
                if status is not CheckStatus.MISSING:
                    yield Fault(name, f"the empty starter is {status}, not missing")


def _solutions(folder: Path) -> Iterator[Submission]:
    path = folder / EXPECTED
    if not path.is_file():
        return
    try:
        expected = yaml.safe_load(path.read_text(encoding="utf-8"))
        names = [name for name, one in expected.items() if one["otherwise"] == "passed" and not one.get("checks")]
    except (yaml.YAMLError, AttributeError, KeyError, TypeError) as error:
        raise CourseError(f"no table of samples with their expected status: {error}", path) from error
    for name in names:
        found = sorted(one for one in folder.iterdir() if name in (one.stem, one.name))
        if not found:
            raise CourseError(f"there is no sample {name!r}", path)
        yield read(found[0], name)


def _starter(folder: Path, name: str) -> Submission | None:
    master = read_master(folder, name)
    if master is None:
        return None
    data = notebook(master).encode()
    document = read_notebook(data, f"{name}.ipynb")
    return Submission("starter", (f"{name}.ipynb",), hashlib.sha256(data).hexdigest(), document.cells)


def _verdicts(
    assignment: Assignment, prepared: Sequence[PreparedQuestion], submission: Submission, sandbox: Sandbox
) -> Iterator[tuple[str, CheckStatus]]:
    tasks = [Task(one, assignment.rubric_of(one.question).limits) for one in prepared if one.checks]
    judged = judge_submission(submission, tasks, assignment.rubric.limits, sandbox)
    for question, verdicts in judged.questions.items():
        for check, verdict in verdicts.checks.items():
            yield f"{question}/{check}", verdict.status
