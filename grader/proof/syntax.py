r"""The syntax tree of one side of a step: what a line of LaTeX is read as.

Nodes are frozen and hashable, and hold no positions: two spellings of one formula are equal. Names are plain
words: `x`, `theta`, `hat x`, `tilde z`, `x'`, `cal H`, `ELBO`; `\varphi` is `phi`, `\varepsilon` is `epsilon`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Literal

Relation = Literal["=", "<=", ">=", "<", ">", "!="]


@dataclass(frozen=True, slots=True)
class Node:
    """Any expression."""

    def children(self) -> Iterator[Node]:
        """The expressions directly below this one, from left to right."""
        for field in fields(self):
            value = getattr(self, field.name)
            for part in value if isinstance(value, tuple) else (value,):
                if isinstance(part, Node):
                    yield part


# --------------------------------------------------------------------------- atoms


@dataclass(frozen=True, slots=True)
class Number(Node):
    """`2`, `0.5`: the digits as written."""

    digits: str


@dataclass(frozen=True, slots=True)
class Symbol(Node):
    r"""A variable, constant or component: `x`, `x_i` (one index), `w_{ij}` (two), `\hat x_d`."""

    name: str
    indices: tuple[Node, ...] = ()


# --------------------------------------------------------------------------- arithmetic


@dataclass(frozen=True, slots=True)
class Sum(Node):
    """`a + b - c`: at least two terms; a subtracted one is a `Negative`."""

    terms: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Negative(Node):
    operand: Node


@dataclass(frozen=True, slots=True)
class Product(Node):
    r"""`a b c`, `a \cdot b`: at least two factors."""

    factors: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Quotient(Node):
    top: Node
    bottom: Node


@dataclass(frozen=True, slots=True)
class Power(Node):
    r"""`a^b`; `\sqrt{a}` is a to the power of `Quotient(Number("1"), Number("2"))`."""

    base: Node
    exponent: Node


@dataclass(frozen=True, slots=True)
class Log(Node):
    r"""The natural logarithm, `\log` or `\ln`."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Exp(Node):
    r"""`\exp(a)` or `e^a`."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Absolute(Node):
    """`|a|`."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Norm(Node):
    r"""`\lVert x \rVert`, Euclidean."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Extremum(Node):
    r"""`\max(a, b)`, `\min\{a, b\}`: at least two operands. `\max_i a_i` is an `Aggregate`."""

    which: Literal["max", "min"]
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Inner(Node):
    """`w^T x`."""

    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Quadratic(Node):
    """`x^T W y`."""

    left: Node
    matrix: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Indicator(Node):
    r"""`\llbracket a < b \rrbracket`: 1 where the comparison holds, else 0."""

    left: Node
    relation: Relation
    right: Node


@dataclass(frozen=True, slots=True)
class Apply(Node):
    """A function or abbreviation that the claim declares, with its arguments: `S(x)`, `ELBO(θ, φ, x)`."""

    name: str
    arguments: tuple[Node, ...] = ()


# --------------------------------------------------------------------------- sums over something


@dataclass(frozen=True, slots=True)
class Binder(Node):
    r"""What a sum, product, integral or extremum runs over.

    `variables` are what is bound: `z`; `j, k`; the component `x_i`. Alone it means the variable's whole domain
    (`\sum_z`, `\sum_{z \in Z}`); with `low` (and perhaps `high`) the integers from one to the other
    (`\sum_{i=1}^n`; for an integral the ends of the interval); with `relation` and `bound` the part of the
    domain for which the comparison holds (`\sum_{j \neq i}`, `\sum_{j \le i}`); with `listed` these values
    (`\sum_{k \in \{-1, 1\}}`), or with `length` the vectors of them (`\sum_{x \in \{0, 1\}^n}`).
    """

    variables: tuple[Symbol, ...]
    low: Node | None = None
    high: Node | None = None
    relation: Relation | None = None
    bound: Node | None = None
    listed: tuple[Node, ...] = ()
    length: Node | None = None


@dataclass(frozen=True, slots=True)
class Aggregate(Node):
    """A sum, product, integral, maximum or minimum of `body` over `binder`."""

    kind: Literal["sum", "product", "integral", "max", "min"]
    binder: Binder
    body: Node


# --------------------------------------------------------------------------- probability


@dataclass(frozen=True, slots=True)
class Density(Node):
    r"""`q_\phi(z|x)`, `p_i(k)`, `\mathcal{N}(x; \mu, \sigma^2)`; alone (`q`, `p`) it has no arguments.

    `subscripts` are what is written below the name: parameters, a data index, or a variable's value.
    """

    name: str
    arguments: tuple[Node, ...] = ()
    conditions: tuple[Node, ...] = ()  # behind the bar, or behind the first semicolon
    subscripts: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Expectation(Node):
    r"""`\mathbb{E}_{q(z|x)}[a]` (a density), `\mathbb{E}_{z \sim q}[a]` (a density and the variable),
    `\mathbb{E}_\beta[a]`, `\mathbb{E}_z[a]` (a subscript), `\mathbb{E}[a]` (none of them).
    """

    body: Node
    density: Density | None = None
    variables: tuple[Symbol, ...] = ()
    subscript: Symbol | None = None


@dataclass(frozen=True, slots=True)
class Variance(Node):
    r"""`\mathrm{Var}[a]`, with the same subscripts as an expectation."""

    body: Node
    density: Density | None = None
    variables: tuple[Symbol, ...] = ()
    subscript: Symbol | None = None


@dataclass(frozen=True, slots=True)
class Probability(Node):
    r"""`P(a < b)`, `\Pr[a < b]`: of an event."""

    left: Node
    relation: Relation
    right: Node


@dataclass(frozen=True, slots=True)
class Divergence(Node):
    r"""`KL[q \| p]` in any of its spellings."""

    q: Node
    p: Node


@dataclass(frozen=True, slots=True)
class Entropy(Node):
    r"""`\mathbb{H}[q]`, `H[q]`."""

    q: Node


# --------------------------------------------------------------------------- derivatives


@dataclass(frozen=True, slots=True)
class Derivative(Node):
    r"""`\nabla_\phi a`, `\frac{d}{d\beta} a`, `\frac{d a}{d s}`, `\frac{\partial}{\partial s} a`."""

    parameter: Symbol | None  # None: `\nabla` alone
    body: Node


@dataclass(frozen=True, slots=True)
class Partial(Node):
    r"""`\frac{\partial L}{\partial x_i}` between two names: a symbol of its own, not worked out."""

    top: Symbol
    bottom: Symbol


# --------------------------------------------------------------------------- a line


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a chain and the relation that leads to it (None: it begins a chain)."""

    relation: Relation | None
    expression: Node


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names a claim declares, by what they are; any other letter is a plain symbol.

    `densities` are distributions (`p`, `q`, `cal N`, `Bernoulli`); `functions` take arguments in brackets (`S`,
    `F`, `sign`, `ELBO`, `cal H`); `parameters` can be differentiated by and stand below distributions; `vectors`
    and `matrices` matter for `w^T x` and `x^T W x`; `domains` are variables that sums run over.
    """

    densities: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()
    parameters: frozenset[str] = frozenset()
    vectors: frozenset[str] = frozenset()
    matrices: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
