"""The reparameterisation trick's twins."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from reference.oracle import reparameterisation as oracle
from reference.reparameterisation import reparameterised_sample_gradient, reparameterised_sample_value


def test_hand_computed() -> None:
    # log σ² = log 4: σ = 2; ∂/∂log σ² = ½ σ ε
    mu, log_var, eps = np.array([1.0, -1.0]), np.log([4.0, 0.25]), np.array([3.0, 2.0])
    np.testing.assert_allclose(reparameterised_sample_value(mu, log_var, eps), [7.0, 0.0], atol=1e-15)
    by_mu, by_log_var = reparameterised_sample_gradient(mu, log_var, eps)
    assert by_mu.tolist() == [1.0, 1.0]
    np.testing.assert_allclose(by_log_var, [3.0, 0.5], rtol=1e-15)
    by_mu, by_log_var = reparameterised_sample_gradient(mu, log_var, eps, np.array([2.0, -1.0]))
    assert by_mu.tolist() == [2.0, -1.0]
    np.testing.assert_allclose(by_log_var, [6.0, -0.5], rtol=1e-15)


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(-1e3, 1e3), st.floats(-50.0, 50.0), st.floats(-5.0, 5.0)), min_size=1, max_size=4))
def test_against_the_definition(triples: list[tuple[float, float, float]]) -> None:
    case = tuple(np.array(triples).T)
    value, (by_mu, by_log_var) = reparameterised_sample_value(*case), reparameterised_sample_gradient(*case)
    exact_by_mu, exact_by_log_var = oracle.reparameterised_sample_gradient(*case)
    np.testing.assert_allclose(value, oracle.reparameterised_sample_value(*case), rtol=1e-13, atol=1e-12)
    np.testing.assert_allclose(by_mu, exact_by_mu, rtol=1e-15)
    np.testing.assert_allclose(by_log_var, exact_by_log_var, rtol=1e-13, atol=1e-300)
