"""Frames that no encoder of ours would write: an error or a value, within a bounded time and a bounded memory.

What was found once stays: `FOUND` holds each as the smallest header that showed it.
"""

from __future__ import annotations

import struct
import time
import tracemalloc
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.sandbox.framing import Framer
from grader.sandbox.loading import NOT_AN_ANSWER, Loading, Reached, read_loaded, read_reached
from grader.sandbox.replies import read_reply
from grader.sandbox.wire import DTYPES, FROM_CHILD, LENGTHS, Ext, FrameLimits, WireError, decode_untrusted

PER_HEADER_BYTE = 128  # bytes that decoding may take: an empty dict is 64, and is written in one
PER_BLOB_BYTE = 6  # a list of Python numbers, each with its place
BASE = 100_000
SECONDS = 3.0  # for a frame as large as may be; most need milliseconds

_MERSENNE = 2**61 - 1  # integers that differ by it have one hash


def long_keys(count: int) -> bytes:
    return listed(0xDF, count, lambda i: b"\xd8\x04" + ((i + 1) * _MERSENNE).to_bytes(16, "little") + b"\xc0")


def complex_keys(count: int) -> bytes:
    return listed(0xDF, count, lambda i: b"\xd8\x03" + struct.pack("<dd", 1000003.0 * i, -float(i)) + b"\xc0")


def listed(code: int, count: int, item: Any) -> bytes:
    return bytes([code]) + struct.pack(">I", count) + b"".join(map(item, range(count)))


# Each took minutes before: the keys of a dict with one hash are compared with each other.
FOUND = [
    pytest.param(long_keys(50_000), id="long integers as keys"),
    pytest.param(complex_keys(50_000), id="complex keys"),
]


def decode(header: bytes, blob: bytes) -> Any:
    """The message or None; fails if it took too much memory."""
    tracemalloc.start()
    try:
        message = decode_untrusted(header, blob)
    except WireError:
        message = None
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak <= BASE + PER_HEADER_BYTE * len(header) + PER_BLOB_BYTE * len(blob)
    return message


# --------------------------------------------------------------------------- headers of msgpack, with lies in them

integers = st.integers(-(2**63), 2**64 - 1)
small = st.sampled_from([0, 1, 2, 3, 15, 16, 31, 32, 255, 65535, 2**20, 2**31, 2**32 - 1])


@st.composite
def extensions(draw: st.DrawFn) -> bytes:
    """An extension whose data is nearly what it should be."""
    code = draw(st.sampled_from([*Ext, 0, 9, 77, 255]))
    shape = draw(st.lists(st.integers(-2, 5) | st.sampled_from([2**31, 2**62, -(2**63)]), max_size=4))
    dtype, dimensions = draw(st.integers(0, len(DTYPES))), draw(st.sampled_from([len(shape), 0, 1, 32, 33, 255]))
    array = struct.pack("<BB", dtype, dimensions) + struct.pack(f"<{len(shape)}q", *shape)
    data = draw(st.sampled_from([array, array[:-1], b"\x01" + array]) | st.binary(max_size=20))
    size = draw(st.just(len(data)) | small)
    return b"\xc9" + struct.pack(">I", size) + bytes([code]) + data


@st.composite
def containers(draw: st.DrawFn, inner: st.SearchStrategy[bytes]) -> bytes:
    items = draw(st.lists(inner, max_size=6))
    kind, per_item = draw(st.sampled_from([(0xDD, 1), (0xDF, 2)]))
    count = draw(st.just(len(items) // per_item) | small)
    return bytes([kind]) + struct.pack(">I", count) + b"".join(items)


scalars = (
    st.sampled_from([b"\xc0", b"\xc1", b"\xc2", b"\xc3", b"\x00", b"\x7f", b"\xff", b"\xa0", b"\x80", b"\x90"])
    | integers.map(lambda n: b"\xd3" + struct.pack(">q", n) if n < 2**63 else b"\xcf" + struct.pack(">Q", n))
    | st.floats().map(lambda x: b"\xcb" + struct.pack(">d", x))
    | st.binary(max_size=8).map(lambda raw: bytes([0xA0 | len(raw)]) + raw)
    | st.binary(max_size=8).map(lambda raw: b"\xc4" + bytes([len(raw)]) + raw)
    | st.tuples(small, st.binary(max_size=8)).map(lambda lie: b"\xdb" + struct.pack(">I", lie[0]) + lie[1])
    | extensions()
)
headers = st.recursive(scalars, containers, max_leaves=12)


@settings(max_examples=150)
@given(headers, st.binary(max_size=200))
@example(b"\xdd\xff\xff\xff\xff" * 200, b"")
@example(b"\xdd\x00\x01\x00\x00" * 1000 + bytes(60_000), b"")
@example(b"\xdf\x7f\xff\xff\xff", b"")
@example(b"\x91" * 1023 + b"\x90", b"")
@example(b"\x81\x90\x00", b"")
@example(b"\xc7\x02\x01\x0b\x00", bytes(16))
@example(b"\xd6\xff\x00\x00\x00\x01", b"")
def test_any_header_is_an_error_or_a_value(header: bytes, blob: bytes) -> None:
    decode(header, blob)


@settings(max_examples=100)
@given(headers, st.binary(max_size=64), st.data())
def test_whatever_is_decoded_is_read_as_an_answer_or_refused(header: bytes, blob: bytes, data: st.DataObject) -> None:
    """Behind the words that the readers look at, so that they do not stop at the first."""
    words = data.draw(st.sampled_from([b"returned", b"raised", b"absent", b"loaded", b"at"]))
    count = data.draw(st.integers(0, 7))
    items = [bytes([0xA0 | len(words)]) + words, data.draw(st.sampled_from([b"\x00", b"\x01"]) | scalars), header]
    items += [data.draw(scalars) for _ in range(count)]
    message = decode(bytes([0x90 | len(items)]) + b"".join(items), blob)
    if isinstance(message, list) and message and type(message[0]) is str:
        with suppress(WireError):
            read_reply(message, 0, 1.0)
        loaded = read_loaded(message, "", 1.0)
        assert loaded == NOT_AN_ANSWER or isinstance(loaded, Loading)
        assert isinstance(read_reached(message, Reached(0, 0)), Reached)


# --------------------------------------------------------------------------- as large as may be


def full(code: int, item: bytes, size: int = FROM_CHILD.header) -> bytes:
    """A header as large as may be, of as many items as fit."""
    return listed(code, (size - 5) // len(item), lambda _: item)


EMPTY_ARRAY = b"\xc7\x0a\x01" + struct.pack("<BBq", 11, 1, 0)


@pytest.mark.parametrize(
    ("header", "blob"),
    [
        *(pytest.param(*one.values, b"", id=one.id) for one in FOUND),
        pytest.param(full(0xDD, b"\x80"), b"", id="empty dicts"),
        pytest.param(full(0xDD, b"\x90"), b"", id="empty lists"),
        pytest.param(full(0xDD, b"\x81\x00\x80"), b"", id="dicts in dicts"),
        pytest.param(full(0xDD, b"\x91\x90"), b"", id="lists in lists"),
        pytest.param(full(0xDD, b"\xd4\x02\xff"), b"", id="opaques"),
        pytest.param(full(0xDD, EMPTY_ARRAY), b"", id="empty arrays"),
        pytest.param(full(0xDD, b"\xd6\xff\x00\x00\x00\x01"), b"", id="timestamps"),
        pytest.param((b"\xdd\x00\x0f\xf0\x00" * 1000).ljust(FROM_CHILD.header, b"\x00"), b"", id="announced again"),
        pytest.param(b"\xc7\x0a\x05" + struct.pack("<BBq", 11, 1, 10**6), bytes(8 * 10**6), id="floats"),
        pytest.param(b"\xc7\x0a\x05" + struct.pack("<BBq", 4, 1, 10**6), b"\x7f" * (8 * 10**6), id="integers"),
        pytest.param(b"\xc7\x0a\x01" + struct.pack("<BBq", 0, 1, 2**26), bytes(2**26), id="truth values"),
    ],
)
def test_the_largest_frames_are_bounded(header: bytes, blob: bytes) -> None:
    assert len(header) <= FROM_CHILD.header
    started = time.process_time()
    with suppress(WireError):
        decode_untrusted(header, blob)
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize("item", [b"\x80", b"\x90", b"\x81\x00\x80", b"\x91\x90", b"\xd4\x02\xff", EMPTY_ARRAY])
def test_memory_grows_with_the_header(item: bytes) -> None:
    decode(full(0xDD, item, 20_000), b"")
    decode((b"\xdd\x00\x00\x4c\x00" * 1000).ljust(20_000, b"\x00"), b"")


@pytest.mark.parametrize("dtype", [4, 11])
def test_memory_grows_with_the_blob(dtype: int) -> None:
    decode(b"\xc7\x0a\x05" + struct.pack("<BBq", dtype, 1, 10**4), b"\x7f" * (8 * 10**4))


@pytest.mark.parametrize("keys", [long_keys, complex_keys])
def test_few_unusual_keys_are_let_through(keys: Any) -> None:
    assert len(decode_untrusted(keys(100), b"")) == 100
    with pytest.raises(WireError, match="101 keys, among them unusual ones"):
        decode_untrusted(keys(101), b"")


def test_many_common_keys_are_let_through() -> None:
    header = listed(0xDF, 20_000, lambda i: b"\xcf" + struct.pack(">Q", i << 44) + b"\xc0")
    assert len(decode_untrusted(header, b"")) == 20_000


# --------------------------------------------------------------------------- streams

LIMITS = FrameLimits(header=300, blob=2000)


@given(
    st.lists(
        st.tuples(st.integers(0, 310), st.integers(0, 2100), st.binary(max_size=40)).map(
            lambda frame: LENGTHS.pack(frame[0], frame[1]) + frame[2]
        )
        | st.binary(max_size=30),
        max_size=6,
    ),
    st.lists(st.integers(1, 400), min_size=1, max_size=5),
)
def test_any_stream_is_cut_within_the_limits(pieces: list[bytes], cuts: list[int]) -> None:
    stream, framer, start, turn = b"".join(pieces), Framer(LIMITS), 0, 0
    with suppress(WireError):
        while start < len(stream):
            size = cuts[turn % len(cuts)]
            framer.feed(stream[start : start + size])
            for header, blob in framer.frames():
                assert len(header) <= LIMITS.header
                assert len(blob) <= LIMITS.blob
                with suppress(WireError):
                    decode_untrusted(header, blob)
            start, turn = start + size, turn + 1


def test_what_is_only_announced_takes_no_more_than_the_limit() -> None:
    framer = Framer(FROM_CHILD)
    tracemalloc.start()
    framer.feed(LENGTHS.pack(FROM_CHILD.header, FROM_CHILD.blob) + b"\x00")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert list(framer.frames()) == []
    assert peak <= FROM_CHILD.header + FROM_CHILD.blob + BASE
