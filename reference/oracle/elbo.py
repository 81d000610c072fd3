"""The evidence lower bound from its definition."""

from __future__ import annotations

from flint import arb

from reference.oracle.ball import Vector, exactly, total, vector


@exactly
def elbo(q: Vector, log_joint: Vector) -> arb:
    """Σ_z q(z) (log p(x, z) - log q(z)) over q > 0."""
    return _elbo(q, [vector(log_joint)])


@exactly
def log_evidence(log_joint: Vector) -> arb:
    """The logarithm of Σ_z exp(log p(x, z))."""
    joint = [value.exp() for value in vector(log_joint)]
    if all(probability == 0 for probability in joint):
        return arb.neg_inf()
    return total(joint).log()


@exactly
def posterior(log_joint: Vector) -> list[arb]:
    """p(x, z) / Σ_z p(x, z)."""
    joint = [value.exp() for value in vector(log_joint)]
    return [probability / total(joint) for probability in joint]


@exactly
def elbo_reconstruction(q: Vector, log_lik: Vector, prior: Vector) -> arb:
    """Σ_z q(z) (log p(x|z) + log p(z) - log q(z)) over q > 0."""
    log_prior = [arb.neg_inf() if p == 0 else p.log() for p in vector(prior)]
    return _elbo(q, [vector(log_lik), log_prior])


@exactly
def entropy(q: Vector) -> arb:
    """-Σ_z q(z) log q(z) over q > 0."""
    return -total(p * p.log() for p in vector(q) if p > 0)


@exactly
def elbo_entropy(q: Vector, log_joint: Vector) -> arb:
    """The same number as `elbo`."""
    return _elbo(q, [vector(log_joint)])


def _elbo(q: Vector, logs: list[list[arb]]) -> arb:
    """Σ_z q(z) (Σ of the logs at z - log q(z)) over q > 0; -inf if one of those logs is."""
    support = [i for i, p in enumerate(vector(q)) if p > 0]
    if any(not values[i].is_finite() for values in logs for i in support):
        return arb.neg_inf()
    weights = vector(q)
    return total(weights[i] * (total(values[i] for values in logs) - weights[i].log()) for i in support)
