from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

from grader.records import Tier
from grader.sandbox import isolation
from grader.sandbox.isolation import LayerReport, best_tier, probe


def test_every_layer_is_reported_with_a_remedy() -> None:
    reports = probe()
    assert [report.name for report in reports] == ["landlock", "seccomp", "limits", "user", "namespaces", "cgroup"]
    for report in reports:
        assert isinstance(report, LayerReport)
        assert report.detail
        assert report.remedy


def test_where_bubblewrap_works_there_are_namespaces() -> None:
    bwrap = shutil.which("bwrap")
    command = [str(bwrap), "--unshare-user-try", "--unshare-pid", "--ro-bind", "/", "/", "true"]
    if bwrap is None or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("it does not work here")
    assert {report.name: report for report in probe()}["namespaces"].works


def test_the_tier_follows_from_the_layers(monkeypatch: pytest.MonkeyPatch) -> None:
    def fake(*missing: str) -> Any:
        names = ("landlock", "seccomp", "limits", "user", "namespaces")
        return lambda: tuple(LayerReport(name, name not in missing, "d", "r") for name in names)

    for missing, tier in [
        ((), Tier.A),
        (("namespaces",), Tier.B),
        (("namespaces", "landlock"), Tier.C),
        (("seccomp",), Tier.C),
    ]:
        monkeypatch.setattr(isolation, "probe", fake(*missing))
        assert best_tier() is tier


def test_without_a_filter_seccomp_does_not_work(monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform != "linux":
        pytest.skip("Linux")
    monkeypatch.setattr(isolation, "_filter", lambda: b"")
    reports = {report.name: report for report in probe()}
    assert not reports["seccomp"].works
    assert "libseccomp" in reports["seccomp"].detail


def test_a_filter_that_allows_everything_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform != "linux":
        pytest.skip("Linux")
    allow = bytes.fromhex("060000000000ff7f")
    monkeypatch.setattr(isolation, "_filter", lambda: allow)
    reports = {report.name: report for report in probe()}
    assert not reports["seccomp"].works
    assert "no effect" in reports["seccomp"].detail


def test_an_interpreter_that_does_not_start_means_tier_c(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert best_tier() is Tier.C


def test_one_that_never_ends_does_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake = tmp_path / "python"
    fake.write_text("#!/bin/sh\nexec sleep 60\n")
    fake.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(fake))
    monkeypatch.setattr(isolation, "_SECONDS", 0.5)
    assert best_tier() is Tier.C
    assert "timed out" in probe()[0].detail


def test_elsewhere_nothing_is_to_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not any(report.works for report in probe())
    assert best_tier() is Tier.C


def test_without_bubblewrap_there_are_no_namespaces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    reports = {report.name: report for report in probe()}
    assert reports["namespaces"].detail == "bubblewrap is not installed"
    assert best_tier() is not Tier.A


def test_a_bubble_that_fails_says_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    reports = {report.name: report for report in probe()}
    assert not reports["namespaces"].works
    assert reports["namespaces"].detail == "bwrap: setting up uid map: Permission denied"


def test_a_bubble_that_isolates_nothing_is_found_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake = tmp_path / "bwrap"
    fake.write_text('#!/bin/sh\nwhile [ "$1" != "--" ]; do shift; done\nshift\nexec "$@"\n')
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert not {report.name: report for report in probe()}["namespaces"].works
    assert best_tier() is not Tier.A


def test_an_attempt_that_is_killed_once_costs_no_tier(first_bwrap: Callable[[str], Path]) -> None:
    said = first_bwrap("kill -9 $$")
    assert best_tier() is Tier.A
    assert said.exists()


def test_what_a_killed_attempt_leaves_behind_is_not_waited_for(first_bwrap: Callable[[str], Path]) -> None:
    left = first_bwrap("sleep 60 & echo $! >&3; kill -9 $$")
    assert best_tier() is Tier.A
    with suppress(psutil.NoSuchProcess):
        assert psutil.Process(int(left.read_text())).status() == psutil.STATUS_ZOMBIE


def test_an_attempt_that_fails_once_costs_no_tier(first_bwrap: Callable[[str], Path]) -> None:
    """Bubblewrap has an exit code of its own for what was killed inside."""
    first_bwrap("exit 1")
    assert best_tier() is Tier.A


def test_one_that_is_killed_every_time_does(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\nkill -9 $$\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert best_tier() is not Tier.A
