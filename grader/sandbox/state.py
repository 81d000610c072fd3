"""Process-wide state that no check leaves to the next: captured after loading, restored for each check."""

from __future__ import annotations

import os
import random
import sys
import warnings
from typing import Any

import numpy as np

from grader.sandbox.snapshot import Snapshot

_MASK = 0xFFFF_FFFF


class ProcessState:
    """Files, working directory, environment, warnings, NumPy's and torch's modes, streams; seeds are set anew.

    Only what is imported is looked at: a process without torch stays without it.
    """

    def __init__(self, scratch: str) -> None:
        self._files = Snapshot(scratch)
        self._directory = os.getcwd()  # noqa: PTH109 — a plain string survives a patched pathlib
        self._umask = os.umask(0o022)
        os.umask(self._umask)
        self._environment = dict(os.environ)
        self._filters = list(warnings.filters)
        self._errors = np.geterr()
        self._print = np.get_printoptions()
        self._recursion = sys.getrecursionlimit()
        self._streams = sys.stdout, sys.stderr
        self._path = list(sys.path)
        self._torch = _torch_modes()

    def restore(self, seed: int) -> None:
        """Puts everything back and seeds `random`, NumPy and torch."""
        os.umask(self._umask)
        self._files.restore()
        os.chdir(self._directory)
        if dict(os.environ) != self._environment:
            os.environ.clear()
            os.environ.update(self._environment)
        if warnings.filters != self._filters:
            warnings.resetwarnings()
            warnings.filters[:] = self._filters  # type: ignore[index]
        np.seterr(**self._errors)
        np.set_printoptions(**self._print)
        sys.setrecursionlimit(self._recursion)
        sys.stdout, sys.stderr = self._streams
        sys.path[:] = self._path
        _set_torch_modes(self._torch)
        seed_all(seed)


def seed_all(seed: int) -> None:
    """Seeds every global generator that is imported."""
    random.seed(seed)
    np.random.seed(seed & _MASK)  # noqa: NPY002 — the global generator is what students use
    torch = sys.modules.get("torch")
    if torch is not None:
        # Not torch.manual_seed: it also asks after every kind of accelerator, which costs a fork four milliseconds.
        torch.default_generator.manual_seed(seed & _MASK)


def _torch_modes() -> dict[str, Any]:
    """Setters and values of torch's global modes."""
    torch: Any = sys.modules.get("torch")
    if torch is None:
        return {}
    return {
        "set_default_dtype": torch.get_default_dtype(),
        "set_grad_enabled": torch.is_grad_enabled(),
        "set_num_threads": torch.get_num_threads(),
        "use_deterministic_algorithms": torch.are_deterministic_algorithms_enabled(),
    }


def _set_torch_modes(modes: dict[str, Any]) -> None:
    torch: Any = sys.modules.get("torch")
    if torch is None:
        return
    modes = modes or {"set_default_dtype": torch.float32, "set_grad_enabled": True}
    current = _torch_modes()
    for setter, value in modes.items():
        if current[setter] != value:
            getattr(torch, setter)(value)
