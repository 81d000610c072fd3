r"""A world: one small random instance in which every expression of a derivation has a value.

A claim's builder is a function of a few lines, `def tables(draw: Draw, broken: str | None) -> World`. It takes all
its numbers from `draw`; `broken` names the fact that must be false in this world (None: all hold). A builder that
does not know the name returns an ordinary world. Numbers are drawn by position from one vector of normals, so the
same builder is a smooth function that a search can push towards a counterexample: draw in a fixed order, the same in
broken worlds.

What a derivative is taken by is declared as it is drawn, `beta = draw.parameter("beta", draw.unit())`, and may then
be a complex number (the derivative is exact that way): compute on it with numpy's functions, not `math`'s.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias, TypeVar

import numpy as np

from grader.proof.breaks import Break, Fact, Logarithm, negated_log, true_log, unruly_log
from grader.records import Array

Value: TypeAlias = float | complex | Array
T = TypeVar("T")

# The imaginary part that carries a derivative: so small that its square vanishes beside one.
STEP = 1e-30


class Meaningless(Exception):  # noqa: N818 - about the student's line, no fault of ours
    """An expression says something that does not exist in this claim: the message is for the student."""


class Argument(NamedTuple):
    """What stands in a distribution's brackets.

    `name` is the variable it is (`z` also for an alias, for `z'`, and for the component `z_i`), None for any other
    expression; `indices` are those of a component; `symbols` all the names in it.
    """

    name: str | None
    value: Value
    indices: tuple[int, ...] = ()
    symbols: frozenset[str] = frozenset()


# (arguments, conditions, subscripts other than parameters) -> the probability or density
Family: TypeAlias = Callable[[tuple[Argument, ...], tuple[Argument, ...], tuple[Argument, ...]], Value]


@dataclass(frozen=True, slots=True)
class Points:
    """A finite domain, or fixed quadrature nodes with their weights (None: all one). A point may be a vector."""

    points: tuple[float | Array, ...]
    weights: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A real variable z = place(u), dz = slope(u) du, u uniform on (0, 1): the quantile function and its derivative.

    Integrals are split wherever a comparison jumps, so indicators and probabilities are exact.
    """

    place: Callable[[float], float]
    slope: Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Law:
    """What an expectation runs over, and its distribution.

    `density` is evaluated at the variables; None: a `Line`'s own distribution, or `Points`' weights.
    """

    variables: tuple[str, ...]
    density: str | None = None


@dataclass(frozen=True, slots=True)
class Samples:
    """z_1 … z_m, drawn from the law of `z`. `joint` replaces the product of their probabilities in a world where
    they are not independent.
    """

    count: int
    law: Law
    joint: Callable[[tuple[float, ...]], float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    r"""Everything a line can name. Indices count from 1.

    `values` are numbers, vectors and matrices; `ranges` the last value of each index; `domains` what `\sum_z` and
    `\int dz` run over, `components` the same for `\sum_{x_i}`; `densities` the distributions, `formulas` those
    called by position (`\mathcal N(x; μ, σ²)`); `functions` like S or sign; `laws` what E and Var mean, by their
    subscript ("" for none); `samples` the vectors of i.i.d. draws; `partials` the ∂L/∂x by (L, x), called with
    the indices of both; `aliases` other names of variables; `alone` what may
    stand in the brackets of a distribution that is written without any, `z` or `z|x`; `below` what may stand below a
    distribution, its parameter or the index of a family (`p_i`); `words` what a message shows of the world.
    """

    values: Mapping[str, Value] = field(default_factory=dict)
    ranges: Mapping[str, int] = field(default_factory=dict)
    domains: Mapping[str, Points | Line] = field(default_factory=dict)
    components: Mapping[str, Points] = field(default_factory=dict)
    densities: Mapping[str, Family] = field(default_factory=dict)
    formulas: Mapping[str, Callable[..., Value]] = field(default_factory=dict)
    functions: Mapping[str, Callable[..., Value]] = field(default_factory=dict)
    laws: Mapping[str, Law] = field(default_factory=dict)
    samples: Mapping[str, Samples] = field(default_factory=dict)
    partials: Mapping[tuple[str, str], Callable[..., Value]] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    alone: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    below: Mapping[str, frozenset[str]] = field(default_factory=dict)
    words: Mapping[str, object] = field(default_factory=dict)

    def role(self, name: str) -> str:
        """The variable that a name stands for: aliases resolved, and `z'` is another `z`."""
        if name in self.domains or name in self.values or name in self.components:
            return name
        plain = self.aliases.get(name, name).rstrip("'")
        return self.aliases.get(plain, plain)


class Draw:
    """Numbers for one world, taken in order from a vector of normals; beyond its end, from a generator.

    Without a shape methods return a Python number, with one an array.
    """

    def __init__(self, tape: Array, salt: int = 0, perturbed: tuple[str, int] | None = None) -> None:
        self._tape = tape
        self._salt = salt
        self._perturbed = perturbed
        self._beyond = np.random.default_rng([salt, 1])
        self.taken = 0
        self.parameters: dict[str, tuple[int, ...]] = {}

    def _take(self, shape: tuple[int, ...]) -> Array:
        count = math.prod(shape)
        piece = self._tape[self.taken : self.taken + count]
        self.taken += count
        if piece.size < count:
            piece = np.concatenate([piece, self._beyond.normal(size=count - piece.size)])
        return piece.reshape(shape)

    def _shaped(self, shape: tuple[int, ...], transform: Callable[[Array], Array]) -> Any:
        array = transform(self._take(shape))
        return array if shape else float(array)

    def normal(self, *shape: int) -> Any:
        return self._shaped(shape, np.asarray)

    def positive(self, *shape: int) -> Any:
        """Around 1, rarely outside 0.2 … 5."""
        return self._shaped(shape, lambda u: np.exp(0.6 * u))

    def between(self, low: float, high: float, *shape: int) -> Any:
        """Strictly between the two, however far the search goes."""
        return self._shaped(shape, lambda u: low + (high - low) * _squashed(u))

    def unit(self, *shape: int) -> Any:
        """Probabilities, 0.001 … 0.999."""
        return self.between(0.001, 0.999, *shape)

    def sign(self, *shape: int) -> Any:
        """-1 or 1."""
        return self._shaped(shape, lambda u: np.where(u > 0.0, 1.0, -1.0))

    def simplex(self, *shape: int) -> Array:
        """Distributions along the last axis, no entry below about 1e-5."""
        return softmax(6.0 * np.tanh(self._take(shape) / 6.0))

    def integer(self, low: int, high: int) -> int:
        """low … high, both included."""
        chance = 0.5 * (1.0 + math.erf(float(self._take(())) / math.sqrt(2.0)))
        return min(high, low + int(chance * (high - low + 1)))

    def choice(self, options: Sequence[T]) -> T:
        return options[self.integer(0, len(options) - 1)]

    def parameter(self, name: str, value: float | Array) -> Any:
        """Declares what derivatives can be taken by; use what it returns in place of the value."""
        array = np.asarray(value)
        self.parameters[name] = array.shape
        if self._perturbed is None or self._perturbed[0] != name:
            return value
        moved = array.astype(complex).ravel()
        moved[self._perturbed[1]] += 1j * STEP
        return moved.reshape(array.shape) if array.shape else complex(moved[0])

    def unrelated(self, key: object, *shape: int) -> Any:
        """0.1 … 0.9, by the key and the world only: for what a broken fact no longer ties together."""
        drawn = np.random.default_rng([self._salt, zlib.crc32(repr(key).encode())]).uniform(0.1, 0.9, size=shape)
        return drawn if shape else float(drawn)


Builder: TypeAlias = Callable[[Draw, str | None], World]


class Instance:
    """A builder's world at one point of its randomness, with the worlds beside it that derivatives are taken from.

    `tape` is the vector of normals, `salt` numbers the instance (what is unrelated there follows it), `fact` is false.
    """

    def __init__(self, builder: Builder, tape: Array, salt: int, fact: Fact | None = None) -> None:
        self._builder = builder
        self.tape = tape
        self.salt = salt
        self.fact = fact
        self._beside: dict[tuple[str, int], World] = {}
        self._parameters: dict[str, tuple[int, ...]] = {}
        self.world, self._parameters = self._built(None)
        self.log = self._logarithm()

    def _built(self, perturbed: tuple[str, int] | None) -> tuple[World, dict[str, tuple[int, ...]]]:
        draw = Draw(self.tape, self.salt, perturbed)
        world = self._builder(draw, self.fact.name if self.fact else None)
        return world, draw.parameters

    def _logarithm(self) -> Logarithm:
        if self.breaks is Break.CONCAVITY:
            return negated_log
        if self.breaks is Break.LOG:
            slope, shift = np.random.default_rng([self.salt, 2]).uniform((0.2, -6.0), (2.5, 1.0)).tolist()
            return unruly_log(slope, shift)
        return true_log

    @property
    def breaks(self) -> Break | None:
        return self.fact.breaks if self.fact else None

    @property
    def fact_names(self) -> tuple[str, ...]:
        """What a broken definition is restricted to."""
        return self.fact.names if self.fact else ()

    def shape_of(self, parameter: str) -> tuple[int, ...] | None:
        """Of what derivatives are taken by; None if nothing here is called that."""
        return self._parameters.get(parameter)

    @property
    def parameters(self) -> tuple[str, ...]:
        return tuple(self._parameters)

    def beside(self, parameter: str, entry: int) -> World:
        """The same world with `STEP` i added to one entry of a parameter."""
        key = (parameter, entry)
        if key not in self._beside:
            self._beside[key] = self._built(key)[0]
        return self._beside[key]

    def arbitrary(self, key: object) -> float:
        """What an opaque name stands for here: a number in (-0.9, 0.9) that depends on `key` alone."""
        return float(np.random.default_rng([self.salt, 3, zlib.crc32(repr(key).encode())]).uniform(-0.9, 0.9))


def dimension(builder: Builder) -> int:
    """How many normals the builder takes for a world in which all facts hold."""
    draw = Draw(np.empty(0))
    builder(draw, None)
    return draw.taken


def softmax(logits: Array) -> Array:
    """Along the last axis; also of perturbed (complex) logits."""
    exponentials = np.exp(logits - logits.real.max(axis=-1, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(axis=-1, keepdims=True))


def _squashed(u: Array) -> Array:
    return 0.5 + 0.5 * np.tanh(0.5 * u)
