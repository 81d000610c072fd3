"""Whether a claim itself stands, before any derivation of it is judged: it can be read, has values, is true."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from grader.proof.attack import attack
from grader.proof.bench import Bench, Ends, gallery
from grader.proof.breaks import Fact
from grader.proof.claim import Claim
from grader.proof.evaluating.evaluate import Undefined
from grader.proof.evaluating.scope import Clock
from grader.proof.facts import needs
from grader.proof.reading.readings import Unreadable, read
from grader.proof.steps import shown_value, shown_world
from grader.proof.syntax import Node
from grader.proof.world import Instance

# Nobody waits for these: a claim that takes longer is judged too slowly anyway.
_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Weakness:
    """What is wrong with a claim, and the keyword of its declaration at which it is."""

    keyword: str
    words: str


def weaknesses(claim: Claim, seeds: range) -> Iterator[Weakness]:
    """What makes judging derivations pointless: of the first kind that there is, all; no more than one of a world."""
    unread = list(_unread(claim))
    if unread:
        yield from unread
        return
    for seed in seeds:
        bench = Bench(gallery(claim, seed), Clock(_SECONDS))
        found = [*_valueless(bench), *_valueless_lemmas(bench)] or list(_false(bench, seed))
        if found:
            yield from found
            return


def _texts(claim: Claim) -> Iterator[tuple[str, str, str]]:
    """The claim's own LaTeX: the keyword it stands under, what it is, and itself."""
    for number, sides in enumerate(claim.sides):
        of = f" of alternative {number}" if number else ""
        yield "alternatives" if number else "start", f"the start{of}", sides.start
        if sides.goal is not None:
            yield "alternatives" if number else "goal", f"the goal{of}", sides.goal
    for definition in claim.definitions:
        yield "definitions", f"the definition of {definition.name!r}", definition.latex
    for lemma in claim.lemmas:
        yield "lemmas", f"the left side of the lemma {lemma.name!r}", lemma.left
        yield "lemmas", f"the right side of the lemma {lemma.name!r}", lemma.right
    for inner in claim.inner:
        for latex in inner.contains:
            yield "inner", "a member that `inner` asks for", latex


def _unread(claim: Claim) -> Iterator[Weakness]:
    for keyword, words, latex in _texts(claim):
        found = read(latex, claim.vocabulary)
        if isinstance(found, Unreadable):
            token = "" if found.token in found.message else f" ({found.token})"
            yield Weakness(
                keyword, f"{words} `{latex}` cannot be read at column {found.position}{token}: {found.message}"
            )
        elif len(found[0].members) > 1:
            yield Weakness(keyword, f"{words} `{latex}` holds a relation: write one side only")


# --------------------------------------------------------------------------- values


def _valueless(bench: Bench) -> Iterator[Weakness]:
    for number, ends in enumerate(bench.gallery.ends):
        for side, node, latex in (("start", ends.start, ends.sides.start), ("goal", ends.goal, ends.sides.goal)):
            problem = None if node is None else _problem(bench, node)
            if problem:
                keyword, of = ("alternatives", f" of alternative {number}") if number else (side, "")
                yield Weakness(keyword, f"the {side}{of} `{latex}` has no value: {problem}")


def _valueless_lemmas(bench: Bench) -> Iterator[Weakness]:
    for lemma, left, right in bench.gallery.lemmas:
        for side, node in (("left", left), ("right", right)):
            problem = _problem(bench, node)
            if problem:
                yield Weakness("lemmas", f"the {side} side of the lemma {lemma.name!r} has no value: {problem}")


def _problem(bench: Bench, node: Node) -> str | None:
    """Why an expression has no value in one of the sound worlds, with what may be forgotten."""
    for instance in bench.gallery.sound:
        value = bench.value(node, instance)
        if isinstance(value, Undefined):
            return value.reason + _forgotten(bench, instance)
    return None


def _forgotten(bench: Bench, instance: Instance) -> str:
    """Names that the world has and the vocabulary does not list."""
    world, vocabulary = instance.world, bench.claim.vocabulary
    pairs: Mapping[str, tuple[Mapping[str, object], frozenset[str]]] = {
        "densities": (world.densities, vocabulary.densities),
        "functions": (world.functions, vocabulary.functions),
        "domains": (world.domains, vocabulary.domains),
    }
    lacking = [f"{name!r} under {kind}" for kind, (has, lists) in pairs.items() for name in sorted(has.keys() - lists)]
    return f" (the world has {', '.join(lacking)}, the vocabulary does not)" if lacking else ""


# --------------------------------------------------------------------------- truth


def _false(bench: Bench, seed: int) -> Iterator[Weakness]:
    relation = bench.claim.relation
    for number, ends in enumerate(bench.gallery.ends):
        where = _refuted(bench, ends)
        if where is None or ends.goal is None:
            continue
        left, right = (shown_value(bench.fresh(node, where)) for node in (ends.start, ends.goal))
        of = f"alternative {number} of the claim" if number else "the claim itself"
        words = f"{of} is false on seed {seed}: in the world {shown_world(where)} the left side is {left}"
        keyword = "alternatives" if number else "goal"
        yield Weakness(keyword, f"{words} and the right side is {right}, where '{relation}' is claimed")


def _refuted(bench: Bench, ends: Ends) -> Instance | None:
    relation = bench.claim.relation
    if ends.goal is None:
        return None
    where = bench.failing(relation, ends.start, ends.goal)
    if where is not None or relation in ("=", "!="):
        return where
    return attack(bench, relation, ends.start, ends.goal)


# --------------------------------------------------------------------------- facts


def idle_facts(claim: Claim, used: Sequence[str], seeds: range) -> Iterator[Fact]:
    """The facts that change nothing when they are broken: neither the claim, nor a listed step.

    `used` are the words of the facts and lemmas that the steps of listed derivations were found to need.
    """
    if any(lemma.words in used for lemma in claim.lemmas):
        return  # a step that needs a fact is named by the lemma that stands for it
    for fact in claim.facts:
        if fact.words not in used and not any(_needed(claim, fact, seed) for seed in seeds):
            yield fact


def _needed(claim: Claim, fact: Fact, seed: int) -> bool:
    bench = Bench(gallery(claim, seed), Clock(_SECONDS))
    return any(
        ends.goal is not None and needs(bench, fact, claim.relation, ends.start, ends.goal)
        for ends in bench.gallery.ends
    )
