"""Functions that a course hands to students' code: declared forms with parameters, data and never code."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from grader.records import Array, FunctionArg


def build(function: FunctionArg) -> Callable[..., Any]:
    """The callable of a declared form; ValueError if there is no such form or its parameters do not fit."""
    form = _FORMS.get(function.form)
    if form is None:
        raise ValueError(f"no form {function.form!r}; there are {', '.join(sorted(_FORMS))}")
    return form(function.parameters)


def bernoulli_decoder(parameters: Mapping[str, Array]) -> Callable[[Any], Any]:
    """`log_p(Z) = Σ_d log S(x_d (A_d·z + b_d))`: log p(x | z) of a Bernoulli decoder with ±1 pixels.

    Args:
        parameters: `A` (D, n), `b` (D,), `x` (D,) of -1 and +1.

    Returns:
        A function from Z (S, n), or one z (n,), to log probabilities (S,), or (); torch in, torch out.
    """
    A, b, x = (np.array(parameters[name], dtype=np.float64) for name in ("A", "b", "x"))
    if A.ndim != 2 or b.shape != A.shape[:1] or x.shape != b.shape or not np.all(np.abs(x) == 1):
        raise ValueError(f"A {A.shape}, b {b.shape}, x {x.shape}: expected (D, n), (D,), (D,) with x of -1 and +1")

    def log_p(Z: Any) -> Any:
        torch = sys.modules.get("torch")
        if torch is not None and isinstance(Z, torch.Tensor):
            t = torch.from_numpy(x) * (Z.to(torch.float64) @ torch.from_numpy(A.T) + torch.from_numpy(b))
            return torch.nn.functional.logsigmoid(t).sum(-1)  # (S,)
        t = x * (np.asarray(Z, dtype=np.float64) @ A.T + b)  # (S, D)
        return -np.logaddexp(0.0, -t).sum(axis=-1)  # log S(t) = -log(1 + exp(-t)), without overflow

    return log_p


_FORMS: Mapping[str, Callable[[Mapping[str, Array]], Callable[..., Any]]] = {
    "bernoulli_decoder": bernoulli_decoder,
}
