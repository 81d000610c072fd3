"""Who gets which submission: groups, missing rows, and the attempt that counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol

from grader.grading.roster import RosterEntry, groups
from grader.records import Result, Submission, SubmissionStatus

UNLISTED = "the student is not on the roster"


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A submission as it is booked to one student: groups book one submission to all their members.

    `author` is the member who handed it in, None where that is the student.
    """

    submission: Submission
    extension_hours: float = 0.0
    group: str | None = None
    notes: tuple[str, ...] = ()
    author: str | None = None

    @property
    def student(self) -> str:
        return self.submission.student


def book(
    submissions: Sequence[Submission], roster: Sequence[RosterEntry], forgotten: Collection[str] = ()
) -> list[HandedIn]:
    """Every submission with the student it is booked to, sorted by student; a missing row for others on the roster.

    Of a group's submissions the latest counts, else the last by name; it is booked to every member. Several
    attempts of one student all stay, in their order. Nothing is booked to who was forgotten.
    """
    entries = {entry.id: entry for entry in roster}
    by_group: dict[str, list[Submission]] = {}
    booked = []
    for submission in submissions:
        entry = entries.get(submission.student)
        if entry is not None and entry.group is not None:
            by_group.setdefault(entry.group, []).append(submission)
        else:
            booked.append(HandedIn(submission, entry.extension_hours if entry else 0.0, notes=_unlisted(entry, roster)))
    members = groups(roster)
    booked.extend(one for group, given in by_group.items() for one in _of_group(group, given, members[group]))
    present = {handed.student for handed in booked}
    booked.extend(
        HandedIn(Submission(entry.id, (), ""), group=entry.group) for entry in roster if entry.id not in present
    )
    return sorted((handed for handed in booked if handed.student not in forgotten), key=lambda one: one.student)


def _unlisted(entry: RosterEntry | None, roster: Sequence[RosterEntry]) -> tuple[str, ...]:
    return (UNLISTED,) if roster and entry is None else ()


def _of_group(group: str, given: Sequence[Submission], members: Sequence[RosterEntry]) -> Iterator[HandedIn]:
    never = datetime.min.replace(tzinfo=UTC)
    author = max(given, key=lambda one: (one.submitted_at or never, one.student)).student
    others = ", ".join(sorted({one.student for one in given} - {author}))
    note = f"group {group}: the submission of {author} counts" + (f", not those of {others}" if others else "")
    for entry in members:
        for one in given:
            if one.student == author:
                mine = replace(one, student=entry.id)
                yield HandedIn(mine, entry.extension_hours, group, (note,), None if entry.id == author else author)


class Booked(Protocol):
    """What is booked to one student: a hand-in, or the result of one."""

    @property
    def student(self) -> str: ...
    @property
    def group(self) -> str | None: ...
    @property
    def notes(self) -> tuple[str, ...]: ...


def shared(booked: Iterable[Booked]) -> list[str]:
    """A sentence for every group that shares a submission: whose counts, and to whom it is booked."""
    members: dict[str, list[str]] = {}
    for one in booked:
        for note in one.notes:
            if one.group is not None and note.startswith(f"group {one.group}: "):
                members.setdefault(note, []).append(one.student)
    names = {note: list(dict.fromkeys(students)) for note, students in members.items()}
    return [f"{note}; booked to {', '.join(names[note])}" for note in names if len(names[note]) > 1]


def best_attempt(results: Sequence[Result]) -> Result:
    """Of the results of one student's attempts the one with the most points, of equal ones the last.

    Late penalties are part of the points. An attempt that is ungraded might be the best: it is returned then.
    """
    if len(results) == 1:
        return results[0]
    chosen = max(results, key=_rank)
    counted = f"attempt {chosen.attempt} counts" if chosen.attempt else "this attempt counts"
    note = f"{counted}, the best of {len(results)}"
    if chosen.status is SubmissionStatus.UNGRADED:
        note = f"not all of the {len(results)} attempts could be judged: which is the best is open"
    return replace(chosen, notes=(*chosen.notes, note))


def _rank(result: Result) -> tuple[bool, bool, float, float, int]:
    ungraded = result.status is SubmissionStatus.UNGRADED
    return ungraded, result.status is SubmissionStatus.GRADED, result.score, result.pending, result.attempt or 0
