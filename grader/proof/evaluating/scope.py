"""Where an expression is evaluated: a world, what the sums around it have bound, and the time that is left."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np

from grader.proof.claim import Definition
from grader.proof.syntax import Node, Vocabulary
from grader.proof.world import Instance, Meaningless, Value

# A variable's name, or a component's with its indices.
Key: TypeAlias = str | tuple[str, *tuple[int, ...]]

CONSTANTS: Mapping[str, float] = {"pi": np.pi, "e": np.e, "infty": np.inf}

# Ticks between two looks at the clock: one tick is some microseconds of work.
_TICKS = 64


class TimeUp(Exception):  # noqa: N818 - an ordinary ending
    """The derivation's time is used up."""


class Refused(Exception):  # noqa: N818 - about the student's line, no fault of ours
    """An expression that means something, but that is not judged here: the message says what, for the student."""


class Clock:
    """Ends an evaluation at a deadline, however many sums it is nested in; for the thread that made it.

    The seconds are those in which that thread ran: how busy a machine is, and with how many other submissions, decides
    nothing. `ran_out` says whether the deadline has ended anything.
    """

    def __init__(self, seconds: float) -> None:
        self._deadline = time.thread_time() + seconds
        self._ticks = 0
        self.ran_out = False

    def tick(self) -> None:
        """To be called once per term.

        Raises:
            TimeUp: the deadline has passed.
        """
        self._ticks += 1
        if self._ticks % _TICKS == 0:
            self.look()

    def look(self) -> None:
        """Raises `TimeUp` if the deadline has passed."""
        if time.thread_time() > self._deadline:
            self.ran_out = True
            raise TimeUp


class Scope:
    """The place of one evaluation; `weighted` counts the sums around it, in which 0 · log 0 is 0."""

    __slots__ = ("bound", "clock", "instance", "weighted", "world")

    def __init__(self, instance: Instance, clock: Clock) -> None:
        self.instance = instance
        self.world = instance.world
        self.clock = clock
        self.bound: dict[Key, Value] = {}
        self.weighted = 0

    def value(self, name: str) -> Value:
        """What a name stands for here.

        Raises:
            Meaningless: for nothing.
        """
        found = self._found(name)
        if found is None:
            found = self._found(self.world.role(name))
        if found is not None:
            return found
        if name in CONSTANTS:
            return CONSTANTS[name]
        raise Meaningless(f"'{name}' is not bound here: no sum, expectation or definition introduces it")

    def _found(self, name: str) -> Value | None:
        found = self.bound.get(name)
        return self.world.values.get(name) if found is None else found

    @contextmanager
    def binding(self, key: Key) -> Iterator[None]:
        """Forgets afterwards what was bound to `key` inside, and restores what was before."""
        before = self.bound.get(key)
        self.weighted += 1
        try:
            yield
        finally:
            self.weighted -= 1
            if before is None:
                self.bound.pop(key, None)
            else:
                self.bound[key] = before


Code: TypeAlias = Callable[[Scope], Value]


@dataclass(frozen=True, slots=True)
class Meaning:
    """A definition of the claim, read."""

    definition: Definition
    body: Node


class Compiler(Protocol):
    """Turns expressions into code, each once."""

    @property
    def vocabulary(self) -> Vocabulary: ...
    @property
    def meanings(self) -> Mapping[str, Meaning]: ...
    def code(self, node: Node) -> Code: ...


def symbols(node: Node) -> Iterator[str]:
    """The names of all symbols in an expression."""
    name = getattr(node, "name", None)
    if name is not None and type(node).__name__ == "Symbol":
        yield name
    for child in node.children():
        yield from symbols(child)
