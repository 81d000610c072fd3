"""20 submissions of six numpy/torch questions: `grader grade` against the same calls in one process."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import paired

SUBMISSIONS = 20
QUESTIONS = ("2a", "2b", "3a", "4a", "4b", "5")
ROOT = Path(__file__).parents[1]
SHEET = "ss2020_seminar2"


def report(runs: int = 3) -> None:
    """Prints medians and the ratio of CPU."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "class"
        folder.mkdir()
        source = ROOT / "assignments" / SHEET / "samples" / "bruno_torch.py"
        for number in range(SUBMISSIONS):
            # One line differs, so that no submission is another's copy and graded with it.
            text = source.read_text(encoding="utf-8") + f"\nNUMBER = {number}\n"
            (folder / f"student{number:02}.py").write_text(text, encoding="utf-8")
        out = Path(name) / "out"
        graded = [sys.executable, "-m", "grader", "grade", SHEET, str(folder), "-o", str(out), "--fresh", "--seed", "1"]
        graded += ["--course", str(ROOT), *(word for question in QUESTIONS for word in ("--only", question))]
        floor = [sys.executable, "-m", "benchmarks.floor", str(folder)]
        ours, bare, ratio = paired(graded, floor, runs)
        shutil.rmtree(out, ignore_errors=True)
    print(f"{SUBMISSIONS} submissions, {len(QUESTIONS)} questions")
    print(f"  graded: {ours.cpu:.2f} s CPU, {ours.wall:.2f} s wall")
    print(f"  floor:  {bare.cpu:.2f} s CPU, {bare.wall:.2f} s wall (one process, no isolation, no judging)")
    print(f"  ratio of CPU, median of {runs} pairs: {ratio:.2f} (at most 3)")
