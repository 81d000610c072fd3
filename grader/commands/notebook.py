"""`check("2a")` in a cell of a notebook: questions' public checks on what has been run so far, their derivations."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.commands.desk import find_kit
from grader.commands.selfcheck import Checked, Wanted, check_submission, read_beside
from grader.commands.worked_on import only_one
from grader.errors import GraderError, UsageError
from grader.records import Cell, CellKind, Submission

if TYPE_CHECKING:
    from rich.terminal_theme import TerminalTheme

_PAGE = '<pre style="white-space: pre-wrap; line-height: 1.35; margin: 0; font-size: 0.9em">{code}</pre>'
_COLUMNS = 120
# What is as easy to read on white as on black, by the names of a terminal's colours: red, green, yellow and so on.
_EITHER = [(127, 127, 127), (225, 50, 44), (24, 138, 43), (160, 109, 8), (34, 116, 230), (191, 64, 191), (8, 130, 155)]
# A cell that is run again is no second definition: the last run counts, as everybody expects.
_AGAIN = re.compile(r"\S+ is defined (?:twice|\d+ times) \(In \[")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a cell shows: the lines of `grader check`, as text and, where there is a browser, as HTML."""

    text: str
    html: str

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return self.html


def check_cells(*questions: object) -> Shown:
    """Checks questions, all if none is named, by the kit or course around the notebook's folder.

    What is wrong with the call is said, not raised.
    """
    try:
        return shown(check_history(_names(questions), history(), Path.cwd()))
    except GraderError as error:
        return _said(f"check({', '.join(map(repr, questions))}): {error}")


def _names(questions: Sequence[object]) -> tuple[str, ...]:
    names = tuple(one for one in questions if isinstance(one, str))
    if len(names) < len(questions):
        raise UsageError('questions are named in quotes, as in check("1") or check("2a", "2b")')
    return names


def history() -> list[str]:
    """The cells that were run in this session, in order, with the one that asks.

    Raises:
        UsageError: this is no notebook.
    """
    from IPython import get_ipython

    shell = get_ipython()
    if shell is None:
        words = "this is no notebook: run `grader check` in a terminal; in a course, a check needs reference= or holds="
        raise UsageError(words)
    return [str(source) for source in shell.user_ns.get("In", [])[1:]]


def check_history(questions: Sequence[str], sources: Sequence[str], folder: Path) -> Checked:
    """Checks cells that were run: code as it was run, written answers as they were last saved in the folder."""
    cells = [Cell(CellKind.CODE, source, f"In [{number}]") for number, source in enumerate(sources, 1)]
    saved = _saved(folder)
    written = [cell for cell in saved.cells if cell.kind is CellKind.MARKDOWN]
    digest = hashlib.sha256("\0".join(sources).encode("utf-8", "replace")).hexdigest()
    submission = replace(saved, sha256=digest, cells=(*cells, *written), notes=(), problem=None)
    checked = check_submission(submission, Wanted(questions=tuple(questions)), folder)
    notes = tuple(note for note in checked.result.notes if not _AGAIN.match(note))
    return replace(checked, result=replace(checked.result, notes=notes))


def _saved(folder: Path) -> Submission:
    """The notebook as it was last saved, where it is the only one."""
    try:
        return read_beside(only_one(folder, None), find_kit(None, folder))
    except UsageError:
        return Submission("notebook", ("this notebook",), "")


def shown(checked: Checked) -> Shown:
    """The lines of `grader check`, coloured in HTML; there derivations with their formulas, too."""
    from rich.console import Console

    from grader.report.chain import chain_html
    from grader.report.later import later_lines
    from grader.report.terminal import check_lines

    console = Console(file=io.StringIO(), record=True, width=_COLUMNS, force_jupyter=False)
    check_lines(checked.result, console)
    ids = {question.id for question in checked.result.questions}
    later_lines([one for one in checked.desk.later if one.id.partition("/")[0] in ids], console)
    html = console.export_html(theme=_theme(), inline_styles=True, code_format=_PAGE, clear=False)
    chains = [chain_html(question.id, part) for question in checked.result.questions for part in question.parts]
    return Shown(console.export_text().rstrip(), html + "".join(chains))


def _theme() -> TerminalTheme:
    from rich.terminal_theme import TerminalTheme

    return TerminalTheme((255, 255, 255), (0, 0, 0), [*_EITHER, _EITHER[0]])


def _said(words: str) -> Shown:
    from html import escape

    return Shown(words, f"<pre>{escape(words)}</pre>")
