"""Files: whole or not at all, and only ours are ever removed."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from grader.errors import GraderError, UsageError
from grader.records import SubmissionStatus
from grader.report import files
from grader.report.files import write, write_all, write_for_students
from grader.submission.slug import slug


def tree(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_everything_is_written(make: Any, tmp_path: Path) -> None:
    results = [make.result(student="ada"), make.rich()]
    index = write_all(results, tmp_path / "deep" / "out", title="Sheet 2")
    out = index.parent
    name = slug("Ada Łovelace")
    assert index == tmp_path / "deep" / "out" / "index.html"
    assert tree(out) == {
        *("index.html", "grades.csv", "reports/ada.html", f"reports/{name}.html"),
        *("results/ada.json", f"results/{name}.json"),
    }
    assert json.loads((out / "results/ada.json").read_text(encoding="utf-8"))["student"] == "ada"
    rows = list(csv.reader((out / "grades.csv").read_text(encoding="utf-8").splitlines()))
    assert [row[0] for row in rows] == ["id", "Ada Łovelace", "ada"]
    assert f'href="reports/{name}.html"' in index.read_text(encoding="utf-8")
    assert 'href="../index.html"' in (out / "reports/ada.html").read_text(encoding="utf-8")


def test_unchanged_files_are_left_untouched(make: Any, tmp_path: Path) -> None:
    results = [make.result(student="ada"), make.result(student="bob")]
    write_all(results, tmp_path, title="x")
    before = {path: path.stat() for path in tmp_path.rglob("*") if path.is_file()}
    write_all(results[::-1], tmp_path, title="x")
    assert {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in before} == {
        path: (stat.st_mtime_ns, stat.st_ino) for path, stat in before.items()
    }


def test_a_changed_mark_changes_only_its_student(make: Any, tmp_path: Path) -> None:
    write_all([make.result(student="ada"), make.result(student="bob")], tmp_path, title="x")
    bob = (tmp_path / "reports/bob.html").stat().st_ino
    write_all([make.result(student="ada", score=1.0), make.result(student="bob")], tmp_path, title="x")
    assert (tmp_path / "reports/bob.html").stat().st_ino == bob
    assert json.loads((tmp_path / "results/ada.json").read_text(encoding="utf-8"))["score"] == 1.0


def test_departed_students_lose_their_files_and_nobody_else_does(make: Any, tmp_path: Path) -> None:
    write_all([make.result(student="ada"), make.result(student="bob")], tmp_path, title="x")
    for name in ("reports/mine.html", "results/mine.json", "reports/notes.txt"):
        (tmp_path / name).write_text("<p>written by somebody else", encoding="utf-8")
    write_all([make.result(student="ada")], tmp_path, title="x")
    assert tree(tmp_path) == {
        *("index.html", "grades.csv", "reports/ada.html", "results/ada.json"),
        *("reports/mine.html", "results/mine.json", "reports/notes.txt"),
    }


def test_students_get_the_redacted_set_and_no_overview(make: Any, tmp_path: Path) -> None:
    write_for_students([make.rich(student="ada")], tmp_path)
    assert tree(tmp_path) == {"reports/ada.html", "results/ada.json"}
    for path in ("reports/ada.html", "results/ada.json"):
        text = (tmp_path / path).read_text(encoding="utf-8")
        assert "0.6931" not in text
        assert "wrong axis" in text
    assert "index.html" not in (tmp_path / "reports/ada.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["index.html", "grades.csv", "grades.sqlite"])
def test_the_instructor_s_folder_is_refused(make: Any, tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    with pytest.raises(UsageError, match="choose another folder"):
        write_for_students([make.result()], tmp_path)
    assert tree(tmp_path) == {name}


def test_two_students_of_one_name_are_refused_before_anything_is_written(make: Any, tmp_path: Path) -> None:
    with pytest.raises(GraderError, match=r"'jdoe' and 'jdoe' would share the report jdoe\.html"):
        write_all([make.result(), make.result()], tmp_path, title="x")
    assert tree(tmp_path) == set()


def test_hostile_ids_stay_in_their_folder(make: Any, hostile: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    index = write_all([make.empty(hostile, SubmissionStatus.UNREADABLE, hostile)], out, title=hostile)
    assert tree(tmp_path) == {f"out/{name}" for name in tree(out)}
    assert tree(out) == {"index.html", "grades.csv", f"reports/{slug(hostile)}.html", f"results/{slug(hostile)}.json"}
    assert f"reports/{slug(hostile)}.html" in index.read_text(encoding="utf-8")


def test_an_interrupted_write_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.html"
    write(path, "old")

    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(files.os, "replace", fail)
    with pytest.raises(OSError, match="the disk is full"):
        write(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert tree(tmp_path) == {"x.html"}


def test_files_have_the_permissions_of_the_user_s_choice(tmp_path: Path) -> None:
    write(tmp_path / "x", "text")
    (tmp_path / "y").write_text("text", encoding="utf-8")
    assert (tmp_path / "x").stat().st_mode == (tmp_path / "y").stat().st_mode


def test_line_breaks_are_written_as_they_are(tmp_path: Path) -> None:
    write(tmp_path / "x", "a\nb\r\n")
    assert (tmp_path / "x").read_bytes() == b"a\nb\r\n"


def test_a_class_of_three_hundred(make: Any, tmp_path: Path) -> None:
    write_all(make.cohort(300), tmp_path, title="x")
    assert len(list((tmp_path / "reports").iterdir())) == 300
    assert max(path.stat().st_size for path in (tmp_path / "reports").iterdir()) <= 400_000
