from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.judge.case import Regime
from grader.judge.draw import Draw, trial_rng

SEEDS = st.integers(0, 2**32)


def draw(seed, regime=Regime.MIXED):
    return Draw(np.random.default_rng(seed), regime)


@given(SEEDS)
def test_every_number_is_representable_in_single_precision(seed):
    d = draw(seed)
    for values in (
        d.normal(3, scale=d.scale()),
        d.positive(3),
        d.probability(3),
        d.uniform(-3.0, 1.7, 3),
        d.distribution(5),
        d.symmetric(3),
        d.signs(3),
    ):
        assert (values.astype(np.float32) == values).all()


@given(SEEDS, st.integers(1, 9), st.booleans())
def test_distributions_sum_to_one_exactly(seed, size, zeros):
    p = draw(seed).distribution(3, size, zeros=zeros)
    assert (p.sum(axis=-1) == 1).all()
    assert (p.astype(np.float32).sum(axis=-1) == 1).all()
    assert (p >= 0).all()
    assert zeros or (p > 0).all()


@given(SEEDS)
def test_ranges(seed):
    d = draw(seed)
    assert 0 < d.probability() < 1
    assert 2 < d.uniform(2, 3) < 3
    assert d.positive() > 0
    assert 1 <= d.size() <= 7
    assert d.integer(3, 3) == 3
    w = d.symmetric(4)
    assert (w == w.T).all()
    assert set(d.signs(20).tolist()) <= {-1.0, 1.0}


def test_plain_trials_have_size_four_and_scale_one():
    d = draw(0, Regime.PLAIN)
    assert d.size() == 4
    assert d.size(5, 9) in range(5, 10)
    assert d.scale(10.0, 100.0) == 1.0


@pytest.mark.parametrize("other", [(1, "a", "c", 0), (0, "b", "c", 0), (0, "a", "d", 0), (0, "a", "c", 1)])
def test_trials_are_seeded_apart(other):
    assert trial_rng(0, "a", "c", 0).random() == trial_rng(0, "a", "c", 0).random()
    assert trial_rng(0, "a", "c", 0).random() != trial_rng(*other).random()
