"""GitHub Actions: a step's summary and annotations, and student text that no runner obeys.

A runner takes any line of output that begins with `::`, and `##[` anywhere, for a command.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from pathlib import Path

from grader.export.case import ERROR, FAILURE, Case
from grader.records import CheckStatus, PartStatus
from grader.report.badge import badge
from grader.report.text import one_line, visible
from grader.report.values import points

MAX_ANNOTATIONS = 10  # of a step; GitHub drops the rest without a word
MAX_SUMMARY = 1 << 20  # bytes of a step
# How runners' commands begin: GitHub's on a line of their own; its older form, Azure's, TeamCity's, GitLab's anywhere.
_COMMAND = re.compile(r"^(\s*):(?=:)|##(?=\[|vso\[|teamcity\[)|\bsection_(?=(?:start|end):)", re.MULTILINE)
_FORMATTING = re.compile(r"([\\`*_{}\[\]()#+!|~$>-])")


def inert(text: str) -> str:
    """The text so that no line of it is a command to a runner; it reads almost the same."""
    unified = re.sub(r"[\r\v\f\x1c-\x1e\x85\u2028\u2029]", "\n", text)
    return _COMMAND.sub(lambda match: f"{match[0]}\\", unified)


def annotated(cases: Sequence[Case], file: str | None = None) -> list[str]:
    """A workflow command for each case that did not pass, at most ten; the last of more says how many there are."""
    bad = [case for case in cases if _is_bad(case)]
    lines = [_annotation(_level(case), f"{case.id}: {case.headline}", case.account, file) for case in bad]
    if len(lines) > MAX_ANNOTATIONS:
        rest = f"{len(bad) - MAX_ANNOTATIONS + 1} more checks did not pass: see the summary of this step"
        lines = [*lines[: MAX_ANNOTATIONS - 1], _annotation("error", "More checks", rest, file)]
    return lines


def summary(title: str, cases: Sequence[Case], closing: Sequence[str], room: int = MAX_SUMMARY) -> str:
    """Markdown of at most `room` bytes: a table of the checks, then what failed and how to see it."""
    table = [f"## {_markdown(title)}", "", "| check | | points |", "|---|---|---:|", *map(_row, cases), ""]
    blocks = ["\n".join(table), *(f"{_markdown(line)}\n" for line in closing), *map(_details, filter(_is_bad, cases))]
    end = "\nThe rest does not fit into a summary.\n"
    text, used = "", 0
    for block in blocks:
        used += len(block.encode("utf-8", "replace")) + 1
        if used > room - len(end):
            return text + end if len(end) <= room else ""
        text += f"{block}\n"
    return text


def append_summary(path: Path, title: str, cases: Sequence[Case], closing: Sequence[str]) -> None:
    """Adds to the step's summary, which others may have begun, as much as there is room for."""
    begun = path.stat().st_size if path.exists() else 0
    text = summary(title, cases, closing, MAX_SUMMARY - begun)
    with path.open("ab") as file:
        file.write(text.encode("utf-8", "replace"))


def _is_bad(case: Case) -> bool:
    return case.outcome in (FAILURE, ERROR)


def _level(case: Case) -> str:
    return "warning" if case.status in (CheckStatus.UNGRADED, PartStatus.UNGRADED) else "error"


def _annotation(level: str, title: str, message: str, file: str | None) -> str:
    named = ([f"file={_property(file)}"] if file else []) + [f"title={_property(one_line(title, 200))}"]
    return f"::{level} {','.join(named)}::{_data(message)}"


def _data(text: str) -> str:
    return visible(inert(text)).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _row(case: Case) -> str:
    shown = badge(case.status)
    name = _markdown(f"{case.id} {one_line(case.title, 120)}")
    return f"| {name} | {shown.symbol} {shown.word} | {points(case.score)} of {points(case.max_score)} |"


def _details(case: Case) -> str:
    """Inside `pre` nothing is Markdown, and what is escaped cannot end it."""
    return f"### {_markdown(case.id)}: {_markdown(case.headline)}\n\n<pre>{html.escape(case.account)}</pre>\n"


def _markdown(text: str) -> str:
    """One line that is text and nothing else: no tags, no links, no end of a table's cell."""
    return _FORMATTING.sub(r"\\\1", html.escape(one_line(text, 300), quote=False)).replace("@", "&#64;")
