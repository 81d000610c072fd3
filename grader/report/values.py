"""Values as people read them: points, numbers, nested lists."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from grader.report.text import one_line

MAX_DEPTH = 16  # nothing on the sheets nests deeper than four; a list nested without end must not stop us
_MAX_BITS = 1024  # beyond the largest double; Python refuses to print integers of more than 4,300 digits
_SIGNIFICANT = 6
EXCERPT = frozenset({"shape", "first"})  # how judges write an array that is too large to be written out


def points(value: float) -> str:
    """Points to two places, without needless zeros: `10`, `71.5`, `3.33`."""
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def plain(value: Any, depth: int = 0) -> Any:
    """`value` as strict JSON data: non-finite numbers are words, nothing nests or is long beyond printing."""
    if depth > MAX_DEPTH:
        return "…"
    if isinstance(value, Mapping):
        return {str(key): plain(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item, depth + 1) for item in value]
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
    if isinstance(value, int) and value.bit_length() > _MAX_BITS:
        return f"an integer of {value.bit_length():,} bits"
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return f"an object of type {type(value).__name__}"


def number(value: Any) -> str:
    """One scalar, short: at most six significant digits where it is a float with more."""
    value = _scalar(value)
    if not isinstance(value, float):
        return str(value)
    exact = repr(value)
    return exact if len(exact) <= _SIGNIFICANT + 2 else f"{value:.{_SIGNIFICANT}g}"


def exactly(value: Any) -> str:
    """One scalar with every digit that it has."""
    value = _scalar(value)
    return repr(value) if isinstance(value, float) else str(value)


def literal(value: Any, limit: int, items: int = 16) -> str:
    """`value` on one line of at most `limit` characters; lists of more than `items` lose their middle."""
    return one_line(_literal(value, items, limit, 0), limit)


def _literal(value: Any, items: int, limit: int, depth: int) -> str:
    if depth > MAX_DEPTH:
        return "…"
    if isinstance(value, Mapping):
        if value.keys() == EXCERPT and isinstance(value["shape"], list):
            shape = one_line(str(tuple(value["shape"])), limit)
            first = _literal(value["first"], items, limit, depth + 1)
            return f"array of shape {shape}, beginning with {first}"
        pairs = (
            f"{one_line(str(key), limit)}: {_literal(item, items, limit, depth + 1)}" for key, item in value.items()
        )
        return "{" + ", ".join(pairs) + "}"
    if not isinstance(value, list | tuple):
        return one_line(number(value), limit)
    if len(value) <= items:
        return "[" + ", ".join(_literal(item, items, limit, depth + 1) for item in value) + "]"
    tail = max(items // 4, 1)
    head = [_literal(item, items, limit, depth + 1) for item in value[: items - tail]]
    end = [_literal(item, items, limit, depth + 1) for item in value[-tail:]]
    return "[" + ", ".join([*head, f"… {len(value) - items:,} more …", *end]) + "]"
