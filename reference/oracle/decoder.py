"""Decoder likelihoods from their definitions: minus the logarithm of a product of densities."""

from __future__ import annotations

from flint import arb

from reference.oracle.ball import Matrix, Vector, dot, exactly, product, total, vector


def bernoulli_nll(x: Matrix, x_hat: Matrix) -> list[float]:
    """-log Π_d x̂_d^x_d (1 - x̂_d)^(1 - x_d) for each row."""
    return [_bernoulli_nll(row, means) for row, means in zip(x, x_hat, strict=True)]


def gaussian_nll(x: Matrix, x_hat: Matrix, sigma: float) -> list[float]:
    """-log Π_d N(x_d; x̂_d, σ²) for each row."""
    return [_gaussian_nll(row, means, sigma) for row, means in zip(x, x_hat, strict=True)]


def mse_decomposition(sigma: float, D: int) -> tuple[float, float]:
    """1/(2σ²) and -log Π_d N(0; 0, σ²)."""
    return _scale(sigma), _gaussian_nll([0.0] * D, [0.0] * D, sigma)


@exactly
def _bernoulli_nll(x: Vector, x_hat: Vector) -> arb:
    outcomes = [*zip(vector(x), vector(x_hat), strict=True)]
    weighted = [*outcomes, *((1 - value, 1 - mean) for value, mean in outcomes)]
    possible = [(weight, mean) for weight, mean in weighted if weight > 0]
    if any(mean == 0 for _, mean in possible):
        return arb.pos_inf()
    return -total(weight * mean.log() for weight, mean in possible)


@exactly
def _gaussian_nll(x: Vector, x_hat: Vector, sigma: float) -> arb:
    s = arb(float(sigma))
    deviations = [(value - mean) / s for value, mean in zip(vector(x), vector(x_hat), strict=True)]
    densities = [(-dot([z], [z]) / 2).exp() / (s * (2 * arb.pi()).sqrt()) for z in deviations]
    return -product(densities).log()


@exactly
def _scale(sigma: float) -> arb:
    return 1 / (2 * arb(float(sigma)) ** 2)
