from __future__ import annotations

import pytest

from grader.proof.reading.readings import Unreadable, read
from grader.proof.rendering.mathml import mathml
from grader.proof.rendering.plain import plain
from grader.proof.syntax import Log, Node, Number, Power, Product, Symbol, Vocabulary
from grader.report.mathml import allowed

VOCABULARY = Vocabulary(
    densities=frozenset({"p", "q", "cal N"}),
    functions=frozenset({"S", "ELBO"}),
    parameters=frozenset({"theta", "phi", "beta"}),
    matrices=frozenset({"W"}),
    domains=frozenset({"z"}),
)
# One of every kind of node, and how it looks in one line.
SHOWN = {
    r"\sum_z q_\phi(z|x) \log p_\theta(x|z)": "∑_z q_φ(z|x) log p_θ(x|z)",
    r"a - b + c_{i+1}": "a − b + c_{i + 1}",
    r"-(a + b) \cdot 2": "−(a + b) · 2",
    r"\frac{a + b}{c} d^{-1}": "((a + b)/c) d^{−1}",
    r"(a b)^2 + w_{ij}": "(a b)^2 + w_{ij}",
    r"\log(a b) + (\log a) b": "log(a b) + log(a) b",
    r"(\sum_i a_i) b": "(∑_i a_i) b",
    r"\sum_i (a_i + b_i)": "∑_i (a_i + b_i)",
    r"\prod_{j \neq i} x_j": "∏_{j≠i} x_j",
    r"\sum_{i=1}^n i": "∑_{i=1}^n i",
    r"\sum_{z \in \{-1, 1\}} z + \sum_{x \in \{0, 1\}^n} c": "∑_{z∈{−1,1}} z + ∑_{x∈{0,1}^n} c",
    r"\max_i x_i + \min(a, 0)": "max_i x_i + min(a,0)",
    r"\int_{-\infty}^a q(z) dz": "∫_{−∞}^a q(z) dz",
    r"e^{x_i} + \exp(c)": "exp(x_i) + exp(c)",
    r"|a| + \lVert x \rVert^2": "|a| + ‖x‖^2",
    r"w^T x + x^T W x'": "w^T x + x^T W x′",
    r"\llbracket a < b \rrbracket + P(z \le 0)": "⟦a < b⟧ + P(z ≤ 0)",
    r"S(x)^2 + \text{ELBO}": "S(x)^2 + ELBO",
    r"\mathbb{E}_{z \sim q}[z] + \mathbb{E}_\beta[z]": "𝔼_{z∼q}[z] + 𝔼_β[z]",
    r"\mathrm{Var}[z] + \mathbb{H}[q]": "Var[z] + ℍ[q]",
    r"\mathrm{KL}[q(z|x) \| p(z)]": "KL[q(z|x) ‖ p(z)]",
    r"\mathcal{N}(x; \mu, \sigma^2)": "𝒩(x;μ,σ^2)",
    r"\nabla_\phi (q + p) + \nabla z": "∇_φ (q + p) + ∇ z",
    r"\frac{\partial L}{\partial x_i}": "∂L/∂x_i",
    r"\hat x_d + \tilde z' + \bar x + \mathcal{H}": "x̂_d + z̃^′ + x̄ + ℋ",
}


def tree(line: str) -> Node:
    readings = read(line, VOCABULARY)
    assert not isinstance(readings, Unreadable), readings
    return readings[0].members[0].expression


@pytest.mark.parametrize(("line", "text"), SHOWN.items())
def test_text(line, text):
    assert plain(tree(line)) == text


@pytest.mark.parametrize("line", SHOWN)
def test_mathml_passes_the_report_unchanged(line):
    source = mathml(tree(line))
    assert allowed(source) == source


@pytest.mark.parametrize("line", SHOWN)
def test_brackets_shown_are_those_that_were_read(line):
    """The text without its brackets would be another formula: other trees look different."""
    shown = {plain(tree(other)): other for other in SHOWN}
    assert shown[plain(tree(line))] == line


def test_mathml_of_a_small_formula():
    assert mathml(Log(Product((Symbol("a"), Power(Symbol("b"), Number("2")))))) == (
        '<math><mrow><mi>log</mi><mrow><mo fence="true" form="prefix">(</mo>'
        '<mrow><mi>a</mi><mspace width="0.17em"></mspace><msup><mi>b</mi><mn>2</mn></msup></mrow>'
        '<mo fence="true" form="postfix">)</mo></mrow></mrow></math>'
    )


def test_names_are_escaped():
    source = mathml(Symbol("<script>&"))
    assert source == "<math><mi>&lt;script&gt;&amp;</mi></math>"
    assert allowed(source) == source


def test_a_huge_formula_is_shown_as_text():
    source = mathml(Product(tuple(Symbol("a", (Number(str(count)),)) for count in range(1500))))
    assert source.startswith("<math><mtext>a_0 a_1")
    assert source.endswith("…</mtext></math>")
    assert allowed(source) == source


def test_a_deep_formula_is_shown_as_text():
    node: Node = Symbol("a")
    for _ in range(60):
        node = Power(Log(node), Number("2"))
    assert mathml(node).startswith("<math><mtext>")
    assert allowed(mathml(node)) == mathml(node)
