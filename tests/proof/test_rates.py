from __future__ import annotations

from grader.proof.judgement import Decision, Judgement
from grader.records import StepResult
from tests.proof.rates import Judged, table


def test_counts_by_kind() -> None:
    step = StepResult(line=3, relation="=", status="wrong")
    judged = [
        Judged("a__1", {"kind": "correct"}, Judgement(Decision.ACCEPTED, 1.0), 0.1),
        Judged("a__1", {"kind": "side"}, Judgement(Decision.PARTIAL, 0.5), 0.2),
        Judged("a__1", {"kind": "wrong", "line": 3}, Judgement(Decision.PARTIAL, 0.5, (step,)), 0.3),
        Judged("a__1", {"kind": "wrong", "line": 2}, Judgement(Decision.PARTIAL, 0.5, (step,)), 0.3),
        Judged("a__1", {"kind": "padding"}, Judgement(Decision.ACCEPTED, 1.0), 4.0),
        Judged("a__1", {"kind": "wrong_ends"}, Judgement(Decision.WRONG, 0.0), 0.3),
    ]
    assert table([("it", judged)]).splitlines()[-1] == "| it | 2 | 1 | 2 | 0 | 1 | 1 | 1 | 1 | 0 | 0.30 | 4.00 |"
