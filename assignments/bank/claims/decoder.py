"""The likelihood of a decoder's independent outputs: binary cross-entropy, and the squared error."""

from __future__ import annotations

from assignments.bank.worlds.decoder import bernoulli_outputs, normal_outputs
from grader.proof.breaks import DENSITY, FACTORISATION, LOG
from grader.proof.claim import Ask, Lemma, Limits, Sides, claim
from grader.proof.syntax import Vocabulary

_START = r"-\log p_\theta(x|\tilde z)"

binary_outputs = claim(
    "binary_outputs",
    "Bernoulli outputs give the binary cross-entropy",
    world=bernoulli_outputs,
    start=_START,
    relation="=",
    goal=r"-\sum_{d=1}^D (x_d\log\hat x_d+(1-x_d)\log(1-\hat x_d))",
    facts=(FACTORISATION, DENSITY, LOG),
    limits=Limits(most=2, least=2),
    vocabulary=Vocabulary(
        densities=frozenset({"p", "Bernoulli"}), parameters=frozenset({"theta"}), vectors=frozenset({"x", "hat x"})
    ),
)

real_outputs = claim(
    "real_outputs",
    "Normal outputs give the squared error",
    ask=Ask.COMPUTE,
    world=normal_outputs,
    start=_START,
    relation="=",
    goal=r"-\sum_{d=1}^D (\log C_d+E_d(x_d-\hat x_d)^2)",
    alternatives=(Sides(_START, r"\frac{1}{2\sigma^2}\sum_d(x_d-\hat x_d)^2+\frac D2\log (2\pi\sigma^2)"),),
    facts=(FACTORISATION, DENSITY, LOG),
    limits=Limits(most=2, least=2),
    vocabulary=Vocabulary(
        densities=frozenset({"p", "cal N"}),
        parameters=frozenset({"theta"}),
        vectors=frozenset({"x", "hat x", "C", "E"}),
    ),
    lemmas=(
        Lemma(
            "normal density",
            "the density of an output in terms of C_d and E_d",
            r"\mathcal{N}(x_d;\hat x_d,\sigma^2)",
            r"C_d\exp(E_d(x_d-\hat x_d)^2)",
        ),
    ),
)
