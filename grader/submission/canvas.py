"""Canvas's bulk download: `doejane_LATE_12345_678_hw1.ipynb`, all students' files in one folder.

The parts are the name, LATE where it was, the user's number, the file's number, and the file's own name.
Files handed in again are renamed `hw1-1.ipynb`, `hw1-2.ipynb`, ….
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.submission.handin import HandIn, identify
from grader.submission.names import folded, is_hand_in, is_notebook, printable

_NAME = re.compile(r"(?P<name>[^_]+)(?P<late>_LATE)?_(?P<user>[0-9]+)_(?P<number>[0-9]+)_(?P<file>.+)", re.DOTALL)
_AGAIN = re.compile(r"(?P<base>.+)-(?P<again>[1-9][0-9]?)(?P<ending>\.[^.]+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    person: tuple[str, str]  # name, user's number
    late: bool
    number: int  # grows with time
    name: str  # as the student called it, perhaps with Canvas's -1
    base: str  # the name without that
    again: int  # how often it was handed in before


def is_canvas(name: str) -> bool:
    return _NAME.fullmatch(name) is not None


def hand_ins(paths: Iterable[Path]) -> list[HandIn]:
    """A hand-in per student and attempt; files whose names are not Canvas's are passed over.

    Versions of a notebook, module or zip are attempts; an attempt has the newest version that there was of
    every file.
    """
    files = [file for file in map(_parsed, paths) if file is not None]
    names = identify(file.person for file in files)
    people: dict[tuple[str, str], list[_File]] = {}
    for file in files:
        people.setdefault(file.person, []).append(file)
    return [hand_in for person, own in people.items() for hand_in in _attempts(names[person], own)]


def _parsed(path: Path) -> _File | None:
    match = _NAME.fullmatch(printable(path.name))
    if match is None:
        return None
    again = _AGAIN.fullmatch(match["file"])
    return _File(
        path=path,
        person=(match["name"], match["user"]),
        late=match["late"] is not None,
        number=int(match["number"]),
        name=match["file"],
        base=again["base"] + again["ending"] if again else match["file"],
        again=int(again["again"]) if again else 0,
    )


def _attempts(student: str, files: Sequence[_File]) -> list[HandIn]:
    versions: dict[str, list[_File]] = {}
    data: list[_File] = []
    for file in sorted(files, key=lambda file: (file.again, file.number)):
        if is_hand_in(file.base):
            versions.setdefault(folded(file.base), []).append(file)
        else:
            data.append(file)
    rounds = max((len(own) for own in versions.values()), default=1)
    return [_attempt(student, turn, versions, data) for turn in range(rounds)]


def _attempt(student: str, turn: int, versions: dict[str, list[_File]], data: Sequence[_File]) -> HandIn:
    current = [own[min(turn, len(own) - 1)] for own in versions.values()]
    again = max((file.again for file in current), default=0)
    several = again > 0 or any(len(own) > 1 for own in versions.values())
    return HandIn(
        student=student,
        path=(current or data)[-1].path,
        members=_members(current, data),
        marked_late=any(file.late for file in current or data),
        attempt=max(turn, again) + 1 if several else None,
    )


def _members(current: Sequence[_File], data: Sequence[_File]) -> tuple[tuple[str, Path], ...]:
    """Modules go by their plain names, or nobody could import them; data by both, as nobody knows who added the -1."""
    members = {file.name if is_notebook(file.name) else file.base: file.path for file in current}
    for file in data:  # the newest comes last
        members[file.name] = file.path
    for file in reversed(data):
        members.setdefault(file.base, file.path)
    return tuple(members.items())
