from __future__ import annotations

import numpy as np
import pytest

from grader.judge.case import Accepted, Case, Regime
from grader.judge.mistakes import Answered, Mistake, recognise, recognise_halt
from grader.records import Returned, Stopped, StopReason


def wrong(x, value, expected=0.0):
    answer = np.asarray(expected, dtype=float)
    accepted = Accepted(answer, np.full(answer.shape, 1e-6))
    case = Case({"x": x}, Regime.PLAIN, (accepted,))
    return Answered(case, {"x": x}, Returned(value, 0.0))


SQUARE = Mistake("squared", answer=lambda x: x**2)
DOUBLE = Mistake("doubled", answer=lambda x: 2 * x)
X, Y = np.array([3.0, 5.0]), np.array([4.0, 7.0])


def test_names_the_mistake_that_explains_every_wrong_answer():
    found = recognise([DOUBLE, SQUARE], [wrong(X, X**2), wrong(Y, Y**2)])
    assert found is not None
    assert (found.mistake.words, found.matched, found.of) == ("squared", 2, 2)


def test_one_input_is_no_evidence():
    assert recognise([SQUARE], [wrong(X, X**2)]) is None


def test_every_wrong_answer_must_be_explained():
    assert recognise([SQUARE], [wrong(X, X**2), wrong(Y, Y**2), wrong(Y, Y + 1)]) is None


def test_a_mistake_of_another_shape_is_none():
    assert recognise([Mistake("summed", answer=lambda x: x.sum())], [wrong(X, X**2), wrong(Y, Y**2)]) is None


def test_a_mistake_that_cannot_be_computed_explains_nothing():
    broken = Mistake("broken", answer=lambda x: x @ np.ones(5))
    assert recognise([broken], [wrong(X, X**2), wrong(Y, Y**2)]) is None


@pytest.mark.parametrize(
    "undefined",
    [
        lambda x: x @ np.ones(5),
        lambda x: x.tolist().shape,
        lambda x: {9.0: x}[x[0]],
        lambda x: x[7],
        lambda x: 1 // int(x[0] - x[0]),
        lambda x: len(x[0]),
    ],
)
def test_a_mistake_that_is_undefined_hides_no_other(undefined):
    """Whatever a value makes it raise: the check of that student is judged on."""
    found = recognise([Mistake("undefined", answer=undefined), SQUARE], [wrong(X, X**2), wrong(Y, Y**2)])
    assert found is not None
    assert found.mistake is SQUARE


def test_a_mistake_with_a_slip_in_it_is_no_undefined_one():
    slip = Mistake("slip", answer=lambda x: 2 * nmp.asarray(x))  # noqa: F821 - the slip
    with pytest.raises(NameError):
        recognise([slip], [wrong(X, X**2), wrong(Y, Y**2)])


def test_a_naive_formula_overflows_in_single_and_in_double_precision():
    naive = Mistake("no maximum subtracted", answer=lambda x: np.exp(x) / np.exp(x).sum())
    at_100 = np.array([0.0, 100.0])  # overflows in single precision only
    at_800 = np.array([0.0, 800.0])  # in both
    nan = np.array([0.0, np.nan])
    assert recognise([naive], [wrong(at_100, nan, np.zeros(2)), wrong(at_800, nan, np.zeros(2))]) is not None
    assert recognise([naive], [wrong(at_800, nan), wrong(at_800, np.array([np.nan, 0.0]))]) is None


def test_a_symptom_is_seen_on_one_input():
    none = Mistake("returns nothing", seen=lambda arguments, returned: returned.value is None)
    found = recognise([none], [wrong(X, None)])
    assert found is not None
    assert recognise([none], [wrong(X, None), wrong(X, 1.0)]) is None
    assert recognise([none], []) is None


def test_the_mistake_does_not_change_the_arguments():
    def careless(x):
        x[:] = 0
        return x

    x = X.copy()
    recognise([Mistake("careless", answer=careless)], [wrong(x, X), wrong(x, X)])
    assert x.tolist() == X.tolist()


def test_large_inputs_do_not_make_a_strict_check_match_anything():
    def strict(x, value):
        accepted = Accepted(np.array([0.25]), np.array([1e-9]))
        case = Case({"x": x}, Regime.PLAIN, (accepted,))
        return Answered(case, {"x": x}, Returned(np.array([value]), 0.0))

    half = Mistake("half", answer=lambda x: np.array([0.5]))
    large = np.array([1e6])
    assert recognise([half], [strict(large, 0.5), strict(-large, 0.5)]) is not None
    assert recognise([half], [strict(large, 0.6), strict(-large, 0.6)]) is None


def test_a_halt_is_recognised_by_the_call_that_ended_the_process():
    hungry = Mistake("n² numbers", halted=lambda arguments, stopped, right: stopped.reason is StopReason.MEMORY)
    slow = Mistake("slow", halted=lambda arguments, stopped, right: len(right) == 1)
    memory, timeout = Stopped(StopReason.MEMORY, ""), Stopped(StopReason.TIMEOUT, "")
    right = [wrong(X, 0.0)]
    assert recognise_halt([hungry, slow], [({"x": X}, memory)], right).mistake is hungry
    assert recognise_halt([hungry, slow], [({"x": X}, timeout)], right).mistake is slow
    assert recognise_halt([hungry], [({"x": X}, memory), ({"x": Y}, timeout)], right) is None
    assert recognise_halt([hungry, slow], [], right) is None
    assert recognise([hungry], [wrong(X, X**2), wrong(Y, Y**2)]) is None
