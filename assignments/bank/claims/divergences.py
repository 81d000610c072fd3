"""KL divergences: of factorising distributions, and of two normal distributions."""

from __future__ import annotations

from assignments.bank.worlds.factorised import factorised
from assignments.bank.worlds.normals import normals
from grader.proof.breaks import DEFINITION, DENSITY, FACTORISATION, LOG, NORMALISATION, Fact
from grader.proof.claim import Ask, Limits, claim
from grader.proof.syntax import Vocabulary

MOMENTS = Fact("moments", "the mean and the variance of q")

factorising = claim(
    "factorising",
    "The KL divergence of factorising distributions is a sum over the components",
    world=factorised,
    start=r"D_{KL}(q(x)\parallel p(x))",
    relation="=",
    goal=r"\sum_{i=1}^n D_{KL}(q(x_i)\parallel p(x_i))",
    facts=(DEFINITION, FACTORISATION, LOG, NORMALISATION),
    limits=Limits(most=2, least=2),
    vocabulary=Vocabulary(densities=frozenset({"p", "q"}), vectors=frozenset({"x"}), domains=frozenset({"x"})),
)

of_normals = claim(
    "of_normals",
    "The KL divergence of two normal distributions",
    ask=Ask.COMPUTE,
    world=normals,
    start=r"D_{KL}(q(x)\parallel p(x))",
    relation="=",
    goal=r"\log\frac{\sigma_2}{\sigma_1}+\frac{\sigma_1^2+(\mu_1-\mu_2)^2}{2\sigma_2^2}-\frac12",
    facts=(DEFINITION, DENSITY, LOG, MOMENTS),
    limits=Limits(most=2, least=2),
    vocabulary=Vocabulary(
        densities=frozenset({"p", "q", "cal N"}), vectors=frozenset({"mu", "sigma"}), domains=frozenset({"x"})
    ),
)
