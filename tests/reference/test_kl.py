"""Kullback-Leibler divergences."""

from __future__ import annotations

import numpy as np
import pytest
from flint import acb, arb, ctx
from hypothesis import given, settings
from hypothesis import strategies as st

from reference import kl
from reference.oracle import kl as oracle

Pair = tuple[np.ndarray, np.ndarray]


@st.composite
def distributions(draw: st.DrawFn) -> Pair:
    """Two stacks (n, K) of distributions, some very uneven, some with zeros, some equal or nearly so."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    shape = draw(st.integers(1, 3)), draw(st.integers(1, 4))
    concentration = draw(st.sampled_from([0.01, 1.0, 100.0]))
    q = rng.dirichlet(np.full(shape[1], concentration), shape[0])
    p = draw(st.sampled_from([q, q * (1.0 + 1e-9), rng.dirichlet(np.ones(shape[1]), shape[0])]))
    zeros = draw(st.sampled_from([(1.0, 1.0), (0.0, 1.0), (0.0, 0.0), (1.0, 0.0)]))
    q, p = q.copy(), p.copy()
    q[:, 0] *= zeros[0]
    p[:, 0] *= zeros[1]
    return q, p


def test_hand_computed() -> None:
    q, p = np.array([0.5, 0.5]), np.array([0.25, 0.75])
    # ½ log 2 + ½ log(2/3) = ½ log(4/3); the other way ¼ log ½ + ¾ log(3/2)
    assert kl.kl_discrete(q, p) == pytest.approx(0.5 * np.log(4 / 3), rel=1e-15)
    assert kl.kl_discrete(p, q) == pytest.approx(0.25 * np.log(0.5) + 0.75 * np.log(1.5), rel=1e-14)
    assert kl.kl_factorised(np.array([q, p]), np.array([p, q])) == pytest.approx(
        kl.kl_discrete(q, p) + kl.kl_discrete(p, q), rel=1e-15
    )
    # Bernoullis with those means
    assert kl.kl_bernoulli(np.array([0.5, 0.5]), np.array([0.25, 0.5])) == pytest.approx(0.5 * np.log(4 / 3))


@pytest.mark.parametrize(
    ("q", "p", "expected"),
    [
        ([0.0, 1.0], [0.0, 1.0], 0.0),
        ([0.0, 1.0], [0.5, 0.5], np.log(2.0)),
        ([0.5, 0.5], [0.0, 1.0], np.inf),
        ([0.5, 0.5, 0.0], [0.5, 0.5, 0.0], 0.0),
        ([1.0], [1.0], 0.0),
        ([1.0, 0.0], [1e-320, 1.0], -np.log(1e-320)),
    ],
)
def test_zeros(q: list[float], p: list[float], expected: float) -> None:
    assert kl.kl_discrete(np.array(q), np.array(p)) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(
    ("q", "p", "expected"),
    [
        ([0.0], [0.0], 0.0),
        ([1.0], [1.0], 0.0),
        ([0.0], [0.5], np.log(2.0)),
        ([1.0], [0.25], np.log(4.0)),
        ([0.5], [0.0], np.inf),
        ([0.5], [1.0], np.inf),
        ([0.0], [1.0], np.inf),
        ([1.0, 0.5], [0.0, 0.5], np.inf),
        ([], [], 0.0),
    ],
)
def test_bernoulli_ends(q: list[float], p: list[float], expected: float) -> None:
    assert kl.kl_bernoulli(np.array(q), np.array(p)) == pytest.approx(expected, rel=1e-15)


@settings(deadline=None)
@given(distributions())
def test_discrete_against_the_definition(pair: Pair) -> None:
    qs, ps = pair
    assert kl.kl_factorised(qs, ps) == pytest.approx(oracle.kl_factorised(qs, ps), rel=1e-12, abs=1e-15)
    for q, p in zip(qs, ps, strict=True):
        assert kl.kl_discrete(q, p) == pytest.approx(oracle.kl_discrete(q, p), rel=1e-12, abs=1e-15)


@settings(deadline=None)
@given(distributions())
def test_bernoulli_against_the_definition(pair: Pair) -> None:
    q, p = (np.clip(values.ravel(), 0.0, 1.0) for values in pair)
    assert kl.kl_bernoulli(q, p) == pytest.approx(oracle.kl_bernoulli(q, p), rel=1e-10, abs=1e-14)


@settings(deadline=None)
@given(distributions())
def test_discrete_is_never_negative(pair: Pair) -> None:
    # Of distributions: what the strategy has zeroed is shared out again.
    qs, ps = (np.where(rows.sum(axis=1, keepdims=True) > 0.0, rows, 1.0) for rows in pair)
    divergence = kl.kl_factorised(qs / qs.sum(axis=1, keepdims=True), ps / ps.sum(axis=1, keepdims=True))
    assert divergence >= -1e-14
    assert not np.isnan(divergence)


def test_joint_by_hand() -> None:
    table = kl.joint(np.array([[0.25, 0.75], [0.5, 0.5], [1.0, 0.0]]))
    assert table.shape == (2, 2, 2)
    assert table.tolist() == [[[0.125, 0.0], [0.125, 0.0]], [[0.375, 0.0], [0.375, 0.0]]]


def test_joint_is_new() -> None:
    ps = np.array([[0.25, 0.75]])
    assert not np.shares_memory(kl.joint(ps), ps)


@settings(deadline=None, max_examples=60)
@given(distributions())
def test_the_divergence_of_joints_is_the_sum(pair: Pair) -> None:
    qs, ps = pair[0] + 1e-3, pair[1] + 1e-3
    qs, ps = qs / qs.sum(axis=1, keepdims=True), ps / ps.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(kl.joint(ps), oracle.joint(ps), rtol=1e-15)
    together = kl.kl_discrete(kl.joint(qs).ravel(), kl.joint(ps).ravel())
    assert together == pytest.approx(kl.kl_factorised(qs, ps), rel=1e-10, abs=1e-13)


def test_forty_components() -> None:
    rng = np.random.default_rng(0)
    qs, ps = rng.dirichlet(np.ones(3), 40), rng.dirichlet(np.ones(3), 40)
    assert kl.kl_factorised(qs, ps) == pytest.approx(oracle.kl_factorised(qs, ps), rel=1e-13)


def test_normal_by_hand() -> None:
    # means apart by 1: ½ · 1²; σ_q = 2 against 1: log ½ + 4/2 - ½; and the other way: log 2 + 1/8 - ½
    assert kl.kl_normal(1.0, 1.0, 0.0, 1.0) == pytest.approx(0.5, rel=1e-15)
    assert kl.kl_normal(0.0, 2.0, 0.0, 1.0) == pytest.approx(1.5 - np.log(2.0), rel=1e-15)
    assert kl.kl_normal(0.0, 1.0, 0.0, 2.0) == pytest.approx(np.log(2.0) - 0.375, rel=1e-14)
    assert kl.kl_normal(3.0, 0.7, 3.0, 0.7) == 0.0


def test_normal_broadcasts() -> None:
    divergence = kl.kl_normal(np.zeros((3, 1)), 1.0, np.arange(4.0), np.ones(4))
    assert divergence.shape == (3, 4)
    np.testing.assert_allclose(divergence[0], [0.0, 0.5, 2.0, 4.5], rtol=1e-15)


@settings(deadline=None)
@given(st.floats(-1e3, 1e3), st.floats(1e-6, 1e6), st.floats(-1e3, 1e3), st.floats(1e-6, 1e6))
def test_normal_against_the_definition(mu_q: float, sigma_q: float, mu_p: float, sigma_p: float) -> None:
    divergence = kl.kl_normal(mu_q, sigma_q, mu_p, sigma_p)
    assert divergence >= 0.0
    assert divergence == pytest.approx(oracle.kl_normal(mu_q, sigma_q, mu_p, sigma_p), rel=1e-11, abs=1e-13)


@settings(deadline=None)
@given(st.floats(0.1, 10.0), st.floats(-1e-3, 1e-3), st.floats(-1e-3, 1e-3))
def test_nearly_equal_normals(sigma: float, wider: float, shift: float) -> None:
    case = (1.0 + shift, sigma * (1.0 + wider), 1.0, sigma)
    exact = oracle.kl_normal(*case)
    # Far better than the 1e-12 asked for: what is left is a rounding of the small differences.
    assert kl.kl_normal(*case) == pytest.approx(exact, abs=1e-15 * (abs(wider) + abs(shift)) + 1e-30)


@pytest.mark.parametrize("case", [(0.0, 1.0, 1.0, 2.0), (-1.0, 3.0, 0.5, 0.75), (2.0, 0.5, 2.0, 0.5)])
def test_the_normal_formula_is_the_integral(case: tuple[float, float, float, float]) -> None:
    mu_q, sigma_q, mu_p, sigma_p = case

    def log_density(x: acb, mu: float, sigma: float) -> acb:
        return -(((x - mu) / sigma) ** 2) / 2 - (acb(sigma) * acb(2 * arb.pi()).sqrt()).log()

    def integrand(x: acb, _analytic: bool) -> acb:
        return log_density(x, mu_q, sigma_q).exp() * (log_density(x, mu_q, sigma_q) - log_density(x, mu_p, sigma_p))

    with ctx.workprec(128):
        integral = acb.integral(integrand, acb(mu_q - 20 * sigma_q), acb(mu_q + 20 * sigma_q))
    assert kl.kl_normal(*case) == pytest.approx(float(integral.real.mid()), rel=1e-13, abs=1e-15)
