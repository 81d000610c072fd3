from __future__ import annotations

import mmap
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from grader.sandbox import watch
from grader.sandbox.wards import Ward
from grader.sandbox.watch import Alone, Families, Resources, Usage, fits, nameless, proportional_kb, usage

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc")
MB = 1024


class Fixed:
    """A family as a test has it."""

    members: tuple[Usage, ...] = ()

    def of(self, pid: int) -> list[Usage]:
        return list(self.members)


def found(monkeypatch: pytest.MonkeyPatch, *members: Usage, **request: Any) -> list[str]:
    monkeypatch.setattr(Fixed, "members", members)
    near, far = socket.socketpair()
    with near, far:
        ward = Ward(1, near, {"memory_mb": 100, "scratch": "", "scratch_mb": 1, **request})
        resources = Resources(0, Fixed)  # type: ignore[arg-type]
        monkeypatch.setattr(resources, "_own_kb", 10 * MB)
        for _ in range(10):
            if why := resources.look([ward]):
                return [word for _, word in why]
    return []


def member(memory_mb: int, threads: int = 1) -> Usage:
    return Usage(pid=2**30, parent=1, memory_kb=memory_mb * MB, threads=threads)


def test_memory_beyond_the_limit_and_its_headroom(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(monkeypatch, member(10 + 100 + 128)) == []
    assert found(monkeypatch, member(10 + 100 + 129)) == ["memory"]
    assert found(monkeypatch) == []


def test_what_forks_share_is_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    both = member(200), member(200)
    monkeypatch.setattr(watch, "proportional_kb", lambda _: 105 * MB)
    assert found(monkeypatch, *both) == []
    monkeypatch.setattr(watch, "proportional_kb", lambda _: 125 * MB)
    assert found(monkeypatch, *both) == ["memory"]
    monkeypatch.setattr(watch, "proportional_kb", lambda _: None)
    assert found(monkeypatch, *both) == ["memory"]


def test_threads_and_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(monkeypatch, member(1, 256)) == []
    assert found(monkeypatch, member(1, 257)) == ["threads"]
    assert found(monkeypatch, *[member(1, 64)] * 4) == []
    assert found(monkeypatch, *[member(1, 64)] * 4, member(1)) == ["threads"]
    assert found(monkeypatch, *[member(1)] * 8) == []
    assert found(monkeypatch, *[member(1)] * 9) == ["processes"]


def test_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(bytes(2 << 20))
    assert found(monkeypatch, member(1), scratch=str(tmp_path), scratch_mb=1) == ["files"]
    assert found(monkeypatch, member(1), scratch=str(tmp_path), scratch_mb=4) == []


def test_folders_are_summed_and_links_not_followed(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (inner / "file").write_bytes(bytes(100_000))
    (tmp_path / "link").symlink_to("/usr")
    assert fits(str(tmp_path), 200_000)
    assert not fits(str(tmp_path), 50_000)
    assert fits("/no/such/folder", 0)


def test_a_folder_of_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "_MAX_FILES", 3)
    for number in range(4):
        (tmp_path / str(number)).touch()
    assert not fits(str(tmp_path), 1 << 30)


def test_what_is_too_deep_to_be_counted_does_not_fit(tmp_path: Path) -> None:
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(20):  # longer than any path may be
        os.mkdir("d" * 240, dir_fd=here)
        here, above = os.open("d" * 240, os.O_RDONLY, dir_fd=here), here
        os.close(above)
    os.close(here)
    assert not fits(str(tmp_path), 1 << 30)


def test_files_without_a_name_count(tmp_path: Path) -> None:
    def unlinked(megabytes: int) -> int:
        path = tmp_path / "file"
        path.write_bytes(bytes(megabytes << 20))
        descriptor = os.open(path, os.O_RDWR)
        path.unlink()
        return descriptor

    assert nameless(os.getpid(), str(tmp_path)) == 0
    opened, mapped = unlinked(2), unlinked(3)
    try:
        assert nameless(os.getpid(), str(tmp_path)) == 5 << 20
        with mmap.mmap(mapped, 4096):
            os.close(opened)
            assert nameless(os.getpid(), str(tmp_path)) == 3 << 20
    finally:
        os.close(mapped)
    assert nameless(os.getpid(), str(tmp_path)) == 0
    assert nameless(2**30, str(tmp_path)) == 0


def test_usage_of_real_processes() -> None:
    own = usage(os.getpid())
    assert own is not None
    assert own.parent == os.getppid()
    assert own.memory_kb > 1000
    assert own.threads >= 1
    assert usage(2**30) is None
    assert Alone().of(os.getpid())[0].pid == os.getpid()
    assert Alone().of(2**30) == []
    exact = proportional_kb(os.getpid())
    assert exact is not None
    assert 0 < exact <= own.memory_kb * 2
    assert proportional_kb(2**30) is None


def test_a_family_is_a_process_with_its_descendants() -> None:
    with subprocess.Popen(["sh", "-c", "sleep 60 & wait"]) as child:
        try:
            for _ in range(500):
                members = Families().of(child.pid)
                if len(members) == 2:
                    break
            assert [members[0].pid, members[1].parent] == [child.pid, child.pid]
            assert Families().of(2**30) == []
        finally:
            for one in members[::-1]:
                os.kill(one.pid, 9)


def test_memory_that_is_shared_counts() -> None:
    before, exactly = usage(os.getpid()), proportional_kb(os.getpid())
    with mmap.mmap(-1, 32 << 20, flags=mmap.MAP_SHARED | mmap.MAP_ANONYMOUS) as shared:
        shared.write(b"x" * (32 << 20))
        after = usage(os.getpid())
        assert before is not None
        assert after is not None
        assert after.memory_kb - before.memory_kb > 24 * MB
        assert (proportional_kb(os.getpid()) or 0) - (exactly or 0) > 24 * MB
