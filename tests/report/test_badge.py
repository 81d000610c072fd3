from __future__ import annotations

import pytest

from grader.records import CheckStatus, PartStatus, SubmissionStatus
from grader.report.badge import STEPS, Tone, badge


@pytest.mark.parametrize("status", [*CheckStatus, *PartStatus, *SubmissionStatus, *STEPS])
def test_every_status_has_a_symbol_a_plain_one_and_a_word(status: str) -> None:
    shown = badge(status)
    assert shown.symbol
    assert shown.plain.isascii()
    assert shown.word


def test_the_type_tells_statuses_of_one_name_apart() -> None:
    assert badge(PartStatus.MISSING).word == "not there"
    assert badge(SubmissionStatus.MISSING).word == "no submission"


def test_no_two_tones_of_parts_share_a_symbol() -> None:
    shown = [badge(status) for status in PartStatus]
    assert len({badge.symbol for badge in shown}) == len({badge.tone for badge in shown}) == len(shown)


def test_an_unknown_step_status_is_shown_as_it_is() -> None:
    assert badge("odd").word == "odd"
    assert badge("odd").tone is Tone.NONE
