from __future__ import annotations

import functools
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from grader.records import Call, Cell, CellKind, Limits, Loaded, Outcome, Returned, Submission, Tier
from grader.sandbox.isolation import best_tier
from grader.sandbox.pool import Sandbox
from grader.sandbox.session import Session
from grader.sandbox.system import resource

LIMITS = Limits(load_seconds=20.0, question_seconds=20.0, call_seconds=10.0, memory_mb=512)


def _submission(cells: Sequence[Cell], beside: Mapping[str, bytes]) -> Submission:
    return Submission("jdoe", ("hw.ipynb",), "0" * 64, tuple(cells), beside)


@pytest.fixture
def first_bwrap(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], Path]:
    """Puts a bubblewrap on the path whose first run does what it is told instead; returns where its output went."""
    if best_tier() is not Tier.A:
        pytest.skip("this machine does not give tier A")

    def install(commands: str) -> Path:
        fake, said = tmp_path / "bin" / "bwrap", tmp_path / "said"
        fake.parent.mkdir()
        real = shutil.which("bwrap")
        fake.write_text(f'#!/bin/sh\n[ -e {said} ] || {{ exec 3> {said}; {commands}; }}\nexec {real} "$@"\n')
        fake.chmod(0o755)
        monkeypatch.setenv("PATH", f"{fake.parent}:/usr/bin:/bin")
        return said

    return install


@contextmanager
def _room_for(count: int) -> Iterator[None]:
    """Leaves no more than so many descriptors to be had."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    taken: list[int] = []
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(256, soft), hard))
    try:
        with suppress(OSError):
            while True:
                taken.append(os.open(os.devnull, os.O_RDONLY))
        while count:
            os.close(taken.pop())
            count -= 1
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        for number in taken:
            os.close(number)


@pytest.fixture
def room_for() -> Callable[[int], AbstractContextManager[None]]:
    if resource is None:
        pytest.skip("this system does not limit descriptors")
    return _room_for


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


def _confined(tier: Tier, *preload: str) -> Iterator[Bench]:
    """A bench of a tier; skips where this machine does not give it."""
    if tier < _best_tier():
        pytest.skip(f"this machine does not give tier {tier}")
    with Sandbox(tier, preload) as sandbox:
        yield Bench(sandbox)


@functools.cache
def _best_tier() -> Tier:
    return best_tier()


@pytest.fixture(scope="session")
def bench(request: pytest.FixtureRequest) -> Any:
    """The best tier there is, with NumPy."""
    if _best_tier() is Tier.C:
        pytest.skip("this machine gives no isolation")
    return request.getfixturevalue("bench_a" if _best_tier() is Tier.A else "bench_b")


@pytest.fixture(scope="session")
def bench_a() -> Iterator[Bench]:
    """Tier A with NumPy."""
    yield from _confined(Tier.A, "numpy")


@pytest.fixture(scope="session")
def bench_b() -> Iterator[Bench]:
    """Tier B with NumPy."""
    yield from _confined(Tier.B, "numpy")


@pytest.fixture(scope="session", params=["bench_a", "bench_b"])
def each_bench(request: pytest.FixtureRequest) -> Any:
    """Tier A, then tier B."""
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def torch_bench() -> Iterator[Bench]:
    """The best tier there is, with torch."""
    if _best_tier() is Tier.C:
        pytest.skip("this machine gives no isolation")
    yield from _confined(_best_tier(), "numpy", "torch")


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
