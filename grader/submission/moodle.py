"""Moodle's download of all submissions: `Jane Doe_12345_assignsubmission_file_`, a folder or a prefix of file names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from grader.submission.handin import HandIn, identify
from grader.submission.names import printable

_NAME = re.compile(
    r"(?P<name>.+?)_(?P<number>[0-9]+)_assignsubmission_(?P<kind>file|onlinetext)(?:_(?P<file>.*))?",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Piece:
    path: Path
    person: tuple[str, str]  # name, participant's number
    kind: str
    file: str  # "" for a folder


def is_moodle(name: str) -> bool:
    return _NAME.fullmatch(name) is not None


def hand_ins(paths: Iterable[Path]) -> list[HandIn]:
    """A hand-in per student; paths whose names are not Moodle's are passed over.

    Text typed into Moodle (`onlinetext`) counts only where a student uploaded no file.
    """
    pieces = [piece for piece in map(_parsed, paths) if piece is not None]
    names = identify(piece.person for piece in pieces)
    people: dict[tuple[str, str], list[_Piece]] = {}
    for piece in pieces:
        people.setdefault(piece.person, []).append(piece)
    return [_hand_in(names[person], own) for person, own in people.items()]


def _parsed(path: Path) -> _Piece | None:
    match = _NAME.fullmatch(printable(path.name))
    if match is None:
        return None
    return _Piece(path, (match["name"].strip(), match["number"]), match["kind"], match["file"] or "")


def _hand_in(student: str, pieces: list[_Piece]) -> HandIn:
    uploaded = [piece for piece in pieces if piece.kind == "file"] or pieces
    folder = next((piece.path for piece in uploaded if piece.path.is_dir()), None)
    if folder is not None:
        return HandIn(student, folder)
    members = tuple((piece.file or piece.path.name, piece.path) for piece in uploaded)
    return HandIn(student, uploaded[0].path, members)
