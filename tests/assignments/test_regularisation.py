"""The fit is judged by the gradient at its answer; fits of something else are known by what they maximise."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize

from assignments.bank.regularisation import LEAST, SHARE, fit, fit_fault
from grader.course.cases import build, draw_cases
from grader.judge.mistakes import Answered, recognise
from grader.records import Returned
from reference import logistic_regression as logistic
from reference.sigmoid import sigmoid

CASES = draw_cases(fit, 3, "sheet")
INPUTS = [{name: build(value) for name, value in case.arguments.items()} for case in CASES]
SEPARABLE = {"X": np.array([[1.0, 2.0], [-1.0, -0.5], [2.0, 1.0]]), "k": np.array([1.0, -1.0, 1.0])}


def climb(slope, n, length, steps=20_000):
    """Gradient ascent from 0 to where the slope is nearly gone."""
    w = np.zeros(n)
    for _ in range(steps):
        g = slope(w)
        if np.linalg.norm(g) < 1e-9:
            break
        w = w + length * g
    return w


def named(answer):
    """What such a fit is called, over all the inputs of the check."""
    wrong, right = [], []
    for case, inputs in zip(CASES, INPUTS, strict=True):
        w = answer(**inputs)
        which = right if fit_fault(**inputs, value=w) is None else wrong
        which.append(Answered(case, inputs, Returned(w, 0.0)))
    assert len(wrong) >= 2
    found = recognise(fit.mistakes, wrong, right)
    return found and found.mistake.words


def test_right_in_both_precisions_and_as_a_list():
    for inputs in INPUTS:
        w = logistic.fit(**inputs)
        for value in (w, w.astype(np.float32), w.tolist()):
            assert fit_fault(**inputs, value=value) is None


def test_the_reference_has_far_less_gradient_than_allowed_on_separable_data_too():
    w = logistic.fit(**SEPARABLE, lam=LEAST)
    assert logistic.is_separating(w, **SEPARABLE)
    assert fit_fault(**SEPARABLE, lam=LEAST, value=w) is None
    assert fit_fault(**SEPARABLE, lam=LEAST, value=w * (1 + 10 * SHARE)) is None
    assert fit_fault(**SEPARABLE, lam=LEAST, value=w * 2) is not None


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, r"the result is None"),
        (0.0, r"shape \(\), expected \(2,\)"),
        (np.zeros(3), r"shape \(3,\), expected \(2,\)"),
        (np.zeros((2, 1)), r"shape \(2, 1\)"),
        (np.array([np.nan, 0.0]), "expected finite ones"),
        (np.array([np.inf, 0.0]), "expected finite ones"),
        (np.zeros(2), r"has norm 2\.6\d; at most 0\.0005\d+ is allowed"),
        (np.full(2, 1e308), "at most"),
    ],
)
def test_what_is_wrong_is_said(value, words):
    with pytest.raises(AssertionError, match=words):
        raise AssertionError(fit_fault(**SEPARABLE, lam=1.0, value=value))


def test_half_and_mean_are_named():
    assert named(lambda X, k, lam: logistic.fit(X, k, lam / 2)) == "½λ"
    assert named(lambda X, k, lam: logistic.fit(X, k, lam * len(k))) == "mean"
    assert named(lambda X, k, lam: logistic.fit(X, k, lam / len(k))) == "λ/m instead of λ"


def test_labels_read_as_bits_are_named():
    def bits(X, k, lam):
        length = 1 / (0.25 * (X**2).sum() + 2 * lam)
        return climb(lambda w: X.T @ (k - sigmoid(X @ w)) - 2 * lam * w, X.shape[1], length)

    assert named(bits) == "labels read as {0,1}"


def search(X, k, lam, penalised):
    """BFGS on the likelihood with a weighted regulariser; it stops where the slope is nearly gone."""

    def loss(w):
        return lam * (penalised * w * w).sum() - logistic.log_likelihood(w, X, k)

    def slope(w):
        return 2 * lam * penalised * w - logistic.log_likelihood_grad(w, X, k)

    start = np.zeros(X.shape[1])
    return minimize(loss, start, jac=slope, method="BFGS", options={"gtol": 1e-7}).x


@pytest.mark.parametrize(("place", "words"), [(-1, "last"), (0, "first")])
def test_an_unpenalised_weight_is_named(place, words):
    def biased(X, k, lam):
        penalised = np.ones(X.shape[1])
        penalised[place] = 0.0
        # A single weight is both the first and the last: it says nothing.
        return search(X, k, lam, penalised) if len(penalised) > 1 else logistic.fit(X, k, lam)

    assert named(biased) == f"the {words} weight is not regularised"


def test_no_regulariser_is_named():
    def free(X, k, lam):
        return search(X, k, lam, np.zeros(X.shape[1]))

    def newton(X, k, lam):
        w = free(X, k, lam)
        return np.full(X.shape[1], np.nan) if logistic.is_separating(w, X, k) else w

    assert named(free) == "unregularised fit that diverges"
    assert named(newton) == "unregularised fit that diverges"


def test_the_unsquared_norm_is_named():
    def unsquared(X, k, lam):
        at_rest = np.linalg.norm(logistic.log_likelihood_grad(np.zeros(X.shape[1]), X, k)) <= lam
        if at_rest:
            return np.zeros(X.shape[1])
        w = logistic.fit(X, k, LEAST) / 4
        for _ in range(100_000):
            size = np.linalg.norm(w)
            g = logistic.log_likelihood_grad(w, X, k) - lam * w / size
            if np.linalg.norm(g) < SHARE * np.linalg.norm(X, axis=1).sum() / 2:
                break
            w = w + g / (0.25 * (X**2).sum() + lam / size)
        return w

    assert named(unsquared) == "λ‖w‖ unsquared"


def test_too_long_steps_are_named():
    def long(X, k, lam):
        return np.full(X.shape[1], np.nan) if lam > 10 else logistic.fit(X, k, lam)

    assert named(long) in {
        "the search diverges: its steps are too long for a large λ",
        "unregularised fit that diverges",
    }
