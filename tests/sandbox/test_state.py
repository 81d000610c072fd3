from __future__ import annotations

import os
import random
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from grader.sandbox.state import ProcessState, seed_all


@pytest.fixture
def state() -> Iterator[ProcessState]:
    """Of this very process: restored at the end as well."""
    state = ProcessState("/nowhere")
    yield state
    state.restore(0)


def test_what_a_check_changed_is_put_back(tmp_path: Path) -> None:
    state = ProcessState("/nowhere")
    before = (
        Path.cwd(),
        dict(os.environ),
        list(warnings.filters),
        np.geterr(),
        np.get_printoptions(),
        sys.getrecursionlimit(),
        sys.stdout,
        list(sys.path),
    )
    os.chdir(tmp_path)
    os.environ["HOME"] = "elsewhere"
    os.environ["NEW"] = "x"
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    np.set_printoptions(precision=2)
    sys.setrecursionlimit(5000)
    sys.path.append("x")
    sys.stdout = sys.stderr
    state.restore(0)
    assert before == (
        Path.cwd(),
        dict(os.environ),
        list(warnings.filters),
        np.geterr(),
        np.get_printoptions(),
        sys.getrecursionlimit(),
        sys.stdout,
        list(sys.path),
    )


def test_warnings_are_shown_again_after_restoring(state: ProcessState) -> None:
    warnings.simplefilter("ignore")
    state.restore(0)
    with pytest.warns(UserWarning, match="seen"):
        warnings.warn("seen", stacklevel=1)


def draws() -> tuple[float, float]:
    return random.random(), float(np.random.random())


def test_a_seed_gives_the_same_draws(state: ProcessState) -> None:
    state.restore(7)
    first = draws()
    state.restore(8)
    assert draws() != first
    state.restore(7)
    assert draws() == first


def test_large_and_negative_seeds_are_taken() -> None:
    for seed in (2**63, -1, 0):
        seed_all(seed)


def test_torchs_modes_are_put_back_and_its_generator_is_seeded() -> None:
    torch = pytest.importorskip("torch")
    state = ProcessState("/nowhere")
    torch.set_default_dtype(torch.float64)
    torch.set_grad_enabled(False)
    try:
        state.restore(3)
        first = torch.rand(2)
        assert torch.get_default_dtype() == torch.float32
        assert torch.is_grad_enabled()
        state.restore(3)
        assert torch.equal(torch.rand(2), first)
    finally:
        torch.set_default_dtype(torch.float32)
        torch.set_grad_enabled(True)


def test_a_mode_set_while_loading_is_the_one_to_go_back_to() -> None:
    torch = pytest.importorskip("torch")
    torch.set_default_dtype(torch.float64)
    try:
        state = ProcessState("/nowhere")
        torch.set_default_dtype(torch.float32)
        state.restore(0)
        assert torch.get_default_dtype() == torch.float64
    finally:
        torch.set_default_dtype(torch.float32)


def test_the_mask_of_new_files_is_put_back(state: ProcessState) -> None:
    before = os.umask(0o777)
    state.restore(0)
    assert os.umask(before) == before
