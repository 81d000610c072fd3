"""A small course with one question of code and one claim, as an instructor's first course is."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader.course.assignment import Assignment
from grader.course.course import load_course

FILES = {
    "rubric.yaml": """schema: 1
assignments:
  sheet1:
    title: Sheet 1
    points: 2
    questions:
      "1": {points: 1, code: {points: 1, checks: {two: 1}}}
      "2": {points: 1, derivation: {points: 1}}
""",
    "reference/differences.py": """def two(a, b):
    \"\"\"a - b\"\"\"
    return a - b
""",
    "assignments/bank/differences.py": """from grader import check, mistake
from reference import differences


@check("two", reference=differences.two)
def two(draw):
    \"\"\"a difference\"\"\"
    return {"a": draw.normal(), "b": draw.normal()}


two.edges({"a": 0.0, "b": 1.0})


@mistake(two, "the sum")
def total(a, b):
    return a + b
""",
    "assignments/bank/worlds.py": """import numpy as np

from grader.proof.families import conditional, counted
from grader.proof.world import World


def two_distributions(draw, broken):
    q, p = draw.simplex(3), draw.simplex(3)
    return World(
        domains={"z": counted(3)},
        densities={"q": conditional("q", "z", (), q), "p": conditional("p", "z", (), p)},
        alone={"q": ("z",), "p": ("z",)},
        words={"q": np.round(q, 3), "p": np.round(p, 3)},
    )
""",
    "assignments/bank/entropies.py": r"""from assignments.bank.worlds import two_distributions
from grader.proof.breaks import CONCAVITY, DEFINITION, LOG
from grader.proof.claim import Limits, claim
from grader.proof.syntax import Vocabulary

cross_entropy = claim(
    "cross_entropy",
    "Cross-entropy is entropy plus KL",
    world=two_distributions,
    start=r"-\sum_z q(z) \log p(z)",
    relation="=",
    goal=r"\mathbb{H}[q] + \mathrm{KL}[q\|p]",
    facts=(LOG, DEFINITION),
    limits=Limits(most=1, least=2),
    vocabulary=Vocabulary(densities=frozenset({"p", "q"}), domains=frozenset({"z"})),
)
""",
    "assignments/bank/entropies.md": r"""<!-- correct: cross_entropy -->
$$-\sum_z q(z) \log p(z) = -\sum_z q(z) \log q(z) + \sum_z q(z) \log \frac{q(z)}{p(z)}$$
$$= \mathbb{H}[q] + \mathrm{KL}[q\|p]$$
""",
    "assignments/sheet1/assignment.py": """from assignments.bank import differences, entropies
from grader import question

QUESTIONS = [
    question("1", "Differences", differences.two),
    question("2", "Cross-entropy", claim=entropies.cross_entropy),
]
""",
}


@dataclass(frozen=True)
class SmallCourse:
    root: Path

    def edit(self, name: str, old: str, new: str) -> Path:
        """Makes one mistake."""
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    def sheet(self) -> Assignment:
        return load_course(self.root).assignment("sheet1")


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallCourse:
    # A module that is changed within a second would be taken from its cache.
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return SmallCourse(tmp_path)


@pytest.fixture
def line_with() -> Callable[[Path, str], int]:
    """The number of the first line of a file that holds a text."""

    def found(path: Path, text: str) -> int:
        lines = path.read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, 1) if text in line)

    return found
