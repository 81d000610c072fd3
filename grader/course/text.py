"""The text of a course file."""

from __future__ import annotations

from pathlib import Path

from grader.errors import CourseError


def read_text(path: Path) -> str:
    """What is in the file, without a byte-order mark.

    Raises:
        CourseError: it cannot be read, or is not UTF-8; with line and column.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CourseError(f"cannot be read: {error.strerror}", path) from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - content.rfind(b"\n", 0, error.start)
        words = f"not UTF-8 (byte {content[error.start]:#04x}): save it in this encoding"
        raise CourseError(words, path, line, column) from None
