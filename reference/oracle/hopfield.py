"""Hopfield networks from their definition, in rational arithmetic: fields are exact, and so are ties."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from reference.oracle.ball import Matrix, Vector

Update = Callable[[Matrix, Vector, int], list[float]]


def hopfield_energy(W: Matrix, x: Vector) -> float:
    """-½ Σ_i Σ_j x_i w_ij x_j."""
    return float(_energy(W, x))


def hopfield_field(W: Matrix, x: Vector, i: int) -> float:
    """Σ_{j≠i} w_ij x_j."""
    return float(_field(W, x, i))


def hopfield_update(W: Matrix, x: Vector, i: int) -> list[float]:
    """x_i ← the sign of its field, kept where that is 0."""
    field = _field(W, x, i)
    return _replaced(x, i, x[i] if field == 0 else 1.0 if field > 0 else -1.0)


def hopfield_update_positive(W: Matrix, x: Vector, i: int) -> list[float]:
    """x_i ← the sign of its field, +1 where that is 0."""
    return _replaced(x, i, -1.0 if _field(W, x, i) < 0 else 1.0)


def energy_change(W: Matrix, x: Vector, i: int) -> float:
    """The energy after the update of neuron i minus the energy before."""
    return float(_energy(W, hopfield_update(W, x, i)) - _energy(W, x))


def hopfield_run(W: Matrix, x: Vector, max_sweeps: int) -> tuple[list[list[float]], bool]:
    """The start and the state after every update, until a sweep changes nothing; and whether one did not."""
    return _run(hopfield_update, W, x, max_sweeps)


def hopfield_run_positive(W: Matrix, x: Vector, max_sweeps: int) -> tuple[list[list[float]], bool]:
    """The same with +1 at ties."""
    return _run(hopfield_update_positive, W, x, max_sweeps)


def _energy(W: Matrix, x: Vector) -> Fraction:
    n = len(x)
    terms = (
        Fraction(float(x[i])) * Fraction(float(W[i][j])) * Fraction(float(x[j])) for i in range(n) for j in range(n)
    )
    return -sum(terms, Fraction(0)) / 2


def _field(W: Matrix, x: Vector, i: int) -> Fraction:
    return sum((Fraction(float(W[i][j])) * Fraction(float(x[j])) for j in range(len(x)) if j != i), Fraction(0))


def _replaced(x: Vector, i: int, value: float) -> list[float]:
    return [float(value) if j == i else float(x[j]) for j in range(len(x))]


def _run(update: Update, W: Matrix, x: Vector, max_sweeps: int) -> tuple[list[list[float]], bool]:
    states = [[float(value) for value in x]]
    for _ in range(max_sweeps):
        changes = 0
        for i in range(len(x)):
            states.append(update(W, states[-1], i))
            changes += states[-1] != states[-2]
        if changes == 0:
            return states, True
    return states, False
