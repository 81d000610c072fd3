from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.proof.reading.displays import Written, written


def formulas(text):
    return [[line.latex for line in chain] for chain in written(text).chains]


STEPS = r"""
a
 &= b && \text{because} \\
 &\geq c
"""


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        (r"$$\begin{align}", r"\end{align}$$"),
        (r"$$\begin{align*}", r"\end{align*}$$"),
        (r"\begin{aligned}[t]", r"\end{aligned}"),
        (r"\begin{alignat}{2}", r"\end{alignat}"),
        (r"\[ \begin{split}", r"\end{split} \]"),
        (r"\begin{equation*}\begin{split}", r"\end{split}\end{equation*}"),
        (r"\begin{gather}", r"\end{gather}"),
        (r"\begin{eqnarray}", r"\end{eqnarray}"),
        (r"$$\begin{array}{rcl}", r"\end{array}$$"),
        ("$$", "$$"),
        (r"\[", r"\]"),
    ],
)
def test_every_kind_of_display(opening, closing):
    assert formulas(f"{opening}{STEPS}{closing}") == [["a   = b", r"\geq c"]]


def test_reasons_and_numbers():
    (chain,) = written(
        r"""$$\begin{align}
        a &= b && \text{first, by $x = y$} \\[2pt]
          &= c & \text{second} \\
          &= d \quad \text{(third)} \\
          &= e \text{ (fourth)} \\
          &= f && z^2 = z \\
          &= i && p \text{ is normalised} \\
          &= g && (\text{sixth}) \\
          &= h
        \end{align}$$"""
    ).chains
    assert [line.latex for line in chain] == ["a  = b", *(f"= {letter}" for letter in "cdefigh")]
    assert [line.reason for line in chain] == [
        "first, by $x = y$",
        "second",
        "(third)",
        "(fourth)",
        "z^2 = z",
        "p is normalised",
        "( sixth )",
        "",
    ]
    assert [line.number for line in chain] == [1, 2, 3, 4, 5, 6, 7, 8]


@pytest.mark.parametrize(
    "line",
    [r"\text{ELBO}(x)", r"\text{KL}[q\|p] + 1", r"a + \mathrm{Var}[z]", r"\underbrace{a}_{\text{so and so}} + b"],
)
def test_names_in_text_are_no_reasons(line):
    assert formulas(f"$$ x &= {line} \\\\ &= 1 $$") == [[f"x  = {line}", "= 1"]]


def test_a_display_a_line_and_prose_between():
    text = "First\n\n$$ a $$\n\nby the definition\n\n$$= b$$\n$$\\le c$$\n"
    assert formulas(text) == [["a", "= b", r"\le c"]]
    assert written(text).prose


def test_a_display_without_a_relation_starts_a_new_chain():
    assert formulas("$$a = b$$ so $$c$$ $$= d$$") == [["a = b"], ["c", "= d"]]
    assert formulas(r"\begin{align} a &= b \\ c &= d \end{align}") == [["a  = b"], ["c  = d"]]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (r"a &= b \\ &\quad + c \\ &= d", ["a  = b \\quad + c", "= d"]),
        (r"a &= b + \\ & c", ["a  = b + c"]),
        (r"a = \\ b", ["a = b"]),
        (r"a = \\ = b", ["a = b"]),
        (r"a &= \Big( b \\ & c \Big)", ["a  = \\Big( b c \\Big)"]),
        (r"a \\ &\stackrel{(1)}{=} b", ["a", r"\stackrel{(1)}{=} b"]),
        (r"a &= b \\ \text{where we used it} \\ &= c", ["a  = b", "= c"]),
        (r"a &= b \\ \text{where } C = 1 \\ &= c", ["a  = b", "= c"]),
        (r"a &= \frac{b}{\begin{matrix} x \\ y \end{matrix}} \\ &= c", None),
        ("a % a comment \\\\\n = b", ["a = b"]),
    ],
)
def test_members_over_several_rows(inside, expected):
    (chain,) = formulas(rf"\begin{{align}} {inside} \end{{align}}")
    if expected is None:
        assert len(chain) == 2
    else:
        assert [" ".join(line.split()) for line in chain] == [" ".join(line.split()) for line in expected]


def test_a_relation_at_the_end_of_a_display_goes_on_in_the_next():
    assert formulas("$$ a = $$\n$$ b $$") == [["a = b"]]


def test_code_and_comments_are_no_part_of_the_answer():
    text = "```latex\n$$ a = 1 $$\n```\n`$$ b $$` <!-- $$ c $$ -->\n$$ d = 2 $$"
    assert formulas(text) == [["d = 2"]]


def test_windows_line_ends():
    assert formulas("$$\r\na\r\n= b\r\n$$\r\n") == [["a  = b".replace("  ", " ")]]


def test_a_display_never_closed_ends_at_a_blank_line():
    assert formulas("$$ a = b\n\nand so on") == [["a = b"]]


@pytest.mark.parametrize("text", ["only prose", "![page](photo.png)", '<img src="photo.png">', "see $a = b$ inline"])
def test_without_a_display_it_is_left_for_a_person(text):
    assert written(text) == Written((), prose=True)


@pytest.mark.parametrize("text", ["", " \n ", "$$ $$", "<!-- nothing -->"])
def test_nothing_is_nothing(text):
    assert written(text) == Written((), prose=False)


PIECES = [
    "$$",
    r"\[",
    r"\]",
    r"\begin{align}",
    r"\end{align}",
    r"\\",
    "&",
    "=",
    "a",
    r"\text{b c}",
    "{",
    "}",
    "\n",
    "```\n",
    "`",
    "%",
    "+",
    "(",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_mixture_gets_an_answer(parts):
    found = written(" ".join(parts))
    numbers = [line.number for chain in found.chains for line in chain]
    assert numbers == list(range(1, len(numbers) + 1))
    assert all(chain for chain in found.chains)


@pytest.mark.parametrize("piece", PIECES)
def test_long_answers_are_quick(piece):
    start = time.process_time()
    written("$$" + (piece + " ") * (100_000 // (len(piece) + 1)))
    assert time.process_time() - start < 3
