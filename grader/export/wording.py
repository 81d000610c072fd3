"""What a failed check says where there is only plain text: logs, test reports, other systems' pages."""

from __future__ import annotations

from collections.abc import Sequence

from grader.grading.derivations import EVIDENCE
from grader.records import CheckResult, CheckStatus, PartKind, PartResult, Result
from grader.report.badge import badge
from grader.report.derivation import awaits_grading, evidence, problem
from grader.report.example import answered, call, described
from grader.report.text import one_line, shorten
from grader.report.values import literal, points

LONGEST = 2_000  # characters of one message, call or value


def headline(check: CheckResult) -> str:
    """One line: the mistake's name, else the message's beginning, else the status."""
    return one_line(check.misconception or check.message or badge(check.status).word, 200)


def account(check: CheckResult) -> str:
    """Message, recognised mistake and counterexample, as far as the check has them; empty for one that passed."""
    if check.status is CheckStatus.PASSED:
        return ""
    lines = [shorten(check.message, LONGEST)] if check.message else []
    if check.misconception:
        on = f" (on {check.matched[0]} of {check.matched[1]} inputs)" if check.matched else ""
        lines.append(f"Recognised mistake: {one_line(check.misconception, 300)}{on}")
    example = answered(check, ())
    if example is not None:
        lines.append(call(example, LONGEST))
        lines += [f"  where {name} is {value}" for name, value in described(example, LONGEST)]
        # "as in" another check: that one says what came back, here it is not known.
        if example.got is not None or not check.message.startswith("as in "):
            lines.append(f"  got      {literal(example.got, LONGEST)}")
        if example.expected is not None:
            lines.append(f"  expected {literal(example.expected, LONGEST)}")
    return "\n".join(lines or [badge(check.status).word])


def part_account(part: PartResult, notes: Sequence[str] = ()) -> str:
    """Of a derivation or a text: what was found in it, or that a person marks it.

    Of the question's notes those are added that say how the derivation was read.
    """
    lines = [shorten(words, LONGEST) for words in problem(part)]
    lines += [f"  {label:<10}  {one_line(text, LONGEST)}" for label, text in evidence(part)]
    if part.kind is PartKind.DERIVATION:
        about = f"{part.kind.value}: "
        lines += [shorten(note, LONGEST) for note in notes if note.startswith(about) and not note.endswith(EVIDENCE)]
    if part.pending > 0 and not awaits_grading(part):
        lines.append(f"{points(part.pending)} points wait for a person")
    if part.override is not None:
        lines.append(f"Marked by a person: {shorten(part.override.reason, LONGEST)}")
    return "\n".join(lines) or badge(part.status).word


def circumstances(result: Result) -> list[str]:
    """Sentences about the submission as a whole; none of them tells its score."""
    lines = [shorten(note, LONGEST) for note in result.notes]
    if result.late is not None and result.late.penalty > 0:
        lines.append(f"Late by {result.late.hours:.1f} hours: {points(result.late.penalty)} points are taken off.")
    if result.pending > 0:
        lines.append(f"Not final: {points(result.pending)} points wait for a person, who can still add them.")
    return lines
