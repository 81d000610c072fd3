"""The values of derivatives: exact, by evaluating the body in a world with an imaginary step beside this one."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np

from grader.proof import syntax
from grader.proof.breaks import Break
from grader.proof.evaluating.arithmetic import position, scalar
from grader.proof.evaluating.scope import Code, Compiler, Refused, Scope
from grader.proof.world import STEP, Meaningless, Value

_SCALED = 1.37  # any factor but one


def _derivative(node: syntax.Derivative, compiler: Compiler) -> Code:
    if _jumps(node.body):
        raise Refused("a derivative of an indicator, of a probability or between moving bounds is not judged here")
    body = compiler.code(node.body)
    indices = [compiler.code(index) for index in node.parameter.indices] if node.parameter else []

    def derivative(scope: Scope) -> Value:
        if scope.world is not scope.instance.world:
            raise Refused("a derivative inside a derivative is not judged here")
        name = _parameter(node.parameter, scope)
        shape = scope.instance.shape_of(name) or ()
        if indices:
            return _scaled(
                _slope(scope, name, _entry([position(index(scope)) for index in indices], shape), body), scope
            )
        entries = [_slope(scope, name, entry, body) for entry in range(math.prod(shape))]
        return _broken(np.array(entries).reshape(shape), scope) if shape else _scaled(entries[0], scope)

    return derivative


def _jumps(node: syntax.Node) -> bool:
    """Whether an imaginary step would miss part of the derivative."""
    if isinstance(node, (syntax.Indicator, syntax.Probability)):
        return True
    if isinstance(node, syntax.Aggregate) and node.kind == "integral" and node.binder.low is not None:
        return True
    return any(map(_jumps, node.children()))


def _parameter(parameter: syntax.Symbol | None, scope: Scope) -> str:
    if parameter is None:
        if len(scope.instance.parameters) != 1:
            raise Meaningless("the gradient does not say with respect to what")
        return scope.instance.parameters[0]
    name = scope.world.role(parameter.name)
    if scope.instance.shape_of(name) is None:
        raise Meaningless(f"nothing here is differentiated with respect to '{parameter.name}'")
    return name


def _entry(places: list[int], shape: tuple[int, ...]) -> int:
    """Where a component (counted from 1) stands among all entries of a parameter."""
    if len(places) != len(shape) or not all(1 <= k <= size for k, size in zip(places, shape, strict=True)):
        raise Meaningless("a derivative is taken by a component that does not exist")
    return int(np.ravel_multi_index([k - 1 for k in places], shape))


def _slope(scope: Scope, parameter: str, entry: int, body: Code) -> float:
    here = scope.world
    scope.world = scope.instance.beside(parameter, entry)
    try:
        value = complex(scalar(body(scope)))
    finally:
        scope.world = here
    return value.imag / STEP if math.isfinite(value.real) else math.nan


def _scaled(slope: float, scope: Scope) -> float:
    return slope * _SCALED if scope.instance.breaks is Break.DERIVATIVE else slope


def _broken(gradient: np.ndarray[Any, Any], scope: Scope) -> Value:
    """Rescaled to its largest entry where additivity is broken: multiples stay multiples, sums do not stay sums."""
    norm = float(np.linalg.norm(gradient))
    if scope.instance.breaks is Break.ADDITIVITY and norm > 0.0:
        return np.asarray(gradient * (np.max(np.abs(gradient)) / norm))
    return np.asarray(gradient * _scaled(1.0, scope))


RULES: Final[Mapping[type[syntax.Node], Callable[[Any, Compiler], Code]]] = {syntax.Derivative: _derivative}
