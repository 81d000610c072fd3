"""Derivations that are not there, or hold nothing that could be judged: said before it costs points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from grader.records import PartKind, PartResult, PartStatus, Result, Submission
from grader.submission.answers import answers


def unproved(result: Result, submission: Submission, starter: Mapping[tuple[str, str], str]) -> tuple[str, ...]:
    """A sentence for each way in which derivations are missing, with the questions."""
    found = answers(submission.cells, starter)
    unmarked: list[str] = []
    empty: list[str] = []
    prose: list[str] = []
    for question, part in _derivations(result):
        if part.status is PartStatus.MISSING:
            (unmarked if found.get(PartKind.DERIVATION, question) is None else empty).append(question)
        elif part.status is PartStatus.PENDING and not part.steps and part.message:
            prose.append(question)
    return tuple(_sentences(unmarked, empty, prose))


def _derivations(result: Result) -> list[tuple[str, PartResult]]:
    every = [(question.id, part) for question in result.questions for part in question.parts]
    return [(name, part) for name, part in every if part.kind is PartKind.DERIVATION]


def _sentences(unmarked: Sequence[str], empty: Sequence[str], prose: Sequence[str]) -> Iterator[str]:
    if unmarked:
        marker = f"<!-- derivation: {unmarked[0]} -->"
        yield f"no derivation of {_listed(unmarked)} is there: its cell begins with the line {marker}"
    if empty:
        yield f"the derivation of {_listed(empty)} is empty, or as the starter left it"
    if prose:
        yield (
            f"the derivation of {_listed(prose)} holds no formula on lines of its own: "
            "what stands between $$ and $$ is judged at once, anything else waits for a person"
        )


def _listed(questions: Sequence[str]) -> str:
    return " and ".join([", ".join(questions[:-1]), questions[-1]] if len(questions) > 1 else questions)
