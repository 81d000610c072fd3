"""What a graded OUT holds, for the commands that show or export it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.commands.outfolder import open_store
from grader.errors import UsageError
from grader.grading.store import ASSIGNMENT
from grader.records import Result
from grader.report.files import STORE


@dataclass(frozen=True, slots=True)
class Graded:
    """`title` is the assignment's, `names` are the students', by id, where a roster gave them."""

    out: Path
    results: Sequence[Result]
    assignment: str
    title: str
    names: Mapping[str, str]


def read_graded(out: Path) -> Graded:
    """The recorded results of OUT.

    Raises:
        UsageError: there is no store in it, or the run that began it was stopped before it recorded a mark.
    """
    if not (out / STORE).is_file():
        raise UsageError(f"{out} holds no {STORE}: `grader grade … -o {out}` makes one")
    with open_store(out) as store:
        found = Graded(out, store.results(), store.get(ASSIGNMENT) or "", store.get("title") or "", store.known().names)
        everyone_left = bool(store.forgotten())
    if not found.results and not everyone_left:
        what = found.assignment or "…"
        raise UsageError(
            f"grading of {what} was interrupted, no mark is recorded yet: run `grader grade {what} … -o {out}` again "
            "to finish"
        )
    return found
