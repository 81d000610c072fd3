"""The reparameterisation trick for normal latents: its value and its derivatives."""

from __future__ import annotations

import numpy as np

from reference.arrays import Array


def reparameterised_sample_value(mu: Array, log_var: Array, eps: Array) -> Array:
    """The value of `reparameterised_sample`, μ + exp(½ log σ²) ε.

    Args:
        mu: means, any shape.
        log_var: log-variances log σ² of the same shape.
        eps: standard normal noise of the same shape.

    Returns:
        Samples of the same shape, distributed as N(μ, σ²).

    Source: fall2020_homework4, problem 4.1.
    """
    sample: Array = mu + np.exp(0.5 * log_var) * eps
    return sample


def reparameterised_sample_gradient(
    mu: Array, log_var: Array, eps: Array, cotangent: Array | float = 1.0
) -> tuple[Array, Array]:
    """Gradients of Σ c · `reparameterised_sample` with respect to both parameters: c and ½ c exp(½ log σ²) ε.

    Args:
        mu: means, any shape.
        log_var: log-variances log σ² of the same shape.
        eps: standard normal noise of the same shape.
        cotangent: weights c of the samples in the sum, of the same shape or 1.

    Returns:
        The gradients with respect to mu and log_var, each of the same shape.

    Source: fall2020_homework4, problem 4.1.
    """
    gradient_mu: Array = cotangent * np.ones_like(mu)
    gradient_log_var: Array = cotangent * 0.5 * np.exp(0.5 * log_var) * eps
    return gradient_mu, gradient_log_var
