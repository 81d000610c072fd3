"""Whether what came back is such as the course's own code was written for: numbers, in the right shapes.

What that code raises on anything else says nothing about the course, and must not keep an answer from being judged.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.judge.case import Accepted, Answer
from grader.judge.compare import as_array, same_shape

# What code raises on values that it does not expect. A misspelt name or a missing module is no such thing.
ODD_FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)


def of_numbers(value: Any) -> bool:
    """Whether this is an array of numbers, or several of them."""
    return not isinstance(as_array(value), str) or (isinstance(value, list) and all(map(of_numbers, value)))


def is_usual(value: Any, accepted: Sequence[Accepted]) -> bool:
    """Whether these are finite numbers, in the form of an accepted answer where there is one."""
    if not accepted:
        return of_numbers(value) and _finite(value)
    return any(_alike(value, one.answer) for one in accepted)


def _alike(value: Any, answer: Answer) -> bool:
    if isinstance(answer, tuple):
        return isinstance(value, list) and len(value) == len(answer) and all(map(_alike, value, answer))
    array = as_array(value)
    return not isinstance(array, str) and same_shape(array.shape, answer.shape) and _finite(array)


def _finite(value: Any) -> bool:
    array = as_array(value)
    return all(map(_finite, value)) if isinstance(array, str) else bool(np.isfinite(array).all())
