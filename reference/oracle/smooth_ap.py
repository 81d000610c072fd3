"""Average precision, triplet loss and smooth AP from their definitions."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from flint import arb

from reference.arrays import Broadcast
from reference.oracle.ball import Vector, exactly, gradient, sigmoid, total, vector


def average_precision(d_pos: Vector, d_neg: Vector) -> float:
    """Equation (2) to the letter, in rational arithmetic."""
    everyone = [*d_pos, *d_neg]
    losses = [
        Fraction(sum(bool(d_n < d_p) for d_n in d_neg), sum(bool(d_x <= d_p) for d_x in everyone)) for d_p in d_pos
    ]
    return float(1 - sum(losses, Fraction(0)) / len(d_pos))


def misranked_pairs(d_pos: Vector, d_neg: Vector) -> int:
    """Σ_p Σ_n ⟦d_n < d_p⟧."""
    return sum(bool(d_n < d_p) for d_p in d_pos for d_n in d_neg)


def triplet_loss_value(d_pos: Vector, d_neg: Vector, margin: float) -> float:
    """Σ_p Σ_n max(0, a + d_p - d_n), in rational arithmetic."""
    return float(sum((max(Fraction(0), gap) for gaps in _gaps(d_pos, d_neg, margin) for gap in gaps), Fraction(0)))


def triplet_loss_gradient(d_pos: Vector, d_neg: Vector, margin: float) -> tuple[list[float], list[float]]:
    """How many pairs of each positive, and minus how many of each negative, are above the kink."""
    gaps = _gaps(d_pos, d_neg, margin)
    by_pos = [float(sum(gap > 0 for gap in row)) for row in gaps]
    by_neg = [-float(sum(row[n] > 0 for row in gaps)) for n in range(len(d_neg))]
    return by_pos, by_neg


def smooth_indicator(d_n: Broadcast, d_p: Broadcast, tau: float) -> Any:
    """P(Z < d_p - d_n) for logistic Z of scale τ, nested lists of the broadcast shape."""
    return np.vectorize(_smooth_indicator, otypes=[np.float64])(d_n, d_p, tau).tolist()


@exactly
def smooth_ap_value(d_pos: Vector, d_neg: Vector, tau: float) -> arb:
    """Equation (2) with every indicator smoothed but p's own."""
    return _smooth_ap(vector(d_pos), vector(d_neg), arb(float(tau)))


@exactly
def smooth_ap_gradient(d_pos: Vector, d_neg: Vector, tau: float) -> tuple[list[arb], list[arb]]:
    """The gradients of smooth AP with respect to d_pos (T,) and d_neg (M,)."""
    positives, negatives, scale = vector(d_pos), vector(d_neg), arb(float(tau))
    by_pos = gradient(lambda at: _smooth_ap(at, negatives, scale), positives)
    by_neg = gradient(lambda at: _smooth_ap(positives, at, scale), negatives)
    return by_pos, by_neg


def _gaps(d_pos: Vector, d_neg: Vector, margin: float) -> list[list[Fraction]]:
    a = Fraction(float(margin))
    return [[a + Fraction(float(d_p)) - Fraction(float(d_n)) for d_n in d_neg] for d_p in d_pos]


@exactly
def _smooth_indicator(d_n: float, d_p: float, tau: float) -> arb:
    return _indicator(arb(float(d_n)), arb(float(d_p)), arb(float(tau)))


def _indicator(d_n: arb, d_p: arb, tau: arb) -> arb:
    return sigmoid((d_p - d_n) / tau)


def _smooth_ap(d_pos: list[arb], d_neg: list[arb], tau: arb) -> arb:
    loss = arb(0)
    for p, d_p in enumerate(d_pos):
        closer = total(_indicator(d_n, d_p, tau) for d_n in d_neg)
        others = total(_indicator(d_x, d_p, tau) for x, d_x in enumerate(d_pos) if x != p)
        loss += closer / (1 + others + closer)
    return 1 - loss / len(d_pos)
