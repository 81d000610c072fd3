"""What the zygote imports once for all submissions of a batch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from grader.course.assignment import AnyCheck, Question
from grader.course.question import Check
from grader.records import Submission

WITHOUT_TORCH = ("numpy",)
WITH_TORCH = ("numpy", "torch")


def preload(submissions: Iterable[Submission], questions: Sequence[Question]) -> tuple[str, ...]:
    """Torch takes longer to import than everything else together: it is left out where nobody uses it.

    That is a matter of time only: a process that needs it all the same imports it by itself.
    """
    torch_functions = [_name(check) for question in questions for check in question.checks if _takes_tensors(check)]
    words = ("torch", *torch_functions)
    return WITH_TORCH if any(_mentions(submission, words) for submission in submissions) else WITHOUT_TORCH


def _takes_tensors(check: AnyCheck) -> bool:
    return isinstance(check, Check) and check.gradients is not None


def _name(check: AnyCheck) -> str:
    return check.function.partition(".")[0]


def _mentions(submission: Submission, words: Sequence[str]) -> bool:
    sources = [cell.source for cell in submission.cells]
    sources += [data.decode("utf-8", "replace") for name, data in submission.beside.items() if name.endswith(".py")]
    return any(word in source for word in words for source in sources)
