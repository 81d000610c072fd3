"""What the layers of isolation cost a submission: tier A and tier B against tier C, which has none."""

from __future__ import annotations

import sys
from statistics import median

import numpy as np

from benchmarks.measure import cost
from grader.records import Call, Cell, CellKind, Limits, Submission, Tier
from grader.sandbox.isolation import best_tier
from grader.sandbox.pool import Sandbox

FEW, MANY = 5, 105  # the start varies by a third of a second
# The fewest there can be, and as many as a sheet has: tier A loads once and forks, the others load for each.
QUESTIONS = 1, 6
SOURCE = "import numpy as np\n\ndef f(x):\n    return np.sort(x)\n"


def report(runs: int = 3) -> None:
    """Prints medians of CPU a submission, and what each tier adds: the tiers are run in turn, the machine drifts."""
    best = best_tier()
    tiers = [tier for tier in Tier if tier >= best]  # A, B, C in this order
    for questions in QUESTIONS:
        rounds = [{tier: milliseconds(tier, questions) for tier in tiers} for _ in range(runs)]
        print(f"the sandbox, a submission of {questions} questions of one call, without start; medians of {runs}")
        for tier in tiers:
            added = median(one[tier] - one[Tier.C] for one in rounds)
            words = f"{added:+.1f} ms against none (at most 10)" if tier is not Tier.C else "no isolation"
            print(f"  tier {tier.value}: {median(one[tier] for one in rounds):.1f} ms CPU, {words}")


def milliseconds(tier: Tier, questions: int) -> float:
    """CPU of one submission more, with all processes: the start is in both runs and cancels."""
    few, many = (
        cost([sys.executable, "-m", "benchmarks.isolation", tier.value, str(n), str(questions)]).cpu
        for n in (FEW, MANY)
    )
    return (many - few) / (MANY - FEW) * 1e3


def grade(tier: Tier, submissions: int, questions: int) -> None:
    """Loads each and asks one call of each of its questions."""
    submission = Submission("jdoe", ("hw.ipynb",), "0" * 64, (Cell(CellKind.CODE, SOURCE, "cell 1"),))
    with Sandbox(tier) as sandbox:
        for _ in range(submissions):
            with sandbox.open(submission, Limits()) as session:
                for _ in range(questions):
                    with session.question(Limits()) as question:
                        question.run([[Call("f", (np.array([3.0, 1.0]),))]])


if __name__ == "__main__":
    grade(Tier(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
