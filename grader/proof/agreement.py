"""When two values agree, and when a relation between them holds. What is undefined agrees with nothing."""

from __future__ import annotations

import numpy as np

from grader.proof.evaluating.evaluate import Outcome, Undefined
from grader.proof.syntax import Relation
from grader.proof.world import Value

TOLERANCE = 1e-7  # relative: far above rounding, far below what a wrong term does
_FLOOR = 1e-10  # absolute, for values that cancel to zero
_STRICT = 1e-12  # relative: `<` and `>` are violated by whatever rounding cannot tell from equality


def agree(left: Outcome, right: Outcome) -> bool:
    """Equal up to the tolerance. A zero agrees with a vector of zeros; otherwise shapes must be equal."""
    if isinstance(left, Undefined) or isinstance(right, Undefined):
        return False
    if isinstance(left, np.ndarray) or isinstance(right, np.ndarray):
        return _agree_entrywise(np.asarray(left), np.asarray(right))
    return abs(left - right) <= _allowed(left.real, right.real)


def _agree_entrywise(left: np.ndarray, right: np.ndarray) -> bool:
    if left.shape != right.shape and not any(side.ndim == 0 and side == 0.0 for side in (left, right)):
        return False
    allowed = TOLERANCE * max(np.abs(left).max(), np.abs(right).max()) + _FLOOR
    return bool(np.all(np.abs(left - right) <= allowed))


def _allowed(left: float, right: float) -> float:
    return TOLERANCE * max(abs(left), abs(right)) + _FLOOR


def holds(relation: Relation, left: Outcome, right: Outcome) -> bool:
    """Whether `left relation right` in one world. Vectors are only ever equal."""
    if relation == "=":
        return agree(left, right)
    if isinstance(left, (Undefined, np.ndarray)) or isinstance(right, (Undefined, np.ndarray)):
        return False
    gap = surplus(relation, left, right)
    if relation == "!=":
        return not agree(left, right)
    if relation in ("<", ">"):
        return gap > _STRICT * (abs(left) + abs(right))
    return gap >= -_allowed(left.real, right.real)


def surplus(relation: Relation, left: Value, right: Value) -> float:
    """How far the larger side exceeds the smaller: negative where the inequality is violated."""
    gap = complex(left - right).real
    return gap if relation in (">=", ">") else -gap
