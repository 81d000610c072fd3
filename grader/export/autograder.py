"""Gradescope's autograder as a zip: this installation of the grader and one assignment of a course.

Gradescope unpacks it to /autograder/source, runs setup.sh once, and run_autograder for every submission.
"""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path

from grader.export.gradescope import Hidden

SETTINGS = "settings.json"
COURSE, LIBRARY = "course", "library"
_TEMPLATES = Path(__file__).with_name("templates")
_SCRIPTS = ("setup.sh", "run_autograder")
# Grading needs neither the solutions nor what students begin with.
_UNUSED = frozenset({"__pycache__", "samples", "starter"})
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same files give the same zip
_REQUIREMENT = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(?!.*\bextra == '(?:dev|oracle)')")


@dataclass(frozen=True, slots=True)
class Settings:
    """What run_autograder is told: which assignment, and when students see hidden checks."""

    assignment: str
    hidden: Hidden = Hidden.AFTER_PUBLISHED

    @classmethod
    def read(cls, path: Path) -> Settings:
        data = json.loads(path.read_text(encoding="utf-8"))
        return cls(data["assignment"], Hidden(data["hidden"]))

    def dumps(self) -> str:
        return json.dumps({"assignment": self.assignment, "hidden": self.hidden.value}) + "\n"


def autograder_zip(course: Path, settings: Settings) -> bytes:
    """The zip's bytes, the same for the same course, grader and settings."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in _SCRIPTS:
            _add(archive, name, (_TEMPLATES / name).read_bytes(), 0o755)
        _add(archive, "requirements.txt", requirements().encode())
        _add(archive, SETTINGS, settings.dumps().encode())
        package = Path(__file__).parents[1]
        for path in _files(package):
            _add(archive, f"{LIBRARY}/{path.relative_to(package.parent).as_posix()}", path.read_bytes())
        for path in _of_course(course, settings.assignment):
            _add(archive, f"{COURSE}/{path.relative_to(course).as_posix()}", path.read_bytes())
        # What importlib.metadata needs to tell the version, which every result records.
        metadata = (distribution("grader").read_text("METADATA") or "").encode()
        _add(archive, f"{LIBRARY}/grader-{version('grader')}.dist-info/METADATA", metadata)
    return buffer.getvalue()


def requirements() -> str:
    """What the grader and students need, a line each, in the versions installed here: they can change a verdict."""
    found = (_REQUIREMENT.match(line) for line in distribution("grader").requires or [])
    python = f"# python {sys.version_info.major}.{sys.version_info.minor}\n"
    return python + "".join(f"{_pinned(name)}\n" for name in sorted({match["name"] for match in found if match}))


def _pinned(name: str) -> str:
    """Without the local part: `2.13.0+cpu` is on no index but torch's own. Unpinned what only other systems need."""
    try:
        return f"{name}=={version(name).partition('+')[0]}"
    except PackageNotFoundError:
        return name


def _of_course(root: Path, assignment: str) -> Iterator[Path]:
    """The rubric, the references, the bank and this assignment: of other sheets nothing."""
    yield root / "rubric.yaml"
    yield from _files(root / "reference")
    others = [path.parent for path in (root / "assignments").glob("*/assignment.py") if path.parent.name != assignment]
    for path in _files(root / "assignments"):
        if not any(path.is_relative_to(other) for other in others):
            yield path


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and _UNUSED.isdisjoint(path.relative_to(folder).parts):
            yield path


def _add(archive: zipfile.ZipFile, name: str, data: bytes, mode: int = 0o644) -> None:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.external_attr = (0o100000 | mode) << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, data)
