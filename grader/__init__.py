"""An autograder for deep-learning coursework.

What a course imports to declare its questions is here, and `check` for a notebook; commands are in `grader.cli`. The
names are looked up on first use, so that a command prints its first line before NumPy is imported.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from grader.course.assignment import question
    from grader.course.estimator import Estimator, estimator
    from grader.course.question import Check, carried, halt, mistake, symptom
    from grader.course.sampler import Sampler, sampler
    from grader.front import check
    from grader.judge.draw import Draw

__all__ = [
    "Check",
    "Draw",
    "Estimator",
    "Sampler",
    "carried",
    "check",
    "estimator",
    "halt",
    "mistake",
    "question",
    "sampler",
    "symptom",
]

_HOMES = {
    "question": "grader.course.assignment",
    "Estimator": "grader.course.estimator",
    "estimator": "grader.course.estimator",
    "Check": "grader.course.question",
    "carried": "grader.course.question",
    "check": "grader.front",
    "halt": "grader.course.question",
    "mistake": "grader.course.question",
    "symptom": "grader.course.question",
    "Sampler": "grader.course.sampler",
    "sampler": "grader.course.sampler",
    "Draw": "grader.judge.draw",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'grader' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
