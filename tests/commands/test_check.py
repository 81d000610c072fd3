"""The student's self-check."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from grader.commands.desk import Desk
from grader.commands.selfcheck import Checked
from grader.course.course import load_course
from grader.export.answers import read
from grader.records import (
    CheckResult,
    CheckStatus,
    PartKind,
    PartResult,
    PartStatus,
    QuestionResult,
    Result,
    SubmissionStatus,
    Tier,
    Visibility,
)


def notebook(source, assignment=None):
    metadata = {"grader": {"assignment": assignment}} if assignment else {}
    cell = {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None}
    return json.dumps({"cells": [cell], "metadata": metadata, "nbformat": 4, "nbformat_minor": 4})


def check(desk, *args):
    return desk.call("check", *args, "--course", desk.course)


def test_right_answers_pass(desk):
    said = check(desk, desk.write("hw.py", desk.right), "-a", "sums")
    assert said.code == 0
    assert said.out.splitlines()[0] == f"Checking {desk.root / 'hw.py'} …"
    assert "2 of 2 public checks passed." in said.out
    assert "Hidden checks decide 2 more points (1: 2): not run here." in said.out
    assert said.err == ""


def test_wrong_answers_fail_and_are_named(desk):
    said = check(desk, desk.write("hw.py", desk.rows), "-a", "sums")
    assert said.code == 1
    assert "the rows are centred instead of the columns" in said.out
    assert "1 of 2 public checks passed." in said.out


def test_hidden_checks_are_not_run(desk):
    source = desk.right.replace("return (x * x).sum() == 1", "raise RuntimeError('hidden')")
    said = check(desk, desk.write("hw.py", source), "-a", "sums")
    assert said.code == 0
    assert "RuntimeError" not in said.out


def test_the_notebook_says_which_assignment(desk):
    path = desk.write("hw.ipynb", notebook(desk.right, "sums"))
    assert check(desk, path).code == 0
    said = check(desk, path, "-a", "summs")
    assert said.code == 2
    assert "no assignment 'summs'; did you mean 'sums'?" in said.err


def test_a_module_does_not(desk):
    said = check(desk, desk.write("hw.py", desk.right))
    assert said.code == 2
    assert said.err == "grader: hw.py does not say which assignment it answers: name it with -a\n"


def test_one_question(desk):
    path = desk.write("hw.py", desk.rows)
    assert check(desk, path, "-a", "sums", "-q", "1").code == 0
    said = check(desk, path, "-a", "sums", "-q", "2")
    assert said.code == 1
    assert "Norms" not in said.out
    said = check(desk, path, "-a", "sums", "-q", "5")
    assert said.code == 2
    assert "sums has no question '5'; there are: 1, 2, 3" in said.err


def test_a_question_without_public_checks(desk):
    said = check(desk, desk.write("hw.py", desk.rows), "-a", "sums", "-q", "3")
    assert said.code == 0


def test_as_json(desk):
    said = desk.process("check", desk.write("hw.py", desk.rows), "-a", "sums", "--json", "--course", desk.course)
    assert said.code == 1
    assert said.err.startswith("Checking ")
    data = json.loads(said.out)
    assert data["assignment"] == "sums"
    assert data["seed"] == 0
    assert [question["score"] for question in data["questions"]] == [2, 0, 0]
    (check,) = data["questions"][1]["parts"][0]["checks"]
    assert check["misconception"] == "the rows are centred instead of the columns"


def test_as_json_is_utf_8_on_any_terminal(desk):
    path = desk.write("hw.py", desk.right.replace("    return X", "    raise ValueError('λ')\n    return X"))
    said = desk.process(
        "check", path, "-a", "sums", "--json", "--course", desk.course, PYTHONIOENCODING="ascii", PYTHONUTF8="0"
    )
    assert said.code == 1
    assert "λ" in json.loads(said.out)["questions"][1]["parts"][0]["checks"][0]["message"]


@pytest.mark.parametrize("text", ["{ no notebook", notebook("", None).replace('"nbformat": 4', '"nbformat": 1')])
def test_an_unreadable_file_fails(desk, text):
    said = check(desk, desk.write("hw.ipynb", text), "-a", "sums")
    assert said.code == 1
    assert "hw.ipynb" in said.out
    assert check(desk, desk.root / "hw.ipynb", "-a", "sums", "-q", "3").code == 1


def test_a_path_that_does_not_exist(desk):
    said = check(desk, desk.root / "nowhere.ipynb", "-a", "sums")
    assert said.code == 2
    assert said.err == f"grader: {desk.root}/nowhere.ipynb does not exist\n"


def test_the_only_file_of_the_folder(desk, monkeypatch):
    home = desk.write("home/hw.ipynb", notebook(desk.right, "sums")).parent
    monkeypatch.chdir(home)
    assert desk.call("check", "--course", desk.course).code == 0
    desk.write("home/helper.py", "x = 1\n")
    assert desk.call("check", "--course", desk.course).code == 0
    desk.write("home/old.ipynb", notebook(desk.rows, "sums"))
    said = desk.call("check", "--course", desk.course)
    assert said.code == 2
    assert "name the notebook or module to check (here: helper.py, hw.ipynb, old.ipynb)" in said.err


def test_the_course_is_found_from_the_file_and_from_here(desk, monkeypatch):
    inside = desk.write("course/mine/hw.py", desk.right)
    outside = desk.write("downloads/hw.py", desk.right)
    monkeypatch.chdir(desk.root)
    assert desk.call("check", inside, "-a", "sums").code == 0
    assert desk.call("check", inside.parent, "-a", "sums").code == 0
    said = desk.call("check", outside, "-a", "sums")
    assert said.code == 2
    assert "no course found" in said.err
    desk.write("course/hw.ipynb", notebook(desk.right, "sums"))
    assert desk.call("check", desk.course).code == 0
    monkeypatch.chdir(desk.course)
    assert desk.call("check", outside, "-a", "sums").code == 0


def test_modules_and_data_beside_the_file_are_there(desk):
    desk.write("home/mine.py", desk.right)
    desk.write("home/data.txt", "2")
    source = (
        "from mine import *\nassert open('data.txt').read() == '2'\ndef norm(x):\n    return float(np.linalg.norm(x))"
    )
    said = check(desk, desk.write("home/hw.ipynb", notebook(source, "sums")))
    assert said.code == 0, said.out


def test_a_fault_of_ours_is_no_failure_of_the_student(desk):
    desk.edit(
        "course/assignments/bank/norms.py",
        '@check("norm", reference=norms.norm)',
        'def fussy(x: Any, answer: Any) -> str | None:\n    raise ZeroDivisionError("ours")\n\n\n'
        '@check("norm", holds=fussy)',
    )
    said = check(desk, desk.write("hw.py", desk.right), "-a", "sums")
    assert said.code == 3
    assert "the grader failed, not the submission: ZeroDivisionError: ours" in said.out


def test_the_first_line_is_out_before_anything_heavy_is_imported(desk):
    """`path.exists` is asked right after it: what is imported by then is all that delays the line."""
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from grader.cli import main\n"
        "def told(path):\n"
        "    print(sorted({name.partition('.')[0] for name in sys.modules}), flush=True)\n"
        "    return False\n"
        "Path.exists = told\n"
        "main(['check', 'hw.py', '-a', 'sums'])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    first, modules = done.stdout.splitlines()
    assert first == "Checking hw.py …"
    heavy = {
        "numpy",
        "scipy",
        "torch",
        "pydantic",
        "yaml",
        "rich",
        "nbformat",
        "IPython",
        "msgpack",
        "jinja2",
        "asyncio",
    }
    assert heavy.isdisjoint(ast.literal_eval(modules))


def test_a_notebook_that_is_cut_off_says_so_first(desk):
    """It cannot say which assignment it answers, but that is not what its author has to mend."""
    path = desk.write("hw.ipynb", '{"cells": [{"cell_type": "code", "source": ["x = ')
    said = desk.call("check", path, "--course", desk.course)
    assert said.code == 2
    assert "hw.ipynb is cut off: its JSON ends in the middle" in said.err
    assert "which assignment" not in said.err


def test_a_syntax_error_is_shown_with_its_line(desk):
    path = desk.write("eva.py", "def norm(x):\n    return 1\n\nif True\n    pass\n")
    said = desk.call("check", path, "-a", "sums", "--course", desk.course)
    assert "eva.py raised SyntaxError: expected ':' (line 4)" in said.out


def result_of(code: CheckStatus, derivation: PartStatus, status: SubmissionStatus) -> Result:
    check = CheckResult("1/norm", "Norm", Visibility.PUBLIC, code, 0.0, 2.0)
    waits = 2.0 if code is CheckStatus.UNDECIDED else 0.0
    parts = (
        PartResult(PartKind.CODE, 0.0, 2.0, PartStatus.PENDING, pending=waits, checks=(check,)),
        PartResult(PartKind.DERIVATION, 0.0, 1.0, derivation, pending=float(derivation is PartStatus.PENDING)),
        PartResult(PartKind.TEXT, 0.0, 1.0, PartStatus.PENDING, pending=1.0),
    )
    question = QuestionResult("1", "Norms", 0.0, 4.0, PartStatus.PENDING, parts)
    return Result(
        assignment="sums",
        student="hw",
        sha256="ab",
        files=("hw.py",),
        status=status,
        score=0.0,
        max_score=4.0,
        pending=1.0,
        questions=(question,),
        notes=(),
        graded_at=datetime(2026, 11, 20, tzinfo=UTC),
        isolation=Tier.A,
        seed_sha256="cd",
    )


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (CheckStatus.PASSED, 0),
        (CheckStatus.UNDECIDED, 0),
        (CheckStatus.SKIPPED, 0),
        (CheckStatus.UNGRADED, 3),
        *((status, 1) for status in CheckStatus if status not in ("passed", "undecided", "skipped", "ungraded")),
    ],
)
def test_check_and_pytest_agree_on_what_failed(desk, monkeypatch, status, expected):
    """Both for a check and for a derivation that has the same fate."""
    for proof in (PartStatus.CORRECT, PartStatus.PENDING):
        result = result_of(status, proof, SubmissionStatus.GRADED)
        checked = Checked(result, Desk(load_course(desk.course).assignment("sums")))
        monkeypatch.setattr("grader.commands.selfcheck.check_file", lambda *_, found=checked: found)
        said = check(desk, desk.write("hw.py", desk.right), "-a", "sums", "--json")
        assert said.code == expected
        outcomes = {case.outcome for case in read(said.out[said.out.index("{") :]).cases}
        assert ({"failure", "error"} & outcomes != set()) == (expected != 0)


@pytest.mark.parametrize(
    ("proof", "status", "expected"),
    [
        (PartStatus.PARTIAL, SubmissionStatus.GRADED, 1),
        (PartStatus.WRONG, SubmissionStatus.GRADED, 1),
        (PartStatus.MISSING, SubmissionStatus.GRADED, 1),
        (PartStatus.UNGRADED, SubmissionStatus.GRADED, 3),
        (PartStatus.CORRECT, SubmissionStatus.UNREADABLE, 1),
        (PartStatus.PENDING, SubmissionStatus.GRADED, 0),
    ],
)
def test_a_derivation_or_the_whole_can_fail_too(desk, monkeypatch, proof, status, expected):
    result = result_of(CheckStatus.PASSED, proof, status)
    checked = Checked(result, Desk(load_course(desk.course).assignment("sums")))
    monkeypatch.setattr("grader.commands.selfcheck.check_file", lambda *_: checked)
    assert check(desk, desk.write("hw.py", desk.right), "-a", "sums").code == expected
