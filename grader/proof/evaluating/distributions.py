"""The values of distributions, and what stands in their brackets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from grader.proof import syntax
from grader.proof.evaluating.arithmetic import plain, position
from grader.proof.evaluating.scope import Code, Compiler, Scope, symbols
from grader.proof.world import Argument, Meaningless, Value


def _density(node: syntax.Density, compiler: Compiler) -> Code:
    arguments, conditions, subscripts = (
        [_argument(part, compiler) for part in parts if not is_parameter(part, node, compiler)]
        for parts in (node.arguments, node.conditions, node.subscripts)
    )
    everything = [compiler.code(part) for part in (*node.arguments, *node.conditions)]

    def density(scope: Scope) -> Value:
        if node.name in scope.world.formulas:
            return plain(scope.world.formulas[node.name](*(code(scope) for code in everything)))
        if node.name not in scope.world.densities:
            raise Meaningless(f"the distribution '{node.name}' is not defined here")
        if not node.arguments:
            return compiler.code(spelled(node, scope))(scope)
        of, given, below = (tuple([part(scope) for part in parts]) for parts in (arguments, conditions, subscripts))
        return scope.world.densities[node.name](of, given, below)

    return density


def is_parameter(part: syntax.Node, node: syntax.Density, compiler: Compiler) -> bool:
    """The θ of p_θ(x) and of p(x; θ) says nothing about which distribution is meant."""
    return (
        part not in node.arguments and isinstance(part, syntax.Symbol) and part.name in compiler.vocabulary.parameters
    )


def _argument(part: syntax.Node, compiler: Compiler) -> Callable[[Scope], Argument]:
    code, names = compiler.code(part), frozenset(symbols(part))
    if not isinstance(part, syntax.Symbol):
        return lambda scope: Argument(None, code(scope), (), names)
    indices = [compiler.code(index) for index in part.indices]

    def argument(scope: Scope) -> Argument:
        places = tuple(position(index(scope)) for index in indices)
        return Argument(scope.world.role(part.name), code(scope), places, names)

    return argument


def spelled(node: syntax.Density, scope: Scope) -> syntax.Density:
    """A distribution written alone, with the arguments that it has in this claim."""
    if node.arguments:
        return node
    if node.name not in scope.world.alone:
        raise Meaningless(f"'{node.name}' needs its arguments here")
    names = scope.world.alone[node.name]
    return syntax.Density(node.name, tuple(map(syntax.Symbol, names)), node.conditions, node.subscripts)


def variables_of(density: syntax.Density) -> tuple[syntax.Symbol, ...]:
    found = tuple(argument for argument in density.arguments if isinstance(argument, syntax.Symbol))
    if len(found) != len(density.arguments):
        raise Meaningless(f"the arguments of '{density.name}' must be variables where it is summed over")
    return found


RULES: Final[Mapping[type[syntax.Node], Callable[[Any, Compiler], Code]]] = {
    syntax.Density: _density,
}
