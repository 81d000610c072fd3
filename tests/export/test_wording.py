"""Plain words for one check, one part, one submission."""

from __future__ import annotations

from dataclasses import replace

from grader.export.wording import LONGEST, account, circumstances, headline, part_account
from grader.grading.derivations import EVIDENCE
from grader.records import CheckStatus, Counterexample, Lateness, PartStatus

from .conftest import NOON


def test_a_check_that_passed_has_nothing_to_say(make):
    assert account(make["check"]("1/a")) == ""


def test_a_check_with_nothing_to_say_says_its_status(make):
    assert account(make["check"]("1/a", CheckStatus.TIMEOUT)) == "took too long"
    assert headline(make["check"]("1/a", CheckStatus.TIMEOUT)) == "took too long"


def test_the_headline_is_the_mistake_else_the_message(make):
    assert headline(make["wrong"]("1/a")) == "no maximum subtracted"
    assert headline(make["wrong"]("1/a", misconception=None, message="first\nsecond")) == "first second"


def test_a_property_without_an_expected_value(make):
    example = Counterexample("fit", {"X": [[1.0]], "f": {"form": "quadratic"}}, [0.5], None)
    text = account(make["wrong"]("1/a", counterexample=example))
    assert "fit(np.array([[1.0]]), f)" in text
    assert "where f is {form: quadratic}" in text
    assert "expected" not in text


def test_what_did_not_come_back_is_said_in_words(make):
    example = Counterexample("f", {"x": 1.0}, None, [2.0])
    raised = make["wrong"]("1/a", message="it raised ValueError: no", counterexample=example)
    assert "  got      raised ValueError\n" in account(replace(raised, status=CheckStatus.ERROR))
    stopped = replace(raised, message="it was stopped after 10 s", status=CheckStatus.TIMEOUT)
    assert "  got      stopped after 10 s\n" in account(stopped)
    assert "got" not in account(replace(raised, message="as in 1/b"))
    assert "  got      None\n" in account(replace(raised, message="the result is None"))


def test_long_text_is_cut_and_sequences_are_taken_out(make):
    text = account(make["wrong"]("1/a", message="\x1b[31m" + "y" * 100_000, counterexample=None))
    assert len(text) < 2 * LONGEST
    assert "\x1b" not in text


def test_parts(make):
    assert part_account(make["text"]()) == "6 points wait for a person"
    assert part_account(replace(make["text"](0.0), status=PartStatus.CORRECT)) == "correct"


def test_a_derivation_says_what_check_says(make):
    part = make["derivation"]()
    notes = ("derivation: line 2: a bracket", f"derivation: {EVIDENCE}", "cell 3 raised")
    assert part_account(part, notes).splitlines() == [
        "it does not hold",
        "  hint        with ≤ it would",
        "derivation: line 2: a bracket",
    ]
    waiting = replace(part, steps=part.steps[:1], status=PartStatus.PENDING, pending=4.0, message="at grading")
    assert part_account(waiting) == "at grading"
    assert part_account(replace(waiting, steps=())) == "at grading\n4 points wait for a person"


def test_circumstances(make):
    result = make["result"](notes=("n1", "n2"), late=Lateness(NOON, 3.0, 0.0))
    assert circumstances(result) == ["n1", "n2"]
