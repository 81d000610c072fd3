"""Got and expected side by side: small tables for arrays, with a mark where they visibly differ."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from grader.report.text import one_line
from grader.report.values import EXCERPT, exactly, literal, number, plain

_NOISE = 1e-6  # relative to the largest expected entry: less is rounding, not the mistake
_MINOR = 1e-3  # relative to the largest difference: less is not where the mistake shows
_CELL = 32  # characters; a double with all its digits has at most 24
_PIECES = 4  # a returned tuple of at most so many members is compared member by member
GAP = "…"

Formatter = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """One value (`text`), or a table of `rows` under `columns`."""

    caption: str
    text: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Room:
    """How much may be shown: entries along an axis, characters of a value without a table."""

    entries: int
    characters: int


def panels(got: Any, expected: Any, room: Room) -> tuple[Panel, ...]:
    """What to show of two plain values (numbers, strings, nested lists).

    Without an expected value (a property was violated, there is no one right answer) only what was got.
    """
    got = plain(got)
    if expected is None:
        return (Panel("got", _value(got, None, room)),)
    return _panels(got, plain(expected), "", room)


def _panels(got: Any, expected: Any, index: str, room: Room) -> tuple[Panel, ...]:
    shape = _shape(got)
    if shape and 0 not in shape and shape == _shape(expected):
        return _vectors(got, expected, index, room) if len(shape) == 1 else _matrices(got, expected, index, room)
    if _are_tuples(got, expected):
        pairs = zip(got, expected, strict=True)
        members = (_panels(*pair, f"{index}[{i}]", room) for i, pair in enumerate(pairs))
        return tuple(chain.from_iterable(members))
    if _are_records(got, expected):
        fields = (_panels(got[name], expected[name], f"{index}.{name}", room) for name in got)
        return tuple(chain.from_iterable(fields))
    return tuple(
        Panel(f"{name}{index}", _value(value, other, room))
        for name, value, other in (("got", got, expected), ("expected", expected, got))
    )


def _are_tuples(got: Any, expected: Any) -> bool:
    """Lists of equal length that hold other lists (a flat one of another kind is one value)."""
    return (
        isinstance(got, list)
        and isinstance(expected, list)
        and len(got) == len(expected) <= _PIECES
        and any(isinstance(item, list) for item in chain(got, expected))
    )


def _are_records(got: Any, expected: Any) -> bool:
    """Named things that belong together: a value and its gradients."""
    if not (isinstance(got, dict) and isinstance(expected, dict)):
        return False
    return got.keys() == expected.keys() != EXCERPT and 0 < len(got) <= _PIECES


def _value(value: Any, other: Any, room: Room) -> str:
    """One value; with all its digits where fewer would make it look like the other one."""
    if isinstance(value, list | dict):
        return literal(value, room.characters, room.entries)
    text = exactly(value) if _look_alike(value, other) and value != other else number(value)
    return one_line(text, room.characters)


def _shape(value: Any) -> tuple[int, ...] | None:
    """`()`, `(n,)` or `(m, n)`; None for anything ragged, deeper, or no number."""
    if isinstance(value, dict):
        return None
    if not isinstance(value, list):
        return ()
    inner = {_shape(item) for item in value}
    if inner <= {()}:
        return (len(value),)
    first = inner.pop()
    return (len(value), *first) if not inner and first is not None and len(first) == 1 else None


# --------------------------------------------------------------------------- where they differ


def _marks(got: Sequence[Any], expected: Sequence[Any]) -> list[bool]:
    """Which entries differ visibly: by more than a thousandth of the largest difference and than rounding.

    The tolerance of the check is not known here; the message names the entry, the marks only guide the eye.
    """
    pairs = [(_float(a), _float(b)) for a, b in zip(got, expected, strict=True)]
    finite = [abs(a - b) for a, b in pairs if math.isfinite(a) and math.isfinite(b)]
    odd = [_oddly_different(a, b) for a, b in pairs]
    largest = max(finite, default=0.0)
    noise = _NOISE * max((abs(b) for _, b in pairs if math.isfinite(b)), default=0.0)
    hidden_in_noise = largest <= noise and not any(odd)
    threshold = largest * _MINOR if hidden_in_noise else max(largest * _MINOR, noise)
    return [strange or abs(a - b) > threshold for strange, (a, b) in zip(odd, pairs, strict=True)]


def _oddly_different(a: float, b: float) -> bool:
    """One of them is nan or infinite, and the other is not just that."""
    if math.isfinite(a) and math.isfinite(b):
        return False
    return a != b and not (math.isnan(a) and math.isnan(b))


def _float(value: Any) -> float:
    """Words other than nan and inf, and None, count as nan: they equal no number."""
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return math.nan


def _look_alike(a: Any, b: Any) -> bool:
    """Whether the short forms say the same; "1" and "1.0" do."""
    return number(a) == number(b) or _float(number(a)) == _float(number(b))


def _formatter(got: Sequence[Any], expected: Sequence[Any]) -> Formatter:
    """Short numbers, unless these would hide every difference."""
    pairs = list(zip(got, expected, strict=True))
    hidden = all(_look_alike(a, b) for a, b in pairs) and any(a != b for a, b in pairs)
    return exactly if hidden else number


# --------------------------------------------------------------------------- tables


def _chosen(marked: Sequence[bool], limit: int) -> list[int | None]:
    """At most about `limit` positions: the ends, and between them where it is marked; None is a gap."""
    size = len(marked)
    if size <= limit:
        return list(range(size))
    ends = max(limit // 4, 1)
    wanted = {*range(ends), *range(size - ends, size)}
    inner = [i for i in range(ends, size - ends) if marked[i]] or list(range(ends, size - ends))
    wanted.update(inner[: max(limit - 2 * ends, 1)])
    positions: list[int | None] = []
    for i in sorted(wanted):
        if positions and positions[-1] != i - 1:
            positions.append(None)
        positions.append(i)
    return positions


def _columns(positions: Sequence[int | None]) -> tuple[str, ...]:
    return tuple(GAP if i is None else str(i) for i in positions)


def _row(
    name: str, values: Sequence[Any], marks: Sequence[bool], positions: Sequence[int | None], form: Formatter
) -> Row:
    cells = (Cell(GAP) if i is None else Cell(one_line(form(values[i]), _CELL), marks[i]) for i in positions)
    return Row(name, tuple(cells))


def _vectors(got: list[Any], expected: list[Any], index: str, room: Room) -> tuple[Panel, ...]:
    marks = _marks(got, expected)
    positions = _chosen(marks, room.entries)
    form = _formatter(got, expected)
    quiet = [False] * len(marks)
    rows = (
        _row("got", got, marks, positions, form),
        _row("expected", expected, quiet, positions, form),
    )
    caption = f"got{index} and expected{index}, shape ({len(got)},)"
    return (Panel(caption, columns=_columns(positions), rows=rows),)


def _matrices(got: list[Any], expected: list[Any], index: str, room: Room) -> tuple[Panel, ...]:
    height, width = len(got), len(got[0])
    flat = _marks([*chain(*got)], [*chain(*expected)])
    marks = [flat[i * width : (i + 1) * width] for i in range(height)]
    down = _chosen([any(row) for row in marks], room.entries)
    across = _chosen([any(column) for column in zip(*marks, strict=True)], room.entries)
    form = _formatter([*chain(*got)], [*chain(*expected)])
    quiet = [[False] * width] * height
    gap = Row(GAP, tuple(Cell(GAP) for _ in across))

    def panel(name: str, values: list[Any], marked: list[list[bool]]) -> Panel:
        rows = (gap if i is None else _row(str(i), values[i], marked[i], across, form) for i in down)
        return Panel(f"{name}{index}, shape ({height}, {width})", columns=_columns(across), rows=tuple(rows))

    return (panel("got", got, marks), panel("expected", expected, quiet))
