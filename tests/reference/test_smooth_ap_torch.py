"""The triplet loss and smooth AP in torch against their NumPy twins."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch

from reference import smooth_ap as twins
from reference.smooth_ap_torch import smooth_ap, triplet_loss

Twins = tuple[Callable, Callable, Callable]
TRIPLET = (triplet_loss, twins.triplet_loss_value, twins.triplet_loss_gradient)
SMOOTH = (smooth_ap, twins.smooth_ap_value, twins.smooth_ap_gradient)


@pytest.mark.parametrize(("functions", "parameter"), [(TRIPLET, 0.25), (SMOOTH, 0.25), (SMOOTH, 0.01), (SMOOTH, 1e-6)])
@pytest.mark.parametrize(("T", "M"), [(1, 1), (1, 0), (3, 0), (4, 3), (2, 6)])
def test_value_and_gradient(functions: Twins, parameter: float, T: int, M: int) -> None:
    function, value, gradient = functions
    rng = np.random.default_rng(0)
    d_pos, d_neg = rng.random(T), rng.random(M)
    leaves = [torch.tensor(d_pos, requires_grad=True), torch.tensor(d_neg, requires_grad=True)]
    result = function(*leaves, parameter)
    gradients = torch.autograd.grad(result, leaves)
    assert result.shape == ()
    assert result.item() == pytest.approx(value(d_pos, d_neg, parameter), rel=1e-13, abs=1e-14)
    for got, expected in zip(gradients, gradient(d_pos, d_neg, parameter), strict=True):
        # torch's 1 - S(x) rounds by 1e-16, which τ divides.
        np.testing.assert_allclose(got, expected, rtol=1e-10, atol=1e-15 / parameter)


def test_hand_computed() -> None:
    # As for NumPy: 3, and 1 - 41/140
    d_pos, d_neg = (
        torch.tensor([0.0, 2.0], dtype=torch.float64),
        torch.tensor([0.5, 3.0], dtype=torch.float64),
    )
    assert triplet_loss(d_pos, d_neg, 1.0).item() == 3.0
    value = smooth_ap(torch.tensor([1.0, 0.0], dtype=torch.float64), d_neg[:1] - 0.5, 1 / np.log(3.0))
    assert value.item() == pytest.approx(1 - 41 / 140, rel=1e-14)
