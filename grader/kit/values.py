"""Arguments and answers as plain JSON, and back without loss.

A number stands for itself, "nan", "inf" and "-inf" for what JSON lacks. Everything else is an object with one key that
says what it is: an array is {"array": [shape, dtype, numbers]}, with a single number where all are the same.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from grader.errors import GraderError
from grader.judge.case import Answer
from grader.records import Argument, Array, FunctionArg, RngArg, TensorArg

_NOT_FINITE: Mapping[str, float] = MappingProxyType({"nan": math.nan, "inf": math.inf, "-inf": -math.inf})
_DTYPES = frozenset({"float64", "float32", "int64", "int32", "bool", "complex128"})


def packed(value: Argument | Answer) -> Any:
    """A value as JSON.

    Raises:
        GraderError: it has no form as data.
    """
    match value:
        case np.ndarray():
            return {"array": _array(value)}
        case tuple():
            return {"tuple": [packed(item) for item in value]}
        case TensorArg(array, requires_grad):
            return {"tensor": [_array(array), requires_grad]}
        case RngArg(seed):
            return {"rng": seed}
        case FunctionArg(form, parameters):
            return {"function": [form, {name: _array(array) for name, array in parameters.items()}]}
        case str():
            return {"text": value}
        case float() if not math.isfinite(value):
            return str(value)
        case None | bool() | int() | float():
            return value
    raise GraderError(f"a {type(value).__name__} has no form as data")


def unpacked(data: Any) -> Any:
    """What `packed` made of.

    Raises:
        GraderError: it is nothing of the kind.
    """
    try:
        if isinstance(data, str):
            return _NOT_FINITE[data]
        if not isinstance(data, dict):
            return data
        ((kind, content),) = data.items()
        return _READERS[kind](content)
    except (KeyError, TypeError, ValueError) as error:
        raise GraderError(f"{str(data)[:80]} is no value of a kit: {error}") from error


def _array(array: Array) -> list[Any]:
    name = array.dtype.name
    if name not in _DTYPES:
        raise GraderError(f"an array of {name} has no form as data")
    numbers = np.ascontiguousarray(array).ravel()
    numbers = numbers.view(np.float64) if name == "complex128" else numbers
    if numbers.size > 1 and (numbers.view(np.uint8).reshape(numbers.size, -1) == numbers[:1].view(np.uint8)).all():
        return [list(array.shape), name, _number(numbers[0].item())]
    return [list(array.shape), name, [_number(number) for number in numbers.tolist()]]


def _number(number: Any) -> Any:
    return number if not isinstance(number, float) or math.isfinite(number) else str(number)


def _read_array(content: Any) -> Array:
    shape, name, numbers = content
    if name not in _DTYPES:
        raise ValueError(f"no dtype {name!r}")
    flat = "float64" if name == "complex128" else name
    if not isinstance(numbers, list):
        count = math.prod(shape) * (2 if name == "complex128" else 1)
        return np.asarray(np.full(count, _NOT_FINITE.get(numbers, numbers), dtype=flat).view(name).reshape(shape))
    finite = [_NOT_FINITE[number] if isinstance(number, str) else number for number in numbers]
    return np.asarray(np.array(finite, dtype=flat).view(name).reshape(shape))


def _read_tensor(content: Any) -> TensorArg:
    array, requires_grad = content
    return TensorArg(_read_array(array), requires_grad=requires_grad)


def _read_function(content: Any) -> FunctionArg:
    form, parameters = content
    return FunctionArg(form, {name: _read_array(array) for name, array in parameters.items()})


_READERS: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {
        "array": _read_array,
        "tuple": lambda content: tuple(unpacked(item) for item in content),
        "tensor": _read_tensor,
        "rng": RngArg,
        "function": _read_function,
        "text": str,
    }
)
