from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import GraderError
from grader.grading.codec import Codec, encoded
from grader.grading.overrides import RecordedOverride
from grader.grading.verdicts import QuestionVerdicts
from grader.records import (
    CheckResult,
    CheckStatus,
    Counterexample,
    Lateness,
    Override,
    PartKind,
    PartResult,
    PartStatus,
    QuestionResult,
    Result,
    StepResult,
    SubmissionStatus,
    Tier,
    Verdict,
    Visibility,
)

NOW = datetime(2026, 11, 21, 12, 0, 0, 5, tzinfo=timezone(timedelta(hours=-3, minutes=-30)))

TEXTS = st.text(max_size=8)  # hypothesis leaves out halves of surrogate pairs
NUMBERS = st.floats(allow_nan=False)
COUNTS = st.integers(0, 2**70)
TIMES = st.datetimes(timezones=st.sampled_from([UTC, NOW.tzinfo]))
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


def tuples(each: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(each, max_size=2).map(tuple)


def enums(kind: type[StrEnum]) -> st.SearchStrategy[Any]:
    return st.sampled_from(kind)


COUNTEREXAMPLES = st.builds(Counterexample, TEXTS, st.dictionaries(TEXTS, JSON, max_size=2), JSON, JSON, TEXTS)
SEEN = {
    "message": TEXTS,
    "misconception": st.none() | TEXTS,
    "matched": st.none() | st.tuples(COUNTS, COUNTS),
    "counterexample": st.none() | COUNTEREXAMPLES,
    "seconds": NUMBERS,
}
VERDICTS = st.builds(Verdict, enums(CheckStatus), **SEEN)
CHECKS = st.builds(CheckResult, TEXTS, TEXTS, enums(Visibility), enums(CheckStatus), NUMBERS, NUMBERS, **SEEN)
STEPS = st.builds(StepResult, COUNTS, TEXTS, TEXTS, tuples(TEXTS), TEXTS, TEXTS, TEXTS, TEXTS, TEXTS, TEXTS)
OVERRIDES = st.builds(Override, TEXTS, TIMES, NUMBERS, TEXTS, st.booleans())
PARTS = st.builds(
    PartResult,
    enums(PartKind),
    NUMBERS,
    NUMBERS,
    enums(PartStatus),
    TEXTS,
    NUMBERS,
    tuples(CHECKS),
    tuples(STEPS),
    tuples(TEXTS),
    TEXTS,
    st.none() | OVERRIDES,
)
QUESTIONS = st.builds(QuestionResult, TEXTS, TEXTS, NUMBERS, NUMBERS, enums(PartStatus), tuples(PARTS), tuples(TEXTS))
RESULTS = st.builds(
    Result,
    assignment=TEXTS,
    student=TEXTS,
    sha256=TEXTS,
    files=tuples(TEXTS),
    status=enums(SubmissionStatus),
    score=NUMBERS,
    max_score=NUMBERS,
    pending=NUMBERS,
    questions=tuples(QUESTIONS),
    notes=tuples(TEXTS),
    graded_at=TIMES,
    isolation=st.none() | enums(Tier),
    seed_sha256=TEXTS,
    seed=st.none() | COUNTS,
    versions=st.dictionaries(TEXTS, TEXTS, max_size=2),
    course_sha256=TEXTS,
    submitted_at=st.none() | TIMES,
    raw_score=st.none() | NUMBERS,
    late=st.none() | st.builds(Lateness, TIMES, NUMBERS, NUMBERS, st.booleans()),
    attempt=st.none() | COUNTS,
    group=st.none() | TEXTS,
    output=TEXTS,
)

CODEC = Codec()


@settings(deadline=None, max_examples=60)
@given(RESULTS)
def test_results_come_back_as_they_were(result: Result) -> None:
    text = encoded(result)
    assert text.isascii()
    back = CODEC.result(text)
    assert back == result
    assert encoded(back) == text


@settings(deadline=None, max_examples=30)
@given(st.builds(QuestionVerdicts, TEXTS, st.dictionaries(TEXTS, VERDICTS, max_size=3), tuples(TEXTS), TEXTS))
def test_verdicts_come_back_as_they_were(verdicts: QuestionVerdicts) -> None:
    assert CODEC.verdicts(encoded(verdicts)) == verdicts


@settings(deadline=None, max_examples=30)
@given(st.builds(RecordedOverride, TEXTS, TEXTS, enums(PartKind), TEXTS, OVERRIDES))
def test_overrides_come_back_as_they_were(recorded: RecordedOverride) -> None:
    assert CODEC.override(encoded(recorded)) == recorded


def test_the_strategy_knows_every_field() -> None:
    assert set(Verdict.__slots__) == {"status", *SEEN}


def with_got(got: Any, message: str = "") -> QuestionVerdicts:
    return QuestionVerdicts(
        "2a", {"f": Verdict(CheckStatus.FAILED, message, counterexample=Counterexample("f", {}, got, 1))}
    )


def got(verdicts: QuestionVerdicts) -> Any:
    seen = CODEC.verdicts(encoded(verdicts)).checks["f"].counterexample
    assert seen is not None
    return seen.got


def test_numbers_that_are_not_finite() -> None:
    back = got(with_got([math.nan, math.inf, -math.inf, {"deep": math.nan}]))
    assert math.isnan(back[0])
    assert back[1:3] == [math.inf, -math.inf]
    assert math.isnan(back[3]["deep"])


def test_small_and_signed_numbers_keep_every_bit() -> None:
    values = [-0.0, 5e-324, 0.1 + 0.2, 1.7976931348623157e308, 10**40]
    assert list(map(repr, got(with_got(values)))) == list(map(repr, values))


def test_whole_and_real_numbers_stay_apart() -> None:
    assert list(map(type, got(with_got([1, 1.0, True])))) == [int, float, bool]


def test_float64_is_a_number() -> None:
    assert got(with_got(np.float64(0.1))) == 0.1


def test_halves_of_surrogate_pairs_are_replaced() -> None:
    back = CODEC.verdicts(encoded(with_got({"\udcff": "a\ud800"}, "name '\udfff'"))).checks["f"]
    assert back.message == "name '\ufffd'"
    assert back.counterexample is not None
    assert back.counterexample.got == {"\ufffd": "a\ufffd"}


def test_nul_and_controls_are_kept() -> None:
    assert got(with_got("\x00\x1b[0m\u2028")) == "\x00\x1b[0m\u2028"


@pytest.mark.parametrize(
    "value",
    [np.zeros(2), np.float32(1), np.int64(1), 1j, {1}, b"", object(), Verdict, [[np.zeros(1)]]],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_json_is_refused(value: Any) -> None:
    with pytest.raises(GraderError, match="cannot be stored, only plain JSON can"):
        encoded(with_got(value))


def test_keys_that_are_no_texts_are_refused() -> None:
    with pytest.raises(GraderError, match="the key 1 cannot be stored"):
        encoded(with_got({1: 2}))


def test_times_without_a_zone_are_refused() -> None:
    override = Override("ta", NOW, 1, "")
    with pytest.raises(GraderError, match="has no zone"):
        encoded(RecordedOverride("a", "b", PartKind.CODE, "c", replace(override, at=NOW.replace(tzinfo=None))))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        '{"question":"2a","checks":{"f":{"status":"splendid"}}}',
        '{"question":7,"checks":{}}',
        '{"question":"2a","checks":{"f":{"status":"failed","seconds":"3"}}}',
        '{"question":"2a","checks":[]}',
    ],
)
def test_what_another_version_wrote_is_refused(text: str) -> None:
    with pytest.raises(GraderError, match="a stored record cannot be read"):
        CODEC.verdicts(text)


def test_fields_that_are_new_take_their_defaults_and_old_ones_are_passed_over() -> None:
    assert CODEC.verdicts('{"question":"2a","checks":{},"since":1}') == QuestionVerdicts("2a", {})
