"""What the judges said of one question, before points: what the store remembers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from grader.proof.judgement import Judgement
from grader.records import CheckStatus, Verdict


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A derivation that a fault of ours left without a judgement; `fault` says which."""

    fault: str


@dataclass(frozen=True, slots=True)
class QuestionVerdicts:
    """The verdicts of one question by the rubric's names of its checks (`softmax`, not `2a/softmax`).

    `proof` is None where there is no claim to prove, or nothing was written.
    """

    question: str
    checks: Mapping[str, Verdict]
    notes: tuple[str, ...] = ()
    output: str = ""  # what was printed, where that is kept
    proof: Judgement | Unjudged | None = None

    @property
    def ours(self) -> bool:
        """Whether a fault of ours left any of it without a verdict."""
        lost = any(verdict.status is CheckStatus.UNGRADED for verdict in self.checks.values())
        return lost or isinstance(self.proof, Unjudged)

    @property
    def lasts(self) -> bool:
        """Whether another run would say the same; where not, the question is judged again.

        So it is after a fault of ours, and where a derivation took too long, which leaves it for a person meanwhile.
        """
        too_long = isinstance(self.proof, Judgement) and not self.proof.in_time
        return not (self.ours or too_long)
