"""What can go wrong that is not a student's: each kind is one sentence for the person who can mend it.

A student's failure is a value (see `records`), never one of these.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class GraderError(Exception):
    """A fault of ours: what was being judged stays ungraded."""


class UsageError(GraderError):
    """The command was used wrongly (exit code 2)."""


@dataclass
class CourseError(GraderError):
    """A mistake in a rubric, an assignment or the bank (exit code 2): what, where, and how to mend it."""

    message: str
    path: Path | None = None
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """`rubric.yaml:12:5: unknown key 'ponits' (did you mean 'points'?)`."""
        place = [str(part) for part in (self.path, self.line, self.column) if part is not None]
        return ":".join(place) + ": " + self.message if place else self.message


class SandboxError(GraderError):
    """The sandbox itself failed: not startable, or its zygote died or went silent."""


# What can be wrong with a path that somebody named.
_OF_A_PATH = (FileExistsError, FileNotFoundError, IsADirectoryError, NotADirectoryError, PermissionError)


def names_a_path(error: OSError) -> bool:
    """Whether it says that a path is not what it should be, which its user can mend.

    Anything else (a full disk, no descriptors left, a failing disk) is no mistake in the command.
    """
    return isinstance(error, _OF_A_PATH) and bool(error.filename)
