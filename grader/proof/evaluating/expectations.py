"""The values of expectations, variances and probabilities: what they run over, and with which weights."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

import numpy as np

from grader.proof import syntax
from grader.proof.breaks import Break
from grader.proof.evaluating.arithmetic import plain, scalar
from grader.proof.evaluating.distributions import spelled, variables_of
from grader.proof.evaluating.scope import Code, Compiler, Key, Meaning, Scope, symbols
from grader.proof.evaluating.sums import Jump, domain, jumps, key_of, states
from grader.proof.world import Law, Line, Meaningless, Samples, Value

# Binds the variables of an expectation to each of their values in turn, yielding the probability.
Run: TypeAlias = Callable[[Scope], Iterator[Value]]


def _expectation(node: syntax.Expectation, compiler: Compiler) -> Code:
    body, run = compiler.code(node.body), _run(node, compiler)

    def expectation(scope: Scope) -> Value:
        return _moments(scope, run, [body])[0]

    return expectation


def _variance(node: syntax.Variance, compiler: Compiler) -> Code:
    body, run = compiler.code(node.body), _run(node, compiler)

    def variance(scope: Scope) -> Value:
        found = _spread(scope, run, body)
        return found if scope.instance.breaks is not Break.SCALING else found + _spread(scope, run, _wave(body))

    return variance


def _spread(scope: Scope, run: Run, body: Code) -> Value:
    """E[a²] - E[a]²."""
    second = lambda scope: scalar(body(scope)) ** 2  # noqa: E731 - a code like the body's
    mean, square = _moments(scope, run, [body, second])
    return scalar(square) - scalar(mean) ** 2


def _wave(body: Code) -> Code:
    """What is 0 for whole numbers."""
    return lambda scope: plain(np.sin(2.0 * np.pi * scalar(body(scope))))


def _moments(scope: Scope, run: Run, bodies: Sequence[Code]) -> list[Value]:
    totals: list[Value] = [0.0] * len(bodies)
    for chance in run(scope):
        if chance != 0:  # 0 · log 0
            totals = [total + chance * body(scope) for total, body in zip(totals, bodies, strict=True)]
    return totals


def _run(node: syntax.Expectation | syntax.Variance, compiler: Compiler) -> Run:
    splits = jumps(node.body, compiler)
    sampled = {symbol.name for symbol in _indexed(node.body, compiler.meanings)}
    if node.density is not None:
        return _over_density(node.density, node.variables, splits, compiler)
    subscript = node.subscript or (node.variables[0] if node.variables else None)
    name = subscript.name if subscript else ""
    if subscript and subscript.indices:
        raise Meaningless(f"the expectation over a component of '{name}' is not defined here")

    def run(scope: Scope) -> Iterator[Value]:
        several = [scope.world.samples[name] for name in sampled if name in scope.world.samples]
        if several:
            return _over_samples(scope, next(n for n in sampled if n in scope.world.samples), several[0], compiler)
        law = scope.world.laws.get(name) or scope.world.laws.get(scope.world.role(name))
        if law is None:
            raise Meaningless("the expectation does not say over which distribution it is")
        return _over_law(scope, law, splits, compiler)

    return run


def _indexed(node: syntax.Node, meanings: Mapping[str, Meaning]) -> Iterator[syntax.Symbol]:
    """The components that an expression mentions, also through the claim's definitions."""
    if isinstance(node, syntax.Symbol) and node.indices:
        yield node
    if isinstance(node, syntax.Apply) and node.name in meanings:
        yield from _indexed(meanings[node.name].body, {n: m for n, m in meanings.items() if n != node.name})
    for child in node.children():
        yield from _indexed(child, meanings)


def _over_density(
    density: syntax.Density, variables: tuple[syntax.Symbol, ...], splits: Sequence[Jump], compiler: Compiler
) -> Run:
    """E over q(z|x), or z ~ q: the variables are what is bound."""

    def run(scope: Scope) -> Iterator[Value]:
        named = spelled(density, scope, variables)
        for weight in over_states(scope, variables_of(named), splits, compiler):
            yield weight[0] * compiler.code(named)(scope)

    return run


def _over_law(scope: Scope, law: Law, splits: Sequence[Jump], compiler: Compiler) -> Iterator[Value]:
    variables = tuple(map(syntax.Symbol, law.variables))
    chance = compiler.code(syntax.Density(law.density, variables)) if law.density else None
    for weight, share in over_states(scope, variables, splits, compiler):
        yield share if chance is None else weight * chance(scope)


def _over_samples(scope: Scope, name: str, samples: Samples, compiler: Compiler) -> Iterator[Value]:
    """Binds z_1 … z_m to every combination of values."""
    law = samples.law
    variable = law.variables[0]
    chance = compiler.code(syntax.Density(law.density, (syntax.Symbol(variable),))) if law.density else None
    over = domain(scope, variable)
    if isinstance(over, Line):
        raise Meaningless("samples of a real variable are not enumerated")
    chances = []
    for weight, share in states(scope, variable, over):
        chances.append((scope.bound[variable], share if chance is None else weight * chance(scope)))

    def nested(place: int, before: Value, drawn: tuple[float, ...]) -> Iterator[Value]:
        if place > samples.count:
            yield samples.joint(drawn) if samples.joint else before
            return
        key: Key = (name, place)
        with scope.binding(key):
            for point, probability in chances:
                scope.clock.tick()
                scope.bound[key] = point
                yield from nested(place + 1, before * probability, (*drawn, scalar(point).real))

    return nested(1, 1.0, ())


def over_states(
    scope: Scope, variables: Sequence[syntax.Symbol], splits: Sequence[Jump], compiler: Compiler
) -> Iterator[tuple[float, float]]:
    """Binds the variables to each combination of values; yields both weights of `states`."""
    if not variables:
        yield 1.0, 1.0
        return
    key = key_of(variables[0], compiler)(scope)
    for weight, share in states(scope, key, domain(scope, key), splits):
        for inner_weight, inner_share in over_states(scope, variables[1:], splits, compiler):
            yield weight * inner_weight, share * inner_share


def _probability(node: syntax.Probability, compiler: Compiler) -> Code:
    event = syntax.Indicator(node.left, node.relation, node.right)
    code, splits, names = compiler.code(event), jumps(event, compiler), set(symbols(event))

    def probability(scope: Scope) -> Value:
        law = next((law for law in scope.world.laws.values() if names & set(law.variables)), None)
        if law is None:
            raise Meaningless("the event holds no random variable")
        return _moments(scope, lambda scope: _over_law(scope, law, splits, compiler), [code])[0]

    return probability


RULES: Final[Mapping[type[syntax.Node], Callable[[Any, Compiler], Code]]] = {
    syntax.Expectation: _expectation,
    syntax.Variance: _variance,
    syntax.Probability: _probability,
}
