"""`grader check` in a process of its own."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.export.answers import read, run
from grader.export.case import part_case
from grader.records import CheckStatus, PartStatus
from grader.report.json import dumps

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
    assert [(case.id, case.status) for case in answers.cases] == [
        ("1/norm", CheckStatus.FAILED),
        ("2/centred", CheckStatus.MISSING),
    ]
    first = answers.cases[0]
    assert first.headline == "the square root is left out"
    assert "norm(np.array(" in first.account
    with pytest.raises(UsageError, match="no assignment 'summs'; did you mean 'sums'"):
        run(path, "summs", tmp_path / "course")


def test_a_path_that_does_not_exist(tmp_path):
    with pytest.raises(UsageError, match="does not exist"):
        run(tmp_path / "nowhere.ipynb", "sums", COURSE)


def test_hidden_checks_and_unknown_keys_are_passed_over():
    check = {"title": "t", "visibility": "public", "status": "passed", "score": 1.0, "max_score": 1.0, "new": 1}
    checks = [check | {"id": "1/a"}, check | {"id": "1/h", "visibility": "hidden"}]
    part = {"kind": "code", "score": 1.0, "max_score": 3.5, "status": "pending", "pending": 2.5, "checks": checks}
    question = {"id": "1", "title": "T", "parts": [part, part | {"kind": "text", "pending": 0.0, "checks": []}]}
    answers = read(json.dumps({"assignment": "x", "notes": ["n"], "questions": [question]}))
    assert [case.id for case in answers.cases] == ["1/a"]
    assert answers.closing == ("n", "2.5 points wait for a person.")


def test_derivations_come_back_as_they_were(make):
    """What a reader of the JSON says of a derivation is what the grader says of the record."""
    for part in (make["derivation"](), replace(make["derivation"](), status=PartStatus.CORRECT, steps=())):
        question = replace(make["question"]("1b", part), notes=("derivation: line 2: a bracket",))
        answers = read(dumps(make["result"]("jdoe", question)))
        assert answers.cases == (part_case("1b", question.title, part, question.notes),)


def test_what_only_waits_for_grading_waits_for_no_person(make):
    part = replace(make["derivation"](), status=PartStatus.PENDING, pending=4.0)
    steps = part.steps[:1]
    answers = read(dumps(make["result"]("jdoe", make["question"]("1b", replace(part, steps=steps)))))
    assert answers.closing == ()
    assert answers.cases[0].outcome == "skipped"
    answers = read(dumps(make["result"]("jdoe", make["question"]("1b", replace(part, steps=())))))
    assert answers.closing == ("4 points wait for a person.",)
