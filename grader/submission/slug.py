"""A file name for a student's id."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_LONGEST = 80
_SAFE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
# Windows opens the device whatever follows the first dot.
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
# An id that already looks like a slug with a hash gets one of its own, lest somebody call himself
# like somebody else's report.
_HASHED = re.compile(r".*-[0-9a-f]{10}")


def slug(student: str) -> str:
    """A file name (without suffix) that every file system takes, the id itself where that is one.

    At most 80 characters of A–Z a–z 0–9 . _ -, not starting with . or -, not ending with a dot, no device
    name of Windows. Any other id is folded to ASCII and gets 40 bits of its SHA-256, so that ids stay
    apart.
    """
    if _is_safe(student):
        return student
    digest = hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    ascii_only = unicodedata.normalize("NFKD", student).encode("ascii", "ignore").decode("ascii")
    stem = _UNSAFE.sub("-", ascii_only).strip(".-") or "student"
    if _DEVICE.fullmatch(stem):
        stem = f"student-{stem}"
    return f"{stem[: _LONGEST - 1 - len(digest)]}-{digest}"


def _is_safe(student: str) -> bool:
    return (
        len(student) <= _LONGEST
        and _SAFE.fullmatch(student) is not None
        and not student.endswith(".")
        and _DEVICE.fullmatch(student) is None
        and _HASHED.fullmatch(student) is None
    )
