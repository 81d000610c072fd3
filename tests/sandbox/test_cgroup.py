"""The kernel's groups for real, as far as this machine has them: without controllers they limit nothing, but processes
are moved, found and ended all the same."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.records import Limits, Tier
from grader.sandbox import cgroup, nursery, pool
from grader.sandbox.cgroup import Groups, candidates, delegated, enter
from grader.sandbox.isolation import probe
from grader.sandbox.pool import Sandbox

MOUNTS = """\
24 30 0:22 / /proc rw,nosuid - proc proc rw
35 24 0:30 / {there} rw,nosuid shared:9 - cgroup2 cgroup2 rw
36 24 0:31 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
"""


def proc(folder: Path, own: str, mounts: str = MOUNTS) -> list[Path]:
    (folder / "mountinfo").write_text(mounts.format(there=folder / "cg"))
    (folder / "cgroup").write_text(f"4:memory:/elsewhere\n{own}\n")
    return list(candidates(folder / "mountinfo", folder / "cgroup"))


def delegate(folder: Path, controllers: str = "cpu memory pids", enabled: str = "memory pids") -> Path:
    """A folder with the files of a group."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "cgroup.controllers").write_text(controllers + "\n")
    (folder / "cgroup.subtree_control").write_text(enabled + "\n")
    return folder


@pytest.fixture
def real() -> Iterator[Groups]:
    """Groups of the kernel's, of no controller."""
    for base in candidates(Path("/proc/self/mountinfo"), Path("/proc/self/cgroup")):
        try:
            groups = Groups(base, controllers=())
        except OSError:
            continue
        with groups:
            yield groups
        assert not groups._folder.exists()
        return
    pytest.skip("no cgroup v2 in which we may make groups")


def groups_of(pid: int) -> str:
    (line,) = [one for one in Path(f"/proc/{pid}/cgroup").read_text().splitlines() if one.startswith("0::")]
    return line


# --------------------------------------------------------------------------- finding one


def test_candidates_are_our_own_group_and_those_above(tmp_path: Path) -> None:
    top = tmp_path / "cg"
    assert proc(tmp_path, "0::/user.slice/me.scope") == [top / "user.slice/me.scope", top / "user.slice", top]
    assert proc(tmp_path, "0::/") == [top]


def test_there_are_none_without_version_2_or_outside_of_its_namespace(tmp_path: Path) -> None:
    assert proc(tmp_path, "0::/a", MOUNTS.replace("cgroup2 cgroup2", "tmpfs tmpfs")) == []
    assert proc(tmp_path, "0::/../../other") == []
    assert proc(tmp_path, "7:pids:/a") == []
    assert list(candidates(tmp_path / "no", tmp_path / "no")) == []


@pytest.mark.parametrize("controllers", ["", "cpu io", "memory"])
def test_a_group_that_controls_too_little_is_refused(tmp_path: Path, controllers: str) -> None:
    with pytest.raises(OSError, match=r"does not control .*pids"):
        Groups(delegate(tmp_path / "cg", controllers))
    assert [entry.name for entry in (tmp_path / "cg").iterdir() if entry.is_dir()] == []


def test_a_folder_that_is_no_group_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Groups(tmp_path)


def test_the_reason_is_that_of_the_nearest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bases = [delegate(tmp_path / "near", "cpu"), tmp_path / "far"]
    monkeypatch.setattr(cgroup, "candidates", lambda *_: iter(bases))
    with pytest.raises(OSError, match="near does not control memory and pids"):
        delegated()
    monkeypatch.setattr(cgroup, "candidates", lambda *_: iter([]))
    with pytest.raises(OSError, match="there is no cgroup v2 here"):
        delegated()


def test_what_killed_graders_left_is_swept(real: Groups) -> None:
    base = real._folder.parent
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left = base / f"grader-{gone.pid}-00000000"
    (left / "1").mkdir(parents=True)
    with Groups(base, controllers=()):
        assert not left.exists()
        assert real._folder.exists()


# --------------------------------------------------------------------------- using one


def test_settings_are_written_and_wrong_ones_refused(real: Groups) -> None:
    descriptor = real.make({"cgroup.max.depth": 3})
    folder = Path(f"/proc/self/fd/{descriptor}").readlink().parent
    os.close(descriptor)
    assert (folder / "cgroup.max.depth").read_text().strip() == "3"
    with pytest.raises(OSError, match=r"no\.such"):
        real.make({"no.such": 3})


def test_a_process_enters_and_is_ended_with_the_group(real: Groups) -> None:
    descriptor = real.make({})
    waiting = subprocess.Popen(["sleep", "60"], preexec_fn=lambda: enter(descriptor))  # noqa: PLW1509
    os.close(descriptor)
    assert groups_of(waiting.pid).endswith(f"/{real._folder.name}/1")
    real.close()
    assert waiting.wait(5) == -9


def test_entering_what_is_gone_is_no_fault(tmp_path: Path) -> None:
    descriptor = os.open("/dev/full", os.O_WRONLY)
    enter(descriptor)
    os.close(descriptor)


def test_only_settled_groups_make_room_for_others(real: Groups, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        os.close(real.make({}))
    assert len(list(real._folder.glob("[0-9]*"))) == 3
    monkeypatch.setattr(cgroup, "_SETTLED_SECONDS", 0.01)
    time.sleep(0.02)
    os.close(real.make({}))
    assert [one.name for one in real._folder.glob("[0-9]*")] == ["4"]


@pytest.mark.parametrize("tier", [Tier.A, Tier.B])
def test_a_submission_runs_in_a_group_of_its_own(
    real: Groups, tier: Tier, make_bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    if tier < pool_tier():
        pytest.skip(f"this machine does not give tier {tier}")
    monkeypatch.setattr(nursery, "_group_limits", lambda _: {"cgroup.max.descendants": 0})
    with Sandbox(tier, ("numpy",), real) as sandbox:
        bench = make_bench(sandbox)
        with bench.notebook("def f(): return 1") as session:
            folders = list(real._folder.glob("[0-9]*"))
            members = [groups_of(int(pid)) for one in folders for pid in (one / "cgroup.procs").read_text().split()]
            assert members
            assert all(real._folder.name in member for member in members)
            assert session.loaded.problem is None
        assert bench.value("def f(): return 2") == 2
    assert not real._folder.exists()


def test_a_group_that_cannot_be_made_stops_nobody(
    real: Groups, make_bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nursery, "_group_limits", lambda _: {"no.such": 0})
    with Sandbox(pool_tier(), ("numpy",), real) as sandbox:
        assert make_bench(sandbox).value("def f(): return 2") == 2


def test_memory_and_processes_are_bounded() -> None:
    assert nursery._group_limits(Limits(memory_mb=100, scratch_mb=10)) == {
        "memory.max": (100 + 10 + 512) << 20,
        "pids.max": 512,
    }


def test_without_one_all_goes_on(monkeypatch: pytest.MonkeyPatch, make_bench: Any) -> None:
    monkeypatch.setattr(cgroup, "candidates", lambda *_: iter([]))
    assert pool._groups() is None
    with Sandbox(pool_tier(), ("numpy",)) as sandbox:
        assert make_bench(sandbox).value("def f(): return 2") == 2


def test_the_layer_is_found_where_there_is_one() -> None:
    report = {one.name: one for one in probe()}["cgroup"]
    groups = pool._groups()
    assert report.works is (groups is not None), report.detail
    if groups is not None:
        groups.close()
    assert ("counted in" if report.works else "OSError: ") in report.detail


def pool_tier() -> Tier:
    from grader.sandbox.isolation import best_tier

    return best_tier()
