"""Which variables occur in a tree without being bound there."""

from __future__ import annotations

from collections.abc import Iterator

from grader.proof.syntax import Aggregate, Density, Divergence, Entropy, Expectation, Node, Symbol, Variance

_Waiting = tuple[Node, frozenset[str]]


def mentions(node: Node, names: frozenset[str]) -> bool:
    """Whether one of the variables occurs; a density without arguments is of any variable."""
    waiting: list[_Waiting] = [(node, names)]
    while waiting:
        part, free = waiting.pop()
        if isinstance(part, Symbol) and part.name in free:
            return True
        if isinstance(part, Density) and not part.arguments and free:
            return True
        waiting.extend(_below(part, free))
    return False


def _below(node: Node, free: frozenset[str]) -> Iterator[_Waiting]:
    """The children, each with the variables that are still free in it."""
    inner = free
    match node:
        case Aggregate():
            inner = free - {variable.name for variable in node.binder.variables}
            yield node.binder, inner
            yield node.body, inner
            return
        case Divergence() | Entropy():
            # The variable of the compared distributions is summed over; only indices are free.
            inner = free - _arguments(node)
        case Expectation() | Variance() if node.density is not None:
            inner = free - _arguments(node.density) - {variable.name for variable in node.variables}
    for child in node.children():
        yield child, inner


def _arguments(node: Node) -> set[str]:
    """The variables that the distributions in a node are of; bare ones are of none that is free here."""
    names: set[str] = set()
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Density):
            names.update(argument.name for argument in part.arguments if isinstance(argument, Symbol))
        waiting.extend(part.children())
    return names
