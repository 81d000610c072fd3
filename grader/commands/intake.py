"""What `grader grade` is given: submissions, the roster, the times; every mistake in them stops before grading."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from grader.commands.options import GradeOptions
from grader.course.faults import nearest
from grader.course.rubric import AssignmentRubric, Policy
from grader.errors import UsageError
from grader.grading.roster import RosterEntry, read_roster
from grader.records import Submission
from grader.submission.bundle import Bounds
from grader.submission.handin import HandIn
from grader.submission.layouts import Attempts, locate, open_hand_in
from grader.submission.moments import read_times

_MEGABYTE = 10**6
_LISTED = 20  # students named one by one


@dataclass(frozen=True, slots=True)
class Intake:
    """`warnings` are sentences about what does not fit together and may be meant."""

    submissions: tuple[Submission, ...]
    roster: tuple[RosterEntry, ...]
    warnings: tuple[str, ...] = ()

    def given(self) -> Mapping[str, Collection[str]]:
        """The hashes of what was handed in, by who handed it in."""
        given: dict[str, set[str]] = {}
        for submission in self.submissions:
            given.setdefault(submission.student, set()).add(submission.sha256)
        return given


def take_in(options: GradeOptions, rubric: AssignmentRubric) -> Intake:
    """Reads everything that was named on the command line.

    Raises:
        UsageError: no submission, two of one id, OUT inside a submission, a line of a table that is none.
    """
    attempts: Attempts = "all" if options.attempt == "best" else options.attempt
    times = read_times(options.times) if options.times else {}
    roster = read_roster(options.roster) if options.roster else ()
    located = locate(
        options.paths, treat_as=options.treat_as, assignment=options.assignment, times=times, attempts=attempts
    )
    bounds = Bounds(rubric.archive.files, rubric.archive.unpacked_mb * _MEGABYTE)
    submissions = tuple(
        open_hand_in(hand_in, assignment=options.assignment, bounds=bounds)
        for hand_in in _outside(options.out.resolve(), located.hand_ins)
    )
    if not submissions:
        raise UsageError(f"{', '.join(map(str, options.paths))} holds nothing but OUT")
    warnings = (
        *_alone(options, located.hand_ins),
        *located.warnings,
        *_untimed(times, submissions),
        *_of_others(options.assignment, submissions),
        *_unlisted(submissions, roster),
        *_without_policy(options, rubric),
    )
    return Intake(submissions, roster, warnings)


def _outside(out: Path, located: Iterable[HandIn]) -> Iterator[HandIn]:
    """What lies there except OUT itself, which may be in the folder of the class."""
    for hand_in in located:
        path = hand_in.path.resolve()
        if path == out:
            continue
        if out.is_relative_to(path):
            raise UsageError(
                f"OUT ({out}) lies inside the submission {hand_in.path}: give another OUT; "
                "if the folder holds a class, say so with --as class"
            )
        yield hand_in


def _alone(options: GradeOptions, located: Iterable[HandIn]) -> Iterator[str]:
    for hand_in in located:
        if options.treat_as == "auto" and hand_in.path in options.paths and hand_in.path.is_dir():
            yield f"{hand_in.path} is taken for one submission; if it is a class, say so with --as class"


def _untimed(times: Mapping[str, datetime], submissions: Iterable[Submission]) -> Iterator[str]:
    known = {submission.student for submission in submissions}
    strangers = [student for student in times if student not in known]
    if strangers:
        yield f"--times names students without a submission here: {', '.join(strangers)}"


def _of_others(assignment: str, submissions: Iterable[Submission]) -> Iterator[str]:
    for submission in submissions:
        if submission.assignment not in (None, assignment):
            yield f"{submission.student}: the notebook says that it answers {submission.assignment!r}"


def _unlisted(submissions: Iterable[Submission], roster: Iterable[RosterEntry]) -> Iterator[str]:
    """All in one sentence: what is misspelt here or there shows by the nearest id that handed in nothing."""
    present = {submission.student for submission in submissions}
    listed = {entry.id for entry in roster}
    strangers = sorted(present - listed) if listed else []
    if strangers:
        named = [_with_nearest(student, sorted(listed - present)) for student in strangers[:_LISTED]]
        more = f" and {len(strangers) - _LISTED} more" if len(strangers) > _LISTED else ""
        yield f"not on the roster ({len(strangers)}): {', '.join(named)}{more}"


def _with_nearest(student: str, idle: Collection[str]) -> str:
    near = nearest(student, idle)
    return student if near is None else f"{student} (did the roster mean it by {near}?)"


def _without_policy(options: GradeOptions, rubric: AssignmentRubric) -> Iterator[str]:
    given = [name for name, value in (("--due", options.due), ("--times", options.times)) if value is not None]
    if given and rubric.late.policy is Policy.NONE:
        verb = "costs" if len(given) == 1 else "cost"
        yield f"the rubric has no late policy: {' and '.join(given)} {verb} nobody points, only the reports show more"
