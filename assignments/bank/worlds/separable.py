"""Two or three points that a weight vector separates by margins between 0.3 and 3, and a factor s > 1."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.proof.world import Draw, World

MOST_POINTS = 3


def separable(draw: Draw, broken: str | None) -> World:
    """Classes k_i = ±1 with k_i wᵀx_i > 0 for all i; the margins are bounded, so that no sigmoid saturates.

    Broken: `separation` (every margin is negative), `sigmoid` (S decreases, and its derivative is another one).
    """
    direction = draw.between(-np.pi, np.pi)
    w = np.array([np.cos(direction), np.sin(direction)]) * draw.between(0.5, 2.0)
    across = np.array([-w[1], w[0]])
    count = draw.integer(2, MOST_POINTS)
    k, margins = draw.sign(MOST_POINTS)[:count], draw.between(0.3, 3.0, MOST_POINTS)[:count]
    x = np.outer(k * margins / (w @ w), w) + np.outer(draw.between(-1.5, 1.5, MOST_POINTS)[:count], across)
    s = draw.parameter("s", 1.0 + draw.between(0.15, 1.5))
    classes = -k if broken == "separation" else k
    steepness = -1.3 if broken == "sigmoid" else 1.0

    def sigmoid(t: Any) -> Any:
        return 1.0 / (1.0 + np.exp(-steepness * t))

    return World(
        values={"w": w, "x": x, "k": classes, "s": s, "m": count},
        ranges={"i": count, "j": count},
        functions={"S": sigmoid, "S'": lambda t: steepness * sigmoid(t) * sigmoid(-t)},
        words={"w": np.round(w, 3), "s": round(float(np.real(s)), 3), "k_i wᵀx_i": np.round(classes * (x @ w), 3)},
    )
