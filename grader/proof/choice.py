"""Which reading of each line is taken: the cheapest ones that make the steps true.

A line that leaves out a bracket has several readings. Over a chain, the choice with the fewest false steps is found by
dynamic programming; among equals the one that supplies the fewest brackets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from grader.proof.bench import Bench
from grader.proof.normal import normal
from grader.proof.reading.apart import apart
from grader.proof.reading.readings import READINGS, Reading, Unreadable, read
from grader.proof.syntax import Member, Node, Relation, Vocabulary

_BRACKET = 0.01  # of a false step: what supplying a bracket costs
_FAULT = 0.6  # a member that has no meaning here


@dataclass(frozen=True, slots=True)
class Slot:
    """One member of a chain as it was chosen.

    `expression` is None where it cannot be read, for the `problem`; `source` is then the LaTeX as written.
    """

    relation: Relation | None
    expression: Node | None
    problem: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain's members, and notes on the brackets that had to be supplied."""

    slots: tuple[Slot, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Path:
    """The best choice so far that ends in a given reading."""

    cost: float
    slots: tuple[Slot, ...]
    notes: tuple[str, ...]


def chosen(bench: Bench, lines: Iterable[str]) -> Chain:
    """The members of a chain, each line read in the way that suits its neighbours.

    Raises:
        TimeUp: the clock has run out.
    """
    paths = [_Path(0.0, (), ())]
    for source, readings in _read(lines, bench.claim.vocabulary):
        bench.clock.look()
        if isinstance(readings, Unreadable):
            slot = Slot(None, None, _unreadable(readings), source)
            paths = [_Path(p.cost, (*p.slots, slot), p.notes) for p in paths]
        else:
            paths = [_extended(bench, paths, _written_out(bench, reading)) for reading in _distinct(readings)]
    best = min(paths, key=lambda path: path.cost)
    return Chain(best.slots, best.notes)


def literal(lines: Iterable[str], vocabulary: Vocabulary) -> Chain:
    """The members of a chain as written, each line in its cheapest reading: nothing is evaluated."""
    slots: list[Slot] = []
    for source, readings in _read(lines, vocabulary, budget=1):
        if isinstance(readings, Unreadable):
            slots.append(Slot(None, None, _unreadable(readings), source))
        else:
            slots += [Slot(member.relation, member.expression) for member in _distinct(readings)[0].members]
    return Chain(tuple(slots))


def continued(chains: Sequence[Sequence[str]], vocabulary: Vocabulary) -> list[list[str]]:
    """The chains, those put together of which one begins with the very member that the one before it ends with."""
    found: list[list[str]] = []
    for chain in chains:
        lines = list(chain)
        before, behind = (literal(line, vocabulary).slots for line in (found[-1][-1:] if found else [], lines[:1]))
        if before and behind and _same(before[-1].expression, behind[0].expression):
            found[-1] += [f"= {lines[0]}", *lines[1:]]
        else:
            found.append(lines)
    return found


def _same(one: Node | None, other: Node | None) -> bool:
    return one is not None and other is not None and normal(one) == normal(other)


def _read(
    lines: Iterable[str], vocabulary: Vocabulary, budget: int = READINGS
) -> Iterator[tuple[str, tuple[Reading, ...] | Unreadable]]:
    """Each line and its readings; of each member of a line, where the line cannot be read as a whole."""
    for line in lines:
        readings = read(line, vocabulary, budget=budget)
        members = apart(line) if isinstance(readings, Unreadable) else []
        if len(members) > 1:
            yield from ((member, read(member, vocabulary, budget=budget)) for member in members)
        else:
            yield line, readings


def _written_out(bench: Bench, reading: Reading) -> Reading:
    written = (replace(member, expression=bench.gallery.written_out(member.expression)) for member in reading.members)
    return replace(reading, members=tuple(written))


def _unreadable(problem: Unreadable) -> str:
    return f"{problem.message} (at '{problem.token}', position {problem.position})"


def _distinct(readings: Sequence[Reading]) -> list[Reading]:
    """One reading for each meaning, the cheapest first; all with as many members as that."""
    cheapest: dict[tuple[Member, ...], Reading] = {}
    for reading in sorted(readings, key=lambda reading: reading.cost):
        cheapest.setdefault(reading.members, reading)
    kept = list(cheapest.values())
    return [reading for reading in kept if len(reading.members) == len(kept[0].members)]


def _extended(bench: Bench, paths: Sequence[_Path], reading: Reading) -> _Path:
    """The best of the paths, followed by this reading."""
    slots = tuple(Slot(member.relation, member.expression) for member in reading.members)
    inside = _BRACKET * reading.cost + sum(_false(bench, a, b) for a, b in pairwise(slots))
    inside += _FAULT * sum(bench.fault(member.expression) is not None for member in reading.members)
    joined = [(path.cost + (_false(bench, path.slots[-1], slots[0]) if path.slots else 0.0), path) for path in paths]
    cost, path = min(joined, key=lambda pair: pair[0])
    return _Path(cost + inside, path.slots + slots, path.notes + _notes(reading, len(path.slots)))


def _notes(reading: Reading, before: int) -> tuple[str, ...]:
    return tuple(f"line {before + 1}: {note}" for note in reading.notes)


def _false(bench: Bench, left: Slot, right: Slot) -> float:
    if left.expression is None or right.expression is None or right.relation is None:
        return 0.0
    return float(bench.failing(right.relation, left.expression, right.expression) is not None)
