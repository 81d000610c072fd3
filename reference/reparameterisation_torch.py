"""The reparameterisation trick for normal latents, differentiable in both parameters."""

from __future__ import annotations

from torch import Tensor


def reparameterised_sample(mu: Tensor, log_var: Tensor, eps: Tensor) -> Tensor:
    """A sample of N(μ, σ²) as a function of its parameters, μ + exp(½ log σ²) ε.

    Args:
        mu: means, any shape.
        log_var: log-variances log σ² of the same shape.
        eps: standard normal noise of the same shape.

    Returns:
        Samples of the same shape, differentiable in mu and log_var.

    Source: fall2020_homework4, problem 4.1.
    """
    return mu + (0.5 * log_var).exp() * eps
