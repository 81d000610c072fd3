"""The report on one submission."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from grader.grading.derivations import EVIDENCE
from grader.records import PartKind, Result, Tier
from grader.report.audience import Audience, seen_by
from grader.report.page import MAX_BYTES, fitting

TIERS: Mapping[Tier, str] = MappingProxyType(
    {
        Tier.A: "isolation A: namespaces, Landlock, seccomp and resource limits",
        Tier.B: "isolation B: Landlock, seccomp and resource limits, no namespaces",
        Tier.C: "not isolated (tier C): a process of its own with time limits",
    }
)
KINDS: Mapping[PartKind, str] = MappingProxyType(
    {PartKind.CODE: "Code", PartKind.DERIVATION: "Derivation", PartKind.TEXT: "Text"}
)


def student_page(
    result: Result, audience: Audience = Audience.INSTRUCTOR, index: str | None = None, name: str = ""
) -> str:
    """A self-contained HTML page of at most 400 kB; what does not fit is shortened and says so.

    `index` is the address of the class overview, for a link back to it; `name` is the student's, where it is known.
    """
    judged = any(part.steps or part.side for question in result.questions for part in question.parts)
    context = {
        "result": seen_by(audience, result),
        "evidence": EVIDENCE if judged else "",
        "audience": audience.value,
        "index": index,
        "name": name,
        "tier": TIERS[result.isolation] if result.isolation else "nothing was run",
        "kinds": KINDS,
    }
    return fitting("student.html", MAX_BYTES, context)
