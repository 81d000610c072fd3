"""What `grader check` says: a line a sub-question, what failed and how to see it, what is still to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.grading.derivations import EVIDENCE
from grader.records import (
    CheckResult,
    CheckStatus,
    Counterexample,
    PartKind,
    PartResult,
    PartStatus,
    QuestionResult,
    Result,
    SubmissionStatus,
    Visibility,
)
from grader.report.badge import badge
from grader.report.comparison import Panel, Room, panels
from grader.report.derivation import Fault, awaits_grading, evidence, first_fault, holds, own_notes, problem
from grader.report.example import answered, call, described
from grader.report.printing import prose, put, status
from grader.report.text import one_line, shorten
from grader.report.values import literal, points

if TYPE_CHECKING:
    from rich.console import Console

_LONGEST = 2_000  # characters of one message, call or value
_TITLE = 44  # columns
_ROOM = Room(entries=12, characters=_LONGEST)


def check_lines(result: Result, console: Console) -> None:
    """A line a sub-question, below it what failed and how to see it, at the end what is still to come."""
    for note in result.notes:
        prose(console, 0, (f"note: {shorten(note, _LONGEST)}", "yellow"))
    widest = max((len(one_line(question.id, 12)) for question in result.questions), default=0)
    for question in result.questions:
        _question(console, question, widest)
    prose(console, 0, ("", ""))
    for line in closing(result):
        prose(console, 0, (line, ""))


def closing(result: Result) -> list[str]:
    """Sentences on how the public checks went, and on the points that these do not decide."""
    if result.status in {SubmissionStatus.UNREADABLE, SubmissionStatus.MISSING}:
        return [f"Nothing was run: {badge(result.status).word}."]
    public = [check for check in _checks(result) if check.visibility is Visibility.PUBLIC]
    passed = sum(check.status is CheckStatus.PASSED for check in public)
    lines = [f"{passed} of {len(public)} public checks passed."] if public else []
    hidden = {question.id: left for question in result.questions if (left := hidden_points(question)) > 0}
    if hidden:
        parts = ", ".join(f"{one_line(name, 12)}: {points(left)}" for name, left in hidden.items())
        lines.append(f"Hidden checks decide {points(sum(hidden.values()))} more points ({parts}): not run here.")
    return [*lines, *_derivations(result), *_waiting(result)]


def _derivations(result: Result) -> list[str]:
    proofs = [part for question in result.questions for part in question.parts if part.kind is PartKind.DERIVATION]
    judged = any(part.steps for part in proofs)
    counted = f"{sum(map(holds, proofs))} of {len(proofs)} derivations hold"
    return [f"{counted}; {EVIDENCE}." if judged else f"{counted}."] if proofs else []


def _waiting(result: Result) -> list[str]:
    """Which points nobody can have yet, and who decides on them."""
    waiting: dict[str, dict[str, float]] = {"At grading the last lines of derivations decide": {}, "A person marks": {}}
    at_grading, by_person = waiting.values()
    for question in result.questions:
        for part in question.parts:
            if part.pending > 0:
                found = at_grading if awaits_grading(part) else by_person
                found[question.id] = found.get(question.id, 0.0) + part.pending
    return [
        f"{who} {points(sum(found.values()))} more points ({', '.join(one_line(name, 12) for name in found)})."
        for who, found in waiting.items()
        if found
    ]


def hidden_points(question: QuestionResult) -> float:
    """Points of the code parts that no public check decides.

    A kit does not list its hidden checks, but its parts keep their points.
    """
    return sum(
        max(part.max_score - sum(c.max_score for c in part.checks if c.visibility is Visibility.PUBLIC), 0.0)
        for part in question.parts
        if part.kind is PartKind.CODE and part.status is not PartStatus.UNGRADED
    )


def _checks(result: Result) -> list[CheckResult]:
    return [check for question in result.questions for part in question.parts for check in part.checks]


def _question(console: Console, question: QuestionResult, widest: int) -> None:
    from rich.cells import set_cell_size

    shown = badge(question.status)
    put(
        console,
        (f"{one_line(question.id, 12):<{widest}}  ", "bold"),
        (set_cell_size(one_line(question.title, _TITLE), _TITLE) + "  ", ""),
        status(console, shown, 20),
        (f"{points(question.score):>5} / {points(question.max_score)}", ""),
    )
    for note in own_notes(question):
        prose(console, 4, (shorten(note, _LONGEST), "dim"))
    for part in question.parts:
        _part(console, question, part)


def _part(console: Console, question: QuestionResult, part: PartResult) -> None:
    if part.kind is PartKind.DERIVATION:
        _derivation(console, question, part)
    elif part.message:
        prose(console, 4, (f"{part.kind.value}: {shorten(part.message, _LONGEST)}", ""))
    for check in part.checks:
        if check.visibility is Visibility.PUBLIC and check.status is not CheckStatus.PASSED:
            _check(console, check, answered(check, part.checks))


def _check(console: Console, check: CheckResult, example: Counterexample | None) -> None:
    shown = badge(check.status)
    put(
        console,
        ("    ", ""),
        status(console, shown, 0),
        (f"  {one_line(check.title, 100)}", "bold"),
        (f"  ({one_line(check.id, 60)}, {points(check.score)} of {points(check.max_score)} points)", "dim"),
    )
    if check.message:
        prose(console, 6, (shorten(check.message, _LONGEST), ""))
    if check.misconception:
        on = f" (on {check.matched[0]} of {check.matched[1]} inputs)" if check.matched else ""
        prose(console, 6, (f"Recognised mistake: {one_line(check.misconception, 300)}{on}", "bold red"))
    if example:
        _counterexample(console, example)


def _counterexample(console: Console, example: Counterexample) -> None:
    """The call stands on lines of its own that are never broken, so that it can be copied."""
    for line in call(example, _LONGEST).splitlines():
        put(console, ("        ", ""), (line, "cyan"))
    for name, value in described(example, _LONGEST):
        put(console, (f"        where {name} is ", "dim"), (value, ""))
    if isinstance(example.got, list) and len(example.got) > _ROOM.entries:
        for panel in panels(example.got, example.expected, _ROOM):
            _panel(console, panel)
        return
    put(console, ("        got       ", "dim"), (literal(example.got, _LONGEST), ""))
    if example.expected is not None:
        put(console, ("        expected  ", "dim"), (literal(example.expected, _LONGEST), ""))


def _panel(console: Console, panel: Panel) -> None:
    """Columns under their indices, with a star where got and expected visibly differ."""
    put(console, (f"        {panel.caption}", "dim"), (f"  {panel.text}" if panel.text else "", ""))
    if not panel.rows:
        return
    table = [("", panel.columns)] + [
        (row.name, tuple(("*" if cell.differs else "") + cell.text for cell in row.cells)) for row in panel.rows
    ]
    widths = [max(map(len, column)) for column in zip(*(cells for _, cells in table), strict=True)]
    for name, cells in table:
        line = "  ".join(f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))
        put(console, (f"          {name:<8}  ", "dim"), (line, ""))


def _derivation(console: Console, question: QuestionResult, part: PartResult) -> None:
    """One line; below it the first step that is not valid, as it was read."""
    name = f"{one_line(question.id, 12)}/{part.kind.value}"
    put(
        console,
        ("    ", ""),
        status(console, badge(part.status), 0),
        (f"  {part.kind.value.capitalize()}", "bold"),
        (f"  ({name}, {points(part.score)} of {points(part.max_score)} points)", "dim"),
    )
    for words in problem(part):
        prose(console, 6, (shorten(words, _LONGEST), ""))
    fault = first_fault(part)
    for label, text in evidence(part):
        style = "bold" if label == "hint" else ""
        if fault is not None and label == fault.label:
            _unreadable(console, fault)
        else:
            prose(console, 8, (f"{label:<10}  ", "dim"), (one_line(text, _LONGEST), style))


def _unreadable(console: Console, fault: Fault) -> None:
    """The line as written, and a caret below the place; neither is broken, or they would come apart."""
    put(console, (f"        {fault.label:<10}  ", "dim"), (fault.text, ""))
    if fault.caret:
        put(console, (" " * 20 + fault.caret, "bold red"))
