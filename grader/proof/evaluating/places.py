"""What an index stands at, and so how far it runs: in `x_k` to the last entry of x, whatever the index is called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from grader.proof.normal import parts
from grader.proof.syntax import Node, Symbol
from grader.proof.world import Points, World

# The name of a vector or matrix, and which of its indices it is.
Place: TypeAlias = tuple[str, int]


def places(index: Symbol, body: Node) -> tuple[Place, ...]:
    """Where the index stands below a name in the expression."""
    found = [
        (part.name, axis)
        for part in parts(body)
        if isinstance(part, Symbol)
        for axis, below in enumerate(part.indices)
        if below == index
    ]
    return tuple(dict.fromkeys(found))


def last(world: World, found: Sequence[Place]) -> int | None:
    """The last value that the index may have at all of these places; None if none of them says, or they disagree."""
    sizes = {size for name, axis in found if (size := _size(world, name, axis)) is not None}
    return sizes.pop() if len(sizes) == 1 else None


def _size(world: World, name: str, axis: int) -> int | None:
    for known in (name, world.role(name)):
        over = world.domains.get(known)
        vector = over.points[0] if isinstance(over, Points) else world.values.get(known)
        if vector is not None and axis < np.ndim(vector):
            return int(np.shape(vector)[axis])
        if known in world.samples and axis == 0:
            return world.samples[known].count
    return None
