"""What holds of a run: any mixture of the two conventions at ties is accepted, every slip is refused in words."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assignments.bank.hopfield import PAIR, SELFISH
from assignments.bank.hopfield_run import run, run_fault
from grader.course.assignment import prepare_check
from grader.course.rehearsal import Actor, outcome_of
from grader.judge.case import MAX_ROUNDS
from grader.judge.values import judge_values
from grader.records import CheckStatus
from reference import hopfield

UP, DOWN = np.array([1.0, -1.0]), np.array([-1.0, 1.0])


def simulate(W, x, max_sweeps, at_tie):
    """A run in plain loops, asking `at_tie()` what a neuron without a field does."""
    rows = [list(x)]
    for _ in range(max_sweeps):
        start = rows[-1]
        for i in range(len(x)):
            field = sum(W[i][j] * rows[-1][j] for j in range(len(x)) if j != i)
            sign = 1.0 if field > 0 else -1.0 if field < 0 else at_tie(rows[-1][i])
            rows.append([*rows[-1][:i], sign, *rows[-1][i + 1 :]])
        if rows[-1] == start:
            return [np.array(rows), True]
    return [np.array(rows), False]


@st.composite
def networks(draw):
    n = draw(st.integers(1, 4))
    entries = draw(st.lists(st.integers(-3, 3), min_size=n * n, max_size=n * n))
    W = np.array(entries, dtype=float).reshape(n, n)
    x = np.array(draw(st.lists(st.sampled_from([-1.0, 1.0]), min_size=n, max_size=n)))
    return np.triu(W) + np.triu(W, 1).T, x, draw(st.integers(0, 6))


@given(networks(), st.randoms(use_true_random=False))
def test_any_mixture_of_conventions_is_accepted(network, random):
    run = simulate(*network, lambda state: random.choice([state, 1.0]))
    assert run_fault(*network, run) is None
    lists = [[list(map(int, row)) for row in run[0]], run[1]]
    assert run_fault(*network, lists) is None
    assert run_fault(*network, [run[0].astype(np.float32), np.array([run[1]])]) is None


@given(networks())
def test_the_references_are_accepted(network):
    for reference in (hopfield.hopfield_run, hopfield.hopfield_run_positive):
        assert run_fault(*network, list(reference(*network))) is None


@given(networks(), st.data())
def test_one_entry_changed_is_refused(network, data):
    states, converged = simulate(*network, lambda state: state)
    row = data.draw(st.integers(0, len(states) - 1))
    column = data.draw(st.integers(0, states.shape[1] - 1))
    changed = states.copy()
    changed[row, column] = data.draw(st.sampled_from([0.0, 2.0, np.nan]))
    assert run_fault(*network, [changed, converged]) is not None
    assert run_fault(*network, [states, not converged]) is not None


RIGHT = simulate(PAIR, UP, 10, lambda state: state)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (RIGHT[0], "two things"),
        (None, "two things"),
        ([*RIGHT, 3], "two things"),
        ([None, True], "the states are None"),
        ([RIGHT[0], None], "one truth value"),
        ([RIGHT[0], np.array([True, True])], "one truth value"),
        ([RIGHT[0][:, :1], True], r"shape \(5, 1\), expected \(1 \+ n·sweeps, 2\)"),
        ([RIGHT[0][:4], True], "there are 4 states"),
        ([RIGHT[0][:0], True], "there are 0 states"),
        ([np.tile(RIGHT[0][-1], (23, 1)), True], "there are 23 states"),
        ([RIGHT[0][::-1], True], r"states\[0\] is \[-1.0, -1.0\], expected the start \[1.0, -1.0\]"),
        ([np.array([UP, DOWN, DOWN]), False], r"states\[1\] differs from states\[0\] in more than neuron 0"),
        ([np.array([UP, UP, UP]), True], r"states\[1, 0\]: got 1, expected -1 \(the sum over j ≠ 0 is -1\)"),
        ([RIGHT[0][:3], True], "the run stops after 1 sweeps; allowed are 10"),
        ([RIGHT[0][:1], False], "the run stops after 0 sweeps"),
        ([np.concatenate([RIGHT[0], RIGHT[0][-2:]]), True], "sweep 2 changes nothing, but the run goes on: 3 sweeps"),
        ([RIGHT[0], False], r"converged: got False, expected True \(the last sweep changed nothing\)"),
        ([RIGHT[0], 0.5], "converged: got 0.5"),
    ],
)
def test_what_is_wrong_is_said(value, words):
    with pytest.raises(AssertionError, match=words):
        raise AssertionError(run_fault(PAIR, UP, 10, value))


def test_no_sweep_is_not_converged():
    assert run_fault(PAIR, UP, 0, [UP[None], False]) is None
    assert "never took place" in (run_fault(PAIR, UP, 0, [UP[None], True]) or "")


def test_the_diagonal_is_not_in_the_update():
    x = np.array([1.0, -1.0, 1.0])
    stuck = np.tile(x, (4, 1))
    assert "expected -1" in (run_fault(SELFISH, x, 5, [stuck, True]) or "")


def at_once_by_broadcasting(W, x, max_sweeps):
    """All neurons from the old state, in products that broadcast where the shapes of W and x do not fit."""
    s = x.copy()
    states = [s.copy()]
    for _ in range(max_sweeps):
        new = np.where(((W - np.diag(np.diag(W))) * s).sum(1) >= 0, 1.0, -1.0)
        for i in range(len(s)):
            row = s.copy()
            row[: i + 1] = new[: i + 1]
            states.append(row)
        if (s == new).all():
            return np.array(states), True
        s = new
    return np.array(states), False


def verdict(answer):
    dialogue = judge_values(prepare_check(run, 0, "ss2020_seminar2"))
    calls = next(dialogue)
    try:
        for _ in range(MAX_ROUNDS):
            calls = dialogue.send([outcome_of(Actor(answer), call) for call in calls])
    except StopIteration as done:
        return done.value
    raise AssertionError("no verdict")


def test_a_wrong_run_that_broadcasts_is_refused_on_weights_that_fit_the_state():
    found = verdict(at_once_by_broadcasting)
    assert (found.status, found.misconception) == (CheckStatus.FAILED, "all neurons updated at once (cycles)")
    n = len(found.counterexample.arguments["x"])
    assert np.shape(found.counterexample.arguments["W"]) == (n, n)
