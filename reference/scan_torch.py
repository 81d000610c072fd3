"""The scan as an operation that torch can differentiate."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor


class ScanFunction(torch.autograd.Function):
    """Inclusive cumulative sum over the last axis, y_i = Σ_{j≤i} x_j, with its backward pass written out.

    `ScanFunction.apply(x)` takes x (..., n), n >= 0, and returns y (..., n).

    Source: ss2020_seminar2, assignment 5.
    """

    @staticmethod
    def forward(_ctx: Any, x: Tensor) -> Tensor:
        """The scan y (..., n) of x (..., n); nothing need be saved, for the scan is linear."""
        return x.cumsum(-1)

    @staticmethod
    def backward(_ctx: Any, grad_y: Tensor) -> Tensor:
        """∇_x L (..., n) from ∇_y L (..., n): (∇_x L)_j = Σ_{i≥j} (∇_y L)_i."""
        return grad_y.flip(-1).cumsum(-1).flip(-1)
