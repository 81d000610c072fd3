"""The values of functions and abbreviations, the claim's definitions and the world's own, and of given derivatives."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np

from grader.proof import syntax
from grader.proof.breaks import Break
from grader.proof.evaluating.arithmetic import plain, position
from grader.proof.evaluating.scope import Code, Compiler, Scope
from grader.proof.world import Meaningless, Value
from grader.records import Array


def _apply(node: syntax.Apply, compiler: Compiler) -> Code:
    arguments = [compiler.code(argument) for argument in node.arguments]
    meaning = compiler.meanings.get(node.name)
    if meaning is None:
        return lambda scope: _called(scope, node.name, [argument(scope) for argument in arguments])
    body, parameters = compiler.code(meaning.body), meaning.definition.parameters
    if parameters and len(parameters) != len(arguments):
        raise Meaningless(f"{node.name} takes {len(parameters)} arguments, not {len(arguments)}")
    used = arguments[: len(parameters)]

    def applied(scope: Scope) -> Value:
        values = [argument(scope) for argument in used]
        if is_opaque(scope, node.name):
            return scope.instance.arbitrary((node.name, *map(rounded, values)))
        before = dict(scope.bound)
        scope.bound.update(zip(parameters, values, strict=True))
        try:
            return body(scope)
        finally:
            scope.bound = before

    return applied


def _called(scope: Scope, name: str, values: list[Value]) -> Value:
    """A function that the world gives."""
    if name not in scope.world.functions:
        raise Meaningless(f"the function '{name}' is not defined here")
    if is_opaque(scope, name) and name in scope.instance.fact_names:
        return scope.instance.arbitrary((name, *map(rounded, values)))
    try:
        return plain(scope.world.functions[name](*values))
    except (ArithmeticError, ValueError):
        return math.nan
    except TypeError:
        raise Meaningless(f"'{name}' does not take {len(values)} arguments of this kind") from None


def is_opaque(scope: Scope, name: str) -> bool:
    """Whether the definition of `name` is broken in this world."""
    names = scope.instance.fact_names
    return scope.instance.breaks is Break.DEFINITION and (not names or name in names)


def rounded(value: Value) -> object:
    """A value as part of an opaque name's key: equal for values that differ by rounding only."""
    array: Array = np.asarray(value).real
    return [f"{entry:.6e}" for entry in np.atleast_1d(array) + 0.0]


def _partial(node: syntax.Partial, compiler: Compiler) -> Code:
    indices = [compiler.code(index) for index in (*node.top.indices, *node.bottom.indices)]
    top, bottom = node.top.name, node.bottom.name

    def partial(scope: Scope) -> Value:
        if (top, bottom) not in scope.world.partials:
            raise Meaningless(f"the derivative of {top} with respect to {bottom} is not known here")
        return plain(scope.world.partials[top, bottom](*(position(index(scope)) for index in indices)))

    return partial


RULES: Final[Mapping[type[syntax.Node], Callable[[Any, Compiler], Code]]] = {
    syntax.Apply: _apply,
    syntax.Partial: _partial,
}
