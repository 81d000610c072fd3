"""Average precision, triplet loss and smooth AP."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reference import smooth_ap as ap
from reference.oracle import smooth_ap as oracle

Case = tuple[np.ndarray, np.ndarray]


@st.composite
def distances(draw: st.DrawFn) -> Case:
    """Distances (T,) and (M,): small integers (many ties) or uniform."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    T, M = draw(st.integers(1, 5)), draw(st.integers(0, 5))
    if draw(st.booleans()):
        return rng.integers(0, 4, T).astype(np.float64), rng.integers(0, 4, M).astype(np.float64)
    return rng.random(T), rng.random(M)


def test_average_precision_by_hand() -> None:
    # order: P at .1, N at .2, P at .3, N at .4: 1 - ½ (0/1 + 1/3) = 5/6
    d_pos, d_neg = np.array([0.3, 0.1]), np.array([0.4, 0.2])
    assert ap.average_precision(d_pos, d_neg) == pytest.approx(5 / 6, rel=1e-15)
    assert ap.misranked_pairs(d_pos, d_neg) == 1
    # all negatives first: ranks 3 and 4, two negatives before each: 1 - ½ (2/3 + 2/4) = 5/12
    assert ap.average_precision(d_pos + 1.0, d_neg) == pytest.approx(5 / 12, rel=1e-15)
    assert ap.misranked_pairs(d_pos + 1.0, d_neg) == 4


@pytest.mark.parametrize(
    ("d_pos", "d_neg", "expected"),
    [
        ([1.0], [1.0], 1.0),  # a tied negative is counted in k(p) and is not before p
        ([1.0, 1.0], [0.0], 1 - 1 / 3),  # tied positives share the rank 3
        ([1.0], [0.0, 1.0], 1 - 1 / 3),
        ([5.0], [], 1.0),
    ],
)
def test_average_precision_at_ties(d_pos: list[float], d_neg: list[float], expected: float) -> None:
    assert ap.average_precision(np.array(d_pos), np.array(d_neg)) == pytest.approx(expected, rel=1e-15)


def test_triplet_loss_by_hand() -> None:
    # a + d_p - d_n with a = 1: 1+0-½ = ½, 1+0-3 < 0, 1+2-½ = 5/2, 1+2-3 = 0
    d_pos, d_neg = np.array([0.0, 2.0]), np.array([0.5, 3.0])
    assert ap.triplet_loss_value(d_pos, d_neg, 1.0) == 3.0
    by_pos, by_neg = ap.triplet_loss_gradient(d_pos, d_neg, 1.0)
    assert by_pos.tolist() == [1.0, 1.0]
    assert by_neg.tolist() == [-2.0, 0.0]


def test_smooth_ap_by_hand() -> None:
    # τ = 1/log 3 makes S(±1/τ) = ¾, ¼. d_pos = (1, 0), d_neg = (0):
    # p = 0: N = ¾, k = 1 + ¾ + ¾ = 5/2; p = 1: N = ½, k = 1 + ¼ + ½ = 7/4; 1 - ½ (3/10 + 2/7)
    d_pos, d_neg, tau = np.array([1.0, 0.0]), np.array([0.0]), 1 / np.log(3.0)
    assert ap.smooth_indicator(d_neg, d_pos, tau).tolist() == pytest.approx([0.75, 0.5], rel=1e-15)
    assert ap.smooth_ap_value(d_pos, d_neg, tau) == pytest.approx(1 - 41 / 140, rel=1e-15)
    # ∂/∂d_0: -½ [P/k² · ¾·¼ - N/k² · ¾·¼] log 3 from p = 0, with P = 7/4: -½ (1 · 3/16 · 4/25) log 3;
    # and, as x in k(1), +½ · (½ / (49/16)) · -(3/16) log 3
    by_pos, by_neg = ap.smooth_ap_gradient(d_pos, d_neg, tau)
    assert by_pos[0] == pytest.approx(-(3 / 200 + 3 / 196) * np.log(3.0), rel=1e-14)
    assert by_pos.sum() + by_neg.sum() == pytest.approx(0.0, abs=1e-16)  # only differences matter


def test_no_negatives() -> None:
    d_pos, none = np.array([1.0, 2.0]), np.zeros(0)
    assert ap.average_precision(d_pos, none) == ap.smooth_ap_value(d_pos, none, 0.1) == 1.0
    assert ap.misranked_pairs(d_pos, none) == ap.triplet_loss_value(d_pos, none, 1.0) == 0
    for by_pos, by_neg in (
        ap.triplet_loss_gradient(d_pos, none, 1.0),
        ap.smooth_ap_gradient(d_pos, none, 0.1),
    ):
        assert by_pos.tolist() == [0.0, 0.0]
        assert by_neg.shape == (0,)


@settings(deadline=None)
@given(distances(), st.floats(0.0, 3.0))
def test_counts_against_the_definition(case: Case, margin: float) -> None:
    assert ap.average_precision(*case) == pytest.approx(oracle.average_precision(*case), rel=1e-14)
    assert ap.misranked_pairs(*case) == oracle.misranked_pairs(*case)
    expected = oracle.triplet_loss_value(*case, margin)
    assert ap.triplet_loss_value(*case, margin) == pytest.approx(expected, rel=1e-13, abs=1e-14)


@pytest.mark.parametrize("margin", [0.0, 0.25, 1.0])
def test_triplet_gradient_against_the_definition(margin: float) -> None:
    rng = np.random.default_rng(0)
    for T, M in ((1, 1), (4, 3), (2, 6)):
        d_pos, d_neg = rng.random(T), rng.random(M)
        got, exact = (
            ap.triplet_loss_gradient(d_pos, d_neg, margin),
            oracle.triplet_loss_gradient(d_pos, d_neg, margin),
        )
        assert [part.tolist() for part in got] == list(exact)


@settings(deadline=None, max_examples=60)
@given(distances(), st.sampled_from([1e-6, 0.01, 0.3, 1.0, 100.0]))
def test_smooth_against_the_definition(case: Case, tau: float) -> None:
    d_pos, d_neg = case
    # d_p - d_n is rounded by 1e-16 of the distances; through S that is 1e-16/τ, at most.
    assert ap.smooth_ap_value(*case, tau) == pytest.approx(oracle.smooth_ap_value(*case, tau), abs=1e-15 + 1e-16 / tau)
    for got, exact in zip(ap.smooth_ap_gradient(*case, tau), oracle.smooth_ap_gradient(*case, tau), strict=True):
        np.testing.assert_allclose(got, exact, rtol=1e-9, atol=1e-14 / tau)
    np.testing.assert_allclose(
        ap.smooth_indicator(d_neg, d_pos[:, np.newaxis], tau),
        np.reshape(oracle.smooth_indicator(d_neg, d_pos[:, np.newaxis], tau), (len(d_pos), len(d_neg)))
        if len(d_neg)
        else np.zeros((len(d_pos), 0)),
        rtol=1e-9,
        atol=1e-300,
    )


@settings(deadline=None)
@given(distances(), st.floats(0.0, 3.0))
def test_the_triplet_loss_bounds_the_misranked_pairs(case: Case, margin: float) -> None:
    assert margin * ap.misranked_pairs(*case) <= ap.triplet_loss_value(*case, margin) + 1e-12


@settings(deadline=None)
@given(st.permutations(range(8)), st.integers(1, 8))
def test_smooth_ap_approaches_average_precision(order: list[int], T: int) -> None:
    d = np.array(order, dtype=np.float64)
    assert ap.smooth_ap_value(d[:T], d[T:], 1e-6) == pytest.approx(ap.average_precision(d[:T], d[T:]), rel=1e-14)


def test_a_million_scales_apart() -> None:
    assert ap.smooth_indicator(np.array([1.0, 0.0]), np.array([0.0, 1.0]), 1e-6).tolist() == [0.0, 1.0]
    gradients = ap.smooth_ap_gradient(np.array([1.0, 0.0]), np.array([0.5]), 1e-6)
    assert [part.tolist() for part in gradients] == [[0.0, 0.0], [0.0]]


def test_the_indicator_is_a_probability_of_logistic_noise() -> None:
    noise = np.random.default_rng(0).logistic(scale=0.5, size=200_000)
    frequency = (1.0 - 0.6 + noise < 0.0).mean()  # ⟦d_n - d_p + Z < 0⟧
    assert frequency == pytest.approx(float(ap.smooth_indicator(1.0, 0.6, 0.5)), abs=0.005)
