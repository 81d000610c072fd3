from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import psutil
import pytest

from grader.errors import SandboxError
from grader.records import Limits, Tier
from grader.sandbox.confinement import UNPRIVILEGED
from grader.sandbox.nursery import Nursery

Room = Callable[[int], AbstractContextManager[None]]


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where every temporary file and folder is made."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def nursery(temporary: Path) -> Iterator[Nursery]:
    nursery = Nursery(Tier.C, (), None)
    nursery.wait_until_ready()
    yield nursery
    nursery.close()
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("room", range(6))
def test_a_zygote_that_no_descriptors_are_left_for_leaves_nothing(room: int, room_for: Room, temporary: Path) -> None:
    before = psutil.Process().num_fds()
    with room_for(room), pytest.raises(SandboxError, match=r"cannot be started: .*Too many open files"):
        Nursery(Tier.C, (), None)
    assert psutil.Process().num_fds() == before
    assert list(temporary.iterdir()) == []


def test_an_interpreter_that_is_not_there_leaves_nothing(monkeypatch: pytest.MonkeyPatch, temporary: Path) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    before = psutil.Process().num_fds()
    with pytest.raises(SandboxError, match=r"cannot be started: .*/nowhere/python"):
        Nursery(Tier.C, (), None)
    assert psutil.Process().num_fds() == before
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("room", range(6))
def test_a_child_that_no_descriptors_are_left_for_leaves_nothing(room: int, room_for: Room, nursery: Nursery) -> None:
    assert nursery._root is not None
    before = psutil.Process().num_fds()
    with room_for(room), pytest.raises(SandboxError, match="cannot be connected: Too many open files"):
        nursery.child(Limits())
    assert psutil.Process().num_fds() == before
    assert list(nursery._root.iterdir()) == []
    with room_for(6):
        nursery.child(Limits()).close()
    assert psutil.Process().num_fds() == before
    assert list(nursery._root.iterdir()) == []


def test_a_child_without_a_folder_leaves_nothing(monkeypatch: pytest.MonkeyPatch, nursery: Nursery) -> None:
    def refuse(*_: object) -> None:
        raise OSError(22, "Invalid argument")

    assert nursery._root is not None
    before = psutil.Process().num_fds()
    nursery._uid = UNPRIVILEGED
    monkeypatch.setattr("os.chown", refuse)
    with pytest.raises(SandboxError, match=r"scratch folder cannot be made: .*Invalid argument"):
        nursery.child(Limits())
    assert psutil.Process().num_fds() == before
    assert list(nursery._root.iterdir()) == []


def test_a_child_of_a_zygote_that_died_leaves_nothing(nursery: Nursery) -> None:
    nursery.kill()
    assert nursery._root is not None
    before = psutil.Process().num_fds()
    with pytest.raises(SandboxError, match="died"):
        nursery.child(Limits())
    assert psutil.Process().num_fds() == before
    assert list(nursery._root.iterdir()) == []


def test_a_zygote_whose_imports_fail_says_which(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = tmp_path / "zygote.py"
    script.write_text("import sys\nsys.stderr.write('first\\nImportError: libfoo.so is missing\\n')\nsys.exit(1)\n")
    monkeypatch.setattr("grader.sandbox.nursery._SCRIPT", script)
    nursery = Nursery(Tier.C, (), None)
    with pytest.raises(SandboxError, match=r"did not start: ImportError: libfoo\.so is missing"):
        nursery.child(Limits())
    nursery.close()


def test_what_cannot_be_preloaded_is_left_out_and_a_killed_zygote_is_known_dead() -> None:
    nursery = Nursery(Tier.C, ("os.path.nonsense", "threading_of_nobody"), None)
    nursery.wait_until_ready()
    assert nursery.alive()
    assert not nursery.ends_within(0.01)
    nursery.kill()
    assert not nursery.alive()
    assert nursery.ends_within(0.01)
    with pytest.raises(SandboxError, match="died"):
        nursery.child(Limits()).kill()
    nursery.close()


def test_a_zygote_that_is_silent_at_the_start_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = tmp_path / "zygote.py"
    script.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr("grader.sandbox.nursery._SCRIPT", script)
    monkeypatch.setattr("grader.sandbox.nursery.START_SECONDS", 0.3)
    monkeypatch.setattr("grader.sandbox.nursery._END_SECONDS", 0.1)
    nursery = Nursery(Tier.C, (), None)
    with pytest.raises(SandboxError, match=r"did not start: no answer within 0.3 s"):
        nursery.wait_until_ready()
    nursery.close()
