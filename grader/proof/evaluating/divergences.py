"""The values of KL divergences and entropies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from grader.proof import syntax
from grader.proof.evaluating.applications import is_opaque, rounded
from grader.proof.evaluating.arithmetic import position, scalar
from grader.proof.evaluating.distributions import is_index, is_parameter, spelled, variables_of
from grader.proof.evaluating.expectations import over_states
from grader.proof.evaluating.scope import Code, Compiler, Scope
from grader.proof.world import Meaningless, Value


def _divergence(node: syntax.Divergence, compiler: Compiler) -> Code:
    q, p = _distribution(node.q), _distribution(node.p)

    def divergence(scope: Scope) -> Value:
        of, to = spelled(q, scope), spelled(p, scope)
        if is_opaque(scope, "KL"):
            return scope.instance.arbitrary(("KL", _signature(of, scope, compiler), _signature(to, scope, compiler)))
        below = compiler.code(to)
        return _weighted_log(scope, of, lambda scope, q: _ratio(q, scalar(below(scope))), compiler)

    return divergence


def _entropy(node: syntax.Entropy, compiler: Compiler) -> Code:
    q = _distribution(node.q)

    def entropy(scope: Scope) -> Value:
        of = spelled(q, scope)
        if is_opaque(scope, "H"):
            return scope.instance.arbitrary(("H", _signature(of, scope, compiler)))
        return -_weighted_log(scope, of, lambda _, q: q, compiler)

    return entropy


def _weighted_log(
    scope: Scope, of: syntax.Density, inside: Callable[[Scope, complex], complex], compiler: Compiler
) -> Value:
    """The sum over q's support of q log inside(q)."""
    code = compiler.code(of)
    result: complex = 0.0
    for weight, _ in over_states(scope, variables_of(of), (), compiler):
        q = scalar(code(scope))
        if q != 0:
            result += weight * q * scope.instance.log(inside(scope, q))
    return result


def _ratio(top: complex, bottom: complex) -> complex:
    return top / bottom if bottom != 0 else float("nan")


def _distribution(node: syntax.Node) -> syntax.Density:
    if not isinstance(node, syntax.Density):
        raise Meaningless("a divergence or an entropy is of distributions that the exercise names")
    return node


def _signature(density: syntax.Density, scope: Scope, compiler: Compiler) -> object:
    """What an opaque KL or H may depend on: which distribution, at which conditions and components."""
    conditions = [
        _spot(part, scope, compiler) for part in density.conditions if not is_parameter(part, density, compiler)
    ]
    subscripts = [rounded(compiler.code(part)(scope)) for part in density.subscripts if is_index(part, compiler)]
    variables = [(v.name, [position(compiler.code(i)(scope)) for i in v.indices]) for v in variables_of(density)]
    return density.name, [(scope.world.role(name), places) for name, places in variables], conditions, subscripts


def _spot(part: syntax.Node, scope: Scope, compiler: Compiler) -> object:
    name = scope.world.role(part.name) if isinstance(part, syntax.Symbol) and not part.indices else None
    return name, rounded(compiler.code(part)(scope))


RULES: Final[Mapping[type[syntax.Node], Callable[[Any, Compiler], Code]]] = {
    syntax.Divergence: _divergence,
    syntax.Entropy: _entropy,
}
