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


@pytest.mark.parametrize(
    "text",
    [
        "   ~~~~ latex\n$$ a $$\n  ~~~~~ \n$$ d $$",
        "```\n$$ a $$\n~~~\n$$ b $$\n``\n``` c\n```\n$$ d $$",
        "```\n\n```\n~~~\n$$ a $$\n~~~\n$$ d $$",
        "```\n```\n$$ d $$\n```\n$$ a $$\n```",
    ],
)
def test_a_fence_is_closed_by_one_of_its_kind(text):
    assert formulas(text) == [["d"]]


@pytest.mark.parametrize("text", ["```\n$$ d $$", "````\n$$ d $$\n```", "    ```\n$$ d $$\n    ```"])
def test_a_fence_never_closed_is_a_slip(text):
    assert formulas(text) == [["d"]]


def test_a_fence_is_a_blank_line():
    assert formulas("$$ a\n```\n= b $$\n```\nand so on") == [["a"]]


def test_windows_line_ends():
    assert formulas("$$\r\na\r\n= b\r\n$$\r\n") == [["a  = b".replace("  ", " ")]]


def test_a_display_never_closed_ends_at_a_blank_line():
    assert formulas("$$ a = b\n\nand so on") == [["a = b"]]


@pytest.mark.parametrize(
    "text",
    [
        "\\[ a\n\nso $$ b $$",
        "\\begin{align} a\n\n$$ b $$",
        "\\begin{align} a\n\n\\begin{align} b \\end{align}",
        "\\begin{align} a\n\n\\begin{gather} b \\end{gather}",
        "\\] \\end{align} \\[ a\n\n\\begin{align} b \\end{align} \\end{align}",
    ],
)
def test_what_follows_a_display_never_closed_is_read(text):
    assert formulas(text) == [["a"], ["b"]]


def test_a_mark_inside_another_display_opens_none():
    assert formulas(r"\[ a $$ b \] $$ c $$") == [["a $$ b"], ["c"]]
    assert formulas(r"$$ a \[ b $$ c \] $$ d $$") == [["a \\[ b"], ["d"]]


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


# Each would be searched to its end from each of its places, if it were.
HOSTILE = {
    "fences": "```x\n",
    "fences of two kinds": "```\n~~~x\n",
    "brackets": "\\[\n\n",
    "environments": "\\begin{align}\n\n",
    "comments": "<!--",
    "backticks": "`a",
}
HOSTILE_ROWS = {
    "signs": "+\\\\",
    "open brackets": "(\\\\",
    "relations": "= b =\\\\",
    "rows": "a\\\\",
    "columns": "&" * 3900 + "\\\\",
    "wide spaces": "\\quad" * 700 + "\\\\",
    "columns and wide spaces": "&\\quad" * 600 + "\\\\",
    "a remark": "\\text{" + " " * 3900 + "{}}\\\\",
    "a reason": " " * 3900 + "a&\\text{x y}\\\\",
    "an unclosed space": "\\hspace{" * 480 + "\\\\",
}
LENGTH = 100_000
LONG = {
    **{name: piece * (LENGTH // len(piece)) for name, piece in HOSTILE.items()},
    **{name: "$$" + piece * (LENGTH // len(piece)) for name, piece in HOSTILE_ROWS.items()},
    **{f"{piece!r} in a display": "$$" + (piece + " ") * (LENGTH // (len(piece) + 1)) for piece in PIECES},
    "fences of every length": "".join("`" * size + "\n" for size in range(440, 3, -1)),
    "half of them closed": "\\begin{align}\n\n" * 4500 + "\\end{align}" * 2200,
}


@pytest.mark.parametrize("name", LONG)
def test_long_answers_are_quick(name):
    start = time.process_time()
    written(LONG[name])
    assert time.process_time() - start < 1.0
