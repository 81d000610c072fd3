"""Cutting a stream into frames, whatever pieces it arrives in."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.sandbox.framing import Framer
from grader.sandbox.wire import FROM_CHILD, LENGTHS, Encoder, FrameLimits, WireError, decode_untrusted

SMALL, LARGE = 10, 100_000  # numbers: many to one receiving, and more than one receiving takes


@given(st.lists(st.sampled_from([0, SMALL, LARGE]), max_size=6), st.integers(1, 1 << 19))
def test_messages_arrive_whole_and_in_order(sizes: list[int], piece: int) -> None:
    stream = b"".join(Encoder(FROM_CHILD).encode([number, np.arange(size)]) for number, size in enumerate(sizes))
    framer, received = Framer(FROM_CHILD), []
    for start in range(0, len(stream), max(piece, len(stream) // 50)):
        framer.feed(stream[start : start + max(piece, len(stream) // 50)])
        received += [decode_untrusted(*frame) for frame in framer.frames()]
    assert [message[0] for message in received] == list(range(len(sizes)))
    assert all((message[1] == np.arange(size)).all() for message, size in zip(received, sizes, strict=True))


@pytest.mark.parametrize("words", range(16))
def test_arrays_of_large_frames_are_aligned(words: int) -> None:
    framer = Framer(FROM_CHILD)
    framer.feed(Encoder(FROM_CHILD).encode(["x" * words, np.arange(LARGE)]))
    (message,) = [decode_untrusted(*frame) for frame in framer.frames()]
    assert message[1].flags.aligned


def test_what_was_taken_is_not_overwritten_by_what_follows() -> None:
    framer = Framer(FROM_CHILD)
    framer.feed(Encoder(FROM_CHILD).encode([np.zeros(SMALL)]))
    (frame,) = framer.frames()
    framer.feed(Encoder(FROM_CHILD).encode([np.ones(SMALL)]))
    assert (decode_untrusted(*frame)[0] == 0).all()


def test_frames_before_one_that_announces_too_much_are_there() -> None:
    framer = Framer(FrameLimits(header=100, blob=1000))
    framer.feed(Encoder(FROM_CHILD).encode(["first"]) + LENGTHS.pack(101, 0) + b"more")
    frames = framer.frames()
    assert decode_untrusted(*next(frames)) == ["first"]
    with pytest.raises(WireError, match="too large"):
        next(frames)


def test_room_is_there_for_more_after_every_amount() -> None:
    framer, stream = Framer(FROM_CHILD), Encoder(FROM_CHILD).encode([np.arange(LARGE)])
    for byte in range(0, len(stream), 4099):
        room = framer.room()
        piece = stream[byte : byte + 4099]
        assert len(room) > 0
        framer.feed(piece)
    assert len(list(framer.frames())) == 1
