"""An instructor's slips in a course of their own: one sentence at the line that is wrong, with the nearest name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.course.assignment import prepare
from grader.course.declared import derivations_of
from grader.course.proving import validate_claim
from grader.course.soundness import idle_facts
from grader.course.validate import Effort, validate_check
from grader.errors import CourseError

QUICK = Effort(seeds=1, mistake_seeds=1)
SHEET, BANK, CLAIMS = (
    "assignments/sheet1/assignment.py",
    "assignments/bank/differences.py",
    "assignments/bank/entropies.py",
)
REFERENCE, WORLDS = "reference/differences.py", "assignments/bank/worlds.py"
PROOFS = "assignments/bank/entropies.md"


def proved(small) -> list[str]:
    sheet = small.sheet()
    for question in sheet.questions:
        prepare(question, 0, sheet)
        for one in question.checks:
            validate_check(one.id, one, sheet.name, None, QUICK)
    claim, place = sheet.questions[1].claim, sheet.places["2"]
    found = validate_claim("2/derivation", claim, derivations_of(claim, place), range(1), place)
    return [fault.words for fault in found.faults if "are listed; at least" not in fault.words]


def test_the_course_itself_is_sound(small) -> None:
    assert proved(small) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        (
            SHEET,
            "differences.two)",
            "differences)",
            "question '1': `differences` is a module, not a check (did you mean 'differences.two'?)",
        ),
        (SHEET, "differences.two)", "differences.total)", "`total` is a function, not a check: does it lack"),
        (SHEET, "differences.two)", "3)", "`3` is of type int, not a check"),
        (
            SHEET,
            "claim=entropies.cross_entropy",
            "claim=entropies",
            "claim=`entropies` is a module, not a claim (did you mean 'entropies.cross_entropy'?)",
        ),
        (SHEET, "claim=entropies.cross_entropy", "claim=differences", "a claim (it declares no claim)"),
        (BANK, 'draw.normal(), "b"', 'draw.nromal(), "b"', "has no attribute 'nromal' (did you mean 'normal'?)"),
        (REFERENCE, "a - b\n", "a - bb\n", "raised NameError: name 'bb' is not defined (did you mean 'b'?)"),
        (BANK, "return a + b", "return a + bb", "the check of `two`: NameError: name 'bb' is not defined"),
        (CLAIMS, 'relation="="', 'relation="=="', "relation '==' is none of = <= >= < > != (did you mean '='?)"),
        (BANK, 'two.edges({"a"', 'two.edges({"aa"', "edge 1 of `two`: the key 'aa' is no parameter of two(a, b)"),
        (WORLDS, "draw.simplex(3), d", "draw.simplx(3), d", "the world of the claim 'cross_entropy': AttributeError"),
        (PROOFS, "cross_entropy", "cross_entrpy", "unknown claim 'cross_entrpy' (did you mean 'cross_entropy'?)"),
    ],
)
def test_a_slip_is_a_sentence_at_its_line(
    small, line_with: Callable[[Path, str], int], name: str, old: str, new: str, words: str
) -> None:
    path = small.edit(name, old, new)
    with pytest.raises(CourseError) as caught:
        proved(small)
    assert words in caught.value.message
    assert "\n" not in caught.value.message
    assert (caught.value.path, caught.value.line) == (path, line_with(path, new.strip()))


@pytest.mark.parametrize(
    ("old", "new", "words", "place"),
    [
        ("return {", "_ = {", "inputs are a dictionary by parameter name, not None (is a `return` missing?)", "@check"),
        (
            'return {"a": draw.normal(), "b": draw.normal()}',
            "return draw.normal(), 3",
            "parameter name, not (",
            "@check",
        ),
        ('two.edges({"a": 0.0, "b": 1.0})', "two.edges(lambda draw: None)", "is a `return` missing", "two.edges"),
        ('two.edges({"a": 0.0, "b": 1.0})', "two.edges([0.0, 1.0])", "parameter name, not [0.0, 1.0]", "@check"),
    ],
)
def test_inputs_that_are_no_dictionary(
    small, line_with: Callable[[Path, str], int], old: str, new: str, words: str, place: str
) -> None:
    path = small.edit(BANK, old, new)
    with pytest.raises(CourseError) as caught:
        proved(small)
    assert words in caught.value.message
    assert (caught.value.path, caught.value.line) == (path, line_with(path, place))


def test_an_assignment_without_a_folder_says_which_there_are(small) -> None:
    path = small.edit("rubric.yaml", "  sheet1:", "  sheet11:")
    from grader.course.course import load_course

    with pytest.raises(CourseError, match=r"did you mean 'sheet1'\? there are: sheet1") as caught:
        load_course(small.root).assignment("sheet11")
    assert str(small.root / "assignments" / "sheet11") in caught.value.message
    assert (caught.value.path, caught.value.line) == (path, 3)


# --------------------------------------------------------------------------- claims


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        (CLAIMS, r"\mathbb{H}[q]", r"\mathbb{HH}[q]", "entropies.py:12: the goal `"),
        (CLAIMS, r"\mathbb{H}[q]", r"\mathbb{HH}[q]", "has no value: 'HH' is not bound here"),
        (CLAIMS, r"\mathbb{H}[q] +", r"\mathbb{H}[q +", "cannot be read at column 33: ] is missing"),
        (
            CLAIMS,
            r"\log p(z)",
            r"\log p(z) = 1",
            "entropies.py:10: the start `-\\sum_z q(z) \\log p(z) = 1` holds a rel",
        ),
        (CLAIMS, '{"p", "q"}', '{"p"}', "(the world has 'q' under densities, the vocabulary does not)"),
        (WORLDS, '{"z": counted', '{"y": counted', "has no value: there is nothing here for 'z' to run over"),
        (CLAIMS, r"+ \mathrm{KL}", r"- \mathrm{KL}", "the claim itself is false on seed 0: in the world q = ["),
        (CLAIMS, 'relation="="', 'relation="<"', "where '<' is claimed"),
        (CLAIMS, r"\mathrm{KL}[q\|p]", r"\mathrm{KL}[p\|q]", "the left side is "),
        (CLAIMS, "facts=(LOG,", "facts=(CONCAVITY, LOG,", "entropies.py:13: the fact 'concavity' changes nothing"),
        (CLAIMS, "least=2", "least=3", "entropies.md:1: the correct derivation is refused on seed 0: the step to line"),
        (CLAIMS, "least=2", "least=3", "line 2 a rule of the logarithm; line 3 a definition. most=1 allows 1 a step"),
        (PROOFS, r"\mathrm{KL}[q\|p]", r"\mathrm{KL[q\|p]", "line 3: this brace { is never closed (at '{'"),
        (PROOFS, "= -\\sum", "= \\sum", "the step to line 2 is wrong; line 2: '=' is false in general"),
    ],
)
def test_a_claim_says_what_is_wrong_with_itself(small, name: str, old: str, new: str, words: str) -> None:
    small.edit(name, old, new)
    found = proved(small)
    assert words in found[0]
    assert len(found) <= 2


def test_an_inequality_is_attacked_as_a_step_is(small) -> None:
    """True in nearly every world, and false."""
    small.edit(CLAIMS, 'relation="="', 'relation="<="')
    small.edit(CLAIMS, r"+ \mathrm{KL}[q\|p]", r"+ 1.7 \mathrm{KL}[q\|p] - 0.003")
    assert any("the claim itself is false" in words for words in proved(small))


def test_a_claim_without_derivations_says_which_file_lacks(small) -> None:
    (small.root / PROOFS).unlink()
    assert proved(small) == [f"there is no {small.root / PROOFS} with correct and wrong derivations of 'cross_entropy'"]


def test_a_wrong_derivation_that_fails_elsewhere_is_named_with_its_file(small) -> None:
    path = small.root / PROOFS
    text = path.read_text(encoding="utf-8")
    path.write_text(text + text.replace("correct: cross_entropy", "wrong: cross_entropy, line 3: nothing"), "utf-8")
    (words,) = proved(small)
    assert words.startswith("entropies.md:4: the wrong derivation (nothing) is accepted, on seed 0")


def test_a_mistake_that_cannot_be_called_says_so(small) -> None:
    small.edit(BANK, "def total(a, b)", "def total(a, b, c)")
    sheet = small.sheet()
    found = validate_check("1/two", sheet.questions[0].checks[0], sheet.name, None, QUICK)
    (words,) = [fault.words for fault in found.faults]
    assert "'the sum' is not refused by that name on every seed: it raised TypeError: total() missing 1" in words
    assert words.endswith("(differences.py, line 14) on 32 of 32 trials")


def test_a_claim_is_placed_where_it_is_declared_not_where_it_is_imported(small) -> None:
    small.edit(
        SHEET, "entropies\nfrom", "entropies  # noqa\nfrom assignments.bank.entropies import cross_entropy\nfrom"
    )
    assert small.sheet().places["2"].path == small.root / CLAIMS
    assert proved(small) == []


def test_a_fact_that_only_a_detour_needs_is_not_idle(small) -> None:
    small.edit(CLAIMS, "facts=(LOG,", "facts=(CONCAVITY, LOG,")
    claim = small.sheet().questions[1].claim
    assert [fact.name for fact in idle_facts(claim, [], range(1))] == ["concavity"]
    assert list(idle_facts(claim, ["Jensen: the logarithm is concave"], range(1))) == []
