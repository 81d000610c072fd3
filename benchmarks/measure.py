"""Whole processes: CPU and wall seconds of a command and everything it started."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from statistics import median

_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True, slots=True)
class Cost:
    """In seconds; `cpu` is user and system time of the process and of the children it waited for."""

    cpu: float
    wall: float


def cost(command: Sequence[str]) -> Cost:
    """Runs the command once, its output thrown away.

    Raises:
        CalledProcessError: it failed.
    """
    adopt_orphans()
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    wall = time.perf_counter() - started
    with suppress(ChildProcessError):
        while True:
            os.wait()  # what the command left behind
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall)


def adopt_orphans() -> None:
    """Processes whose parents end before them become children of this one: their CPU is counted too (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def paired(first: Sequence[str], second: Sequence[str], runs: int) -> tuple[Cost, Cost, float]:
    """Medians of both commands run in turn, and the median ratio of CPU, pair by pair: the machine's speed drifts."""
    pairs = [(cost(first), cost(second)) for _ in range(runs)]
    ratio = median(one.cpu / other.cpu for one, other in pairs)
    medians = [Cost(median(p[i].cpu for p in pairs), median(p[i].wall for p in pairs)) for i in (0, 1)]
    return medians[0], medians[1], ratio
