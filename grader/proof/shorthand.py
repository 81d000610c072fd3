r"""Distributions written without brackets, `\mathbb{E}_q[…]`, `\mathbb{H}[q_\phi]`, `q(\cdot|x)`: which one is meant.

A world says what may stand in the brackets, `alone={"q": ("z", "z|x")}`. Where that is several things, the one is meant
that is written out beside the short name: in the same expectation, else in the same member of the chain.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import NamedTuple

from grader.proof.syntax import Density, Divergence, Entropy, Expectation, Node, Symbol, Variance
from grader.proof.world import Meaningless, World


class Form(NamedTuple):
    """What stands in a distribution's brackets: the names before and behind the bar."""

    of: tuple[str, ...]
    given: tuple[str, ...]


def written_out(node: Node, world: World) -> Node:
    """The expression with its distributions written out; those of which nobody can say which is meant stay short."""
    short = any(not density.arguments for density in _densities(node))
    return _inside(node, (node,), world) if short else node


def completed(density: Density, world: World, variables: tuple[Symbol, ...] = ()) -> Density:
    """A distribution of which only one thing can be meant, written out. `variables` are the z of `z ~ q`.

    Raises:
        Meaningless: several can be meant, or nothing is known of it.
    """
    forms = _possible(density, world, variables)
    if len(forms) > 1:
        several = " or ".join(f"{density.name}({_brackets(form)})" for form in forms)
        raise Meaningless(f"'{density.name}' could be {several} here: write out which")
    if not forms and not variables:
        raise Meaningless(f"'{density.name}' needs its arguments here")
    return _filled(density, forms[0] if forms else Form((), ()), world, variables)


# --------------------------------------------------------------------------- in an expression


def _inside(node: Node, around: tuple[Node, ...], world: World) -> Node:
    """`around` is what the node stands in, from the whole member inwards."""
    if isinstance(node, Density) and not node.arguments:
        return _chosen(node, around, world)
    if isinstance(node, (Expectation, Variance, Divergence, Entropy)):
        around = (*around, node)
    changes: dict[str, object] = {}
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(node, (Expectation, Variance)) and field.name == "density" and value and not value.arguments:
            changes[field.name] = _chosen(value, around, world, node.variables)
        elif isinstance(value, tuple):
            changes[field.name] = tuple(_inside(part, around, world) for part in value)
        elif isinstance(value, Node):
            changes[field.name] = _inside(value, around, world)
    return replace(node, **changes)


def _chosen(density: Density, around: tuple[Node, ...], world: World, variables: tuple[Symbol, ...] = ()) -> Density:
    forms = _possible(density, world, variables)
    if len(forms) > 1:
        forms = _beside(density.name, forms, around, world)
    return _filled(density, forms[0], world, variables) if len(forms) == 1 else density


def _beside(name: str, forms: list[Form], around: tuple[Node, ...], world: World) -> list[Form]:
    """Those of the forms that are written out nearest by; the first where nothing is that sets them apart."""
    for part in reversed(around):
        written = {_form(density, world) for density in _densities(part) if density.name == name and density.arguments}
        found = [form for form in forms if form in written]
        if found:
            return found
    apart = {condition for form in forms for condition in form.given}
    named = {world.role(symbol) for symbol in _names(around[0])}
    return forms if apart & named else forms[:1]


# --------------------------------------------------------------------------- one distribution


def _possible(density: Density, world: World, variables: tuple[Symbol, ...]) -> list[Form]:
    """What a short name can mean, given what it is drawn for and what stands behind its bar."""
    forms = [_parsed(brackets) for brackets in world.alone.get(density.name, ())]
    given = _form(density, world).given
    drawn = tuple(world.role(variable.name) for variable in variables)
    return [form for form in forms if given in ((), form.given) and drawn in ((), form.of)]


def _filled(density: Density, form: Form, world: World, variables: tuple[Symbol, ...]) -> Density:
    below, behind = density.subscripts, density.conditions
    arguments = variables or tuple(map(Symbol, form.of))
    if not variables and below and len(form.of) == 1 and form.of[0] in world.components:
        arguments, below = (Symbol(form.of[0], below),), ()
    if not _form(density, world).given:
        behind = (*map(Symbol, form.given), *behind)
    return Density(density.name, arguments, behind, below)


def _form(density: Density, world: World) -> Form:
    """What stands in the brackets, parameters left out."""
    parameters = world.below.get(density.name, frozenset())
    of, given = (
        tuple(world.role(part.name) if isinstance(part, Symbol) else "" for part in parts)
        for parts in (density.arguments, density.conditions)
    )
    return Form(of, tuple(name for name in given if name not in parameters))


def _parsed(brackets: str) -> Form:
    of, _, given = brackets.partition("|")
    return Form((of,), (given,) if given else ())


def _brackets(form: Form) -> str:
    return "|".join((*form.of, *form.given))


def _densities(node: Node) -> Iterator[Density]:
    if isinstance(node, Density):
        yield node
    for child in node.children():
        yield from _densities(child)


def _names(node: Node) -> Iterator[str]:
    if isinstance(node, Symbol):
        yield node.name
    for child in node.children():
        yield from _names(child)
