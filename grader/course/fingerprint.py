"""What decides a question's verdicts, as a hash: its checks, its claim, and the sources of all course code behind them.

Recorded verdicts are looked up by it, so editing one topic regrades only the questions that rest on it.
"""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType

from grader.course.assignment import AnyCheck
from grader.proof.claim import Claim, to_plain

# Part of every fingerprint: raise it when the judging itself changes its mind.
JUDGING = "1"


def fingerprint(checks: Sequence[AnyCheck], modules: Sequence[ModuleType], claim: Claim | None = None) -> str:
    """Hex SHA-256 over the check ids, the claim, and the sources of every course module they rest on."""
    by_file = {Path(module.__file__): module for module in modules if module.__file__}
    digest = hashlib.sha256(JUDGING.encode())
    for check in checks:
        digest.update(f"\0{check.id}\0{check.function}\0{check.title}".encode())
    starts = {Path(inspect.getfile(check.draw)) for check in checks}
    if claim is not None:
        digest.update(f"\0{json.dumps(to_plain(claim), sort_keys=True)}".encode())
        starts.add(Path(inspect.getfile(claim.world)))
    for path in sorted(_behind(starts, by_file)):
        content = path.read_bytes()
        digest.update(f"\0{path.name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _behind(starts: set[Path], by_file: Mapping[Path, ModuleType]) -> set[Path]:
    """The files reachable from `starts` through what each module's globals were taken from."""
    reached: set[Path] = set()
    waiting = list(starts)
    while waiting:
        path = waiting.pop()
        if path in reached:
            continue
        reached.add(path)
        if path in by_file:
            waiting.extend(_used_by(by_file[path], by_file))
    return reached


def _used_by(module: ModuleType, by_file: Mapping[Path, ModuleType]) -> Iterator[Path]:
    names = {other.__name__: path for path, other in by_file.items()}
    for value in vars(module).values():
        name = value.__name__ if isinstance(value, ModuleType) else getattr(value, "__module__", None)
        if isinstance(name, str) and name in names:
            yield names[name]
