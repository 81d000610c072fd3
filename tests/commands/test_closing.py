"""The last words of a run, and its exit code."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.commands.closing import Outcome, close
from grader.grading.changes import Change, Mark
from grader.grading.recording import Proposal, Standing
from grader.grading.verdicts import QuestionVerdicts
from grader.records import CheckStatus, Result, SubmissionStatus, Verdict

INDEX = Path("out/index.html")


def proposal(student, standing=Standing.NEW, status=SubmissionStatus.GRADED, changes=()):
    result = Result(
        assignment="sums",
        student=student,
        sha256=student,
        files=("hw.py",),
        status=status,
        score=1.0,
        max_score=2.0,
        pending=0.0,
        questions=(),
        notes=(),
        graded_at=datetime(2026, 11, 20, tzinfo=UTC),
        isolation=None,
        seed_sha256="",
    )
    return Proposal(result, standing, changes)


def changed(student):
    change = Change(student, "1", None, "1/norm", Mark(2), Mark(0))
    return proposal(student, Standing.CHANGES, changes=(change,))


def ungraded(student, standing=Standing.NEW):
    return proposal(student, standing, SubmissionStatus.UNGRADED)


@pytest.mark.parametrize(
    ("proposals", "accepted", "code"),
    [
        ([], False, 0),
        ([proposal("ann"), proposal("bob", Standing.UNCHANGED), proposal("cleo", Standing.ABSENT)], False, 0),
        ([proposal("ann"), changed("bob")], False, 4),
        ([proposal("ann"), changed("bob")], True, 0),
        ([ungraded("ann"), changed("bob")], False, 3),
        ([ungraded("ann", Standing.UNGRADED)], True, 3),
        (
            [proposal("ann", status=SubmissionStatus.UNREADABLE), proposal("bob", status=SubmissionStatus.MISSING)],
            True,
            0,
        ),
    ],
)
def test_exit_codes(proposals, accepted, code, capsys):
    assert close(Outcome(tuple(proposals), {}, accepted), INDEX) == code
    assert capsys.readouterr().out == f"{INDEX.resolve()}\n"


def test_changes_are_all_listed(capsys):
    close(Outcome(tuple(changed(f"s{number}") for number in range(30)), {}, accepted=False), INDEX)
    said = capsys.readouterr().err
    assert [line for line in said.splitlines() if "→" in line] == [
        f"  s{number}: 1/norm: 2 → 0" for number in range(30)
    ]


def test_many_names_and_reasons_are_cut(capsys):
    faults = {
        f"s{number}": {"1": QuestionVerdicts("1", {"norm": Verdict(CheckStatus.UNGRADED, f"fault {number % 5}")})}
        for number in range(30)
    }
    close(Outcome(tuple(ungraded(name) for name in faults), faults, accepted=False), INDEX)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == ("Ungraded for a reason of ours: s0, s1, s2, s3, s4, s5, s6, s7, s8, s9 and 20 more")
    assert lines[1:4] == [f"  question 1: fault {number}" for number in range(3)]
    assert lines[4:] == ["Run the same command again: it judges only what is missing."]
