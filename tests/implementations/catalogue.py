"""Lists the student implementations beside this module: what each one is, and which mistake it makes.

A file is `<correct|wrong>/<assignment>/<function>__<slug>.py`. Its first line is `# style: …` or
`# mistake: …`; a mistake that the course does not list by name begins with `unlisted:`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_STYLE = "# style: "
_MISTAKE = "# mistake: "
_UNLISTED = "unlisted: "


@dataclass(frozen=True, slots=True)
class Entry:
    """One implementation. `mistake` has the course's exact words where `listed`, free words otherwise."""

    assignment: str
    function: str
    path: Path
    correct: bool
    mistake: str | None
    listed: bool

    @property
    def id(self) -> str:
        """A short name for test reports: `wrong/ss2020_seminar2/softmax__naive`."""
        return f"{'correct' if self.correct else 'wrong'}/{self.assignment}/{self.path.stem}"


def entries(root: Path) -> list[Entry]:
    """All implementations under `root` (the folder of this module), sorted by path.

    Raises:
        ValueError: a file whose name or first line does not follow the form above.
    """
    right = [_correct(path) for path in sorted(root.glob("correct/*/*.py"))]
    return right + [_wrong(path) for path in sorted(root.glob("wrong/*/*.py"))]


def _correct(path: Path) -> Entry:
    _words(path, _STYLE)
    return Entry(path.parent.name, _function(path), path, correct=True, mistake=None, listed=False)


def _wrong(path: Path) -> Entry:
    words = _words(path, _MISTAKE)
    listed = not words.startswith(_UNLISTED)
    mistake = words.removeprefix(_UNLISTED)
    return Entry(path.parent.name, _function(path), path, correct=False, mistake=mistake, listed=listed)


def _function(path: Path) -> str:
    function, separator, slug = path.stem.partition("__")
    if not (function and separator and slug):
        raise ValueError(f"{path}: the name must be <function>__<slug>.py")
    return function


def _words(path: Path, prefix: str) -> str:
    with path.open(encoding="utf-8") as file:
        line = file.readline().rstrip("\n")
    if not line.startswith(prefix) or not line.removeprefix(prefix).strip():
        raise ValueError(f"{path}:1: the first line must begin with {prefix!r} and say more")
    return line.removeprefix(prefix)
