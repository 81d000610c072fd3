"""The evidence lower bound: its gap to the evidence, that it is a bound, and two other forms of it."""

from __future__ import annotations

from assignments.bank.worlds.tables import tables, tables_with_zeros
from grader.proof.breaks import BAYES, CONCAVITY, DEFINITION, LOG, NORMALISATION, Break, Fact
from grader.proof.claim import Definition, Lemma, Limits, Sides, claim
from grader.proof.syntax import Vocabulary

VOCABULARY = Vocabulary(
    densities=frozenset({"p", "q"}),
    functions=frozenset({"ELBO"}),
    parameters=frozenset({"theta", "phi"}),
    domains=frozenset({"z"}),
)
ELBO = Definition("ELBO", r"\sum_z q_\phi(z|x) \log \frac{p_\theta(x,z)}{q_\phi(z|x)}")
Q_SUMS = Fact("q sums to one", "q sums to one")
P_SUMS = Fact("p sums to one", "p sums to one")
ELBO_MEANS = Fact("the ELBO", "the definition of the ELBO", Break.DEFINITION, ("ELBO",))
ENTROPY_MEANS = Fact("the entropy", "the definition of the entropy", Break.DEFINITION, ("H",))

_EVIDENCE = (r"\log p_\theta(x)", r"\mathrm{ELBO}(\theta,\phi,x)+\mathrm{KL}[q_\phi(z|x)\|p_\theta(z|x)]")
_RECONSTRUCTION = (
    r"\mathrm{ELBO}(\theta,\phi,x)",
    r"\mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x|z)]-\mathrm{KL}[q_\phi(z|x)\|p_\theta(z)]",
)
GAP = Lemma("1.1", "the result of 1.1, log p(x) = ELBO + KL", *_EVIDENCE)
FORM = Lemma("2.1", "the result of 2.1, ELBO = reconstruction - KL", *_RECONSTRUCTION)

evidence = claim(
    "evidence",
    "log p(x) = ELBO + KL",
    world=tables,
    start=_EVIDENCE[0],
    relation="=",
    goal=_EVIDENCE[1],
    facts=(NORMALISATION, BAYES, LOG, DEFINITION),
    limits=Limits(most=2, least=2),
    vocabulary=VOCABULARY,
    definitions=(ELBO,),
)

# That q and that p sums to one are two facts: Jensen's inequality takes the first, log 1 the second. With one fact
# for both, a derivation that leaves out the line with log(p/q) would have too few lines that show something new.
bound = claim(
    "bound",
    "A KL divergence is never negative, so the ELBO is a lower bound",
    world=tables_with_zeros,
    start=r"\mathrm{KL}[q\|p]",
    relation=">=",
    goal="0",
    alternatives=(Sides(r"\log p_\theta(x)", r"\mathrm{ELBO}(\theta,\phi,x)"),),
    facts=(DEFINITION, BAYES, LOG, CONCAVITY, Q_SUMS, P_SUMS),
    limits=Limits(most=3, least=3),
    vocabulary=VOCABULARY,
    definitions=(ELBO,),
    lemmas=(GAP,),
)

reconstruction = claim(
    "reconstruction",
    "ELBO = reconstruction - KL",
    world=tables,
    start=_RECONSTRUCTION[0],
    relation="=",
    goal=_RECONSTRUCTION[1],
    facts=(DEFINITION, BAYES, LOG),
    limits=Limits(most=2, least=2),
    vocabulary=VOCABULARY,
    definitions=(ELBO,),
    lemmas=(GAP,),
)

# The two definitions are facts of their own: else "log of the quotient" and "definition of H" would be all that is
# left for the lines after the first, and a derivation in two natural lines would be refused.
with_entropy = claim(
    "with_entropy",
    "ELBO = expected log joint + entropy",
    world=tables,
    start=r"\mathrm{ELBO}(\theta,\phi,x)",
    relation="=",
    goal=r"\int_z q_\phi(z|x)\log p_\theta(x,z)+\mathbb{H}[q_\phi(z|x)]",
    facts=(ELBO_MEANS, LOG, ENTROPY_MEANS),
    limits=Limits(most=2, least=2),
    vocabulary=VOCABULARY,
    definitions=(ELBO,),
    lemmas=(GAP, FORM),
)
