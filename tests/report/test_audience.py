"""What students may see, and that nothing else reaches them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.records import CheckResult, Result, Visibility
from grader.report.audience import Audience, redact, seen_by
from grader.report.json import dumps
from grader.report.student import student_page


def checks_of(result: Result) -> list[CheckResult]:
    return [check for question in result.questions for part in question.parts for check in part.checks]


def test_hidden_check_keeps_title_status_points_and_mistake(make: Any) -> None:
    hidden = make.check(visibility=Visibility.HIDDEN)
    (seen,) = checks_of(redact(make.result(make.question(make.part(checks=(hidden,))))))
    kept = ("id", "title", "visibility", "status", "score", "max_score", "misconception")
    assert [getattr(seen, name) for name in kept] == [getattr(hidden, name) for name in kept]
    assert (seen.message, seen.matched, seen.counterexample, seen.seconds) == ("", None, None, 0.0)


def test_public_check_stays_whole(make: Any) -> None:
    result = make.result()
    assert redact(result) == result


@pytest.mark.parametrize("seed", [1, 7, 123456])
def test_chosen_seed_and_its_hash_go(make: Any, seed: int) -> None:
    seen = redact(make.result(seed=seed))
    assert seen.seed is None
    assert seen.seed_sha256 == ""


def test_random_seed_keeps_its_hash_and_public_seed_stays(make: Any) -> None:
    assert redact(make.result(seed=None)).seed_sha256 == "9a" * 32
    assert redact(make.result(seed=0)).seed == 0


def test_instructors_see_everything(make: Any) -> None:
    result = make.rich()
    assert seen_by(Audience.INSTRUCTOR, result) is result
    assert seen_by(Audience.STUDENT, result) == redact(result)


@given(data=st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_redacting_twice_changes_nothing_more(random_results: Any, data: st.DataObject) -> None:
    once = redact(data.draw(random_results.results))
    assert redact(once) == once


SECRET = "s3cr3t"


def marked(value: Any) -> Any:
    """The same data, every leaf of it recognisable."""
    if isinstance(value, list):
        return [marked(item) for item in value]
    return f"{SECRET}{value}"


@given(data=st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_nothing_of_a_hidden_counterexample_reaches_students(
    make: Any, random_results: Any, data: st.DataObject
) -> None:
    value = st.builds(marked, random_results.data)
    arguments = data.draw(st.dictionaries(st.just(f"{SECRET}name"), value, min_size=1))
    example = make.counterexample(
        call=f"{SECRET}f", arguments=arguments, got=data.draw(value), expected=data.draw(value), paste=f"{SECRET}()"
    )
    hidden = make.check(visibility=Visibility.HIDDEN, counterexample=example, message=f"got {SECRET}")
    random_checks = data.draw(st.lists(random_results.checks, max_size=2))
    result = make.result(make.question(make.part(checks=(*random_checks, hidden))))
    for text in (student_page(result, Audience.STUDENT), dumps(result, Audience.STUDENT)):
        assert SECRET not in text
    for text in (student_page(result), dumps(result)):
        assert SECRET in text


@given(data=st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_what_students_get_does_not_depend_on_what_is_hidden(
    make: Any, random_results: Any, data: st.DataObject
) -> None:
    def result() -> Result:
        drawn = data.draw(random_results.checks)
        hidden = make.check(
            visibility=Visibility.HIDDEN,
            counterexample=drawn.counterexample,
            message=drawn.message,
            matched=drawn.matched,
            seconds=drawn.seconds,
        )
        return make.result(make.question(make.part(checks=(hidden,))), seed=data.draw(st.integers(1, 99)))

    first, second = result(), result()
    assert student_page(first, Audience.STUDENT) == student_page(second, Audience.STUDENT)
    assert dumps(first, Audience.STUDENT) == dumps(second, Audience.STUDENT)


def test_only_hidden_checks_are_redacted_among_several(make: Any) -> None:
    public, hidden = make.check(), make.check(visibility=Visibility.HIDDEN)
    first, second = checks_of(redact(make.result(make.question(make.part(checks=(public, hidden))))))
    assert first == public
    assert second == replace(hidden, message="", matched=None, counterexample=None, seconds=0.0)
