"""A derivation line by line as HTML that can stand in any page: for the cells of a notebook."""

from __future__ import annotations

from grader.records import PartResult
from grader.report.page import Caps, render


def chain_html(question: str, part: PartResult) -> str:
    """A table of the lines as they were read (in MathML), their statuses and facts; "" where there are none."""
    if not part.steps:
        return ""
    return render("derivation.html", {"question": question, "part": part, "caps": Caps()})
