"""`grades.csv`: a row a student."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from grader.records import PartStatus, Result, SubmissionStatus
from grader.report.cohort import question_ids
from grader.report.text import encodable

_NOT_JUDGED = (SubmissionStatus.MISSING, SubmissionStatus.UNREADABLE)
# What spreadsheets take for the beginning of a formula, the full-width forms of East Asian ones included.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def grades_csv(results: Sequence[Result]) -> str:
    """Columns: id, score, one a sub-question (in the order of the sheet), status.

    A number is a mark: what was not judged (nothing handed in, unreadable, a fault of ours) is an empty cell, never 0.
    Points that wait for a person are not in the numbers, as everywhere.
    """
    questions = question_ids(results)
    header = ["id", "score", *map(cell, questions), "status"]
    return "".join(_line(cells) for cells in (header, *(_row(result, questions) for result in results)))


def cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula: one that might be gets an apostrophe in front."""
    return encodable("'" + text if text.startswith(_FORMULA) else text)


def _line(cells: Sequence[str]) -> str:
    """One line, ended the Unix way. The writer quotes only those line breaks that it ends lines with itself."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue().removesuffix("\r\n") + "\n"


def answers(result: Result, questions: Sequence[str]) -> list[str]:
    """A cell a question: empty where nothing was judged, or nothing is earned yet and a person may still add points."""
    if result.status in _NOT_JUDGED:
        return [""] * len(questions)
    scores = {
        question.id: number(question.score)
        for question in result.questions
        if question.status is not PartStatus.UNGRADED
        and not (question.score <= 0 and any(part.pending > 0 for part in question.parts))
    }
    return [scores.get(question, "") for question in questions]


def number(score: float) -> str:
    """A score as a cell has it: `71.5`."""
    return f"{score + 0.0:.10g}"


def _row(result: Result, questions: Sequence[str]) -> list[str]:
    graded = result.status is SubmissionStatus.GRADED
    score = number(result.score) if graded else ""
    return [cell(result.student), score, *answers(result, questions), result.status.value]
