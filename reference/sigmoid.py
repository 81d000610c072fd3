"""The logistic sigmoid S of all five sheets, and its logarithm."""

from __future__ import annotations

import numpy as np
from scipy.special import expit

from reference.arrays import Array, Broadcast


def sigmoid(x: Broadcast) -> Array:
    """The logistic sigmoid, S(x) = 1 / (1 + exp(-x)).

    Args:
        x: any shape.

    Returns:
        The shape of x, in [0, 1]; 1 - S(x) is best had as S(-x).
    """
    value: Array = expit(x)
    return value


def log_sigmoid(x: Array) -> Array:
    """The logarithm of the logistic sigmoid, log S(x) = -log(1 + exp(-x)).

    Args:
        x: any shape.

    Returns:
        The shape of x, at most 0; relatively accurate on both sides, -exp(-x) for large x and x for large -x.
    """
    # logaddexp takes the larger exponent out and goes through log1p: neither overflow nor 1 + tiny.
    value: Array = -np.logaddexp(0.0, -x)
    return value
