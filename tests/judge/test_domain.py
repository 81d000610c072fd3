"""What is learnt from the inputs of a check, and which simpler inputs lie outside of it."""

from __future__ import annotations

import numpy as np

from grader.judge.domain import learn
from grader.judge.shrink import candidates
from grader.records import TensorArg


def network(n: int, sweeps: int = 3) -> dict[str, object]:
    return {"W": np.arange(n * n, dtype=float).reshape(n, n), "x": np.ones(n), "sweeps": sweeps}


def test_axes_that_are_always_equally_long_stay_so():
    domain = learn([network(4), network(2), network(3)])
    assert domain.holds(network(5))
    assert not domain.holds({**network(2), "W": np.ones((1, 1))})
    assert not domain.holds({**network(2), "x": np.ones(1)})
    assert not domain.holds({**network(2), "W": np.ones((2, 1))})


def test_axes_that_once_differed_are_free():
    domain = learn([{"X": np.ones((4, 4)), "k": np.ones(4)}, {"X": np.ones((3, 2)), "k": np.ones(3)}])
    assert domain.holds({"X": np.ones((5, 1)), "k": np.ones(5)})
    assert not domain.holds({"X": np.ones((5, 1)), "k": np.ones(1)})


def test_the_length_of_a_tensor_counts():
    domain = learn([{"x": TensorArg(np.ones(n), True), "y": np.ones(n)} for n in (2, 3)])
    assert not domain.holds({"x": TensorArg(np.ones(1), True), "y": np.ones(2)})


def test_axes_are_counted_from_the_last_where_ranks_vary():
    domain = learn([{"q": np.ones(3), "p": np.ones(3)}, {"q": np.ones((2, 4)), "p": np.ones((2, 4))}])
    assert domain.holds({"q": np.ones((5, 2)), "p": np.ones((5, 2))})
    assert not domain.holds({"q": np.ones((5, 1)), "p": np.ones((5, 2))})
    assert not domain.holds({"q": np.ones((5, 1)), "p": np.ones(2)})


def test_axes_of_one_length_throughout_are_not_told_apart():
    domain = learn([{"x": np.ones(3), "y": np.ones(3)}] * 2)
    assert domain.holds({"x": np.ones(2), "y": np.ones(2)})
    assert not domain.holds({"x": np.ones(2), "y": np.ones(3)})


def test_no_simpler_input_breaks_a_link():
    domain = learn([network(4), network(2)])
    allowed = [one for one in candidates(network(4)) if domain.holds(one)]
    assert allowed
    assert all(one["W"].shape == (len(one["x"]),) * 2 for one in allowed)
