"""What `grader grade` says at its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from grader.records import Result, SubmissionStatus
from grader.report import cohort
from grader.report.badge import SUBMISSIONS, badge
from grader.report.cohort import NOBODY
from grader.report.printing import encodable, prose, status
from grader.report.text import one_line
from grader.report.values import points

if TYPE_CHECKING:
    from rich.console import Console

MAX_STUDENTS = 40
MAX_MISTAKES = 8
MAX_NAMED = 8  # students, of those somebody must look at


def class_summary(results: Sequence[Result], console: Console, names: Mapping[str, str] = NOBODY) -> None:
    """Everyone's marks unless they are too many, statistics, whom to look at, recurring mistakes."""
    ordered = sorted(results, key=lambda result: (result.student.casefold(), result.student))
    if len(ordered) <= MAX_STUDENTS:
        _table(ordered, console, names)
    for line in _statistics(ordered):
        prose(console, 0, (line, ""))
    for kind in cohort.attention(ordered):
        who = ", ".join(one_line(concern.student, 40) for concern in kind.concerns[:MAX_NAMED])
        more = f" and {len(kind.concerns) - MAX_NAMED} more" if len(kind.concerns) > MAX_NAMED else ""
        prose(console, 0, (f"{kind.title} ({len(kind.concerns)}): ", "bold"), (who + more, ""))
    mistakes = cohort.mistakes(ordered)[:MAX_MISTAKES]
    if mistakes:
        prose(console, 0, ("Most frequent mistakes:", "bold"))
    for item in mistakes:
        where = f"{one_line(item.question, 12)}: {one_line(item.mistake, 100)}"
        prose(console, 2, (where, ""), (f"  ({item.students} of {item.judged} students)", "dim"))


def _statistics(results: Sequence[Result]) -> list[str]:
    summary = cohort.summary(results)
    counts = [(shown.word, sum(r.status is status for r in results)) for status, shown in SUBMISSIONS.items()]
    lines = [f"{summary.students} submissions: " + ", ".join(f"{n} {word}" for word, n in counts if n)]
    if summary.mean is not None and summary.median is not None:
        mean, median, most = map(points, (summary.mean, summary.median, summary.max_score))
        lines.append(f"mean {mean}, median {median} of {most} points")
    return lines


def _table(results: Sequence[Result], console: Console, names: Mapping[str, str]) -> None:
    from rich.box import SIMPLE
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE, pad_edge=False, show_edge=False)
    table.add_column("student", overflow="fold")
    named = any(result.student in names for result in results)
    if named:
        table.add_column("name", overflow="fold")
    table.add_column("score", justify="right", no_wrap=True)
    table.add_column("pending", justify="right", no_wrap=True)
    table.add_column("status", no_wrap=True)
    for result in results:
        score = points(result.score) if result.status is SubmissionStatus.GRADED else ""
        waits = points(result.pending) if result.pending > 0 else ""
        known = [result.student, names.get(result.student, "")][: 1 + named]
        who = [Text(encodable(console, one_line(text, 60))) for text in known]
        table.add_row(*who, Text(score), Text(waits), Text(*status(console, badge(result.status), 0)))
    console.print(table)
