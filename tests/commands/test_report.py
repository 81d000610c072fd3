"""Rendering again from the store."""

from __future__ import annotations

import shutil

import pytest

from grader.grading.store import Store
from grader.report.files import STORE


def test_everything_is_rendered_from_the_store(graded):
    before = {path.relative_to(graded.out): path.read_bytes() for path in graded.out.rglob("*.*") if path.is_file()}
    for name in ("reports", "results"):
        shutil.rmtree(graded.out / name)
    for name in ("index.html", "grades.csv"):
        (graded.out / name).unlink()
    said = graded.call("report", graded.out)
    assert said.code == 0
    assert said.out == f"{graded.out / 'index.html'}\n"
    after = {path.relative_to(graded.out): path.read_bytes() for path in graded.out.rglob("*.*") if path.is_file()}
    assert {path: data for path, data in after.items() if path.suffix != ".sqlite"} == {
        path: data for path, data in before.items() if path.suffix != ".sqlite"
    }


def test_the_set_for_students(graded):
    shown = graded.root / "shown"
    assert graded.call("report", graded.out, "--for-students", shown).code == 0
    assert sorted(path.name for path in shown.rglob("*.json")) == ["ann.json", "bob.json", "cleo.json"]
    assert not list(shown.glob("*.*"))
    said = graded.call("report", graded.out, "--for-students", graded.out)
    assert said.code == 2
    assert "holds the instructor's results" in said.err


def test_there_is_no_store(desk):
    said = desk.call("report", desk.out)
    assert said.code == 2
    assert "holds no grades.sqlite" in said.err
    assert not desk.out.exists()


def interrupted(desk):
    """What Ctrl-C leaves where some are judged, and no mark is recorded yet."""
    desk.out.mkdir()
    with Store(desk.out / STORE) as store:
        store.claim("sums")


@pytest.mark.parametrize("command", [("report",), ("export", "--to", "csv"), ("export", "--to", "junit")])
def test_grading_was_interrupted(desk, command):
    interrupted(desk)
    said = desk.call(command[0], desk.out, *command[1:])
    assert said.code == 2
    words = "grading of sums was interrupted, no mark is recorded yet"
    assert said.err == f"grader: {words}: run `grader grade sums … -o {desk.out}` again to finish\n"
    assert sorted(path.name for path in desk.out.iterdir() if path.suffix != ".sqlite") == []


def test_a_class_that_was_forgotten_is_no_interruption(desk):
    interrupted(desk)
    with Store(desk.out / STORE) as store:
        store.forget("ann")
    assert desk.call("report", desk.out).code == 0


def test_the_store_is_damaged(desk):
    desk.write("out/grades.sqlite", "no database, but long enough to be one " * 20)
    said = desk.call("report", desk.out)
    assert said.code == 2
    assert "is no database, or a damaged one" in said.err


def test_a_folder_that_cannot_be_written(graded):
    file = graded.write("file", "")
    said = graded.call("report", graded.out, "--for-students", file / "shown")
    assert said.code == 2
    assert "Not a directory" in said.err
    assert "Traceback" not in said.err
