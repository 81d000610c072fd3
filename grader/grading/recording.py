"""What a run proposes to record: the mark of a student whose files are unchanged moves only by a person's consent."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from itertools import groupby

from grader.grading.batch import Plan
from grader.grading.booking import HandedIn, best_attempt
from grader.grading.changes import Change, Mark, changes
from grader.grading.codec import encoded
from grader.grading.known import Known
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
    GONE = "gone"  # in the store only by a roster that has since changed


@dataclass(frozen=True, slots=True)
class Proposal:
    """The new result of one student; `changes` are those of recorded marks.

    Of who is gone it is the recorded result. `why` says what moved the mark where that is no change of the submission.
    """

    result: Result
    standing: Standing
    changes: tuple[Change, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Class:
    """Who is graded: what is known from earlier runs, who handed in what now, and who is on the roster."""

    known: Known = field(default_factory=Known)
    given: Mapping[str, Collection[str]] = field(default_factory=dict)  # hashes by who handed them in
    listed: Collection[str] = ()  # empty without a roster

    def own(self, student: str, sha256: str) -> bool:
        return sha256 in self.given.get(student, ()) or self.known.handed_in(student, sha256)

    def lent(self, result: Result) -> bool:
        """Whether the mark came from a submission of somebody else, who is among those that handed in now."""
        student, sha256 = result.student, result.sha256
        others = (author for author in self.given if author != student)
        return bool(result.files) and not self.own(student, sha256) and any(self.own(one, sha256) for one in others)

    def anew(self, old: Result, new: Result, author: str) -> bool:
        """Whether `new` is about a file handed in since: by the student, or for a group that stays the same."""
        if new.sha256 in self.known.latest.get(author, ()) or (new.attempt or 0) < (old.attempt or 0):
            return False
        return author == new.student or (new.group is not None and new.group == old.group)


@dataclass(frozen=True, slots=True)
class Proposer:
    """Marks a batch from its verdicts; `fleeting` are those that do not last and are not kept, by submission hash."""

    plan: Plan
    run: Run
    store: Store
    fleeting: Mapping[str, Mapping[str, QuestionVerdicts]]
    at: datetime
    students: Class = field(default_factory=Class)

    def proposals(self, handed_in: Sequence[HandedIn]) -> Iterator[Proposal]:
        """One a student; `handed_in` is sorted by student, and several of one are attempts."""
        overrides = self.store.overrides()
        for student, grouped in groupby(handed_in, key=lambda one: one.student):
            old, attempts = self.store.result(student), list(grouped)
            results = [apply_overrides(self._result(one, old), overrides, self.run.late) for one in attempts]
            yield self._proposal(old, results, attempts[0].author or student, overrides)
        if self.students.listed:
            yield from self._gone({one.student for one in handed_in})

    def _gone(self, present: Collection[str]) -> Iterator[Proposal]:
        """Who is on the roster no more, and never handed in anything: a misspelt id, a member crossed out."""
        for old in self.store.results():
            if old.student in present or old.student in self.students.listed:
                continue
            why = f"{old.student} is not on the roster, and handed in nothing themselves"
            if old.status is SubmissionStatus.MISSING:
                yield Proposal(old, Standing.GONE, why=why)
            elif self.students.lent(old):
                yield Proposal(old, Standing.GONE, (_lost(old),), why)

    def _result(self, handed_in: HandedIn, old: Result | None) -> Result:
        submission = handed_in.submission
        known = self.store.recall(submission.sha256, self.plan.keys().values())
        verdicts = {name: known[key] for name, key in self.plan.keys().items() if key in known}
        plan = replace(self.plan, questions=wanted(self.plan, submission, old))
        result = mark(plan, self.run, handed_in, {**verdicts, **self.fleeting.get(submission.sha256, {})}, self.at)
        if old is None or not same_submission(old, submission):
            return result
        order = [question.id for question in self.plan.assignment.questions]
        return completed(result, old, order, self.run.late)

    def _proposal(
        self, old: Result | None, results: Sequence[Result], author: str, overrides: Sequence[RecordedOverride]
    ) -> Proposal:
        new = best_attempt(results)
        if old is None:
            return Proposal(new, Standing.NEW)
        if new.status is SubmissionStatus.MISSING is not old.status:
            return self._without_file(old, new)
        if encoded(replace(new, graded_at=old.graded_at)) == encoded(old):
            return Proposal(new, Standing.UNCHANGED)
        again = next((result for result in results if result.sha256 == old.sha256), None)
        if again is None:
            return self._of_another_file(old, new, author)
        if new.status is SubmissionStatus.UNGRADED is not old.status:
            return Proposal(new, Standing.UNGRADED)
        if _given(again) != _given(old):  # what a person has decided since needs nobody's consent
            old = apply_overrides(old, overrides, self.run.late)
        found = changes(old, restricted(again, old, self.run.late))
        return Proposal(new, Standing.CHANGES if found else Standing.NEW, found)

    def _without_file(self, old: Result, new: Result) -> Proposal:
        """A file may only not be among those given; a mark that came from a group goes with the group."""
        if not self.students.lent(old):
            return Proposal(new, Standing.ABSENT)
        why = f"{old.student} is not in group {old.group} any more, and handed in nothing themselves"
        return Proposal(new, Standing.CHANGES, (_lost(old),), why)

    def _of_another_file(self, old: Result, new: Result, author: str) -> Proposal:
        """Handed in since, it counts at once; chosen otherwise (by the roster, by --attempt), a person consents."""
        if self.students.anew(old, new, author) or old.status in _WITHOUT_MARK:
            return Proposal(new, Standing.NEW)
        if new.status is SubmissionStatus.UNGRADED is not old.status:
            return Proposal(new, Standing.UNGRADED)
        now = restricted(new, old, self.run.late)
        if not changes(old, now):
            return Proposal(new, Standing.NEW)
        whose = "their own submission" if author == new.student else f"the submission of {author}"
        why = f"{new.student} gets the mark of {whose}" + (f" (group {new.group})" if new.group else "")
        total = replace(_lost(old), new=None if new.status in _WITHOUT_MARK else Mark(now.score, now.pending))
        return Proposal(new, Standing.CHANGES, (total,), why)


_WITHOUT_MARK = (SubmissionStatus.MISSING, SubmissionStatus.UNREADABLE)


def _lost(old: Result) -> Change:
    return Change(old.student, None, None, None, Mark(old.score, old.pending), None)


def _given(result: Result) -> dict[tuple[str, PartKind], Override]:
    """The marks that a person gave."""
    parts = ((question.id, part) for question in result.questions for part in question.parts)
    return {(name, part.kind): part.override for name, part in parts if part.override is not None}
