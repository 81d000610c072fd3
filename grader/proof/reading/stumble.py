"""Where the reader of a line gives up. It never leaves the reader: a line that cannot be read is a value."""

from __future__ import annotations


class Stumble(Exception):  # noqa: N818 - no error of ours: the student wrote something else than the grammar has
    """`token` as written at column `position` (from 1), and a sentence for the student."""

    def __init__(self, token: str, position: int, message: str) -> None:
        super().__init__(message)
        self.token = token
        self.position = position
        self.message = message


class Implausible(Exception):  # noqa: N818 - likewise
    """A choice of scopes that nobody can have meant: this reading is dropped, and no other."""
