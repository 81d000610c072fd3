"""Hopfield networks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reference import hopfield
from reference.oracle import hopfield as oracle

Network = tuple[np.ndarray, np.ndarray]
UPDATES = [hopfield.hopfield_update, hopfield.hopfield_update_positive]
RUNS = [
    (hopfield.hopfield_run, hopfield.hopfield_update, oracle.hopfield_run),
    (hopfield.hopfield_run_positive, hopfield.hopfield_update_positive, oracle.hopfield_run_positive),
]


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Symmetric weights, small integers (many ties) or normal, with a diagonal; and a state."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    n = draw(st.integers(1, 6))
    weights = rng.integers(-2, 3, (n, n)).astype(np.float64) if draw(st.booleans()) else rng.normal(size=(n, n))
    return np.triu(weights) + np.triu(weights, 1).T, rng.choice([-1.0, 1.0], n)


def test_hand_computed() -> None:
    W = np.array([[5.0, 1.0, -2.0], [1.0, 0.0, 3.0], [-2.0, 3.0, -1.0]])
    x = np.array([1.0, 1.0, 1.0])
    # Σ of all weights = 5 + 0 - 1 + 2·(1 - 2 + 3) = 8
    assert hopfield.hopfield_energy(W, x) == -4.0
    # field of neuron 0 without its 5: 1 - 2 = -1, so it turns; ΔH = -(-1 - 1)·(-1) = -2
    assert hopfield.hopfield_field(W, x, 0) == -1.0
    assert hopfield.hopfield_update(W, x, 0).tolist() == [-1.0, 1.0, 1.0]
    assert hopfield.energy_change(W, x, 0) == -2.0
    assert hopfield.hopfield_energy(W, np.array([-1.0, 1.0, 1.0])) == -6.0
    # then 1: field -1 + 3 = 2 stays; 2: field 2 + 3 = 5 stays; the second sweep changes nothing
    states, converged = hopfield.hopfield_run(W, x, 10)
    assert states.tolist() == [[1, 1, 1]] + [[-1, 1, 1]] * 6
    assert converged is True


def test_the_diagonal_is_never_in_the_update() -> None:
    # 1e17 + 1 - 1e17 would be 0: the own weight must be left out, not subtracted
    W, x = np.array([[1e17, 1.0], [1.0, 1e17]]), np.array([1.0, -1.0])
    assert hopfield.hopfield_field(W, x, 0) == -1.0
    assert hopfield.hopfield_update(W, x, 0).tolist() == [-1.0, -1.0]


@pytest.mark.parametrize("start", [1.0, -1.0])
def test_both_conventions_at_a_tie(start: float) -> None:
    W, x = np.array([[3.0]]), np.array([start])  # a single neuron always ties
    assert hopfield.hopfield_update(W, x, 0).tolist() == [start]
    assert hopfield.hopfield_update_positive(W, x, 0).tolist() == [1.0]
    assert hopfield.energy_change(W, x, 0) == 0.0
    assert hopfield.hopfield_run(W, x, 3)[0].tolist() == [[start], [start]]
    changes = 0 if start == 1.0 else 1
    states, converged = hopfield.hopfield_run_positive(W, x, 3)
    assert states.tolist() == [[start]] + [[1.0]] * (1 + changes)
    assert converged is True


def test_no_sweeps() -> None:
    states, converged = hopfield.hopfield_run(np.zeros((2, 2)), np.array([1.0, -1.0]), 0)
    assert states.tolist() == [[1.0, -1.0]]
    assert converged is False


def test_not_converged_within_the_sweeps() -> None:
    W, x = np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([1.0, -1.0])
    states, converged = hopfield.hopfield_run(W, x, 1)  # neuron 0 follows neuron 1, then nothing more
    assert states.tolist() == [[1.0, -1.0], [-1.0, -1.0], [-1.0, -1.0]]
    assert converged is False
    assert hopfield.hopfield_run(W, x, 2)[1] is True


@settings(deadline=None, max_examples=60)
@given(networks())
def test_against_the_definition(network: Network) -> None:
    W, x = network
    assert hopfield.hopfield_energy(W, x) == pytest.approx(oracle.hopfield_energy(W, x), rel=1e-13, abs=1e-13)
    for i in range(len(x)):
        assert hopfield.hopfield_field(W, x, i) == pytest.approx(oracle.hopfield_field(W, x, i), rel=1e-12, abs=1e-13)
        assert hopfield.hopfield_update(W, x, i).tolist() == oracle.hopfield_update(W, x, i)
        assert hopfield.hopfield_update_positive(W, x, i).tolist() == oracle.hopfield_update_positive(W, x, i)
        assert hopfield.energy_change(W, x, i) == pytest.approx(oracle.energy_change(W, x, i), rel=1e-12, abs=1e-13)


@settings(deadline=None, max_examples=60)
@given(networks(), st.integers(0, 12), st.sampled_from(RUNS))
def test_runs_against_the_definition(network: Network, max_sweeps: int, conventions: tuple) -> None:
    run, update, expected = conventions
    W, x = network
    states, converged = run(W, x, max_sweeps)
    assert (states.tolist(), converged) == expected(W, x, max_sweeps)
    assert (len(states) - 1) % len(x) == 0
    energies = np.array([hopfield.hopfield_energy(W, state) for state in states])
    assert (np.diff(energies) <= 1e-12 * np.abs(W).sum()).all()
    if converged:
        assert all((update(W, states[-1], i) == states[-1]).all() for i in range(len(x)))


@settings(deadline=None)
@given(networks(), st.sampled_from(UPDATES))
def test_energy_change_is_that_of_either_update(network: Network, update: hopfield.Update) -> None:
    W, x = network
    for i in range(len(x)):
        change = hopfield.energy_change(W, x, i)
        assert change <= 0.0
        difference = hopfield.hopfield_energy(W, update(W, x, i)) - hopfield.hopfield_energy(W, x)
        assert change == pytest.approx(difference, abs=1e-12)
