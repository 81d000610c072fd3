"""The world modules of a course that a kit carries, and loading them again without the course.

A world imports numpy, the standard library, `grader.proof` and other worlds, nothing else; so a kit that holds it
and the worlds behind it is complete. In a kit they stand side by side in one folder and import each other as parts of
one package, which has no name that anything else could have.
"""

from __future__ import annotations

import ast
import hashlib
import importlib
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec
from pathlib import Path
from types import ModuleType

from grader.course.blame import FAULTS
from grader.course.imports import place
from grader.errors import CourseError, GraderError
from grader.proof.world import Builder

FOLDER = "worlds"
_LIBRARIES = frozenset({"numpy", "grader.proof"})
# It declares claims: where they stand there stand goals, too.
_NEVER = "grader.proof.claim"


# --------------------------------------------------------------------------- carrying them


def builder_name(builder: Builder) -> tuple[str, str]:
    """The module of a kit's folder that a builder is found in, and its name there.

    Raises:
        GraderError: it is no function at the top of a module.
    """
    module, name = getattr(builder, "__module__", ""), getattr(builder, "__qualname__", "")
    if not name.isidentifier() or getattr(builder, "__globals__", {}).get(name) is not builder:
        raise GraderError("its world is no function at the top of a module")
    return module.rpartition(".")[2], name


def sources(builder: Builder) -> Mapping[str, str]:
    """The modules that a world builder needs, as they stand in a kit, by file name.

    Raises:
        GraderError: one of them imports what no kit holds, in words.
    """
    module = builder.__module__
    found: dict[str, str] = {}
    seen: dict[str, Path] = {}
    waiting = [(module, Path(builder.__globals__["__file__"]))]
    root = waiting[0][1].parents[module.count(".")]
    while waiting:
        name, path = waiting.pop()
        stem = name.rpartition(".")[2]
        if seen.setdefault(stem, path) != path:
            raise GraderError(f"two of its worlds are called {stem}")
        if f"{stem}.py" not in found:
            found[f"{stem}.py"], others = _carried(name, path, root)
            waiting += others
    return dict(sorted(found.items()))


def _carried(module: str, path: Path, root: Path) -> tuple[str, list[tuple[str, Path]]]:
    """The text of a module with its imports of others as they are in a kit, and these others."""
    text = path.read_text(encoding="utf-8")
    lines = text.encode().splitlines(keepends=True)
    others: list[tuple[str, Path]] = []
    for node in reversed(list(_imports(ast.parse(text)))):
        own = _own(node, module, root)
        if own is not None:
            changed, needed = own
            others += needed
            lines = _replaced(lines, node, ast.unparse(changed))
    return b"".join(lines).decode(), others


def _imports(tree: ast.Module) -> Iterator[ast.Import | ast.ImportFrom]:
    """In the order of the text."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    yield from sorted(found, key=lambda node: (node.lineno, node.col_offset))


def _own(
    node: ast.Import | ast.ImportFrom, module: str, root: Path
) -> tuple[ast.ImportFrom, list[tuple[str, Path]]] | None:
    """An import of other modules of the course as a kit has it, and these; None for one that stays as it is.

    Raises:
        GraderError: it is neither allowed nor the course's.
    """
    if isinstance(node, ast.Import):
        for alias in node.names:
            _require_library(alias.name, module)
        return None
    package = module.split(".")[: -node.level] if node.level else []
    target = ".".join([*package, *([node.module] if node.module else [])])
    if target.partition(".")[0] != module.partition(".")[0]:
        for alias in node.names:
            _require_library(f"{target}.{alias.name}", module)
        return None
    path = root.joinpath(*target.split("."))
    if path.with_suffix(".py").is_file():
        changed = ast.ImportFrom(target.rpartition(".")[2], node.names, 1)
        return changed, [(target, path.with_suffix(".py"))]
    beside = [(f"{target}.{alias.name}", path / f"{alias.name}.py") for alias in node.names]
    if not all(file.is_file() for _, file in beside):
        raise GraderError(f"its world {module.rpartition('.')[2]} imports {target}, which is no module with that in it")
    return ast.ImportFrom(None, node.names, 1), beside


def _require_library(target: str, module: str) -> None:
    allowed = target.partition(".")[0] in sys.stdlib_module_names or any(
        f"{target}.".startswith(f"{library}.") for library in _LIBRARIES
    )
    if not allowed or f"{target}.".startswith(f"{_NEVER}."):
        raise GraderError(f"its world {module.rpartition('.')[2]} imports {target}, which is not in a kit")


def _replaced(lines: list[bytes], node: ast.stmt, text: str) -> list[bytes]:
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    changed = lines[first][: node.col_offset] + text.encode() + lines[last][node.end_col_offset :]
    return [*lines[:first], changed, *lines[last + 1 :]]


# --------------------------------------------------------------------------- loading them


def loaded(folder: Path, texts: Mapping[str, str]) -> Mapping[str, ModuleType]:
    """The modules of a kit's folder by name.

    Args:
        folder: where they lie.
        texts: what is in them, by file name: the same files are loaded once a process.

    Raises:
        CourseError: one of them cannot be loaded; with its file and line.
    """
    digest = hashlib.sha256(repr((str(folder.resolve()), sorted(texts.items()))).encode())
    package = f"_grader_kit_{digest.hexdigest()}"
    with _importable(package, folder):
        return {Path(name).stem: _module(package, folder, Path(name).stem) for name in sorted(texts)}


def _module(package: str, folder: Path, stem: str) -> ModuleType:
    try:
        return importlib.import_module(f"{package}.{stem}")
    except (*FAULTS, SyntaxError) as error:
        path, line = place(error, folder)
        if isinstance(error, SyntaxError) and error.filename:
            path, line = Path(error.filename), error.lineno
        words = f"this world of the kit cannot be loaded: {type(error).__name__}: {error}"
        raise CourseError(words, path or folder / f"{stem}.py", line) from error


@contextmanager
def _importable(package: str, folder: Path) -> Iterator[None]:
    """The folder as a package; nothing is left of it where a module fails, and nothing is written into it."""
    writes_bytecode = sys.dont_write_bytecode
    sys.dont_write_bytecode = True
    if package not in sys.modules:
        spec = ModuleSpec(package, None, is_package=True)
        spec.submodule_search_locations = [str(folder)]
        sys.modules[package] = module_from_spec(spec)
    try:
        yield
    except CourseError:
        for name in [name for name in sys.modules if f"{name}.".startswith(f"{package}.")]:
            del sys.modules[name]
        raise
    finally:
        sys.dont_write_bytecode = writes_bytecode
