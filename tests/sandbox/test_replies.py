from __future__ import annotations

import math
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.records import Absent, Gradient, Opaque, Raised, Returned, Stopped, StopReason
from grader.sandbox.replies import checked_value, read_reply
from grader.sandbox.wire import WireError

RETURNED: list[Any] = ["returned", 3, 0.5, [1.0, None], [0], None, False]
RAISED: list[Any] = ["raised", 3, 0.5, "ValueError", "no", ["cell 1, line 2, in f"], False]


def test_replies_become_outcomes() -> None:
    assert read_reply(RETURNED, 3, 9.0) == Returned([1.0, None], 0.5, (0,))
    assert read_reply(RAISED, 3, 9.0) == Raised("ValueError", "no", ("cell 1, line 2, in f",), 0.5)
    assert read_reply(["absent", 3, "softmax"], 3, 9.0) == Absent("", "softmax")
    assert read_reply(["absent", 3, None], 3, 9.0) == Absent("", None)


def test_a_memory_error_is_a_stop() -> None:
    assert read_reply([*RAISED[:-1], True], 3, 9.0) == Stopped(StopReason.MEMORY, "", 0.5)


def test_a_gradient_is_read() -> None:
    array = np.ones(2)
    outcome = read_reply([*RETURNED[:5], [True, True, [array, None], None, True], True], 3, 9.0)
    assert isinstance(outcome, Returned)
    assert outcome.gradient == Gradient(True, True, (array, None), None, True)
    assert outcome.was_tensor


@pytest.mark.parametrize(("claimed", "told"), [(0.5, 0.5), (99.0, 2.0), (-1.0, 0.0), (math.nan, 0.0), (math.inf, 0.0)])
def test_seconds_are_never_more_than_passed(claimed: float, told: float) -> None:
    outcome = read_reply(["returned", 3, claimed, None, [], None, False], 3, 2.0)
    assert isinstance(outcome, Returned)
    assert outcome.seconds == told


@pytest.mark.parametrize(
    "message",
    [
        ["returned", 4, *RETURNED[2:]],
        ["returned", 2, *RETURNED[2:]],
        ["returned", True, *RETURNED[2:]],
        RETURNED[:-1],
        [*RETURNED, 1],
        ["Returned", *RETURNED[1:]],
        [*RETURNED[:2], 1, *RETURNED[3:]],
        [*RETURNED[:4], [-1], None, False],
        [*RETURNED[:4], ["0"], None, False],
        [*RETURNED[:4], [True], None, False],
        [*RETURNED[:5], [True, True, ["x"], None, False], False],
        [*RETURNED[:5], [True, True], False],
        [*RETURNED[:3], b"bytes", *RETURNED[4:]],
        [*RETURNED[:3], {(1, 2): 3}, *RETURNED[4:]],
        [*RAISED[:3], 5, *RAISED[4:]],
        ["absent", 3, 7],
        [None],
        [np.zeros(2), 3],
        ["returned", np.zeros(2)],
        [*RAISED[:5], [[[[]]]], False],
        [*RAISED[:5], [np.zeros(2)], False],
        ["loaded", [], [], []],
    ],
)
def test_what_is_no_reply_to_the_call_is_refused(message: list[Any]) -> None:
    with pytest.raises(WireError):
        read_reply(message, 3, 9.0)


def test_texts_are_cut() -> None:
    long = "x" * 100_000
    outcome = read_reply(["raised", 3, 0.1, long, long, [long] * 1000, False], 3, 9.0)
    assert isinstance(outcome, Raised)
    assert len(outcome.message) == len(outcome.type_name) == len(outcome.trace[0]) == 4096
    assert len(outcome.trace) == 100


def test_deep_nesting_is_refused() -> None:
    deep: Any = 1
    for _ in range(50):
        deep = [deep]
    with pytest.raises(WireError, match="deep"):
        checked_value(deep)
    with pytest.raises(WireError, match="deep"):
        checked_value({"a": {"b": deep}})


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.builds(Opaque, st.text()),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text() | st.integers(), inner, max_size=3),
        max_leaves=10,
    )
)
def test_plain_values_pass_unchanged(value: Any) -> None:
    assert checked_value(value, 100) is value


@given(st.recursive(st.none() | st.integers() | st.text() | st.binary() | st.floats(), st.lists, max_leaves=12))
def test_any_message_is_an_outcome_or_an_error(message: Any) -> None:
    with suppress(WireError):
        read_reply(message if isinstance(message, list) else [message], 0, 1.0)
