from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import pytest
from click.testing import CliRunner

from grader.cli import main
from grader.grading.store import Store
from grader.records import Result
from grader.report.files import STORE

COURSE = Path(__file__).with_name("course")
PROJECT = Path(__file__).resolve().parents[2]

RIGHT = """import numpy as np


def norm(x):
    return np.sqrt((x * x).sum())


def is_unit(x):
    return (x * x).sum() == 1


def centred(X):
    return X - X.mean(axis=0)
"""
# Loses question 2.
ROWS = RIGHT.replace("axis=0", "axis=1, keepdims=True")
# Loses the public check of question 1.
SQUARED = RIGHT.replace("np.sqrt((x * x).sum())", "(x * x).sum()")


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Desk:
    """An instructor's desk: a copy of the small course, a folder for submissions, and OUT."""

    root: Path
    right: ClassVar[str] = RIGHT
    rows: ClassVar[str] = ROWS
    squared: ClassVar[str] = SQUARED

    @property
    def course(self) -> Path:
        return self.root / "course"

    @property
    def handed(self) -> Path:
        return self.root / "class"

    @property
    def out(self) -> Path:
        return self.root / "out"

    @property
    def log(self) -> Path:
        return self.root / "log.jsonl"

    def submit(self, **sources: str) -> None:
        self.handed.mkdir(exist_ok=True)
        for student, source in sources.items():
            (self.handed / f"{student}.py").write_text(source, encoding="utf-8")

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    # ------------------------------------------------------------------ running the command

    def call(self, *args: object) -> Said:
        """In this process: the same code, without the second that importing it takes."""
        done = CliRunner().invoke(main, [str(arg) for arg in args], catch_exceptions=False)
        return Said(done.exit_code, done.stdout, done.stderr)

    def command(self, *args: object) -> list[str]:
        return [sys.executable, "-m", "grader", *map(str, args)]

    def process(self, *args: object, cwd: Path | None = None, **environment: str) -> Said:
        done = subprocess.run(
            self.command(*args),
            cwd=cwd or self.root,
            env={**os.environ, **environment},
            capture_output=True,
            check=False,
            timeout=120,
        )
        return Said(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))

    def grading(self, *options: object, paths: Sequence[Path] = ()) -> list[object]:
        where = ["-o", self.out, "--course", self.course, "--log-json", self.log]
        return ["grade", "sums", *(paths or [self.handed]), *where, *options]

    def grade(self, *options: object, paths: Sequence[Path] = ()) -> Said:
        return self.call(*self.grading(*options, paths=paths))

    # ------------------------------------------------------------------ what became of it

    def events(self) -> list[dict[str, Any]]:
        """Of the last run."""
        lines = [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]
        last = max((number for number, line in enumerate(lines) if line["event"] == "started"), default=0)
        return lines[last:]

    def judged(self) -> dict[str, list[str]]:
        """Questions by student, of the last run."""
        return {event["student"]: event["questions"] for event in self.events() if event["event"] == "judged"}

    def result(self, student: str) -> dict[str, Any]:
        text = (self.out / "results" / f"{student}.json").read_text(encoding="utf-8")
        data: dict[str, Any] = json.loads(text)
        return data

    def table(self) -> dict[str, dict[str, str]]:
        with (self.out / "grades.csv").open(encoding="utf-8", newline="") as file:
            return {row["id"]: row for row in csv.DictReader(file)}

    def scores(self) -> dict[str, str]:
        return {student: row["score"] for student, row in self.table().items()}

    def recorded(self) -> dict[str, Result]:
        with Store(self.out / STORE) as store:
            return {result.student: result for result in store.results()}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.delenv("GRADER_COURSE", raising=False)
    shutil.copytree(COURSE, tmp_path / "course", ignore=shutil.ignore_patterns("__pycache__"))
    return Desk(tmp_path)


@pytest.fixture
def graded(desk: Desk) -> Desk:
    """A class of three that is graded already."""
    desk.submit(ann=RIGHT, bob=ROWS, cleo=SQUARED)
    assert desk.grade().code == 0
    return desk
