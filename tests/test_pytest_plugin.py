"""`pytest --submission PATH --assignment ID`, as CI runs it: in processes of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

COURSE = Path(__file__).parent / "commands" / "course"
RIGHT = """import numpy as np


def norm(x):
    return np.sqrt((x * x).sum())


def centred(X):
    return X - X.mean(axis=0)
"""
# Wrong in question 1; in question 2 it says something that runners take for commands.
EVIL = """import os
from pathlib import Path


def norm(x):
    return (x * x).sum()


def centred(X):
    raise ValueError("no\\n::error file=x::owned\\n::set-output name=a::b\\n##[command]z\\n\\x1b[31m\\x00<b>|`x`")
"""
# Every interpreter that starts beneath it says so where it is one that checks.
COUNTS = """import sys
from pathlib import Path

if "grader" in sys.orig_argv and "check" in sys.orig_argv:
    with Path(__file__).with_name("checks.txt").open("a") as file:
        file.write("x")
"""

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    shutil.copytree(COURSE, tmp_path / "course", ignore=shutil.ignore_patterns("__pycache__"))
    # A test of somebody's own beside the submission, which nobody asked for, and which would fail.
    (tmp_path / "test_other.py").write_text("def test_other():\n    assert False\n", encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n", encoding="utf-8")

    def call(source: str | None, *args: str, **environment: str) -> subprocess.CompletedProcess[str]:
        options = list(args)
        if source is not None:
            (tmp_path / "hw.py").write_text(source, encoding="utf-8")
            options += ["--submission", "hw.py", "--assignment", "sums", "--course", "course"]
        unset = ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE", "GRADER_COURSE", "PYTEST_ADDOPTS")
        inherited = {
            key: value for key, value in os.environ.items() if not key.startswith("PYTEST") and key not in unset
        }
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options]
        return subprocess.run(
            command,
            cwd=tmp_path,
            env=inherited | environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return call


def test_one_item_a_check_named_by_question(run: Run) -> None:
    done = run(RIGHT, "-v")
    assert done.returncode == 0, done.stdout
    assert re.findall(r"(\S+) (PASSED|FAILED|ERROR)", done.stdout) == [
        ("sums::1/norm", "PASSED"),
        ("sums::2/centred", "PASSED"),
    ]


def test_k_chooses_and_a_failure_says_what_is_wrong(run: Run) -> None:
    done = run(EVIL, "-k", "1/norm")
    assert done.returncode == 1
    assert "1 failed, 1 deselected" in done.stdout
    assert "Recognised mistake: the square root is left out" in done.stdout
    assert "norm(np.array(" in done.stdout


def test_two_workers_and_junit(run: Run, tmp_path: Path) -> None:
    done = run(EVIL, "-n", "2", "--junitxml", "report.xml")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 failed, 1 error" in done.stdout
    cases = {case.get("name"): case for case in ET.parse(tmp_path / "report.xml").iter("testcase")}
    assert cases.keys() == {"1/norm", "2/centred"}
    properties = {one.get("name"): one.get("value") for one in cases["1/norm"].iter("property")}
    assert properties.pop("seconds")
    assert properties == {
        "score": "0",
        "max_score": "2",
        "visibility": "public",
        "status": "failed",
        "title": "Euclidean norm of a vector",
    }
    assert cases["1/norm"].get("classname") == "sums"
    assert cases["1/norm"].find("failure") is not None
    assert cases["2/centred"].find("error") is not None


def test_workers_do_not_run_it_again(run: Run, tmp_path: Path) -> None:
    (tmp_path / "counts").mkdir()
    (tmp_path / "counts" / "sitecustomize.py").write_text(COUNTS, encoding="utf-8")
    done = run(RIGHT, "-n", "2", PYTHONPATH=str(tmp_path / "counts"))
    assert "2 passed" in done.stdout, done.stdout
    assert (tmp_path / "counts" / "checks.txt").read_text(encoding="utf-8") == "x"


def test_a_runner_finds_no_command_of_the_students(run: Run, tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    done = run(
        EVIL, "-rA", "-v", GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=str(summary), GITHUB_WORKSPACE=str(tmp_path)
    )
    lines = done.stdout.splitlines()
    commands = [line for line in lines if line.lstrip().startswith("::") or "##[" in line]
    stop, resume, *annotations = commands
    assert re.fullmatch(r"::stop-commands::[0-9a-f]{32}", stop)
    assert resume == f"::{stop.removeprefix('::stop-commands::')}::"
    # Everything that a student had a say in stands between the two.
    assert "ValueError" in "\n".join(lines[lines.index(stop) : lines.index(resume)])
    assert lines[lines.index(resume) + 1 :] == annotations
    assert annotations[0].startswith("::error file=hw.py,title=1/norm%3A the square root is left out::")
    assert re.match(r"::error file=hw\.py,title=2/centred%3A .*ValueError%3A no.*::", annotations[1])
    assert len(annotations) == 2
    text = summary.read_text(encoding="utf-8")
    assert text.startswith("## sums: public checks\n")
    assert "<b>" not in text
    assert "| 1/norm Euclidean norm of a vector | ✗ failed | 0 of 2 |" in text


def test_a_runner_is_given_back_its_commands_where_nothing_could_be_checked(run: Run) -> None:
    done = run(None, "--submission", "##[x].py", GITHUB_ACTIONS="true")
    stop, resume = (line for line in done.stdout.splitlines() if line.startswith("::"))
    assert resume == f"::{stop.removeprefix('::stop-commands::')}::"
    assert done.stderr.startswith("ERROR: --submission: ")
    assert "##[" not in done.stderr


def test_elsewhere_nothing_is_said_to_a_runner(run: Run) -> None:
    done = run(EVIL)
    assert "::error file=hw.py" not in done.stdout
    assert "stop-commands" not in done.stdout


def test_a_missing_answer_and_an_unreadable_file(run: Run) -> None:
    done = run("x = 1\n")
    assert "2 failed" in done.stdout
    done = run("def broken(:\n", "-k", "norm")
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--submission", "nowhere.py", "--assignment", "sums"], "nowhere.py does not exist"),
        (["--submission", "test_other.py", "--assignment", "summs", "--course", "course"], "did you mean 'sums'?"),
        (["--submission", "nowhere.py", "--assignment", "sums", "-n", "2"], "nowhere.py does not exist"),
        (["--assignment", "sums"], "--assignment needs --submission PATH"),
    ],
)
def test_wrong_usage(run: Run, args: list[str], words: str) -> None:
    done = run(None, *args)
    assert done.returncode == 4
    assert words in done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_without_its_option_it_does_nothing(run: Run) -> None:
    done = run(None, "-v")
    assert done.returncode == 1
    assert "test_other.py::test_other FAILED" in done.stdout
    assert "1 failed" in done.stdout


def test_without_its_option_nothing_is_imported(tmp_path: Path) -> None:
    """Every pytest session of everyone who has the grader installed loads the plugin."""
    program = (
        "import sys, pytest\n"
        "class Look:\n"
        "    def pytest_sessionfinish(self):\n"
        "        print('GOT', sorted(name for name in sys.modules if name.split('.')[0] in ('grader', 'torch', 'numpy')))\n"
        "pytest.main(['-q', '-p', 'no:cacheprovider', '--rootdir', sys.argv[1], sys.argv[1]], plugins=[Look()])\n"
    )
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST")}
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], env=environment, capture_output=True, text=True, check=False
    )
    assert "GOT ['grader', 'grader.pytest_plugin']" in done.stdout, done.stdout + done.stderr
