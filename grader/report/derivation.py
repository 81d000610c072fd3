"""What is said of a derivation wherever there is room for its first problem only: terminals, logs, notebooks."""

from __future__ import annotations

from collections.abc import Iterator

from grader.records import PartKind, PartResult, PartStatus, StepResult
from grader.report.linear import linear, relation

_VALID, _TOO_BIG, _UNREADABLE = "valid", "too_big", "unreadable"
_NOT_READ = "(cannot be read)"
_BETWEEN = "write down what lies between these two lines"


def awaits_grading(part: PartResult) -> bool:
    """Whether its steps hold and only the goal is missing, which no student is given."""
    sound = bool(part.steps) and all(step.status == _VALID for step in part.steps)
    return part.kind is PartKind.DERIVATION and part.status is PartStatus.PENDING and sound


def holds(part: PartResult) -> bool:
    """Whether nothing is wrong with it as far as can be said here."""
    return part.status is PartStatus.CORRECT or awaits_grading(part)


def problem(part: PartResult) -> list[str]:
    """What is wrong, in sentences: the part's own, and those about the first step that is not valid."""
    place = _first(part.steps)
    said = "" if place is None else _message(part.steps[place], part.message)
    return [words for words in (part.message, said, *_beside(part)) if words]


def evidence(part: PartResult) -> list[tuple[str, str]]:
    """Of the first step that is not valid, by label: its two lines as they were read, their values and where."""
    place = _first(part.steps)
    if place is None:
        return []
    step = part.steps[place]
    sign, before = (part.steps[place - 1].relation, part.steps[place - 1].read_as) if place else ("", part.opening)
    unread = _NOT_READ if step.status == _UNREADABLE else ""
    rows = [
        (f"line {step.line - 1}", _shown(sign, before) or unread),
        (f"line {step.line}", _shown(step.relation, step.read_as) or unread),
        ("left side", step.left),
        ("right side", step.right),
        ("where", step.world),
        ("hint", _BETWEEN if step.status == _TOO_BIG else step.hint),
    ]
    return [(label, text) for label, text in rows if text]


def _first(steps: tuple[StepResult, ...]) -> int | None:
    return next((place for place, step in enumerate(steps) if step.status != _VALID), None)


def _message(step: StepResult, before: str) -> str:
    """Without what stands before it, and without what the two values say as well."""
    if step.left and f"{step.left} against {step.right}" in step.message:
        return ""
    beginning, _, rest = step.message.partition(": ")
    return rest if rest and beginning in before else step.message


def _beside(part: PartResult) -> Iterator[str]:
    """Of side calculations, which give no points, only where one first goes wrong."""
    for chain in part.side:
        place = _first(chain)
        if place is not None:
            step = chain[place]
            why = f" ({step.message})" if step.message else ""
            said = step.status.replace("_", " ")
            yield f"a side calculation, without points: the step to its line {step.line} is {said}{why}"


def _shown(sign: str, source: str) -> str:
    return f"{relation(sign)} {linear(source)}".strip() if source else ""
