r"""The derivations that stand beside a claim: correct ones in several styles, wrong ones with the line that fails.

They are markdown, as students write them, one section a derivation:

    <!-- correct: noisy_labels -->
    $$\begin{align} … \end{align}$$

    <!-- wrong: noisy_labels, line 4: Jensen as equality -->
    $$\begin{align} … \end{align}$$

Behind the name of a correct one words may follow, too: `<!-- correct: noisy_labels, both labels written out -->`. Lines
count the members of the chain from 1; the line named is the one to which the first wrong step leads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from grader.course.faults import Fault, course_error, unknown
from grader.course.text import read_text

Kind = Literal["correct", "wrong"]

_COMMENT = re.compile(r"\s*<!--(.*?)-->\s*")
_WORDS: dict[Kind, str] = {
    "correct": "<!-- correct: CLAIM --> or <!-- correct: CLAIM, in what way -->",
    "wrong": "<!-- wrong: CLAIM, line N: what is wrong -->",
}
_HEADING: dict[Kind, re.Pattern[str]] = {
    "correct": re.compile(r"(?P<claim>\w+)(?:,\s*(?P<words>\S.*))?"),
    "wrong": re.compile(r"(?P<claim>\w+),\s*line\s+(?P<line>\d+):\s*(?P<words>\S.*)"),
}
_FIRST_STEP = 2  # the line that the first step leads to
_DISPLAY = re.compile(r"\$\$|\\\[|\\begin\{")


@dataclass(frozen=True, slots=True)
class Listed:
    """One derivation: `text` is the markdown of its section, `place` the line of the file that it begins at.

    `line` is the member that the first wrong step leads to, None for a correct derivation; `words` say what is wrong,
    or in what way it is right.
    """

    claim: str
    kind: Kind
    line: int | None
    words: str
    text: str
    place: int


def listed(path: Path) -> tuple[Listed, ...]:
    """The derivations of a file, in its order.

    Raises:
        CourseError: the file cannot be read, or a section's heading or body is not as described above.
    """
    lines = read_text(path).splitlines()
    found: list[Listed] = []
    faults: list[Fault] = []
    for place, heading, text in _sections(lines):
        section = _section(place, heading, text)
        if isinstance(section, Fault):
            faults.append(section)
        else:
            found.append(section)
    if faults:
        raise course_error(path, faults)
    return tuple(found)


def _sections(lines: list[str]) -> Iterator[tuple[int, str, str]]:
    """The line number and inside of each comment that stands on a line of its own, and the text up to the next."""
    headings = [(index, match[1].strip()) for index, line in enumerate(lines) if (match := _COMMENT.fullmatch(line))]
    ends = [*(index for index, _ in headings), len(lines)][1:]
    for (index, heading), end in zip(headings, ends, strict=True):
        yield index + 1, heading, "\n".join(lines[index + 1 : end]).strip()


def _section(place: int, heading: str, text: str) -> Listed | Fault:
    word, _, rest = (part.strip() for part in heading.partition(":"))
    if word not in _HEADING:
        return Fault(place, 1, unknown("kind of derivation", word, list(_HEADING)))
    kind: Kind = "wrong" if word == "wrong" else "correct"
    match = _HEADING[kind].fullmatch(rest)
    if match is None:
        return Fault(place, 1, f"{heading!r} is not of the form {_WORDS[kind]}")
    line = int(match["line"]) if kind == "wrong" else None
    if line is not None and line < _FIRST_STEP:
        return Fault(place, 1, f"the first step leads to line {_FIRST_STEP}, so line {line} cannot be wrong")
    if not _DISPLAY.search(text):
        return Fault(place, 1, f"no formula follows '{heading}': write it between $$ and $$")
    return Listed(match["claim"], kind, line, match["words"] or "", text, place)
