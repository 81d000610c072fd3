"""From the judgement of a derivation to a part with points, and what is said beside it."""

from __future__ import annotations

from grader.grading.verdicts import Unjudged
from grader.proof.judgement import Decision, Judgement
from grader.records import PartKind, PartResult, PartStatus

_STATUSES = {
    Decision.ACCEPTED: PartStatus.CORRECT,
    Decision.PARTIAL: PartStatus.PARTIAL,
    Decision.WRONG: PartStatus.WRONG,
    Decision.UNDECIDED: PartStatus.PENDING,
    Decision.PENDING: PartStatus.PENDING,
}
# What a judgement is worth, said wherever one is shown.
EVIDENCE = "judged step by step in random examples: strong evidence, not a proof; your teacher may overrule it"


def derivation_part(proof: Judgement | Unjudged, points: float, answer: str) -> PartResult:
    """The part of a question that is worth `points`; `answer` is what the student wrote."""
    if isinstance(proof, Unjudged):
        words = f"the grader failed, not the submission: {proof.fault}"
        return PartResult(PartKind.DERIVATION, 0.0, points, PartStatus.UNGRADED, words, answer=answer)
    status = _STATUSES[proof.decision]
    return PartResult(
        PartKind.DERIVATION,
        score=round(proof.credit * points, 2),
        max_score=points,
        status=status,
        message=proof.message,
        pending=points if status is PartStatus.PENDING else 0.0,
        steps=proof.steps,
        side=proof.side,
        opening=proof.opening,
        answer=answer,
    )


def derivation_notes(proof: Judgement | Unjudged | None) -> tuple[str, ...]:
    """What is worth knowing about how the derivation was read and judged."""
    if not isinstance(proof, Judgement):
        return ()
    notes = tuple(f"derivation: {note}" for note in proof.notes)
    return (*notes, f"derivation: {EVIDENCE}") if proof.steps else notes
