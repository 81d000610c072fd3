"""The scan in torch against its NumPy twins."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from reference.scan import scan, scan_backward
from reference.scan_torch import ScanFunction


@pytest.mark.parametrize("shape", [(0,), (1,), (5,), (3, 4), (2, 3, 4), (3, 0)])
def test_value_and_gradient(shape: tuple[int, ...]) -> None:
    rng = np.random.default_rng(0)
    x, weights = rng.normal(size=shape), rng.normal(size=shape)
    leaf = torch.tensor(x, requires_grad=True)
    y = ScanFunction.apply(leaf)
    (gradient,) = torch.autograd.grad((y * torch.tensor(weights)).sum(), leaf)
    np.testing.assert_allclose(y.detach(), scan(x), rtol=1e-14, atol=1e-15)
    np.testing.assert_allclose(gradient, scan_backward(weights), rtol=1e-14, atol=1e-15)


def test_hand_computed() -> None:
    # y = (x0, x0 + x1): ∇ of 1·y0 + 10·y1 is (11, 10)
    leaf = torch.tensor([2.0, 3.0], requires_grad=True)
    y = ScanFunction.apply(leaf)
    y.backward(torch.tensor([1.0, 10.0]))
    assert y.tolist() == [2.0, 5.0]
    assert leaf.grad is not None
    assert leaf.grad.tolist() == [11.0, 10.0]


def test_torch_checks_the_backward_pass() -> None:
    assert torch.autograd.gradcheck(ScanFunction.apply, torch.randn(2, 4, dtype=torch.float64, requires_grad=True))
