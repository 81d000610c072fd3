"""`grader check` in a process of its own."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.export.answers import read, run
from grader.records import CheckStatus

COURSE = Path(__file__).parents[1] / "commands" / "course"
WRONG = "import numpy as np\n\n\ndef norm(x):\n    return (x * x).sum()\n"


def test_the_answers_are_records(tmp_path, monkeypatch):
    monkeypatch.delenv("GRADER_COURSE", raising=False)
    shutil.copytree(COURSE, tmp_path / "course", ignore=shutil.ignore_patterns("__pycache__"))
    path = tmp_path / "-hw.py"
    path.write_text(WRONG, encoding="utf-8")
    text = run(path, "sums", tmp_path / "course")
    answers = read(text)
    assert answers.assignment == "sums"
    assert [(check.id, check.status) for check in answers.checks] == [
        ("1/norm", CheckStatus.FAILED),
        ("2/centred", CheckStatus.MISSING),
    ]
    first = answers.checks[0]
    assert first.misconception == "the square root is left out"
    assert first.counterexample is not None
    assert first.counterexample.call == "norm"
    with pytest.raises(UsageError, match="no assignment 'summs'; did you mean 'sums'"):
        run(path, "summs", tmp_path / "course")


def test_a_path_that_does_not_exist(tmp_path):
    with pytest.raises(UsageError, match="does not exist"):
        run(tmp_path / "nowhere.ipynb", "sums", COURSE)


def test_hidden_checks_and_unknown_keys_are_passed_over():
    check = {"title": "t", "visibility": "public", "status": "passed", "score": 1.0, "max_score": 1.0, "new": 1}
    checks = [check | {"id": "1/a"}, check | {"id": "1/h", "visibility": "hidden"}]
    data = {"assignment": "x", "pending": 2.5, "notes": ["n"], "questions": [{"parts": [{"checks": checks}, {}]}]}
    answers = read(json.dumps(data))
    assert [check.id for check in answers.checks] == ["1/a"]
    assert answers.closing == ("n", "2.5 points wait for a person.")
