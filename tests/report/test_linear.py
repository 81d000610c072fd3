"""Formulas as one line of text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.proof.reading.readings import Unreadable, read
from grader.proof.rendering.mathml import mathml
from grader.proof.rendering.plain import plain
from grader.proof.syntax import Vocabulary
from grader.report.linear import linear, relation

VOCABULARY = Vocabulary(
    densities=frozenset({"p", "q", "cal N"}),
    functions=frozenset({"S"}),
    parameters=frozenset({"theta", "phi"}),
    matrices=frozenset({"W"}),
    domains=frozenset({"z"}),
)
LINES = (
    r"\sum_z q_\phi(z|x) \log p_\theta(x|z)",
    r"a - b + c_{i+1} - \frac{a}{b}",
    r"\frac{a + b}{c} d^{-1} \cdot 2",
    r"\frac{\frac{a}{b}}{c d} + (a b)^2",
    r"\sum_{i=1}^n \prod_{j \neq i} x_j",
    r"\int_{-\infty}^a q(z) dz",
    r"|a| + \lVert x \rVert^2 + w_{ij}",
    r"\llbracket a < b \rrbracket + P(z \le 0)",
    r"\mathbb{E}_{z \sim q}[z] + \mathrm{KL}[q(z|x) \| p(z)]",
    r"\mathcal{N}(x; \mu, \sigma^2)",
    r"\nabla_\phi (q + p) + \nabla z",
    r"\frac{\partial L}{\partial x_i} \hat x + \tilde z + \bar x",
    r"x^T W x'",
)


@pytest.mark.parametrize("line", LINES)
def test_it_reads_as_the_proof_room_writes_it(line: str) -> None:
    readings = read(line, VOCABULARY)
    assert not isinstance(readings, Unreadable)
    node = readings[0].members[0].expression
    assert linear(mathml(node)) == plain(node)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<math><msqrt><mi>a</mi><mo>+</mo><mn>1</mn></msqrt></math>", "√(a + 1)"),
        ("<math><mtext>a_0 &lt; a_1…</mtext></math>", "a_0 < a_1…"),
        ("<math><msub></msub></math>", ""),
        ("<math><mover><mi>a</mi></mover></math>", "a"),
        ("<math></math>", ""),
        ("no formula", "no formula"),
        ("<math><script>alert(1)</script></math>", "<math><script>alert(1)</script></math>"),
        ("<math><mi>\x01</mi></math>", "<math><mi>\x01</mi></math>"),
        ("", ""),
    ],
)
def test_what_else_there_may_be(source: str, text: str) -> None:
    assert linear(source) == text


def test_relations() -> None:
    assert [relation(sign) for sign in ("=", "<=", ">=", "\\geq", "!=", "<", "")] == ["=", "≤", "≥", "≥", "≠", "<", ""]


TAGS = st.sampled_from(["mi", "mo", "mrow", "mfrac", "msub", "msubsup", "munder", "mover", "mspace", "msqrt", "mtext"])
TREES = st.recursive(
    st.tuples(TAGS, st.sampled_from(["a", "+", "−", "", "‖"])).map(lambda one: f"<{one[0]}>{one[1]}</{one[0]}>"),
    lambda inner: st.tuples(TAGS, st.lists(inner, max_size=4)).map(
        lambda one: f"<{one[0]}>{''.join(one[1])}</{one[0]}>"
    ),
    max_leaves=12,
)


@given(TREES)
def test_any_mathml_is_a_line(tree: str) -> None:
    text = linear(f"<math>{tree}</math>")
    assert "<" not in text
    assert "\n" not in text


@given(st.text())
def test_any_text_is_survived(text: str) -> None:
    assert isinstance(linear(text), str)
    assert isinstance(linear(f"<math><mi>{text}</mi></math>"), str)
