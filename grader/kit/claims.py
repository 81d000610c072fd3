"""Claims as data: what a kit holds of a question's claim, and the claim again with the kit's own worlds.

Of a claim whose goal the sheet asks for the goal stays behind: its steps are judged with the kit, its last line at
grading.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from grader.errors import GraderError
from grader.kit.worlds import builder_name, sources
from grader.proof.claim import Ask, Claim, from_plain, to_plain, without_goals


@dataclass(slots=True)
class Carried:
    """The claims of a kit as they are collected: data by question, world modules by file name."""

    claims: dict[str, dict[str, Any]] = field(default_factory=dict)
    worlds: dict[str, str] = field(default_factory=dict)

    def add(self, question: str, claim: Claim) -> str:
        """Takes a claim in; in words, why its derivation is (in part) judged at grading: "" where it is not."""
        if claim.kept_back:
            return claim.kept_back
        try:
            module, name = builder_name(claim.world)
            texts = sources(claim.world)
        except GraderError as error:
            return str(error)
        for file, text in texts.items():
            if self.worlds.get(file, text) != text:
                return f"another of the sheet's worlds is called {file.removesuffix('.py')}"
        self.worlds.update(texts)
        self.claims[question] = {"claim": to_plain(without_goals(claim)), "world": [module, name]}
        return "whether its last line is what was asked for" if claim.ask is Ask.COMPUTE else ""


def restored(data: Mapping[str, Any], worlds: Mapping[str, ModuleType]) -> Claim:
    """The claim that `Carried.add` wrote down.

    Raises:
        GraderError: these are no data of a claim, or its world is not there.
    """
    try:
        module, name = data["world"]
        return from_plain(data["claim"], world=getattr(worlds[module], name))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise GraderError(f"no claim of a kit: {type(error).__name__}: {error}") from error
