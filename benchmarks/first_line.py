"""`grader check`: how soon its first line is there, and how soon it is done."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "assignments" / "ss2020_seminar2" / "samples" / "hana_naive.py"


def report(runs: int = 5) -> None:
    """Prints the medians."""
    times = [_times() for _ in range(runs)]
    print("grader check, a module without torch")
    print(f"  first line: {median(first for first, _ in times):.2f} s (at most 0.3)")
    print(f"  done:       {median(done for _, done in times):.2f} s (at most 3)")


def _times() -> tuple[float, float]:
    command = [sys.executable, "-m", "grader", "check", str(SAMPLE), "-a", "ss2020_seminar2", "--course", str(ROOT)]
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        process.stdout.readline()
        first = time.perf_counter() - started
        process.stdout.read()
    return first, time.perf_counter() - started
