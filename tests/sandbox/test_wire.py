from __future__ import annotations

import struct
from contextlib import suppress
from typing import Any

import msgpack
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.records import FunctionArg, Opaque, RngArg, TensorArg
from grader.sandbox.framing import Framer
from grader.sandbox.wire import (
    DTYPES,
    FROM_CHILD,
    FROM_GRADER,
    LENGTHS,
    Encoder,
    Ext,
    FrameLimits,
    Numbers,
    WireError,
    decode_trusted,
    decode_untrusted,
)


def cut(frame: bytes) -> tuple[bytes, bytes]:
    framer = Framer(FROM_GRADER)
    framer.feed(frame)
    ((header, blob),) = framer.frames()
    return header, blob


def round_trip(value: Any) -> Any:
    return decode_untrusted(*cut(Encoder(FROM_CHILD).encode(value)))


def same(a: Any, b: Any) -> bool:
    if isinstance(a, np.ndarray):
        return isinstance(b, np.ndarray) and a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, list):
        return isinstance(b, list) and len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return isinstance(b, dict) and list(a) == list(b) and all(same(a[k], b[k]) for k in a)
    return type(a) is type(b) and (a == b or repr(a) == repr(b))


arrays = hnp.arrays(st.sampled_from(DTYPES), hnp.array_shapes(min_dims=0, min_side=0, max_side=4))
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**200), 2**200)
    | st.floats()
    | st.complex_numbers()
    | st.text()
    | st.builds(Opaque, st.text(max_size=40))
)
values = st.recursive(
    scalars | arrays,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_values_survive_the_wire(value: Any) -> None:
    assert same(value, round_trip(value))


@given(st.lists(values, max_size=3))
def test_frames_are_cut_wherever_the_stream_is_cut(messages: list[Any]) -> None:
    stream = b"".join(Encoder(FROM_CHILD).encode(message) for message in messages)
    framer, received = Framer(FROM_CHILD), []
    for start in range(0, len(stream), 7):
        framer.feed(stream[start : start + 7])
        received += [decode_untrusted(*frame) for frame in framer.frames()]
    assert same(messages, received)


@given(st.binary(max_size=300))
def test_random_bytes_are_an_error_and_nothing_else(data: bytes) -> None:
    framer = Framer(FROM_CHILD)
    framer.feed(data)
    with suppress(WireError):
        for frame in framer.frames():
            decode_untrusted(*frame)
    with suppress(WireError):
        decode_untrusted(data, b"")


@settings(max_examples=300)
@given(values, st.data())
def test_mutated_frames_are_an_error_or_a_value(value: Any, data: st.DataObject) -> None:
    header, blob = cut(Encoder(FROM_CHILD).encode(value))
    mutated = bytearray(header + blob)
    for _ in range(data.draw(st.integers(1, 4))):
        if mutated:
            mutated[data.draw(st.integers(0, len(mutated) - 1))] = data.draw(st.integers(0, 255))
    split = data.draw(st.integers(0, len(mutated)))
    with suppress(WireError):
        decode_untrusted(bytes(mutated[:split]), bytes(mutated[split:]))


def test_argument_records_arrive_only_from_the_grader() -> None:
    sent = [
        TensorArg(np.arange(3.0), requires_grad=True),
        RngArg(2**63),
        FunctionArg("form", {"A": np.eye(2), "b": np.zeros(2)}),
        np.float64(2.5),
    ]
    frame = cut(Encoder(FROM_GRADER).encode(sent))
    tensor, rng, function, number = decode_trusted(*frame)
    assert tensor.requires_grad
    assert same(tensor.array, np.arange(3.0))
    assert rng == RngArg(2**63)
    assert function.form == "form"
    assert same(dict(function.parameters), {"A": np.eye(2), "b": np.zeros(2)})
    assert type(number) is float
    with pytest.raises(WireError):
        decode_untrusted(*frame)


def test_big_endian_and_strided_arrays_arrive_in_order() -> None:
    array = np.arange(12, dtype=">f4").reshape(3, 4)[:, ::2]
    assert round_trip(array).tolist() == array.tolist()


def test_decoded_arrays_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="read-only"):
        round_trip(np.zeros(3))[0] = 1.0


def test_long_lists_of_numbers_stay_lists() -> None:
    assert round_trip(Numbers(np.array([1.5, -0.0]))) == [1.5, -0.0]
    assert round_trip(Numbers(np.array([1, 2]))) == [1, 2]


def ext(code: int, data: bytes) -> bytes:
    packed: bytes = msgpack.packb(msgpack.ExtType(code, data))
    return packed


def shape(code: int, *dimensions: int) -> bytes:
    return struct.pack("<BB", code, len(dimensions)) + struct.pack(f"<{len(dimensions)}q", *dimensions)


@pytest.mark.parametrize(
    ("header", "blob"),
    [
        pytest.param(ext(Ext.ARRAY, shape(99, 1)), bytes(16), id="no such dtype"),
        pytest.param(ext(Ext.ARRAY, shape(11, 3)), bytes(16), id="larger than the blob"),
        pytest.param(ext(Ext.ARRAY, shape(11, 2)), bytes(32), id="smaller than the blob"),
        pytest.param(ext(Ext.ARRAY, shape(11, -1)), b"", id="negative dimension"),
        pytest.param(ext(Ext.ARRAY, shape(11, 2**62, 0, 2**62)), b"", id="huge with a zero"),
        pytest.param(ext(Ext.ARRAY, shape(11, 2**40)), b"", id="terabytes announced"),
        pytest.param(ext(Ext.ARRAY, b"\x0b"), b"", id="cut off"),
        pytest.param(ext(Ext.ARRAY, shape(11, 1) + b"x"), bytes(16), id="too long"),
        pytest.param(ext(Ext.ARRAY, shape(0, 16)), bytes([2] * 16), id="truth value 2"),
        pytest.param(ext(Ext.COMPLEX, b"123"), b"", id="half a complex"),
        pytest.param(ext(Ext.INTEGER, bytes(5000)), b"", id="huge integer"),
        pytest.param(ext(Ext.NUMBERS, shape(3, 2)), bytes(16), id="numbers of int32"),
        pytest.param(ext(Ext.NUMBERS, shape(11, 2_000_000)), bytes(16_000_000), id="too many numbers"),
        pytest.param(ext(Ext.RNG, bytes(8)), b"", id="argument record"),
        pytest.param(ext(77, b""), b"", id="unknown extension"),
        pytest.param(b"\x90" + b"x", b"", id="trailing byte"),
        pytest.param(b"\xdd\xff\xff\xff\xff", b"", id="list of four billion"),
        pytest.param(b"\x91" * 5000, b"", id="nested without end"),
        pytest.param(b"\x81\x90\x01", b"", id="a list as key"),
        pytest.param(b"\xa1\xff", b"", id="broken utf-8"),
        pytest.param(b"", b"", id="empty"),
    ],
)
def test_malformed_messages_are_refused(header: bytes, blob: bytes) -> None:
    with pytest.raises(WireError):
        decode_untrusted(header, blob)


@pytest.mark.parametrize("lengths", [(FROM_CHILD.header + 1, 0), (0, FROM_CHILD.blob + 1), (2**32 - 1, 2**32 - 1)])
def test_an_oversized_frame_is_refused_by_its_announcement(lengths: tuple[int, int]) -> None:
    framer = Framer(FROM_CHILD)
    framer.feed(LENGTHS.pack(*lengths))
    with pytest.raises(WireError, match="too large"):
        list(framer.frames())


def test_an_oversized_message_is_not_sent_and_leaves_the_encoder_usable() -> None:
    encoder = Encoder(FrameLimits(header=100, blob=64))
    with pytest.raises(WireError, match="too large"):
        encoder.encode(np.zeros(9))
    with pytest.raises(WireError, match="too large"):
        encoder.encode("x" * 101)
    with pytest.raises(WireError, match="cannot be sent"):
        encoder.encode([np.zeros(2), object()])
    assert decode_untrusted(*cut(encoder.encode(np.zeros(2)))).tolist() == [0, 0]
