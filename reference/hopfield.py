"""Hopfield networks: n binary neurons ±1 with symmetric weights, updated one at a time.

The diagonal of W may be non-zero: it is in the energy, as a constant, and never in the update. Where the
field at a neuron is exactly 0 two conventions are right: its state is kept (`hopfield_update`,
`hopfield_run`) or becomes +1 (`hopfield_update_positive`, `hopfield_run_positive`). The energy never rises.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from reference.arrays import Array, Scalar

Update = Callable[[Array, Array, int], Array]


def hopfield_energy(W: Array, x: Array) -> Scalar:
    """Energy of a state, H(x) = -½ xᵀWx.

    Args:
        W: symmetric weights (n, n).
        x: state (n,), each -1 or +1.

    Returns:
        A scalar.

    Source: ss2020_seminar2, assignment 1.
    """
    energy: Scalar = -0.5 * (x * (W @ x)).sum()
    return energy


def hopfield_field(W: Array, x: Array, i: int) -> Scalar:
    """Field at neuron i, Σ_{j≠i} w_ij x_j.

    Args:
        W: symmetric weights (n, n).
        x: state (n,), each -1 or +1.
        i: neuron, counted from 0.

    Returns:
        A scalar; exactly 0 at a tie of exactly representable weights, whatever the diagonal.

    Source: ss2020_seminar2, assignment 1.
    """
    others = x.copy()
    others[i] = 0.0  # left out rather than subtracted afterwards: a large w_ii leaves no rounding behind
    field: Scalar = W[i] @ others
    return field


def hopfield_update(W: Array, x: Array, i: int) -> Array:
    """State after updating neuron i, x_i ← sign(Σ_{j≠i} w_ij x_j), keeping x_i where that sum is 0.

    Args:
        W: symmetric weights (n, n).
        x: state (n,), each -1 or +1.
        i: neuron, counted from 0.

    Returns:
        A new state (n,).

    Source: ss2020_seminar2, assignment 1.
    """
    field = hopfield_field(W, x, i)
    updated = x.copy()
    updated[i] = x[i] if field == 0.0 else np.sign(field)
    return updated


def hopfield_update_positive(W: Array, x: Array, i: int) -> Array:
    """State after updating neuron i, with the convention sign(0) = +1.

    Args:
        W: symmetric weights (n, n).
        x: state (n,), each -1 or +1.
        i: neuron, counted from 0.

    Returns:
        A new state (n,).

    Source: ss2020_seminar2, assignment 1.
    """
    updated = x.copy()
    updated[i] = 1.0 if hopfield_field(W, x, i) >= 0.0 else -1.0
    return updated


def energy_change(W: Array, x: Array, i: int) -> Scalar:
    """Change of the energy when neuron i is updated, ΔH = -(x_i′ - x_i) Σ_{j≠i} w_ij x_j.

    Args:
        W: symmetric weights (n, n).
        x: state (n,), each -1 or +1.
        i: neuron, counted from 0.

    Returns:
        A scalar, at most 0; 0 at a tie under either convention.

    Source: ss2020_seminar2, assignment 1, the hint.
    """
    change: Scalar = (x[i] - hopfield_update(W, x, i)[i]) * hopfield_field(W, x, i)
    return change


def hopfield_run(W: Array, x: Array, max_sweeps: int) -> tuple[Array, bool]:
    """All states of a run, neurons updated in the order 0…n-1, until a full sweep changes nothing.

    Args:
        W: symmetric weights (n, n).
        x: start (n,), each -1 or +1.
        max_sweeps: at most so many sweeps, >= 0.

    Returns:
        states: (k, n) with k = 1 + n · sweeps: the start, then the state after every single-neuron update,
            the last sweep's included.
        converged: whether the last sweep changed nothing; False for max_sweeps = 0.

    Source: ss2020_seminar2, assignment 1.
    """
    return _run(hopfield_update, W, x, max_sweeps)


def hopfield_run_positive(W: Array, x: Array, max_sweeps: int) -> tuple[Array, bool]:
    """All states of a run with the convention sign(0) = +1; otherwise as `hopfield_run`.

    Args:
        W: symmetric weights (n, n).
        x: start (n,), each -1 or +1.
        max_sweeps: at most so many sweeps, >= 0.

    Returns:
        The states (1 + n · sweeps, n), and whether the last sweep changed nothing.

    Source: ss2020_seminar2, assignment 1.
    """
    return _run(hopfield_update_positive, W, x, max_sweeps)


def _run(update: Update, W: Array, x: Array, max_sweeps: int) -> tuple[Array, bool]:
    states = [x]
    for _ in range(max_sweeps):
        before = states[-1]
        for i in range(len(x)):
            states.append(update(W, states[-1], i))
        # A sweep touches every neuron once: it changed something exactly if its ends differ.
        if (states[-1] == before).all():
            return np.stack(states), True
    return np.stack(states), False
