"""The definitions that a starter asks students to fill in."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from grader.course.starter import BlockKind, Master


def stubs(master: Master) -> Mapping[str, str]:
    """Their source without comments and white space, by name; of functions and classes left to be answered."""
    found = {}
    for block in master.blocks:
        if block.kind is BlockKind.STUB:
            for node in ast.parse(block.text).body:
                if isinstance(node, ast.FunctionDef | ast.ClassDef) and "NotImplementedError" in ast.unparse(node):
                    found[node.name] = ast.unparse(node)
    return found
