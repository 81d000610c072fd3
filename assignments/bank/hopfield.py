"""Hopfield networks: energy, update of one neuron, and the change of the energy.

Weights that decide a sign are drawn on a grid: the field is then exact in any order of summation and in single
precision, so that a tie is a tie for everybody.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from assignments.bank.symptoms import in_place
from grader import Draw, check, mistake, symptom
from grader.course.question import Arguments
from reference import hopfield
from reference.arrays import Array, Scalar

# What a student writes for sign(0): the first two are right, np.sign and −1 are not.
Sign = Callable[[Any, Any], Any]
Field = Callable[[Array, Array, int], Any]


def keep(field: Any, state: Any) -> Any:
    return np.where(field == 0, state, np.sign(field))


def positive(field: Any, _state: Any) -> Any:
    return np.where(field >= 0, 1.0, -1.0)


def zero(field: Any, _state: Any) -> Any:
    return np.sign(field)


def negative(field: Any, _state: Any) -> Any:
    return np.where(field > 0, 1.0, -1.0)


SIGNS: tuple[Sign, ...] = (keep, positive, zero, negative)
TIE_MISTAKES: tuple[tuple[str, Sign], ...] = (
    ("np.sign as it is (0 at a tie)", zero),
    ("sign(0) taken as −1", negative),
)


def _grid(array: Array) -> Array:
    """Multiples of 1/16: small sums of them are exact in single precision."""
    return np.round(array * 16) / 16


def network(draw: Draw) -> Arguments:
    n = draw.size()
    return {"W": _grid(draw.symmetric(n, draw.scale(0.5, 1.0, 4.0))), "x": draw.signs(n)}


def _neuron(draw: Draw) -> Arguments:
    W, x = network(draw).values()
    return {"W": W, "x": x, "i": draw.integer(0, len(np.asarray(x)) - 1)}


def state(*signs: int) -> Array:
    return np.array(signs, dtype=np.float64)


PAIR = np.array([[0.0, 1.0], [1.0, 0.0]])
TIED = np.array([[2.0, 1.0, 1.0], [1.0, -3.0, 0.5], [1.0, 0.5, 1.0]])  # tied at neuron 0 where x_1 = −x_2
SELFISH = np.array([[5.0, 1.0, 0.0], [1.0, 5.0, 1.0], [0.0, 1.0, 5.0]])  # the diagonal outweighs the rest
PATTERN = np.outer(state(1, -1, 1, 1, -1), state(1, -1, 1, 1, -1))

NEURON_EDGES: tuple[Arguments, ...] = (
    {"W": np.array([[3.0]]), "x": state(-1), "i": 0},
    {"W": np.array([[-2.0]]), "x": state(1), "i": 0},
    {"W": np.array([[-2.0]]), "x": state(-1), "i": 0},
    {"W": PAIR, "x": state(1, -1), "i": 0},
    {"W": -PAIR, "x": state(1, 1), "i": 1},
    {"W": TIED, "x": state(-1, 1, -1), "i": 0},
    {"W": TIED, "x": state(1, 1, -1), "i": 0},
    {"W": TIED, "x": state(-1, -1, 1), "i": 0},
    {"W": SELFISH, "x": state(1, -1, 1), "i": 1},
    {"W": -SELFISH, "x": state(1, 1, 1), "i": 0},
    {"W": np.zeros((3, 3)), "x": state(1, -1, 1), "i": 1},
    {"W": PATTERN, "x": state(1, 1, 1, 1, -1), "i": 1},
    {"W": 64.0 * PATTERN, "x": state(-1, -1, 1, 1, -1), "i": 0},
)


# --------------------------------------------------------------------------- the energy


@check("hopfield_energy", reference=hopfield.hopfield_energy)
def energy(draw: Draw) -> Arguments:
    """Energy of a state, H = −½ xᵀWx, the diagonal included."""
    n = draw.size()
    return {"W": draw.symmetric(n, draw.scale()), "x": draw.signs(n)}


energy.edges(
    {"W": np.array([[3.0]]), "x": state(-1)},
    {"W": np.array([[-0.5]]), "x": state(1)},
    {"W": PAIR, "x": state(1, 1)},
    {"W": PAIR, "x": state(1, -1)},
    {"W": np.zeros((3, 3)), "x": state(1, -1, 1)},
    {"W": np.eye(4), "x": state(1, -1, -1, 1)},
    {"W": TIED, "x": state(-1, 1, -1)},
    {"W": SELFISH, "x": state(1, 1, 1)},
    {"W": -SELFISH, "x": state(-1, 1, -1)},
    {"W": PATTERN, "x": state(1, -1, 1, 1, -1)},
    {"W": PATTERN, "x": state(1, 1, 1, 1, 1)},
    {"W": 1000.0 * PATTERN, "x": state(-1, 1, -1, 1, -1)},
)


@mistake(energy, "missing ½")
def energy_without_half(W: Array, x: Array) -> Scalar:
    return 2 * hopfield.hopfield_energy(W, x)


@mistake(energy, "sign of H")
def energy_with_other_sign(W: Array, x: Array) -> Scalar:
    return -hopfield.hopfield_energy(W, x)


@mistake(energy, "missing ½ and sign of H")
def energy_without_minus_half(W: Array, x: Array) -> Scalar:
    return -2 * hopfield.hopfield_energy(W, x)


@mistake(energy, "the diagonal left out of H")
def energy_without_diagonal(W: Array, x: Array) -> Scalar:
    return hopfield.hopfield_energy(W - np.diag(np.diag(W)), x)


@mistake(energy, "every pair counted once, but the diagonal whole")
def energy_of_triangle(W: Array, x: Array) -> Scalar:
    return 2 * hopfield.hopfield_energy(np.triu(W), x)


@mistake(energy, "x·x weighted by W instead of x_i w_ij x_j")
def energy_of_rows(W: Array, x: Array) -> Scalar:
    value: Scalar = -0.5 * (W * x * x).sum()
    return value


# --------------------------------------------------------------------------- one update


@check("hopfield_update", reference=(hopfield.hopfield_update, hopfield.hopfield_update_positive))
def update(draw: Draw) -> Arguments:
    """New state after updating neuron i, x_i ← sign(Σ_{j≠i} w_ij x_j)."""
    return _neuron(draw)


update.edges(*NEURON_EDGES)


def with_diagonal(W: Array, x: Array, i: int) -> Any:
    return W[i] @ x


def turned(W: Array, x: Array, i: int) -> Any:
    return -hopfield.hopfield_field(W, x, i)


def step(field: Field, sign: Sign, W: Array, x: Array, i: int) -> Array:
    """The state after updating neuron i as a student does it."""
    updated = x.copy()
    updated[i] = sign(field(W, x, i), x[i])
    return updated


def step_before(sign: Sign, W: Array, x: Array, i: int) -> Array:
    return step(hopfield.hopfield_field, sign, W, x, i - 1)


def step_of_all(field: Field, sign: Sign, W: Array, x: Array, _i: int = 0) -> Array:
    return np.array([sign(field(W, x, j), x[j]) for j in range(len(x))])


symptom(update, "input modified in place")(in_place)
for _words, _sign in TIE_MISTAKES:
    mistake(update, _words)(partial(step, hopfield.hopfield_field, _sign))
for _sign in SIGNS:
    mistake(update, "diagonal used in the update")(partial(step, with_diagonal, _sign))
    mistake(update, "all neurons updated at once (cycles)")(partial(step_of_all, hopfield.hopfield_field, _sign))
    mistake(update, "all neurons updated at once (cycles)")(partial(step_of_all, with_diagonal, _sign))
    mistake(update, "i counted from 1")(partial(step_before, _sign))
    mistake(update, "sign of the field")(partial(step, turned, _sign))


# --------------------------------------------------------------------------- the change of the energy


@check("energy_change", reference=hopfield.energy_change)
def change(draw: Draw) -> Arguments:
    """Change of the energy by that update."""
    return _neuron(draw)


change.edges(*NEURON_EDGES)
symptom(change, "input modified in place")(in_place)


@mistake(change, "missing ½")
def change_without_half(W: Array, x: Array, i: int) -> Scalar:
    return 2 * hopfield.energy_change(W, x, i)


@mistake(change, "sign of H")
def change_with_other_sign(W: Array, x: Array, i: int) -> Scalar:
    return -hopfield.energy_change(W, x, i)


@mistake(change, "missing ½ and sign of H")
def change_without_minus_half(W: Array, x: Array, i: int) -> Scalar:
    return -2 * hopfield.energy_change(W, x, i)


@mistake(change, "a factor ½ too many")
def change_with_another_half(W: Array, x: Array, i: int) -> Scalar:
    return hopfield.energy_change(W, x, i) / 2


@mistake(change, "i counted from 1")
def change_of_the_neuron_before(W: Array, x: Array, i: int) -> Scalar:
    return hopfield.energy_change(W, x, i - 1 if i else len(x) - 1)


def _difference(step: Callable[[Array, Array, int], Array], W: Array, x: Array, i: int) -> Scalar:
    return hopfield.hopfield_energy(W, step(W, x, i)) - hopfield.hopfield_energy(W, x)


@mistake(change, "diagonal used in the update")
def change_with_diagonal_in_the_field(W: Array, x: Array, i: int) -> Any:
    return (x[i] - hopfield.hopfield_update(W, x, i)[i]) * with_diagonal(W, x, i)


@mistake(change, "diagonal used in the update")
def change_with_diagonal_throughout(W: Array, x: Array, i: int) -> Any:
    return (x[i] - step(with_diagonal, keep, W, x, i)[i]) * with_diagonal(W, x, i)


# The diagonal adds to H what no ±1 changes, but a 0 does: np.sign shows at ties as ½ w_ii.
mistake(change, "np.sign as it is (0 at a tie)")(partial(_difference, partial(step, hopfield.hopfield_field, zero)))
for _sign in SIGNS:
    mistake(change, "diagonal used in the update")(partial(_difference, partial(step, with_diagonal, _sign)))
    mistake(change, "all neurons updated at once (cycles)")(
        partial(_difference, partial(step_of_all, hopfield.hopfield_field, _sign))
    )
