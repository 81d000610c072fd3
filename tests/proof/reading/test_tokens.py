from __future__ import annotations

import pytest

from grader.proof.reading.stumble import Stumble
from grader.proof.reading.tokens import MAX_LENGTH, tokens


def texts(line: str, *words: str) -> list[str]:
    return [token.text for token in tokens(line, frozenset(words))[:-1]]


@pytest.mark.parametrize(
    "line",
    [
        r"\left( a + b \right)",
        r"\bigl( a + b \bigr)",
        r"\Big(a\,+\;b\Big) \quad",
        r"( a & + & b ) \tag{3}",
        r"(a+b) \nonumber \label{eq:x}",
        r"(a+b) \qquad (12)",
        r"\displaystyle (a+b),",
        r"(a+b) \\",
        r"(a{}+b) \blacksquare",
        "(a+b) % a comment",
    ],
)
def test_typography_makes_no_difference(line):
    assert texts(line) == list("(a+b)")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (r"\varphi \varepsilon", r"\phi \epsilon"),
        (r"\dfrac{a}{b}", r"\tfrac{a}{b}"),
        (r"\ln x", r"\log x"),
        (r"p(x \mid z)", "p(x|z)"),
        (r"q \parallel p", r"q \| p"),
        (r"q || p", r"q \mid\mid p"),
        (r"\Pi_i", r"\prod_i"),
        (r"D_{KL}", r"\mathrm{KL}"),
        (r"\mathrm{D}_\mathrm{KL}", "KL"),
        (r"D_{\text{KL}}", r"\operatorname{KL}"),
        (r"\mathbb{D}_{KL}", r"\mathcal{D}_\mathrm{KL}"),
        (r"\mathbf{x}_i", "x_i"),
        (r"\hat{\mathbf x}", r"\widehat x"),
        (r"\boldsymbol{\theta}", r"\theta"),
        (r"x^{\prime}", "x'"),
        (r"x^\prime_i", "x'_i"),
        (r"[\![ a ]\!]", r"\llbracket a \rrbracket"),
        (r"\left[\!\left[ a \right]\!\right]", r"\llbracket a \rrbracket"),
        (r"\stackrel{\text{Jensen}}{\geq}", r"\ge"),
        (r"\overset{(a)}{=}", "="),
        (r"\leqslant", r"\le"),
        ("≤ θ ∑ ·", r"\le \theta \sum \cdot"),
        (r"\underbrace{a}_{\text{so and so}}", "{a}"),
        (r"\mathbb{1}", r"\mathbf 1"),
        (":=", "="),
    ],
)
def test_spellings_of_one_thing(one, other):
    assert texts(one) == texts(other)


def test_names_in_their_canonical_form():
    line = r"\mathbb E \mathcal{H} \hat x \tilde z \bar{x} \text{ELBO} x' \varphi \ell"
    assert texts(line) == ["bb E", "cal H", "hat x", "tilde z", "bar x", "ELBO", "x'", "phi", "l"]


def test_an_accent_over_a_name_with_an_index():
    assert texts(r"\hat{x_d}") == texts(r"\hat x_d") == ["hat x", "_", "d"]


def test_words_written_in_plain_letters():
    assert texts("ELBO") == ["ELBO"]
    assert texts("softmax", "softmax") == ["softmax"]
    assert texts("aKL") == ["a", "K", "L"]


def test_arguments_without_braces_take_one_digit():
    assert texts(r"\frac12") == texts(r"\frac 1 2")
    assert texts("x^10") == ["x", "^", "1", "0"]
    assert texts(r"\frac{a}23") == ["frac", "{", "a", "}", "2", "3"]


def test_positions_are_columns_of_the_line_as_written():
    found = tokens(r"a = \left( \mathbb{E}[x] \right)")
    assert [(token.text, token.position) for token in found] == [
        ("a", 1),
        ("=", 3),
        ("(", 10),
        ("bb E", 12),
        ("[", 22),
        ("x", 23),
        ("]", 24),
        (")", 32),
        ("", 33),
    ]


def test_a_number_in_brackets_is_a_numbering_only_behind_a_wide_space():
    assert texts(r"x \quad (3)") == ["x"]
    assert texts("x (3)") == ["x", "(", "3", ")"]


@pytest.mark.parametrize(
    ("line", "token", "position", "words"),
    [
        (r"a + \foo", "\\foo", 5, "outside the grammar"),
        (r"a \approx b", "\\approx", 3, "write ="),
        (r"a \propto b", "\\propto", 3, "constant factor"),
        (r"a = b \Rightarrow c", "\\Rightarrow", 7, "one chain"),
        (r"a \iff b", "\\iff", 3, "one chain"),
        (r"\cancel{a}", "\\cancel", 1, "leave them out"),
        (r"\color{red} a", "\\color", 1, "leave them out"),
        (r"\begin{cases} a \end{cases}", "\\begin", 1, "environment"),
        ("a # b", "#", 3, "outside the grammar"),
        ("a $ b", "$", 3, "outside the grammar"),
        (r"\hat{a+b}", "\\hat", 1, "more than one name"),
        (r"\frac{a", "{", 6, "never closed"),
        (r"a = \text{because we can}", "\\text{b…}", 5, "reason"),
        ("1" * 50, "1" * 30 + "…", 1, "digits"),
    ],
)
def test_what_is_refused_is_named_with_its_place(line, token, position, words):
    with pytest.raises(Stumble) as stumble:
        tokens(line)
    assert (stumble.value.token, stumble.value.position) == (token, position)
    assert words in stumble.value.message


def test_a_line_too_long_is_refused():
    assert tokens("a" * MAX_LENGTH)
    with pytest.raises(Stumble, match="2,001 characters; at most 2,000"):
        tokens("a" * (MAX_LENGTH + 1))
