"""REINFORCE for a categorical latent."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chisquare

from reference.oracle import reinforce as oracle
from reference.reinforce import reinforce_estimates, reinforce_gradient, reinforce_support

Case = tuple[np.ndarray, np.ndarray]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    K = draw(st.integers(1, 5))
    return draw(st.sampled_from([0.0, 1.0, 800.0])) * rng.normal(size=K), rng.normal(size=K)


def test_hand_computed() -> None:
    # q = (¼, ¾), f = (2, -4): rows 2·(¾, -¾) and -4·(-¼, ¼)
    logits, f = np.array([0.0, np.log(3.0)]), np.array([2.0, -4.0])
    rows, probabilities = reinforce_support(logits, f)
    np.testing.assert_allclose(rows, [[1.5, -1.5], [1.0, -1.0]], rtol=1e-14)
    np.testing.assert_allclose(probabilities, [0.25, 0.75], rtol=1e-15)
    # q (f - E f), E f = ½ - 3 = -5/2: ¼ · 9/2 and ¾ · -3/2
    np.testing.assert_allclose(reinforce_gradient(logits, f), [9 / 8, -9 / 8], rtol=1e-14)


@settings(deadline=None, max_examples=60)
@given(cases())
def test_against_the_definition(case: Case) -> None:
    rows, probabilities = reinforce_support(*case)
    exact_rows, exact_probabilities = oracle.reinforce_support(*case)
    np.testing.assert_allclose(rows, exact_rows, rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(probabilities, exact_probabilities, rtol=1e-12, atol=1e-300)
    np.testing.assert_allclose(reinforce_gradient(*case), oracle.reinforce_gradient(*case), rtol=1e-12, atol=1e-14)


@settings(deadline=None)
@given(cases())
def test_unbiased(case: Case) -> None:
    rows, probabilities = reinforce_support(*case)
    np.testing.assert_allclose(probabilities @ rows, reinforce_gradient(*case), atol=1e-14)
    np.testing.assert_allclose(rows.sum(axis=1), 0.0, atol=1e-14)


def test_estimates_lie_in_the_support_with_its_frequencies() -> None:
    logits, f = np.array([0.3, -1.0, 0.8]), np.array([1.0, 2.0, -0.5])
    estimates = reinforce_estimates(logits, f, 20_000, np.random.default_rng(0))
    rows, probabilities = reinforce_support(logits, f)
    which = np.abs(estimates[:, np.newaxis] - rows).max(axis=2).argmin(axis=1)
    np.testing.assert_array_equal(estimates, rows[which])
    assert chisquare(np.bincount(which, minlength=3), 20_000 * probabilities).pvalue > 1e-4
    assert estimates.tolist() == reinforce_estimates(logits, f, 20_000, np.random.default_rng(0)).tolist()


def test_a_single_outcome_has_no_gradient() -> None:
    assert reinforce_estimates(np.array([5.0]), np.array([3.0]), 2, np.random.default_rng(0)).tolist() == [
        [0.0],
        [0.0],
    ]


@pytest.mark.parametrize("num_samples", [1, 7])
def test_shape(num_samples: int) -> None:
    assert reinforce_estimates(np.zeros(4), np.ones(4), num_samples, np.random.default_rng(0)).shape == (
        num_samples,
        4,
    )
