from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
SMALL = PROJECT / "tests" / "commands" / "course"

# Right answers to everything that the small course checks in public.
RIGHT = """import numpy as np
def norm(x):
    return np.sqrt((x * x).sum())
def is_unit(x):
    return (x * x).sum() == 1
def centred(X):
    return X - X.mean(axis=0)
"""
# What Windows does not have, taken from our own modules only: libraries look at sys.platform before they import.
BLOCKER = """
import builtins, os, socket, sys, select
for module, names in {os: ("fork", "forkpty", "wait4"), socket: ("send_fds", "recv_fds"), select: ("poll", "epoll")}.items():
    for name in names:
        if hasattr(module, name):
            delattr(module, name)
_import = builtins.__import__
def refusing(name, globals=None, locals=None, fromlist=(), level=0):
    ours = str((globals or {}).get("__file__") or "").replace("\\\\", "/")
    blocked = ("resource", "fcntl", "termios", "pwd", "grp", "pyseccomp", "landlockpy")
    if name.partition(".")[0] in blocked and ("/grader/" in ours or name == "pyseccomp"):
        raise ImportError(f"no module {name} on this system")
    return _import(name, globals, locals, fromlist, level)
builtins.__import__ = refusing
import importlib
_import_module = importlib.import_module
def refusing_module(name, package=None):
    if name in ("resource", "fcntl", "pyseccomp"):
        raise ImportError(f"no module {name} on this system")
    return _import_module(name, package)
importlib.import_module = refusing_module
"""


@dataclass(frozen=True)
class Fresh:
    """An environment with `grader` and its dependencies alone: no course can be imported, or found, from it."""

    python: Path
    home: Path

    def run(self, *args: object, cwd: Path) -> subprocess.CompletedProcess[str]:
        keep = {name: os.environ[name] for name in ("SYSTEMROOT", "TMPDIR", "LANG") if name in os.environ}
        return subprocess.run(
            [str(self.python), *map(str, args)],
            cwd=cwd,
            env={**keep, "HOME": str(self.home), "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=240,
        )

    def grader(self, *args: object, cwd: Path) -> subprocess.CompletedProcess[str]:
        return self.run("-P", "-m", "grader", *args, cwd=cwd)


def make_fresh(folder: Path, startup: str = "") -> Fresh:
    """A venv whose only way to our project is a copy of the package; dependencies are those installed already."""
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    variables = {"base": str(folder), "platbase": str(folder)}
    packages = Path(sysconfig.get_path("purelib", "venv", vars=variables))
    shutil.copytree(PROJECT / "grader", packages / "grader", ignore=shutil.ignore_patterns("__pycache__"))
    _lend(Path(sysconfig.get_path("purelib")), packages)
    if startup:
        (packages / "startup_of_test.py").write_text(startup, encoding="utf-8")
        (packages / "startup.pth").write_text("import startup_of_test\n", encoding="utf-8")
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    return Fresh(python, folder)


def _lend(installed: Path, packages: Path) -> None:
    """Dependencies as they are; no .pth file of theirs, which could lead to the project, and not what isolates."""
    if os.name == "nt":  # links are a privilege there; the .pth files of a folder in a .pth are not read
        (packages / "dependencies.pth").write_text(f"{installed}\n", encoding="utf-8")
        return
    for entry in installed.iterdir():
        own = entry.name.startswith(("grader", "_grader", "pyseccomp"))
        if entry.suffix != ".pth" and (not own or entry.name.startswith("grader-")):
            (packages / entry.name).symlink_to(entry)


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Fresh:
    return make_fresh(tmp_path_factory.mktemp("fresh") / "env")


@pytest.fixture(scope="session")
def without_fork(tmp_path_factory: pytest.TempPathFactory) -> Fresh:
    return make_fresh(tmp_path_factory.mktemp("blocked") / "env", BLOCKER)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The small course of the commands' tests, with a sheet to start from."""
    return small_course(tmp_path)


def small_course(folder: Path) -> Path:
    course = folder / "course"
    shutil.copytree(SMALL, course, ignore=shutil.ignore_patterns("__pycache__"))
    stubs = "".join(
        f"```python\ndef {name}({argument}):\n    raise NotImplementedError\n```\n\n"
        for name, argument in (("norm", "x"), ("is_unit", "x"), ("centred", "X"))
    )
    (course / "assignments" / "sums" / "sheet.md").write_text(
        f"# Sums\n\nImport what you like.\n\n{stubs}", encoding="utf-8"
    )
    return course


@pytest.fixture(scope="session")
def proving_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the small course as it is in `proving`, and its kit."""
    course = small_course(tmp_path_factory.mktemp("proving"))
    add_derivations(course)
    done = make_kit(course, "sums", course.parent / "kit")
    assert done.returncode == 0, done.stderr
    return course.parent


@pytest.fixture
def proving(proving_template: Path, tmp_path: Path) -> Path:
    """The small course with two derivations: of the softmax, to be proved, of a scan's gradient, to be computed."""
    return Path(shutil.copytree(proving_template / "course", tmp_path / "course"))


@pytest.fixture
def proving_kit(proving_template: Path, tmp_path: Path) -> Path:
    """The kit of the course with derivations."""
    return Path(shutil.copytree(proving_template / "kit", tmp_path / "kit"))


def add_derivations(course: Path) -> None:
    bank = course / "assignments" / "bank"
    for room in ("worlds", "claims"):
        (bank / room).mkdir()
        (bank / room / "__init__.py").write_text("", encoding="utf-8")
        for topic in ("softmax", "scan"):
            shutil.copy(PROJECT / "assignments" / "bank" / room / f"{topic}.py", bank / room)
    for topic in ("softmax", "scan"):
        shutil.copy(PROJECT / "assignments" / "bank" / "claims" / f"{topic}.md", bank / "claims")
    scan = bank / "claims" / "scan.py"
    kept = [line for line in scan.read_text(encoding="utf-8").splitlines() if "kept_back" not in line]
    scan.write_text("\n".join(kept) + "\n", encoding="utf-8")
    assignment = course / "assignments" / "sums" / "assignment.py"
    text = assignment.read_text(encoding="utf-8").replace(
        "from grader import question",
        "from assignments.bank.claims import scan, softmax\nfrom grader import question",
    )
    asked = '    question("4", "Shift", claim=softmax.softmax),\n    question("5", "Scan", claim=scan.scan),\n]'
    assignment.write_text(text.rstrip().removesuffix("]") + asked, encoding="utf-8")
    rubric = course / "rubric.yaml"
    text = rubric.read_text(encoding="utf-8").replace("points: 10", "points: 18", 1)
    for question, worth in (("4", 5), ("5", 3)):
        text += f'      "{question}":\n        points: {worth}\n        derivation: {{points: {worth}}}\n'
    rubric.write_text(text, encoding="utf-8")
    with (course / "assignments" / "sums" / "sheet.md").open("a", encoding="utf-8") as sheet:
        sheet.write("<!-- derivation: 4 -->\n*Prove it here.*\n\n# The last\n\n<!-- derivation: 5 -->\n*Compute it.*\n")


def make_kit(course: Path, assignment: str, out: Path, *options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "grader", "kit", assignment, "-o", str(out), "--course", str(course)]
    return subprocess.run([*command, *map(str, options)], capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture
def kit(small: Path, tmp_path: Path) -> Path:
    """The small course's kit."""
    done = make_kit(small, "sums", tmp_path / "kit")
    assert done.returncode == 0, done.stderr
    return tmp_path / "kit"
