"""The values of distributions, and what stands in their brackets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from grader.proof import syntax
from grader.proof.evaluating.arithmetic import plain, position
from grader.proof.evaluating.scope import Code, Compiler, Scope, symbols
from grader.proof.rendering.plain import plain as shown
from grader.proof.shorthand import completed
from grader.proof.world import Argument, Meaningless, Value


def _density(node: syntax.Density, compiler: Compiler) -> Code:
    arguments = [_argument(part, compiler) for part in node.arguments]
    conditions = [_argument(part, compiler) for part in node.conditions if not is_parameter(part, node, compiler)]
    subscripts = [_argument(part, compiler) for part in node.subscripts if is_index(part, compiler)]
    everything = [compiler.code(part) for part in (*node.arguments, *node.conditions)]
    parameters = [part for part in node.conditions if is_parameter(part, node, compiler)]

    def density(scope: Scope) -> Value:
        if node.name in scope.world.formulas and not node.subscripts:
            return plain(scope.world.formulas[node.name](*(code(scope) for code in everything)))
        if node.name not in scope.world.densities and node.name not in scope.world.formulas:
            raise Meaningless(f"the distribution '{node.name}' is not defined here")
        whole = spelled(node, scope)
        if whole is not node:
            return compiler.code(whole)(scope)
        if node.subscripts or parameters:
            _look_below(node, parameters, scope, compiler)
        of, given, below = (tuple([part(scope) for part in parts]) for parts in (arguments, conditions, subscripts))
        return scope.world.densities[node.name](of, given, below)

    return density


def is_parameter(part: syntax.Node, node: syntax.Density, compiler: Compiler) -> bool:
    """The θ of p_θ(x) and of p(x; θ) says nothing about which distribution is meant."""
    bare = isinstance(part, syntax.Symbol) and not part.indices and part.name in compiler.vocabulary.parameters
    return part not in node.arguments and bare


def is_index(part: syntax.Node, compiler: Compiler) -> bool:
    """Whether what stands below a distribution has a value: no parameter, and not the variable itself, as in p_Z(z)."""
    names = compiler.vocabulary.parameters | compiler.vocabulary.domains
    return not isinstance(part, syntax.Symbol) or bool(part.indices) or part.name not in names


def _look_below(node: syntax.Density, behind: Sequence[syntax.Node], scope: Scope, compiler: Compiler) -> None:
    """That nothing stands below a distribution, or behind its semicolon, but what is declared for it.

    Raises:
        Meaningless: something else does. It would be another distribution: q with 1 - β, say.
    """
    allowed = scope.world.below.get(node.name, frozenset())
    indices = [part for part in node.subscripts if is_index(part, compiler)]
    twice = len(indices) > 1 or len(node.subscripts) - len(indices) > 1
    if twice or not all(_declared(part, allowed) for part in (*node.subscripts, *behind)):
        words = [shown(syntax.Symbol(name)) for name in sorted(allowed)]
        if any(isinstance(part, syntax.Symbol) and part.name in scope.world.components for part in node.arguments):
            words.append("the index of its component")
        written = shown(syntax.Density(node.name, node.arguments, node.conditions, node.subscripts))
        below = " or ".join([", ".join(words), "nothing"] if words else ["nothing"])
        raise Meaningless(f"'{written}' is not defined here: below {shown(syntax.Symbol(node.name))} stands {below}")


def _declared(part: syntax.Node, allowed: frozenset[str]) -> bool:
    return isinstance(part, syntax.Symbol) and not part.indices and part.name in allowed


def _argument(part: syntax.Node, compiler: Compiler) -> Callable[[Scope], Argument]:
    code, names = compiler.code(part), frozenset(symbols(part))
    if not isinstance(part, syntax.Symbol):
        return lambda scope: Argument(None, code(scope), (), names)
    indices = [compiler.code(index) for index in part.indices]

    def argument(scope: Scope) -> Argument:
        places = tuple(position(index(scope)) for index in indices)
        return Argument(scope.world.role(part.name), code(scope), places, names)

    return argument


def spelled(node: syntax.Density, scope: Scope, variables: tuple[syntax.Symbol, ...] = ()) -> syntax.Density:
    """A distribution written alone, with the arguments that it has in this claim; `q_i(x_i)` as `q(x_i)`."""
    return _of_component(node if node.arguments else completed(node, scope.world, variables), scope)


def _of_component(node: syntax.Density, scope: Scope) -> syntax.Density:
    """Without the index below the name, where it is the component's own."""
    first = node.arguments[0]
    own = isinstance(first, syntax.Symbol) and first.name in scope.world.components and first.indices == node.subscripts
    if not own or not node.subscripts or len(node.arguments) > 1:
        return node
    return syntax.Density(node.name, node.arguments, node.conditions)


def variables_of(density: syntax.Density) -> tuple[syntax.Symbol, ...]:
    found = tuple(argument for argument in density.arguments if isinstance(argument, syntax.Symbol))
    if len(found) != len(density.arguments):
        raise Meaningless(f"the arguments of '{density.name}' must be variables where it is summed over")
    return found


RULES: Final[Mapping[type[syntax.Node], Callable[[Any, Compiler], Code]]] = {
    syntax.Density: _density,
}
