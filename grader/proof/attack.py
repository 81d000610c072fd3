"""The search for a world in which an inequality fails that holds in ordinary ones."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from grader.proof.agreement import holds, surplus
from grader.proof.bench import Bench
from grader.proof.evaluating.evaluate import Undefined
from grader.proof.syntax import Node, Relation
from grader.proof.world import Instance
from grader.records import Array

_SCALES = (0.3, 1.0, 2.0, 4.0)
_MODERATE = 2  # so many of them are too small for rounding to make two sides equal
_STARTS = 10  # random worlds of each scale
_DESCENTS = 2  # searches, from the best of them
_EVALUATIONS = 120  # of each search
_VIOLATED = -1e-5  # relative: what rounding never reaches
_TELLING = 1e-5  # below this, both sides are too near zero for their ratio to tell anything
_NOTHING = 1.0
_EQUAL = 1e-9  # relative: in sound worlds no two sides are as near as that by chance
_HOPELESS = 1e3


def refuted(bench: Bench, relation: Relation, left: Node, right: Node) -> Instance | None:
    """The simplest world that violates the relation; an inequality that holds in all of the gallery is attacked."""
    where = bench.failing(relation, left, right)
    if where is not None or relation in ("=", "!="):
        return where
    return attack(bench, relation, left, right)


def attack(bench: Bench, relation: Relation, left: Node, right: Node) -> Instance | None:
    """A world that violates `left relation right`, or None if none was found.

    The *relative* slack is minimised: the absolute one runs into the trivial case 0 = 0.
    """

    def slack(tape: Array) -> float:
        instance = bench.gallery.sound_at(tape)
        a, b = bench.fresh(left, instance), bench.fresh(right, instance)
        if isinstance(a, (Undefined, np.ndarray)) or isinstance(b, (Undefined, np.ndarray)):
            return _HOPELESS
        size = abs(a) + abs(b)
        return surplus(relation, a, b) / size if size > _TELLING else _NOTHING

    rng = bench.gallery.rng(2)
    tapes = [rng.normal(size=bench.gallery.dimension) * scale for scale in _SCALES for _ in range(_STARTS)]
    if relation in ("<", ">"):  # may be violated by equality, where both sides vanish, say
        for instance in map(bench.gallery.sound_at, tapes[: _MODERATE * _STARTS]):
            if not holds(relation, bench.fresh(left, instance), bench.fresh(right, instance)):
                return instance
    slacks = [slack(tape) for tape in tapes]
    if all(one == _NOTHING or abs(one) < _EQUAL for one in slacks):
        return None  # an equality: there is nothing to descend to
    for place in np.argsort(slacks, kind="stable")[:_DESCENTS]:
        tape = tapes[place] if slacks[place] < _VIOLATED else _descended(slack, tapes[place])
        instance = bench.gallery.sound_at(tape)
        if slack(tape) < _VIOLATED and not holds(relation, bench.fresh(left, instance), bench.fresh(right, instance)):
            return instance
    return None


def _descended(slack: Callable[[Array], float], tape: Array) -> Array:
    """Where Nelder–Mead ends from here; large first steps, so that signs and cases change."""
    from scipy.optimize import minimize

    simplex = np.vstack([tape, tape + 1.5 * np.eye(tape.size)])
    options = {"maxfev": _EVALUATIONS, "initial_simplex": simplex, "xatol": 1e-3, "fatol": 1e-9}
    if tape.size == 0:
        return tape
    return np.asarray(minimize(slack, tape, method="Nelder-Mead", options=options).x)
