"""The reparameterised sample in torch against its NumPy twins."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from reference.reparameterisation import reparameterised_sample_gradient, reparameterised_sample_value
from reference.reparameterisation_torch import reparameterised_sample


@pytest.mark.parametrize("shape", [(), (4,), (3, 2)])
def test_value_and_gradient(shape: tuple[int, ...]) -> None:
    rng = np.random.default_rng(0)
    mu, log_var, eps, weights = (np.asarray(rng.normal(size=shape)) for _ in range(4))
    leaves = [torch.tensor(mu, requires_grad=True), torch.tensor(log_var, requires_grad=True)]
    sample = reparameterised_sample(*leaves, torch.tensor(eps))
    gradients = torch.autograd.grad((sample * torch.tensor(weights)).sum(), leaves)
    np.testing.assert_allclose(sample.detach(), reparameterised_sample_value(mu, log_var, eps), rtol=1e-14)
    for gradient, expected in zip(gradients, reparameterised_sample_gradient(mu, log_var, eps, weights), strict=True):
        np.testing.assert_allclose(gradient, expected, rtol=1e-14)


def test_hand_computed() -> None:
    mu, log_var = torch.tensor([1.0], requires_grad=True), torch.log(torch.tensor([4.0]))
    assert reparameterised_sample(mu, log_var, torch.tensor([3.0])).tolist() == pytest.approx([7.0])
