"""The evidence lower bound."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reference import elbo as bound
from reference.kl import kl_discrete
from reference.oracle import elbo as oracle

Case = tuple[np.ndarray, np.ndarray, np.ndarray]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """q, log-values and prior (K,): around 0 or -1e4, up to 1e3 apart, q with zeros or a single outcome."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    K = draw(st.integers(1, 5))
    q = rng.dirichlet(np.full(K, draw(st.sampled_from([0.02, 1.0]))))
    if draw(st.booleans()):
        q = np.eye(K)[rng.integers(K)]
    logs = draw(st.sampled_from([0.0, -1e4])) + draw(st.sampled_from([0.0, 1.0, 1e3])) * rng.random(K)
    return q, logs, rng.dirichlet(np.ones(K))


def test_hand_computed() -> None:
    # p(x, z) = (1/8, 3/8): p(x) = ½, p(z|x) = (¼, ¾)
    q, log_joint = np.array([0.5, 0.5]), np.log([1 / 8, 3 / 8])
    assert bound.log_evidence(log_joint) == pytest.approx(np.log(0.5), rel=1e-15)
    np.testing.assert_allclose(bound.posterior(log_joint), [0.25, 0.75], rtol=1e-15)
    # ½ log ¼ + ½ log ¾ = ½ log(3/16)
    assert bound.elbo(q, log_joint) == pytest.approx(0.5 * np.log(3 / 16), rel=1e-15)
    assert bound.entropy(q) == pytest.approx(np.log(2.0), rel=1e-15)
    assert bound.elbo_entropy(q, log_joint) == pytest.approx(0.5 * np.log(3 / 16), rel=1e-14)
    # prior (½, ½), p(x|z) = (¼, ¾): E_q log p(x|z) = ½ log(3/16), KL = 0
    assert bound.elbo_reconstruction(q, np.log([0.25, 0.75]), q) == pytest.approx(0.5 * np.log(3 / 16), rel=1e-15)


def test_zeros_of_q_add_nothing() -> None:
    q, logs = np.array([1.0, 0.0]), np.array([-2.0, -np.inf])
    assert bound.elbo(q, logs) == -2.0
    assert bound.elbo_entropy(q, logs) == -2.0
    assert bound.elbo_reconstruction(q, logs, np.array([1.0, 0.0])) == -2.0
    assert bound.elbo_reconstruction(q, logs, np.array([0.5, 0.5])) == pytest.approx(-2.0 - np.log(2.0))
    assert bound.entropy(q) == 0.0


def test_impossible_outcomes_of_q() -> None:
    q, logs = np.array([0.5, 0.5]), np.array([-2.0, -np.inf])
    assert bound.elbo(q, logs) == -np.inf
    assert bound.elbo_entropy(q, logs) == -np.inf
    assert bound.elbo_reconstruction(q, logs, q) == -np.inf
    assert bound.elbo_reconstruction(q, np.zeros(2), np.array([1.0, 0.0])) == -np.inf
    assert bound.elbo_reconstruction(q, logs, np.array([1.0, 0.0])) == -np.inf


def test_impossible_joint_outcomes() -> None:
    logs = np.array([-1.0, -np.inf])
    assert bound.log_evidence(logs) == -1.0
    assert bound.posterior(logs).tolist() == [1.0, 0.0]
    assert bound.log_evidence(np.full(3, -np.inf)) == -np.inf


@settings(deadline=None)
@given(cases())
def test_against_the_definition(case: Case) -> None:
    q, logs, prior = case
    # Values of 1e4 round by 1e-12.
    assert bound.elbo(q, logs) == pytest.approx(oracle.elbo(q, logs), rel=1e-14, abs=1e-14)
    assert bound.elbo_entropy(q, logs) == pytest.approx(oracle.elbo_entropy(q, logs), rel=1e-14, abs=1e-14)
    assert bound.log_evidence(logs) == pytest.approx(oracle.log_evidence(logs), rel=1e-14, abs=1e-14)
    np.testing.assert_allclose(bound.posterior(logs), oracle.posterior(logs), rtol=1e-11, atol=1e-300)
    assert bound.entropy(q) == pytest.approx(oracle.entropy(q), rel=1e-14, abs=1e-15)
    expected = oracle.elbo_reconstruction(q, logs, prior)
    assert bound.elbo_reconstruction(q, logs, prior) == pytest.approx(expected, rel=1e-14, abs=1e-14)


def test_infinities_against_the_definition() -> None:
    q, logs, prior = np.array([0.5, 0.5, 0.0]), np.array([-1.0, -np.inf, -np.inf]), np.array([0.0, 0.5, 0.5])
    for name in ("elbo", "elbo_entropy"):
        assert getattr(bound, name)(q, logs) == getattr(oracle, name)(q, logs) == -np.inf
    assert bound.elbo_reconstruction(q, logs, prior) == oracle.elbo_reconstruction(q, logs, prior) == -np.inf
    assert bound.log_evidence(logs) == oracle.log_evidence(logs) == -1.0
    assert oracle.log_evidence(logs[1:]) == -np.inf


@settings(deadline=None)
@given(cases())
def test_identities(case: Case) -> None:
    q, logs, prior = case
    evidence, posterior = bound.log_evidence(logs), bound.posterior(logs)
    if posterior.min() > 1e-300:  # where log-values are 1e3 apart it loses its digits, and then all
        assert bound.elbo(q, logs) + kl_discrete(q, posterior) == pytest.approx(evidence, rel=1e-12, abs=1e-12)
    assert bound.elbo(q, logs) <= evidence + 1e-12 * (1.0 + abs(evidence))
    assert bound.elbo(posterior, logs) == pytest.approx(evidence, rel=1e-12, abs=1e-12)
    assert bound.elbo_reconstruction(q, logs, prior) == pytest.approx(bound.elbo(q, logs + np.log(prior)), rel=1e-12)
    assert 0.0 <= bound.entropy(q) <= np.log(len(q)) + 1e-15
