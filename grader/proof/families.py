"""Distributions to build worlds from: tables over finite variables, and rows of independent components."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from grader.proof.world import Argument, Draw, Family, Meaningless, Points, Value
from grader.records import Array


def counted(size: int) -> Points:
    """The domain of a table's axis: 0 … size - 1."""
    return Points(tuple(range(size)))


def joint(name: str, variables: Sequence[str], table: Array) -> Family:
    """`p(x, z)`, `p(x)`, `p(z | x)`: any marginal and conditional of a joint table, one axis a variable."""

    def family(arguments: tuple[Argument, ...], conditions: tuple[Argument, ...], _: object) -> Value:
        of, given = _by_name(name, arguments, variables), _by_name(name, conditions, variables)
        top = _marginal(table, variables, given | of)
        return _divided(top, _marginal(table, variables, given)) if given else top

    return family


def unrelated(name: str, variables: Sequence[str], sizes: Sequence[int], draw: Draw) -> Family:
    """In the place of `joint` where the product rule is false: each marginal and conditional a table of its own."""
    axis = dict(zip(variables, sizes, strict=True))

    def family(arguments: tuple[Argument, ...], conditions: tuple[Argument, ...], _: object) -> Value:
        of, given = _by_name(name, arguments, variables), _by_name(name, conditions, variables)
        order = (*sorted(given), *sorted(of))
        table = draw.unrelated((name, sorted(of), sorted(given)), *(axis[variable] for variable in order))
        table = table / table.sum(axis=tuple(range(len(given), len(order))), keepdims=True)
        return _scalar(table[tuple((given | of)[variable] for variable in order)])

    return family


def conditional(name: str, of: str, given: Sequence[str], table: Array) -> Family:
    """`q(z | x)` and nothing else: one axis for each variable in `given`, the last for `of`. `given` may be empty."""

    def family(arguments: tuple[Argument, ...], conditions: tuple[Argument, ...], _: object) -> Value:
        values = _by_name(name, arguments, [of]) | _by_name(name, conditions, given)
        if len(values) != 1 + len(given):
            raise Meaningless(f"only {name}({of}{'|' if given else ''}{', '.join(given)}) is defined here")
        return _scalar(table[tuple(values[variable] for variable in (*given, of))])

    return family


def components(name: str, variable: str, rows: Array, whole: Mapping[tuple[int, ...], float] | None = None) -> Family:
    """`q(x)` and `q(x_i)` of a vector with independent components; row i of `rows` is the distribution of x_i.

    `whole` replaces the product of the components where they are not independent.
    """

    def family(arguments: tuple[Argument, ...], conditions: tuple[Argument, ...], _: object) -> Value:
        if conditions or len(arguments) != 1 or arguments[0].name != variable:
            raise Meaningless(f"only {name}({variable}) and its components are defined here")
        argument = arguments[0]
        if argument.indices:
            return _scalar(rows[argument.indices[0] - 1, whole_number(argument.value)])
        point = tuple(int(entry) for entry in np.asarray(argument.value).real)
        if whole is not None:
            return whole[point]
        return _scalar(np.prod([row[entry] for row, entry in zip(rows, point, strict=True)]))

    return family


def whole_number(value: Value) -> int:
    """A position in a table.

    Raises:
        Meaningless: the value is no whole number from 0 on.
    """
    if isinstance(value, int) and value >= 0:
        return value
    if np.ndim(value) or complex(value).real != round(complex(value).real) or complex(value).real < 0:
        raise Meaningless(f"{value} is not a value that a distribution here is defined for")
    return round(complex(value).real)


def _by_name(name: str, arguments: tuple[Argument, ...], allowed: Sequence[str]) -> dict[str, int]:
    """The values of the arguments, each of which must be one of the allowed variables."""
    values: dict[str, int] = {}
    for argument in arguments:
        if argument.name is None or argument.name not in allowed or argument.indices:
            written = argument.name or "an expression"
            defined = f"only for {', '.join(allowed)}" if allowed else "it has no conditions"
            raise Meaningless(f"{name} is not defined for {written} there: {defined}")
        values[argument.name] = whole_number(argument.value)
    return values


def _marginal(table: Array, variables: Sequence[str], values: Mapping[str, int]) -> Value:
    """The table at the given values, summed over the other variables."""
    place = tuple(values.get(variable, slice(None)) for variable in variables)
    return _scalar(np.sum(table[place]))


def _divided(top: Value, bottom: Value) -> Value:
    return top / bottom if bottom != 0 else float("nan")


def _scalar(value: Any) -> Value:
    """A Python number: arithmetic on it neither warns nor is slow."""
    plain: Value = value.item()
    return plain
