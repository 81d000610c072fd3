"""Values as people and JSON see them: plain data for results, and a call that a student can paste."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from grader.records import Argument, Array, FunctionArg, Opaque, RngArg, TensorArg

# What NumPy pads with to align columns.
_SPACE = re.compile(r"(?<=\[) +| +(?=[\],])")
# Larger arrays are shown by their shape and first entries: nobody reads or pastes a million numbers.
_LONGEST = 64


def plain(value: Any) -> Any:
    """Plain JSON data: lists for arrays and tuples, "nan", "inf", "-inf" for what JSON cannot say."""
    if isinstance(value, TensorArg):
        value = value.array
    if isinstance(value, np.ndarray | np.generic):
        array = np.asarray(value)
        if array.size > _LONGEST:
            return {"shape": list(array.shape), "first": plain(array.ravel()[:8])}
        return plain(array.tolist())
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        shown = [plain(item) for item in value[:_LONGEST]]
        return [*shown, "…"] if len(value) > _LONGEST else shown
    return _plain_scalar(value)


def unsigned(value: Any) -> Any:
    """An answer as plain data, without a sign on zeros: in answers -0.0 and 0.0 are the same."""
    shown = plain(value)
    if isinstance(shown, list):
        return [unsigned(item) for item in shown]
    if isinstance(shown, dict):
        return {key: unsigned(item) for key, item in shown.items()}
    return shown + 0.0 if isinstance(shown, float) else shown


def _plain_scalar(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, RngArg):
        return f"default_rng({value.seed})"
    if isinstance(value, FunctionArg):
        return {"form": value.form, **{key: plain(array) for key, array in value.parameters.items()}}
    if isinstance(value, Opaque):
        return f"<{value.type_name}>"
    if isinstance(value, complex):
        return str(value)
    return value


def paste(function: str, arguments: Mapping[str, Argument]) -> str:
    """`softmax(np.array([0., 1000.]))`: always an expression.

    Functions and arrays too long to paste stand there by their names: what they are is listed beside the call.
    """
    return f"{function}({', '.join(_source(name, value) for name, value in arguments.items())})"


def _source(name: str, value: Argument) -> str:
    if isinstance(value, TensorArg):
        grad = ", requires_grad=True" if value.requires_grad else ""
        source = _array_source(name, value.array)
        numbers = source.removeprefix("np.array(").removesuffix(")") if source.startswith("np.array(") else source
        return f"torch.tensor({numbers}, dtype=torch.{value.array.dtype}{grad})"
    if isinstance(value, np.ndarray):
        return _array_source(name, value)
    if isinstance(value, RngArg):
        return f"np.random.default_rng({value.seed})"
    if isinstance(value, FunctionArg):
        return name
    if isinstance(value, float) and not math.isfinite(value):
        return "np.nan" if math.isnan(value) else "np.inf" if value > 0 else "-np.inf"
    return repr(value)


def _array_source(name: str, array: Array) -> str:
    shape = array.shape[0] if array.ndim == 1 else array.shape
    if array.size == 0 or (array.size > _LONGEST and not array.any()):
        dtype = "" if array.dtype == np.float64 else f', dtype="{array.dtype}"'
        return f"np.zeros({shape}{dtype})"
    return name if array.size > _LONGEST else f"np.array({_numbers(array)})"


def _numbers(array: Array) -> str:
    text = np.array2string(array, separator=", ", floatmode="unique", threshold=array.size + 1)
    joined = " ".join(text.split())
    return _SPACE.sub("", joined).replace("nan", "np.nan").replace("inf", "np.inf")
