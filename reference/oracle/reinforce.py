"""REINFORCE for a categorical latent from its definition; gradients as differences of values."""

from __future__ import annotations

from flint import arb

from reference.oracle.ball import Vector, dot, exactly, gradient, total, vector


@exactly
def reinforce_support(logits: Vector, f_values: Vector) -> tuple[list[list[arb]], list[arb]]:
    """The rows f(z) ∇ log q(z) for all z, and q(z)."""
    point = vector(logits)
    rows = [[f * entry for entry in _score(z, point)] for z, f in enumerate(vector(f_values))]
    return rows, _probabilities(point)


@exactly
def reinforce_gradient(logits: Vector, f_values: Vector) -> list[arb]:
    """The gradient (K,) of Σ_z q(z) f(z)."""
    return gradient(lambda at: dot(_probabilities(at), vector(f_values)), vector(logits))


def _score(z: int, logits: list[arb]) -> list[arb]:
    return gradient(lambda at: _probabilities(at)[z].log(), logits)


def _probabilities(logits: list[arb]) -> list[arb]:
    weights = [logit.exp() for logit in logits]
    return [weight / total(weights) for weight in weights]
