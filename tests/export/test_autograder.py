"""The autograder's zip: what is in it, and nothing that is not needed."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from grader.export.autograder import Settings, autograder_zip, requirements
from grader.export.gradescope import Hidden

COURSE = Path(__file__).parents[1] / "commands" / "course"


@pytest.fixture(scope="module")
def archive():
    return zipfile.ZipFile(io.BytesIO(autograder_zip(COURSE, Settings("sums", Hidden.NEVER))))


def test_scripts_are_at_the_root_and_can_be_run(archive):
    for name in ("setup.sh", "run_autograder"):
        entry = archive.getinfo(name)
        assert entry.external_attr >> 16 & 0o111 == 0o111
        assert archive.read(name).startswith(b"#!/usr/bin/env bash\n")
        checked = subprocess.run(["bash", "-n"], input=archive.read(name), capture_output=True, check=False)
        assert checked.returncode == 0, checked.stderr


def test_the_course_and_the_grader_are_whole(archive):
    names = set(archive.namelist())
    assert {"course/rubric.yaml", "course/reference/norms.py", "course/assignments/bank/norms.py"} <= names
    assert "course/assignments/sums/assignment.py" in names
    assert {"library/grader/cli.py", "library/grader/report/templates/student.html"} <= names
    assert [name for name in names if "__pycache__" in name] == []
    assert any(name.endswith(".dist-info/METADATA") for name in names)


def test_other_sheets_and_solutions_stay_at_home(tmp_path):
    for name in ("one/assignment.py", "one/samples/right.py", "one/starter/s.py", "one/sheet.md", "two/assignment.py"):
        path = tmp_path / "assignments" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")
    (tmp_path / "reference").mkdir()
    (tmp_path / "rubric.yaml").write_text("", encoding="utf-8")
    archive = zipfile.ZipFile(io.BytesIO(autograder_zip(tmp_path, Settings("one"))))
    course = {name for name in archive.namelist() if name.startswith("course/")}
    assert course == {"course/rubric.yaml", "course/assignments/one/assignment.py", "course/assignments/one/sheet.md"}


def test_the_same_input_gives_the_same_zip():
    settings = Settings("sums")
    assert autograder_zip(COURSE, settings) == autograder_zip(COURSE, settings)


def test_settings_come_back(tmp_path):
    path = tmp_path / "settings.json"
    path.write_text(Settings("sums", Hidden.NEVER).dumps(), encoding="utf-8")
    assert Settings.read(path) == Settings("sums", Hidden.NEVER)


def test_versions_are_pinned_without_what_only_developers_need():
    lines = requirements().splitlines()
    assert lines[0] == f"# python {sys.version_info.major}.{sys.version_info.minor}"
    pinned = dict(line.partition("==")[::2] for line in lines[1:])
    assert {"numpy", "torch", "click", "pydantic"} <= pinned.keys()
    assert not {"pytest", "mypy", "ruff", "python-flint", "hypothesis", "grader"} & pinned.keys()
    assert not [version for version in pinned.values() if "+" in version]
