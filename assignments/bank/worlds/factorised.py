"""Two distributions of random vectors x = (x_1, …, x_n), n = 2 or 3, with independent components."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from grader.proof.families import components, counted
from grader.proof.world import Draw, Points, World

LONGEST, SIZE = 3, 2


def factorised(draw: Draw, broken: str | None) -> World:
    """q(x) and p(x) with their components q(x_i) and p(x_i).

    Broken: `normalisation` (no component sums to one), `factorisation` (the components are the marginals of a
    distribution that is not their product).
    """
    length = draw.integer(2, LONGEST)
    q, p = draw.simplex(LONGEST, SIZE)[:length], draw.simplex(LONGEST, SIZE)[:length]
    factors = np.exp(0.3 + 0.5 * draw.unit(LONGEST))[:length, None]
    if broken == "normalisation":
        q, p = q * factors, p * factors[::-1] * 1.1
    whole_q = whole_p = None
    if broken == "factorisation":
        (q, whole_q), (p, whole_p) = _entangled(draw, "q", length), _entangled(draw, "p", length)
    vectors = tuple(np.array(point, dtype=float) for point in itertools.product(range(SIZE), repeat=length))
    return World(
        values={"n": length},
        ranges=dict.fromkeys("ijk", length),
        domains={"x": Points(vectors)},
        components={"x": counted(SIZE)},
        densities={"q": components("q", "x", q, whole_q), "p": components("p", "x", p, whole_p)},
        alone={"q": ("x",), "p": ("x",)},
        words={"q(x_i=1)": np.round(q[:, 1], 3), "p(x_i=1)": np.round(p[:, 1], 3)},
    )


def _entangled(draw: Draw, name: str, length: int) -> tuple[Any, dict[tuple[int, ...], float]]:
    """The marginals, one a row, of a joint distribution with dependent components, and that distribution."""
    table = draw.unrelated(name, *(SIZE,) * length)
    table = table / table.sum()
    axes = range(length)
    rows = np.stack([table.sum(axis=tuple(axis for axis in axes if axis != place)) for place in axes])
    return rows, {point: float(table[point]) for point in np.ndindex(table.shape)}
