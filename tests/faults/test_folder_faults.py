"""A disk that is full, folders in which nothing can be written: one sentence, and nothing lost once it is mended."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

# From too small for an empty store to just too small for the last report.
SIZES = ["16k", "128k", "256k", *(pytest.param(size, marks=pytest.mark.slow) for size in ("64k", "96k", "160k"))]


def mount(folder: Path, options: str) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", options, "none", str(folder)]
    return os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small file system, where we may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not mount(folder, f"size={SIZES[0]}"):
        pytest.skip("file systems cannot be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def remount(disk: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", str(disk)], check=True)


@pytest.mark.parametrize("size", SIZES)
def test_a_full_disk_stops_with_a_sentence_and_loses_nothing(
    group_factory: Any, disk: Path, size: str, undisturbed: dict[str, Any]
) -> None:
    group = group_factory(f"full{size}", disk / "out")
    remount(disk, f"size={size}")
    said = group.grade()
    assert said.code in (2, 3), said.err
    assert said.last.startswith("grader: ")
    assert str(disk) in said.last
    assert any(words in said.last for words in ("disk is full", "disk may be full", "No space left on device"))
    assert "Traceback" not in said.err
    for student, result in group.results().items():
        assert result == undisturbed[student]

    remount(disk, "size=64m")
    assert group.grade().code == 0
    assert group.results() == undisturbed
    assert not list(group.out.rglob("*.tmp"))


def test_files_that_may_not_grow_are_like_a_full_disk(group: Any, undisturbed: dict[str, Any]) -> None:
    """What can be had without a file system of one's own: the shell's limit of a file's size, in KiB."""
    said = group.grade(before=["bash", "-c", 'ulimit -f 40; exec "$@"', "bash"])
    assert said.code in (2, 3), said.err
    assert said.last.startswith("grader: ")
    assert "Traceback" not in said.err
    assert group.grade().code == 0
    assert group.results() == undisturbed


def test_a_read_only_disk_stops_before_anything_is_graded(group_factory: Any, disk: Path) -> None:
    group = group_factory("readonly", disk / "out")
    remount(disk, "size=64m,ro")
    said = group.grade()
    assert said.code == 2
    assert "Read-only file system" in said.last
    assert "to judge" not in said.err
    remount(disk, "size=64m,rw")
    assert group.grade().code == 0
    remount(disk, "size=64m,ro")
    said = group.grade()
    assert (said.code, "nothing can be written there" in said.last) == (2, True)


@pytest.mark.parametrize("name", ["results", "reports"])
def test_reports_that_cannot_be_written_leave_the_marks(group: Any, name: str, undisturbed: dict[str, Any]) -> None:
    group.out.mkdir()
    (group.out / name).write_text("")
    said = group.grade()
    assert said.code == 2
    assert f"{name}: the reports cannot be written (" in said.last
    assert f"the marks are kept: `grader report {group.out}` writes them" in said.last
    (group.out / name).unlink()
    again = group.grade()
    assert again.code == 0
    assert "nothing new to judge" in again.err
    assert group.results() == undisturbed


def test_a_full_temporary_folder_is_told(group: Any, disk: Path, undisturbed: dict[str, Any]) -> None:
    remount(disk, f"size={SIZES[0]}")
    (disk / "filler").write_bytes(b"")
    with (disk / "filler").open("wb", buffering=0) as filler:
        while filler.write(bytes(4096)) if _has_room(disk) else 0:
            pass
    said = group.grade(TMPDIR=str(disk))
    assert "Traceback" not in said.err
    if said.code == 0:
        assert group.results() == undisturbed
    else:
        assert said.last.startswith("grader: ")
    assert group.grade().code == 0
    assert group.results() == undisturbed


def _has_room(folder: Path) -> bool:
    return os.statvfs(folder).f_bavail > 0
