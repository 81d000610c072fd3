"""The values of atoms and of arithmetic. What is undefined is NaN; a term weighted by a zero is zero."""

from __future__ import annotations

import cmath
import math
import operator
from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np

from grader.proof import syntax
from grader.proof.breaks import Number
from grader.proof.evaluating.scope import Code, Compiler, Scope
from grader.proof.world import Meaningless, Value

_HOLDS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def scalar(value: Value) -> Number:
    """A number.

    Raises:
        Meaningless: the value is a vector.
    """
    if isinstance(value, np.ndarray):
        raise Meaningless("a vector stands where a number is needed")
    return value


def real(value: Value) -> float:
    """A number's real part: the part that comparisons see."""
    return scalar(value).real


def position(value: Value) -> int:
    """An index."""
    number = float(real(value))
    if not number.is_integer():
        raise Meaningless(f"{number:g} stands where an index is needed")
    return int(number)


def compare(left: Value, relation: str, right: Value) -> float:
    """1.0 or 0.0, NaN if a side is undefined."""
    a, b = real(left), real(right)
    if math.isnan(a) or math.isnan(b):
        return math.nan
    return 1.0 if _HOLDS[relation](a, b) else 0.0


def plain(value: Any) -> Value:
    """What a world's function returned, as a Python number or an array."""
    if isinstance(value, (float, complex)):
        return value
    array = np.asarray(value)
    if array.ndim:
        return array
    number: Number = array.item()
    return number if isinstance(number, complex) else float(number)


def add(left: Value, right: Value) -> Value:
    if isinstance(left, np.ndarray) or isinstance(right, np.ndarray):
        if np.shape(left) != np.shape(right) and not (_is_zero(left) or _is_zero(right)):
            raise Meaningless("a vector is added to something of another shape")
        return np.asarray(left + right)
    return left + right


def multiply(left: Value, right: Value) -> Value:
    if isinstance(left, np.ndarray) and isinstance(right, np.ndarray):
        raise Meaningless("two vectors are multiplied; an inner product is written w^T x")
    return left * right


def divide(top: Value, bottom: Value) -> Value:
    below = scalar(bottom)
    return top / below if below != 0 else top * math.nan


def power(base: Value, exponent: Value) -> Value:
    a, b = scalar(base), scalar(exponent)
    if not isinstance(b, complex) and float(b).is_integer() and abs(b) < 64:  # exact, also for negative bases
        return _whole_power(a, int(b))
    if not a.real > 0.0:
        return 0.0 if a == 0 and b.real > 0.0 else math.nan
    return exponential(b * (cmath.log(a) if isinstance(a, complex) else math.log(a)))


def exponential(value: Value) -> Value:
    number = scalar(value)
    try:
        return cmath.exp(number) if isinstance(number, complex) else math.exp(number)
    except OverflowError:
        return math.inf


def _whole_power(base: Number, exponent: int) -> Value:
    if exponent < 0:
        return divide(1.0, _whole_power(base, -exponent))
    result: Number = 1.0
    for _ in range(exponent):
        result *= base
    return result


def _is_zero(value: Value) -> bool:
    return not isinstance(value, np.ndarray) and value == 0


# --------------------------------------------------------------------------- code of the nodes


def _number(node: syntax.Number, _: Compiler) -> Code:
    value = float(node.digits)
    return lambda _: value


def _symbol(node: syntax.Symbol, compiler: Compiler) -> Code:
    name = node.name
    if not node.indices:
        return lambda scope: scope.value(name)
    indices = [compiler.code(index) for index in node.indices]

    def component(scope: Scope) -> Value:
        places = tuple(position(index(scope)) for index in indices)
        bound = scope.bound.get((name, *places))
        return bound if bound is not None else _entry(scope.value(name), places, name)

    return component


def _entry(base: Value, places: tuple[int, ...], name: str) -> Value:
    """The entry of a vector or matrix; places count from 1."""
    if not isinstance(base, np.ndarray) or base.ndim < len(places):
        raise Meaningless(f"'{name}' has no such subscript")
    if not all(1 <= place <= size for place, size in zip(places, base.shape, strict=False)):
        raise Meaningless(f"the subscript of '{name}' is out of range")
    return plain(base[tuple(place - 1 for place in places)])


def _sum(node: syntax.Sum, compiler: Compiler) -> Code:
    terms = [compiler.code(term) for term in node.terms]

    def total(scope: Scope) -> Value:
        result = terms[0](scope)
        for term in terms[1:]:
            result = add(result, term(scope))
        return result

    return total


def _negative(node: syntax.Negative, compiler: Compiler) -> Code:
    operand = compiler.code(node.operand)
    return lambda scope: -operand(scope)


def _product(node: syntax.Product, compiler: Compiler) -> Code:
    factors = [compiler.code(factor) for factor in node.factors]

    def product(scope: Scope) -> Value:
        result: Value = 1.0
        vanishes = False
        for factor in factors:
            value = factor(scope)
            if scope.weighted and _is_zero(value):
                vanishes = True
            else:
                result = multiply(result, value)
        if vanishes:  # 0 · log 0, 0 · log(0/0)
            return np.zeros(result.shape) if isinstance(result, np.ndarray) else 0.0
        return result

    return product


def _quotient(node: syntax.Quotient, compiler: Compiler) -> Code:
    top, bottom = compiler.code(node.top), compiler.code(node.bottom)
    return lambda scope: divide(top(scope), bottom(scope))


def _power(node: syntax.Power, compiler: Compiler) -> Code:
    base, exponent = compiler.code(node.base), compiler.code(node.exponent)
    return lambda scope: power(base(scope), exponent(scope))


def _log(node: syntax.Log, compiler: Compiler) -> Code:
    operand = compiler.code(node.operand)
    return lambda scope: scope.instance.log(scalar(operand(scope)))


def _exp(node: syntax.Exp, compiler: Compiler) -> Code:
    operand = compiler.code(node.operand)
    return lambda scope: exponential(operand(scope))


def _absolute(node: syntax.Absolute, compiler: Compiler) -> Code:
    operand = compiler.code(node.operand)

    def absolute(scope: Scope) -> Value:
        value = scalar(operand(scope))
        return -value if value.real < 0.0 else value

    return absolute


def _norm(node: syntax.Norm, compiler: Compiler) -> Code:
    operand = compiler.code(node.operand)
    return lambda scope: power(plain(np.sum(np.square(operand(scope)))), 0.5)


def extreme(which: str, left: Value, right: Value) -> Value:
    """The larger or smaller of two numbers; undefined if one is."""
    a, b = scalar(left), scalar(right)
    if math.isnan(a.real) or math.isnan(b.real):
        return math.nan
    return a if (a.real >= b.real) == (which == "max") else b


def _extremum(node: syntax.Extremum, compiler: Compiler) -> Code:
    operands = [compiler.code(operand) for operand in node.operands]

    def extremum(scope: Scope) -> Value:
        result = operands[0](scope)
        for operand in operands[1:]:
            result = extreme(node.which, result, operand(scope))
        return result

    return extremum


def _inner(node: syntax.Inner, compiler: Compiler) -> Code:
    left, right = compiler.code(node.left), compiler.code(node.right)
    return lambda scope: _dot(left(scope), right(scope))


def _quadratic(node: syntax.Quadratic, compiler: Compiler) -> Code:
    left, matrix, right = compiler.code(node.left), compiler.code(node.matrix), compiler.code(node.right)
    return lambda scope: _dot(_dot(left(scope), matrix(scope)), right(scope))


def _dot(left: Value, right: Value) -> Value:
    if not (isinstance(left, np.ndarray) and isinstance(right, np.ndarray)) or left.shape[-1] != right.shape[0]:
        raise Meaningless("a product x^T y needs two vectors of one length")
    return plain(left @ right)


def _indicator(node: syntax.Indicator, compiler: Compiler) -> Code:
    left, right = compiler.code(node.left), compiler.code(node.right)
    return lambda scope: compare(left(scope), node.relation, right(scope))


RULES: Final[Mapping[type[syntax.Node], Callable[[Any, Compiler], Code]]] = {
    syntax.Number: _number,
    syntax.Symbol: _symbol,
    syntax.Sum: _sum,
    syntax.Negative: _negative,
    syntax.Product: _product,
    syntax.Quotient: _quotient,
    syntax.Power: _power,
    syntax.Log: _log,
    syntax.Exp: _exp,
    syntax.Absolute: _absolute,
    syntax.Norm: _norm,
    syntax.Extremum: _extremum,
    syntax.Inner: _inner,
    syntax.Quadratic: _quadratic,
    syntax.Indicator: _indicator,
}
