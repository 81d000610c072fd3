"""Softmax from its definition."""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import arb

from reference.arrays import Array
from reference.oracle.ball import Vector, exactly, total, vector


def softmax(x: Array) -> Any:
    """exp(x_i) / Σ_j exp(x_j) over the last axis of (..., n), as nested lists."""
    return np.apply_along_axis(_softmax, -1, x).tolist()


def log_softmax(x: Array) -> Any:
    """log(exp(x_i) / Σ_j exp(x_j)) over the last axis of (..., n), as nested lists."""
    return np.apply_along_axis(_log_softmax, -1, x).tolist()


def argmax_indicator(x: Vector) -> list[float]:
    """1 where x_i > x_j for all j ≠ i, else 0."""
    return [float(all(x[i] > x[j] for j in range(len(x)) if j != i)) for i in range(len(x))]


@exactly
def _softmax(x: Vector) -> list[arb]:
    return _shares(x)


@exactly
def _log_softmax(x: Vector) -> list[arb]:
    return [share.log() for share in _shares(x)]


def _shares(x: Vector) -> list[arb]:
    weights = [score.exp() for score in vector(x)]
    return [weight / total(weights) for weight in weights]
