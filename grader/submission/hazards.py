"""What works at a student's desk and will not at grading: seen in the source, before anything is run."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Collection, Iterator, Mapping
from importlib.util import find_spec

from grader.records import Submission
from grader.submission.statements import Statement, defined, shape, statements

# What is there when a submission is graded, beside the standard library.
PACKAGES = frozenset({"numpy", "scipy", "torch", "matplotlib", "tqdm", "IPython"})
# Those that are harmless there: the grader stands in for them.
_STOOD_IN_FOR = frozenset({"google", "grader"})
_ABSOLUTE = re.compile(r"(?:[A-Za-z]:[\\/]|/(?:home|Users|content|mnt|tmp|root|Volumes|kaggle)/|~[\\/])")


def hazards(submission: Submission, starter: Mapping[str, str]) -> tuple[str, ...]:
    """A sentence for each, in the order of the submission.

    Args:
        submission: as it was read.
        starter: the definitions of the starter by name, in the form of `statements.shape`.
    """
    every = list(statements(submission))
    beside = {path.split("/")[0].removesuffix(".py") for path in submission.beside}
    found = [words for one in every for words in (*_imports(one, beside), *_calls(one))]
    return tuple(dict.fromkeys([*found, *_unanswered(every, starter)]))


def _imports(statement: Statement, beside: Collection[str]) -> Iterator[str]:
    for node in _nodes(statement):
        modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            modules = [node.module or ""]
        for name in sorted({module.partition(".")[0] for module in modules} - set(beside)):
            if name in PACKAGES and find_spec(name) is None:
                remedy = f"python -m pip install {name}"
                yield f"{statement.place} imports {name}, which is there at grading and not here: {remedy}"
            elif name not in sys.stdlib_module_names | PACKAGES | _STOOD_IN_FOR:
                there = ", ".join(sorted(PACKAGES))
                yield f"{statement.place} imports {name}, which is not there at grading (there are: {there})"


def _calls(statement: Statement) -> Iterator[str]:
    for node in _nodes(statement):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id == "input":
            yield f"{statement.place} calls input(): at grading nobody answers, it returns an empty text"
        for argument in node.args:
            text = argument.value if isinstance(argument, ast.Constant) else None
            if isinstance(text, str) and _ABSOLUTE.match(text):
                words = "put the file beside your submission and name it alone"
                yield f"{statement.place} opens {text[:80]!r}, which is on this computer only: {words}"


def _nodes(statement: Statement) -> Iterator[ast.AST]:
    return iter(()) if statement.node is None else ast.walk(statement.node)


def _unanswered(every: list[Statement], starter: Mapping[str, str]) -> Iterator[str]:
    """Functions that the starter asks for, and that are not there or not touched."""
    last = {name: one for one in every if (name := defined(one)) is not None}
    bound = {name for one in every for node in _nodes(one) for name in _bound(node)}
    for name, untouched in starter.items():
        if name in last:
            node = last[name].node
            if node is not None and shape(node) == untouched:
                yield f"`{name}` is as the starter left it"
        elif name not in bound:
            yield f"no `{name}` is defined: the sheet asks for it"


def _bound(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    if isinstance(node, ast.alias):
        yield node.asname or node.name.partition(".")[0]
