"""What a run proposes to record: marks of an unchanged submission change only when a person accepts it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import groupby

from grader.grading.batch import Plan
from grader.grading.booking import HandedIn, best_attempt
from grader.grading.changes import Change, changes
from grader.grading.codec import encoded
from grader.grading.marking import completed, mark, restricted, same_submission, wanted
from grader.grading.overrides import RecordedOverride, apply_overrides
from grader.grading.score import Run
from grader.grading.store import Store
from grader.grading.verdicts import QuestionVerdicts
from grader.records import Override, PartKind, Result, SubmissionStatus


class Standing(StrEnum):
    """How a student's new result stands to the recorded one."""

    NEW = "new"  # no recorded mark of this submission changes
    UNCHANGED = "unchanged"  # it says what is recorded already
    CHANGES = "changes"  # recorded marks would change
    UNGRADED = "ungraded"  # a fault of ours takes no mark away: the recorded result stays
    ABSENT = "absent"  # nor does a file that is not among those given


@dataclass(frozen=True, slots=True)
class Proposal:
    """The new result of one student; `changes` are those of recorded marks."""

    result: Result
    standing: Standing
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposer:
    """Marks a batch from its verdicts; `faults` are those that may not be kept, by submission hash."""

    plan: Plan
    run: Run
    store: Store
    faults: Mapping[str, Mapping[str, QuestionVerdicts]]
    at: datetime

    def proposals(self, handed_in: Sequence[HandedIn]) -> Iterator[Proposal]:
        """One a student; `handed_in` is sorted by student, and several of one are attempts."""
        overrides = self.store.overrides()
        for student, attempts in groupby(handed_in, key=lambda one: one.student):
            old = self.store.result(student)
            results = [apply_overrides(self._result(one, old), overrides, self.run.late) for one in attempts]
            yield self._proposal(old, results, overrides)

    def _result(self, handed_in: HandedIn, old: Result | None) -> Result:
        submission = handed_in.submission
        known = self.store.recall(submission.sha256, self.plan.keys().values())
        verdicts = {name: known[key] for name, key in self.plan.keys().items() if key in known}
        plan = replace(self.plan, questions=wanted(self.plan, submission, old))
        result = mark(plan, self.run, handed_in, {**verdicts, **self.faults.get(submission.sha256, {})}, self.at)
        if old is None or not same_submission(old, submission):
            return result
        order = [question.id for question in self.plan.assignment.questions]
        return completed(result, old, order, self.run.late)

    def _proposal(
        self, old: Result | None, results: Sequence[Result], overrides: Sequence[RecordedOverride]
    ) -> Proposal:
        new = best_attempt(results)
        if old is None:
            return Proposal(new, Standing.NEW)
        if new.status is SubmissionStatus.MISSING is not old.status:
            return Proposal(new, Standing.ABSENT)
        if encoded(replace(new, graded_at=old.graded_at)) == encoded(old):
            return Proposal(new, Standing.UNCHANGED)
        again = next((result for result in results if result.sha256 == old.sha256), None)
        if again is None:
            return Proposal(new, Standing.NEW)
        if new.status is SubmissionStatus.UNGRADED is not old.status:
            return Proposal(new, Standing.UNGRADED)
        if _given(again) != _given(old):  # what a person has decided since needs nobody's consent
            old = apply_overrides(old, overrides, self.run.late)
        found = changes(old, restricted(again, old, self.run.late))
        return Proposal(new, Standing.CHANGES if found else Standing.NEW, found)


def _given(result: Result) -> dict[tuple[str, PartKind], Override]:
    """The marks that a person gave."""
    parts = ((question.id, part) for question in result.questions for part in question.parts)
    return {(name, part.kind): part.override for name, part in parts if part.override is not None}
