from __future__ import annotations

import pytest

from grader.proof.reading.readings import Unreadable, read
from grader.proof.syntax import (
    Absolute,
    Aggregate,
    Apply,
    Binder,
    Density,
    Derivative,
    Divergence,
    Exp,
    Expectation,
    Extremum,
    Indicator,
    Inner,
    Log,
    Negative,
    Norm,
    Number,
    Partial,
    Power,
    Probability,
    Product,
    Quadratic,
    Quotient,
    Sum,
    Symbol,
    Variance,
    Vocabulary,
)

VOCABULARY = Vocabulary(
    densities=frozenset({"p", "q", "cal N", "Bernoulli"}),
    functions=frozenset({"S", "F", "ELBO", "cal H", "sign"}),
    parameters=frozenset({"theta", "phi", "beta", "s"}),
    vectors=frozenset({"w", "x"}),
    matrices=frozenset({"W"}),
    domains=frozenset({"z"}),
)
a, b, c, i, j, n, x, w, z = (Symbol(name) for name in "abcijnxwz")
beta, phi = Symbol("beta"), Symbol("phi")
zero, one, two, half = Number("0"), Number("1"), Number("2"), Quotient(Number("1"), Number("2"))
x_i = Symbol("x", (i,))
a_i, a_j = Symbol("a", (i,)), Symbol("a", (j,))
q, q_z, q_zx = Density("q"), Density("q", (z,)), Density("q", (z,), (x,))
event = Indicator(a, "<", b)


def tree(line):
    readings = read(line, VOCABULARY)
    assert not isinstance(readings, Unreadable), readings
    (member,) = readings[0].members
    return member.expression


def total(binder, body=a_i):
    return Aggregate("sum", binder, body)


TREES = {
    "a b - c": Sum((Product((a, b)), Negative(c))),
    r"\frac12": half,
    r"\sqrt a": Power(a, half),
    r"\sqrt[3]{a}": Power(a, Quotient(one, Number("3"))),
    "a / b c": Product((Quotient(a, b), c)),
    "e^{x_i + c}": Exp(Sum((x_i, c))),
    r"\log^2 a": Power(Log(a), two),
    "w_{ij}": Symbol("w", (i, j)),
    "a_{i+1, j}": Symbol("a", (Sum((i, one)), j)),
    "a_i^2": Power(a_i, two),
    "a^2_i": Power(a_i, two),
    "x_i'": Symbol("x'", (i,)),
    "x_{i'}": Symbol("x", (Symbol("i'"),)),
    "x'_i": Symbol("x'", (i,)),
    r"\hat x_d": Symbol("hat x", (Symbol("d"),)),
    r"w^T x_i": Inner(w, x_i),
    r"\mathbf{w}^\top \mathbf{x}_i": Inner(w, x_i),
    r"\langle w, x_i \rangle": Inner(w, x_i),
    r"w \cdot x_i": Inner(w, x_i),
    r"x^T W x": Quadratic(x, Symbol("W"), x),
    r"x^{\mathsf{T}} (W x)": Quadratic(x, Symbol("W"), x),
    "c w^T x b": Product((c, Inner(w, x), b)),
    "|a| |b|": Product((Absolute(a), Absolute(b))),
    r"\left| a \right|": Absolute(a),
    r"\lVert a \rVert^2": Power(Norm(a), two),
    r"\|a\|": Norm(a),
    r"\max(0, a)": Extremum("max", (zero, a)),
    r"\min\{a, b, c\}": Extremum("min", (a, b, c)),
    r"\max_i a_i": Aggregate("max", Binder((i,)), a_i),
    r"\llbracket a < b \rrbracket": event,
    r"[\![ a < b ]\!]": event,
    r"\mathbb{1}[a < b]": event,
    r"\mathbf 1_{a < b}": event,
    r"\mathbf{1}_{\{a < b\}}": event,
    "[a < b]": event,
    r"\mathbb{E}_Z[\llbracket a < b \rrbracket]": Expectation(event, subscript=Symbol("Z")),
    "P(a < b)": Probability(a, "<", b),
    r"\Pr[a \le b]": Probability(a, "<=", b),
    r"\mathbb{P}(a > b)": Probability(a, ">", b),
    "S(a)^2": Power(Apply("S", (a,)), two),
    "S^2(a)": Power(Apply("S", (a,)), two),
    r"\mathrm{ELBO}(a, b; c)": Apply("ELBO", (a, b, c)),
    "ELBO": Apply("ELBO"),
    r"\mathcal{H}(x') - \mathcal{H}(x)": Sum((Apply("cal H", (Symbol("x'"),)), Negative(Apply("cal H", (x,))))),
    "q": q,
    "q(-a_i|x_i)": Density("q", (Negative(a_i),), (x_i,)),
    "p_i(z)": Density("p", (z,), (), (i,)),
    r"q_\phi(z \mid x; \theta)": Density("q", (z,), (x, Symbol("theta")), (phi,)),
    "q(z = 1|x)": Density("q", (one,), (x,)),
    r"q(\cdot|x)": Density("q", (), (x,)),
    r"q(x_1, \dots, x_n)": Density("q", (x,)),
    r"q(x_1, x_2, \ldots, x_n|z)": Density("q", (x,), (z,)),
    "q(z)^2": Power(q_z, two),
    "q^2(z)": Power(q_z, two),
    r"\mathcal N(x; a, b)": Density("cal N", (x,), (a, b)),
    r"\mathcal N(x; a; b)": Density("cal N", (x,), (a, b)),
    r"\mathcal N(x | a, b)": Density("cal N", (x,), (a, b)),
    r"\mathcal N(x, a, b)": Density("cal N", (x,), (a, b)),
    r"\mathcal N(a, b)": Density("cal N", (), (a, b)),
    r"\text{Bernoulli}(x; a)": Density("Bernoulli", (x,), (a,)),
    r"\mathbb{E}[a]": Expectation(a),
    r"\mathbb{E}_{q(z|x)}[a]": Expectation(a, density=q_zx),
    r"\mathbb E_q \left[ a \right]": Expectation(a, density=q),
    "E_q[a]": Expectation(a, density=q),
    r"\mathbb{E}_{z \sim q}[a]": Expectation(a, density=q, variables=(z,)),
    r"\mathbb{E}_\beta[a]^2": Power(Expectation(a, subscript=beta), two),
    r"\operatorname{Var}_q[a]": Variance(a, density=q),
    r"\mathbb{V}[a]": Variance(a),
    r"\mathrm{KL}\left(q(z|x) \,\middle\|\, p\right)": Divergence(q_zx, Density("p")),
    "KL(q||p)": Divergence(q, Density("p")),
    r"D_{KL}(q \parallel p)": Divergence(q, Density("p")),
    r"\mathrm{D}_\mathrm{KL}[q \| p]": Divergence(q, Density("p")),
    r"D(q \| p)": Divergence(q, Density("p")),
    r"\mathrm{KL}[q(z|x) | p]": Divergence(q_zx, Density("p")),
    r"\nabla_\phi a": Derivative(phi, a),
    r"\nabla a": Derivative(None, a),
    r"\frac{d}{d\beta} a": Derivative(beta, a),
    r"\frac{\mathrm{d} \log a}{\mathrm{d}\beta}": Derivative(beta, Log(a)),
    r"\frac d{d\beta} a": Derivative(beta, a),
    r"d/d\beta\, a": Derivative(beta, a),
    r"\frac{\partial}{\partial \beta} \log q": Derivative(beta, Log(q)),
    r"\partial_\beta a": Derivative(beta, a),
    r"\frac{\partial L}{\partial x_i}": Partial(Symbol("L"), x_i),
    r"\partial L / \partial x_i": Partial(Symbol("L"), x_i),
    r"\frac{dz}{d\beta}": Derivative(beta, z),
    r"\frac{d_n}{d_p}": Quotient(Symbol("d", (n,)), Symbol("d", (Symbol("p"),))),
}
SUMS = {
    r"\sum_i a_i": Binder((i,)),
    r"\sum\limits_{i} a_i": Binder((i,)),
    r"\sum_{i \in \mathcal{Z}} a_i": Binder((i,)),
    r"\sum_{i \in \{-1, +1\}} a_i": Binder((i,), listed=(Negative(one), one)),
    r"\sum_{i \in \{0, 1, 2\}} a_i": Binder((i,), listed=(zero, one, two)),
    r"\sum_{i \in \{0, 1\}^n} a_i": Binder((i,), listed=(zero, one), length=n),
    r"\sum_{i \in \{\pm 1\}} a_i": Binder((i,), listed=(one, Negative(one))),
    r"\sum_{i = \pm 1} a_i": Binder((i,), listed=(one, Negative(one))),
    r"\sum_{i = 0, 1} a_i": Binder((i,), listed=(zero, one)),
    r"\sum_{i : q(i|x) \neq 0} a_i": Binder((i,)),
    r"\sum_{i=1}^n a_i": Binder((i,), one, n),
    r"\sum^n_{i=1} a_i": Binder((i,), one, n),
    r"\sum_i^n a_i": Binder((i,), one, n),
    r"\sum_{i \in \{1, \dots, n\}} a_i": Binder((i,), one, n),
    r"\sum_{i = 1, ..., n} a_i": Binder((i,), one, n),
    r"\sum_{1 \le i \le n} a_i": Binder((i,), one, n),
    r"\sum_{i \neq j} a_i": Binder((i,), relation="!=", bound=j),
    r"\sum_{i: i \neq j} a_i": Binder((i,), relation="!=", bound=j),
    r"\sum_{i \leq j} a_i": Binder((i,), relation="<=", bound=j),
    r"\sum_{i \geq j}^n a_i": Binder((i,), j, n),
    r"\sum_{i,j} a_i": Binder((i, j)),
    r"\sum_{(i,j)} a_i": Binder((i, j)),
    r"\sum_{x_i} a_i": Binder((x_i,)),
    r"\sum_{x_1, \dots, x_n} a_i": Binder((x,)),
}
INTEGRALS = {
    r"\int_z q(z)": Binder((z,)),
    r"\int q(z) dz": Binder((z,)),
    r"\int q(z) \, \mathrm{d}z": Binder((z,)),
    r"\int_{-\infty}^{\infty} q(z) dz": Binder((z,)),
    r"\int_{\mathbb{R}} q(z) dz": Binder((z,)),
    r"\int dz \, q(z)": Binder((z,)),
    r"\int q(z)": Binder((z,)),
    r"\int_{-\infty}^a q(z) dz": Binder((z,), Negative(Symbol("infty")), a),
    r"\int_0^1 q(z) dz": Binder((z,), zero, one),
}


@pytest.mark.parametrize(("line", "expected"), TREES.items())
def test_tree(line, expected):
    assert tree(line) == expected


@pytest.mark.parametrize(("line", "binder"), SUMS.items())
def test_sum(line, binder):
    assert tree(line) == total(binder)


@pytest.mark.parametrize(("line", "binder"), INTEGRALS.items())
def test_integral(line, binder):
    assert tree(line) == Aggregate("integral", binder, q_z)


def test_a_double_integral():
    inner = Aggregate("integral", Binder((x,)), Density("q", (x, z)))
    assert tree(r"\int \int q(x, z) dx dz") == Aggregate("integral", Binder((z,)), inner)


def test_a_plain_e_is_a_vector_where_the_claim_says_so():
    vocabulary = Vocabulary(vectors=frozenset({"E"}))
    readings = read("E_d", vocabulary)
    assert not isinstance(readings, Unreadable)
    assert readings[0].members[0].expression == Symbol("E", (Symbol("d"),))


@pytest.mark.parametrize(
    ("line", "token", "position", "words"),
    [
        (r"x_1 + \dots + x_n", r"\dots", 7, "write the sum"),
        ("a + ", "the end of the line", 4, "too early"),
        ("a = = b", "=", 5, "nothing stands behind ="),
        ("a \\neq b", "\\neq", 3, "no relation"),
        ("(a + b", "the end of the line", 7, ") is missing to close the ( in column 1"),
        ("a + b)", ")", 6, "cannot stand here"),
        ("(a + b]", "]", 7, ") is missing"),
        ("|a + b", "the end of the line", 7, "never closed"),
        (r"\sum a", "a", 6, "does not say over what it runs"),
        (r"\int a b", None, None, None),
        (r"\max(a)", r"\max", 1, "two operands"),
        (r"\mathrm{KL}(q)", ")", 14, "compares two distributions"),
        (r"\mathrm{KL}[a + b \| c]", "+", 15, "compares two distributions"),
        (r"\frac{d^2}{dx^2} a", "^", 8, "higher derivatives"),
        ("a^b^c", "^", 4, "second exponent"),
        ("x^{(1)}", "{", 3, "write it below"),
        (r"\log_2 a", "a", 8, "natural logarithm"),
        ("w^T", "the end of the line", 4, "a vector is missing"),
        (r"q(z_1, \dots, x_n)", ")", 18, "one vector"),
        (r"\sum_{z_1, \dots, x_n} a", "}", 22, "one vector"),
        ("S_i(x)", "_", 2, "no index"),
        (r"\infty", r"\infty", 1, "limit of an integral"),
        (r"\mathbb{1} + a", "+", 12, "comparison"),
        ("P(a < b < c)", "<", 9, "two comparisons"),
        (r"\sum_{i=1} ^ {} a", "{", 14, "empty"),
        (r"\sum_{i \in \{1\}} a_i", r"\}", 16, "a set of one value"),
        ("", "the end of the line", 1, "too early"),
    ],
)
def test_what_cannot_be_read(line, token, position, words):
    answer = read(line, VOCABULARY)
    if token is None:
        assert not isinstance(answer, Unreadable)
        return
    assert isinstance(answer, Unreadable)
    assert (answer.token, answer.position) == (token, position)
    assert words is None or words in answer.message


def test_an_integral_over_nothing_is_refused_where_there_are_several_variables():
    answer = read(r"\int a", Vocabulary(domains=frozenset({"x", "z"})))
    assert isinstance(answer, Unreadable)
    assert "dz" in answer.message
