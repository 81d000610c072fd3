"""A small class graded by real processes, for what may happen to them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from grader.records import Tier
from grader.sandbox.isolation import best_tier

COURSE = Path(__file__).parents[1] / "linear_algebra"
SECONDS = 90.0

RIGHT = """\
import time

import numpy as np

time.sleep(0.2)


def project(A, b):
    q, _ = np.linalg.qr(A)
    return q @ (q.T @ b)


def is_orthogonal(a, b):
    return np.dot(a, b) == 0


def residual(A, b):
    time.sleep(0.005)
    return b - project(A, b)
"""
HANDED_IN = {
    "ann": RIGHT,
    "bob": RIGHT.replace("q @ (q.T @ b)", "A @ (A.T @ b)"),
    "cleo": RIGHT.replace("np.dot(a, b) == 0", "True").replace("def residual", "def residuum"),
}
SCORES = {"ann": 10.0, "bob": 6.0, "cleo": 4.0}
WHAT = ("--only", "1", "--only", "4", "--seed", "5", "-j", "2")


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def last(self) -> str:
        return self.err.strip().splitlines()[-1] if self.err.strip() else ""


@dataclass(frozen=True)
class Class:
    """Three hand-ins below `root`, and OUT."""

    root: Path
    out: Path

    def command(self, *options: object, before: Sequence[str] = ()) -> list[str]:
        unsafe = ["--unsafe"] if best_tier() is Tier.C else []
        words = ["grade", "sheet1", self.root / "class", "-o", self.out, "--course", COURSE, *WHAT, *options]
        return [*before, sys.executable, "-m", "grader", *map(str, words), *unsafe]

    def grade(self, *options: object, before: Sequence[str] = (), **environment: str) -> Said:
        done = subprocess.run(
            self.command(*options, before=before),
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    @contextmanager
    def grading(self, *options: object) -> Iterator[subprocess.Popen[str]]:
        """While it runs; whatever is left of it afterwards is ended."""
        with subprocess.Popen(
            self.command(*options), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        ) as process:
            family = [psutil.Process(process.pid)]
            try:
                yield process
            finally:
                for member in family:
                    if member.is_running():
                        member.kill()

    def results(self) -> dict[str, Any]:
        """By student, without what differs from run to run."""
        found = {}
        for path in sorted((self.out / "results").glob("*.json")):
            text = path.read_text(encoding="utf-8")
            found[path.stem] = json.loads(text, object_hook=lambda one: one | {"seconds": 0.0, "graded_at": ""})
        return found

    def scores(self) -> dict[str, float]:
        return {student: result["score"] for student, result in self.results().items()}


def hand_in(root: Path, out: Path) -> Class:
    (root / "class").mkdir(parents=True)
    for student, source in HANDED_IN.items():
        (root / "class" / f"{student}.py").write_text(source, encoding="utf-8")
    return Class(root, out)


@pytest.fixture(scope="session")
def group_factory(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Class]:
    """A class of a name, with OUT beside it or elsewhere."""

    def make(name: str, out: Path | None = None) -> Class:
        root = tmp_path_factory.mktemp(name)
        return hand_in(root, out or root / "out")

    return make


@pytest.fixture
def group(tmp_path: Path) -> Class:
    return hand_in(tmp_path, tmp_path / "out")


@pytest.fixture(scope="session")
def undisturbed(group_factory: Callable[..., Class]) -> dict[str, Any]:
    """The results of a run to which nothing happens."""
    group = group_factory("undisturbed")
    said = group.grade()
    assert said.code == 0, said.err
    assert group.scores() == SCORES
    return group.results()
