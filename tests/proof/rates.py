"""How the judge of derivations fares over the corpora by other hands: refused, accepted, on which line, how fast.

`python tests/proof/rates.py` prints what is in docs/accuracy.md.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import yaml

from grader.course.course import load_course
from grader.course.proving import first_wrong
from grader.proof.claim import Claim
from grader.proof.judge import judge_derivation
from grader.proof.judgement import Decision, Judgement
from grader.proof.reading.displays import written

HERE = Path(__file__).parent
FOLDERS = (HERE / "corpus", HERE / "second_corpus")
RIGHT = ("correct", "side")
_COLUMNS = (
    "corpus", "correct", "refused", "wrong", "accepted", "on the right line", "jumps", "accepted", "other", "accepted",
    "median s", "largest s",
)  # fmt: skip
JUMPS = ("jump", "circle", "padding", "nonsense")


@dataclass(frozen=True, slots=True)
class Judged:
    """A derivation of a corpus, what was said of it, and the seconds that took."""

    stem: str
    entry: dict[str, Any]
    judgement: Judgement
    seconds: float

    @property
    def accepted(self) -> bool:
        return self.judgement.decision is Decision.ACCEPTED

    @property
    def right(self) -> bool:
        return self.entry["kind"] in RIGHT


@cache
def claim_of(stem: str) -> Claim:
    """The claim that a file of a corpus is about."""
    assignment, _, name = stem.partition("__")
    questions = load_course(HERE.parents[1]).assignment(assignment).questions
    found = {question.id: question.claim for question in questions}[name]
    assert found is not None
    return found


def chains(text: str) -> list[list[str]]:
    """The lines of LaTeX in an answer, by chain."""
    return [[line.latex for line in chain] for chain in written(text).chains]


def judge_all(folder: Path, seed: int = 0) -> list[Judged]:
    """Every derivation of a corpus, in the order of its files. The drawing of worlds counts to the first of a claim."""
    found = []
    for path in sorted(folder.glob("*.yaml")):
        claim = claim_of(path.stem)
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
            start = time.perf_counter()
            judgement = judge_derivation(claim, chains(entry["text"]), seed=seed)
            found.append(Judged(path.stem, entry, judgement, time.perf_counter() - start))
    return found


def table(corpora: Sequence[tuple[str, Sequence[Judged]]]) -> str:
    """Markdown: a row a corpus."""
    rows = [
        "| " + " | ".join(_COLUMNS) + " |",
        "|---|" + "--:|" * (len(_COLUMNS) - 1),
    ]
    for name, judged in corpora:
        right = [one for one in judged if one.right]
        wrong = [one for one in judged if one.entry["kind"] == "wrong"]
        jumps = [one for one in judged if one.entry["kind"] in JUMPS]
        other = [one for one in judged if one not in right and one not in wrong and one not in jumps]
        seconds = [one.seconds for one in judged]
        counts = [len(right), len([one for one in right if not one.accepted]), len(wrong), _accepted(wrong)]
        counts += [sum(first_wrong(one.judgement) == one.entry["line"] for one in wrong)]
        counts += [len(jumps), _accepted(jumps), len(other), _accepted(other)]
        cells = " | ".join(map(str, counts))
        rows.append(f"| {name} | {cells} | {median(seconds):.2f} | {max(seconds):.2f} |")
    return "\n".join(rows)


def _accepted(judged: Sequence[Judged]) -> int:
    return sum(one.accepted for one in judged)


def main() -> None:
    """Prints the table, and below it every derivation that was not judged as its author meant."""
    corpora = [(folder.name.replace("_", " "), judge_all(folder)) for folder in FOLDERS]
    sys.stdout.write(table(corpora) + "\n")
    for _, judged in corpora:
        for one in judged:
            if one.accepted is not one.right:
                sys.stdout.write(f"{one.stem}: {one.entry['kind']}: {one.entry['name']}: {one.judgement.message}\n")


if __name__ == "__main__":
    main()
