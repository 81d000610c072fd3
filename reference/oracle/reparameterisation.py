"""The reparameterised sample from its definition; gradients as differences of values."""

from __future__ import annotations

import numpy as np
from flint import arb

from reference.oracle.ball import Vector, derivative, exactly, vector


@exactly
def reparameterised_sample_value(mu: Vector, log_var: Vector, eps: Vector) -> list[arb]:
    """μ + σ ε with σ² = exp(log_var), entry by entry, as a flat list."""
    entries = zip(*(vector(np.ravel(values)) for values in (mu, log_var, eps)), strict=True)
    return [_sample(m, s, e) for m, s, e in entries]


@exactly
def reparameterised_sample_gradient(mu: Vector, log_var: Vector, eps: Vector) -> tuple[list[arb], list[arb]]:
    """The gradients of the sum of the samples with respect to mu and log_var, for vectors."""
    slopes = [_slopes(m, s, e) for m, s, e in zip(vector(mu), vector(log_var), vector(eps), strict=True)]
    return [by_mu for by_mu, _ in slopes], [by_log_var for _, by_log_var in slopes]


def _sample(mu: arb, log_var: arb, eps: arb) -> arb:
    return mu + log_var.exp().sqrt() * eps


def _slopes(mu: arb, log_var: arb, eps: arb) -> tuple[arb, arb]:
    by_mu = derivative(lambda at: _sample(at, log_var, eps), mu)
    return by_mu, derivative(lambda at: _sample(mu, at, eps), log_var)
