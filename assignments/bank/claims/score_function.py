"""The log-trick: the gradient of an expectation, that a score has mean zero, and what it costs in variance."""

from __future__ import annotations

from assignments.bank.worlds.bernoulli import bernoulli
from assignments.bank.worlds.tables import tables
from grader.proof.breaks import ADDITIVITY, DERIVATIVE, NORMALISATION, SCALING, Break, Fact
from grader.proof.claim import Ask, Limits, Sides, claim
from grader.proof.syntax import Vocabulary

_TABLES = Vocabulary(densities=frozenset({"p", "q"}), parameters=frozenset({"theta", "phi"}), domains=frozenset({"z"}))
_BERNOULLI = Vocabulary(densities=frozenset({"q"}), parameters=frozenset({"beta"}), domains=frozenset({"z"}))
LOG_TRICK = Fact("log trick", "the log-trick, ∇q = q ∇log q", Break.LOG)
BINARY = Fact("binary", "z is 0 or 1")
FORMULA = Fact("density", "the formula of q_β")
INDEPENDENCE = Fact("independence", "the z_i are independent")
MOMENTS = Fact("moments", "the moments of z under q_β")

log_trick = claim(
    "log_trick",
    "The gradient of an expectation is an expectation of the score",
    world=tables,
    start=r"\nabla_\varphi \sum_z q_\varphi(z|x)\log p_\theta(x|z)",
    relation="=",
    goal=r"\sum_z q_\varphi(z|x)\log p_\theta(x|z)\nabla_\varphi\log q_\varphi(z|x)",
    facts=(ADDITIVITY, LOG_TRICK),
    limits=Limits(most=1, least=2),
    vocabulary=_TABLES,
)

mean_score = claim(
    "mean_score",
    "A score has mean zero",
    world=tables,
    start=r"\sum_z q_\varphi(z|x)\nabla_\varphi\log q_\varphi(z|x)",
    relation="=",
    goal="0",
    facts=(LOG_TRICK, ADDITIVITY, NORMALISATION),
    limits=Limits(most=1, least=2),
    vocabulary=_TABLES,
)

derivative_of_mean = claim(
    "derivative_of_mean",
    "The derivative of a Bernoulli variable's mean is 1",
    world=bernoulli,
    start=r"\frac{d}{d\beta}\sum_z q_\beta(z) z",
    relation="=",
    goal="1",
    facts=(FORMULA, BINARY, DERIVATIVE),
    limits=Limits(most=2, least=2),
    vocabulary=_BERNOULLI,
)

_A = r"z\frac{d}{d\beta}\log q_\beta(z)"
# "The variance of a sum of m Bernoulli variables is mβ(1 - β)" is one line for many, and uses three facts. The fourth,
# that 1/(mβ) leaves the variance squared, makes the jump from start to goal one too many.
score_variance = claim(
    "score_variance",
    "The variance of the mean of m score-function estimates",
    ask=Ask.COMPUTE,
    world=bernoulli,
    start=r"\mathrm{Var}[\frac1m\sum_i z_i\frac{d}{d\beta}\log q_\beta(z_i)]",
    relation="=",
    goal=r"\frac{1-\beta}{m\beta}",
    alternatives=(
        Sides(r"\mathrm{Var}[\frac1m\sum_i \frac{z_i}{\beta}]", r"\frac{1-\beta}{m\beta}"),
        Sides(rf"\frac1m(\mathbb{{E}}[({_A})^2]-(\mathbb{{E}}[{_A}])^2)", r"\frac{1-\beta}{m\beta}"),
    ),
    facts=(SCALING, INDEPENDENCE, BINARY, MOMENTS),
    limits=Limits(most=3, least=2),
    vocabulary=_BERNOULLI,
)
