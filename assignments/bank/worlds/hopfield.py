"""A Hopfield network of two or three neurons: its weights, a state x, and the state x' after updating neuron i."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.proof.world import Draw, World

MOST_NEURONS = 3


def hopfield(draw: Draw, broken: str | None) -> World:
    """Symmetric W with a diagonal, x in {-1, 1}ⁿ.

    Broken: `symmetry` (of W), `binary` (x is real), `update` (neuron i takes the opposite output).
    """
    count = draw.integer(2, MOST_NEURONS)
    drawn = draw.between(-1.5, 1.5, MOST_NEURONS, MOST_NEURONS)[:count, :count]
    weights = drawn if broken == "symmetry" else drawn + drawn.T
    state = draw.between(-2.0, 2.0, MOST_NEURONS)[:count]
    if broken != "binary":
        state = np.where(state > 0.0, 1.0, -1.0)
    i = 1 + int(draw.unit() * count)
    after = state.copy()
    after[i - 1] = sign(weights[i - 1] @ state - weights[i - 1, i - 1] * state[i - 1])
    if broken == "update":
        after[i - 1] *= -1.0
    return World(
        values={"x": state, "x'": after, "W": weights, "w": weights, "i": i, "n": count},
        ranges=dict.fromkeys(("i", "j", "k", "l"), count),
        functions={"sign": sign},
        words={"x": state, "i": i, "x'": after, "W": np.round(weights, 2)},
    )


def sign(value: Any) -> float:
    """1 also at zero."""
    return 1.0 if np.real(value) >= 0.0 else -1.0
