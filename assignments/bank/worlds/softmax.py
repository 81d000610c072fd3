"""Real scores x_1 … x_n and a number c to add to them."""

from __future__ import annotations

import numpy as np

from grader.proof.world import Draw, World

MOST_SCORES = 4


def scores(draw: Draw, _: str | None) -> World:
    """Scores and c between -4 and 4, and an index i. Nothing is broken here: what is used is arithmetic."""
    count = draw.integer(2, MOST_SCORES)
    x, c = draw.between(-4.0, 4.0, MOST_SCORES)[:count], draw.between(-4.0, 4.0)
    i = 1 + int(draw.unit() * count)
    return World(
        values={"x": x, "c": c, "i": i, "n": count},
        ranges=dict.fromkeys(("i", "j", "k", "l"), count),
        words={"x": np.round(x, 3), "c": round(c, 3), "i": i},
    )
