"""Bernoulli and Gaussian decoder likelihoods."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from reference.decoder import bernoulli_nll, gaussian_nll, mse_decomposition
from reference.oracle import decoder as oracle

SHAPES = st.tuples(st.integers(1, 3), st.integers(1, 4))
MEANS = st.one_of(st.sampled_from([0.0, 0.5, 1.0, 1e-12, 1.0 - 1e-12]), st.floats(0.0, 1.0, allow_subnormal=False))


def test_bernoulli_by_hand() -> None:
    x, x_hat = np.array([[1.0, 0.0], [0.5, 1.0]]), np.array([[0.25, 0.25], [0.5, 0.5]])
    # -log ¼ - log ¾ = log(16/3); log 2 + log 2
    np.testing.assert_allclose(bernoulli_nll(x, x_hat), [np.log(16 / 3), np.log(4.0)], rtol=1e-15)


@pytest.mark.parametrize(
    ("x", "x_hat", "expected"),
    [
        (0.0, 0.0, 0.0),
        (1.0, 1.0, 0.0),
        (1.0, 0.0, np.inf),
        (0.0, 1.0, np.inf),
        (0.5, 0.0, np.inf),
        (0.5, 1.0, np.inf),
    ],
)
def test_bernoulli_ends(x: float, x_hat: float, expected: float) -> None:
    assert bernoulli_nll(np.array([[x]]), np.array([[x_hat]])).tolist() == [expected]
    beside = bernoulli_nll(np.array([[x, 1.0, 0.0]]), np.array([[x_hat, 0.5, 0.5]]))
    assert beside.tolist() == pytest.approx([expected + np.log(4.0)])


def test_bernoulli_means_below_the_rounding_of_1() -> None:
    assert bernoulli_nll(np.zeros((1, 1)), np.full((1, 1), 1e-18)).tolist() == [1e-18]


@settings(deadline=None)
@given(SHAPES.flatmap(lambda s: st.tuples(*[arrays(np.float64, s, elements=MEANS)] * 2)))
def test_bernoulli_against_the_definition(case: tuple[np.ndarray, np.ndarray]) -> None:
    np.testing.assert_allclose(bernoulli_nll(*case), oracle.bernoulli_nll(*case), rtol=1e-13, atol=1e-15)


def test_gaussian_by_hand() -> None:
    # σ = ½: (1² + 2²) / (2/4) + 2/2 log(2π/4) = 10 + log(π/2)
    x, x_hat = np.array([[1.0, 2.0], [0.0, 0.0]]), np.array([[0.0, 4.0], [0.0, 0.0]])
    np.testing.assert_allclose(gaussian_nll(x, x_hat, 0.5), [10.0 + np.log(np.pi / 2), np.log(np.pi / 2)], rtol=1e-15)
    scale, offset = mse_decomposition(0.5, 2)
    assert (scale, offset) == pytest.approx((2.0, np.log(np.pi / 2)), rel=1e-15)


@settings(deadline=None)
@given(SHAPES, st.integers(0, 2**32), st.sampled_from([1e-3, 0.4, 1.0, 20.0]), st.sampled_from([0.0, 1.0, 1e3]))
def test_gaussian_against_the_definition(shape: tuple[int, int], seed: int, sigma: float, spread: float) -> None:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=shape)
    x_hat = x + sigma * spread * rng.uniform(-1.0, 1.0, shape)
    exact = oracle.gaussian_nll(x, x_hat, sigma)
    np.testing.assert_allclose(gaussian_nll(x, x_hat, sigma), exact, rtol=1e-13, atol=1e-13)
    scale, offset = mse_decomposition(sigma, shape[1])
    assert (scale, offset) == pytest.approx(oracle.mse_decomposition(sigma, shape[1]), rel=1e-14, abs=1e-14)
    errors = np.square(x - x_hat).sum(axis=1)
    np.testing.assert_allclose(scale * errors + offset, exact, rtol=1e-12, atol=1e-13)


def test_offset_where_it_vanishes() -> None:
    assert mse_decomposition(1 / np.sqrt(2 * np.pi), 7)[1] == pytest.approx(0.0, abs=1e-14)
