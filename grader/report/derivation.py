"""What is said of a derivation: of every step, and where there is room for its first problem only."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from grader.grading.derivations import EVIDENCE
from grader.records import PartKind, PartResult, PartStatus, QuestionResult, StepResult
from grader.report.linear import linear, relation
from grader.report.text import visible

_VALID, _TOO_BIG, _UNREADABLE, _UNDECIDED = "valid", "too_big", "unreadable", "undecided"
_NOT_READ = "(cannot be read)"
_BETWEEN = "write down what lies between these two lines"
_LINE_BEFORE = "the line before it cannot be read"
_POSITION = re.compile(r" position ([1-9][0-9]{0,5})\)$")  # how a message about a line of LaTeX ends
_SHOWN = 60  # columns of a line that cannot be read, around the place where reading it stopped
_AHEAD = 28  # of these at most before the place: so that it is in sight on a telephone, too


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that cannot be read, as written; `caret` is what stands below it, "" where the place is not known."""

    label: str
    text: str
    caret: str


def awaits_grading(part: PartResult) -> bool:
    """Whether its steps hold and only the goal is missing, which no student is given."""
    sound = bool(part.steps) and all(step.status == _VALID for step in part.steps)
    return part.kind is PartKind.DERIVATION and part.status is PartStatus.PENDING and sound


def holds(part: PartResult) -> bool:
    """Whether nothing is wrong with it as far as can be said here."""
    return part.status is PartStatus.CORRECT or awaits_grading(part)


def own_notes(question: QuestionResult) -> list[str]:
    """The notes of one answer; what holds for all derivations alike is said once, elsewhere."""
    return [note for note in question.notes if not note.endswith(EVIDENCE)]


def unsaid_facts(step: StepResult) -> tuple[str, ...]:
    """The facts that a step uses, none where its message names them all."""
    return () if all(fact in step.message for fact in step.facts) else step.facts


def remark(step: StepResult, before: str | None) -> str:
    """The message of a step that is shown in full: without the two values, which stand below it.

    `before` is the line before as it was read, "" if it could not be, None if that is not known.
    """
    if step.status == _UNREADABLE and before == "" and step.source and step.line > 2:
        return _LINE_BEFORE
    return step.message.replace(f": for instance {step.left} against {step.right}", "") if step.left else step.message


def place_of_fault(step: StepResult, before: str | None) -> Fault | None:
    """The line that cannot be read; None where all could be, or where it was shown with the step before."""
    if step.status != _UNREADABLE or not step.source or remark(step, before) == _LINE_BEFORE:
        return None
    unread = step.line - 1 if before == "" or (before is None and step.read_as) else step.line
    found = _POSITION.search(step.message)
    return _marked(f"line {unread}", visible(step.source), int(found.group(1)) - 1 if found else None)


def _marked(label: str, source: str, place: int | None) -> Fault:
    """The source around the place, without line breaks and runs of blanks."""
    if place is None or place > len(source):
        text = " ".join(source.split())
        return Fault(label, text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…", "")
    head = " ".join(source[:place].split()) + " " * source[:place].endswith((" ", "\n", "\t"))
    tail = " ".join(source[place:].split())
    head = head.lstrip() if len(head) <= _AHEAD else "…" + head[1 - _AHEAD :]
    left = _SHOWN - len(head)
    tail = tail if len(tail) <= left else tail[: left - 1] + "…"
    return Fault(label, head + tail, " " * _columns(head) + "^")


def _columns(text: str) -> int:
    """How wide a text is where all letters are as wide: combining marks are not, East Asian ones are twice."""
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text
    )


def first_fault(part: PartResult) -> Fault | None:
    """Of the first step that is not valid: the line that cannot be read, if there is one."""
    place = _first(part.steps)
    return None if place is None else place_of_fault(part.steps[place], _before(part, place))


def weak_point(part: PartResult) -> tuple[int, str] | None:
    """The first step that does not hold as it stands: its line, and words that other answers may share."""
    place = _first(part.steps)
    if place is None or part.steps[place].status == _UNDECIDED:
        return None
    step = part.steps[place]
    if step.status == _UNREADABLE:
        return step.line, "a line that cannot be read"
    if step.status == _TOO_BIG:
        return step.line, "too much at once" + (f": {', '.join(step.facts)}" if step.facts else "")
    return step.line, step.hint or remark(step, None) or step.status


def _before(part: PartResult, place: int) -> str:
    return part.steps[place - 1].read_as if place else part.opening


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
    sign = part.steps[place - 1].relation if place else ""
    fault = first_fault(part)
    written = {fault.label: fault.text} if fault else {}
    unread = _NOT_READ if step.status == _UNREADABLE else ""
    first, second = f"line {step.line - 1}", f"line {step.line}"
    rows = [
        (first, written.get(first) or _shown(sign, _before(part, place)) or unread),
        (second, written.get(second) or _shown(step.relation, step.read_as) or unread),
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
