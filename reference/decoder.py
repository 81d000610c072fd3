"""What a VAE's decoder is trained by: negative log-likelihoods under Bernoulli and Gaussian outputs x̂."""

from __future__ import annotations

import numpy as np
from scipy.special import xlog1py, xlogy

from reference.arrays import Array


def bernoulli_nll(x: Array, x_hat: Array) -> Array:
    """Negative log-likelihood under Bernoulli outputs, -Σ_d [x_d log x̂_d + (1 - x_d) log(1 - x̂_d)].

    Args:
        x: data (N, D) in [0, 1].
        x_hat: means (N, D) in [0, 1], both ends included.

    Returns:
        One value a row (N,), at least 0: 0 log 0 = 0; +inf where x is impossible; never nan.

    Source: fall2020_homework4, problem 3.1, with the brackets that its last line leaves out.
    """
    # The ufuncs know 0 log 0 = 0; log1p(-x̂) keeps means below the rounding of 1.
    nll: Array = -(xlogy(x, x_hat) + xlog1py(1.0 - x, -x_hat)).sum(axis=-1)
    return nll


def gaussian_nll(x: Array, x_hat: Array, sigma: float) -> Array:
    """Negative log-likelihood under Gaussian outputs, ‖x - x̂‖² / (2σ²) + (D/2) log(2πσ²).

    Args:
        x: data (N, D).
        x_hat: means (N, D).
        sigma: standard deviation σ > 0, in the units of x.

    Returns:
        One value a row (N,).

    Source: fall2020_homework4, problem 3.2, with the brackets that its last line leaves out.
    """
    deviations = (x - x_hat) / sigma  # (N, D), divided first: σ² underflows before σ does
    nll: Array = 0.5 * (deviations * deviations).sum(axis=-1) + _log_normaliser(sigma, x.shape[-1])
    return nll


def mse_decomposition(sigma: float, D: int) -> tuple[float, float]:
    """The affine map from squared error to `gaussian_nll`, NLL = scale · ‖x - x̂‖² + offset.

    Args:
        sigma: standard deviation σ > 0.
        D: dimension of x.

    Returns:
        scale: 1 / (2σ²).
        offset: (D/2) log(2πσ²).

    Source: fall2020_homework4, problem 3.2.
    """
    return 0.5 / (sigma * sigma), _log_normaliser(sigma, D)


def _log_normaliser(sigma: float, D: int) -> float:
    value: float = D * np.log(np.sqrt(2.0 * np.pi) * sigma)  # (D/2) log(2πσ²)
    return value
