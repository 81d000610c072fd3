"""A table of the class for whatever reads CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from grader.export.marks import Marks, number, reason_to_hold
from grader.records import Result
from grader.report.cohort import question_ids
from grader.report.csv import answers, cell


def table_csv(results: Sequence[Result], marks: Marks) -> str:
    """Columns: id, score, max_score, pending, status, one a sub-question, held (why there is no score).

    Unlike `grades.csv` the column `score` holds only what may leave: of what waits for a person, or was not judged,
    it is empty, never 0.
    """
    questions = question_ids(results)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["id", "score", "max_score", "pending", "status", *map(cell, questions), "held"])
    for result in results:
        reason = reason_to_hold(result, marks)
        score = number(result.score) if reason is None else ""
        totals = [score, number(result.max_score), number(result.pending), result.status.value]
        writer.writerow([cell(result.student), *totals, *answers(result, questions), reason or ""])
    return text.getvalue()
