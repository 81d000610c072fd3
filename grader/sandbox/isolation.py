"""Which isolation this machine gives: every layer is tried by its effect in a throw-away process."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from grader.records import Tier

_SCRIPT = Path(__file__).with_name("attempts.py")
_SECONDS = 20.0
_REMEDIES = {
    "landlock": "a kernel of 5.13 or later with landlock among its LSMs (boot option lsm=landlock,…)",
    "seccomp": "the package libseccomp2 (libseccomp), and pyseccomp in this environment",
    "limits": "Linux",
    "user": "run the grader as an ordinary user",
}
_NEEDED = {Tier.B: frozenset({"landlock", "seccomp", "limits", "user"})}


@dataclass(frozen=True, slots=True)
class LayerReport:
    """One layer of isolation. `detail` says what was seen, `remedy` what would make it work."""

    name: str
    works: bool
    detail: str
    remedy: str


def probe() -> tuple[LayerReport, ...]:
    """Tries each layer; about 50 ms."""
    if sys.platform != "linux":
        words = f"not available on {sys.platform}"
        return tuple(LayerReport(name, False, words, remedy) for name, remedy in _REMEDIES.items())
    found = _attempts(_filter())
    return tuple(
        LayerReport(name, *found.get(name, (False, "could not be tried")), remedy) for name, remedy in _REMEDIES.items()
    )


def best_tier() -> Tier:
    """The best tier whose layers all work here."""
    working = {report.name for report in probe() if report.works}
    for tier, needed in _NEEDED.items():
        if needed <= working:
            return tier
    return Tier.C


def _attempts(bpf: bytes) -> dict[str, tuple[bool, str]]:
    command = [sys.executable, "-I", "-S", str(_SCRIPT)]
    try:
        done = subprocess.run(  # noqa: S603 — our own interpreter and script
            command, input=bpf, capture_output=True, timeout=_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        return dict.fromkeys(_REMEDIES, (False, f"could not be tried: {error}"))
    return {name: (works, detail) for name, works, detail in json.loads(done.stdout)}


def _filter() -> bytes:
    """The seccomp program; empty where it cannot be built."""
    try:
        from grader.sandbox.syscalls import build_filter

        return build_filter()
    except (ImportError, RuntimeError, OSError):
        return b""
