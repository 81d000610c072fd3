"""The floor: the same submissions' functions called on the same inputs in this one process, nothing judged."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import torch

from benchmarks.throughput import QUESTIONS, ROOT, SHEET
from grader.course.assignment import prepare
from grader.course.course import load_course
from grader.judge.assess import ValueCheck
from grader.records import TensorArg


def call(function: Any, arguments: dict[str, Any]) -> None:
    values = [
        torch.tensor(value.array, requires_grad=True) if isinstance(value, TensorArg) else value
        for value in arguments.values()
    ]
    result = function(*values)
    if any(isinstance(value, TensorArg) for value in arguments.values()):
        result.sum().backward()


def main(folder: Path) -> None:
    assignment = load_course(ROOT).assignment(SHEET)
    prepared = [prepare(item, 1, assignment) for item in assignment.questions if item.id in QUESTIONS]
    checks = [check for item in prepared for check in item.checks if isinstance(check, ValueCheck)]
    for path in sorted(folder.glob("*.py")):
        names: dict[str, Any] = {"__name__": path.stem}
        exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), names)
        for check in checks:
            first, *rest = check.function.split(".")
            function = names[first]
            for name in rest:
                function = getattr(function, name)
            for case in check.cases:
                call(function, dict(case.arguments))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
