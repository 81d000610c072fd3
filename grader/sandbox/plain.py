"""What a student's function returned, as plain values that can cross the wire.

Subclasses are read through the buffers of their built-in base (`np.ndarray.view(x, np.ndarray)`), never
through methods that the student's class may override. What has no plain form becomes `Opaque`.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable
from typing import Any

import numpy as np

from grader.records import Array, Opaque
from grader.sandbox.wire import DTYPES, FROM_CHILD, MAX_NUMBERS, Numbers

MAX_DEPTH = 8
_MAX_ITEMS = 100_000  # of containers that hold anything but numbers
_MAX_TEXT = 65_536
_MAX_INT_BITS = 8_000
_LONG = 64  # from this length on a list of numbers travels as an array
_VIEWS: tuple[type, ...] = (type({}.keys()), type({}.values()), type({}.items()))
_WIDE = {np.dtype(np.longdouble): np.float64, np.dtype(np.clongdouble): np.complex128}


def type_name(value: object) -> str:
    """`torch.Tensor`, `list`: what messages call the type, whatever its metaclass pretends."""
    kind = type(value)
    name = str(type.__dict__["__qualname__"].__get__(kind))
    module = str(type.__dict__["__module__"].__get__(kind))
    return name if module in ("builtins", "__main__") else f"{module}.{name}"


def plain(value: object, depth: int = MAX_DEPTH) -> object:
    """Returns None, bool, int, float, complex, str, list, dict, ndarray, `Numbers` or `Opaque`."""
    kind = type(value)
    if value is None or kind is bool or kind is float:
        return value
    if issubclass(kind, np.ndarray | np.generic):
        return _array(value)
    if is_tensor(value):
        return _tensor(value)
    if issubclass(kind, int | float | complex | str):
        return _scalar(value)
    return _container(value, depth)


def is_tensor(value: object) -> bool:
    torch = sys.modules.get("torch")
    return torch is not None and issubclass(type(value), torch.Tensor)


def _scalar(value: Any) -> object:
    kind = type(value)
    if kind is not bool and issubclass(kind, int):
        value = int.__int__(value)
        return value if value.bit_length() <= _MAX_INT_BITS else Opaque(f"int of {value.bit_length():,} bits")
    if issubclass(kind, float):
        return float.__float__(value)
    if issubclass(kind, complex):
        return complex.__complex__(value)
    text = str.__str__(value)
    return text if len(text) <= _MAX_TEXT else Opaque(f"str of {len(text):,} characters")


def _container(value: object, depth: int) -> object:
    kind = type(value)
    if issubclass(kind, dict):
        return _mapping(value, depth)
    if issubclass(kind, list | tuple | deque | range) or kind in _VIEWS:
        return _sequence(value, depth)
    return Opaque(type_name(value))


def _array(value: Any) -> Array | Opaque:
    masked = sys.modules.get("numpy.ma")
    if masked is not None and issubclass(type(value), masked.MaskedArray):
        return Opaque("numpy.ma.MaskedArray")
    scalar = issubclass(type(value), np.generic)
    array = np.asarray(value) if scalar else np.ndarray.view(value, np.ndarray)
    if type(array) is not np.ndarray:
        return Opaque(type_name(value))
    native = array.dtype.newbyteorder("=")
    if native in _WIDE:
        array = array.astype(_WIDE[native])
    elif native not in DTYPES:
        return Opaque(f"numpy.ndarray of {array.dtype}"[:200])
    if array.nbytes > FROM_CHILD.blob // 2:
        return Opaque(f"numpy.ndarray of shape {array.shape}, too large to be looked at")
    return array


def _tensor(value: Any) -> Array | Opaque:
    torch: Any = sys.modules["torch"]
    with torch._C.DisableTorchFunctionSubclass():  # noqa: SLF001 — there is no public spelling
        tensor = torch.Tensor.detach(value)
        name = str(tensor.dtype)
        if tensor.layout != torch.strided or tensor.device.type == "meta":
            return Opaque(f"torch.Tensor ({tensor.layout}, {tensor.device.type})")
        if tensor.is_quantized or name == "torch.bfloat16" or name.startswith("torch.float8"):
            return Opaque(name)
        return _array(tensor.cpu().resolve_conj().resolve_neg().numpy())


def _sequence(value: Any, depth: int) -> object:
    size, items = _contents(value)
    if depth == 0:
        return Opaque(f"{type_name(value)} nested more than {MAX_DEPTH} deep")
    if size > MAX_NUMBERS:
        return Opaque(f"{type_name(value)} of {size:,} items")
    listed = list(items)
    if size >= _LONG:
        numbers = _numbers(listed)
        if numbers is not None:
            return numbers
    if size > _MAX_ITEMS:
        return Opaque(f"{type_name(value)} of {size:,} items")
    return [plain(item, depth - 1) for item in listed]


def _contents(value: Any) -> tuple[int, Iterable[object]]:
    """Length and items, by the methods of the built-in base."""
    bases: tuple[Any, ...] = (list, tuple, deque, range, *_VIEWS)
    for base in bases:
        if issubclass(type(value), base):
            return base.__len__(value), base.__iter__(value)
    raise TypeError(type_name(value))


def _numbers(items: list[object]) -> Numbers | None:
    kinds = set(map(type, items))
    if kinds == {float}:
        return Numbers(np.array(items, dtype=np.float64))
    if kinds == {int}:
        try:
            return Numbers(np.array(items, dtype=np.int64))
        except OverflowError:
            return None
    return None


def _mapping(value: Any, depth: int) -> object:
    size = dict.__len__(value)
    if depth == 0 or size > _MAX_ITEMS // 10:
        return Opaque(f"{type_name(value)} of {size:,} items")
    pairs = list(dict.items(value))
    if any(type(key) not in (str, int, float, bool, type(None)) for key, _ in pairs):
        return Opaque(f"{type_name(value)} with keys that are no plain values")
    return {key: plain(item, depth - 1) for key, item in pairs}
