"""How a formula is laid out, before it is written as MathML or as text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a formula."""


@dataclass(frozen=True, slots=True)
class Word(Box):
    """One identifier, number, operator or piece of text, by its MathML element."""

    text: str
    element: Literal["mi", "mn", "mo", "mtext"] = "mi"


@dataclass(frozen=True, slots=True)
class Row(Box):
    """Parts beside each other; `gap` stands between them in text, and as a thin space where it is a blank."""

    parts: tuple[Box, ...]
    gap: str = ""


@dataclass(frozen=True, slots=True)
class Fence(Box):
    opening: str
    body: Box
    closing: str


@dataclass(frozen=True, slots=True)
class Fraction(Box):
    top: Box
    bottom: Box


@dataclass(frozen=True, slots=True)
class Script(Box):
    """What stands below and above a base, on its right."""

    base: Box
    below: Box | None = None
    above: Box | None = None


@dataclass(frozen=True, slots=True)
class Limits(Box):
    """A big sign with what stands under and over it."""

    sign: str
    below: Box | None = None
    above: Box | None = None


@dataclass(frozen=True, slots=True)
class Accent(Box):
    """A base with a mark over it; `combining` is the mark as a combining character."""

    base: Box
    mark: str
    combining: str
