"""Imports point downward, in one direction, without cycles; nothing under grader/ knows a course by name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# A room may import from itself and from the rooms named here.
MAY_IMPORT = {
    "errors": set(),
    "records": set(),
    "submission": {"errors", "records"},
    "sandbox": {"errors", "records"},
    "judge": {"errors", "records"},
    "proof": {"errors", "records"},
    "course": {"errors", "records", "sandbox", "judge", "proof"},
    "kit": {"errors", "records", "sandbox", "judge", "proof", "course"},
    "grading": {"errors", "records", "submission", "sandbox", "judge", "proof", "course"},
    "report": {"errors", "records", "submission", "grading"},
    "export": {"errors", "records", "submission", "course", "grading", "report"},
    "commands": {"errors", "records", "submission", "sandbox", "course", "kit", "grading", "report", "export"},
    "cli": {"errors", "commands", "export"},
    "front": {"errors", "judge", "course", "commands"},
    "pytest_plugin": {"errors", "records", "export"},
}
# The package's front door: what courses import, and how `python -m grader` starts.
FRONT = {"grader", "grader.__main__"}


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted((ROOT / "grader").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "relative import"


def room(name: str) -> str:
    return name.split(".")[1]


@pytest.mark.parametrize(("name", "path"), list(modules()), ids=[name for name, _ in modules()])
def test_imports_point_downward(name: str, path: Path) -> None:
    if name in FRONT:
        return
    allowed = MAY_IMPORT[room(name)] | {room(name)}
    rooms = {room(target) for target in imported(path) if target.startswith("grader.")}
    assert rooms <= allowed


def test_no_relative_imports() -> None:
    assert [name for name, path in modules() if "relative import" in list(imported(path))] == []


def test_no_course_by_name() -> None:
    named = [
        (name, target)
        for name, path in modules()
        for target in imported(path)
        if target.split(".")[0] in ("reference", "assignments")
    ]
    assert named == []


def test_no_cycles_between_modules() -> None:
    names = {name for name, _ in modules()}
    graph = {name: _targets(path, names) - {name} for name, path in modules() if name not in FRONT}
    done: set[str] = set()
    while len(done) < len(graph):
        free = {name for name in graph if name not in done and graph[name] & set(graph) <= done}
        assert free, f"a cycle among {sorted(set(graph) - done)}"
        done |= free


def _targets(path: Path, names: set[str]) -> set[str]:
    found = set()
    for target in imported(path):
        candidate = target if target in names else target.rpartition(".")[0]
        if candidate in names:
            found.add(candidate)
    return found
