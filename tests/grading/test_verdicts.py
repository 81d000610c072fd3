"""Which verdicts another run would give again."""

from __future__ import annotations

import pytest

from grader.grading.codec import Codec, encoded
from grader.grading.verdicts import QuestionVerdicts, Unjudged
from grader.proof.judgement import Decision, Judgement
from grader.records import CheckStatus, Verdict


def of(status=CheckStatus.PASSED, proof=None):
    return QuestionVerdicts("1", {"f": Verdict(status)}, proof=proof)


@pytest.mark.parametrize("status", [status for status in CheckStatus if status is not CheckStatus.UNGRADED])
def test_what_was_judged_lasts(status):
    assert of(status).lasts


@pytest.mark.parametrize("decision", list(Decision))
def test_a_derivation_judged_in_time_lasts_whatever_was_decided(decision):
    assert of(proof=Judgement(decision, 0.0)).lasts


@pytest.mark.parametrize("verdicts", [of(CheckStatus.UNGRADED), of(proof=Unjudged("a bug"))])
def test_a_fault_of_ours_does_not_last(verdicts):
    assert verdicts.ours
    assert not verdicts.lasts


def test_what_took_too_long_does_not_last_and_is_no_fault():
    late = of(proof=Judgement(Decision.UNDECIDED, 0.0, in_time=False))
    assert not late.lasts
    assert not late.ours
    assert Codec().verdicts(encoded(late)) == late
