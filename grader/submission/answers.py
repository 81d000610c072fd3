"""Marked answers in markdown: derivations and free texts.

An answer begins with a marker on a line of its own, `<!-- derivation: 1b -->` or `<!-- text: 2.2 -->`, and
lasts to the next marker or the end of its cell. A marker in a fenced or indented code block is an example,
not an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from grader.records import Cell, CellKind, PartKind

# Both bounded, so that no text is slow to search.
_COMMENT = re.compile(r" {0,3}<!--([^\n<>]{1,80})-->")
_MARKER = re.compile(r"\s*(derivation|text)\s*(?::\s*(\S.*)|\s([0-9][\w.]*)\s*)", re.IGNORECASE)
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_HEADING = re.compile(r" {0,3}#{1,6}(\s|$)")


@dataclass(frozen=True, slots=True)
class Answer:
    """One marked answer. `text` is the markdown after the marker, "" where only the starter's is left."""

    kind: PartKind  # DERIVATION or TEXT
    question: str
    text: str
    cell: str


@dataclass(frozen=True, slots=True)
class Answers:
    """The answer that counts for each kind and question, and what there is to say about the choice."""

    found: Mapping[tuple[str, str], Answer] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def get(self, kind: PartKind, question: str) -> Answer | None:
        """None if no marker of the question was found at all; an empty `text` if nothing follows it."""
        return self.found.get((kind, _identifier(question)))


def answers(cells: Iterable[Cell], starter: Mapping[tuple[str, str], str] | None = None) -> Answers:
    """The last non-empty answer to each marked question, in the markdown cells given.

    Args:
        cells: of one submission, in order; others than markdown are passed over.
        starter: the text of the starter by kind ("derivation", "text") and question: an answer that still
            equals it, white space aside, is empty.
    """
    originals = {(kind, _identifier(question)): _plain(text) for (kind, question), text in (starter or {}).items()}
    every: dict[tuple[str, str], list[Answer]] = {}
    for cell in cells:
        if cell.kind is CellKind.MARKDOWN:
            for answer in _sections(cell):
                key = (answer.kind, answer.question)
                every.setdefault(key, []).append(_unless_untouched(answer, originals.get(key)))
    chosen = {key: _last(given) for key, given in every.items()}
    return Answers(chosen, tuple(note for given in every.values() for note in _repeated(given)))


def begins_with_marker(text: str) -> bool:
    return _marker(text.lstrip("\n").partition("\n")[0]) is not None


def has_marker(text: str) -> bool:
    return any(True for _ in _marked_lines(text.split("\n")))


def _identifier(question: str) -> str:
    return "".join(question.split()).lower()


def _marker(line: str) -> tuple[PartKind, str, str] | None:
    """Kind, question and the rest of the line, if it begins with a marker."""
    comment = _COMMENT.match(line)
    match = _MARKER.fullmatch(comment[1]) if comment else None
    if comment is None or match is None:
        return None
    return PartKind(match[1].lower()), _identifier(match[2] or match[3]), line[comment.end() :]


def _marked_lines(lines: list[str]) -> Iterator[tuple[int, PartKind, str, str]]:
    code = _code_lines(lines)
    for number, line in enumerate(lines):
        marker = _marker(line)
        if marker is not None and number not in code:
            yield number, *marker


def _code_lines(lines: list[str]) -> set[int]:
    """The numbers of the lines inside fences; a fence never closed is taken for a slip."""
    inside: set[int] = set()
    opened: tuple[int, str] | None = None
    for number, line in enumerate(lines):
        fence = _FENCE.match(line)
        if fence is None:
            continue
        if opened is None:
            opened = number, fence[1]
        elif fence[1].startswith(opened[1]) and not line[fence.end() :].strip():
            inside.update(range(opened[0], number + 1))
            opened = None
    return inside


def _sections(cell: Cell) -> list[Answer]:
    lines = cell.source.split("\n")
    marks = list(_marked_lines(lines))
    ends = [number for number, *_ in marks[1:]] + [len(lines)]
    found = []
    for (start, kind, question, rest), end in zip(marks, ends, strict=False):
        text = "\n".join([rest, *lines[start + 1 : end]]).strip()
        found.append(Answer(kind, question, "" if _is_empty(text) else text, cell.name))
    return found


def _is_empty(text: str) -> bool:
    """Whether nothing is left but white space, headings and comments."""
    lines = _without_comments(text).split("\n")
    return all(not line.strip() or _HEADING.match(line) for line in lines)


def _without_comments(text: str) -> str:
    pieces = []
    position = 0
    while (start := text.find("<!--", position)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        pieces.append(text[position:start])
        position = end + 3
    return "".join(pieces) + text[position:]


def _plain(text: str) -> str:
    """Without a leading marker and with single spaces, for comparison."""
    first, _, following = text.strip().partition("\n")
    marker = _marker(first)
    return " ".join((text if marker is None else f"{marker[2]}\n{following}").split())


def _unless_untouched(answer: Answer, original: str | None) -> Answer:
    if original is None or _plain(answer.text) != original:
        return answer
    return Answer(answer.kind, answer.question, "", answer.cell)


def _last(given: list[Answer]) -> Answer:
    return next((answer for answer in reversed(given) if answer.text), given[-1])


def _repeated(given: list[Answer]) -> Iterator[str]:
    places = [answer.cell for answer in given if answer.text]
    if len(places) > 1:
        times = "twice" if len(places) == 2 else f"{len(places)} times"
        where = ", ".join(places[:-1]) + f" and {places[-1]}"
        yield f"the {given[0].kind} of {given[0].question} stands {times} ({where}): the last one counts"
