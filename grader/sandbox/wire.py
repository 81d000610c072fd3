"""Frames between the grader and a child: data only, every size checked before anything is allocated.

A frame is two little-endian u32 (bytes of header, bytes of blob), the header in msgpack, and the blob. Arrays
lie in the blob in the order in which the header names them, each at a multiple of 16 bytes; the header holds
their dtype (from a fixed list) and shape. What a child sends is decoded by the same code with smaller limits,
and everything that is wrong with it is a `WireError`.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import msgpack
import numpy as np

from grader.records import Array, FunctionArg, Opaque, RngArg, TensorArg

LENGTHS = struct.Struct("<II")
DTYPES = tuple(
    np.dtype(code) for code in ("?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16")
)
_CODES = {dtype: code for code, dtype in enumerate(DTYPES)}
ALIGN = 16
_MAX_DIMENSIONS = 32
_MAX_INT_BYTES = 1024
_MAX_ODD_KEYS = 100
_LONG_LISTS = b"\xdc", b"\xdd"  # how they begin
MAX_NUMBERS = 1_000_000  # of Python numbers in the lists of one frame


class Ext(IntEnum):
    """What msgpack does not know by itself; the last three only the grader sends."""

    ARRAY = 1
    OPAQUE = 2
    COMPLEX = 3
    INTEGER = 4
    NUMBERS = 5
    TENSOR = 6
    RNG = 7
    FUNCTION = 8


_COMPLEX = struct.Struct("<dd")
_SHAPE_HEAD = struct.Struct("<BB")


class WireError(Exception):
    """The bytes are no frame of this protocol, or a frame beyond the limits."""


@dataclass(frozen=True, slots=True)
class FrameLimits:
    """In bytes. A small header bounds what decoding it can allocate; arrays in the blob are not copied."""

    header: int
    blob: int


FROM_CHILD = FrameLimits(header=1 << 20, blob=64 << 20)
FROM_GRADER = FrameLimits(header=64 << 20, blob=1 << 30)


@dataclass(frozen=True, slots=True)
class Numbers:
    """A long list of Python floats (float64) or ints (int64): sent as an array, a list again when decoded."""

    array: Array


# From this size on an array is sent from where it lies: copying it costs more than a piece of its own.
_LARGE = 1 << 16


class Encoder:
    """Turns messages (plain values, arrays and the argument records) into frames."""

    def __init__(self, limits: FrameLimits) -> None:
        self._limits = limits
        self._packer = msgpack.Packer(
            default=self._extend, strict_types=True, autoreset=False, unicode_errors="replace"
        )
        self._chunks: list[bytes | memoryview] = []
        self._size = 0

    def encode(self, message: object) -> bytes:
        """Returns the frame; WireError if it is beyond the limits or holds something that cannot be sent."""
        return b"".join(self.pieces(message))

    def pieces(self, message: object) -> list[bytes | memoryview]:
        """The frame in pieces, arrays uncopied: to be sent before anything may change them."""
        try:
            self._packer.pack(message)
            header = self._packer.bytes()
        except (ValueError, TypeError, OverflowError, RecursionError) as error:
            raise WireError(f"not a message: {error}") from error
        finally:
            chunks, size = self._chunks, self._size
            self._chunks, self._size = [], 0
            self._packer.reset()
        if len(header) > self._limits.header or size > self._limits.blob:
            raise WireError(f"a frame of {len(header):,} + {size:,} bytes is too large")
        return [LENGTHS.pack(len(header), size) + header, *chunks]

    def _extend(self, value: object) -> Any:
        match value:
            case np.ndarray():
                data = Ext.ARRAY, self._array(value)
            case tuple():
                return list(value)
            case np.generic():
                return value.item()
            case complex():
                data = Ext.COMPLEX, _COMPLEX.pack(value.real, value.imag)
            case int():
                size = value.bit_length() // 8 + 1
                data = Ext.INTEGER, value.to_bytes(size, "little", signed=True)
            case Opaque():
                data = Ext.OPAQUE, value.type_name.encode("utf-8", "replace")[:200]
            case Numbers():
                data = Ext.NUMBERS, self._array(value.array)
            case _:
                data = self._argument(value)
        return msgpack.ExtType(*data)

    def _argument(self, value: object) -> tuple[Ext, bytes]:
        match value:
            case TensorArg():
                return Ext.TENSOR, bytes([value.requires_grad]) + self._array(value.array)
            case RngArg():
                return Ext.RNG, struct.pack("<Q", value.seed)
            case FunctionArg():
                names = list(value.parameters)
                arrays = [self._array(np.asarray(value.parameters[name])) for name in names]
                return Ext.FUNCTION, msgpack.packb([value.form, names, arrays])
            case _:
                raise TypeError(f"{type(value).__name__} cannot be sent")

    def _array(self, array: Array) -> bytes:
        """Puts the array into the blob and returns what the header says of it."""
        native = array.dtype.newbyteorder("=")
        code = _CODES.get(native)
        if code is None:
            raise TypeError(f"an array of {array.dtype} cannot be sent")
        flat = np.ascontiguousarray(array, dtype=native).reshape(-1)
        raw = flat.view(np.uint8).data if flat.nbytes >= _LARGE else flat.tobytes()
        padding = -len(raw) % ALIGN
        self._chunks.append(raw)
        if padding:
            self._chunks.append(bytes(padding))
        self._size += len(raw) + padding
        return _SHAPE_HEAD.pack(code, array.ndim) + struct.pack(f"<{array.ndim}q", *array.shape)


class _Reader:
    """Decodes one frame; `cursor` is how much of the blob the arrays so far have taken."""

    def __init__(self, blob: bytes | memoryview) -> None:
        self.blob = blob
        self.cursor = 0
        self.numbers = 0

    def extend(self, code: int, data: bytes) -> object:
        match code:
            case Ext.ARRAY:
                return self.array(data)
            case Ext.OPAQUE:
                return Opaque(data.decode("utf-8", "replace")[:200])
            case Ext.COMPLEX:
                return complex(*_COMPLEX.unpack(data))
            case Ext.INTEGER:
                if len(data) > _MAX_INT_BYTES:
                    raise WireError(f"an integer of {len(data):,} bytes")
                return int.from_bytes(data, "little", signed=True)
            case Ext.NUMBERS:
                return self.numbers_of(data)
            case _:
                raise WireError(f"unknown extension {code}")

    def array(self, data: bytes) -> Array:
        """An array over the blob, read-only, without copying."""
        code, dimensions = _SHAPE_HEAD.unpack_from(data)
        if code >= len(DTYPES) or dimensions > _MAX_DIMENSIONS:
            raise WireError("no such dtype, or too many dimensions")
        dtype = DTYPES[code]
        if len(data) != _SHAPE_HEAD.size + 8 * dimensions:
            raise WireError("the shape is cut off")
        shape = struct.unpack_from(f"<{dimensions}q", data, _SHAPE_HEAD.size)
        size = math.prod(shape) * dtype.itemsize
        if min(shape, default=0) < 0 or self.cursor + size > len(self.blob):
            raise WireError(f"an array of shape {shape} does not fit into the frame")
        array: Array = np.ndarray(shape, dtype, buffer=self.blob, offset=self.cursor)
        if dtype == np.bool_ and array.size and array.view(np.uint8).max() > 1:
            raise WireError("a truth value that is neither 0 nor 1")
        self.cursor += size + -size % ALIGN
        return array

    def numbers_of(self, data: bytes) -> list[float] | list[int]:
        array = self.array(data)
        self.numbers += array.size
        if array.ndim != 1 or self.numbers > MAX_NUMBERS or array.dtype.str not in ("<f8", "<i8"):
            raise WireError("a list of numbers that is none, or too long")
        numbers: list[float] | list[int] = array.tolist()
        return numbers


class _ArgumentReader(_Reader):
    """Also decodes the argument records, which only the grader sends."""

    def extend(self, code: int, data: bytes) -> object:
        match code:
            case Ext.TENSOR:
                return TensorArg(self.array(data[1:]), requires_grad=data[0] == 1)
            case Ext.RNG:
                return RngArg(struct.unpack("<Q", data)[0])
            case Ext.FUNCTION:
                form, names, arrays = msgpack.unpackb(data)
                return FunctionArg(form, {n: self.array(a) for n, a in zip(names, arrays, strict=True)})
            case _:
                return super().extend(code, data)


def _table(pairs: list[tuple[Any, Any]]) -> dict[Any, Any]:
    """A dict; a long one with common keys only: long integers and complex numbers can be made to have one hash."""
    if len(pairs) > _MAX_ODD_KEYS and any(_is_odd(key) for key, _ in pairs):
        raise WireError(f"{len(pairs):,} keys, among them unusual ones")
    return dict(pairs)


def _is_odd(key: Any) -> bool:
    return not isinstance(key, str | float) and not (isinstance(key, int) and key.bit_length() <= 64)


def _walk(header: bytes) -> None:
    """Raises unless all that is announced is there: room for long lists is made before their items are read."""
    reader = msgpack.Unpacker(max_buffer_size=len(header))
    reader.feed(header)
    reader.skip()


def _decode(header: bytes, reader: _Reader) -> Any:
    try:
        if any(first in header for first in _LONG_LISTS):
            _walk(header)
        message = msgpack.unpackb(header, ext_hook=reader.extend, object_pairs_hook=_table, strict_map_key=False)
    except (ValueError, TypeError, OverflowError, RecursionError, MemoryError, struct.error) as error:
        raise WireError(f"not a message: {type(error).__name__}") from error
    except msgpack.UnpackException as error:
        raise WireError("not a message") from error
    if reader.cursor != len(reader.blob):
        raise WireError("the blob is longer than its arrays")
    return message


def decode_untrusted(header: bytes, blob: bytes | memoryview) -> Any:
    """A child's message: plain values, arrays, `Opaque`. Raises WireError and nothing else."""
    return _decode(header, _Reader(blob))


def decode_trusted(header: bytes, blob: bytes | memoryview) -> Any:
    """The grader's message, which may also hold argument records."""
    return _decode(header, _ArgumentReader(blob))
