"""`grader export`, end to end from a graded class."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from grader.cli import main
from grader.commands.export import GOES_WITH
from grader.grading.store import Store
from grader.records import PartStatus, SubmissionStatus
from grader.report.files import STORE

GRADEBOOK = (
    b"Student,ID,SIS Login ID,Section,Sums of squares (9)\r\n    Points Possible,,,,10.00\r\n"
    b'"A, Ann",1,ann,M,\r\n"B, Bob",2,bob,M,3\r\n"D, Dan",3,dan,M,\r\n'
)
WORKSHEET = b"Email address,Grade,Maximum Grade\nann,,10\nbob,,10\n"


def wait_for_a_person(desk, *students):
    """Their texts are yet to be marked: 2 points each."""
    with Store(desk.out / STORE) as store:
        for result in store.results():
            if result.student in students:
                text = replace(result.questions[2].parts[0], pending=2.0, status=PartStatus.PENDING)
                questions = (*result.questions[:2], replace(result.questions[2], parts=(text,)))
                store.record(replace(result, questions=questions, pending=2.0), {})


@pytest.fixture
def marked(graded):
    """The same class: ann has 8 points, cleo 6, and bob 4 so far."""
    wait_for_a_person(graded, "bob")
    return graded


def export(desk, target, *options):
    return desk.call("export", desk.out, "--to", target, *options)


# --------------------------------------------------------------------------- gradebooks


def test_canvas(marked):
    book = marked.root / "book.csv"
    book.write_bytes(GRADEBOOK)
    said = export(marked, "canvas", "--gradebook", book)
    assert said.code == 0, said.err
    path = marked.out / "exports" / "canvas.csv"
    assert said.out == f"{path}\n"
    assert path.read_bytes() == GRADEBOOK.replace(b"ann,M,", b"ann,M,8")
    assert book.read_bytes() == GRADEBOOK
    assert said.err.splitlines() == [
        "not exported, their cells stay as they are (1):",
        "  bob: 2 points wait for a person",
        "without a row (1):",
        "  cleo: no row is called so",
        "1 of 3 marks are in the file",
    ]


def test_provisional_marks_go_only_where_they_are_asked_for(marked):
    book = marked.root / "book.csv"
    book.write_bytes(GRADEBOOK)
    assert export(marked, "canvas", "--gradebook", book, "--marks", "provisional").code == 0
    assert b"bob,M,4\r\n" in (marked.out / "exports" / "canvas.csv").read_bytes()


def test_the_instructors_file_is_overwritten_only_where_o_says_so(marked):
    book = marked.out / "exports" / "canvas.csv"
    book.parent.mkdir()
    book.write_bytes(GRADEBOOK)
    said = export(marked, "canvas", "--gradebook", book)
    assert said.code == 2
    assert f"would be overwritten: if that is meant, say so with -o {book}" in said.err
    assert book.read_bytes() == GRADEBOOK
    assert export(marked, "canvas", "--gradebook", book, "-o", book).code == 0
    assert b"ann,M,8" in book.read_bytes()
    assert [path.name for path in book.parent.iterdir()] == ["canvas.csv"]


def test_moodle(marked):
    sheet = marked.root / "sheet.csv"
    sheet.write_bytes(WORKSHEET)
    said = export(marked, "moodle", "--worksheet", sheet, "-o", marked.root / "filled.csv")
    assert said.code == 0, said.err
    assert (marked.root / "filled.csv").read_bytes() == WORKSHEET.replace(b"ann,", b"ann,8")


def test_a_class_without_a_final_mark(graded):
    wait_for_a_person(graded, "ann", "bob", "cleo")
    sheet = graded.root / "sheet.csv"
    sheet.write_bytes(WORKSHEET)
    said = export(graded, "moodle", "--worksheet", sheet)
    assert said.code == 2
    assert "no mark of" in said.err
    assert "--marks provisional takes what there is" in said.err
    assert not (graded.out / "exports").exists()


@pytest.mark.parametrize("options", [(), ("--marks", "provisional")])
def test_provisional_marks_are_recommended_only_where_there_are_some(desk, options):
    desk.submit(ann="raise ValueError(")
    assert desk.grade().code == 0
    wait_for_a_person(desk, "ann")
    sheet = desk.root / "sheet.csv"
    sheet.write_bytes(WORKSHEET)
    said = export(desk, "moodle", "--worksheet", sheet, *options)
    assert said.code == 2
    assert said.err.endswith(f"no mark of {desk.out} may be exported yet\n")


# --------------------------------------------------------------------------- files for other systems


def test_gradescope(marked):
    said = export(marked, "gradescope", "--hidden", "after_due_date")
    assert said.code == 0
    folder = marked.out / "exports" / "gradescope"
    assert sorted(path.name for path in folder.iterdir()) == ["ann.json", "bob.json", "cleo.json"]
    data = json.loads((folder / "bob.json").read_text(encoding="utf-8"))
    assert data["score"] == 4.0
    assert [(test["number"], test["visibility"]) for test in data["tests"]] == [
        ("1.1", "visible"),
        ("1.2", "after_due_date"),
        ("2.1", "visible"),
        ("3.1", "after_published"),
    ]


def test_gradescope_keeps_no_score_of_one_who_has_none_any_more(graded):
    folder = graded.root / "shared"
    folder.mkdir()
    others = {"other.json": '{"score": 3}', "broken.json": "{", "notes.txt": "mine"}
    for name, text in others.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "folder.json").mkdir()
    assert export(graded, "gradescope", "-o", folder).code == 0
    strange = (folder / "ann.json").read_text(encoding="utf-8").replace('"assignment": "sums"', '"assignment": "sets"')
    (folder / "sets.json").write_text(strange, encoding="utf-8")
    with Store(graded.out / STORE) as store:
        (bob,) = [result for result in store.results() if result.student == "bob"]
        store.record(replace(bob, status=SubmissionStatus.UNGRADED), {})
        store.withdraw("cleo")
    said = export(graded, "gradescope", "-o", folder)
    assert "not exported (1):\n  bob" in said.err
    assert sorted(path.name for path in folder.iterdir()) == sorted(["ann.json", "folder.json", "sets.json", *others])
    assert {name: (folder / name).read_text(encoding="utf-8") for name in others} == others


def test_junit(graded):
    assert export(graded, "junit").code == 0
    root = ET.parse(graded.out / "exports" / "junit.xml").getroot()
    assert root.get("name") == "sums"
    assert {suite.get("name"): suite.get("failures") for suite in root} == {"ann": "1", "bob": "2", "cleo": "2"}


def test_csv(marked):
    said = export(marked, "csv", "-o", marked.root / "table.csv")
    assert said.code == 0
    rows = list(csv.DictReader(io.StringIO((marked.root / "table.csv").read_text(encoding="utf-8"))))
    assert [(row["id"], row["score"], row["1"]) for row in rows] == [
        ("ann", "8", "4"),
        ("bob", "", "4"),
        ("cleo", "6", "2"),
    ]
    assert said.err == "without a score (1):\n  bob: 2 points wait for a person\n"


# --------------------------------------------------------------------------- wrong usage


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["OUT", "--to", "canvas"], "--to canvas needs --gradebook FILE, the CSV that Canvas exports"),
        (["OUT", "--to", "moodle"], "--to moodle needs --worksheet FILE"),
        (["OUT", "--to", "csv", "--column", "x"], "--column goes with --to canvas and --to moodle"),
        (["OUT", "--to", "csv", "--gradebook", "FILE"], "--gradebook goes with --to canvas, not with --to csv"),
        (["OUT", "--to", "junit", "-a", "sums"], "--assignment goes with --to gradescope-autograder"),
        (["OUT", "--to", "junit", "--marks", "final"], "--to canvas, --to moodle and --to csv, not with --to junit"),
        (["OUT", "--to", "gradescope", "--marks", "provisional"], "--marks goes with --to canvas"),
        (
            ["OUT", "--to", "csv", "--hidden", "after_published"],
            "--hidden goes with --to gradescope and --to gradescope",
        ),
        (["OUT", "--to", "gradescope-autograder", "--worksheet", "FILE"], "--worksheet goes with --to moodle, not"),
        (["--to", "junit"], "--to junit needs OUT"),
        (["nowhere", "--to", "junit"], "holds no grades.sqlite"),
        (["--to", "gradescope-autograder"], "needs OUT or --assignment ID"),
        (["--to", "gradescope-autograder", "-a", "summs"], "no assignment 'summs'; did you mean 'sums'?"),
        (["OUT", "--to", "excel"], "'excel' is not one of"),
        (["OUT"], "Missing option '--to'"),
    ],
)
def test_wrong_usage(graded, args, words):
    file = graded.write("any.csv", "a,b\n")
    given = [{"OUT": graded.out, "FILE": file, "COURSE": graded.course}.get(arg, arg) for arg in args]
    course = ["--course", graded.course] if "gradescope-autograder" in args else []
    said = graded.call("export", *given, *course)
    assert said.code == 2
    assert words in said.err


def test_every_option_goes_with_a_target():
    """Those that are named go with some targets, which there are; only OUT, --to, -o and --course go with all."""
    parameters = {parameter.name: parameter for parameter in main.commands["export"].params}
    assert parameters.keys() - GOES_WITH.keys() == {"out", "target", "to", "course"}
    assert set().union(*GOES_WITH.values()) <= set(parameters["target"].type.choices)
    for name in GOES_WITH:
        assert f"--{name}" in parameters[name].opts


# --------------------------------------------------------------------------- Gradescope's autograder


METADATA = {
    "id": 123456,
    "created_at": "2026-11-20T14:22:32.365935-08:00",
    "assignment": {"due_date": "2026-11-19T14:00:00.000000-08:00", "title": "Sums", "total_points": "10.0"},
    "users": [{"email": "ann@uni.edu", "id": 1, "name": "Ann A"}],
    "submission_method": "upload",
    "previous_submissions": [],
}


@pytest.fixture
def layout(desk):
    """The folders as Gradescope has them; what setup.sh installs stands for itself: this environment."""
    root = desk.root / "autograder"
    (root / "submission").mkdir(parents=True)
    (root / "results").mkdir()
    said = desk.call(
        "export", "--to", "gradescope-autograder", "-a", "sums", "--course", desk.course, "-o", desk.root / "a.zip"
    )
    assert said.code == 0, said.err
    # Python's own extraction forgets who may run what, which Gradescope's does not.
    with zipfile.ZipFile(desk.root / "a.zip") as archive:
        for entry in archive.infolist():
            Path(archive.extract(entry, root / "source")).chmod(entry.external_attr >> 16)
    shutil.copy(root / "source" / "run_autograder", root)
    desk.write("autograder/venv/bin/python", f'#!/bin/sh\nexec "{sys.executable}" "$@"\n').chmod(0o755)
    return root


def run_autograder(root: Path) -> subprocess.CompletedProcess[str]:
    # As the .pth file that setup.sh writes: the grader of the zip, not the one that is installed here.
    environment = {**os.environ, "PYTHONPATH": str(root / "source" / "library")}
    environment.pop("GRADER_COURSE", None)
    command = [root / "run_autograder"]
    return subprocess.run(command, cwd="/", env=environment, capture_output=True, text=True, check=False, timeout=120)


def test_the_autograder_runs_end_to_end(desk, layout):
    (layout / "submission" / "hw.py").write_text(desk.rows, encoding="utf-8")
    (layout / "submission_metadata.json").write_text(json.dumps(METADATA), encoding="utf-8")
    done = run_autograder(layout)
    assert done.returncode == 0, done.stderr
    data = json.loads((layout / "results" / "results.json").read_text(encoding="utf-8"))
    assert {test["extra_data"].get("check"): test.get("status") for test in data["tests"]} == {
        "1/norm": "passed",
        "1/is_unit": "passed",
        "2/centred": "failed",
        None: "failed",
    }
    # 10 % of the 4 points for each day begun, of which there are two.
    assert data["score"] == 3.2
    assert "Late by 24.4 hours: 0.8 points are taken off." in data["output"]
    assert "the rows are centred instead of the columns" in data["tests"][2]["output"]
    # An extension of this student's own.
    own = {"assignment": {"due_date": "2026-11-21T00:00:00.000000-08:00"}}
    (layout / "submission_metadata.json").write_text(
        json.dumps(METADATA | {"users": [METADATA["users"][0] | own]}), encoding="utf-8"
    )
    assert run_autograder(layout).returncode == 0
    assert json.loads((layout / "results" / "results.json").read_text(encoding="utf-8"))["score"] == 4.0


def test_what_cannot_be_read_is_told_to_the_student(layout):
    (layout / "submission" / "hw.pdf").write_bytes(b"%PDF")
    assert run_autograder(layout).returncode == 0
    data = json.loads((layout / "results" / "results.json").read_text(encoding="utf-8"))
    assert data["score"] == 0.0
    assert "it holds no notebook" in data["output"]


def test_a_fault_of_ours_leaves_no_score(desk, layout):
    bank = layout / "source" / "course" / "assignments" / "bank" / "norms.py"
    bank.write_text(bank.read_text(encoding="utf-8").replace('"x": x if', '"x": 1 / 0 if'), encoding="utf-8")
    (layout / "submission" / "hw.py").write_text(desk.right, encoding="utf-8")
    (layout / "results" / "results.json").write_text("an old one", encoding="utf-8")
    done = run_autograder(layout)
    assert done.returncode == 3
    assert "ZeroDivisionError" in done.stderr
    assert not (layout / "results" / "results.json").exists()
