"""`grader validate` in the terminal: its table, its sentences, its exit codes."""

from __future__ import annotations

import pytest

from grader.course.sampling import Surviving
from grader.course.validate import Validation

NORMS = "course/assignments/bank/norms.py"


def test_the_table_is_explained_in_one_line(desk) -> None:
    said = desk.call("validate", "sums", "--course", desk.course)
    assert said.code == 0, said.out + said.err
    (legend,) = [line for line in said.out.splitlines() if line.startswith("trials that count:")]
    assert "margin: largest error of a right answer over what is allowed" in legend
    assert "survives: on how many trials the mistake gives an accepted value" in legend
    assert said.out.endswith("3 checks, 0 faults\n")


def test_says_only_what_it_tries(desk) -> None:
    """The small course has neither sample solutions nor a starter."""
    said = desk.call("validate", "sums", "--course", desk.course)
    assert "solutions" not in said.err
    assert "starter" not in said.err


def test_one_fault_is_no_plural(desk) -> None:
    desk.edit(NORMS, "return (x * x).sum()", "return (x * x).sum(9)")
    said = desk.call("validate", "sums", "--course", desk.course)
    assert said.code == 1
    assert "is not refused by that name on every seed: it raised AxisError" in said.out
    assert "(norms.py, line 22)" in said.out
    assert said.out.endswith("3 checks, 1 fault\n")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("draw.normal(draw.size(1, 6))", "draw.noraml(draw.size(1, 6))", "norms.py:14: the cases of `norm` cannot be"),
        (
            'norm.edges({"x": np.zeros(3)}',
            'norm.edges({"y": np.zeros(3)}',
            "norms.py:17: edge 1 of `norm`: the key 'y'",
        ),
        ("return (x * x).sum()", "return (x * x).sum() + q", "norms.py:22: the check of `norm`: NameError: name 'q'"),
    ],
)
def test_a_slip_in_the_bank_is_one_sentence(desk, old: str, new: str, words: str) -> None:
    desk.edit(NORMS, old, new)
    said = desk.process("validate", "sums", "--course", desk.course)
    assert said.code == 2
    assert words in said.err
    assert "Traceback" not in said.err + said.out


def test_grading_says_the_same(desk) -> None:
    desk.submit(ann=desk.right)
    desk.edit(NORMS, "draw.normal(draw.size(1, 6))", "draw.noraml(draw.size(1, 6))")
    said = desk.grade()
    assert said.code == 2
    assert "norms.py:14: question 1: its cases cannot be drawn: AttributeError" in said.err
    assert "(did you mean 'normal'?)" in said.err


def test_a_claims_row_counts_derivations() -> None:
    from grader.commands.validate import _trials

    row = Validation("1/derivation", "a claim", (), 3, 4, (Surviving("w", 0, 5, named=True),), derivations=True)
    assert _trials(row) == "3 of 4 derivations"
    assert _trials(Validation("1/f", "a check", (), 3, 4)) == "3 of 4"
