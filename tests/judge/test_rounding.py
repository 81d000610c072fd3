from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.judge.rounding import EPS_DOUBLE, EPS_SINGLE, Perturbed, allowed_error, as_answer, perturbed


def softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def kl(q, p):
    return (q * np.log(q / p)).sum()


def allowed(function, *arguments, eps=EPS_SINGLE):
    return allowed_error(function, arguments, as_answer(function(*arguments)), eps)


def single(function, *arguments):
    return function(*[np.asarray(a, np.float32) for a in arguments]).astype(np.float64)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([1.0, 10.0, 100.0]))
def test_float32_work_is_within_it(seed, scale):
    x = (np.random.default_rng(seed).normal(size=(3, 4)) * scale).astype(np.float32).astype(np.float64)
    assert (np.abs(single(softmax, x) - softmax(x)) <= allowed(softmax, x)).all()


def test_a_visible_error_is_not():
    x = np.random.default_rng(0).normal(size=4)
    assert (allowed(softmax, x) < 1e-4).all()


def test_finds_where_a_formula_is_ill_conditioned():
    """KL of nearly equal distributions: its value is tiny, the rounding of its summands is not."""
    q = np.full(4, 0.25)
    p = q * (1 + 1e-4 * np.array([1.0, -1.0, 1.0, -1.0]))
    assert allowed(kl, q, p) > 100 * EPS_SINGLE * kl(q, p)


def test_strict_is_a_billion_times_tighter():
    x = np.array([0.5, 1.0, 2.0])
    ratio = allowed(softmax, x) / allowed(softmax, x, eps=EPS_DOUBLE)
    assert ratio == pytest.approx(EPS_SINGLE / EPS_DOUBLE)


def test_a_jump_is_no_rounding():
    """At a tie the perturbed sign flips; that must not widen what is allowed."""
    sign = lambda x: np.where(x >= 0, 1.0, -1.0)  # noqa: E731
    assert (allowed(sign, np.zeros(3)) < 1e-4).all()


def test_integers_and_booleans_are_exact():
    assert allowed(lambda x: x > 0, np.ones(3)).tolist() == [0, 0, 0]
    assert allowed(np.argmax, np.ones(3)) == 0


def test_tuples_keep_their_structure():
    first, second = allowed(lambda x: (x.sum(), x > 0), np.ones(3))
    assert first.shape == ()
    assert second.shape == (3,)


def test_long_inputs_are_allowed_more():
    long = allowed(lambda x: x.sum(), np.ones(6400)) / 6400
    short = allowed(lambda x: x.sum(), np.ones(64)) / 64
    assert 3 < long / short < 30


def test_infinite_values_do_not_widen_it():
    with np.errstate(divide="ignore"):
        assert np.isfinite(allowed(np.log, np.array([0.0, 1.0]))).all()


def test_inputs_are_left_alone():
    x = np.ones(3)
    allowed(lambda v: np.multiply(v, 2.0), x)
    assert x.tolist() == [1, 1, 1]


def test_every_operation_is_perturbed():
    rng = np.random.default_rng(0)
    x = perturbed(np.full(1000, 3.0), rng)
    for result in (
        x + 1.0,
        np.exp(x),
        x @ np.ones(1000),
        x.sum(),
        np.add.accumulate(x),
        np.where(x > 0, x, x),
    ):
        assert isinstance(result, Perturbed)
    errors = np.asarray(np.sqrt(x)) / np.sqrt(3.0) - 1
    assert 0 < np.abs(errors).max() < 2.0**-26
    assert len(set(errors.tolist())) > 900


def test_single_precision_sums_of_a_million_numbers_are_within_it():
    for seed in range(5):
        x = np.random.default_rng(seed).normal(size=10**6).astype(np.float32).astype(np.float64)
        assert (np.abs(single(np.add.accumulate, x) - np.cumsum(x)) <= allowed(np.add.accumulate, x)).all()
        assert np.median(allowed(np.add.accumulate, x)) < 1
