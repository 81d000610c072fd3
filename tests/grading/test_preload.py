"""Torch is imported where somebody uses it."""

from __future__ import annotations

import pytest

from grader.course.assignment import Question
from grader.course.question import check
from grader.grading.preload import WITH_TORCH, WITHOUT_TORCH, on_tensors, preload


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import numpy as np\n", WITHOUT_TORCH),
        ("import torch\n", WITH_TORCH),
        ("from torch.nn import functional as F\n", WITH_TORCH),
        ("torch = __import__('tor' + 'ch')\n", WITH_TORCH),
        ("def ridge_loss(w):\n    return (w * w).sum()\n", WITH_TORCH),
    ],
)
def test_by_the_sources(submit, source, expected):
    assert preload([submit("ann", "x = 1\n"), submit("bob", source)], ["ridge_loss"]) == expected


def test_nobody_is_there():
    assert preload([]) == WITHOUT_TORCH


def test_modules_beside_count_if_they_may_be_imported(submit):
    beside = {
        "old/homework.py": b"import torch",
        "mine.py": b"from other import f",
        "other.py": b"import torch \xff",
        "package/__init__.py": b"import torch",
        "notes.txt": b"torch",
    }
    assert preload([submit("ann", "x = 1\n", beside=beside)]) == WITHOUT_TORCH
    assert preload([submit("ann", "import mine\n", beside=beside)]) == WITH_TORCH
    assert preload([submit("ann", "import package.inner\n", beside=beside)]) == WITH_TORCH


def test_which_functions_are_differentiated(sums):
    @check("Scan.apply", reference=sum, gradients=sum)
    def differentiated(draw):
        """A scan"""
        return {}

    assert on_tensors(sums.questions) == []
    assert on_tensors([*sums.questions, Question("4", "", (differentiated,))]) == ["Scan"]
