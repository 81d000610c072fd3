"""The top-level statements of a submission, read without running anything."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from grader.records import Cell, CellKind, Submission

# IPython's lines, and those that Colab adds: no Python, and no concern of who reads the statements.
_NOT_PYTHON = re.compile(r"^\s*(%|!|\?|[\w.]+\?\s*$)")


@dataclass(frozen=True, slots=True)
class Statement:
    """One top-level statement; `place` is its cell, `node` is None for a cell that is no Python as it stands."""

    place: str
    source: str
    node: ast.stmt | None = None


def statements(submission: Submission) -> Iterator[Statement]:
    """In order, of all cells that are run."""
    for cell in submission.cells:
        if cell.kind is not CellKind.MARKDOWN:
            yield from _of(cell)


def _of(cell: Cell) -> Iterator[Statement]:
    source = "\n".join("" if _NOT_PYTHON.match(line) else line for line in cell.source.split("\n"))
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        yield Statement(cell.name, cell.source)
        return
    for node in tree.body:
        yield Statement(cell.name, ast.get_source_segment(source, node) or "", node)


def defined(statement: Statement) -> str | None:
    """The function or class that it defines."""
    node = statement.node
    return node.name if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) else None


def shape(node: ast.stmt) -> str:
    """A definition without its comments and white space, to tell whether a starter was touched."""
    return ast.unparse(node)


def names_in(statement: Statement) -> frozenset[str]:
    """Every name that it mentions."""
    assert statement.node is not None
    return frozenset(node.id for node in ast.walk(statement.node) if isinstance(node, ast.Name))
