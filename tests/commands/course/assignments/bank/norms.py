from __future__ import annotations

from typing import Any

import numpy as np

from grader import Draw, check, mistake
from reference import norms


@check("norm", reference=norms.norm)
def norm(draw: Draw) -> dict[str, Any]:
    """Euclidean norm of a vector"""
    return {"x": draw.normal(draw.size(1, 6))}


norm.edges({"x": np.zeros(3)}, {"x": np.array([3.0, 4.0])})


@mistake(norm, "the square root is left out")
def squared(x: Any) -> Any:
    return (x * x).sum()


@check("is_unit", reference=norms.is_unit)
def is_unit(draw: Draw) -> dict[str, Any]:
    """Whether a vector has length 1"""
    x = np.zeros(draw.size(2, 5))
    x[draw.integer(0, 1)] = 1.0
    return {"x": x if draw.integer(0, 1) else 2 * x}
