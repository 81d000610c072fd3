"""A child's replies to calls, read into outcomes: everything is checked, a child may send anything."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from grader.records import Absent, Gradient, Opaque, Outcome, Raised, Returned, Stopped, StopReason
from grader.sandbox.wire import WireError

_MAX_DEPTH = 10
_MAX_TEXT = 4096


def read_reply(message: list[Any], number: int, wall: float) -> Outcome:
    """The outcome of call `number`; WireError if the message is no reply to it.

    Args:
        message: as decoded.
        number: the call that is to be answered now.
        wall: seconds that the grader saw pass; the child's own measurement is cut to it.
    """
    if len(message) < 2 or type(message[0]) is not str or type(message[1]) is not int or message[1] != number:
        raise WireError("no reply to the call that was asked")
    match message:
        case ["returned", _, float(seconds), value, list(modified), gradient, bool(was_tensor)]:
            return Returned(
                checked_value(value),
                _seconds(seconds, wall),
                tuple(_position(position) for position in modified[:100]),
                None if gradient is None else _gradient(gradient),
                was_tensor,
            )
        case ["raised", _, float(seconds), str(kind), str(words), list(trace), bool(memory)]:
            if memory:
                return Stopped(StopReason.MEMORY, "", _seconds(seconds, wall))
            frames = tuple(_text(frame) for frame in trace[:100])
            return Raised(kind[:_MAX_TEXT], words[:_MAX_TEXT], frames, _seconds(seconds, wall))
        case ["absent", _, (str() | None) as similar]:
            return Absent("", similar)
    raise WireError("a malformed reply")


def checked_value(value: Any, depth: int = _MAX_DEPTH) -> Any:
    """The value if it is plain all the way down, else WireError."""
    if value is None or isinstance(value, bool | int | float | complex | str | np.ndarray | Opaque):
        return value
    if depth == 0:
        raise WireError("nested too deeply")
    if isinstance(value, list):
        if len(value) > _MAX_TEXT and set(map(type, value)) <= {float, int}:
            return value
        for item in value:
            checked_value(item, depth - 1)
        return value
    if isinstance(value, dict):
        for key, item in value.items():
            if not (key is None or isinstance(key, str | int | float | bool)):
                raise WireError("a key that is no plain value")
            checked_value(item, depth - 1)
        return value
    raise WireError("not a plain value")


def _seconds(claimed: float, wall: float) -> float:
    return min(claimed, wall) if math.isfinite(claimed) and claimed > 0 else 0.0


def _text(value: object) -> str:
    if isinstance(value, str):
        return value[:_MAX_TEXT]
    raise WireError("not a text")


def _position(value: object) -> int:
    if type(value) is int and 0 <= value < 1000:
        return value
    raise WireError("no position of an argument")


def _gradient(message: Any) -> Gradient:
    match message:
        case [bool(is_tensor), bool(requires_grad), list(found), (str() | None) as error, bool(touched)]:
            if len(found) <= 1000 and all(g is None or isinstance(g, np.ndarray) for g in found):
                cut = None if error is None else error[:_MAX_TEXT]
                return Gradient(is_tensor, requires_grad, tuple(found), cut, touched)
    raise WireError("not a gradient")
