"""The call of a counterexample, for a student to run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grader.records import Counterexample
from grader.report.text import one_line, shorten
from grader.report.values import literal, plain

_WORDS = ("nan", "inf", "-inf")  # how JSON data spells what is no finite number


def call(example: Counterexample, limit: int) -> str:
    """What the judge wrote to be pasted; failing that, the recorded arguments, by position."""
    if example.paste:
        return shorten(example.paste, limit)
    arguments = (
        name if isinstance(value, Mapping) else _source(plain(value)) for name, value in example.arguments.items()
    )
    return shorten(f"{example.call}({', '.join(arguments)})", limit)


def described(example: Counterexample, limit: int) -> list[tuple[str, str]]:
    """The arguments that a call cannot spell out: functions of the course, arrays too large to paste."""
    return [
        (one_line(name, 40), literal(value, limit))
        for name, value in example.arguments.items()
        if isinstance(value, Mapping)
    ]


def _source(value: Any) -> str:
    return f"np.array({_nested(value)})" if isinstance(value, list) else _nested(value)


def _nested(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(map(_nested, value)) + "]"
    if isinstance(value, str) and value in _WORDS:
        return value.replace("nan", "np.nan").replace("inf", "np.inf")
    return repr(value)
