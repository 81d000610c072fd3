"""Misranked pairs: the hinge that bounds an indicator, and the indicator's expectation under noise."""

from __future__ import annotations

from assignments.bank.worlds.distances import logistic_noise, pair
from grader.proof.breaks import Fact
from grader.proof.claim import Ask, Inner, Limits, Sides, claim
from grader.proof.syntax import Vocabulary

LOGISTIC = Fact("logistic", "the distribution function of the logistic distribution")

# The inequality holds for all real numbers: there is no fact to break, and the one line is the proof.
hinge = claim(
    "hinge",
    "The triplet loss bounds the number of misranked pairs",
    world=pair,
    start=r"a\llbracket d_n<d_p\rrbracket",
    relation="<=",
    goal=r"\max(0, a + d_p - d_n)",
    alternatives=(Sides(r"\llbracket d_n<d_p\rrbracket", r"\max(0, 1 + d_p - d_n)"),),
    facts=(),
    limits=Limits(most=1, least=0),
    vocabulary=Vocabulary(vectors=frozenset({"d"})),
)

smooth_indicator = claim(
    "smooth_indicator",
    "The expectation of an indicator under logistic noise",
    ask=Ask.COMPUTE,
    world=logistic_noise,
    start=r"\mathbb{E}_Z[\llbracket d_n-d_p+Z<0\rrbracket]",
    relation="=",
    goal=r"S(\frac{d_p-d_n}{\tau})",
    facts=(LOGISTIC,),
    limits=Limits(most=1, least=1),
    vocabulary=Vocabulary(
        densities=frozenset({"f", "p"}),
        functions=frozenset({"S", "F"}),
        vectors=frozenset({"d"}),
        domains=frozenset({"Z"}),
    ),
    inner=(
        Inner(
            "a probability P(…) of an event in Z, or F(…)",
            contains=(r"\llbracket Z<d_p-d_n\rrbracket", r"\llbracket Z\le d_p-d_n\rrbracket"),
            names=("P", "F"),
        ),
    ),
    goal_without=("F", "Z"),
)
