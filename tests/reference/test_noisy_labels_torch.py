"""The differentiable loss against its NumPy twins."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from reference.noisy_labels import noisy_nll_gradient, noisy_nll_value
from reference.noisy_labels_torch import noisy_nll


@pytest.mark.parametrize("eps", [0.0, 1e-9, 0.25, 0.5, 0.9, 1.0])
@pytest.mark.parametrize("scale", [0.0, 1.0, 30.0, 1e3, 1e4])
def test_value_and_gradient(eps: float, scale: float) -> None:
    rng = np.random.default_rng(0)
    logits, t = scale * np.array([-1.0, 0.0, 0.5, *rng.normal(size=5)]), rng.choice([-1.0, 1.0], 8)
    leaf = torch.tensor(logits, requires_grad=True)
    loss = noisy_nll(leaf, torch.tensor(t), eps)
    (gradient,) = torch.autograd.grad(loss, leaf)
    assert loss.shape == ()
    assert loss.item() == pytest.approx(noisy_nll_value(logits, t, eps), rel=1e-13)
    np.testing.assert_allclose(gradient.numpy(), noisy_nll_gradient(logits, t, eps), rtol=1e-12, atol=1e-16)


def test_hand_computed() -> None:
    # As for NumPy: -log(5/8) - log(3/8), gradient (-3/20, 1/4)
    leaf = torch.tensor([np.log(3.0)] * 2, requires_grad=True, dtype=torch.float64)
    loss = noisy_nll(leaf, torch.tensor([1.0, -1.0], dtype=torch.float64), 0.25)
    loss.backward()
    assert loss.item() == pytest.approx(-np.log(15 / 64), rel=1e-14)
    np.testing.assert_allclose(leaf.grad, [-0.15, 0.25], rtol=1e-14)


def test_noise_below_the_rounding_of_1() -> None:
    # -log(1 - ε) for a label that is certain but for the noise
    loss = noisy_nll(torch.tensor([1e3], dtype=torch.float64), torch.tensor([1.0], dtype=torch.float64), 1e-18)
    assert loss.item() == 1e-18


def test_keeps_the_dtype() -> None:
    assert noisy_nll(torch.zeros(3), torch.ones(3), 0.1).dtype == torch.float32
