"""Running the cells of a submission, statement by statement, in one namespace.

A notebook cell stops where it fails, as in a notebook, except after a failing import: what follows it in the
cell is still run. A module goes on after any failing statement. Everything defined before a failure counts.
"""

from __future__ import annotations

import ast
import asyncio
import linecache
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import CodeType, ModuleType

from grader.records import Cell, CellFailure, CellKind
from grader.sandbox.faults import describe
from grader.sandbox.shell import Shell, install, strip_cell_magic
from grader.sandbox.source import bound, defined, is_star, notebook_python, salvage

_FUTURES = 0x1FF0000  # the compiler flags of `from __future__ import …`
_COROUTINE = 0x80  # inspect.CO_COROUTINE
_MAX_FAILURES = 100


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A statement that an earlier run did not survive: it is reported in place of being run.

    `statement` counts from 1 in its cell; 0 is the reading of the cell. With `rest` nothing after it is run.
    """

    cell: int
    statement: int
    type_name: str
    message: str
    rest: bool


class LeftOutError(Exception):
    """Carries a `LeftOut` to where failures are reported."""

    def __init__(self, left_out: LeftOut, line: int | None) -> None:
        super().__init__(left_out.message)
        self.left_out = left_out
        self.line = line


class Cells:
    """The namespace of a submission and the running of its cells.

    Args:
        cells: all of them, also those that are not run.
        scratch: the working directory; files in it are the student's own.
        at: told (cell, statement) before each statement, so that a hang can be placed.
        left_out: statements to report in place of running them.
    """

    def __init__(
        self,
        cells: Sequence[Cell],
        scratch: Path,
        at: Callable[[int, int], None],
        left_out: Iterable[LeftOut] = (),
    ) -> None:
        self._cells = cells
        self._scratch = scratch
        self._at = at
        self._left_out = {(entry.cell, entry.statement): entry for entry in left_out}
        self._cell_names = {cell.name for cell in cells}
        self._flags = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._places: dict[str, list[str]] = {}
        self._bound: dict[str, None] = {}
        self.failures: list[CellFailure] = []
        self.module = self._make_module()
        self.namespace = self.module.__dict__
        install(Shell(self.namespace, self._run_source))

    def run(self) -> None:
        """Runs every code cell in order; nothing is raised."""
        for index, cell in enumerate(self._cells):
            if cell.kind is CellKind.MARKDOWN:
                continue
            try:
                self._run_cell(index, cell)
            except LeftOutError as left:
                self._record(cell, left.left_out.type_name, left.left_out.message, left.line)
                if left.left_out.rest:
                    return
            except BaseException as error:  # noqa: BLE001 — also sys.exit and KeyboardInterrupt
                self._report(cell, error)

    def names(self) -> list[str]:
        """Callables and classes of the student's at top level, in order of definition."""
        return [name for name in self._bound if callable(self.namespace.get(name))]

    def notes(self) -> list[str]:
        """A sentence for every function or class that is defined more than once."""
        return [
            f"{name} is defined {_times(len(places))} ({' and '.join(places)}): the last one counts"
            for name, places in self._places.items()
            if len(places) > 1
        ]

    def own(self, file: str) -> str | None:
        """What messages call a source file if it is the student's: "cell 3", "model.py"."""
        if file in self._cell_names:
            return file
        prefix = f"{self._scratch}/"
        return file.removeprefix(prefix) if file.startswith(prefix) else None

    def _make_module(self) -> ModuleType:
        scripts = [cell for cell in self._cells if cell.kind is CellKind.SCRIPT]
        notebook = any(cell.kind is CellKind.CODE for cell in self._cells)
        first = PurePosixPath(scripts[0].name).stem if scripts else ""
        module = ModuleType("__main__" if notebook or not first.isidentifier() else first)
        for cell in scripts:
            path = self._scratch / PurePosixPath(cell.name).name
            path.write_text(cell.source, "utf-8", "replace")
            module.__dict__.setdefault("__file__", str(path))
        sys.modules[module.__name__] = module
        sys.modules["__main__"] = module
        return module

    def _run_cell(self, index: int, cell: Cell) -> None:
        self._reach(index, 0, None)
        source = cell.source
        if cell.kind is CellKind.CODE:
            source, captured = strip_cell_magic(source)
            source = notebook_python(source)
            self.namespace.update(dict.fromkeys(captured, ""))
            errors: list[SyntaxError] = []
            tree = ast.parse(source, cell.name)
        else:
            tree, errors = salvage(source, cell.name)
        linecache.cache[cell.name] = (len(source), None, source.splitlines(keepends=True), cell.name)
        for error in errors:
            self._report(cell, error)
        for number, statement in enumerate(tree.body, 1):
            self._run_statement(index, number, cell, statement)

    def _run_statement(self, index: int, number: int, cell: Cell, statement: ast.stmt) -> None:
        before = set(self.namespace) if is_star(statement) else None
        try:
            self._reach(index, number, statement.lineno)
            self._execute(ast.Module([statement], []), cell.name)
        except LeftOutError as left:
            if cell.kind is CellKind.CODE or left.left_out.rest:
                raise
            self._record(cell, left.left_out.type_name, left.left_out.message, left.line)
        except BaseException as error:
            importing = isinstance(error, ImportError) or isinstance(statement, ast.Import | ast.ImportFrom)
            if cell.kind is CellKind.CODE and not importing:
                raise
            self._report(cell, error, " (the rest of the cell was still run)")
        else:
            self._remember(cell, statement, before)

    def _reach(self, cell: int, statement: int, line: int | None) -> None:
        self._at(cell, statement)
        left_out = self._left_out.get((cell, statement))
        if left_out is not None:
            raise LeftOutError(left_out, line)

    def _execute(self, tree: ast.Module, name: str) -> None:
        flags = self._flags | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        code = compile(tree, name, "exec", flags=flags, dont_inherit=True)
        self._flags |= code.co_flags & _FUTURES
        if code.co_flags & _COROUTINE:
            self._await(code)
        else:
            exec(code, self.namespace)  # noqa: S102 — this is what the sandbox is for

    def _await(self, code: CodeType) -> None:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
        self._loop.run_until_complete(eval(code, self.namespace))  # noqa: S307 — as above

    def _run_source(self, source: str) -> None:
        """For magics that run Python (`%time`, `%run`)."""
        self._execute(ast.parse(source), "<magic>")

    def _remember(self, cell: Cell, statement: ast.stmt, before: set[str] | None) -> None:
        for name in defined(statement):
            places = self._places.setdefault(name, [])
            place = cell.name if cell.kind is CellKind.CODE else f"{cell.name} line {statement.lineno}"
            if place not in places:
                places.append(place)
        names = list(bound(statement))
        if before is not None:
            names += [name for name in self.namespace if name not in before]
        imported = isinstance(statement, ast.Import | ast.ImportFrom)
        for name in names:
            if not imported or self._is_from_beside(name):
                self._bound.setdefault(name)

    def _is_from_beside(self, name: str) -> bool:
        module = sys.modules.get(getattr(self.namespace.get(name), "__module__", None) or "")
        return self.own(getattr(module, "__file__", None) or "") is not None

    def _report(self, cell: Cell, error: BaseException, remark: str = "") -> None:
        fault = describe(error, self.own)
        remark = remark if cell.kind is CellKind.CODE else ""
        self._record(cell, fault.type_name, fault.message + remark, fault.line)

    def _record(self, cell: Cell, type_name: str, message: str, line: int | None) -> None:
        if len(self.failures) < _MAX_FAILURES:
            self.failures.append(CellFailure(cell.name, type_name, message, line))


def _times(count: int) -> str:
    return "twice" if count == 2 else f"{count} times"
