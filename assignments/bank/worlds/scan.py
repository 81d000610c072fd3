"""A scan y of x, y_i = Σ_{j≤i} x_j, and the gradient of a loss L that is a function of y."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.proof.world import Draw, Meaningless, World

LONGEST = 4


def scan(draw: Draw, broken: str | None) -> World:
    """∂L/∂y is arbitrary, ∂y/∂x that of the scan, ∂L/∂x what the chain rule makes of them.

    Broken: `chain rule` (∂L/∂x is arbitrary too), `before` (y_j also depends on the x_i with i > j), `after` (on the
    others not with the derivative 1).
    """
    length = draw.integer(3, LONGEST)
    x = draw.parameter("x", draw.between(-2.0, 2.0, LONGEST)[:length])
    outer, i = draw.between(-2.0, 2.0, LONGEST)[:length], 1 + int(draw.unit() * length)
    inner, other = np.tril(np.ones((length, length))), draw.unrelated("∂y/∂x", length, length)
    if broken == "before":
        inner = inner + np.triu(other, 1)
    if broken == "after":
        inner = np.tril(other)
    whole = draw.unrelated("∂L/∂x", length) if broken == "chain rule" else inner.T @ outer
    return World(
        values={"x": x, "y": inner @ x, "i": i, "n": length},
        ranges=dict.fromkeys(("i", "j", "k", "l"), length),
        partials={
            ("L", "x"): _entries(whole),
            ("L", "y"): _entries(outer),
            ("y", "x"): _entries(inner),
            ("x", "x"): _entries(np.eye(length)),
        },
        words={"∂L/∂y": np.round(outer, 3), "i": i},
    )


def _entries(table: Any) -> Any:
    """The table as a function of its indices, from 1."""

    def entry(*indices: int) -> float:
        if not all(1 <= index <= size for index, size in zip(indices, table.shape, strict=True)):
            raise Meaningless("there is no such entry of x or y")
        return float(table[tuple(index - 1 for index in indices)])

    return entry
