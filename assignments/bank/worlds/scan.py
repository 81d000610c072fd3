"""A scan y of x, y_i = Σ_{j≤i} x_j, and the gradient of a loss L that is a function of y."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.proof.world import Draw, World

LENGTH = 4


def scan(draw: Draw, broken: str | None) -> World:
    """∂L/∂y is arbitrary, ∂y/∂x that of the scan, ∂L/∂x what the chain rule makes of them.

    Broken: `chain rule` (∂L/∂x is arbitrary too), `before` (y_j also depends on the x_i with i > j), `after` (on the
    others not with the derivative 1).
    """
    x = draw.parameter("x", draw.between(-2.0, 2.0, LENGTH))
    outer, i = draw.between(-2.0, 2.0, LENGTH), draw.integer(1, LENGTH)
    inner, other = np.tril(np.ones((LENGTH, LENGTH))), draw.unrelated("∂y/∂x", LENGTH, LENGTH)
    if broken == "before":
        inner = inner + np.triu(other, 1)
    if broken == "after":
        inner = np.tril(other)
    whole = draw.unrelated("∂L/∂x", LENGTH) if broken == "chain rule" else inner.T @ outer
    return World(
        values={"x": x, "y": inner @ x, "i": i, "n": LENGTH},
        ranges=dict.fromkeys(("i", "j", "k", "l"), LENGTH),
        partials={
            ("L", "x"): _entries(whole),
            ("L", "y"): _entries(outer),
            ("y", "x"): _entries(inner),
            ("x", "x"): _entries(np.eye(LENGTH)),
        },
        words={"∂L/∂y": np.round(outer, 3), "i": i},
    )


def _entries(table: Any) -> Any:
    """The table as a function of its indices, from 1."""
    return lambda *indices: float(table[tuple(index - 1 for index in indices)])
