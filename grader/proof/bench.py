"""The worlds of a claim, drawn once, and the values of expressions in them, each worked out once."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from grader.errors import CourseError
from grader.proof.agreement import agree, holds
from grader.proof.breaks import Fact
from grader.proof.claim import Claim, Lemma, Sides
from grader.proof.evaluating.evaluate import Evaluator, Outcome, Undefined, Why
from grader.proof.evaluating.scope import Clock, Meaning
from grader.proof.reading.readings import Unreadable, read
from grader.proof.shorthand import written_out
from grader.proof.syntax import Node, Relation, Vocabulary
from grader.proof.world import Instance, dimension
from grader.records import Array

# Of the worlds in which all facts hold. The first are the simplest: what a student is shown.
_SCALES = (0.7, 0.7, 1.0, 1.0, 1.5, 2.5, 0.4, 1.0)
_ROUND = 2  # so many of them have round numbers
_SALT = 1000


@dataclass(frozen=True, slots=True)
class Ends:
    """A claim's two sides, read; the goal is None where it is only known at grading."""

    sides: Sides
    start: Node
    goal: Node | None


class Gallery:
    """A claim's expressions, read, and its worlds for one seed."""

    def __init__(self, claim: Claim, seed: int) -> None:
        self.claim = claim
        self.seed = seed
        self.dimension = dimension(claim.world)
        self.sound = tuple(self._instance(scale, place) for place, scale in enumerate(_SCALES))
        meanings = [Meaning(d, self._expression(d.latex)) for d in claim.definitions]
        self.evaluator = Evaluator(claim.vocabulary, meanings)
        self.ends = tuple(self._ends(sides) for sides in claim.sides)
        self.lemmas = tuple(self._lemma(lemma) for lemma in claim.lemmas)
        self._broken: dict[tuple[Fact, int], Instance] = {}

    def _ends(self, sides: Sides) -> Ends:
        goal = None if sides.goal is None else self._expression(sides.goal)
        return Ends(sides, self._expression(sides.start), goal)

    def _lemma(self, lemma: Lemma) -> tuple[Lemma, Node, Node]:
        return lemma, self._expression(lemma.left), self._expression(lemma.right)

    def _expression(self, latex: str) -> Node:
        return self.written_out(expression(latex, self.claim.vocabulary))

    def written_out(self, node: Node) -> Node:
        """With what short names of distributions mean in this claim."""
        return written_out(node, self.sound[0].world)

    def rng(self, *key: int) -> np.random.Generator:
        """A generator for this claim and seed."""
        return np.random.default_rng([self.seed, zlib.crc32(self.claim.id.encode()), *key])

    def _instance(self, scale: float, place: int) -> Instance:
        tape = self.rng(0, place).normal(size=self.dimension) * scale
        return self.sound_at(np.round(tape, 1) if place < _ROUND else tape, place)

    def sound_at(self, tape: Array, salt: int = 0) -> Instance:
        """The world of these normals, in which all facts hold."""
        return self._drawn(tape, salt, None)

    def _drawn(self, tape: Array, salt: int, fact: Fact | None) -> Instance:
        with np.errstate(all="ignore"):
            return Instance(self.claim.world, tape, salt, fact)

    def broken(self, fact: Fact, count: int) -> Iterator[Instance]:
        """Worlds in which the fact is false: the same objects for every thread that asks."""
        for place in range(count):
            known = self._broken.get((fact, place))
            if known is None:
                tape = self.rng(1, place).normal(size=self.dimension)
                # Two threads may both draw it; the one that comes first counts.
                known = self._broken.setdefault((fact, place), self._drawn(tape, _SALT + place, fact))
            yield known


@lru_cache(maxsize=64)
def gallery(claim: Claim, seed: int) -> Gallery:
    """The claim's worlds for a seed: the same for every student of a batch, so drawn once."""
    return Gallery(claim, seed)


def expression(latex: str, vocabulary: Vocabulary) -> Node:
    """An expression of the claim itself: its cheapest reading.

    Raises:
        CourseError: it cannot be read.
    """
    readings = read(latex, vocabulary)
    if isinstance(readings, Unreadable):
        raise CourseError(f"a claim holds {latex!r}, which cannot be read: {readings.message}")
    return min(readings, key=lambda reading: reading.cost).members[0].expression


class Bench:
    """Where one derivation is judged: a gallery, the time left, and the values found so far."""

    def __init__(self, gallery: Gallery, clock: Clock) -> None:
        self.gallery = gallery
        self.claim = gallery.claim
        self.clock = clock
        # By the world itself, not its `id`: that of a world that is gone is soon another's.
        self._values: dict[tuple[Node, Instance], Outcome] = {}

    def value(self, node: Node, instance: Instance) -> Outcome:
        """The value in one of the gallery's worlds, worked out once."""
        key = (node, instance)
        if key not in self._values:
            self._values[key] = self.fresh(node, instance)
        return self._values[key]

    def fresh(self, node: Node, instance: Instance) -> Outcome:
        """The value in a world that is used once."""
        return self.gallery.evaluator.value(node, instance, self.clock)

    def fault(self, node: Node) -> Undefined | None:
        """Why the expression cannot be judged, if so: undefined arithmetic is not among the reasons."""
        value = self.value(node, self.gallery.sound[0])
        return value if isinstance(value, Undefined) and value.why is not Why.ARITHMETIC else None

    def failing(self, relation: Relation, left: Node, right: Node) -> Instance | None:
        """The simplest of the sound worlds in which the relation is violated."""
        for instance in self.gallery.sound:
            if not holds(relation, self.value(left, instance), self.value(right, instance)):
                return instance
        return None

    def everywhere(self, count: int = 4) -> Iterator[Instance]:
        """The sound worlds, then `count` broken ones for each fact."""
        yield from self.gallery.sound
        for fact in self.claim.facts:
            yield from self.gallery.broken(fact, count)

    def identical(self, left: Node, right: Node) -> bool:
        """Equal in every world, whatever is broken: the same but for how it is written."""
        return left == right or all(
            agree(self.value(left, instance), self.value(right, instance)) for instance in self.everywhere()
        )

    def gap(self, left: Node, right: Node, instance: Instance) -> Outcome:
        """left - right in a world."""
        a, b = self.value(left, instance), self.value(right, instance)
        if isinstance(a, Undefined) or isinstance(b, Undefined):
            return Undefined()
        if np.shape(a) != np.shape(b) and np.shape(a) and np.shape(b):
            return Undefined()
        return a - b


def negated(value: Outcome) -> Outcome:
    return value if isinstance(value, Undefined) else -value


def opposed(gaps: Sequence[Outcome], others: Sequence[Outcome]) -> int | None:
    """1 if the two rows agree, -1 if one is the other's negative, else None."""
    if all(map(agree, gaps, others)):
        return 1
    return -1 if all(agree(gap, negated(other)) for gap, other in zip(gaps, others, strict=True)) else None
