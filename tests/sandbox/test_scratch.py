from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from grader.sandbox.scratch import make_root, make_scratch, remove_tree


@pytest.fixture
def root(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return make_root()


def test_scratch_folders_are_private_below_a_root_one_can_only_pass(root: Path) -> None:
    folder = make_scratch(root, None)
    assert root.stat().st_mode & 0o777 == 0o711
    assert folder.stat().st_mode & 0o777 == 0o700
    assert folder.parent == root


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_a_folder_belongs_to_the_user_of_its_child(root: Path) -> None:
    assert make_scratch(root, 65534).stat().st_uid == 65534


def test_links_are_removed_and_not_followed(root: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("keep")
    folder = make_scratch(root, None)
    (folder / "link").symlink_to(precious)
    (folder / "up").symlink_to(tmp_path)
    remove_tree(folder)
    assert not folder.exists()
    assert precious.read_text() == "keep"


def test_folders_nested_deeper_than_python_recurses_are_removed(root: Path) -> None:
    folder = make_scratch(root, None)
    fd = os.open(folder, os.O_RDONLY)
    for _ in range(3000):
        os.mkdir("d", dir_fd=fd)
        inner = os.open("d", os.O_RDONLY, dir_fd=fd)
        os.close(fd)
        fd = inner
    os.close(fd)
    try:
        remove_tree(folder)
        assert not folder.exists()
    finally:  # pytest's own cleaning does recurse
        subprocess.run(["rm", "-rf", str(folder)], check=True)
