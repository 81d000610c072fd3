"""What judging costs without the student's own time: a check with its cases drawn, and right answers at hand."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path
from statistics import median

from grader.course.assignment import prepare_check
from grader.course.course import load_course
from grader.course.question import Check
from grader.course.rehearsal import Actor, outcome_of
from grader.judge.assess import ValueCheck
from grader.judge.values import judge_values

ROOT = Path(__file__).parents[1]


def report(runs: int = 5) -> None:
    """Prints the median and the largest over all checks of all sheets whose inputs are small."""
    times = []
    course = load_course(ROOT)
    for name in course.rubric.assignments:
        for question in course.assignment(name).questions:
            for check in question.checks:
                prepared = prepare_check(check, 0, name)
                if isinstance(check, Check) and isinstance(prepared, ValueCheck) and check.references:
                    times.append((median(_milliseconds(check, prepared) for _ in range(runs)), check.id))
    slowest, name = max(times)
    print(f"judging a check of {len(times)}, without the student's own time")
    print(f"  median:  {median(ms for ms, _ in times):.2f} ms (at most 2)")
    print(f"  slowest: {slowest:.2f} ms ({name})")


def _milliseconds(check: Check, prepared: ValueCheck) -> float:
    dialogue = judge_values(prepared)
    calls = next(dialogue)
    answers = [outcome_of(Actor(check.references[0], check.gradients), call) for call in calls]
    started = time.perf_counter()
    with suppress(StopIteration):
        dialogue.send(answers)
    return (time.perf_counter() - started) * 1e3
