from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.proof.agreement import TOLERANCE, agree, holds
from grader.proof.evaluating.evaluate import Undefined

NUMBERS = st.floats(-1e6, 1e6)


@given(NUMBERS, st.sampled_from(["=", "<=", ">="]))
def test_every_number_is_equal_to_itself(x, relation):
    assert holds(relation, x, x)
    assert not holds("<", x, x)
    assert not holds(">", x, x)


@given(st.floats(1e-3, 1e6))
def test_tolerance_is_relative(x):
    assert agree(x, x * (1 + TOLERANCE / 2))
    assert not agree(x, x * (1 + 5 * TOLERANCE))
    assert not agree(x, x * (1 + 1e-6))


@pytest.mark.parametrize("relation", ["=", "<=", ">=", "<", ">", "!="])
def test_undefined_agrees_with_nothing(relation):
    assert not holds(relation, Undefined(), Undefined())
    assert not holds(relation, 1.0, Undefined())


def test_nan_is_never_compared_as_equal():
    assert not agree(math.nan, math.nan)


def test_strict_relations_see_small_differences():
    assert holds(">", 1.0 + 1e-9, 1.0)
    assert not holds(">", 1.0 + 1e-14, 1.0)


def test_vectors_agree_entry_by_entry():
    assert agree(np.array([1.0, 2.0]), np.array([1.0, 2.0]))
    assert not agree(np.array([1.0, 2.0]), np.array([1.0, 2.1]))
    assert agree(np.zeros(2), 0.0)
    assert not agree(np.ones(2), 1.0)
    assert not agree(np.ones(2), np.ones(3))
    assert not holds(">=", np.ones(2), np.zeros(2))
