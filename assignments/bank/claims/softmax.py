"""Softmax does not change when a number is added to all scores."""

from __future__ import annotations

from assignments.bank.worlds.softmax import scores
from grader.proof.breaks import SUMMATION
from grader.proof.claim import Inner, Limits, claim
from grader.proof.syntax import Vocabulary

softmax = claim(
    "softmax",
    "Adding a number to all scores does not change softmax",
    world=scores,
    start=r"\frac{e^{x_i+c}}{\sum_j e^{x_j+c}}",
    relation="=",
    goal=r"\frac{e^{x_i}}{\sum_j e^{x_j}}",
    facts=(SUMMATION,),
    limits=Limits(most=2, least=1),
    vocabulary=Vocabulary(vectors=frozenset({"x"})),
    inner=(Inner("a member with e^c as a factor of its own", contains=("e^c",)),),
)
