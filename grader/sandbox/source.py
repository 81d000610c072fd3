"""The source of cells and modules: IPython's syntax, modules with errors, what a statement defines."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

_MAX_SALVAGES = 20
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def notebook_python(source: str) -> str:
    """Plain Python for a cell: itself if it parses, else with IPython's syntax transformed."""
    try:
        ast.parse(source)
    except SyntaxError:
        from IPython.core.inputtransformer2 import TransformerManager

        transformed: str = TransformerManager().transform_cell(source)  # type: ignore[no-untyped-call]
        return transformed
    return source


def salvage(source: str, name: str) -> tuple[ast.Module, list[SyntaxError]]:
    """Parses a module; a top-level block with a syntax error is blanked and its error returned."""
    lines = source.split("\n")
    errors: list[SyntaxError] = []
    while len(errors) < _MAX_SALVAGES:
        try:
            return ast.parse("\n".join(lines), name), errors
        except SyntaxError as error:
            errors.append(error)
            start, end = _block(lines, _faulty_line(error))
            if not any(line.strip() for line in lines[start:end]):
                break
            lines[start:end] = [""] * (end - start)
    return ast.Module([], []), errors


def _faulty_line(error: SyntaxError) -> int:
    """Python blames the line after an empty block; the block is meant."""
    blamed = re.search(r"after .* on line (\d+)$", error.msg)
    return int(blamed[1]) if blamed else error.lineno or 1


def _block(lines: list[str], number: int) -> tuple[int, int]:
    """The top-level statement around line `number` (from 1), with its decorators, as a slice."""
    index = min(max(number, 1), len(lines)) - 1
    start = index
    while start > 0 and not _opens(lines[start]):
        start -= 1
    end = index + 1
    while end < len(lines) and not _opens(lines[end]):
        end += 1
    while start > 0 and lines[start - 1].startswith("@"):
        start -= 1
    return start, end


def _opens(line: str) -> bool:
    """A line that begins a top-level statement."""
    continues = ("else", "elif", "except", "finally", "#", ")", "]", "}", " ", "\t")
    return bool(line.strip()) and not line.startswith(continues)


def defined(statement: ast.stmt) -> set[str]:
    """Functions and classes that a top-level statement defines."""
    return {node.name for node in _flat(statement) if isinstance(node, _DEFINITIONS)}


def bound(statement: ast.stmt) -> Iterator[str]:
    """Names that a top-level statement binds by definition, assignment or import."""
    for node in _flat(statement):
        if isinstance(node, _DEFINITIONS):
            yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                yield from (leaf.id for leaf in ast.walk(target) if isinstance(leaf, ast.Name))
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield from (alias.asname or alias.name for alias in node.names)


def _flat(statement: ast.stmt) -> Iterator[ast.stmt]:
    """The statement and those inside its blocks, without entering functions and classes."""
    yield statement
    if isinstance(statement, _DEFINITIONS):
        return
    for node in ast.iter_child_nodes(statement):
        if isinstance(node, ast.stmt):
            yield from _flat(node)
        elif isinstance(node, ast.ExceptHandler | ast.match_case):
            for inner in node.body:
                yield from _flat(inner)


def is_star(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and any(alias.name == "*" for alias in statement.names)
