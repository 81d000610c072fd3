from __future__ import annotations

import numpy as np
import pytest

from grader.judge.case import Accepted
from grader.judge.gradients import gradient_mismatch
from grader.records import Gradient, Returned, TensorArg

X = np.array([1.0, 2.0])
RIGHT = Accepted(
    np.asarray(5.0),
    np.asarray(1e-6),
    gradients=(2 * X, np.zeros(2)),
    gradients_allowed=(np.full(2, 1e-6),) * 2,
)
ARGUMENTS = [("x", TensorArg(X, True)), ("k", 3), ("y", TensorArg(X, True)), ("z", TensorArg(X))]


NONE = np.zeros(2)


def returned(value=5.0, gradients=(2 * X, NONE), **changes):
    fields = {"is_tensor": True, "requires_grad": True, "gradients": gradients} | changes
    return Returned(np.asarray(value), 0.0, gradient=Gradient(**fields))


def test_accepts_value_and_gradient():
    assert gradient_mismatch(returned(), RIGHT, ARGUMENTS) is None


def test_no_path_where_the_true_gradient_is_zero():
    assert gradient_mismatch(returned(gradients=(2 * X, None)), RIGHT, ARGUMENTS) is None


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (returned(value=6.0), "got 6, expected 5"),
        (returned(is_tensor=False), "no torch tensor"),
        (Returned(5.0, 0.0), "no torch tensor"),
        (returned(requires_grad=False), "detached"),
        (returned(error="RuntimeError: inplace"), "backward raised RuntimeError: inplace"),
        (returned(gradients=(None, np.zeros(2))), "no path leads from it to `x`"),
        (returned(gradients=(X, np.zeros(2))), "gradient with respect to `x`[0]: got 1, expected 2"),
        (returned(gradients=(2 * X, X)), "gradient with respect to `y`"),
        (returned(gradients=(2 * X[:1], np.zeros(2))), "shape (1,)"),
        (returned(grad_touched=True), "calls backward"),
        (returned(gradients=()), "there are 0 gradients, and 2 inputs that ask for one"),
        (returned(gradients=(2 * X, NONE, NONE)), "there are 3 gradients"),
    ],
)
def test_refuses(answer, words):
    found = gradient_mismatch(answer, RIGHT, ARGUMENTS)
    assert found is not None
    assert words in found.message
