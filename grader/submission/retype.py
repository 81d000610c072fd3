"""Cells of the wrong type: Python in a markdown cell, an answer in a code cell."""

from __future__ import annotations

import ast
import re
import warnings

from grader.submission.answers import begins_with_marker

_FENCED = re.compile(r"\s*```[ \t]*(?:python3?|py|ipython3?)?[ \t]*\n(.*?)\n?```\s*", re.DOTALL | re.IGNORECASE)
_DEFINITION = re.compile(r"^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]", re.MULTILINE)
_CELL_MAGIC = re.compile(r"\s*%%(?:markdown|latex|html)[ \t]*\n", re.IGNORECASE)
# Parsing takes up to quadratic time, and nothing stops it: characters of one cell, and of all cells of a notebook.
_LONGEST = 20_000
_MOST = 200_000
_SHOWN = 5


class Parser:
    """Looks for Python in the texts of one notebook, in bounded time; `passed_over` names what was too much."""

    def __init__(self) -> None:
        self._left = _MOST
        self.passed_over: list[str] = []

    def python_in(self, text: str, name: str) -> str | None:
        if _DEFINITION.search(text) is None:
            return None
        if len(text) > min(_LONGEST, self._left):
            self.passed_over.append(name)
            return None
        self._left -= len(text)
        return python_in(text)

    def note(self) -> str | None:
        if not self.passed_over:
            return None
        shown = ", ".join(self.passed_over[:_SHOWN])
        more = f" and {len(self.passed_over) - _SHOWN} more" if len(self.passed_over) > _SHOWN else ""
        return (
            f"{shown}{more} may hold Python in a cell for text: left as text, as only {_LONGEST:,} characters a cell "
            f"and {_MOST:,} a notebook are searched for it"
        )


def python_in(text: str) -> str | None:
    """The source, if all of the text (or of the one fence that it consists of) is Python that defines
    something.

    A function whose body is only a docstring, `...`, `pass` or `raise NotImplementedError` defines nothing:
    hand-outs show the signatures they ask for like that.
    """
    if _DEFINITION.search(text) is None:
        return None
    fenced = _FENCED.fullmatch(text)
    source = fenced[1] if fenced else text
    tree = _parsed(source)
    return source if tree is not None and any(_defines(node) for node in tree.body) else None


def answer_in(source: str) -> str | None:
    """The markdown, if a code cell holds a marked answer."""
    magic = _CELL_MAGIC.match(source)
    text = source[magic.end() :] if magic else source
    return text if begins_with_marker(text) else None


def _parsed(source: str) -> ast.Module | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about a student's "\d", at the wrong time
        try:
            return ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):  # the last two: nested too deeply
            return None


def _defines(node: ast.stmt) -> bool:
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return False
    return any(not _is_placeholder(statement) for statement in node.body)


def _is_placeholder(node: ast.stmt) -> bool:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    if isinstance(node, ast.Raise) and node.exc is not None:
        called = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        return isinstance(called, ast.Name) and called.id == "NotImplementedError"
    return isinstance(node, ast.Pass)
