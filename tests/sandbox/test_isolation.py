from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from grader.records import Tier
from grader.sandbox import isolation
from grader.sandbox.isolation import LayerReport, best_tier, probe


def test_every_layer_is_reported_with_a_remedy() -> None:
    reports = probe()
    assert [report.name for report in reports][:4] == ["landlock", "seccomp", "limits", "user"]
    for report in reports:
        assert isinstance(report, LayerReport)
        assert report.detail
        assert report.remedy


def test_the_tier_follows_from_the_layers(monkeypatch: pytest.MonkeyPatch) -> None:
    def fake(*missing: str) -> Any:
        names = ("landlock", "seccomp", "limits", "user", "namespaces")
        return lambda: tuple(LayerReport(name, name not in missing, "d", "r") for name in names)

    for missing, tier in [(("namespaces",), Tier.B), (("namespaces", "landlock"), Tier.C), (("seccomp",), Tier.C)]:
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
    def fail(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("python", 1)

    monkeypatch.setattr(subprocess, "run", fail)
    assert best_tier() is Tier.C


def test_elsewhere_nothing_is_to_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not any(report.works for report in probe())
    assert best_tier() is Tier.C
