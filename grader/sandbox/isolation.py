"""Which isolation this machine gives: every layer is tried by its effect in a throw-away process."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from grader.records import Tier
from grader.sandbox import bubble

_SCRIPT = Path(__file__).with_name("attempts.py")
_SECONDS = 20.0
_REMEDIES = {
    "landlock": "a kernel of 5.13 or later with landlock among its LSMs (boot option lsm=landlock,…)",
    "seccomp": "the package libseccomp2 (libseccomp), and pyseccomp in this environment",
    "limits": "Linux",
    "user": "run the grader as an ordinary user",
    "namespaces": "the package bubblewrap, and a system that lets ordinary users make user namespaces",
    "cgroup": "cgroup v2, as root or delegated (systemd-run --user --scope -p Delegate=yes grader …); no tier needs it",
}
_FOR_B = frozenset({"landlock", "seccomp", "limits", "user"})
_NEEDED = {Tier.A: _FOR_B | {"namespaces"}, Tier.B: _FOR_B}  # the best first


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
    """What the two throw-away processes found, one of them inside bubblewrap."""
    command = [sys.executable, "-I", "-S", str(_SCRIPT)]
    inside = bubble.wrapped([*command, "namespaces"])
    with ThreadPoolExecutor(2) as pool:
        outer = pool.submit(_run, command, bpf, sorted(_REMEDIES.keys() - {"namespaces"}))
        inner = pool.submit(_run, inside, b"", ["namespaces"]) if bubble.is_installed() else None
        missing = {"namespaces": (False, "bubblewrap is not installed")}
        return outer.result() | (missing if inner is None else inner.result())


def _run(command: list[str], given: bytes, layers: list[str]) -> dict[str, tuple[bool, str]]:
    """What a process reports of `layers`; where it fails it is in its last words why none works."""
    try:
        done = _repeated_if_failed(command, given)
        if done.returncode == 0:
            return {name: (works, detail) for name, works, detail in json.loads(done.stdout)}
        words = done.stderr.decode("utf-8", "replace").strip().splitlines()
        problem = words[-1] if words else f"exit code {done.returncode}"
    except (OSError, subprocess.SubprocessError) as error:
        problem = f"could not be tried: {error}"
    return dict.fromkeys(layers, (False, problem))


def _repeated_if_failed(command: list[str], given: bytes) -> subprocess.CompletedProcess[bytes]:
    """A run that fails may have been killed, and that says nothing of the machine: only a second failure does.

    Which it was cannot be told: bubblewrap has an exit code of its own for a killed process inside.
    """
    done = _done(command, given)
    return done if done.returncode == 0 else _done(command, given)


def _done(command: list[str], given: bytes) -> subprocess.CompletedProcess[bytes]:
    """The process ran to its end. What it is given and what it says fit in a pipe each."""
    pipe = subprocess.PIPE
    with subprocess.Popen(  # noqa: S603 — our own interpreter and script
        command, stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=True
    ) as process:
        stdin, stdout, stderr = (cast(BinaryIO, end) for end in (process.stdin, process.stdout, process.stderr))
        try:
            with suppress(BrokenPipeError), stdin:
                stdin.write(given)
            process.wait(_SECONDS)
        finally:
            process.kill()
            bubble.clear_away(process.pid)
        return subprocess.CompletedProcess(command, process.returncode, stdout.read(), stderr.read())


def _filter() -> bytes:
    """The seccomp program; empty where it cannot be built."""
    try:
        from grader.sandbox.syscalls import build_filter

        return build_filter()
    except (ImportError, RuntimeError, OSError):
        return b""
