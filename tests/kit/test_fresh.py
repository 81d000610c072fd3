"""A kit is enough: with the package alone, without the course, on a system that cannot fork."""

from __future__ import annotations

import json

from .conftest import RIGHT

ROWS = RIGHT.replace("axis=0", "axis=1, keepdims=True")


def checks(done):
    assert done.stdout, done.stderr
    data = json.loads(done.stdout)
    return {
        check["id"]: check for one in data["questions"] for part in one["parts"] for check in part.get("checks", [])
    }


def test_no_course_can_be_reached_from_there(fresh, tmp_path):
    program = (
        "import importlib.util, grader; print(grader.__file__);"
        "print([importlib.util.find_spec(n) is None for n in ('reference', 'assignments')])"
    )
    done = fresh.run("-P", "-c", program, cwd=tmp_path)
    where, found = done.stdout.splitlines()
    assert where.startswith(str(fresh.home))
    assert found == "[True, True]"


def test_the_package_and_the_kit_are_enough(fresh, kit):
    (kit / "sums.py").write_text(ROWS, encoding="utf-8")
    done = fresh.grader("check", "--json", cwd=kit)
    assert done.returncode == 1, done.stderr + done.stdout
    found = checks(done)
    assert found["1/norm"]["status"] == "passed"
    assert found["2/centred"]["misconception"] == "the rows are centred instead of the columns"
    assert found["2/centred"]["counterexample"]["expected"] != found["2/centred"]["counterexample"]["got"]
    (kit / "sums.py").write_text(RIGHT, encoding="utf-8")
    done = fresh.grader("check", cwd=kit)
    assert done.returncode == 0, done.stdout
    assert "2 of 2 public checks passed." in done.stdout
    assert "\x1b[" not in done.stdout  # colour only on a terminal


def test_on_a_system_that_cannot_fork(without_fork, kit):
    tried = without_fork.run("-c", "import os; os.fork()", cwd=kit)
    assert "AttributeError" in tried.stderr
    chosen = without_fork.run("-c", "from grader.sandbox import spawn; print(spawn.can_fork())", cwd=kit)
    assert chosen.stdout.strip() == "False", chosen.stderr
    (kit / "sums.py").write_text(ROWS, encoding="utf-8")
    done = without_fork.grader("check", "--json", cwd=kit)
    assert done.returncode == 1, done.stderr + done.stdout
    assert json.loads(done.stdout)["isolation"] == "C"
    assert checks(done)["2/centred"]["misconception"] == "the rows are centred instead of the columns"
    assert checks(done)["1/norm"]["status"] == "passed"


def test_what_hangs_prints_or_exits_is_survived_without_fork(without_fork, kit):
    source = "print('hello')\nimport os\n" + RIGHT.replace("    return np.sqrt", "    os._exit(7)\n    return np.sqrt")
    (kit / "sums.py").write_text(source, encoding="utf-8")
    found = checks(without_fork.grader("check", "--json", cwd=kit))
    assert found["1/norm"]["status"] == "crashed"
    assert "exit code 7" in found["1/norm"]["message"]
    assert found["2/centred"]["status"] == "passed"
    (kit / "sums.py").write_text(
        RIGHT.replace("    return np.sqrt", "    while True: pass\n    return np.sqrt"), encoding="utf-8"
    )
    limits = json.loads((kit / "kit.json").read_text(encoding="utf-8"))
    for question in limits["questions"]:
        question["limits"]["call_seconds"] = 0.5
    (kit / "kit.json").write_text(json.dumps(limits), encoding="utf-8")
    found = checks(without_fork.grader("check", "--json", cwd=kit))
    assert found["1/norm"]["status"] == "timeout"
    assert found["2/centred"]["status"] == "passed"


def test_a_kit_can_be_made_there(without_fork, small, tmp_path):
    done = without_fork.grader("kit", "sums", "-o", tmp_path / "made", "--course", small, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "made" / "kit.json").is_file()
