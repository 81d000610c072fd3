"""Whole processes: CPU and wall seconds of a command and everything it started."""

from __future__ import annotations

import resource
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


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
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall)


def paired(first: Sequence[str], second: Sequence[str], runs: int) -> tuple[Cost, Cost, float]:
    """Medians of both commands run in turn, and the median ratio of CPU, pair by pair: the machine's speed drifts."""
    pairs = [(cost(first), cost(second)) for _ in range(runs)]
    ratio = median(one.cpu / other.cpu for one, other in pairs)
    medians = [Cost(median(p[i].cpu for p in pairs), median(p[i].wall for p in pairs)) for i in (0, 1)]
    return medians[0], medians[1], ratio
