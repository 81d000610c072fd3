"""One item of a test report: a check, or a part that is judged as a whole; the same for JUnit, pytest and GitHub.

What counts as failed is decided here, for `grader check`'s exit code too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from grader.export.wording import account, headline, part_account
from grader.records import CheckResult, CheckStatus, PartKind, PartResult, PartStatus, Visibility
from grader.report.text import one_line
from grader.report.values import points

FAILURE, ERROR, SKIPPED = "failure", "error", "skipped"
OUTCOMES: Mapping[CheckStatus, str | None] = MappingProxyType(
    {
        CheckStatus.PASSED: None,
        CheckStatus.FAILED: FAILURE,
        CheckStatus.MISSING: FAILURE,
        CheckStatus.UNSTABLE: FAILURE,
        CheckStatus.ERROR: ERROR,
        CheckStatus.TIMEOUT: ERROR,
        CheckStatus.MEMORY: ERROR,
        CheckStatus.CRASHED: ERROR,
        CheckStatus.UNGRADED: ERROR,
        CheckStatus.UNDECIDED: SKIPPED,
        CheckStatus.SKIPPED: SKIPPED,
    }
)
PARTS: Mapping[PartStatus, str | None] = MappingProxyType(
    {
        PartStatus.CORRECT: None,
        PartStatus.PARTIAL: FAILURE,
        PartStatus.WRONG: FAILURE,
        PartStatus.MISSING: FAILURE,
        PartStatus.PENDING: SKIPPED,
        PartStatus.UNGRADED: ERROR,
    }
)


@dataclass(frozen=True, slots=True)
class Case:
    """`outcome` is None for one that passed; `headline` is a line, `account` all there is to say of it.

    `properties` are points and status, as text.
    """

    id: str
    title: str
    status: CheckStatus | PartStatus
    outcome: str | None
    headline: str
    account: str
    score: float
    max_score: float
    seconds: float = 0.0
    properties: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_failed(self) -> bool:
        """What waits, for a person or for what it needs, has not failed."""
        return self.outcome in (FAILURE, ERROR)

    @property
    def is_ungraded(self) -> bool:
        """By a fault of ours."""
        return self.status in (CheckStatus.UNGRADED, PartStatus.UNGRADED)


def checked_cases(question: str, title: str, parts: Iterable[PartResult], notes: Sequence[str]) -> Iterator[Case]:
    """What `grader check` judges of the question of that id and title: its public checks and its derivation."""
    for part in parts:
        yield from (check_case(check) for check in part.checks if check.visibility is Visibility.PUBLIC)
        if part.kind is PartKind.DERIVATION:
            yield part_case(question, title, part, notes)


def check_case(check: CheckResult) -> Case:
    properties = {
        "score": points(check.score),
        "max_score": points(check.max_score),
        "title": check.title,
        "visibility": check.visibility.value,
        "status": check.status.value,
    }
    return Case(
        id=check.id,
        title=check.title,
        status=check.status,
        outcome=OUTCOMES[check.status],
        headline=headline(check),
        account=account(check),
        score=check.score,
        max_score=check.max_score,
        seconds=check.seconds,
        properties=properties,
    )


def part_case(question: str, title: str, part: PartResult, notes: Sequence[str] = ()) -> Case:
    """A part of the question of that id and title; `notes` are the question's."""
    text = part_account(part, notes)
    properties = {
        "score": points(part.score),
        "max_score": points(part.max_score),
        "pending": points(part.pending),
        "title": title,
        "status": part.status.value,
    }
    return Case(
        id=f"{question}/{part.kind.value}",
        title=title,
        status=part.status,
        outcome=SKIPPED if part.pending > 0 else PARTS[part.status],
        headline=one_line(text, 200),
        account=text,
        score=part.score,
        max_score=part.max_score,
        properties=properties,
    )
