from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.course.assignment import Assignment
from grader.course.course import load_course
from grader.grading.batch import Plan
from grader.grading.store import Store
from grader.grading.verdicts import QuestionVerdicts
from grader.records import Cell, CellKind, CheckStatus, Submission, Tier, Verdict
from grader.sandbox.pool import Sandbox

SUMS = Path(__file__).parents[1] / "commands" / "course"

SOURCE = """import numpy as np


def norm(x):
    return np.sqrt((x * x).sum())


def is_unit(x):
    return (x * x).sum() == 1


def centred(X):
    return X - X.mean(axis=0)
"""


@pytest.fixture(scope="session")
def sums() -> Assignment:
    """Questions 1 (norm, is_unit), 2 (centred) and 3 (a text); 4, 4 and 2 points."""
    return load_course(SUMS).assignment("sums")


@pytest.fixture
def plan(sums: Assignment) -> Plan:
    return Plan(sums, sums.questions, seed=3, tier=Tier.C, workers=2)


@pytest.fixture(scope="session")
def numpy_sandbox() -> Iterator[Sandbox]:
    with Sandbox(Tier.C, ("numpy",)) as sandbox:
        yield sandbox


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "grades.sqlite") as store:
        yield store


@pytest.fixture
def submit() -> Callable[..., Submission]:
    """A submission of one module; right unless told otherwise."""

    def make(student: str, source: str = SOURCE, **others: object) -> Submission:
        sha256 = hashlib.sha256(f"{source}{sorted(others.items())}".encode()).hexdigest()
        cell = Cell(CellKind.SCRIPT, source, "hw.py")
        fields = {"files": ("hw.py",), "sha256": sha256, "cells": (cell,)} | others
        return Submission(student, **fields)  # type: ignore[arg-type]

    return make


@pytest.fixture
def verdicts(sums: Assignment) -> Callable[..., dict[str, QuestionVerdicts]]:
    """Everything passed, except the statuses given by check."""

    def make(**statuses: CheckStatus) -> dict[str, QuestionVerdicts]:
        return {
            question.id: QuestionVerdicts(
                question.id,
                {check.id: Verdict(statuses.get(check.id, CheckStatus.PASSED)) for check in question.checks},
            )
            for question in sums.questions
        }

    return make
