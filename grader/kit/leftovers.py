"""What an earlier kit put into a folder: a new one goes in its place and takes away what it no longer holds."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

from grader.kit.starters import KIT
from grader.kit.worlds import FOLDER


def owner(folder: Path) -> str | None:
    """The assignment whose kit lies there, as far as its description says one."""
    name = _description(folder).get("assignment")
    return name if isinstance(name, str) else None


def leftovers(folder: Path, written: Collection[str]) -> list[Path]:
    """The worlds and the wheel that the kit there names and that are not among the names `written`.

    A world may belong to a claim that is kept back now. The starter's files stay: somebody may have worked in them.
    """
    description = _description(folder)
    worlds = description.get("worlds")
    names = [f"{FOLDER}/{name}" for name in worlds if _is_plain(name)] if isinstance(worlds, dict) else []
    wheel = description.get("wheel")
    if isinstance(wheel, str) and _is_plain(wheel) and wheel.endswith(".whl"):
        names.append(wheel)
    return [folder / name for name in names if name not in written and (folder / name).is_file()]


def _description(folder: Path) -> dict[str, Any]:
    """Nothing where it is damaged: a new kit mends that."""
    try:
        data = json.loads((folder / KIT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _is_plain(name: str) -> bool:
    """What a kit names lies in its own folders, whoever wrote the description."""
    return name not in ("", ".", "..") and not {"/", "\\", ":"} & set(name)
