"""How the course judges implementations by people who did not see its checks: refused, accepted, named.

`python tests/implementations/rates.py` prints what is in docs/accuracy.md.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from grader.course.assignment import Assignment, PreparedQuestion, Question, prepare
from grader.course.course import load_course
from grader.grading.pipeline import Task, judge_submission
from grader.records import Cell, CellKind, CheckStatus, Limits, Submission, Verdict
from grader.sandbox.isolation import best_tier
from grader.sandbox.pool import Sandbox

HERE = Path(__file__).parent
if __package__ in (None, ""):
    sys.path.insert(0, str(HERE.parents[1]))

from tests.implementations.catalogue import Entry, entries  # noqa: E402 - run as a script it needs the line above

LIMITS = Limits(question_seconds=60.0, memory_mb=1024)


@dataclass(frozen=True, slots=True)
class Judged:
    """One implementation and the verdicts of all checks on its function."""

    entry: Entry
    verdicts: dict[str, Verdict]

    @property
    def accepted(self) -> bool:
        return bool(self.verdicts) and all(one.status is CheckStatus.PASSED for one in self.verdicts.values())

    @property
    def names(self) -> set[str]:
        return {one.misconception for one in self.verdicts.values() if one.misconception}


def judge_all(root: Path, seed: int = 1, only: Sequence[Entry] | None = None) -> list[Judged]:
    """Every implementation through the real sandbox, by its own assignment's checks."""
    course = load_course(root)
    chosen = entries(HERE) if only is None else list(only)
    prepared = {
        name: list(_prepared(course.assignment(name), seed)) for name in sorted({entry.assignment for entry in chosen})
    }
    with Sandbox(best_tier()) as sandbox, ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda entry: _judge(entry, prepared[entry.assignment], sandbox), chosen))


def _prepared(assignment: Assignment, seed: int) -> Iterator[PreparedQuestion]:
    return (prepare(question, seed, assignment) for question in assignment.questions)


def _judge(entry: Entry, questions: Sequence[PreparedQuestion], sandbox: Sandbox) -> Judged:
    source = entry.path.read_text(encoding="utf-8")
    name = entry.path.name
    cells = (Cell(CellKind.SCRIPT, source, name),)
    submission = Submission(name, (name,), hashlib.sha256(source.encode()).hexdigest(), cells)
    tasks = [Task(part, LIMITS) for question in questions if (part := _about(question, entry.function)).checks]
    judged = judge_submission(submission, tasks, LIMITS, sandbox)
    verdicts = {f"{q}/{name}": one for q, found in judged.questions.items() for name, one in found.checks.items()}
    return Judged(entry, verdicts)


def _about(question: PreparedQuestion, function: str) -> PreparedQuestion:
    pairs = [
        (declared, ready)
        for declared, ready in zip(question.question.checks, question.checks, strict=True)
        if declared.function.split(".")[0] == function
    ]
    kept = Question(question.question.id, question.question.title, tuple(declared for declared, _ in pairs))
    return PreparedQuestion(kept, tuple(ready for _, ready in pairs))


def table(judged: Sequence[Judged]) -> str:
    """Markdown: a row an assignment, then the total."""
    rows = [
        "| assignment | right | refused | wrong | accepted | named | names that are right |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    names = sorted({one.entry.assignment for one in judged})
    for name in (*names, None):
        own = [one for one in judged if name in (None, one.entry.assignment)]
        right = [one for one in own if one.entry.correct]
        wrong = [one for one in own if not one.entry.correct]
        given = [one for one in wrong if one.names]
        good = [one for one in given if named_rightly(one)]
        share = f"{len(good)} of {len(given)} ({len(good) / max(1, len(given)):.1%})"
        refused, accepted = sum(not one.accepted for one in right), sum(one.accepted for one in wrong)
        label = f"`{name}`" if name else "**all**"
        rows.append(f"| {label} | {len(right)} | {refused} | {len(wrong)} | {accepted} | {len(given)} | {share} |")
    return "\n".join(rows)


def named_rightly(one: Judged) -> bool:
    """Whether a name given is the author's own; an unlisted mistake has none to compare with.

    The table's words name several mistakes at once ("exclusive (either function)", "missing ½ and sign of H"): the
    course's finer names are right where they are among them.
    """
    if not one.entry.listed:
        return True
    meant = _bare(one.entry.mistake or "")
    return any(_bare(name) in meant or meant in _bare(name) for name in one.names)


def _bare(words: str) -> str:
    return re.sub(r"\s*\([^)]*\)", "", words).strip()


def _say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")


def main() -> None:
    """Prints the table, and below it every case that one would want to look at."""
    found = judge_all(HERE.parents[1])
    _say(table(found))
    for one in found:
        if one.entry.correct and not one.accepted:
            bad = {name: v.message for name, v in one.verdicts.items() if v.status is not CheckStatus.PASSED}
            _say("REFUSED", one.entry.id, bad)
        if not one.entry.correct and one.accepted:
            _say("ACCEPTED", one.entry.id, one.entry.mistake)
        if not one.entry.correct and one.names and not named_rightly(one):
            _say("NAMED", one.entry.id, "|", one.entry.mistake, "|", one.names)
        if not one.entry.correct and one.entry.listed and not one.accepted and not one.names:
            _say("UNNAMED", one.entry.id, "|", one.entry.mistake)


if __name__ == "__main__":
    main()
