"""Which of a kit's files are still as it came; read without anything heavy, before the first line is printed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

KIT = "kit.json"


def untouched(folder: Path) -> list[str]:
    """Names of the starter's files that nobody has changed; none where the kit cannot be read."""
    try:
        files = json.loads((folder / KIT).read_text(encoding="utf-8"))["files"]
        return [name for name, sha256 in files.items() if _is(folder / name, sha256)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []


def digest(text: str) -> str:
    """SHA-256 of a text, however its lines end."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode("utf-8", "replace")).hexdigest()


def _is(path: Path, sha256: str) -> bool:
    try:
        return digest(path.read_text(encoding="utf-8")) == sha256
    except (OSError, ValueError):
        return False
