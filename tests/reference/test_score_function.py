"""The score-function estimator for a Bernoulli mean."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from reference.oracle import score_function as oracle
from reference.score_function import score_estimates, score_estimates_support, score_estimator_variance


def test_hand_computed() -> None:
    # β = 1/4: values 0 and 4 with 3/4 and 1/4; E[v²] - 1 = 16/4 - 1 = 3, and 3/10 for the mean of 10
    values, probabilities = score_estimates_support(0.25)
    assert values.tolist() == [0.0, 4.0]
    assert probabilities.tolist() == [0.75, 0.25]
    assert score_estimator_variance(0.25, 10) == pytest.approx(0.3, rel=1e-15)


@settings(deadline=None)
@given(st.floats(1e-6, 1.0 - 1e-6), st.integers(1, 10**6))
def test_against_the_definition(beta: float, m: int) -> None:
    assert score_estimator_variance(beta, m) == pytest.approx(oracle.score_estimator_variance(beta, m), rel=1e-13)
    values, probabilities = score_estimates_support(beta)
    exact_values, exact_probabilities = oracle.score_estimates_support(beta)
    assert values.tolist() == pytest.approx(exact_values, rel=1e-15)
    assert probabilities.tolist() == pytest.approx(exact_probabilities, rel=1e-15)
    assert values @ probabilities == pytest.approx(1.0, rel=1e-15)


@pytest.mark.parametrize("beta", [0.01, 0.3, 0.99])
def test_estimates(beta: float) -> None:
    estimates = score_estimates(beta, 10_000, np.random.default_rng(0))
    assert estimates.shape == (10_000,)
    assert set(estimates.tolist()) == {0.0, 1.0 / beta}
    assert binomtest(int((estimates > 0.0).sum()), 10_000, beta).pvalue > 1e-4
    assert estimates.tolist() == score_estimates(beta, 10_000, np.random.default_rng(0)).tolist()


def test_the_variance_is_that_of_the_mean() -> None:
    rng = np.random.default_rng(3)
    means = [score_estimates(0.2, 50, rng).mean() for _ in range(4000)]
    # The standard error of a variance from 4000 draws is about 2.5 %.
    assert np.var(means) == pytest.approx(score_estimator_variance(0.2, 50), rel=0.1)
