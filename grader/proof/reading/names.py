r"""Names made whole: fonts, accents, primes, and words written letter by letter.

`\mathbf{x}` is `x`, `\hat{\mathbf x}` is `hat x`, `\mathcal H` is `cal H`, `\mathbb E` is `bb E`, `\text{ELBO}`
and plain `ELBO` are `ELBO`; `D_{KL}` in any font is `KL`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType

from grader.proof.reading.lexeme import Token, argument_end, word_set
from grader.proof.reading.stumble import Stumble
from grader.proof.reading.symbols import NAMES

_UPRIGHT = word_set("text textrm textnormal textsf textup mathrm operatorname operatorname* mbox mathop")
_SLANTED = word_set("mathbf textbf mathit textit mathsf boldsymbol bm pmb mathnormal mathtt")
_LETTERED = {"mathcal": "cal", "mathscr": "cal", "mathfrak": "frak", "mathbb": "bb", "mathds": "bb", "mathbbm": "bb"}
_ACCENTS = {
    "hat": "hat ",
    "widehat": "hat ",
    "tilde": "tilde ",
    "widetilde": "tilde ",
    "bar": "bar ",
    "overline": "bar ",
    "vec": "",
}
_COMMAND_WORDS = word_set("log ln exp max min")
_SPELLINGS: Mapping[str, str] = MappingProxyType(
    {
        "Bern": "Bernoulli",
        "Ber": "Bernoulli",
        "sgn": "sign",
        "var": "Var",
        "Normal": "cal N",
        "KLD": "KL",
        "elbo": "ELBO",
    }
)
_WORDS = word_set("log ln exp max min KL ELBO Var Pr Bernoulli Bern sign sgn")
_MAX_NAME = 30
_MAX_DEPTH = 8


def joined(raw: list[Token], words: frozenset[str]) -> list[Token]:
    """The tokens with whole names. `words` are names of several letters that need no font."""
    longest_first = sorted((word for word in words | _WORDS if len(word) > 1 and word.isalpha()), key=len, reverse=True)
    return _divergences(_primes(_named(raw, tuple(longest_first), _MAX_DEPTH)))


def _named(raw: list[Token], words: tuple[str, ...], depth: int) -> list[Token]:
    if depth == 0:
        raise Stumble(raw[0].written, raw[0].position, "fonts and accents are nested too deeply")
    found: list[Token] = []
    index = 0
    while index < len(raw):
        token = raw[index]
        if token.kind == "name":
            word = _word_at(raw, index, words)
            index += len(word)
            found.append(_word(token, word))
        elif token.kind == "command" and token.text in _ACCENTS.keys() | _UPRIGHT | _SLANTED | _LETTERED.keys():
            end = argument_end(raw, index + 1)
            found += _styled(token, _group(raw[index + 1 : end]), words, depth)
            index = end
        else:
            found.append(replace(token, kind="name", text=NAMES[token.text]) if token.is_command(*NAMES) else token)
            index += 1
    return found


def _group(argument: list[Token]) -> list[Token]:
    return argument[1:-1] if argument[0].is_sign("{") else argument


def _word_at(raw: list[Token], index: int, words: tuple[str, ...]) -> str:
    """The longest word that begins here without a space in it; else the one letter."""
    run = [raw[index].text]
    longest = len(words[0]) + 1 if words else 1
    while (
        len(run) < longest
        and index + len(run) < len(raw)
        and _adjacent(raw[index + len(run) - 1], raw[index + len(run)])
    ):
        run.append(raw[index + len(run)].text)
    letters = "".join(run)
    begins = index == 0 or not _adjacent(raw[index - 1], raw[index])
    for word in words:
        # Two letters in the middle of others are more likely factors.
        if letters.startswith(word) and (len(word) > 2 or (begins and letters == word)):
            return word
    return letters[0]


def _adjacent(left: Token, right: Token) -> bool:
    return left.kind == right.kind == "name" and right.position == left.position + len(left.text)


def _word(token: Token, text: str) -> Token:
    if text in _COMMAND_WORDS:
        return replace(token, kind="command", text=text, written=text)
    return replace(token, kind="name", text=_SPELLINGS.get(text, text), written=text)


def _styled(command: Token, content: list[Token], words: tuple[str, ...], depth: int) -> list[Token]:
    if not content:
        raise Stumble(command.written, command.position, f"nothing stands in {command.written}{{}}")
    if command.text in _ACCENTS:
        return _accented(command, _named(content, words, depth - 1))
    if command.text in _LETTERED:
        return [_lettered(command, content)]
    if len(content) == 1 and content[0].written == "1":
        return [replace(command, kind="command", text="indicator")]
    plain = all(token.kind in ("name", "number") for token in content)
    if command.text in _UPRIGHT and plain:
        return [_upright(command, content)]
    inner = _named(content, words, depth - 1)
    if len(inner) == 1:
        return inner
    opening = replace(command, kind="sign", text="{", written="{")
    return [opening, *inner, replace(opening, text="}", written="}")]


def _accented(command: Token, content: list[Token]) -> list[Token]:
    """The accent belongs to the name; an index below it may stand inside."""
    while len(content) > 2 and content[0].is_sign("{") and content[-1].is_sign("}"):
        content = content[1:-1]
    if not content[0].is_name() or (len(content) > 1 and not content[1].is_sign("_", "'", "^")):
        raise Stumble(command.written, command.position, f"{command.written} stands over more than one name")
    first = content[0]
    name = replace(first, text=_ACCENTS[command.text] + first.text, position=command.position, written=command.written)
    return [name, *content[1:]]


def _lettered(command: Token, content: list[Token]) -> Token:
    style, text = _LETTERED[command.text], "".join(token.text for token in content)
    if style == "bb" and text in ("1", "I"):
        return replace(command, kind="command", text="indicator")
    if any(token.kind not in ("name", "number") for token in content) or len(text) > _MAX_NAME:
        raise Stumble(command.written, command.position, f"{command.written} stands around more than one name")
    if len(text) > 1:  # \mathbb{KL}
        return _word(command, text)
    return replace(command, kind="name", text=f"{style} {text}")


def _upright(command: Token, content: list[Token]) -> Token:
    spaced = any(after.position > before.position + len(before.written) for before, after in pairwise(content))
    text = "".join(token.text for token in content)
    if spaced or len(text) > _MAX_NAME:
        message = "words inside a formula are not read: a reason goes behind the formula, as && \\text{…}"
        raise Stumble(f"{command.written}{{{content[0].text}…}}", command.position, message)
    return replace(_word(command, text), position=command.position)


def _primes(tokens: list[Token]) -> list[Token]:
    r"""`^\prime` and `^{\prime\prime}` as primes; a prime right behind a name is part of it."""
    found: list[Token] = []
    index = 0
    while index < len(tokens):
        end = _prime_end(tokens, index)
        marks = sum(token.is_sign("'") or token.is_command("prime") for token in tokens[index:end])
        # The prime of `x_i'` belongs to x, and is put there when the indices are read.
        below = len(found) > 1 and found[-2].is_sign("_")
        if marks and found and found[-1].is_name() and not below:
            found[-1] = replace(found[-1], text=found[-1].text + "'" * marks)
        elif marks:
            found += [replace(tokens[index], kind="sign", text="'")] * marks
        else:
            found.append(tokens[index])
        index = max(end, index + 1)
    return found


def _prime_end(tokens: list[Token], index: int) -> int:
    """The index behind the primes that begin here, `index` itself where none do."""
    if tokens[index].is_sign("'"):
        return index + 1
    if not tokens[index].is_sign("^") or index + 1 == len(tokens):
        return index
    end = argument_end(tokens, index + 1)
    inner = [token for token in tokens[index + 1 : end] if not token.is_sign("{", "}")]
    return end if inner and all(token.is_command("prime") or token.is_sign("'") for token in inner) else index


def _divergences(tokens: list[Token]) -> list[Token]:
    """`D_KL`, with or without braces and in any font, as the name KL."""
    found: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        end = index
        if token.is_name("D", "bb D", "cal D", "d") and index + 2 < len(tokens) and tokens[index + 1].is_sign("_"):
            end = argument_end(tokens, index + 2)
            inner = [part.text for part in tokens[index + 2 : end] if not part.is_sign("{", "}")]
            end = end if inner in (["KL"], ["K", "L"]) else index
        found.append(replace(token, text="KL") if end > index else token)
        index = max(end, index + 1)
    return found
