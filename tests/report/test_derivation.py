"""What is said of a derivation in a few lines."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.grading.derivations import EVIDENCE
from grader.records import PartKind, PartStatus
from grader.report.derivation import (
    awaits_grading,
    evidence,
    first_fault,
    holds,
    own_notes,
    place_of_fault,
    problem,
    remark,
    unsaid_facts,
)

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


def unread(make: Any, source: str, place: int, **changes: Any) -> Any:
    message = f"cannot be read: why (at 'x', position {place})"
    return make.step(**({"status": "unreadable", "facts": (), "message": message, "source": source} | changes))


def test_a_line_that_cannot_be_read_stands_as_it_was_written(make: Any) -> None:
    part = make.derivation(opening=A, steps=(unread(make, "= a +\n   \\foo", 10),))
    fault = first_fault(part)
    assert fault is not None
    assert (fault.label, fault.text, fault.caret) == ("line 2", "= a + \\foo", "      ^")
    assert evidence(part) == [("line 1", "a"), ("line 2", "= a + \\foo")]


def test_the_line_before_may_be_the_one_that_cannot_be_read(make: Any) -> None:
    first = unread(make, "x", 1, read_as=B)
    assert evidence(make.derivation(opening="", steps=(first,))) == [("line 1", "x"), ("line 2", "= b")]
    after = unread(make, "x", 1, line=3, read_as=B)
    assert (place_of_fault(after, ""), remark(after, "")) == (None, "the line before it cannot be read")
    assert first_fault(make.derivation(opening=A, steps=(make.step(read_as=B),))) is None
    unknown = place_of_fault(first, None)
    assert unknown is not None
    assert unknown.label == "line 1"


def test_a_place_that_is_not_said_has_no_caret(make: Any) -> None:
    for step in (unread(make, "abc", 9), unread(make, "abc", 1, message="a meaning is missing")):
        fault = place_of_fault(step, A)
        assert fault is not None
        assert (fault.text, fault.caret) == ("abc", "")
    fault = place_of_fault(unread(make, "a" * 99, 1, message=""), A)
    assert fault is not None
    assert len(fault.text) == 60
    assert place_of_fault(unread(make, "", 1), A) is None
    assert place_of_fault(make.step(source="x"), A) is None


@given(st.text("ab \n\t\\", max_size=90), st.text("cd \n", max_size=90))
def test_the_caret_stands_below_the_place(make: Any, head: str, tail: str) -> None:
    fault = place_of_fault(unread(make, f"{head}X{tail}", len(head) + 1), A)
    assert fault is not None
    assert fault.text[len(fault.caret) - 1] == "X"
    assert len(fault.text) <= 60
    assert fault.text == " ".join(fault.text.split())


def test_wide_letters_are_counted_as_two_columns_and_marks_as_none(make: Any) -> None:
    fault = place_of_fault(unread(make, "数e\u0301x", 4), A)
    assert fault is not None
    assert fault.caret == "   ^"


def test_facts_that_the_message_names_are_not_listed_again(make: Any) -> None:
    step = make.step(status="too_big", facts=("Jensen", "Bayes"), message="too much at once: it uses Jensen and Bayes")
    assert unsaid_facts(step) == ()
    assert unsaid_facts(make.step(facts=("Jensen", "Bayes"), message="Jensen alone")) == ("Jensen", "Bayes")
    assert unsaid_facts(make.step(facts=("Jensen",), message="")) == ("Jensen",)


def test_values_that_stand_below_are_not_in_the_message(make: Any) -> None:
    message = "'=' is false in general: for instance 1 against 0"
    assert remark(make.step(status="wrong", message=message, left="1", right="0"), A) == "'=' is false in general"
    assert remark(make.step(status="wrong", message=message), A) == message


def test_what_holds_for_all_derivations_is_no_note_of_one(make: Any) -> None:
    notes = ("derivation: line 2: a bracket is missing", f"derivation: {EVIDENCE}")
    assert own_notes(make.question(notes=notes)) == [notes[0]]


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
