"""Where a claim is declared: the module, its lines, and the derivations listed beside it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import get_args

from grader.course.derivations import Listed, listed
from grader.course.faults import Fault, course_error, nearest, unknown
from grader.errors import CourseError
from grader.proof.claim import Claim
from grader.proof.syntax import Relation

_CALLS = frozenset({"claim", "Claim"})


@dataclass(frozen=True, slots=True)
class Declared:
    """`lines` are those of the call's keywords, and of the call itself as ""; `ids` those of the module's claims."""

    path: Path
    lines: Mapping[str, int] = field(default_factory=dict)
    ids: tuple[str, ...] = ()

    @property
    def proofs(self) -> Path:
        """The markdown file with its derivations, which may not be there."""
        return self.path.with_suffix(".md")

    def place(self, keyword: str = "") -> str:
        """`cross_entropy.py:13`."""
        line = self.lines.get(keyword) or self.lines.get("")
        return self.path.name + (f":{line}" if line else "")

    def error(self, message: str, keyword: str) -> CourseError:
        return CourseError(message, self.path, self.lines.get(keyword) or self.lines.get(""))


def declared(claim: Claim, modules: Sequence[ModuleType]) -> Declared | None:
    """None where no module of the course holds the claim under a name.

    Raises:
        CourseError: its relation is none.
    """
    holding = [module for module in modules if any(one is claim for one in vars(module).values()) and module.__file__]
    found = [_read(claim, module) for module in holding]
    # A module that only imports a claim holds it, too.
    chosen = next((one for one in found if one.lines), found[-1] if found else None)
    relations = get_args(Relation)
    if claim.relation not in relations:
        near = nearest(str(claim.relation), relations)
        hint = f" (did you mean {near!r}?)" if near else ""
        words = f"claim {claim.id!r}: relation {claim.relation!r} is none of {' '.join(relations)}{hint}"
        raise chosen.error(words, "relation") if chosen else CourseError(words)
    return chosen


def _read(claim: Claim, module: ModuleType) -> Declared:
    path = Path(str(module.__file__))
    ids = tuple(dict.fromkeys(one.id for one in vars(module).values() if isinstance(one, Claim)))
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Call) and _name(node.func) in _CALLS and _declares(node, claim.id):
            lines = {keyword.arg: keyword.value.lineno for keyword in node.keywords if keyword.arg}
            return Declared(path, {"": node.lineno, **lines}, ids)
    return Declared(path, {}, ids)


def _name(function: ast.expr) -> str | None:
    return getattr(function, "attr", None) or getattr(function, "id", None)


def _declares(call: ast.Call, name: str) -> bool:
    first = [*call.args[:1], *(keyword.value for keyword in call.keywords if keyword.arg == "id")]
    return any(isinstance(one, ast.Constant) and one.value == name for one in first)


def derivations_of(claim: Claim, place: Declared) -> tuple[Listed, ...]:
    """The derivations that are listed of a claim; none where there is no such file.

    Raises:
        CourseError: the file cannot be read, or holds a section of a claim that the module does not have.
    """
    if not place.proofs.is_file():
        return ()
    every = listed(place.proofs)
    faults = [Fault(one.place, 1, unknown("claim", one.claim, place.ids)) for one in _strangers(every, place.ids)]
    if faults:
        raise course_error(place.proofs, faults)
    return tuple(one for one in every if one.claim == claim.id)


def _strangers(every: Iterable[Listed], ids: Sequence[str]) -> list[Listed]:
    return [one for one in every if one.claim not in ids]
