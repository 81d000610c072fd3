r"""The rows of one display: cut at `\\`, put together where a member runs over several rows, reasons aside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

_PIECE = re.compile(
    r"(?P<break>\\\\(?:\*?[ \t]*\[[ \t]*-?[0-9.]+[ \t]*(?:pt|em|ex|mm|cm|in)[ \t]*\]|\*)?|\\(?:newline|cr)(?![A-Za-z]))"
    r"|\\(?P<edge>begin|end)\{|(?P<command>\\(?:[A-Za-z]+|.))|(?P<brace>[{}])|(?P<column>&)|[^\\{}&]+|\\",
    re.DOTALL,
)
_SPACE = r"(?:\s++|~|\{\s*\}|\\(?:[,;:!> ]|q?quad(?![A-Za-z])|hspace\*?\{[^{}]*\}|displaystyle(?![A-Za-z])))"
_TEXT = r"\\(?:text(?:rm|it|bf|sf|normal)?|mbox|intertext|shortintertext|because)(?![A-Za-z])"
RELATION = (
    r"(?:[=<>≤≥]|:=|\\(?:leq?|geq?|leqslant|geqslant|leqq|geqq|lt|gt|equiv|ne|neq|approx|propto|triangleq|coloneqq|sim"
    r"|Rightarrow|Leftrightarrow|iff|implies)(?![A-Za-z])|\\(?:stackrel|overset|underset)(?![A-Za-z]))"
)
_BEGINS_WITH_RELATION = re.compile(rf"(?:{_SPACE}|&)*{RELATION}")
_BARE_RELATION = re.compile(rf"(?:{_SPACE}|&)*+(?:{RELATION})?(?:{_SPACE}|&)*+")
_ENDS_WITH_RELATION = re.compile(r"(?:[=<>]|\\(?:leq?|geq?|leqslant|geqslant)(?![A-Za-z]))\s*$")
_ENDS_OPEN = re.compile(r"(?:[=<>+*-]|\\(?:leq?|geq?|leqslant|geqslant|cdot|times)(?![A-Za-z]))\s*$")
_BEGINS_OPEN = re.compile(rf"(?:{_SPACE}|&)*(?:[+*-]|\\(?:cdot|times)(?![A-Za-z]))")
_ANY_RELATION = re.compile(RELATION)
# `\text{where } C = 1` is a remark, `\text{ELBO}(x) = 1` is not.
_REMARK = re.compile(
    rf"(?:{_SPACE}|&)*\(?{_TEXT}\s*\{{"
    r"(?:[^{}\s]*\s[^{}]*|(?i:where|with|since|because|so|thus|hence|and|then|using)[,:]?)\}"
)
_ONLY_TEXT = re.compile(rf"(?:{_SPACE}|&)*\(?{_TEXT}")
_LONGEST_SIGN = len(r"\leqslant")
# Longer rows are refused by the reader anyway; nothing is looked for in them.
_MAX_ROW = 4_000
# A reason follows a column mark or a wide space; without them it must look like one. Only a few spaces more are passed
# over, so that a row of nothing else is not searched to its end from each of them.
_REASON = re.compile(
    rf"(?:(?<!&)&++|\\q?quad(?![A-Za-z])|\\hspace\*?\{{[^{{}}]*\}}){_SPACE}{{0,16}}+(?:[(\[]{_SPACE}{{0,16}}+)?{_TEXT}"
    rf"|{_TEXT}\s*\{{(?:\s*[(\[]|[^{{}}]*\s)|\\because(?![A-Za-z])"
)
_MARKUP = re.compile(r"\\(?:text[a-z]*|mbox|quad|qquad|intertext|shortintertext|because)(?![A-Za-z])|[{}&~]|\\[,;:!> ]")
_BRACKETS = re.compile(r"\\[A-Za-z]+|\\.|[()\[\]]")


@dataclass(frozen=True, slots=True)
class Row:
    """`latex` without columns and reason; empty where the row is text alone. `opened`: its brackets not closed."""

    latex: str
    reason: str
    begins_with_relation: bool = False
    opened: int = 0


def rows(displays: Iterable[str]) -> list[Row]:
    """The rows inside the displays, with all that continues a row joined to it."""
    found: list[Row] = []
    for display in displays:
        first = len(found)
        for raw in _cut(display):
            formula, reason = _parted(raw)
            latex = " ".join(formula.replace("&", " ").split("\n")).strip()
            row = Row(latex, reason, bool(_BEGINS_WITH_RELATION.match(formula)), _open_brackets(latex))
            if found and latex and _continues(found[-1], formula, row, same_display=len(found) > first):
                found[-1] = _joined(found[-1], row)
            elif latex or reason:
                found.append(row)
    return found


def _cut(display: str) -> Iterator[str]:
    """The rows as written; a break inside braces or an inner environment is none."""
    start = depth = 0
    for match in _PIECE.finditer(display):
        if match["brace"]:
            depth += 1 if match["brace"] == "{" else -1
        elif match["edge"]:
            # Its own brace is opened here and closed later.
            depth += 2 if match["edge"] == "begin" else 0
        elif match["break"] and depth <= 0:
            yield display[start : match.start()]
            start = match.end()
    yield display[start:]


def _parted(raw: str) -> tuple[str, str]:
    """The formula and the reason of a row."""
    if len(raw) > _MAX_ROW:
        return raw, ""
    if _REMARK.match(raw) or (_ONLY_TEXT.match(raw) and not _ANY_RELATION.search(raw) and "(" not in raw):
        return "", _words(raw)
    before, columns, behind = raw.partition("&&")
    if columns and before.strip(" &\n") and behind.strip() and not _BEGINS_WITH_RELATION.match(behind):
        formula, reason = _parted(before)
        return formula, " ".join(filter(None, (reason, _words(behind))))
    for match in _REASON.finditer(raw):
        before = raw[: match.start()]
        if _depth(before) == 0 and not _BARE_RELATION.fullmatch(before):
            return before, _words(raw[match.start() :])
    return raw, ""


def _depth(text: str) -> int:
    return text.count("{") - text.count("}") - text.count("\\{") + text.count("\\}")


def _words(latex: str) -> str:
    return " ".join(_MARKUP.sub(" ", latex).split()).strip()


def _continues(before: Row, formula: str, row: Row, *, same_display: bool) -> bool:
    r"""Whether a row is no member of its own: `&\quad + c`, or what follows a dangling sign or an open bracket."""
    if not before.latex or len(before.latex) > _MAX_ROW:
        return False
    if (_ENDS_OPEN if same_display else _ENDS_WITH_RELATION).search(before.latex, _tail(before.latex)):
        return True
    if row.begins_with_relation or not same_display:
        return False
    first_column, columns, _ = formula.partition("&")
    hangs = not first_column.strip() if columns else not _ANY_RELATION.search(formula)
    return (hangs and bool(_BEGINS_OPEN.match(formula))) or before.opened > 0


def _tail(latex: str) -> int:
    """Where to look for what a formula ends with: rows are joined one by one, and it may be long."""
    return max(0, len(latex) - _LONGEST_SIGN)


def _open_brackets(latex: str) -> int:
    marks = [match[0] for match in _BRACKETS.finditer(latex)]
    return sum(mark in ("(", "[", "\\{") for mark in marks) - sum(mark in (")", "]", "\\}") for mark in marks)


def _joined(before: Row, row: Row) -> Row:
    """One row; a relation at the end of the first that the second repeats stands once."""
    latex = before.latex
    if row.begins_with_relation and (twice := _ENDS_WITH_RELATION.search(latex, _tail(latex))):
        latex = latex[: twice.start()].rstrip()
    reason = "; ".join(part for part in (before.reason, row.reason) if part)
    return replace(before, latex=f"{latex} {row.latex}", reason=reason, opened=before.opened + row.opened)
