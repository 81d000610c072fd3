"""What the judges said of one question, before points: what the store remembers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from grader.records import Verdict


@dataclass(frozen=True, slots=True)
class QuestionVerdicts:
    """The verdicts of one question by the rubric's names of its checks (`softmax`, not `2a/softmax`)."""

    question: str
    checks: Mapping[str, Verdict]
    notes: tuple[str, ...] = ()
    output: str = ""  # what was printed, where that is kept
