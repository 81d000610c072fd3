r"""A line of LaTeX as tokens: what is only typography is gone, spellings of one thing are one token.

`\left`, `\quad`, `\tag{3}`, `\displaystyle`, `\underbrace{…}_{…}` and the number at the end of a line make no
difference. Names are made whole in `names`. Every token keeps its column in the line as the student wrote it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from grader.proof.reading import names, symbols
from grader.proof.reading.lexeme import Kind, Token, argument_end, word_set
from grader.proof.reading.stumble import Stumble

MAX_LENGTH = 2000
_MAX_DIGITS = 30
_SCAN = re.compile(r"(?P<number>[0-9]+(?:\.[0-9]+)?|\.[0-9]+)|(?P<command>\\(?:operatorname\*|tag\*|[A-Za-z]+|.))|\S")
# Only after a wide space: `x (3)` is a product.
_NUMBERING = re.compile(r"\\(?:qquad|quad|hfill|hspace\{[^{}]*\})(?:[\s~]|\\[,;:! ])*\([0-9]{1,3}[a-z]?\)[\s.,;]*$")
_COMMENT = re.compile(r"(?<!\\)%.*", re.DOTALL)
_ENDINGS = frozenset((",", ".", ";", "\\\\", "\\square", "\\blacksquare", "\\Box", "\\qed", "\\qedhere"))
_SIZES = word_set("big Big bigg Bigg bigm Bigm biggm Biggm middle")
_OPENING = word_set("left bigl Bigl biggl Biggl")
_CLOSING = word_set("right bigr Bigr biggr Biggr")
_IGNORED = word_set(
    ", ; : > quad qquad enspace thinspace medspace thickspace negthinspace space hfill hfil displaystyle textstyle "
    "scriptstyle limits nolimits nonumber notag mathstrut strut allowbreak rm bf it boxed ensuremath mathrel mathop "
    "mathbin mathord"
)
_IGNORED_WITH_GROUP = word_set("tag tag* label hspace vspace phantom hphantom vphantom ref eqref")
_BRACES = {"underbrace": "_", "overbrace": "^"}
_STACKED = word_set("stackrel overset underset")
_BARS = {
    ("|", "left"): "lvert",
    ("|", "right"): "rvert",
    ("\\|", "left"): "lVert",
    ("\\|", "right"): "rVert",
    ("\\Vert", "left"): "lVert",
    ("\\Vert", "right"): "rVert",
    ("<", "left"): "langle",
    (">", "right"): "rangle",
}


def tokens(line: str, words: frozenset[str] = frozenset()) -> tuple[Token, ...]:
    """The tokens of one line, the last of them of the kind "end".

    Args:
        line: LaTeX, without the dollars around it.
        words: names of several letters that may be written as plain letters, `ELBO`.

    Raises:
        Stumble: at the first token that is outside the grammar.
    """
    if len(line) > MAX_LENGTH:
        raise Stumble("", MAX_LENGTH, f"this line has {len(line):,} characters; at most {MAX_LENGTH:,} are read")
    raw = _cleaned(_scanned(_COMMENT.sub("", _NUMBERING.sub("", line))))
    named = names.joined(_divided(raw), words)
    end = Token("end", "", len(line.rstrip()) + 1, "the end of the line")
    return (*symbols.canonical(named), end)


def _scanned(line: str) -> list[Token]:
    found = []
    for match in _SCAN.finditer(line):
        text, column = match[0], match.start() + 1
        text = symbols.UNICODE.get(text, text)
        if match["number"] and len(text) > _MAX_DIGITS:
            raise Stumble(text[:_MAX_DIGITS] + "…", column, f"this number has {len(text)} digits")
        found.append(Token(_kind(text), text.removeprefix("\\") or text, column, match[0]))
    return found


def _kind(text: str) -> Kind:
    if text[0] == "\\" and len(text) > 1:
        return "command"
    if text.isascii() and text.isalpha():
        return "name"
    return "number" if text[-1].isascii() and text[-1].isdigit() else "sign"


def _cleaned(raw: list[Token]) -> list[Token]:
    """Without spaces, sizes, tags, and what stands above or below a brace or a relation."""
    while raw and raw[-1].written in _ENDINGS:
        raw.pop()
    index = 0
    while index < len(raw):
        token = raw[index]
        if token.kind == "command":
            index = _clean(raw, index)
        elif token.text in ("&", "~"):
            del raw[index]
        else:
            index += 1
    while raw and raw[-1].written in _ENDINGS:
        raw.pop()
    return _double_brackets(_without_empty_groups(raw))


def _without_empty_groups(raw: list[Token]) -> list[Token]:
    """`{}=` is how the space before a relation is kept; where an argument belongs, an empty group is an error."""
    found: list[Token] = []
    for token in raw:
        if token.is_sign("}") and found and found[-1].is_sign("{"):
            before = found[-2] if len(found) > 1 else None
            if before is None or not (before.kind == "command" or before.is_sign("^", "_", "}")):
                found.pop()
                continue
        found.append(token)
    return found


def _clean(raw: list[Token], index: int) -> int:
    """Mends the command at `index` in place; the index to go on from."""
    text = raw[index].text
    if text in _IGNORED or text == " ":
        del raw[index]
    elif text in _SIZES | _OPENING | _CLOSING:
        _resize(raw, index)
    elif text in _IGNORED_WITH_GROUP:
        del raw[index : argument_end(raw, index + 1)]
    elif text in _BRACES:
        end = argument_end(raw, index + 1)
        if end < len(raw) and raw[end].text == _BRACES[text]:
            del raw[end : argument_end(raw, end + 1)]
        del raw[index]
    elif text in _STACKED:
        _unstack(raw, index)
    else:
        return index + 1
    return index


def _resize(raw: list[Token], index: int) -> None:
    r"""Drops a size, but remembers which way a bar opens: `\left|`."""
    size = raw.pop(index)
    if index == len(raw):
        raise Stumble(size.written, size.position, f"nothing stands after {size.written}")
    side = "left" if size.text in _OPENING else "right" if size.text in _CLOSING else ""
    bar = raw[index]
    if bar.written == "." and size.text in ("left", "right"):
        del raw[index]
    elif (bar.written, side) in _BARS:
        raw[index] = replace(bar, kind="command", text=_BARS[bar.written, side])


def _unstack(raw: list[Token], index: int) -> None:
    r"""`\stackrel{\text{Jensen}}{\geq}` is the relation alone."""
    start = argument_end(raw, index + 1)
    end = argument_end(raw, start)
    raw[index:end] = raw[start + 1 : end - 1] if end - start > 1 else raw[start:end]


def _double_brackets(raw: list[Token]) -> list[Token]:
    r"""`[\![` and `]\!]` as `\llbracket` and `\rrbracket`; negative spaces elsewhere are dropped."""
    found: list[Token] = []
    pulled = False
    for token in raw:
        if token.kind == "command" and token.text == "!":
            pulled = True
            continue
        if pulled and found and token.text in ("[", "]") and found[-1].text == token.text:
            name = "llbracket" if token.text == "[" else "rrbracket"
            found[-1] = replace(found[-1], kind="command", text=name, written=f"\\{name}")
        else:
            found.append(token)
        pulled = False
    return found


def _divided(raw: list[Token]) -> list[Token]:
    r"""Splits the digits of arguments without braces: `\frac12` has two arguments, `x^10` is x to the 1, and 0."""
    index = 0
    while index < len(raw):
        token = raw[index]
        if token.kind == "command" and token.text in symbols.FRACTIONS:
            _split_digit(raw, index + 1)
            if index + 1 < len(raw):
                _split_digit(raw, argument_end(raw, index + 1))
        elif token.kind == "sign" and token.text in ("^", "_"):
            _split_digit(raw, index + 1)
        index += 1
    return raw


def _split_digit(raw: list[Token], index: int) -> None:
    if index < len(raw) and raw[index].kind == "number" and len(raw[index].text) > 1 and raw[index].text[0] != ".":
        token = raw[index]
        first, rest = token.text[0], token.text[1:]
        raw[index] = replace(token, text=first, written=first)
        if rest != ".":
            raw.insert(index + 1, replace(token, text=rest, written=rest, position=token.position + 1))
