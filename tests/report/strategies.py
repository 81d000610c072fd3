"""Strategies for random results."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

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
    Visibility,
)

words = st.text(max_size=12)
numbers = st.one_of(st.floats(-1e6, 1e6), st.integers(-999, 999), st.sampled_from(["nan", "inf", "-inf"]))
data = st.recursive(numbers, lambda inner: st.lists(inner, max_size=4), max_leaves=12)
scores = st.floats(0, 20)


@dataclass(frozen=True)
class Strategies:
    """Strategies for values, checks and results."""

    words: st.SearchStrategy[str]
    data: st.SearchStrategy[Any]
    checks: st.SearchStrategy[CheckResult]
    results: st.SearchStrategy[Result]


def strategies() -> Strategies:
    examples = st.builds(
        Counterexample,
        call=words,
        arguments=st.dictionaries(words, data, max_size=3),
        got=data,
        expected=data,
        paste=words,
    )
    checks = st.builds(
        CheckResult,
        id=words,
        title=words,
        visibility=st.sampled_from(Visibility),
        status=st.sampled_from(CheckStatus),
        score=scores,
        max_score=scores,
        message=words,
        misconception=st.none() | words,
        matched=st.none() | st.tuples(st.integers(0, 9), st.integers(0, 9)),
        counterexample=st.none() | examples,
        seconds=scores,
    )
    steps = st.builds(
        StepResult,
        line=st.integers(2, 9),
        relation=words,
        status=st.sampled_from(["valid", "wrong"]) | words,
        facts=st.lists(words, max_size=3).map(tuple),
        message=words,
        read_as=words,
        left=words,
        right=words,
        source=words,
    )
    moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
    overrides = st.builds(Override, by=words, at=moments, score=scores, reason=words, stale=st.booleans())
    parts = st.builds(
        PartResult,
        kind=st.sampled_from(PartKind),
        score=scores,
        max_score=scores,
        status=st.sampled_from(PartStatus),
        message=words,
        pending=scores,
        checks=st.lists(checks, max_size=2).map(tuple),
        steps=st.lists(steps, max_size=2).map(tuple),
        criteria=st.lists(words, max_size=2).map(tuple),
        answer=words,
        override=st.none() | overrides,
    )
    questions = st.builds(
        QuestionResult,
        id=words,
        title=words,
        score=scores,
        max_score=scores,
        status=st.sampled_from(PartStatus),
        parts=st.lists(parts, max_size=2).map(tuple),
        notes=st.lists(words, max_size=1).map(tuple),
    )
    lateness = st.builds(Lateness, due=moments, hours=st.floats(0, 1e4), penalty=scores, unknown=st.booleans())
    results = st.builds(
        Result,
        assignment=words,
        student=words,
        sha256=words,
        files=st.lists(words, max_size=2).map(tuple),
        status=st.sampled_from(SubmissionStatus),
        score=scores,
        max_score=scores,
        pending=scores,
        questions=st.lists(questions, max_size=2).map(tuple),
        notes=st.lists(words, max_size=2).map(tuple),
        graded_at=moments,
        isolation=st.none() | st.sampled_from(Tier),
        seed_sha256=words,
        seed=st.none() | st.integers(0, 9),
        late=st.none() | lateness,
        output=words,
        raw_score=st.none() | scores,
        submitted_at=st.none() | moments,
    )
    return Strategies(words, data, checks, results)
