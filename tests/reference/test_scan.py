"""The scan and its backward pass."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from reference.oracle import scan as oracle
from reference.scan import scan, scan_backward

VECTORS = arrays(np.float64, st.integers(0, 8), elements=st.floats(-1e6, 1e6))


def test_hand_computed() -> None:
    x = np.array([1.0, 2.0, 4.0])
    assert scan(x).tolist() == [1.0, 3.0, 7.0]
    assert scan_backward(x).tolist() == [7.0, 6.0, 4.0]


def test_short() -> None:
    assert scan(np.zeros(0)).shape == scan_backward(np.zeros(0)).shape == (0,)
    assert scan(np.array([3.0])).tolist() == scan_backward(np.array([3.0])).tolist() == [3.0]


def test_over_the_last_axis() -> None:
    x = np.array([[1.0, 2.0], [3.0, 4.0]])
    assert scan(x).tolist() == [[1.0, 3.0], [3.0, 7.0]]
    assert scan_backward(x).tolist() == [[3.0, 2.0], [7.0, 4.0]]


def test_a_million_in_linear_time() -> None:
    x = np.ones(10**6)
    started = time.process_time()
    assert scan(x)[-1] == scan_backward(x)[0] == 1e6
    assert time.process_time() - started < 1.0


@settings(deadline=None)
@given(VECTORS)
def test_against_the_definition(x: np.ndarray) -> None:
    allowed = 1e-15 * (1.0 + np.abs(x).sum())
    np.testing.assert_allclose(scan(x), oracle.scan(x), rtol=0.0, atol=allowed)
    np.testing.assert_allclose(scan_backward(x), oracle.scan_backward(x), rtol=0.0, atol=allowed)


@settings(deadline=None)
@given(VECTORS)
def test_backward_is_the_transpose(x: np.ndarray) -> None:
    g = np.cos(np.arange(len(x)))
    assert g @ scan(x) == pytest.approx(scan_backward(g) @ x, rel=1e-9, abs=1e-12 * (1.0 + np.abs(x).sum()))
