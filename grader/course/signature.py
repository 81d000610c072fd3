"""Whether the names of a check's inputs are the parameters of the functions that they are passed to by position."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import CodeType
from typing import Any

from grader.course.blame import is_own, where
from grader.course.faults import nearest
from grader.errors import CourseError

_POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


@dataclass(frozen=True, slots=True)
class Signature:
    """`names` are the positional parameters, the first `required` of which have no default; `more`: it takes *args."""

    function: str
    names: tuple[str, ...]
    required: int
    more: bool

    def __str__(self) -> str:
        return f"{self.function}({', '.join([*self.names, *(['*args'] if self.more else [])])})"

    def complaint(self, keys: Sequence[str]) -> str | None:
        """What is wrong with inputs of these names; None if nothing is. What *args take may have any names."""
        given = list(keys[: len(self.names)]) if self.more else list(keys)
        for place, key in enumerate(given):
            if key not in self.names:
                return f"the key {key!r} is no parameter of {self}{self._instead(place, key, given)}"
        for name in self.names[: self.required]:
            if name not in given:
                return f"the key {name!r} is missing: {self} needs it"
        if given != list(self.names[: len(given)]):
            return f"the keys {', '.join(given)} are not in the order of {self}, and they are passed by position"
        return None

    def _instead(self, place: int, key: str, given: Sequence[str]) -> str:
        left = [name for name in self.names if name not in given]
        at_its_place = self.names[place] if place < len(self.names) and self.names[place] in left else None
        near = nearest(key, left) or at_its_place or next(iter(left), None)
        return f" (did you mean {near!r}?)" if near else ""

    def exchanged(self, keys: Sequence[str]) -> str | None:
        """What is wrong with a mistake's parameters; other names than the inputs' are its own business."""
        for place, (name, key) in enumerate(zip(self.names, keys, strict=False)):
            if name != key and name in keys:
                words = f"its parameter {name!r} is given {key!r}: inputs are passed by position, in the order"
                return f"{words} {', '.join(keys)} (did you mean {keys[place]!r}?)"
        return None


def signature_of(function: Callable[..., Any]) -> Signature | None:
    """None for a library's function, whose names are not the sheet's. A leading underscore (unused) does not count."""
    plain = inspect.unwrap(function.func if isinstance(function, partial) else function)
    code = getattr(plain, "__code__", None)
    if not isinstance(code, CodeType) or not is_own(code):
        return None
    parameters = list(inspect.signature(function).parameters.values())
    positional = [one for one in parameters if one.kind in _POSITIONAL]
    return Signature(
        getattr(plain, "__name__", "it").replace("<lambda>", "lambda"),
        tuple(one.name.lstrip("_") for one in positional),
        sum(one.default is inspect.Parameter.empty for one in positional),
        any(one.kind is inspect.Parameter.VAR_POSITIONAL for one in parameters),
    )


@dataclass(frozen=True, slots=True)
class Given:
    """Inputs as they were given: `words` call them ("edge 2"), `source` is the dictionary or what draws it."""

    words: str
    source: Any
    keys: tuple[str, ...]


def agree(
    function: str, draw: Callable[..., Any], references: Sequence[Callable[..., Any]], every: Sequence[Given]
) -> None:
    """Compares the names of all inputs of the check of `function` with its references' parameters.

    Raises:
        CourseError: at the first that differs, at its line.
    """
    for reference in references:
        signature = signature_of(reference)
        for inputs in every if signature else ():
            assert signature is not None
            complaint = signature.complaint(inputs.keys)
            if complaint:
                raise CourseError(f"{inputs.words} of `{function}`: {complaint}", *_line(inputs, draw))


def agree_mistakes(
    function: str, keys: Sequence[str], mistakes: Iterable[tuple[str, Callable[..., Any] | None]]
) -> None:
    """Compares the parameters of mistakes, each with its words, with the names of the inputs.

    Raises:
        CourseError: at the first that takes an input for another one, at its definition.
    """
    for words, answer in mistakes:
        signature = None if answer is None else signature_of(answer)
        complaint = signature and signature.exchanged(keys)
        if complaint and answer is not None:
            raise CourseError(f"the mistake {words!r} of `{function}`: {complaint}", *where(inspect.unwrap(answer)))


def _line(inputs: Given, draw: Callable[..., Any]) -> tuple[Path | None, int | None]:
    """Where the dictionary with these keys is written; else where it is drawn."""
    path, start = where(inputs.source if callable(inputs.source) else draw)
    if path is None or not path.is_file():
        return path, start
    first = start or 1 if callable(inputs.source) else 1
    lines = [line for line, keys in _dictionaries(path) if line >= first and keys == inputs.keys]
    return path, min(lines, default=start)


def _dictionaries(path: Path) -> Iterator[tuple[int, tuple[Any, ...]]]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Dict):
            yield node.lineno, tuple(key.value if isinstance(key, ast.Constant) else None for key in node.keys)
