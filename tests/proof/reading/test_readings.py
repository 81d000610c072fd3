from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.proof.reading.readings import READINGS, Reading, Unreadable, read
from grader.proof.rendering.mathml import mathml
from grader.proof.rendering.plain import plain
from grader.proof.syntax import (
    Aggregate,
    Apply,
    Binder,
    Density,
    Divergence,
    Entropy,
    Exp,
    Expectation,
    Log,
    Member,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
    Vocabulary,
)

VOCABULARY = Vocabulary(
    densities=frozenset({"p", "q", "cal N", "Bernoulli"}),
    functions=frozenset({"ELBO"}),
    parameters=frozenset({"theta", "phi", "beta"}),
    vectors=frozenset({"x", "hat x", "C", "E"}),
    domains=frozenset({"z"}),
)
# The numbered lines of a solved homework, as its student wrote them.
HOMEWORK = (
    r"\log p_\theta(x) = \int_z q_\phi(z|x) \log p_\theta(x) \tag{1}",
    r"= \int_z q_\phi(z|x) \log p_\theta(x) \frac{p_\theta(x, z)}{p_\theta(x, z)} \frac{q_\phi(z|x)}{q_\phi(z|x)} \tag{2}",
    r"= \int_z q_\phi(z|x) \log \frac{p_\theta(x, z)}{q_\phi(z|x)} \frac{q_\phi(z|x)}{p_\theta(z|x)} \tag{3}",
    r"= \int_z q_\phi(z|x) \log \frac{p_\theta(x, z)}{q_\phi(z|x)} + \int_z q_\phi(z|x) \log \frac{q_\phi(z|x)}{p_\theta(z|x)} \tag{4}",
    r"= \text{ELBO}(\theta, \phi, x) + \text{KL}[q_\phi(z|x)||p_\theta(z|x)] \tag{5}",
    r"\text{KL}[q||p] = \int_z q \log \frac{q}{p} \tag{6}",
    r"= - \int_z q \log \frac{p}{q} \tag{7}",
    r"\geq - \log \int_z q \frac{p}{q} \tag{8}",
    r"= - \log 1 = 0 \tag{9}",
    r"\text{ELBO}(\theta, \phi, x) = \log p_\theta(x) - \text{KL}[q_\phi(z|x)||p_\theta(z|x)] \quad (10)",
    r"= \int_z q_\phi(z|x) \log p_\theta(x) - \int_z q_\phi(z|x) \log \frac{q_\phi(z|x)}{p_\theta(z|x)} \quad (11)",
    r"= \int_z q_\phi(z|x) \log p_\theta(x) - \int_z q_\phi(z|x) \log \frac{q_\phi(z|x)}{p_\theta(z|x)} \frac{p_\theta(z)}{p_\theta(z)} \quad (12)",
    r"= \int_z q_\phi(z|x) \log \frac{p_\theta(x)p_\theta(z|x)}{p_\theta(z)} - \int_z q_\phi(z|x) \log \frac{q_\phi(z|x)}{p_\theta(z)} \quad (13)",
    r"= \int_z q_\phi(z|x) \log p_\theta(x|z) - \int_z q_\phi(z|x) \log \frac{q_\phi(z|x)}{p_\theta(z)} \quad (14)",
    r"= \mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x|z)] - \text{KL}[q_\phi(z|x)||p_\theta(z)] \quad (15)",
    r"\text{ELBO}(\theta, \phi, x) = \int_z q_\phi(z|x) \log p_\theta(x|z) - \int_z q_\phi(z|x) \log \frac{q_\phi(z|x)}{p_\theta(z)} \quad (16)",
    r"= \int_z q_\phi(z|x) \log \frac{p_\theta(x, z)}{p_\theta(z)} - \int_z q_\phi(z|x) \log \frac{q_\phi(z|x)}{p_\theta(z)} \quad (17)",
    r"= \int_z q_\phi(z|x) \log p_\theta(x, z) - \int_z q_\phi(z|x) \log q_\phi(z|x) \quad (18)",
    r"= \int_z q_\phi(z|x) \log p_\theta(x, z) - \mathbb{H}[q_\phi(z|x)] \quad (19)",
    r"p_\theta(x|\tilde{z}) = -\log(\Pi_{d=1}^D \text{Bernoulli}(x_d; \hat{x}_d)) = -\log(\Pi_{d=1}^D \hat{x}_d^{x_d}(1 - \hat{x}_d)^{1-x_d}) \quad (20)",
    r"= -\sum_{d=1}^D \log \hat{x}_d^{x_d}(1 - \hat{x}_d)^{1-x_d} = -\sum_{d=1}^D \log \hat{x}_d^{x_d} + \log(1 - \hat{x}_d)^{1-x_d} \quad (21)",
    r"= -\sum_{d=1}^D x_d \log \hat{x}_d + (1 - x_d) \log(1 - \hat{x}_d) \quad (22)",
    r"\mathcal{N}(x_d; \hat{x}_d; \sigma^2) = \frac{1}{\sigma\sqrt{2\pi}} \exp\left(\frac{-1}{2}\left(\frac{x_d - \hat{x}_d}{\sigma}\right)^2\right) \quad (23)",
    r"= C_d \exp(E_d(x_d - \hat{x}_d)^2) \quad (24)",
    r"-\log p_\theta(x|\tilde{z}) = -\log \Pi_{d=1}^D \mathcal{N}(x_d; \hat{x}_d, \sigma^2) \quad (25)",
    r"= -\log \Pi_{d=1}^D C_d \exp(E_d(x_d - \hat{x}_d)^2) \quad (26)",
    r"= -\sum_{d=1}^D \log C_d + \log \exp(E_d(x_d - \hat{x}_d)^2) \quad (27)",
    r"= -\sum_{d=1}^D \log C_d + E_d(x_d - \hat{x}_d)^2 \quad (28)",
)
x, z, d, big_d = Symbol("x"), Symbol("z"), Symbol("d"), Symbol("D")
theta, phi, sigma = Symbol("theta"), Symbol("phi"), Symbol("sigma")
x_d, hat_x_d, tilde_z = Symbol("x", (d,)), Symbol("hat x", (d,)), Symbol("tilde z")
one, two = Number("1"), Number("2")
q, p = Density("q"), Density("p")
q_zx = Density("q", (z,), (x,), (phi,))
p_zx = Density("p", (z,), (x,), (theta,))
p_xz = Density("p", (x, z), (), (theta,))
p_x = Density("p", (x,), (), (theta,))
p_z = Density("p", (z,), (), (theta,))
p_x_given_z = Density("p", (x,), (z,), (theta,))
p_decoded = Density("p", (x,), (tilde_z,), (theta,))
elbo = Apply("ELBO", (theta, phi, x))
over_d = Binder((d,), low=one, high=big_d)
missed = Sum((one, Negative(hat_x_d)))
squared = Power(Sum((x_d, Negative(hat_x_d))), two)
normal = Density("cal N", (x_d,), (hat_x_d, Power(sigma, two)))


def integral(*factors):
    return Aggregate("integral", Binder((z,)), factors[0] if len(factors) == 1 else Product(factors))


def sum_d(body):
    return Aggregate("sum", over_d, body)


def found(line, vocabulary=VOCABULARY):
    readings = read(line, vocabulary)
    assert not isinstance(readings, Unreadable), readings
    return readings


def literal(line):
    return found(line)[0].members


@pytest.mark.parametrize("line", HOMEWORK)
def test_every_line_of_the_homework_is_read(line):
    readings = found(line)
    assert readings[0].cost == 0
    assert readings[0].notes == ()


TREES = {
    1: (Member(None, Log(p_x)), Member("=", integral(q_zx, Log(p_x)))),
    4: (
        Member(
            "=",
            Sum((integral(q_zx, Log(Quotient(p_xz, q_zx))), integral(q_zx, Log(Quotient(q_zx, p_zx))))),
        ),
    ),
    5: (Member("=", Sum((elbo, Divergence(q_zx, p_zx)))),),
    6: (Member(None, Divergence(q, p)), Member("=", integral(q, Log(Quotient(q, p))))),
    8: (Member(">=", Negative(Log(integral(q, Quotient(p, q))))),),
    9: (Member("=", Negative(Log(one))), Member("=", Number("0"))),
    13: (
        Member(
            "=",
            Sum(
                (
                    integral(q_zx, Log(Quotient(Product((p_x, p_zx)), p_z))),
                    Negative(integral(q_zx, Log(Quotient(q_zx, p_z)))),
                )
            ),
        ),
    ),
    15: (Member("=", Sum((Expectation(Log(p_x_given_z), density=q_zx), Negative(Divergence(q_zx, p_z))))),),
    19: (Member("=", Sum((integral(q_zx, Log(p_xz)), Negative(Entropy(q_zx))))),),
    20: (
        Member(None, p_decoded),
        Member("=", Negative(Log(Aggregate("product", over_d, Density("Bernoulli", (x_d,), (hat_x_d,)))))),
        Member(
            "=",
            Negative(
                Log(
                    Aggregate(
                        "product",
                        over_d,
                        Product((Power(hat_x_d, x_d), Power(missed, Sum((one, Negative(x_d)))))),
                    )
                )
            ),
        ),
    ),
    23: (
        Member(None, normal),
        Member(
            "=",
            Product(
                (
                    Quotient(one, Product((sigma, Power(Product((two, Symbol("pi"))), Quotient(one, two))))),
                    Exp(
                        Product(
                            (
                                Quotient(Negative(one), two),
                                Power(Quotient(Sum((x_d, Negative(hat_x_d))), sigma), two),
                            )
                        )
                    ),
                )
            ),
        ),
    ),
    24: (Member("=", Product((Symbol("C", (d,)), Exp(Product((Symbol("E", (d,)), squared)))))),),
    25: (Member(None, Negative(Log(p_decoded))), Member("=", Negative(Log(Aggregate("product", over_d, normal))))),
}


@pytest.mark.parametrize("number", TREES)
def test_trees_of_the_homework(number):
    assert literal(HOMEWORK[number - 1]) == TREES[number]


# What the student meant where brackets are missing, and what the note is about.
MEANT = {
    3: (integral(q_zx, Log(Product((Quotient(p_xz, q_zx), Quotient(q_zx, p_zx))))), "logarithm"),
    22: (
        Negative(
            sum_d(
                Sum((Product((x_d, Log(hat_x_d))), Product((Sum((one, Negative(x_d))), Log(missed))))),
            )
        ),
        "sum",
    ),
    27: (
        Negative(
            sum_d(Sum((Log(Symbol("C", (d,))), Log(Exp(Product((Symbol("E", (d,)), squared))))))),
        ),
        "sum",
    ),
    28: (Negative(sum_d(Sum((Log(Symbol("C", (d,))), Product((Symbol("E", (d,)), squared)))))), "sum"),
}


@pytest.mark.parametrize("number", MEANT)
def test_missing_brackets_are_one_of_the_readings_with_a_note(number):
    tree, operator = MEANT[number]
    (reading,) = [reading for reading in found(HOMEWORK[number - 1]) if reading.members[-1].expression == tree]
    assert reading.cost > 0
    (note,) = reading.notes
    assert note.startswith(f"brackets are missing: the {operator} must cover the whole ")


def test_scopes_are_chosen_one_by_one():
    """Line 21 is true only if its first logarithm covers a product, and its second sum two terms."""
    inner = Log(Power(missed, Sum((one, Negative(x_d)))))
    meant = (
        Negative(sum_d(Log(Product((Power(hat_x_d, x_d), inner.operand))))),
        Negative(sum_d(Sum((Log(Power(hat_x_d, x_d)), inner)))),
    )
    readings = found(HOMEWORK[20])
    (reading,) = [each for each in readings if tuple(member.expression for member in each.members) == meant]
    assert len(reading.notes) == 2


def texts(line):
    return {plain(reading.members[-1].expression): reading.cost for reading in found(line)}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (r"\log a \cdot b_i", ["log(a) b_i", "log(a b_i)"]),
        (r"\log 2\pi\sigma^2", ["log(2 π σ^2)", "log(2) π σ^2", "log(2 π) σ^2"]),
        (r"\log x^2", ["log x^2"]),
        (r"\log (a)^b", ["log a^b", "(log a)^b"]),
        (r"\log(a) b", ["log(a) b"]),
        (r"\log a_i / b_i", ["(log a_i)/b_i", "log (a_i/b_i)"]),
        (r"\log p \log q", ["log(p) log q"]),
        (r"1/2\sigma", ["(1/2) σ", "1/(2 σ)"]),
        (r"\sum_i a_i + b_i", ["∑_i a_i + b_i", "∑_i (a_i + b_i)"]),
        (r"\sum_i a_i + c", ["∑_i a_i + c"]),
        (r"\sum_i a_i + c + b_i", ["∑_i a_i + c + b_i", "∑_i (a_i + c + b_i)"]),
        (r"\sum_i a_i + \sum_i b_i", ["∑_i a_i + ∑_i b_i"]),
        (r"\sum_z q + q(z)", ["∑_z q + q(z)", "∑_z (q + q(z))"]),
        (r"\prod_j q(x_j) \sum_i q(x_i)", ["(∏_j q(x_j)) ∑_i q(x_i)", "∏_j q(x_j) ∑_i q(x_i)"]),
        (r"\prod_i a_i b_i", ["∏_i a_i b_i", "(∏_i a_i) b_i"]),
        (r"\nabla_\phi q(z) p(z)", ["∇_φ (q(z) p(z))", "(∇_φ q(z)) p(z)"]),
        (r"\frac{d}{d\beta} (a) b", ["(∇_β a) b", "∇_β (a b)"]),
        (r"\mathbb{E}_q a + b", ["𝔼_q[a] + b", "𝔼_q[a + b]"]),
        (r"\mathbb{E}_q[a] + b", ["𝔼_q[a] + b"]),
        (r"\int q(z) + p(z) \, dz", ["∫_z (q(z) + p(z))"]),
    ],
)
def test_scopes(line, expected):
    assert sorted(texts(line)) == sorted(expected)
    assert texts(line)[expected[0]] == 0


def test_readings_come_cheapest_first_and_only_once():
    readings = found(HOMEWORK[20])
    costs = [reading.cost for reading in readings]
    assert costs == sorted(costs)
    assert len({reading.members for reading in readings}) == len(readings)


def test_all_of_a_product_is_more_likely_meant_than_a_part_of_it():
    assert texts(r"\log a_i b_i c_i") == {"log(a_i) b_i c_i": 0, "log(a_i b_i c_i)": 1, "log(a_i b_i) c_i": 2}


def test_the_number_of_readings_is_bounded():
    line = " + ".join(r"\log a_i b_i c_i" for _ in range(20))
    assert len(found(line)) == READINGS
    assert len(read(line, VOCABULARY, budget=5)) == 5
    assert read(line, VOCABULARY, budget=5) == found(line)[:5]


# --------------------------------------------------------------------------- typography


def respaced(line, draw):
    pairs = [
        ("(", r"\left("),
        (")", r"\right)"),
        (r"\frac", r"\dfrac"),
        (r"\log", r"\ln"),
        ("=", "&= "),
        ("[", r"\Big["),
    ]
    for plainly, otherwise in pairs:
        if draw.random() < 0.5 and r"\quad" not in line:
            line = line.replace(plainly, otherwise)
    return line.replace(" ", draw.choice([" ", "  ", r" \, ", "~"])) if r"\text{" not in line else line


@given(st.sampled_from(HOMEWORK), st.integers())
@settings(max_examples=60, deadline=None)
def test_typography_changes_no_reading(line, seed):
    assert read(respaced(line, random.Random(seed)), VOCABULARY) == read(line, VOCABULARY)


# --------------------------------------------------------------------------- whatever comes

GRAMMAR = (
    r"\frac { } ( ) [ ] \{ \} | \| || _ ^ + - * / = \le < \log \exp \sum \prod \int \nabla \partial d \frac{d}{d\beta} x z q p "
    r"\beta 2 10 , ; : ' \left \right \mathbb{E} E KL H P \max \hat \mathbf \text \mathbb \in \sim \dots \infty \llbracket "
    r"\rrbracket \langle \rangle [\![ ]\!] ^T \top \underbrace \stackrel \sqrt \cdot & . \tag \\ W w ELBO \Pr \mathrm{Var} dx "
    r"_{i=1}^n _z q(z|x) \pm % \lVert \rVert"
)
SOUP = GRAMMAR.split(" ")


def check_answer(line):
    answer = read(line, VOCABULARY)
    if isinstance(answer, Unreadable):
        assert 0 <= answer.position <= len(line) + 1
        assert answer.message
        return
    assert 1 <= len(answer) <= READINGS
    for reading in answer[:2]:
        assert isinstance(reading, Reading)
        for member in reading.members:
            assert plain(member.expression)
            assert mathml(member.expression).startswith("<math>")


@given(st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_any_text_gets_an_answer(line):
    check_answer(line)


@given(st.lists(st.sampled_from(SOUP), max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_soup_of_tokens_gets_an_answer(parts):
    check_answer(" ".join(parts))


@given(st.sampled_from(HOMEWORK), st.data())
@settings(max_examples=200, deadline=None)
def test_a_damaged_line_gets_an_answer(line, data):
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(line)))
        end = data.draw(st.integers(start, min(start + 6, len(line))))
        line = line[:start] + data.draw(st.sampled_from(["", *SOUP])) + line[end:]
    check_answer(line)


@pytest.mark.parametrize(
    "pattern",
    [
        "({})",
        r"\frac{{{}}}{{2}}",
        "x^{{{}}}",
        "x_{{{}}}",
        r"\log {}",
        r"\sum_i {}",
        "- ({} + 1)",
        r"\hat{{{}}}",
        "|{}|",
        r"\cdot -{}",
    ],
)
def test_deep_nesting_is_refused_with_a_sentence(pattern):
    line = "y"
    while len(line) + len(pattern) < 1900:
        line = pattern.format(line)
    answer = read(line, VOCABULARY)
    assert isinstance(answer, Unreadable)
    check_answer(line)


@pytest.mark.parametrize(
    "line",
    [
        "a" * 1999,
        "a+" * 999 + "a",
        "a/" * 999 + "a",
        "-" * 1999 + "a",
        r"\log " * 400 + "a",
        "a=" * 999 + "a",
        "(" * 1999,
        r"\int " * 390 + "dx " * 10,
        "|" * 1999,
        r"\frac" * 390,
    ],
)
def test_long_lines_end_soon(line):
    check_answer(line)
