"""`results/<student>.json`, key by key."""

from __future__ import annotations

import json
import math
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.records import PartKind, PartStatus, SubmissionStatus, Tier, Visibility
from grader.report.audience import Audience
from grader.report.json import dumps, moment, to_json

TOP = {
    "schema": int,
    "assignment": str,
    "student": str,
    "submission": dict,
    "graded_at": str,
    "score": float,
    "max_score": float,
    "pending": float,
    "status": str,
    "notes": list,
    "questions": list,
}


def test_a_code_check_as_the_schema_has_it(make: Any) -> None:
    assert to_json(make.result())["questions"] == [
        {
            "id": "2a",
            "title": "Softmax, unchanged by a constant",
            "score": 2.0,
            "max_score": 4.0,
            "status": "partial",
            "parts": [
                {
                    "kind": "code",
                    "score": 2.0,
                    "max_score": 4.0,
                    "status": "partial",
                    "checks": [
                        {
                            "id": "2a/sum",
                            "title": "Probabilities along the last axis sum to one",
                            "visibility": "public",
                            "status": "passed",
                            "score": 2.0,
                            "max_score": 2.0,
                            "message": "",
                            "seconds": 0.004,
                        },
                        {
                            "id": "2a/stable",
                            "title": "Scores of ±1e4 give finite probabilities",
                            "visibility": "public",
                            "status": "failed",
                            "score": 0.0,
                            "max_score": 2.0,
                            "message": "probs[1]: got nan, expected 1.0 (1 of 2 differ; allowed 1e-6)",
                            "misconception": "no maximum subtracted",
                            "matched": [5, 7],
                            "counterexample": {
                                "call": "softmax",
                                "arguments": {"x": [0.0, 1000.0]},
                                "got": [0.0, "nan"],
                                "expected": [0.0, 1.0],
                            },
                            "seconds": 0.004,
                        },
                    ],
                }
            ],
        }
    ]


def test_top_level_without_optional_values(make: Any) -> None:
    data = to_json(make.result(isolation=None, seed_sha256=""))
    assert {key: type(value) for key, value in data.items()} == TOP
    assert data["schema"] == 1
    assert data["submission"] == {"sha256": "5f" * 32, "files": ["hw.ipynb"]}
    assert data["graded_at"] == "2026-11-20T12:00:00Z"


def test_top_level_with_every_optional_value(make: Any) -> None:
    data = to_json(make.rich())
    assert set(data) - set(TOP) == {
        *("seed", "seed_sha256", "isolation", "versions", "course_sha256"),
        *("submitted_at", "raw_score", "late", "attempt", "group"),
    }
    assert data["late"] == {"due": "2026-11-19T07:00:00Z", "hours": 26.0, "penalty": 5.0}
    assert data["isolation"] == "A"
    assert data["versions"] == {"grader": "0.1.0", "numpy": "2.4.0", "torch": "2.13.0+cpu"}
    assert (data["seed"], data["attempt"], data["group"]) == (7, 2, "team 4")
    assert data["submitted_at"] == "2026-11-20T09:00:00Z"


def test_parts_of_every_kind(make: Any) -> None:
    parts = (make.part(checks=()), make.derivation(), make.text(), make.derivation(steps=()))
    code, derivation, text, empty = to_json(make.result(make.question(*parts)))["questions"][0]["parts"]
    assert set(code) == {"kind", "score", "max_score", "status", "checks"}
    assert set(derivation) == {"kind", "score", "max_score", "status", "message", "steps"}
    assert set(text) == {"kind", "score", "max_score", "status", "pending", "criteria"}
    assert code["checks"] == []
    assert empty["steps"] == []
    assert [part["kind"] for part in (code, derivation, text)] == [kind.value for kind in PartKind]


def test_steps_have_their_five_keys_and_more_where_known(make: Any) -> None:
    steps = to_json(make.result(make.question(make.derivation())))["questions"][0]["parts"][0]["steps"]
    assert steps[3] == {
        "line": 5,
        "relation": "=",
        "status": "too_big",
        "facts": ["Bayes", "log of a product"],
        "message": "True, but too much at once.",
    }
    unread = make.derivation(steps=(make.step(status="unreadable", source=r"= \foo"),))
    assert to_json(make.result(make.question(unread)))["questions"][0]["parts"][0]["steps"][0]["source"] == r"= \foo"
    assert set(steps[2]) - set(steps[3]) == {"read_as", "left", "right", "world", "hint"}


def test_override_and_unknown_lateness(make: Any) -> None:
    from grader.records import Lateness

    result = make.rich(late=Lateness(datetime(2026, 11, 19, tzinfo=timezone.utc), 0.0, 0.0, unknown=True))  # noqa: UP017
    data = to_json(result)
    assert data["late"] == {"due": "2026-11-19T00:00:00Z", "hours": 0.0, "penalty": 0.0, "unknown": True}
    text = next(q for q in data["questions"] if q["id"] == "2c")["parts"][1]
    assert text["override"] == {
        "by": "B. Assistant",
        "at": "2026-11-20T12:00:00Z",
        "score": 3.0,
        "reason": "The limit is right; what (1) leaves open is not said.",
        "stale": True,
    }


@pytest.mark.parametrize("status", SubmissionStatus)
def test_submissions_of_which_nothing_was_judged(make: Any, status: SubmissionStatus) -> None:
    data = to_json(make.empty("x", status, "why"))
    assert (data["status"], data["notes"], data["questions"]) == (status.value, ["why"], [])
    assert "isolation" not in data


@pytest.mark.parametrize("status", PartStatus)
def test_question_statuses_are_the_schema_s_words(make: Any, status: PartStatus) -> None:
    data = to_json(make.result(make.question(status=status)))
    assert data["questions"][0]["status"] == status.value


def test_students_get_no_details_of_hidden_checks(make: Any) -> None:
    hidden = make.check(visibility=Visibility.HIDDEN)
    data = to_json(make.result(make.question(make.part(checks=(hidden,)))), Audience.STUDENT)
    (check,) = data["questions"][0]["parts"][0]["checks"]
    assert check == {
        "id": "2a/stable",
        "title": "Scores of ±1e4 give finite probabilities",
        "visibility": "hidden",
        "status": "failed",
        "score": 0.0,
        "max_score": 2.0,
        "message": "",
        "misconception": "no maximum subtracted",
        "seconds": 0.0,
    }


def test_numbers_that_json_cannot_say_become_words(make: Any) -> None:
    example = make.counterexample(arguments={"x": (math.inf, -math.inf)}, got=math.nan, expected=10**5000)
    text = dumps(make.result(make.question(make.part(checks=(make.check(counterexample=example),)))))
    found = json.loads(text)["questions"][0]["parts"][0]["checks"][0]["counterexample"]
    assert found["arguments"] == {"x": ["inf", "-inf"]}
    assert found["got"] == "nan"
    assert found["expected"] == "an integer of 16,610 bits"


def test_values_nested_without_end_are_cut(make: Any) -> None:
    value: Any = 1.0
    for _ in range(5_000):
        value = [value]
    example = make.counterexample(got=value)
    text = dumps(make.result(make.question(make.part(checks=(make.check(counterexample=example),)))))
    assert "…" in text


def test_no_expected_value_where_a_property_was_violated(make: Any) -> None:
    example = make.counterexample(got=None, expected=None)
    data = to_json(make.result(make.question(make.part(checks=(make.check(counterexample=example),)))))
    found = data["questions"][0]["parts"][0]["checks"][0]["counterexample"]
    assert found == {"call": "softmax", "arguments": {"x": [0.0, 1000.0]}, "got": None}


def test_a_mark_that_is_no_number_is_a_fault_of_ours(make: Any) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        dumps(make.result(score=math.nan))


def test_moments_are_utc() -> None:
    summer = timezone(timedelta(hours=2))
    assert moment(datetime(2026, 7, 1, 14, 30, 15, 999, tzinfo=summer)) == "2026-07-01T12:30:15Z"
    assert moment(None) is None


@pytest.mark.parametrize("tier", Tier)
def test_isolation_is_the_tier_s_letter(make: Any, tier: Tier) -> None:
    assert to_json(make.result(isolation=tier))["isolation"] == tier.value


def test_hostile_text_survives_as_data(make: Any, hostile: str) -> None:
    data = json.loads(dumps(make.saturated(hostile)).encode())
    expected = hostile.replace("\ud800", "\N{REPLACEMENT CHARACTER}")
    assert data["student"] == expected
    assert data["questions"][0]["parts"][0]["checks"][0]["message"] == expected


def no_constants(name: str) -> float:
    raise AssertionError(f"{name} is no JSON")


@given(data=st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_every_result_is_strict_json(random_results: Any, data: st.DataObject) -> None:
    result = data.draw(random_results.results)
    for audience in Audience:
        read = json.loads(dumps(result, audience).encode("utf-8"), parse_constant=no_constants)
        assert read["schema"] == 1
        assert set(TOP) <= set(read)
        assert read["score"] == result.score
