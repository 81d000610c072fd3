"""Learning from noisy labels: cross-entropy with softened labels bounds the likelihood."""

from __future__ import annotations

from assignments.bank.worlds import noisy_labels as worlds
from grader.proof.breaks import CONCAVITY, Fact
from grader.proof.claim import Limits, Sides, claim
from grader.proof.syntax import Vocabulary

MARGINALISATION = Fact("marginalisation", "p(t|x) is a sum over the true class")
NOISE_MODEL = Fact("noise model", "the noise model, p(t_i|k) = p_i(k)")

noisy_labels = claim(
    "noisy_labels",
    "Softened labels bound the likelihood of noisy ones",
    world=worlds.noisy_labels,
    start=r"\sum_i \log p(t_i|x_i)",
    relation=">=",
    goal=r"\sum_i\sum_k p_i(k)\log q(k|x_i;\theta)",
    alternatives=(Sides(r"\sum_i \log p(t_i|x_i)", r"\sum_i\sum_k p_i(k)\log q(k|x_i;w)"),),
    facts=(MARGINALISATION, NOISE_MODEL, CONCAVITY),
    limits=Limits(most=2, least=2),
    vocabulary=Vocabulary(
        densities=frozenset({"p", "q"}),
        parameters=frozenset({"theta", "w"}),
        functions=frozenset({"S"}),
        vectors=frozenset({"t", "x", "w"}),
        domains=frozenset({"k"}),
    ),
)
