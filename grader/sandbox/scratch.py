"""Scratch folders: one for each child, made before it starts and removed after it is gone."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import ExitStack, suppress
from pathlib import Path


def make_root() -> Path:
    """A folder for the scratch folders of one sandbox: anybody may pass through it, only we may list it."""
    root = Path(tempfile.mkdtemp(prefix="grader-")).resolve()
    root.chmod(0o711)
    return root


def make_scratch(root: Path, uid: int | None) -> Path:
    """An empty folder for one child, its own if it runs as another user."""
    folder = Path(tempfile.mkdtemp(dir=root))
    with ExitStack() as after_failure:
        after_failure.callback(folder.rmdir)
        if uid is not None:
            os.chown(folder, uid, uid)
        after_failure.pop_all()
    return folder


def remove_tree(folder: Path) -> None:
    """Removes a folder that a student's code may have filled with anything, following no link.

    Folders nested too deeply for Python's own removal are left to `rm`.
    """
    with suppress(RecursionError):
        shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        subprocess.run(["rm", "-rf", "--", str(folder)], check=False, capture_output=True)  # noqa: S603, S607
