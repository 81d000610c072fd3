from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.records import FunctionArg
from grader.sandbox.forms import build

A = np.array([[1.0, -1.0], [0.5, 2.0], [0.0, 0.0]])
B = np.array([0.1, -0.2, 0.3])
X = np.array([1.0, -1.0, 1.0])
DECODER = FunctionArg("bernoulli_decoder", {"A": A, "b": B, "x": X})


def test_one_latent_by_hand() -> None:
    # logits 1.1, 0.3, 0.3; the second pixel is -1
    expected = -np.log1p(np.exp(-1.1)) - np.log1p(np.exp(0.3)) - np.log1p(np.exp(-0.3))
    np.testing.assert_allclose(build(DECODER)(np.array([1, 0])), expected, rtol=1e-15)


def test_a_batch_gives_one_number_a_row() -> None:
    Z = np.array([[0, 0], [1, 0], [1, 1]])
    log_p = build(DECODER)
    np.testing.assert_allclose(log_p(Z), [log_p(z) for z in Z], rtol=1e-14)


@given(hnp.arrays(np.float64, (2, 2), elements=st.floats(-1e6, 1e6)))
def test_it_stays_finite_and_at_most_zero(Z: np.ndarray) -> None:  # type: ignore[type-arg]
    values = build(DECODER)(Z)
    assert np.all(np.isfinite(values))
    assert np.all(values <= 0)


def test_torch_in_torch_out_with_the_same_values() -> None:
    torch = pytest.importorskip("torch")
    Z = np.array([[0.25, 0.75], [1.0, 0.0]])
    latent = torch.tensor(Z, requires_grad=True)
    values = build(DECODER)(latent)
    np.testing.assert_allclose(values.detach().numpy(), build(DECODER)(Z), rtol=1e-14)
    values.sum().backward()
    assert latent.grad.shape == (2, 2)
    assert build(DECODER)(torch.ones(3, 2, dtype=torch.int64)).shape == (3,)


@pytest.mark.parametrize(
    "function",
    [
        FunctionArg("system", {}),
        FunctionArg("bernoulli_decoder", {"A": A, "b": B, "x": np.array([1.0, 0.0, 1.0])}),
        FunctionArg("bernoulli_decoder", {"A": A, "b": B[:2], "x": X}),
        FunctionArg("bernoulli_decoder", {"A": A[0], "b": B, "x": X}),
    ],
)
def test_unknown_forms_and_misfits_are_refused(function: FunctionArg) -> None:
    with pytest.raises(ValueError, match=r"no form|expected"):
        build(function)
