from __future__ import annotations

import os
import sys
from pathlib import Path

import numpy as np
import pytest

from grader.sandbox import libraries


def test_the_standard_library_and_packages_are_found_and_the_project_is_not(project: Path) -> None:
    folders = libraries.library_folders()
    assert libraries.is_within(os.__file__, folders)
    assert libraries.is_within(np.__file__, folders)
    assert not libraries.is_within(str(project / "grader" / "records.py"), folders)
    assert not libraries.is_within(str(project / "reference"), folders)
    assert not libraries.is_within("/etc/passwd", folders)


def test_a_name_that_only_begins_alike_is_not_within(tmp_path: Path) -> None:
    assert libraries.is_within(str(tmp_path / "a" / "b"), [str(tmp_path / "a")])
    assert libraries.is_within(str(tmp_path / "a"), [str(tmp_path / "a")])
    assert not libraries.is_within(str(tmp_path / "ab"), [str(tmp_path / "a")])
    assert not libraries.is_within(str(tmp_path / "a" / ".." / "b"), [str(tmp_path / "a")])


def test_closed_doors_are_seen(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    before = libraries.are_behind_closed_doors([str(inner)])
    (tmp_path / "a").chmod(0o700)
    assert libraries.are_behind_closed_doors([str(inner)])
    (tmp_path / "a").chmod(0o755)
    assert libraries.are_behind_closed_doors([str(inner)]) is before


@pytest.mark.skipif(sys.platform != "linux", reason="/dev")
def test_what_may_be_read_holds_libraries_devices_and_nothing_of_home() -> None:
    readable = libraries.readable_paths(libraries.library_folders())
    assert Path("/dev/null") in readable
    assert Path("/usr/lib") in readable
    assert not {Path("/"), Path("/etc"), Path("/proc"), Path("/home"), Path.home(), Path("/tmp")} & set(readable)


def test_the_interpreter_is_there() -> None:
    paths = libraries.interpreter_paths()
    assert Path(sys.executable).resolve() in paths
    assert all(path.exists() for path in paths)
