"""Testing the mean of a bounded estimator at any time: wealth won by betting against it.

A gambler who stakes a fraction λ of the wealth on every draw cannot win if the mean is as claimed: the wealth is a
martingale, so it reaches 10⁶ with probability at most 10⁻⁶ whenever one looks (Ville). A mixture over many λ finds
deviations of every size. (Waudby-Smith & Ramdas, Estimating means of bounded random variables by betting, 2024.)
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from scipy.special import logsumexp

from grader.records import Array

# False failures happen with at most this probability.
FALSE_FAIL = 1e-6
# To pass, the wealth against "too high by δ" and against "too low by δ" must both reach this.
_CONFIRMED = 100.0
_FRACTIONS = 0.9 * 2.0 ** -np.arange(9)


class Bet(StrEnum):
    """How the bets stand after the draws so far."""

    PASS = "pass"  # noqa: S105 - a verdict
    FAIL = "fail"
    OPEN = "open"


def bet(draws: Array, mean: float, margin: float) -> Bet:
    """Whether `draws` in [0, 1] have this mean, to within `margin`; looked at after any number of draws.

    Whichever threshold was crossed first decides.
    """
    fail = _first(_log_wealth(draws, mean, +1, -1) >= np.log(1 / FALSE_FAIL))
    high, low = mean + margin, mean - margin
    not_high = 0 if high >= 1 else _first(_log_wealth(draws, high, -1) >= np.log(_CONFIRMED))
    not_low = 0 if low <= 0 else _first(_log_wealth(draws, low, +1) >= np.log(_CONFIRMED))
    passed = max(not_high, not_low)
    if min(fail, passed) >= len(draws):
        return Bet.OPEN
    return Bet.FAIL if fail <= passed else Bet.PASS


def _log_wealth(draws: Array, mean: float, *sides: int) -> Array:
    """log of the mixture's wealth after each draw, betting that the mean is above (+1) or below (−1) `mean`."""
    stakes = np.concatenate(
        [_FRACTIONS / mean if side > 0 else -_FRACTIONS / (1 - mean) for side in sides if 0 < mean < 1] or [np.zeros(1)]
    )
    paths = np.cumsum(np.log1p(stakes[:, None] * (draws[None, :] - mean)), axis=1)
    return np.asarray(logsumexp(paths, axis=0) - np.log(len(stakes)))


def _first(reached: Array) -> int:
    return int(np.argmax(reached)) if reached.any() else len(reached)
