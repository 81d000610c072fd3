"""What decides a question's verdicts, as a hash: its checks, its claim, and the sources of all course code behind them.

Recorded verdicts are looked up by it, so editing one topic regrades only the questions that rest on it.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
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
    """The files reachable from `starts` through what each module imports and what its globals were taken from."""
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
    for name in (*_taken_from(module), *_imported_by(module, names)):
        if name in names:
            yield names[name]


def _taken_from(module: ModuleType) -> Iterator[str]:
    """The modules that its globals name as their own, however they came here; not the parts of a package, which are
    put into it by whoever imports them.
    """
    for value in vars(module).values():
        name = value.__name__ if isinstance(value, ModuleType) else getattr(value, "__module__", None)
        if isinstance(name, str) and name.rpartition(".")[0] != module.__name__:
            yield name


def _imported_by(module: ModuleType, known: Collection[str]) -> Iterator[str]:
    """The modules that its imports name: a constant does not tell where it is from."""
    path = Path(str(module.__file__))
    package = module.__name__ if path.name == "__init__.py" else module.__name__.rpartition(".")[0]
    for level, target, names in _imports(path.read_bytes()):
        above = package.split(".")[: package.count(".") + 2 - level] if level else []
        base = ".".join([*above, *([target] if target else [])])
        parts_of_it = [f"{base}.{name}" for name in names]
        yield from parts_of_it
        if not names or not all(name in known for name in parts_of_it):
            yield base


@lru_cache(maxsize=1024)  # questions rest on the same files
def _imports(source: bytes) -> tuple[tuple[int, str, tuple[str, ...]], ...]:
    """The imports of a file: dots before the module, the module, and what is taken from it by name."""
    found: list[tuple[int, str, tuple[str, ...]]] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [(0, alias.name, ()) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append((node.level, node.module or "", tuple(alias.name for alias in node.names)))
    return tuple(found)
