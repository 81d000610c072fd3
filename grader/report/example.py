"""The call of a counterexample, for a student to run, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from grader.records import CheckResult, CheckStatus, Counterexample
from grader.report.badge import badge
from grader.report.text import one_line, shorten
from grader.report.values import literal, plain

_WORDS = ("nan", "inf", "-inf")  # how JSON data spells what is no finite number
_HALTED = frozenset({CheckStatus.ERROR, CheckStatus.TIMEOUT, CheckStatus.MEMORY, CheckStatus.CRASHED})
_ENDING = re.compile(r"\braised [A-Za-z_][\w.]*|\bstopped after [\d.]+ s\b")  # in the words of the judge
_ELSEWHERE = re.compile(r"as in (\S+)")


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


def answered(check: CheckResult, beside: Sequence[CheckResult]) -> Counterexample | None:
    """The check's counterexample, with words for what was got where the function gave no value that could be shown.

    `beside` are the checks of the part: the reason may stand at one of them only.
    """
    example = check.counterexample
    if example is None or example.got is not None:
        return example
    words = _no_value(check, _reason(check, beside))
    return replace(example, got=words) if words else example


def _reason(check: CheckResult, beside: Sequence[CheckResult]) -> str:
    elsewhere = _ELSEWHERE.fullmatch(check.message)
    if elsewhere is None:
        return check.message
    return next((other.message for other in beside if other.id == elsewhere.group(1)), "")


def _no_value(check: CheckResult, reason: str) -> str:
    """`raised TypeError`, `stopped after 10 s`; "" where the function returned None itself."""
    ending = _ENDING.search(reason)
    if check.status in _HALTED or (check.status is CheckStatus.UNSTABLE and ending):
        return ending.group() if ending else badge(check.status).word
    return "no single value: see above" if reason and "None" not in reason else ""


def _source(value: Any) -> str:
    return f"np.array({_nested(value)})" if isinstance(value, list) else _nested(value)


def _nested(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(map(_nested, value)) + "]"
    if isinstance(value, str) and value in _WORDS:
        return value.replace("nan", "np.nan").replace("inf", "np.inf")
    return repr(value)
