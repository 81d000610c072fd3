"""What is said of a derivation in a few lines."""

from __future__ import annotations

from typing import Any

import pytest

from grader.records import PartKind, PartStatus
from grader.report.derivation import awaits_grading, evidence, holds, problem

A, B = "<math><mi>a</mi></math>", "<math><mi>b</mi></math>"


def test_the_first_step_is_shown_with_the_line_it_starts_from(make: Any) -> None:
    step = make.step(status="wrong", relation="<=", read_as=B, left="1", right="0", world="a = 1", hint="turn it")
    assert evidence(make.derivation(opening=A, steps=(step, make.step(line=3, status="wrong", read_as=A)))) == [
        ("line 1", "a"),
        ("line 2", "≤ b"),
        ("left side", "1"),
        ("right side", "0"),
        ("where", "a = 1"),
        ("hint", "turn it"),
    ]


def test_a_later_step_is_shown_with_the_step_before(make: Any) -> None:
    steps = (make.step(relation=">=", read_as=A), make.step(line=3, status="too_big", read_as=B))
    assert evidence(make.derivation(opening=B, steps=steps)) == [
        ("line 2", "≥ a"),
        ("line 3", "= b"),
        ("hint", "write down what lies between these two lines"),
    ]


def test_what_could_not_be_read_is_said_to_be_so(make: Any) -> None:
    steps = (make.step(status="unreadable", read_as=A),)
    assert evidence(make.derivation(steps=steps)) == [("line 1", "(cannot be read)"), ("line 2", "= a")]
    assert evidence(make.derivation(opening=A, steps=(make.step(status="unreadable"),)))[1][1] == "(cannot be read)"


def test_nothing_is_said_twice(make: Any) -> None:
    step = make.step(status="too_big", message="true, but too much at once: it uses A and B")
    part = make.derivation(message="the step to line 2 is true, but too much at once", steps=(step,))
    assert problem(part) == [part.message, "it uses A and B"]
    step = make.step(status="wrong", message="'=' is false in general: for instance 1 against 0", left="1", right="0")
    assert problem(make.derivation(message="M", steps=(step,))) == ["M"]
    step = make.step(status="wrong", message="the left side has no value: log of 0", left="undefined", right="0")
    assert problem(make.derivation(message="M", steps=(step,))) == ["M", step.message]


def test_a_side_calculation_that_goes_wrong_is_mentioned(make: Any) -> None:
    side = ((make.step(),), (make.step(), make.step(line=3, status="too_big")))
    assert problem(make.derivation(message="", steps=(make.step(),), side=side)) == [
        "a side calculation, without points: the step to its line 3 is too big"
    ]
    wrong = ((make.step(status="wrong", message="1 against 0"),),)
    assert problem(make.derivation(message="", steps=(), side=wrong))[0].endswith("line 2 is wrong (1 against 0)")


@pytest.mark.parametrize(
    ("changes", "waits", "fine"),
    [
        ({"status": PartStatus.PENDING, "steps": 1}, True, True),
        ({"status": PartStatus.PENDING, "steps": 0}, False, False),
        ({"status": PartStatus.CORRECT, "steps": 1}, False, True),
        ({"status": PartStatus.PARTIAL, "steps": 1}, False, False),
        ({"status": PartStatus.PENDING, "steps": 1, "kind": PartKind.TEXT}, False, False),
    ],
)
def test_what_waits_for_its_goal_holds(make: Any, changes: Any, waits: bool, fine: bool) -> None:
    part = make.derivation(**(changes | {"steps": (make.step(),) * changes["steps"]}))
    assert (awaits_grading(part), holds(part)) == (waits, fine)
    undecided = make.derivation(status=PartStatus.PENDING, steps=(make.step(status="undecided"),))
    assert not awaits_grading(undecided)
