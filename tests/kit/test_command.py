"""`grader kit`, and `grader check` in its folder."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time

import pytest
import yaml
from click.testing import CliRunner

from grader.cli import main
from grader.commands.remembered import FILE
from grader.kit.starters import digest, untouched

RIGHT = "import numpy as np\ndef norm(x):\n    return np.sqrt((x * x).sum())\ndef is_unit(x):\n    return (x * x).sum() == 1\n"
ROWS = RIGHT + "def centred(X):\n    return X - X.mean(axis=1, keepdims=True)\n"
RIGHT += "def centred(X):\n    return X - X.mean(axis=0)\n"


@pytest.fixture(autouse=True)
def here(kit, monkeypatch):
    monkeypatch.delenv("GRADER_COURSE", raising=False)
    monkeypatch.chdir(kit)
    return kit


def call(*args):
    return CliRunner().invoke(main, [str(arg) for arg in args], catch_exceptions=False)


def test_what_lies_in_it(kit):
    found = {path.relative_to(kit).as_posix() for path in kit.rglob("*") if path.is_file()}
    assert found == {
        "kit.json", "cases.json", "sums.ipynb", "sums.py", "answers.md", "README.md", "requirements.txt",
        ".gitignore", ".gitlab-ci.yml", ".github/workflows/check.yml",
    }  # fmt: skip
    assert "grader==" in (kit / "requirements.txt").read_text(encoding="utf-8")
    assert "grader check" in (kit / "README.md").read_text(encoding="utf-8")
    assert "| `1/is_unit`" in (kit / "README.md").read_text(encoding="utf-8")
    for name in (".gitlab-ci.yml", ".github/workflows/check.yml"):
        said = str(yaml.safe_load((kit / name).read_text(encoding="utf-8")))
        assert "python -m pytest --submission . --assignment sums --junitxml report.xml" in said
        assert '"pytest>=8.2"' in said
    assert json.loads((kit / "sums.ipynb").read_text(encoding="utf-8"))["metadata"]["grader"] == {"assignment": "sums"}
    data = json.loads((kit / "kit.json").read_text(encoding="utf-8"))
    assert (data["claims"], data["worlds"]) == ({}, {})


def test_a_wheel_is_carried(small, tmp_path):
    wheel = tmp_path / "grader-9.9-py3-none-any.whl"
    wheel.write_bytes(b"wheel")
    done = call("kit", "sums", "-o", tmp_path / "other", "--wheel", wheel, "--course", small)
    assert done.exit_code == 0
    assert (tmp_path / "other" / wheel.name).read_bytes() == b"wheel"
    assert f"./{wheel.name}" in (tmp_path / "other" / "requirements.txt").read_text(encoding="utf-8")


def test_a_kit_made_again_takes_away_what_it_no_longer_holds(small, kit, proving_template, tmp_path):
    """A world of a claim that is kept back now would tell how it is judged."""
    shutil.copytree(proving_template / "kit", kit, dirs_exist_ok=True)
    worlds = sorted(path.name for path in (kit / "worlds").iterdir())
    assert {"scan.py", "softmax.py"} <= set(worlds)
    old, new = (tmp_path / f"grader-{version}-py3-none-any.whl" for version in ("9.8", "9.9"))
    for wheel in (old, new):
        wheel.write_bytes(b"wheel")
    mine = ["thesis.tex", "worlds/mine.py", "other-1.0-py3-none-any.whl", "cases.json.bak"]
    for name in mine:
        (kit / name).write_text("mine", encoding="utf-8")
    assert call("kit", "sums", "-o", kit, "--wheel", old, "--course", small).exit_code == 0
    assert sorted(path.name for path in (kit / "worlds").iterdir()) == ["mine.py"]
    assert call("kit", "sums", "-o", kit, "--wheel", new, "--course", small).exit_code == 0
    assert sorted(path.name for path in kit.glob("*.whl")) == [new.name, "other-1.0-py3-none-any.whl"]
    # The one that lies there may be named again.
    assert call("kit", "sums", "-o", kit, "--wheel", kit / new.name, "--course", small).exit_code == 0
    assert (kit / new.name).read_bytes() == b"wheel"
    assert call("kit", "sums", "-o", kit, "--course", small).exit_code == 0
    assert [path.name for path in kit.glob("*.whl")] == ["other-1.0-py3-none-any.whl"]
    assert [(kit / name).read_text(encoding="utf-8") for name in mine] == ["mine"] * 4


def test_a_starter_stays_where_the_sheet_is_gone(small, kit):
    (kit / "sums.py").write_text(RIGHT, encoding="utf-8")
    (small / "assignments" / "sums" / "sheet.md").unlink()
    assert call("kit", "sums", "-o", kit, "--course", small).exit_code == 0
    assert (kit / "sums.py").read_text(encoding="utf-8") == RIGHT


@pytest.mark.parametrize(
    "description",
    [
        "no json",
        "[]",
        '{"worlds": ["a.py"], "wheel": 3}',
        '{"assignment": "sums", "worlds": {"../mine.py": "", "..": "", "": ""}, "wheel": "../mine.whl"}',
        '{"assignment": "sums", "worlds": {}, "wheel": "mine.py"}',
    ],
)
def test_a_damaged_description_leads_out_of_no_kit(small, kit, description):
    mine = [kit / "mine.py", kit.parent / "mine.whl", kit.parent / "mine.py"]
    for path in mine:
        path.write_text("mine", encoding="utf-8")
    (kit / "kit.json").write_text(description, encoding="utf-8")
    assert call("kit", "sums", "-o", kit, "--course", small).exit_code == 0
    assert all(path.is_file() for path in mine)
    assert json.loads((kit / "kit.json").read_text(encoding="utf-8"))["assignment"] == "sums"


def test_the_kit_of_another_assignment_is_left_alone(small, kit):
    text = (kit / "kit.json").read_text(encoding="utf-8").replace('"assignment": "sums"', '"assignment": "sets"')
    (kit / "kit.json").write_text(text, encoding="utf-8")
    done = call("kit", "sums", "-o", kit, "--course", small)
    words = f"{kit} holds the kit of 'sets': name a new folder for that of 'sums'"
    assert (done.exit_code, done.stderr) == (2, f"grader: {words}\n")
    assert (kit / "kit.json").read_text(encoding="utf-8") == text


def test_what_is_refused(small, tmp_path):
    full = tmp_path / "full"
    full.mkdir()
    (full / "thesis.tex").write_text("mine", encoding="utf-8")
    done = call("kit", "sums", "-o", full, "--course", small)
    assert (done.exit_code, done.stderr) == (2, f"grader: {full} is not empty and holds no kit: name a new folder\n")
    assert call("kit", "summs", "-o", tmp_path / "x", "--course", small).exit_code == 2
    text = tmp_path / "a.txt"
    text.write_text("", encoding="utf-8")
    assert "is no wheel" in call("kit", "sums", "-o", tmp_path / "x", "--wheel", text, "--course", small).stderr


def test_a_starter_nobody_touched(kit):
    assert set(untouched(kit)) == {"sums.ipynb", "sums.py", "answers.md"}
    done = call("check")
    assert done.exit_code == 1
    assert done.stdout.splitlines()[0] == f"Checking {kit / 'sums.ipynb'} …"
    assert "the function is still the starter's" in done.stdout
    assert "note: `norm`" not in done.stdout  # the line of its check says it
    assert "note: `is_unit` is as the starter left it" in done.stdout  # no line does
    assert "as the starter left it" not in call("check", "-q", "2").stdout


def test_a_question_named_by_its_beginning(kit):
    for name in ("kit.json", "cases.json"):
        text = (kit / name).read_text(encoding="utf-8")
        (kit / name).write_text(text.replace('"1"', '"1a"'), encoding="utf-8")
    data = json.loads((kit / "kit.json").read_text(encoding="utf-8"))
    data["cases_sha256"] = digest((kit / "cases.json").read_text(encoding="utf-8"))
    (kit / "kit.json").write_text(json.dumps(data), encoding="utf-8")
    done = call("check", "-q", "1")
    assert (done.exit_code, done.stderr) == (2, "grader: sums has no question '1'; it has 1a\n")


def test_as_tests_for_continuous_integration(kit):
    (kit / "sums.py").write_text(ROWS, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--submission", ".", "--assignment", "sums"]
    unset = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "GITHUB_"))}
    done = subprocess.run(
        [*command, "--junitxml", "report.xml"], cwd=kit, env=unset, capture_output=True, text=True, check=False
    )
    assert "1 failed, 1 passed" in done.stdout
    assert "the rows are centred" in (kit / "report.xml").read_text(encoding="utf-8")


def test_the_file_that_was_worked_on_is_found(kit):
    (kit / "sums.py").write_text(ROWS, encoding="utf-8")
    done = call("check")
    assert done.exit_code == 1
    assert done.stdout.splitlines()[0].endswith("sums.py …")
    assert "Recognised mistake: the rows are centred instead of the columns" in done.stdout
    assert "centred(np.array(" in done.stdout
    assert "Hidden checks decide 2 more points (1: 2): not run here." in done.stdout
    assert "1/is_unit, 2 points, hidden: " in done.stdout


def test_unchanged_questions_are_not_run_again(kit, monkeypatch):
    from grader.grading import pipeline

    asked = []
    judge = pipeline.judge_submission

    def counting(submission, tasks, limits, sandbox):
        asked.append([task.question.id for task in tasks])
        return judge(submission, tasks, limits, sandbox)

    monkeypatch.setattr(pipeline, "judge_submission", counting)
    path = kit / "sums.py"
    path.write_text(ROWS, encoding="utf-8")
    first = call("check", "--json").stdout
    second = call("check", "--json").stdout
    assert [len(one) for one in asked] == [3]
    same = [json.loads(one) | {"graded_at": ""} for one in (first, second)]
    assert same[0] == same[1]
    path.write_text(RIGHT, encoding="utf-8")
    assert call("check").exit_code == 0
    assert asked[1:] == [["2"]]
    (kit / FILE).write_text("no json", encoding="utf-8")
    assert call("check").exit_code == 0
    assert len(asked[-1]) == 3


def test_what_would_go_wrong_at_grading_is_said(kit):
    (kit / "sums.py").write_text(f"import pandas\ninput()\n1 / 0\n{RIGHT}", encoding="utf-8")
    done = call("check")
    assert "note: sums.py imports pandas, which is not there at grading" in done.stdout
    assert "note: sums.py calls input()" in done.stdout
    assert "note: sums.py raised ZeroDivisionError" in done.stdout


def test_a_kit_of_another_assignment(kit):
    done = call("check", "-a", "other")
    assert done.exit_code == 2
    assert "is the kit of 'sums', not of 'other'" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGINT to send")
def test_watching(kit):
    (kit / "sums.py").write_text(ROWS, encoding="utf-8")
    watching = subprocess.Popen(
        [sys.executable, "-u", "-m", "grader", "check", "--watch"], cwd=kit, stdout=subprocess.PIPE, text=True
    )
    try:
        lines = []
        while not (lines and lines[-1].startswith("Waiting for the next save")):
            lines.append(watching.stdout.readline())
        assert any("the rows are centred" in line for line in lines)
        time.sleep(0.05)
        (kit / "sums.py").write_text(RIGHT, encoding="utf-8")
        lines = []
        while not (lines and lines[-1].startswith("Waiting for the next save")):
            lines.append(watching.stdout.readline())
        assert any("2 of 2 public checks passed." in line for line in lines)
        watching.send_signal(signal.SIGINT)
        assert watching.wait(30) == 130
    finally:
        watching.kill()
        watching.wait()
        watching.stdout.close()
