"""Of what came back, what the course's own code is expected to cope with."""

from __future__ import annotations

import numpy as np
import pytest

from grader.judge.case import Accepted
from grader.judge.form import is_usual, of_numbers
from grader.records import Opaque

ROW = Accepted(np.zeros(2), np.zeros(2))
PAIR = Accepted((np.zeros(2), np.asarray(True)), (np.zeros(2), np.zeros(())))
RAGGED = [[1.0], [1.0, 2.0]]
ODD = [None, "x", 1j, Opaque("builtins.generator"), 10**400, {"a": 1.0}, np.array([1j]), [1.0, None]]


@pytest.mark.parametrize("value", [1.0, True, np.ones((2, 2)), [1.0, 2.0], [np.ones((3, 1)), True], RAGGED, np.nan])
def test_numbers(value):
    assert of_numbers(value)


@pytest.mark.parametrize("value", ODD)
def test_no_numbers(value):
    assert not of_numbers(value)
    assert not is_usual(value, ())
    assert not is_usual(value, (ROW,))


def test_usual_is_what_has_the_form_of_an_accepted_answer():
    assert is_usual(np.ones(2), (ROW,))
    assert is_usual([1, 2], (PAIR, ROW))
    assert is_usual([np.ones(2), False], (PAIR,))
    for value in (RAGGED, np.ones(3), np.array([np.nan, 0.0]), [np.ones(2), False]):
        assert not is_usual(value, (ROW,))
    for value in (np.ones(2), [np.ones(2)], [np.ones(2), None], [np.ones(2), np.inf]):
        assert not is_usual(value, (PAIR,))


def test_without_a_right_answer_finite_numbers_are_usual():
    assert is_usual([np.ones((3, 1)), True], ())
    assert not is_usual([np.ones((3, 1)), np.inf], ())
