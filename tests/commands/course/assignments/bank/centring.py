from __future__ import annotations

from typing import Any

from grader import Draw, check, mistake
from reference import centring


@check("centred", reference=centring.centred)
def centred(draw: Draw) -> dict[str, Any]:
    """Centred columns of a matrix"""
    return {"X": draw.normal(draw.size(2, 5), draw.size(2, 5))}


@mistake(centred, "the rows are centred instead of the columns")
def rows(X: Any) -> Any:
    return X - X.mean(axis=1, keepdims=True)
