"""`grader check`: how soon its first line is there, and how soon it is done."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "assignments" / "ss2020_seminar2" / "samples" / "hana_naive.py"
_ON_TENSORS = "class ScanFunction"  # the last answer of the sample, and the only one that needs torch


def report(runs: int = 7) -> None:
    """Prints the medians, for the sample as it is and without its answer in torch."""
    source = SAMPLE.read_text(encoding="utf-8")
    without, found, _ = source.replace("import torch\n", "").partition(_ON_TENSORS)
    assert found
    assert "torch" not in without
    _report("without torch", without, runs, "at most 3")
    _report("with torch", source, runs, "torch is imported once more")


def _report(words: str, source: str, runs: int, aim: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        module = Path(folder, SAMPLE.name)
        module.write_text(source, encoding="utf-8")
        times = [_times(module) for _ in range(runs)]
    print(f"grader check, nine questions in a module {words}")
    print(f"  first line: {median(first for first, _ in times):.2f} s (at most 0.3)")
    print(f"  done:       {median(done for _, done in times):.2f} s ({aim})")


def _times(module: Path) -> tuple[float, float]:
    command = [sys.executable, "-m", "grader", "check", str(module), "-a", "ss2020_seminar2", "--course", str(ROOT)]
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        process.stdout.readline()
        first = time.perf_counter() - started
        process.stdout.read()
    return first, time.perf_counter() - started
