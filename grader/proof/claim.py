r"""What a sheet asks to prove or compute, as data: a `Claim`.

Declaring one takes the two sides, the facts of its proof and a world builder (see `grader.proof.world`):

    from grader.proof.breaks import BAYES, DEFINITION, LOG, NORMALISATION
    from grader.proof.claim import Definition, Limits, claim
    from grader.proof.syntax import Vocabulary

    elbo_identity = claim(
        "1.1",
        "log p(x) = ELBO + KL",
        world=tables,
        start=r"\log p_\theta(x)",
        relation="=",
        goal=r"\mathrm{ELBO}(\theta,\phi,x) + \mathrm{KL}[q_\phi(z|x)\|p_\theta(z|x)]",
        facts=(NORMALISATION, BAYES, LOG, DEFINITION),
        limits=Limits(most=2, least=2),
        vocabulary=Vocabulary(densities=frozenset({"p", "q"}), functions=frozenset({"ELBO"}), ...),
        definitions=(Definition("ELBO", r"\sum_z q_\phi(z|x) \log \frac{p_\theta(x,z)}{q_\phi(z|x)}"),),
    )

- **facts** are either broken by the judge itself (`LOG`, `CONCAVITY`, `DEFINITION`, …) or, with the default
  `Break.WORLD`, by the builder, which is given the fact's name and has to return a world in which it is false.
- **definitions** are LaTeX, so that a broken logarithm is broken inside them too. With `parameters` they bind their
  arguments (`Definition("cal H", r"-\frac12 x^T W x", ("x",))`); without, arguments are ignored (`ELBO(θ, φ, x)`).
- **alternatives** are further pairs of sides, with limits of their own if need be.
- **ask** `COMPUTE`: the goal is any expression with the goal's value that holds no sum over states, integral,
  expectation, derivative, divergence or distribution, and none of the names in `goal_without`.
- **lemmas** are proved elsewhere: a step that fails exactly where and as the lemma does needs that one fact.
- **inner** says what members between the ends must hold.

A claim without goals (`without_goals`) is what a student's kit ships for "compute": its steps are judged as ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from typing import Any

from grader.proof.breaks import Break, Fact
from grader.proof.syntax import Relation, Vocabulary
from grader.proof.world import Builder


class Ask(StrEnum):
    """What the sheet says."""

    PROVE = "prove"  # both sides are given
    COMPUTE = "compute"  # the student finds the other side


@dataclass(frozen=True, slots=True)
class Limits:
    """`most` facts a step may need; `least` steps that must establish a fact not used before."""

    most: int = 2
    least: int = 2


@dataclass(frozen=True, slots=True)
class Sides:
    """One way to state the claim, in LaTeX; `goal` is None where it is only known at grading."""

    start: str
    goal: str | None
    limits: Limits | None = None  # None: the claim's


@dataclass(frozen=True, slots=True)
class Definition:
    """`name` stands for `latex`, in which `parameters` are replaced by the arguments."""

    name: str
    latex: str
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lemma:
    """`left` and `right` are equal (or ordered) by what was proved elsewhere."""

    name: str
    words: str
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Inner:
    """At least `count` members strictly between the ends must hold one of these; neither given: any will do.

    `contains` are LaTeX expressions looked for in the member as written, up to the order of terms and factors;
    `names` are functions, distributions or definitions, or `P` for the probability of an event.
    """

    words: str
    contains: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claim and how strictly its proof is judged; see this module's docstring.

    `fewest` is the number of facts of the shortest listed derivation, which partial credit is measured by; None
    takes the number of facts without which the claim is false. `kept_back` says why students do not get the claim to
    check themselves by, where its world or its facts would tell them an answer.
    """

    id: str
    title: str
    world: Builder
    relation: Relation
    sides: tuple[Sides, ...]
    facts: tuple[Fact, ...]
    limits: Limits
    vocabulary: Vocabulary
    ask: Ask = Ask.PROVE
    definitions: tuple[Definition, ...] = ()
    lemmas: tuple[Lemma, ...] = ()
    inner: tuple[Inner, ...] = ()
    goal_without: tuple[str, ...] = ()
    fewest: int | None = None
    kept_back: str = ""

    def limits_of(self, sides: Sides) -> Limits:
        return sides.limits or self.limits


def claim(
    id: str,  # noqa: A002 - what everything here calls it
    title: str,
    *,
    start: str,
    goal: str | None,
    alternatives: tuple[Sides, ...] = (),
    limits: Limits = Limits(),
    **rest: Any,
) -> Claim:
    """A `Claim` whose first sides are `start` and `goal`; `rest` are the fields of `Claim`."""
    return Claim(id=id, title=title, sides=(Sides(start, goal), *alternatives), limits=limits, **rest)


def without_goals(claim: Claim) -> Claim:
    """The claim as a student may see it: where the goal is asked for, it is left out."""
    if claim.ask is Ask.PROVE:
        return claim
    return replace(claim, sides=tuple(replace(sides, goal=None) for sides in claim.sides))


# --------------------------------------------------------------------------- as plain data


def to_plain(claim: Claim) -> dict[str, Any]:
    """Everything but the world builder, as what JSON holds."""
    plain = {field.name: getattr(claim, field.name) for field in fields(claim) if field.name != "world"}
    vocabulary = {name: sorted(names) for name, names in asdict(claim.vocabulary).items()}
    records = {name: [asdict(record) for record in plain[name]] for name in _RECORDS}
    return (
        plain
        | records
        | {
            "vocabulary": vocabulary,
            "limits": asdict(claim.limits),
            "ask": claim.ask.value,
            "goal_without": list(claim.goal_without),
        }
    )


def from_plain(plain: Mapping[str, Any], *, world: Builder) -> Claim:
    """The claim that `to_plain` wrote down.

    Raises:
        TypeError, KeyError, ValueError: these are not the data of a claim.
    """
    records = {name: tuple(_record(kind, entry) for entry in plain[name]) for name, kind in _RECORDS.items()}
    vocabulary = Vocabulary(**{name: frozenset(names) for name, names in plain["vocabulary"].items()})
    given = {
        "limits": Limits(**plain["limits"]),
        "ask": Ask(plain["ask"]),
        "goal_without": tuple(plain["goal_without"]),
    }
    return Claim(**(dict(plain) | records | given | {"vocabulary": vocabulary, "world": world}))


_RECORDS: Mapping[str, type[Any]] = {
    "sides": Sides,
    "facts": Fact,
    "definitions": Definition,
    "lemmas": Lemma,
    "inner": Inner,
}


def _record(kind: type[Any], entry: Mapping[str, Any]) -> Any:
    """One of the records of a claim, its tuples and enums restored."""
    given: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in entry.items()}
    if "breaks" in given:
        given["breaks"] = Break(given["breaks"])
    if given.get("limits") is not None:
        given["limits"] = Limits(**given["limits"])
    return kind(**given)
