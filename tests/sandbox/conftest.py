from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from grader.records import Call, Cell, CellKind, Limits, Loaded, Outcome, Returned, Submission, Tier
from grader.sandbox.isolation import best_tier
from grader.sandbox.pool import Sandbox
from grader.sandbox.session import Session

LIMITS = Limits(load_seconds=20.0, question_seconds=20.0, call_seconds=10.0, memory_mb=512)


def _submission(cells: Sequence[Cell], beside: Mapping[str, bytes]) -> Submission:
    return Submission("jdoe", ("hw.ipynb",), "0" * 64, tuple(cells), beside)


class Bench:
    """A sandbox with short ways to open sessions and call functions."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox

    def notebook(
        self, *sources: str, limits: Limits = LIMITS, seed: int = 0, beside: Mapping[str, bytes] | None = None
    ) -> Session:
        cells = [Cell(CellKind.CODE, source, f"cell {number}") for number, source in enumerate(sources, 1)]
        return self.sandbox.open(_submission(cells, beside or {}), limits, seed)

    def module(self, source: str, limits: Limits = LIMITS, beside: Mapping[str, bytes] | None = None) -> Session:
        cells = [Cell(CellKind.SCRIPT, source, "hw.py")]
        return self.sandbox.open(_submission(cells, beside or {}), limits, 0)

    def load(self, *sources: str, limits: Limits = LIMITS, beside: Mapping[str, bytes] | None = None) -> Loaded:
        with self.notebook(*sources, limits=limits, beside=beside) as session:
            return session.loaded

    def outcome(self, source: str, *arguments: Any, function: str = "f", limits: Limits = LIMITS) -> Outcome:
        """What one call of a one-cell notebook's function comes to."""
        call = Call(function, arguments)
        with self.notebook(source, limits=limits) as session, session.question(limits) as question:
            return question.run([[call]])[0][0]

    def value(self, source: str, *arguments: Any, function: str = "f", limits: Limits = LIMITS) -> Any:
        """What it returns; the outcome is shown if it does not."""
        outcome = self.outcome(source, *arguments, function=function, limits=limits)
        assert isinstance(outcome, Returned), outcome
        return outcome.value


def _needs_tier_b() -> None:
    if best_tier() is Tier.C:
        pytest.skip("this machine gives no isolation")


@pytest.fixture(scope="session")
def bench() -> Iterator[Bench]:
    """Tier B with NumPy."""
    _needs_tier_b()
    with Sandbox(Tier.B, ("numpy",)) as sandbox:
        yield Bench(sandbox)


@pytest.fixture(scope="session")
def torch_bench() -> Iterator[Bench]:
    """Tier B with torch."""
    _needs_tier_b()
    with Sandbox(Tier.B, ("numpy", "torch")) as sandbox:
        yield Bench(sandbox)


@pytest.fixture(scope="session")
def open_bench() -> Iterator[Bench]:
    """Tier C with NumPy."""
    with Sandbox(Tier.C, ("numpy",)) as sandbox:
        yield Bench(sandbox)


@pytest.fixture
def limits() -> Limits:
    return LIMITS


@pytest.fixture
def project() -> Path:
    return Path(__file__).resolve().parents[2]


@pytest.fixture
def make_bench() -> Callable[[Sandbox], Bench]:
    return Bench
