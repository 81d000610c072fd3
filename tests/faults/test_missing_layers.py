"""A machine that lacks a piece of the isolation: found out, said in words, and never graded as if it were there."""

from __future__ import annotations

import ctypes.util
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from grader.records import Tier
from grader.sandbox.isolation import best_tier


@pytest.fixture
def without_libseccomp() -> list[str]:
    """A command's beginning: in its view of the file system the library is an empty file."""
    if best_tier() is Tier.C:
        pytest.skip("there is no isolation here that could be lost")
    found = [path for folder in ("/usr/lib", "/lib") for path in Path(folder).rglob("libseccomp.so*")]
    hide = "; ".join(f"mount --bind /dev/null {path}" for path in {path.resolve() for path in found})
    before = ["unshare", *(["-m"] if os.geteuid() == 0 else ["-rm"]), "sh", "-c", f'{hide}; exec "$@"', "sh"]
    if not hide or subprocess.run([*before, "true"], capture_output=True, check=False).returncode:
        pytest.skip("the library cannot be hidden here")
    return before


@pytest.fixture
def without_bubblewrap(tmp_path: Path) -> str:
    """A PATH on which it is not found."""
    (tmp_path / "bin").mkdir()
    return str(tmp_path / "bin")


def test_without_libseccomp_nothing_is_graded(group: Any, without_libseccomp: list[str]) -> None:
    assert ctypes.util.find_library("seccomp")
    said = group.grade(before=without_libseccomp)
    assert said.code == 2
    assert said.last.startswith("grader: this machine cannot isolate student code (`grader doctor` says why")
    assert not group.out.exists()


def test_the_doctor_says_that_it_is_missing(without_libseccomp: list[str]) -> None:
    command = [*without_libseccomp, sys.executable, "-m", "grader", "doctor"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Isolation tier C")
    assert "the filter could not be built: libseccomp is missing" in done.stdout
    assert "→ the package libseccomp2" in done.stdout


def test_with_unsafe_it_grades_and_says_so_in_every_result(
    group: Any, without_libseccomp: list[str], undisturbed: dict[str, Any]
) -> None:
    said = group.grade("--unsafe", before=without_libseccomp)
    assert said.code == 0, said.err
    assert "--unsafe: student code is not isolated from this machine" in said.err
    results = group.results()
    assert {result["isolation"] for result in results.values()} == {"C"}
    assert {student: result["score"] for student, result in results.items()} == {
        student: result["score"] for student, result in undisturbed.items()
    }


def test_without_bubblewrap_the_marks_are_the_same_in_tier_b(
    group: Any, without_bubblewrap: str, undisturbed: dict[str, Any]
) -> None:
    if best_tier() is Tier.C:
        pytest.skip("this machine gives no isolation")
    said = group.grade(PATH=without_bubblewrap)
    assert said.code == 0, said.err
    assert "in isolation tier B" in said.err
    for student, result in group.results().items():
        assert result["isolation"] == "B"
        assert result["questions"] == undisturbed[student]["questions"]


def test_a_bubblewrap_that_breaks_meanwhile_leaves_the_batch_ungraded_in_words(
    group: Any, tmp_path: Path, undisturbed: dict[str, Any]
) -> None:
    """It works when it is tried, and no more when the zygote is started in it."""
    if best_tier() is not Tier.A:
        pytest.skip("no bubblewrap here")
    fake = tmp_path / "bin" / "bwrap"
    fake.parent.mkdir()
    fake.write_text(
        '#!/bin/sh\ncase "$*" in *zygote.py*) echo "bwrap: no room" >&2; exit 1;; esac\n'
        f'PATH={os.environ["PATH"]} exec bwrap "$@"\n'
    )
    fake.chmod(0o755)
    said = group.grade(PATH=f"{fake.parent}:{os.environ['PATH']}")
    assert said.code == 3
    assert said.last == "grader: the zygote did not start: bwrap: no room"
    assert group.grade().code == 0
    assert group.results() == undisturbed
