"""The table for whatever reads CSV."""

from __future__ import annotations

import csv
import io

from grader.export.marks import Marks
from grader.export.table import table_csv
from grader.records import PartStatus, SubmissionStatus


def rows(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_what_is_open_is_empty_and_never_0(make):
    waiting = make["question"]("2", make["text"](), status=PartStatus.PENDING)
    done = make["question"]("1", make["code"](make["check"]("1/a")))
    results = [
        make["result"]("ann", done),
        make["result"]("bob", done, waiting),
        make["result"]("cleo", waiting),
        make["result"]("dan", status=SubmissionStatus.UNGRADED),
    ]
    final, provisional = rows(table_csv(results, Marks.FINAL)), rows(table_csv(results, Marks.PROVISIONAL))
    assert list(final[0]) == ["id", "score", "max_score", "pending", "status", "1", "2", "held"]
    assert [row["score"] for row in final] == ["4", "", "", ""]
    assert [row["score"] for row in provisional] == ["4", "4", "", ""]
    assert [row["2"] for row in final] == ["", "", "", ""]
    assert final[1]["held"] == "6 points wait for a person"
    assert [row["pending"] for row in final] == ["0", "6", "6", "0"]


def test_no_cell_is_a_formula(make):
    text = table_csv([make["result"]('=HYPERLINK("x")')], Marks.FINAL)
    assert rows(text)[0]["id"] == '\'=HYPERLINK("x")'
