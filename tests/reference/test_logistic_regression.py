"""Logistic regression and its regularised fit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reference import logistic_regression as logistic
from reference.oracle import logistic_regression as oracle

Data = tuple[np.ndarray, np.ndarray, np.ndarray]


@st.composite
def data(draw: st.DrawFn) -> Data:
    """Weights (n,), features (m, n) and classes (m,), margins from tiny to ±1e4 and beyond."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    m, n = draw(st.integers(0, 6)), draw(st.integers(1, 4))
    scale = draw(st.sampled_from([1e-3, 1.0, 30.0, 1e4]))
    return scale * rng.normal(size=n), rng.normal(size=(m, n)), rng.choice([-1.0, 1.0], m)


def test_hand_computed() -> None:
    # margins: +1 · log 3 and -1 · log 3, so that L = log(3/4) + log(1/4) = log(3/16);
    # the gradient is S(-log 3) · 1 · 1 + S(log 3) · (-1) · 1 = 1/4 - 3/4 = -1/2
    w, X, k = np.array([np.log(3.0)]), np.array([[1.0], [1.0]]), np.array([1.0, -1.0])
    assert logistic.log_likelihood(w, X, k) == pytest.approx(np.log(3 / 16), rel=1e-15)
    np.testing.assert_allclose(logistic.log_likelihood_grad(w, X, k), [-0.5], rtol=1e-15)
    # λ‖w‖² = 2 log² 3, and its gradient 2 · 2 log 3
    assert logistic.regularised_log_likelihood(w, X, k, 2.0) == pytest.approx(np.log(3 / 16) - 2 * np.log(3) ** 2)
    np.testing.assert_allclose(
        logistic.regularised_log_likelihood_grad(w, X, k, 2.0), [-0.5 - 4 * np.log(3)], rtol=1e-15
    )


def test_zero_weights() -> None:
    X, k = np.array([[1.0, 2.0], [3.0, -4.0], [0.0, 1.0]]), np.array([1.0, -1.0, 1.0])
    w = np.zeros(2)
    assert logistic.log_likelihood(w, X, k) == pytest.approx(-3 * np.log(2.0), rel=1e-15)
    # ½ Σ k_i x_i = ½ (1 - 3 + 0, 2 + 4 + 1)
    assert logistic.log_likelihood_grad(w, X, k).tolist() == [-1.0, 3.5]


def test_margins_of_ten_thousand() -> None:
    X, k = np.array([[1.0], [1.0]]), np.array([1.0, -1.0])
    assert logistic.log_likelihood(np.array([1e4]), X, k) == -1e4
    assert logistic.log_likelihood_grad(np.array([1e4]), X, k).tolist() == [-1.0]
    assert logistic.log_likelihood_grad(np.array([-1e4]), X, k).tolist() == [1.0]


@settings(deadline=None, max_examples=60)
@given(data())
def test_against_the_definition(case: Data) -> None:
    w, X, k = case
    # Margins are rounded by 1e-16 of their terms, likelihoods and gradients by what that makes of them.
    size = 1.0 + np.abs(X @ w).sum()
    assert logistic.log_likelihood(w, X, k) == pytest.approx(
        oracle.log_likelihood(w, X, k), rel=1e-10, abs=1e-15 * size
    )
    np.testing.assert_allclose(
        logistic.log_likelihood_grad(w, X, k),
        oracle.log_likelihood_grad(w, X, k),
        rtol=1e-10,
        atol=1e-14 * size,
    )
    np.testing.assert_allclose(
        logistic.regularised_log_likelihood_grad(w, X, k, 0.3),
        oracle.regularised_log_likelihood_grad(w, X, k, 0.3),
        rtol=1e-10,
        atol=1e-14 * size,
    )
    assert logistic.regularised_log_likelihood(w, X, k, 0.3) == pytest.approx(
        oracle.regularised_log_likelihood(w, X, k, 0.3), rel=1e-10
    )
    assert logistic.is_separating(w, X, k) == oracle.is_separating(w, X, k)


def test_scaling_separating_weights_up_raises_the_likelihood() -> None:
    w, X, k = np.array([1.0, -1.0]), np.array([[2.0, 1.0], [1.0, 3.0]]), np.array([1.0, -1.0])
    assert logistic.is_separating(w, X, k)
    values = [logistic.log_likelihood(s * w, X, k) for s in (1.0, 2.0, 10.0, 100.0)]
    assert values == sorted(values)
    assert values[-1] < 0.0  # the supremum is not attained


@pytest.mark.parametrize(
    ("X", "expected"),
    [([[1.0, 0.0], [-2.0, 5.0]], True), ([[0.0, 1.0]] * 2, False), ([[1.0, 0.0]] * 2, False)],
)
def test_is_separating_is_strict(X: list[list[float]], expected: bool) -> None:
    # k = (+1, -1), w = (1, 0): the second data lie on the hyperplane, the third on one side of it
    assert logistic.is_separating(np.array([1.0, 0.0]), np.array(X), np.array([1.0, -1.0])) is expected


def test_fit_in_closed_form() -> None:
    # One point x = k = 1: S(-w) = 2λw. For w = log 3 that is 1/4 = 2λ log 3.
    w = logistic.fit(np.array([[1.0]]), np.array([1.0]), 1 / (8 * np.log(3.0)))
    np.testing.assert_allclose(w, [np.log(3.0)], rtol=1e-10)


@pytest.mark.parametrize("lam", [1e-3, 0.1, 1.0, 100.0])
@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e3, 1e5])
@pytest.mark.parametrize("separable", [True, False])
def test_fit_leaves_no_gradient(lam: float, scale: float, separable: bool) -> None:
    rng = np.random.default_rng(1)
    for m, n in ((1, 1), (3, 5), (40, 3)):
        X = scale * rng.normal(size=(m, n))
        k = np.where(X @ rng.normal(size=n) > 0.0, 1.0, -1.0) if separable else rng.choice([-1.0, 1.0], m)
        w = logistic.fit(X, k, lam)
        gradient = oracle.regularised_log_likelihood_grad(w, X, k, lam)
        assert np.linalg.norm(gradient) <= 1e-9 * np.linalg.norm(X, axis=1).sum()


def test_a_step_that_overshoots_is_halved() -> None:
    # -(s - 0.2)² rises from -0.04 with slope 0.4: at 1 and ½ it is below, at ¼ it is -0.0025
    assert logistic._step_length(lambda length: -np.square(length - 0.2), np.float64(0.4)) == 0.25
    assert logistic._step_length(lambda length: -np.square(length - 0.9), np.float64(1.8)) == 1.0


def test_fit_is_a_maximum() -> None:
    rng = np.random.default_rng(2)
    X, k = rng.normal(size=(20, 3)), rng.choice([-1.0, 1.0], 20)
    w = logistic.fit(X, k, 0.05)
    best = logistic.regularised_log_likelihood(w, X, k, 0.05)
    for direction in rng.normal(size=(50, 3)):
        assert logistic.regularised_log_likelihood(w + 1e-3 * direction, X, k, 0.05) < best


def test_fit_without_evidence_is_zero() -> None:
    assert logistic.fit(np.zeros((2, 3)), np.array([1.0, -1.0]), 0.1).tolist() == [0.0, 0.0, 0.0]
    assert logistic.fit(np.zeros((0, 2)), np.zeros(0), 0.1).tolist() == [0.0, 0.0]


@pytest.mark.parametrize("lam", [0.0, -1.0, float("nan")])
def test_fit_refuses_what_has_no_maximiser(lam: float) -> None:
    with pytest.raises(ValueError, match="allowed lam > 0"):
        logistic.fit(np.ones((1, 1)), np.ones(1), lam)
