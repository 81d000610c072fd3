"""Every sheet's class of sample submissions is graded as it is in a course; each gets what its author meant."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from grader.records import Tier
from grader.sandbox.isolation import best_tier

SHEETS = ("ss2020_seminar2", "ss2021_seminar6", "ss2022_seminar7", "ss2023_seminar6", "fall2020_homework4")
# Two right, one half right, one wrong throughout, one empty; the first sheet's class has every kind of bad file too.
LEAST = {"ss2020_seminar2": 14}


def impatient(rubric: Path, folder: Path) -> Path:
    """The rubric with a shorter limit for loading: one of the class holds a cell that never ends."""
    text, changed = re.subn(r"load_seconds: \d+", "load_seconds: 8", rubric.read_text(encoding="utf-8"))
    assert changed
    path = folder / "rubric.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def differences(expected: dict[str, Any], result: dict[str, Any]) -> Iterator[str]:
    for key in ("status", "score", "pending"):
        if result[key] != expected.get(key, 0):
            yield f"{key}: {result[key]}, meant to be {expected.get(key, 0)}"
    listed = dict(expected.get("checks", {}))
    for question in result["questions"]:
        for part in question["parts"]:
            for check in part.get("checks", []):
                meant = listed.pop(check["id"], {"status": expected["otherwise"]})
                got = {key: check.get(key) for key in meant}
                if got != meant:
                    yield f"{check['id']}: {got}, meant to be {meant} ({check.get('message')})"
    yield from (f"there is no check {name}" for name in listed)


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_class_gets_what_its_authors_meant(sheet, root, tmp_path):
    folder = root / "assignments" / sheet / "samples"
    rubric = impatient(root / "rubric.yaml", tmp_path)
    command = [sys.executable, "-m", "grader", "grade", sheet, folder, "-o", tmp_path / "out", "--course", root]
    command += ["--rubric", rubric, "--seed", "1", *(["--unsafe"] if best_tier() is Tier.C else [])]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    results = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (tmp_path / "out/results").iterdir()}
    expected = yaml.safe_load((folder / "expected.yaml").read_text(encoding="utf-8"))
    assert sorted(results) == sorted(expected)
    wrong = {name: list(differences(meant, results[name])) for name, meant in expected.items()}
    assert {name: found for name, found in wrong.items() if found} == {}


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_class_is_described(sheet, root):
    folder = root / "assignments" / sheet / "samples"
    expected = yaml.safe_load((folder / "expected.yaml").read_text(encoding="utf-8"))
    handed_in = {path.stem for path in folder.iterdir() if path.name != "expected.yaml"}
    assert handed_in == set(expected)
    assert len(expected) >= LEAST.get(sheet, 5)
