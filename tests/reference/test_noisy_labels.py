"""Maximum likelihood from noisy labels, given scores."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reference import noisy_labels as noisy
from reference.oracle import noisy_labels as oracle

Case = tuple[np.ndarray, np.ndarray, float]
RATES = st.one_of(st.sampled_from([0.0, 0.5, 1.0, 1e-12, 1.0 - 1e-12]), st.floats(0.0, 1.0))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    m = draw(st.integers(0, 5))
    scale = draw(st.sampled_from([0.0, 1e-6, 1.0, 30.0, 1e3, 1e4]))
    return scale * rng.normal(size=m), rng.choice([-1.0, 1.0], m), draw(RATES)


def test_hand_computed() -> None:
    # S(log 3) = 3/4; ε = 1/4. Right: ¾·¾ + ¼·¼ = 5/8. Wrong: ¾·¼ + ¼·¾ = 3/8.
    scores, t = np.full(2, np.log(3.0)), np.array([1.0, -1.0])
    assert noisy.noisy_log_likelihood(scores, t, 0.25) == pytest.approx(np.log(15 / 64), rel=1e-14)
    assert noisy.noisy_nll_value(scores, t, 0.25) == pytest.approx(-np.log(15 / 64), rel=1e-14)
    # -[¾ log ¾ + ¼ log ¼] - [¾ log ¼ + ¼ log ¾] = -log ¾ - log ¼
    assert noisy.soft_label_cross_entropy(scores, t, 0.25) == pytest.approx(-np.log(3 / 16), rel=1e-14)
    # -t (1 - 2ε) S(m) S(-m) / p: -½ · 3/16 / (5/8) = -3/20, and +½ · 3/16 / (3/8) = 1/4
    np.testing.assert_allclose(noisy.noisy_nll_gradient(scores, t, 0.25), [-0.15, 0.25], rtol=1e-14)


@pytest.mark.parametrize("score", [-1e4, -1.0, 0.0, 1.0, 1e4])
def test_the_ends_and_the_middle(score: float) -> None:
    scores, t = np.array([score]), np.array([1.0])
    certain = -np.logaddexp(0.0, -score)  # log S(f)
    flipped = -np.logaddexp(0.0, score)  # log S(-f)
    assert noisy.noisy_log_likelihood(scores, t, 0.0) == certain
    assert noisy.noisy_log_likelihood(scores, t, 1.0) == flipped
    assert noisy.noisy_log_likelihood(scores, t, 0.5) == pytest.approx(-np.log(2.0), rel=1e-15)
    assert noisy.soft_label_cross_entropy(scores, t, 0.0) == -certain
    assert noisy.soft_label_cross_entropy(scores, t, 1.0) == -flipped
    assert noisy.soft_label_cross_entropy(scores, t, 0.5) == pytest.approx(-(certain + flipped) / 2, rel=1e-15)
    assert noisy.noisy_nll_gradient(scores, t, 0.5).tolist() == [0.0]


def test_gradient_far_out() -> None:
    # ε = 0: -t S(-m), which is -1 at m = -1e3 and nothing at 1e3; with noise both tails vanish like exp(-|m|)
    scores, t = np.array([-1e3, 1e3, 0.0]), np.ones(3)
    assert noisy.noisy_nll_gradient(scores, t, 0.0).tolist() == [-1.0, 0.0, -0.5]
    assert noisy.noisy_nll_gradient(scores, t, 1.0).tolist() == [0.0, 1.0, 0.5]
    np.testing.assert_allclose(noisy.noisy_nll_gradient(scores, t, 0.25), [0.0, 0.0, -0.25], rtol=1e-15)
    # At m = -30, (1-2ε) e^m / ε to first order, which takes no rounding of 1 + e^-30 to see.
    np.testing.assert_allclose(
        noisy.noisy_nll_gradient(-np.full(1, 30.0), t[:1], 0.25), [-2 * np.exp(-30.0)], rtol=1e-11
    )


def test_no_data() -> None:
    none = np.zeros(0)
    assert noisy.noisy_log_likelihood(none, none, 0.1) == 0.0
    assert noisy.noisy_nll_gradient(none, none, 0.1).shape == (0,)


@settings(deadline=None, max_examples=120)
@given(cases())
def test_against_the_definition(case: Case) -> None:
    # Every logarithm is right to a rounding, also where the likelihood is nearly 1 and its logarithm nearly 0.
    assert noisy.noisy_log_likelihood(*case) == pytest.approx(oracle.noisy_log_likelihood(*case), rel=1e-12, abs=1e-300)
    assert noisy.noisy_nll_value(*case) == pytest.approx(oracle.noisy_nll_value(*case), rel=1e-12, abs=1e-300)
    assert noisy.soft_label_cross_entropy(*case) == pytest.approx(
        oracle.soft_label_cross_entropy(*case), rel=1e-13, abs=1e-300
    )
    np.testing.assert_allclose(
        noisy.noisy_nll_gradient(*case), oracle.noisy_nll_gradient(*case), rtol=1e-12, atol=1e-300
    )


@settings(deadline=None)
@given(cases())
def test_the_cross_entropy_bounds_the_likelihood(case: Case) -> None:
    likelihood, bound = noisy.noisy_log_likelihood(*case), -noisy.soft_label_cross_entropy(*case)
    assert likelihood <= 0.0
    assert bound <= likelihood + 1e-12 * abs(likelihood)


@settings(deadline=None)
@given(cases(), st.integers(0, 1024))
def test_symmetries(case: Case, numerator: int) -> None:
    scores, t, _ = case
    eps = numerator / 1024  # so that 1 - ε is exact
    likelihood = noisy.noisy_log_likelihood(scores, t, eps)
    assert noisy.noisy_log_likelihood(-scores, -t, eps) == likelihood
    assert noisy.noisy_log_likelihood(scores, -t, 1.0 - eps) == pytest.approx(likelihood, rel=1e-13, abs=1e-300)
