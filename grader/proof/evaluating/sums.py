"""What sums, products, integrals and extrema run over, and their values.

An integral over a real variable is a tanh-sinh quadrature in u, where the variable is its quantile function at u; it is
split where a comparison in the integrand jumps, so that indicators are integrated exactly.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, TypeAlias

import numpy as np

from grader.proof import syntax
from grader.proof.breaks import Break
from grader.proof.evaluating.arithmetic import add, compare, extreme, multiply, plain, position, real, scalar
from grader.proof.evaluating.places import Place, last, places
from grader.proof.evaluating.scope import Code, Compiler, Key, Refused, Scope
from grader.proof.world import Line, Meaningless, Points, Value

# A comparison in an integrand: the codes of its two sides.
Jump: TypeAlias = tuple[Code, Code]
# A bound variable: where its value is kept, and what it stands at as an index.
_Bound: TypeAlias = tuple[Callable[[Scope], Key], Sequence[Place]]

_PIECES = 8  # intervals of u searched for a jump
_BISECTIONS = 60
_EDGE = 1e-14
_LONGEST = 1000  # far more than any world has
_TOO_LONG = f"a sum over more than {_LONGEST} values is not judged here"


def _tanh_sinh() -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Nodes in (0, 1) and weights that sum to one: logarithmic singularities at the ends do no harm."""
    t = np.linspace(-2.9, 2.9, 47)
    nodes = 1.0 / (1.0 + np.exp(-np.pi * np.sinh(t)))
    weights = np.cosh(t) * nodes * (1.0 - nodes)
    return tuple(nodes.tolist()), tuple((weights / weights.sum()).tolist())


_NODES, _WEIGHTS = _tanh_sinh()


def jumps(node: syntax.Node, compiler: Compiler) -> list[Jump]:
    """The comparisons in an expression at which its value may jump."""
    found = [jump for child in node.children() for jump in jumps(child, compiler)]
    if isinstance(node, (syntax.Indicator, syntax.Probability)):
        found.append((compiler.code(node.left), compiler.code(node.right)))
    return found


def key_of(variable: syntax.Symbol, compiler: Compiler) -> Callable[[Scope], Key]:
    """Where a bound variable's value is kept: a component's indices are worked out first."""
    name = variable.name
    if not variable.indices:
        return lambda _: name
    indices = [compiler.code(index) for index in variable.indices]
    return lambda scope: (name, *(position(index(scope)) for index in indices))


def domain(scope: Scope, key: Key, found: Sequence[Place] = ()) -> Points | Line:
    """What a variable runs over; an index that the claim does not name, over what it stands at.

    Raises:
        Meaningless: the claim declares no such variable.
    """
    world = scope.world
    name = key if isinstance(key, str) else key[0]
    among = world.domains if isinstance(key, str) else world.components
    for candidate in (name, world.role(name)):
        if candidate in among:
            return among[candidate]
        if isinstance(key, str) and candidate in world.ranges:
            return Points(tuple(range(1, world.ranges[candidate] + 1)))
    size = last(world, found)
    if size is not None:
        return Points(tuple(range(1, size + 1)))
    raise Meaningless(f"there is nothing here for '{name}' to run over")


def states(scope: Scope, key: Key, over: Points | Line, splits: Sequence[Jump] = ()) -> Iterator[tuple[float, float]]:
    """Binds the variable to each point in turn and yields (weight of an integral, weight of its own distribution)."""
    with scope.binding(key):
        if isinstance(over, Line):
            yield from _line_states(scope, key, over, _cuts(scope, key, over, splits))
            return
        share = 1.0 / max(1, len(over.points))
        for place, point in enumerate(over.points):
            scope.clock.tick()
            scope.bound[key] = point
            weight = over.weights[place] if over.weights else 1.0
            yield weight, (weight if over.weights else share)


def _line_states(scope: Scope, key: Key, line: Line, cuts: Sequence[float]) -> Iterator[tuple[float, float]]:
    for low, high in pairwise(cuts):
        for node, weight in zip(_NODES, _WEIGHTS, strict=True):
            scope.clock.tick()
            u = low + (high - low) * node
            if not 0.0 < u < 1.0:
                continue
            scope.bound[key] = line.place(u)
            share = weight * (high - low)
            yield share * line.slope(u), share


def _cuts(scope: Scope, key: Key, line: Line, splits: Sequence[Jump]) -> list[float]:
    """0, 1 and every u at which a comparison changes."""
    grid = [_EDGE, *(k / _PIECES for k in range(1, _PIECES)), 1.0 - _EDGE]
    cuts = {0.0, 1.0}
    for left, right in splits:

        def gap(u: float, left: Code = left, right: Code = right) -> float:
            scope.bound[key] = line.place(u)
            return real(left(scope)) - real(right(scope))

        gaps = [gap(u) for u in grid]
        for low, high, at_low, at_high in zip(grid, grid[1:], gaps, gaps[1:], strict=False):
            if (at_low < 0.0) != (at_high < 0.0):
                cuts.add(bisected(gap, low, high))
    return sorted(cuts)


def bisected(gap: Callable[[float], float], low: float, high: float) -> float:
    """Where a function changes its sign."""
    negative = gap(low) < 0.0
    for _ in range(_BISECTIONS):
        middle = 0.5 * (low + high)
        if (gap(middle) < 0.0) == negative:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


# --------------------------------------------------------------------------- sums, products, integrals, extrema


def _aggregate(node: syntax.Aggregate, compiler: Compiler) -> Code:
    body = compiler.code(node.body)
    bounded = node.kind == "integral" and node.binder.low is not None
    run = _interval(node, compiler) if bounded else _runs(node, compiler)
    fold = _FOLDS[node.kind]
    return lambda scope: fold(scope, run(scope), body)


def _runs(node: syntax.Aggregate, compiler: Compiler) -> Callable[[Scope], Iterator[float]]:
    """Binds the variables to each of their values in turn, yielding the weight."""
    binder, splits = node.binder, jumps(node.body, compiler)
    keys = [(key_of(variable, compiler), places(variable, node.body)) for variable in binder.variables]
    low = compiler.code(binder.low) if binder.low else None
    high = compiler.code(binder.high) if binder.high else None
    bound = compiler.code(binder.bound) if binder.bound else None
    relation = binder.relation
    listed = [compiler.code(value) for value in binder.listed]
    length = compiler.code(binder.length) if binder.length else None

    def values(scope: Scope, key: Key, found: Sequence[Place]) -> Points | Line:
        if listed:
            entries = list(dict.fromkeys(_entry(value(scope)) for value in listed))
            return _written(scope, key, entries) if length is None else _vectors(scope, key, entries, length)
        if low is None:
            return domain(scope, key, found)
        end = position(high(scope)) if high else int(real(_last(domain(scope, key, found))))
        return _integers(scope, key, position(low(scope)), end)

    def nested(scope: Scope, rest: Sequence[_Bound], limit: Value | None) -> Iterator[float]:
        if not rest:
            yield 1.0
            return
        key_in, found = rest[0]
        key = key_in(scope)
        for weight, _ in states(scope, key, values(scope, key, found), splits):
            if limit is not None and relation and compare(scope.bound[key], relation, limit) != 1.0:
                continue
            for inner in nested(scope, rest[1:], limit):
                yield weight * inner

    # The bound is worked out outside: in j ≤ i the i is not the sum's.
    return lambda scope: nested(scope, keys, bound(scope) if bound else None)


def _integers(scope: Scope, key: Key, first: int, last: int) -> Points:
    """first … last."""
    if last - first >= _LONGEST:
        raise Refused(_TOO_LONG)
    return _written(scope, key, range(first, last + 1))


def _entry(value: Value) -> float:
    """An element of a set: whole numbers are made ready to be an index."""
    number = real(value)
    return int(number) if number == np.round(number) and math.isfinite(number) else number


def _vectors(scope: Scope, key: Key, entries: Sequence[float], length: Code) -> Points | Line:
    """All vectors with these entries. The rows of a table stand for the words of bits, however long."""
    declared = domain(scope, key)
    if sorted(entries) == [0, 1] and isinstance(declared, Points) and _counted(declared):
        return declared
    size = position(length(scope))
    if size < 1 or size * math.log(len(entries)) > math.log(_LONGEST):
        raise Refused(_TOO_LONG)
    return Points(tuple(np.array(vector, dtype=float) for vector in itertools.product(entries, repeat=size)))


def _counted(over: Points) -> bool:
    """Whether the values are only numbered, from 0 on."""
    return all(np.ndim(point) == 0 and point == place for place, point in enumerate(over.points))


def _written(scope: Scope, key: Key, values: Iterable[float]) -> Points:
    """The values as they are written. Where z ∈ {0, 1} is what is broken, 0 and 1 still mean both values of z."""
    points = Points(tuple(values))
    declared = scope.world.domains.get(key) if isinstance(key, str) else None
    if isinstance(declared, Points) and len(declared.points) == len(points.points):
        odd = any(np.ndim(point) == 0 and point != np.round(point) for point in declared.points)
        return declared if odd else points
    return points


def _last(over: Points | Line) -> Value:
    if isinstance(over, Line):
        raise Meaningless("a real variable does not run over integers")
    return over.points[-1]


def _interval(node: syntax.Aggregate, compiler: Compiler) -> Callable[[Scope], Iterator[float]]:
    """An integral between bounds; over fixed nodes only from -∞ to ∞."""
    binder = node.binder
    if binder.low is None or binder.high is None or len(binder.variables) != 1:
        raise Refused("an integral needs both of its ends and one variable to be judged")
    low, high = compiler.code(binder.low), compiler.code(binder.high)
    key_in, splits = key_of(binder.variables[0], compiler), jumps(node.body, compiler)

    def run(scope: Scope) -> Iterator[float]:
        start, end, key = real(low(scope)), real(high(scope)), key_in(scope)
        over = domain(scope, key)
        if isinstance(over, Points) and not (start == -math.inf and end == math.inf):
            raise Refused("an integral between finite bounds is not judged here")
        ends = [(_bound_to(key), _constant(place)) for place in (start, end)]
        for weight, _ in states(scope, key, over, [*splits, *ends]):
            if start < real(scope.bound[key]) < end:
                yield weight

    return run


def _bound_to(key: Key) -> Code:
    return lambda scope: scope.bound[key]


def _constant(value: float) -> Code:
    return lambda _: value


def _summed(scope: Scope, run: Iterable[float], body: Code) -> Value:
    ruly = scope.instance.breaks is not Break.SUMMATION
    total: Value = 0.0
    for weight in run:
        term = body(scope)
        term = term if ruly else plain(term + 0.2 * term * term)
        total = add(total, term if weight == 1.0 else weight * term)
    return total


def _multiplied(scope: Scope, run: Iterable[float], body: Code) -> Value:
    result: Value = 1.0
    for _ in run:
        result = multiply(result, body(scope))
    return result


def _largest(scope: Scope, run: Iterable[float], body: Code) -> Value:
    return _best("max", [body(scope) for _ in run])


def _smallest(scope: Scope, run: Iterable[float], body: Code) -> Value:
    return _best("min", [body(scope) for _ in run])


def _best(which: str, values: Sequence[Value]) -> Value:
    if not values:
        return math.nan
    result = values[0]
    for value in values:
        result = extreme(which, result, scalar(value))
    return result


_FOLDS: Final[Mapping[str, Callable[[Scope, Iterable[float], Code], Value]]] = {
    "sum": _summed,
    "integral": _summed,
    "product": _multiplied,
    "max": _largest,
    "min": _smallest,
}

RULES: Final[Mapping[type[syntax.Node], Callable[[Any, Compiler], Code]]] = {syntax.Aggregate: _aggregate}
