"""Calling a student's function: fresh arguments, the call, what it changed, and gradients by autograd."""

from __future__ import annotations

import copy
import difflib
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from grader.records import Array, FunctionArg, RngArg, TensorArg
from grader.sandbox.confinement import give_headroom
from grader.sandbox.faults import describe
from grader.sandbox.forms import build
from grader.sandbox.plain import is_tensor, plain

_clock = time.perf_counter  # bound before the student's code can replace it

Message = list[Any]


class Given:
    """The arguments of one call, built anew, with what is needed to see whether they were changed."""

    def __init__(self, arguments: Sequence[Any]) -> None:
        self._originals = arguments
        self.values = [_argument(argument) for argument in arguments]
        self.leaves = [
            value
            for value, original in zip(self.values, arguments, strict=True)
            if isinstance(original, TensorArg) and original.requires_grad
        ]

    def modified(self) -> list[int]:
        """Positions of the arrays and tensors whose shape, dtype or bytes are no longer as given."""
        pairs = enumerate(zip(self.values, self._originals, strict=True))
        return [position for position, (value, original) in pairs if _differs(value, original)]


def _argument(argument: Any) -> Any:
    match argument:
        case np.ndarray():
            return argument.copy()
        case TensorArg():
            import torch

            tensor = torch.from_numpy(argument.array.copy())
            return tensor.requires_grad_() if argument.requires_grad else tensor
        case RngArg():
            return np.random.default_rng(argument.seed)
        case FunctionArg():
            return build(argument)
        case list() | dict():
            return copy.deepcopy(argument)
        case _:
            return argument


def _differs(value: Any, original: Any) -> bool:
    if isinstance(original, np.ndarray):
        return not _same(value, original)
    if isinstance(original, TensorArg):
        now = plain(value)
        return not (isinstance(now, np.ndarray) and _same(now, original.array))
    return False


def _same(now: Array, before: Array) -> bool:
    """By bytes: a nan equals itself, and -0.0 is not 0.0."""
    if now.shape != before.shape or now.dtype != before.dtype:
        return False
    return bool((_words(now) == _words(before)).all())


def _words(array: Array) -> Array:
    """The array's bytes in C order, as whole numbers of up to eight bytes; copied only where they lie otherwise."""
    return np.ascontiguousarray(array).reshape(-1).view(f"u{min(array.itemsize, 8)}")


class Caller:
    """Answers the calls of one process with the student's functions.

    Args:
        namespace: of the submission, after loading.
        names: what it defines, for the nearest name where one is missing.
        own: see `faults.describe`.
    """

    def __init__(self, namespace: dict[str, Any], names: Sequence[str], own: Callable[[str], str | None]) -> None:
        self._namespace = namespace
        self._names = list(names)
        self._own = own

    def answer(self, number: int, call: Message) -> Message:
        """Runs [function, arguments, wants_gradient, cotangent] and returns the reply, keyed by `number`."""
        name, arguments, wants_gradient, cotangent = call
        started = _clock()
        try:
            function = self._find(name)
            if function is None:
                return ["absent", number, self._similar(name)]
            given = Given(arguments)
            started = _clock()
            value = function(*given.values)
            gradient = _gradient(value, given.leaves, cotangent) if wants_gradient else None
            seconds = _clock() - started
            return ["returned", number, seconds, plain(value), given.modified(), gradient, is_tensor(value)]
        except BaseException as error:  # noqa: BLE001 — whatever a student's code raises is a value
            seconds = _clock() - started
            if isinstance(error, MemoryError):
                give_headroom()
            fault = describe(error, self._own)
            return ["raised", number, seconds, fault.type_name, fault.message, fault.trace, fault.memory]

    def _find(self, name: str) -> Any:
        first, *rest = name.split(".")
        found = self._namespace.get(first)
        for attribute in rest:
            found = getattr(found, attribute, None)
        return found

    def _similar(self, name: str) -> str | None:
        """The nearest defined name; of a dotted name the part before the last dot may be right."""
        close = difflib.get_close_matches(name, self._names, n=1)
        if not close:
            lowered = {known.lower(): known for known in self._names}
            close = [lowered[key] for key in difflib.get_close_matches(name.lower(), lowered, n=1)]
        return close[0] if close else None


def _gradient(value: Any, leaves: list[Any], cotangent: Array | None) -> Message:
    """[is_tensor, requires_grad, gradients, error, grad_touched] of sum(value · cotangent)."""
    touched = any(leaf.grad is not None for leaf in leaves)
    if not is_tensor(value) or not value.requires_grad:
        return [is_tensor(value), False, [], None, touched]
    import torch

    try:
        loss = value.sum() if cotangent is None else (value * _weights(cotangent, value)).sum()
        found: Sequence[Any] = torch.autograd.grad(loss, leaves, allow_unused=True)
    except Exception as error:  # noqa: BLE001 — a backward pass that fails is a value
        return [True, True, [], f"{type(error).__name__}: {error}"[:2000], touched]
    touched = touched or any(leaf.grad is not None for leaf in leaves)
    return [True, True, [None if g is None else plain(g) for g in found], None, touched]


def _weights(cotangent: Array, value: Any) -> Any:
    import torch

    if tuple(value.shape) != cotangent.shape:
        raise ValueError(f"the result has shape {tuple(value.shape)} where {cotangent.shape} was expected")
    return torch.from_numpy(cotangent.copy()).to(value.dtype)
