"""Every plausible reading of one line of a derivation, the most literal first."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass

from grader.proof.reading.departures import Departures, Plan
from grader.proof.reading.lexeme import Token
from grader.proof.reading.parser import Parser
from grader.proof.reading.stumble import Implausible, Stumble
from grader.proof.reading.tokens import tokens
from grader.proof.syntax import Member, Vocabulary

READINGS = 64
# A step is a token looked at: some microseconds. What is not tried by then is the least literal.
_STEPS = 40_000


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a line: the members of the chain that stand in it.

    `notes` say which brackets were taken to be missing, and where; `cost` is 0 for the literal reading.
    """

    members: tuple[Member, ...]
    notes: tuple[str, ...]
    cost: int


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a line cannot be read: the token as written, its column counted from 1, and a sentence."""

    token: str
    position: int
    message: str


def read(line: str, vocabulary: Vocabulary, *, budget: int = READINGS) -> tuple[Reading, ...] | Unreadable:
    """The readings of one display line, cheapest first, without repetitions.

    Args:
        line: LaTeX without the dollars; it may begin with a relation and hold several members.
        vocabulary: the names of the claim.
        budget: how many readings to give at the most.
    """
    try:
        found = tokens(line, _words(vocabulary))
        readings = tuple(_readings(found, vocabulary, budget))
    except Stumble as stumble:
        return Unreadable(stumble.token, stumble.position, stumble.message)
    return readings


def _words(vocabulary: Vocabulary) -> frozenset[str]:
    return frozenset().union(
        vocabulary.densities,
        vocabulary.functions,
        vocabulary.parameters,
        vocabulary.vectors,
        vocabulary.matrices,
        vocabulary.domains,
    )


def _readings(found: tuple[Token, ...], vocabulary: Vocabulary, budget: int) -> Iterator[Reading]:
    """Best first over the plans; the literal reading's stumble is raised where no plan succeeds."""
    waiting: list[tuple[int, int, Plan]] = [(0, 0, ())]
    seen: set[tuple[Member, ...]] = set()
    steps = tried = 0
    literal: Stumble | None = None
    while waiting and len(seen) < budget and steps < _STEPS:
        parser = Parser(found, vocabulary, Departures(heapq.heappop(waiting)[2]))
        outcome = _attempt(parser)
        if isinstance(outcome, Stumble):
            literal = literal or outcome
        elif outcome and outcome.members not in seen:
            seen.add(outcome.members)
            yield outcome
        steps += parser.steps
        for cost, further in parser.departures.alternatives():
            tried += 1
            heapq.heappush(waiting, (cost, tried, further))
    if not seen and literal is not None:
        raise literal


def _attempt(parser: Parser) -> Reading | Stumble | None:
    """What one plan gives; nothing for scopes that nobody means."""
    try:
        members = parser.members()
    except Implausible:
        return None
    except Stumble as stumble:
        return stumble
    return Reading(members, tuple(parser.departures.notes), parser.departures.cost)
