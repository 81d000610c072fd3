"""The commands of the grammar: which are spellings of one thing, and which are refused with a reason."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from grader.proof.reading.lexeme import Kind, Token, word_set
from grader.proof.reading.stumble import Stumble

_GREEK = word_set(
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi "
    "omega Gamma Delta Theta Lambda Xi Sigma Upsilon Phi Psi Omega"
)
_VARIANTS = {"varphi": "phi", "varepsilon": "epsilon", "vartheta": "theta", "varrho": "rho", "varsigma": "sigma"}
NAMES: Mapping[str, str] = MappingProxyType({**{name: name for name in _GREEK}, **_VARIANTS, "ell": "l", "Pr": "Pr"})

FRACTIONS = frozenset(("frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac"))


def _spellings(table: Mapping[str, str]) -> dict[str, str]:
    """From every spelling to its meaning; a meaning without spellings is its own."""
    pairs = {spelling: meaning for meaning, spellings in table.items() for spelling in word_set(spellings)}
    return pairs | {meaning: meaning for meaning, spellings in table.items() if not spellings}


_COMMANDS = _spellings(
    {
        "frac": " ".join(FRACTIONS),
        "log": "log ln",
        "prod": "prod Pi",
        "top": "top intercal",
        "dots": "dots ldots cdots dotsc dotsb dotsm dotsi vdots",
        "llbracket": "llbracket lBrack",
        "rrbracket": "rrbracket rBrack",
    }
    | dict.fromkeys(
        word_set(
            "sqrt sum int exp max min nabla partial sim pm langle rangle lvert rvert lVert rVert indicator prime "
            "in infty"
        ),
        "",
    )
)
_SIGNS = _spellings(
    {
        "*": "cdot cdotp times ast",
        "/": "div slash",
        "‖": "| Vert parallel",
        "|": "mid vert",
        "\\{": "{ lbrace",
        "\\}": "} rbrace",
        "[": "lbrack",
        "]": "rbrack",
        ":": "colon",
    }
)
_RELATIONS = _spellings(
    {
        "=": "= equiv coloneqq triangleq coloneq eqqcolon",
        "<=": "le leq leqslant leqq",
        ">=": "ge geq geqslant geqq",
        "<": "< lt",
        ">": "> gt",
        "!=": "ne neq",
    }
)
_NO_STEP = "no relation that a step can have: write =, \\le, \\ge, < or >"
_REFUSED = {
    **dict.fromkeys(word_set("approx simeq cong approxeq doteq"), f"an approximation is {_NO_STEP}"),
    "propto": f"a proportionality is {_NO_STEP}, with the constant factor written out",
    **dict.fromkeys(
        word_set(
            "iff Leftrightarrow Longleftrightarrow leftrightarrow Rightarrow Longrightarrow implies impliedby "
            "Leftarrow to rightarrow longrightarrow leftarrow mapsto longmapsto leadsto therefore because"
        ),
        "an arrow between statements is not read: write one chain of =, \\le, \\ge from the start to the end",
    ),
    **dict.fromkeys(word_set("lesssim gtrsim ll gg prec succ preceq succeq"), f"this is {_NO_STEP}"),
    **dict.fromkeys(word_set("cancel bcancel xcancel sout"), "crossed-out parts are not read: leave them out"),
    **dict.fromkeys(word_set("color textcolor colorbox"), "colours are not read: leave them out"),
    **dict.fromkeys(word_set("lim limsup liminf sup inf"), "limits are not read: such arguments are marked as text"),
    **dict.fromkeys(word_set("arg argmax argmin"), "where a maximum is reached is not read, only \\max and \\min"),
    **dict.fromkeys(word_set("begin end"), "an environment inside a line is not read: one line, one formula"),
    **dict.fromkeys(word_set("mp binom choose over atop substack"), "this is outside the grammar: write it out"),
    **dict.fromkeys(word_set("newcommand def renewcommand"), "macros of your own are not read"),
}
_OTHERWISE = "is outside the grammar of derivations (macros of your own are not read)"
_PLAIN_SIGNS = frozenset("+-*/()[]{}^_,;:|'.")

_PASTED = (
    r"≤ \le ≥ \ge ≠ \ne ⩽ \le ⩾ \ge − - – - · \cdot ⋅ \cdot × \times ∑ \sum ∏ \prod ∫ \int ∞ \infty "
    r"∇ \nabla ∂ \partial ‖ \| ∥ \| ∣ | ∈ \in ∼ \sim … \dots ⟦ \llbracket ⟧ \rrbracket ⟨ \langle "
    r"⟩ \rangle ′ ' ’ ' ± \pm ≈ \approx ∝ \propto ⇒ \Rightarrow ⇔ \iff → \to √ \sqrt ϕ \phi ε \epsilon "
    r"ϵ \epsilon ϑ \theta ℓ \ell ς \sigma"
)


def greek_letter(name: str) -> str:
    """The letter that a command names: `theta`, `Sigma`."""
    size = "CAPITAL" if name[0].isupper() else "SMALL"
    return unicodedata.lookup(f"GREEK {size} LETTER {name.upper().replace('LAMBDA', 'LAMDA')}")


def _pairs(listed: list[str]) -> Iterator[tuple[str, str]]:
    return zip(listed[::2], listed[1::2], strict=True)


# Characters that are pasted or typed instead of commands.
UNICODE: Mapping[str, str] = MappingProxyType(
    {greek_letter(name): f"\\{name}" for name in _GREEK} | dict(_pairs(_PASTED.split()))
)


def canonical(tokens: Iterable[Token]) -> tuple[Token, ...]:
    """The same tokens with one text for each meaning.

    Raises:
        Stumble: at a command or sign that the grammar does not have.
    """
    return tuple(_relations(_meaning(token) for token in tokens))


def _meaning(token: Token) -> Token:
    if token.kind == "sign":
        return _sign(token)
    if token.kind != "command":
        return token
    tables: tuple[tuple[Kind, Mapping[str, str]], ...] = (
        ("command", _COMMANDS),
        ("sign", _SIGNS),
        ("relation", _RELATIONS),
        ("name", NAMES),
    )
    for kind, table in tables:
        if token.text in table:
            return replace(token, kind=kind, text=table[token.text])
    reason = _REFUSED.get(token.text, f"{token.written} {_OTHERWISE}")
    raise Stumble(token.written, token.position, reason)


def _sign(token: Token) -> Token:
    if token.text in ("=", "<", ">"):
        return replace(token, kind="relation")
    if token.text not in _PLAIN_SIGNS:
        raise Stumble(token.written, token.position, f"the character {token.written!r} {_OTHERWISE}")
    return token


def _relations(tokens: Iterable[Token]) -> Iterator[Token]:
    """Joins what is written with several characters: `||`, `:=`, `<=`, `>=`, `...`."""
    held: Token | None = None
    for token in tokens:
        joined = held and _PAIRS.get((held.text, token.text)) if _may_join(held, token) else None
        if held is not None and joined:
            held = replace(held, kind=joined[0], text=joined[1], written=held.written + token.written)
            continue
        if held is not None:
            yield held
        held = token
    if held is not None:
        yield held


def _may_join(held: Token | None, token: Token) -> bool:
    if held is None or token.kind not in ("sign", "relation"):
        return False
    # Two commands are as good as ||, but | | ends one absolute value and begins another.
    return held.written == token.written == "\\mid" or token.position == held.position + len(held.written)


_PAIRS: Mapping[tuple[str, str], tuple[Kind, str]] = MappingProxyType(
    {
        ("|", "|"): ("sign", "‖"),
        (":", "="): ("relation", "="),
        ("<", "="): ("relation", "<="),
        (">", "="): ("relation", ">="),
        (".", "."): ("sign", ".."),
        ("..", "."): ("command", "dots"),
    }
)
