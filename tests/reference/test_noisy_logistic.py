"""Noisy labels for logistic regression."""

from __future__ import annotations

import numpy as np
import pytest

from reference import noisy_logistic as noisy
from reference.oracle import noisy_logistic as oracle


def test_hand_computed() -> None:
    # scores wᵀx = (log 3, -log 3), labels (+1, +1), ε = 1/4: log(5/8) + log(3/8)
    w, X, t = np.array([np.log(3.0), 0.0]), np.array([[1.0, 7.0], [-1.0, 5.0]]), np.ones(2)
    assert noisy.noisy_log_likelihood(w, X, t, 0.25) == pytest.approx(np.log(15 / 64), rel=1e-14)
    assert noisy.soft_label_cross_entropy(w, X, t, 0.25) == pytest.approx(-np.log(3 / 16), rel=1e-14)


def test_ignorance() -> None:
    rng = np.random.default_rng(0)
    w, X, t = rng.normal(size=3), 1e4 * rng.normal(size=(7, 3)), rng.choice([-1.0, 1.0], 7)
    assert noisy.noisy_log_likelihood(w, X, t, 0.5) == pytest.approx(-7 * np.log(2.0), rel=1e-14)


@pytest.mark.parametrize("eps", [0.0, 0.1, 0.5, 1.0])
@pytest.mark.parametrize("scale", [1.0, 1e4])
def test_against_the_definition(eps: float, scale: float) -> None:
    rng = np.random.default_rng(3)
    for m, n in ((1, 1), (4, 4), (6, 2)):
        case = (scale * rng.normal(size=n), rng.normal(size=(m, n)), rng.choice([-1.0, 1.0], m), eps)
        assert noisy.noisy_log_likelihood(*case) == pytest.approx(oracle.noisy_log_likelihood(*case), rel=1e-9)
        expected = oracle.soft_label_cross_entropy(*case)
        assert noisy.soft_label_cross_entropy(*case) == pytest.approx(expected, rel=1e-9)
