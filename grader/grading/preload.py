"""What the zygote imports once for all submissions of a batch."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from grader.records import Submission

if TYPE_CHECKING:  # this module is needed before a course is
    from grader.course.assignment import Question

WITHOUT_TORCH = ("numpy",)
WITH_TORCH = ("numpy", "torch")


def preload(submissions: Iterable[Submission], functions: Collection[str] = ()) -> tuple[str, ...]:
    """Torch takes longer to import than everything else together: it is left out where nobody uses it.

    That is a matter of time only: a process that needs it all the same imports it by itself.

    Args:
        submissions: all that will be run.
        functions: names of those that are called with tensors: who defines one of them uses torch.
    """
    words = ("torch", *functions)
    return WITH_TORCH if any(_mentions(submission, words) for submission in submissions) else WITHOUT_TORCH


def on_tensors(questions: Iterable[Question]) -> list[str]:
    """The functions that are differentiated."""
    checks = (check for question in questions for check in question.checks)
    return [check.function.partition(".")[0] for check in checks if getattr(check, "gradients", None) is not None]


def _mentions(submission: Submission, words: Iterable[str]) -> bool:
    sources = _sources(submission)
    return any(word in source for word in words for source in sources)


def _sources(submission: Submission) -> list[str]:
    """Of the cells, and of the modules beside them that may be imported: others may be last year's homework."""
    sources = [cell.source for cell in submission.cells]
    modules = {PurePosixPath(name): data for name, data in submission.beside.items() if name.endswith(".py")}
    reached = 0
    while reached < len(sources):
        source = sources[reached]
        reached += 1
        named = [path for path in modules if path.stem in source or (path.parent.name or path.stem) in source]
        sources += [modules.pop(path).decode("utf-8", "replace") for path in named]
    return sources
