"""The values of expressions, against closed forms."""

from __future__ import annotations

import math

import numpy as np
import pytest

from grader.proof.bench import expression
from grader.proof.breaks import ADDITIVITY, CONCAVITY, DEFINITION, DERIVATIVE, LOG, SCALING, SUMMATION
from grader.proof.claim import Definition
from grader.proof.evaluating.evaluate import Evaluator, Undefined, Why
from grader.proof.evaluating.scope import Clock, Meaning, TimeUp
from grader.proof.families import components, conditional, counted
from grader.proof.syntax import Vocabulary
from grader.proof.world import Instance, Law, Line, Points, Samples, World

VOCABULARY = Vocabulary(
    densities=frozenset({"p", "q", "r"}),
    functions=frozenset({"S", "F", "G"}),
    parameters=frozenset({"beta", "theta", "phi"}),
    vectors=frozenset({"x", "w"}),
    matrices=frozenset({"W"}),
    domains=frozenset({"z", "Z"}),
)
Q, P = np.array([0.5, 0.5, 0.0]), np.array([0.25, 0.75, 0.0])


def bernoulli(draw, broken):
    """z in {0, 1} with probability β = 0.3 of 1; three samples of it; Z logistic of scale 2."""
    beta = draw.parameter("beta", 0.3)
    theta = draw.parameter("theta", np.array([1.0, 2.0]))
    return World(
        values={
            "beta": beta,
            "theta": theta,
            "m": 3,
            "n": 3,
            "x": np.array([3.0, -1.0, 2.0]),
            "w": np.ones(3),
            "W": np.eye(3),
            "c": 0.7,
        },
        ranges={"i": 3, "j": 3},
        domains={
            "z": Points((0, 1)),
            "Z": Line(lambda u: 2 * math.log(u / (1 - u)), lambda u: 2 / (u * (1 - u))),
            "y": counted(3),
            "v": Points(tuple(np.array(v, dtype=float) for v in ((0, 0), (0, 1), (1, 0), (1, 1)))),
        },
        components={"v": counted(2)},
        densities={
            "b": lambda of, given, below: beta if of[0].value == 1 else 1 - beta,
            "q": conditional("q", "y", (), Q),
            "p": conditional("p", "y", (), P),
            "r": components("r", "v", np.array([[0.2, 0.8], [0.5, 0.5]])),
        },
        functions={"S": lambda t: 1 / (1 + math.exp(-t))},
        laws={"": Law(("z",), "b"), "beta": Law(("z",), "b"), "Z": Law(("Z",))},
        samples={"z": Samples(3, Law(("z",), "b"))},
        partials={("L", "y"): float, ("y", "x"): lambda i, j: float(i >= j)},
        alone={"q": ("y",), "p": ("y",), "r": ("v",)},
        below={"q": frozenset({"phi"}), "p": frozenset({"theta"})},
    )


def value(latex, fact=None, seconds=5.0, definitions=()):
    meanings = [Meaning(d, expression(d.latex, VOCABULARY)) for d in definitions]
    instance = Instance(bernoulli, np.zeros(0), 7, fact)
    return Evaluator(VOCABULARY, meanings).value(expression(latex, VOCABULARY), instance, Clock(seconds))


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"\frac{1}{2} + 2^3 - \sqrt{4}", 6.5),
        (r"\sum_{i=1}^n x_i", 4.0),
        (r"\sum_{i=1}^{n} \sum_{j\leq i} x_j", 9.0),
        (r"\sum_{j\neq 2} x_j", 5.0),
        (r"\prod_i x_i", -6.0),
        (r"\prod_k x_k", -6.0),
        (r"\sum_{l} \sum_{k \neq l} W_{lk} + \sum_{k=2} x_k", 1.0),
        (r"\mathbb{E}[\sum_k z_k]", 0.9),
        (r"\sum_{i \in \{1, 3\}} x_i", 5.0),
        (r"\sum_{i \in \{1, 1\}} x_i", 3.0),
        (r"\sum_{z \in \{-1, 1, 3\}} z", 3.0),
        (r"\sum_{z = \pm 2} z^2", 8.0),
        (r"\sum_{z \in \{-1, 1\}^2} \lVert z \rVert^2", 8.0),
        (r"\sum_{y \in \{0, 1\}^k} q(y)", 1.0),
        (r"\max_i x_i", 3.0),
        (r"\max(0, x_2)", 0.0),
        (r"|x_2| + \lVert x \rVert^2", 15.0),
        (r"w^T x", 4.0),
        (r"x^T W x", 14.0),
        (r"\llbracket x_1 < x_2 \rrbracket", 0.0),
        (r"\log e^{c}", 0.7),
        ("S(0)", 0.5),
        (r"\mathbb{E}[z]", 0.3),
        (r"\mathbb{E}_\beta[z^2]", 0.3),
        (r"\mathrm{Var}[z]", 0.21),
        (r"\mathrm{Var}[\frac{1}{m}\sum_{i=1}^m z_i]", 0.07),
        (r"\frac{d}{d\beta} \beta^2", 0.6),
        (r"\frac{d}{d\beta} \log \beta", 1 / 0.3),
        (r"\frac{\partial L}{\partial y_2}", 2.0),
    ],
)
def test_values(latex, expected):
    assert value(latex) == pytest.approx(expected, rel=1e-12)


def test_a_written_set_means_both_values_where_these_are_broken():
    """So that a step that only names the two values still needs them to be 0 and 1."""
    instance = Instance(lambda draw, broken: World(domains={"z": Points((0.3, 0.8))}), np.zeros(0), 7)
    for binder in (r"z", r"z \in \{0, 1\}", "z=0}^{1"):
        tree = expression(rf"\sum_{{{binder}}} z", VOCABULARY)
        assert Evaluator(VOCABULARY).value(tree, instance, Clock(5.0)) == pytest.approx(1.1)


def test_gradients_are_vectors():
    assert np.asarray(value(r"\nabla_\theta (\theta_1^2 \theta_2)")) == pytest.approx([4.0, 1.0])
    assert value(r"\frac{\partial}{\partial \theta_2} \theta_1 \theta_2^3") == pytest.approx(12.0)


def test_zero_probabilities_weigh_nothing():
    assert value(r"\mathrm{KL}[q\|p]") == pytest.approx(0.5 * math.log(2) + 0.5 * math.log(2 / 3))
    assert value(r"\sum_y q(y) \log \frac{q(y)}{p(y)}") == pytest.approx(value(r"\mathrm{KL}[q\|p]"))
    assert value(r"\mathbb{E}_{q(y)}[\log q(y) - \log p(y)]") == pytest.approx(value(r"\mathrm{KL}[q\|p]"))
    assert value(r"\mathbb{H}[q]") == pytest.approx(math.log(2))


@pytest.mark.parametrize(
    "latex", [r"0 \log 0", r"\log(-1)", r"\frac{1}{x_2 + 1}", r"\sqrt{x_2}", r"e^{1000}", r"\sum_y \log q(y)"]
)
def test_undefined(latex):
    assert value(latex) == Undefined()


@pytest.mark.parametrize(
    ("latex", "named"),
    [
        (r"\sum_i y_k", "'k'"),
        (r"\sum_k c", "nothing here for 'k'"),
        (r"\sum_k c_k", "nothing here for 'k'"),
        (r"\sum_k x_{k+1}", "nothing here for 'k'"),
        ("x_4", "out of range"),
        (r"G(1)", "'G'"),
        (r"\sum_y \sum_z p(y|z)", "no conditions"),
        (r"x + 1", "vector"),
        (r"\sum_{i \in \{1, 5\}} x_i", "out of range"),
        (r"\sum_{y \in \{-1, 1\}} q(y)", "-1 is not a value"),
        (r"\sum_{y \in \{-1, 1\}^k} q(y)", "'k'"),
        (r"\sum_{y \in \{-1, 1\}^2} q(y)", "is not a value"),
    ],
)
def test_what_has_no_meaning_is_named(latex, named):
    problem = value(latex)
    assert isinstance(problem, Undefined)
    assert problem.why is Why.MEANINGLESS
    assert named in problem.reason


@pytest.mark.parametrize("written", [r"q_\phi(y)", r"q_\varphi(y)", r"q(y;\phi)", "q(y)"])
def test_a_declared_parameter_may_stand_below_or_behind_a_distribution(written):
    assert value(rf"\sum_y {written} y") == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("below", "behind"),
    [
        *((below, "") for below in (r"\theta", r"1-\phi", r"2\phi", r"\phi\phi", r"\phi_1", r"\phi'", "1", "i")),
        *((r"\phi", behind) for behind in (r";\theta", r";2\phi")),
    ],
)
def test_anything_else_below_or_behind_a_distribution_is_refused(below, behind):
    problem = value(rf"\sum_y q_{{{below}}}(y{behind}) y")
    assert isinstance(problem, Undefined)
    assert problem.why is Why.MEANINGLESS


def test_what_stands_below_a_distribution_is_named_with_what_is_meant():
    problem = value(r"\sum_y q_{1-\phi}(y) y")
    assert isinstance(problem, Undefined)
    assert problem.reason == "'q_{1 − φ}(y)' is not defined here: below q stands φ or nothing"


def test_a_component_may_be_named_by_the_index_of_its_distribution():
    assert value(r"\sum_{v_1} r_1(v_1) v_1") == pytest.approx(value(r"\sum_{v_1} r(v_1) v_1")) == pytest.approx(0.8)
    assert value(r"\mathbb{H}[r_1]") == pytest.approx(value(r"\mathbb{H}[r(v_1)]"))
    assert value(r"\mathbb{H}[r_1]", DEFINITION) == value(r"\mathbb{H}[r_1(v_1)]", DEFINITION)
    assert value(r"\mathbb{E}_{v_2 \sim r_2}[v_2]") == pytest.approx(0.5)
    for other in ("r_2(v_1)", "r_{1+1}(v_1)", "r_1(v)"):
        problem = value(rf"\sum_v {other}")
        assert isinstance(problem, Undefined)
        assert "below r stands the index of its component or nothing" in problem.reason


def test_jumps_are_integrated_exactly():
    for c in ("c", "-c", r"\frac{c}{3}"):
        chance = 1 / (1 + math.exp(-{"c": 0.7, "-c": -0.7}.get(c, 0.7 / 3) / 2))
        assert value(rf"\mathbb{{E}}_Z[\llbracket Z < {c} \rrbracket]") == pytest.approx(chance, abs=1e-12)
        assert value(rf"P(Z < {c})") == pytest.approx(chance, abs=1e-12)
        assert value(rf"P({c} > Z)") == pytest.approx(chance, abs=1e-12)
    assert value(r"\mathbb{E}_Z[Z^2]") == pytest.approx(4 * math.pi**2 / 3, rel=1e-7)


def test_nested_derivatives_and_derivatives_of_jumps_are_refused_in_words():
    for latex in (r"\frac{d}{d\beta} \frac{d}{d\beta} \beta^3", r"\frac{d}{d\beta} \llbracket c < \beta \rrbracket"):
        problem = value(latex)
        assert isinstance(problem, Undefined)
        assert problem.why is Why.REFUSED
        assert "derivative" in problem.reason


def test_sums_over_many_numbers_are_refused_at_once():
    for latex in (r"\sum_{i=1}^{100000000} 1", r"\prod_{i=1}^{1001} 1"):
        problem = value(latex)
        assert isinstance(problem, Undefined)
        assert problem.why is Why.REFUSED
    assert value(r"\sum_{i=1}^{1000} 1") == 1000.0


def test_nested_sums_run_out_of_time():
    with pytest.raises(TimeUp):
        value("".join(rf"\sum_{{y{chr(39) * k}}}" for k in range(1, 16)) + "1", seconds=0.1)


def test_definitions_bind_their_arguments():
    square = Definition("G", r"\sum_i t_i^2", ("t",))
    assert value("G(x)", definitions=(square,)) == pytest.approx(14.0)
    assert value("G(x)", DEFINITION, definitions=(square,)) != pytest.approx(14.0)
    assert value("G(x) - G(x)", DEFINITION, definitions=(square,)) == 0.0
    assert value("G(x) - G(w)", DEFINITION, definitions=(square,)) != 0.0


@pytest.mark.parametrize(
    ("fact", "fails", "survives"),
    [
        (LOG, (r"\log(2c) - \log 2 - \log c", r"\log 1"), (r"\log(2c) - \log(c + c)",)),
        (
            DEFINITION,
            (r"\mathrm{KL}[q\|p] - \sum_y q(y)\log\frac{q(y)}{p(y)}",),
            (r"\mathrm{KL}[q\|p] - \mathrm{KL}[q(y)\|p_\theta(y)]",),
        ),
        (
            ADDITIVITY,
            (r"\nabla_\theta(\theta_1 + \theta_2) - \nabla_\theta \theta_1 - \nabla_\theta \theta_2",),
            (r"\nabla_\theta(2\theta_1\theta_2) - 2\nabla_\theta(\theta_1\theta_2)",),
        ),
        (DERIVATIVE, (r"\frac{d}{d\beta}\beta - 1",), (r"\frac{d}{d\beta}(2\beta) - 2\frac{d}{d\beta}\beta",)),
        (
            SCALING,
            (r"\mathrm{Var}[\frac{z_1}{3}] - \frac19 \mathrm{Var}[z_1]",),
            (r"\mathrm{Var}[z_1 + z_2] - 2 \mathrm{Var}[z_1]", r"\mathrm{Var}[z_1] - \beta(1 - \beta)"),
        ),
        (SUMMATION, (r"\sum_i 2x_i - 2\sum_i x_i",), (r"\sum_i x_i - \sum_j x_j",)),
        (CONCAVITY, (r"\log 2 - \log 1 - |\log 2|",), (r"\log(2c) - \log 2 - \log c", r"\log 1")),
    ],
)
def test_broken_facts(fact, fails, survives):
    for latex in fails:
        assert np.max(np.abs(value(latex, fact))) > 1e-3, latex
        assert np.max(np.abs(value(latex))) < 1e-9, latex
    for latex in survives:
        assert np.max(np.abs(value(latex, fact))) < 1e-9, latex
