"""VAE with binary latents."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest, chisquare

from reference import bernoulli_vae as vae
from reference.kl import kl_bernoulli
from reference.oracle import bernoulli_vae as oracle
from reference.sigmoid import sigmoid

Case = tuple[np.ndarray, Callable[[np.ndarray], np.ndarray]]
THIRDS = np.array([np.log(3.0), 0.0])  # S = (3/4, 1/2)


def bumpy(z: np.ndarray) -> np.ndarray:
    """A log-likelihood that is not multilinear in z, from states (S, n) to (S,)."""
    return -np.square(z @ np.arange(1.0, z.shape[1] + 1.0) - 1.5) - 0.25


@st.composite
def cases(draw: st.DrawFn) -> Case:
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    n = draw(st.integers(1, 4))
    scale = draw(st.sampled_from([0.0, 1.0, 30.0, 1e3]))
    table = draw(st.sampled_from([1.0, 100.0])) * rng.normal(size=2**n)

    def log_p(z: np.ndarray) -> np.ndarray:
        return table[(z @ 2.0 ** np.arange(n - 1, -1, -1)).astype(int)]

    return scale * rng.normal(size=n), log_p


def test_states_are_counted_in_binary() -> None:
    assert vae.latent_states(2).tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert vae.latent_states(0).shape == (1, 0)
    assert vae.latent_states(3)[4].tolist() == [1, 0, 0]  # z_0 is the most significant bit


def test_hand_computed() -> None:
    # q = ¼·½, ¼·½, ¾·½, ¾·½; log_p at z·(1,2) - 1.5 = -1.5, .5, -.5, 1.5: -2.5, -.5, -.5, -2.5
    assert vae.latent_probabilities(THIRDS).tolist() == pytest.approx([1 / 8, 1 / 8, 3 / 8, 3 / 8])
    assert vae.data_term(THIRDS, bumpy) == pytest.approx((-3 - 9) / 8)
    # ∂/∂φ_0 = S S̄ (E[log_p|z_0=1] - E[log_p|z_0=0]) = 3/16 (-1.5 + 1.5) = 0
    # ∂/∂φ_1 = ¼ (¾·-2.5 + ¼·-.5 - ¾·-.5 - ¼·-2.5) = ¼ · -1
    assert vae.data_term_grad(THIRDS, bumpy).tolist() == pytest.approx([0.0, -0.25], abs=1e-16)
    assert vae.score(np.array([[1.0, 0.0], [0.0, 1.0]]), THIRDS).tolist() == [[0.25, -0.5], [-0.75, 0.5]]
    assert vae.score_term(np.zeros(1)).tolist() == [[-0.25], [0.25]]
    # (log 3 - log 3) and (0 - log 3) ½·½
    gradient = vae.kl_grad(THIRDS, np.array([0.75, 0.75]))
    assert gradient.tolist() == pytest.approx([0.0, -np.log(3.0) / 4], abs=1e-15)


def test_score_term_by_hand() -> None:
    rows = vae.score_term(THIRDS)
    expected = np.array([[-0.75, -0.5], [-0.75, 0.5], [0.25, -0.5], [0.25, 0.5]]) * np.array([[1], [1], [3], [3]]) / 8
    np.testing.assert_allclose(rows, expected, rtol=1e-14)


@settings(deadline=None, max_examples=40)
@given(cases())
def test_against_the_definition(case: Case) -> None:
    phi, log_p = case
    size = np.abs(log_p(vae.latent_states(len(phi)))).max()
    allowed = 1e-14 * size  # z - S(φ) rounds by 1e-16 of 1
    np.testing.assert_allclose(vae.latent_probabilities(phi), oracle.latent_probabilities(phi), rtol=1e-12, atol=1e-300)
    assert vae.data_term(*case) == pytest.approx(oracle.data_term(*case), rel=1e-12, abs=allowed)
    np.testing.assert_allclose(vae.data_term_grad(*case), oracle.data_term_grad(*case), rtol=1e-12, atol=allowed)
    rows, probabilities = vae.score_function_support(*case)
    exact_rows, exact_probabilities = oracle.score_function_support(*case)
    np.testing.assert_allclose(rows, exact_rows, rtol=1e-12, atol=allowed)
    np.testing.assert_allclose(probabilities, exact_probabilities, rtol=1e-12, atol=1e-300)
    np.testing.assert_allclose(vae.score_term(phi), oracle.score_term(phi), rtol=1e-12, atol=1e-15)
    states = vae.latent_states(len(phi))
    np.testing.assert_allclose(vae.score(states, phi), oracle.score(states, phi), rtol=1e-12, atol=1e-15)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.floats(-800.0, 800.0), st.floats(1e-9, 0.999)), min_size=1, max_size=4))
def test_kl_grad_against_the_definition(pairs: list[tuple[float, float]]) -> None:
    phi, prior = np.array(pairs).T
    exact = oracle.kl_grad(phi, prior)
    np.testing.assert_allclose(vae.kl_grad(phi, prior), exact, rtol=1e-10, atol=1e-14)


def test_kl_grad_is_the_gradient_of_the_divergence() -> None:
    phi, prior, h = np.array([0.3, -1.2, 2.0]), np.array([0.5, 0.2, 0.9]), 1e-5
    steps = h * np.eye(3)
    differences = [
        kl_bernoulli(sigmoid(phi + step), prior) - kl_bernoulli(sigmoid(phi - step), prior) for step in steps
    ]
    np.testing.assert_allclose(vae.kl_grad(phi, prior), np.array(differences) / (2 * h), rtol=1e-7)


@settings(deadline=None)
@given(cases())
def test_sums(case: Case) -> None:
    phi, log_p = case
    assert vae.latent_probabilities(phi).sum() == pytest.approx(1.0, rel=1e-13)
    np.testing.assert_allclose(vae.score_term(phi).sum(axis=0), 0.0, atol=1e-14)
    rows, probabilities = vae.score_function_support(phi, log_p)
    np.testing.assert_allclose(probabilities @ rows, vae.data_term_grad(phi, log_p), rtol=1e-12, atol=1e-12)


def test_twelve_latents() -> None:
    phi = np.linspace(-2.0, 2.0, 12)
    h, step = 1e-4, np.eye(12)[5]
    difference = vae.data_term(phi + h * step, bumpy) - vae.data_term(phi - h * step, bumpy)
    assert vae.data_term_grad(phi, bumpy)[5] == pytest.approx(difference / (2 * h), rel=1e-5)


def test_estimates_lie_in_the_support_with_its_frequencies() -> None:
    phi = np.array([0.5, -1.0, 0.2])
    estimates = vae.score_function_estimates(phi, bumpy, 20_000, np.random.default_rng(0))
    rows, probabilities = vae.score_function_support(phi, bumpy)
    which = np.abs(estimates[:, np.newaxis] - rows).max(axis=2).argmin(axis=1)
    np.testing.assert_array_equal(estimates, rows[which])
    counts = np.bincount(which, minlength=len(rows))
    assert chisquare(counts, 20_000 * probabilities).pvalue > 1e-4


def test_estimates_are_independent_and_repeatable() -> None:
    phi = np.array([0.5, -1.0])
    first = vae.score_function_estimates(phi, bumpy, 4000, np.random.default_rng(1))
    again = vae.score_function_estimates(phi, bumpy, 4000, np.random.default_rng(1))
    other = vae.score_function_estimates(phi, bumpy, 4000, np.random.default_rng(2))
    assert first.shape == (4000, 2)
    assert first.tolist() == again.tolist()
    assert first.tolist() != other.tolist()
    ones = first[:, 0] > first[:, 0].mean()
    p = ones.mean()
    repeats = int((ones[1:] & ones[:-1])[::2].sum())
    assert binomtest(repeats, 2000, p * p).pvalue > 1e-4


def test_certain_latents() -> None:
    estimates = vae.score_function_estimates(np.array([1e3, -1e3]), bumpy, 5, np.random.default_rng(0))
    np.testing.assert_array_equal(estimates, np.zeros((5, 2)))
