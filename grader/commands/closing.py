"""What `grader grade` says at its end: which marks were kept, what is ungraded and why, and the exit code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from grader.grading.recording import Proposal, Standing
from grader.grading.verdicts import QuestionVerdicts
from grader.records import CheckStatus, SubmissionStatus

DONE, UNGRADED, WOULD_CHANGE = 0, 3, 4
_REASONS = 3  # shown of those for which something is ungraded
_NAMES = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """One proposal a student; `accepted` says whether changes of recorded marks went into the store."""

    proposals: tuple[Proposal, ...]
    fleeting: Mapping[str, Mapping[str, QuestionVerdicts]]
    accepted: bool


def close(outcome: Outcome, index: Path) -> int:
    """Prints what a person has to know, the index page last; returns the exit code."""
    by_standing = {standing: _of(outcome.proposals, standing) for standing in Standing}
    ungraded = [one for one in outcome.proposals if one.result.status is SubmissionStatus.UNGRADED]
    changed = [one for one in outcome.proposals if one.changes]
    if changed:
        _say_changes(changed, accepted=outcome.accepted)
    idle = [one for one in by_standing[Standing.GONE] if not one.changes]
    if idle:
        what = "taken out" if outcome.accepted else "kept; --accept takes them out"
        click.echo(f"not on the roster any more, without a submission ({what}): {_names(idle)}", err=True)
    if by_standing[Standing.ABSENT]:
        click.echo(f"not among the files given, so their marks stay: {_names(by_standing[Standing.ABSENT])}", err=True)
    if ungraded:
        _say_ungraded(ungraded, outcome.fleeting)
    click.echo(index.resolve())
    if ungraded:
        return UNGRADED
    return WOULD_CHANGE if changed and not outcome.accepted else DONE


def _of(proposals: Iterable[Proposal], standing: Standing) -> list[Proposal]:
    return [proposal for proposal in proposals if proposal.standing is standing]


def _names(proposals: list[Proposal]) -> str:
    shown = ", ".join(proposal.result.student for proposal in proposals[:_NAMES])
    return shown + (f" and {len(proposals) - _NAMES} more" if len(proposals) > _NAMES else "")


def _say_changes(changed: list[Proposal], *, accepted: bool) -> None:
    head = "Recorded marks that changed:" if accepted else "Recorded marks that would change; they were kept:"
    click.echo(head, err=True)
    for proposal in changed:
        if proposal.why:
            click.echo(f"  {proposal.why}:", err=True)
        for change in proposal.changes:
            click.echo(f"  {change}", err=True)
    if not accepted:
        click.echo("Run it again with --accept to take the new marks.", err=True)


def _say_ungraded(ungraded: list[Proposal], fleeting: Mapping[str, Mapping[str, QuestionVerdicts]]) -> None:
    click.echo(f"Ungraded for a reason of ours: {_names(ungraded)}", err=True)
    reasons = dict.fromkeys(
        f"question {name}: {verdict.message}"
        for questions in fleeting.values()
        for name, verdicts in questions.items()
        for verdict in verdicts.checks.values()
        if verdict.status is CheckStatus.UNGRADED
    )
    for reason in list(reasons)[:_REASONS]:
        click.echo(f"  {reason}", err=True)
    click.echo("Run the same command again: it judges only what is missing.", err=True)
