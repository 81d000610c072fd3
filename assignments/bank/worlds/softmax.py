"""Real scores x_1 … x_n and a number c to add to them."""

from __future__ import annotations

import numpy as np

from grader.proof.world import Draw, World

SCORES = 3


def scores(draw: Draw, _: str | None) -> World:
    """Scores and c between -4 and 4, and an index i. Nothing is broken here: what is used is arithmetic."""
    x, c, i = draw.between(-4.0, 4.0, SCORES), draw.between(-4.0, 4.0), draw.integer(1, SCORES)
    return World(
        values={"x": x, "c": c, "i": i, "n": SCORES},
        ranges=dict.fromkeys(("i", "j", "k", "l"), SCORES),
        words={"x": np.round(x, 3), "c": round(c, 3), "i": i},
    )
