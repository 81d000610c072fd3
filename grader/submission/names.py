"""Names of files: made printable, put in natural order, compared."""

from __future__ import annotations

import re
import unicodedata

_DIGITS = re.compile(r"([0-9]+)")
# Line breaks of every kind, and the marks that turn the direction of writing.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")

# What a browser or a mail program makes of `hw.ipynb`.
_NOTEBOOK_ENDINGS = (".ipynb", ".ipynb.txt", ".ipynb.json")
_MODULE_ENDING = ".py"
_ARCHIVE_ENDING = ".zip"
_PROSE_ENDING = ".md"


def printable(name: str) -> str:
    """A name that can be written anywhere as UTF-8: composed (NFC), without undecodable bytes and controls."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return unicodedata.normalize("NFC", _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text))


def folded(name: str) -> str:
    """Equal for names that some file system takes for the same: case and composition aside."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def natural_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts `hw2` before `hw10`; digits compare by length first, so that no number is too long to read."""
    pieces = _DIGITS.split(name.casefold())
    return (*map(_natural_piece, pieces), (2, 0, name))


def _natural_piece(piece: str) -> tuple[int, int, str]:
    digits = piece.lstrip("0")
    return (1, len(digits), digits) if piece[:1].isdecimal() and piece.isascii() else (0, 0, piece)


def bare(name: str) -> str:
    """Letters and digits only, case aside: `HW 3-final` and `hw3_FINAL` are alike."""
    return "".join(character for character in name.casefold() if character.isalnum())


def is_notebook(name: str) -> bool:
    return name.casefold().endswith(_NOTEBOOK_ENDINGS)


def is_module(name: str) -> bool:
    return name.casefold().endswith(_MODULE_ENDING)


def is_archive(name: str) -> bool:
    return name.casefold().endswith(_ARCHIVE_ENDING)


def is_prose(name: str) -> bool:
    return name.casefold().endswith(_PROSE_ENDING)


def is_hand_in(name: str) -> bool:
    """Whether a file of this name can be a submission by itself."""
    return is_notebook(name) or is_module(name) or is_archive(name)


def stem(name: str) -> str:
    """`jane` for `jane.ipynb`, `jane.ipynb.txt` and `jane.tar`; `a.b` for `a.b.py`."""
    for ending in sorted(_NOTEBOOK_ENDINGS, key=len, reverse=True):
        if name.casefold().endswith(ending) and len(name) > len(ending):
            return name[: -len(ending)]
    return name.rsplit(".", 1)[0] or name
