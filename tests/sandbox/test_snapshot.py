from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.sandbox import snapshot
from grader.sandbox.snapshot import Snapshot


def tree(folder: Path) -> dict[str, bytes | None]:
    """Contents by relative path; None of folders."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/x.csv").write_text("1,2\n")
    (tmp_path / "hw.py").write_text("x = 1\n")
    (tmp_path / "empty").mkdir()
    return tmp_path


def test_what_is_changed_removed_and_new_is_put_back(folder: Path) -> None:
    before, taken = tree(folder), Snapshot(str(folder))
    (folder / "hw.py").write_text("x = 2\n")
    (folder / "data/x.csv").unlink()
    (folder / "data").rmdir()
    (folder / "empty").rmdir()
    (folder / "new/deep").mkdir(parents=True)
    (folder / "new/deep/file").write_text("x")
    taken.restore()
    assert tree(folder) == before


def test_a_file_for_a_folder_a_folder_for_a_file_and_a_link_are_undone(folder: Path, tmp_path_factory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "file"
    outside.write_text("not ours")
    before, taken = tree(folder), Snapshot(str(folder))
    (folder / "empty").rmdir()
    (folder / "empty").write_text("now a file")
    (folder / "hw.py").unlink()
    (folder / "hw.py").mkdir()
    (folder / "hw.py/inside").write_text("x")
    (folder / "data/x.csv").unlink()
    (folder / "data/x.csv").symlink_to(outside)
    taken.restore()
    assert tree(folder) == before
    assert outside.read_text() == "not ours"


def test_a_change_that_keeps_size_and_time_is_seen(folder: Path) -> None:
    taken = Snapshot(str(folder))
    found = (folder / "hw.py").stat()
    (folder / "hw.py").write_text("x = 2\n")
    os.utime(folder / "hw.py", ns=(found.st_atime_ns, found.st_mtime_ns))
    taken.restore()
    assert (folder / "hw.py").read_text() == "x = 1\n"


def test_what_is_unchanged_is_not_written(folder: Path) -> None:
    taken = Snapshot(str(folder))
    (folder / "hw.py").write_text("x = 2\n")
    taken.restore()
    times = {path: path.stat().st_ctime_ns for path in folder.rglob("*") if path.is_file()}
    taken.restore()
    assert {path: path.stat().st_ctime_ns for path in folder.rglob("*") if path.is_file()} == times


def test_what_is_too_large_is_not_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "KEPT_BYTES", 10)
    (folder / "large.bin").write_bytes(b"0123456789ab")
    taken = Snapshot(str(folder))
    (folder / "large.bin").write_bytes(b"changed")
    (folder / "hw.py").unlink()
    taken.restore()
    assert (folder / "large.bin").read_bytes() == b"changed"
    assert (folder / "hw.py").read_text() == "x = 1\n"


def test_a_folder_that_is_not_there_is_no_fault() -> None:
    Snapshot("/nowhere").restore()


@given(st.lists(st.tuples(st.sampled_from(["hw.py", "data/x.csv", "new"]), st.none() | st.binary(max_size=3))))
def test_whatever_is_written_or_removed(tmp_path_factory, changes: list[tuple[str, bytes | None]]) -> None:
    folder = tmp_path_factory.mktemp("scratch")
    (folder / "data").mkdir()
    (folder / "data/x.csv").write_bytes(b"1")
    (folder / "hw.py").write_bytes(b"")
    before, taken = tree(folder), Snapshot(str(folder))
    for name, contents in changes:
        if contents is None:
            (folder / name).unlink(missing_ok=True)
        else:
            (folder / name).write_bytes(contents)
    taken.restore()
    assert tree(folder) == before
