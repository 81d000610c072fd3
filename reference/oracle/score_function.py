"""The score-function estimator for a Bernoulli mean from its definition, in rational arithmetic."""

from __future__ import annotations

from fractions import Fraction


def score_estimates_support(beta: float) -> tuple[list[float], list[float]]:
    """The values z d/dβ log q_β(z) for z = 0, 1, and q_β(z)."""
    values, probabilities = _support(beta)
    return [float(value) for value in values], [float(probability) for probability in probabilities]


def score_estimator_variance(beta: float, m: int) -> float:
    """(E[v²] - E[v]²) / m of those values v."""
    values, probabilities = _support(beta)
    pairs = list(zip(values, probabilities, strict=True))
    mean = sum((p * v for v, p in pairs), Fraction(0))
    return float((sum((p * v * v for v, p in pairs), Fraction(0)) - mean * mean) / m)


def _support(beta: float) -> tuple[list[Fraction], list[Fraction]]:
    mean = Fraction(float(beta))
    # d/dβ log β = 1/β for z = 1; for z = 0 the factor z makes it 0.
    return [Fraction(0), 1 / mean], [1 - mean, mean]
