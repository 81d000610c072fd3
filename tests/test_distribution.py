"""What `make dist` builds: the grader without the course, the course by itself, and both work when installed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from collections.abc import Iterable
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest

from grader.submission.hazards import PACKAGES

ROOT = Path(__file__).parents[1]
COURSE = ROOT / "packaging" / "course"
HW = "import numpy as np\n\n\ndef softmax(x):\n    e = np.exp(x)\n    return e / e.sum(-1, keepdims=True)\n"


def build(project: Path, out: Path, *targets: str) -> None:
    options = [option for target in targets for option in ("-t", target)]
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(out), *options]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As the Makefile's `dist` does it."""
    out = tmp_path_factory.mktemp("dist")
    build(ROOT, out, "sdist", "wheel")
    build(COURSE, out, "wheel")
    return out


def only(folder: Path, pattern: str) -> Path:
    (path,) = folder.glob(pattern)
    return path


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def read(wheel: Path, name: str) -> str:
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(next(one for one in archive.namelist() if one.endswith(f".dist-info/{name}"))).decode()


def metadata(wheel: Path) -> Message:
    return Parser().parsestr(read(wheel, "METADATA"))


def extra(wheel: Path, name: str) -> set[str]:
    """What that extra of a wheel brings."""
    every = metadata(wheel).get_all("Requires-Dist", [])
    return {re.split(r"[<>=!; ]", line)[0] for line in every if line.endswith(f"extra == '{name}'")}


def sources(folder: Path) -> Iterable[str]:
    for path in folder.rglob("*"):
        if path.is_file() and not {"__pycache__", ".ruff_cache", ".mypy_cache"} & set(path.parts):
            yield path.relative_to(ROOT).as_posix()


def test_the_grader_is_whole_and_holds_no_course(dist: Path) -> None:
    inside = names(only(dist, "grader-*.whl"))
    assert {name.partition("/")[0] for name in inside if ".dist-info/" not in name} == {"grader"}
    assert {name for name in inside if ".dist-info/" not in name} == set(sources(ROOT / "grader"))
    assert {"grader/py.typed", "grader/report/templates/student.html", "grader/export/templates/setup.sh"} <= inside
    with tarfile.open(only(dist, "grader-*.tar.gz")) as archive:
        members = {member.name.partition("/")[2] for member in archive.getmembers()}
    assert {name.partition("/")[0] for name in members} <= {
        "grader",
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
        "pyproject.toml",
        "PKG-INFO",
        ".gitignore",
    }
    assert set(sources(ROOT / "grader")) <= members


def test_the_metadata(dist: Path) -> None:
    wheel = only(dist, "grader-*.whl")
    said = metadata(wheel)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert said["Name"] == "grader"
    assert said["Version"] == project["version"]
    assert said["License-Expression"] == "Apache-2.0"
    assert said["License-File"] == "LICENSE"
    assert said["Requires-Python"] == ">=3.11"
    assert set(said.get_all("Classifier", [])) == set(project["classifiers"])
    required = [line for line in said.get_all("Requires-Dist", []) if "extra ==" not in line]
    assert {re.split(r"[<>=!; ]", line)[0] for line in required} >= {"numpy", "torch", "click", "jinja2"}
    assert not [line for line in required if line.startswith(("pytest", "hypothesis", "mypy", "ruff"))]
    points = read(wheel, "entry_points.txt")
    assert "[console_scripts]\ngrader = grader.cli:main" in points
    assert "[pytest11]\ngrader = grader.pytest_plugin" in points


def test_the_course_is_whole_and_goes_with_this_grader(dist: Path) -> None:
    wheel = only(dist, "grader_course-*.whl")
    version = metadata(only(dist, "grader-*.whl"))["Version"]
    assert metadata(wheel)["Version"] == version
    # With what students may import at grading, as they are told.
    assert metadata(wheel).get_all("Requires-Dist") == [f"grader[students]=={version}"]
    assert {"matplotlib", "tqdm"} <= extra(only(dist, "grader-*.whl"), "students") <= PACKAGES
    inside = {name.removeprefix("grader_course/") for name in names(wheel) if ".dist-info/" not in name}
    expected = {"rubric.yaml", "LICENSE", *sources(ROOT / "reference"), *sources(ROOT / "assignments")}
    assert inside == expected | {"__init__.py", "__main__.py"}


@pytest.fixture(scope="session")
def python(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with both wheels. What they require is lent by this one: downloading torch takes minutes."""
    root = tmp_path_factory.mktemp("fresh")
    venv.create(root, with_pip=False)
    python = root / "bin" / "python"
    own = shutil.ignore_patterns("grader*", "*_grader*", "pip", "pip-*")
    packages = only(root, "lib/python3.*/site-packages")
    shutil.copytree(sysconfig.get_path("purelib"), packages, ignore=own, copy_function=lend, dirs_exist_ok=True)
    wheels = [str(only(dist, "grader-*.whl")), str(only(dist, "grader_course-*.whl"))]
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index"]
    done = subprocess.run([*command, *wheels], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return python


def lend(source: str, target: str) -> None:
    """The same file under another name where the disk allows it; the sandbox shows students no folder but its own."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def run(python: Path, cwd: Path, *args: str) -> subprocess.CompletedProcess[str]:
    unset = ("GRADER_COURSE", "PYTHONPATH", "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY")
    environment = {key: value for key, value in os.environ.items() if key not in unset and not key.startswith("PYTEST")}
    return subprocess.run(
        [python, *args], cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=300
    )


def test_the_installed_grader_is_the_wheels(python: Path, tmp_path: Path) -> None:
    done = run(python, tmp_path, "-c", "import grader; print(grader.__file__)")
    assert done.stdout.startswith(str(python.parents[1])), done.stdout + done.stderr
    command = subprocess.run([python.with_name("grader"), "--version"], capture_output=True, text=True, check=False)
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert command.stdout == f"grader, version {version}\n"


@pytest.mark.slow
def test_it_checks_and_grades_with_the_installed_course(python: Path, tmp_path: Path) -> None:
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "ann.py").write_text(HW, encoding="utf-8")
    course = run(python, tmp_path, "-m", "grader_course").stdout.strip()
    assert Path(course).is_relative_to(python.parents[1])
    options = ["class/ann.py", "-a", "ss2020_seminar2", "-q", "2a", "--course", course]
    done = run(python, tmp_path, "-m", "grader", "check", *options, "--json")
    assert done.returncode == 1, done.stderr
    (question,) = json.loads(done.stdout)["questions"]
    statuses = {check["id"]: check["status"] for check in question["parts"][0]["checks"]}
    assert statuses == {"2a/softmax": "passed", "2a/softmax_large": "unstable"}
    out = ["-o", "out", "--only", "2a", "--course", course]
    done = run(python, tmp_path, "-m", "grader", "grade", "ss2020_seminar2", "class", *out, "--unsafe")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "reports" / "ann.html").stat().st_size > 2_000
    done = run(python, tmp_path, "-m", "grader", "export", "out", "--to", "gradescope-autograder", "--course", course)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_its_pytest_plugin_is_found(python: Path, tmp_path: Path) -> None:
    (tmp_path / "hw.py").write_text(HW, encoding="utf-8")
    course = run(python, tmp_path, "-m", "grader_course").stdout.strip()
    options = ["--submission", "hw.py", "--assignment", "ss2020_seminar2", "--course", course, "-k", "2a"]
    done = run(python, tmp_path, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options)
    assert "2 failed, 1 passed" in done.stdout, done.stdout + done.stderr


def test_it_makes_a_kit_that_needs_no_course(python: Path, tmp_path: Path) -> None:
    course = run(python, tmp_path, "-m", "grader_course").stdout.strip()
    done = run(python, tmp_path, "-m", "grader", "kit", "ss2020_seminar2", "-o", "kit", "--course", course)
    assert done.returncode == 0, done.stderr
    (tmp_path / "kit" / "hw.py").write_text(HW, encoding="utf-8")
    done = run(python, tmp_path / "kit", "-m", "grader", "check", "hw.py", "-q", "2a", "--json")
    assert done.returncode == 1, done.stderr
    (question,) = json.loads(done.stdout)["questions"]
    statuses = {check["id"]: check["status"] for part in question["parts"] for check in part.get("checks", [])}
    assert statuses["2a/softmax"] == "passed"
    assert statuses["2a/softmax_large"] == "unstable"
    options = ["--submission", "hw.py", "--assignment", "ss2020_seminar2", "-k", "2a", "-p", "no:cacheprovider"]
    done = run(python, tmp_path / "kit", "-m", "pytest", "-q", *options)
    assert "2 failed, 1 passed" in done.stdout, done.stdout + done.stderr
