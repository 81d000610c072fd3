"""results.json against the field list of Gradescope's documentation."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from grader.errors import GraderError
from grader.export.gradescope import Hidden, dumps, is_of, results_json
from grader.records import CheckStatus, Lateness, Override, PartStatus, SubmissionStatus, Visibility

from .conftest import NOON, SECRET

TOP = {"score": float, "execution_time": float, "output": str, "visibility": str, "stdout_visibility": str}
TOP |= {"extra_data": dict, "tests": list}
TEST = {"score": float, "max_score": float, "status": str, "name": str, "number": str, "output": str}
TEST |= {"output_format": str, "tags": list, "visibility": str, "extra_data": dict}
VISIBILITIES = {"hidden", "after_due_date", "after_published", "visible"}


@pytest.fixture
def rich(make):
    hidden = make["wrong"]("2a/h", visibility=Visibility.HIDDEN, message="expected 0.123456789")
    checks = [make["check"](f"2a/{status}", status) for status in CheckStatus if status is not CheckStatus.UNGRADED]
    code = make["code"](*checks, make["wrong"]("2a/w"), hidden)
    questions = (make["question"]("1", code), make["question"]("2", make["derivation"](), make["text"]()))
    return make["result"]("jdoe", *questions, notes=("cell 7 raised NameError",))


def by_check(data):
    return {test["extra_data"].get("check", test["extra_data"].get("part")): test for test in data["tests"]}


@pytest.mark.parametrize("hidden", Hidden)
def test_every_field_is_one_of_gradescopes(rich, hidden):
    data = json.loads(dumps(rich, hidden))
    assert data.keys() <= TOP.keys()
    assert all(isinstance(data[key], TOP[key]) for key in data)
    for test in data["tests"]:
        assert test.keys() <= TEST.keys()
        assert all(isinstance(test[key], TEST[key]) for key in test)
        assert test["visibility"] in VISIBILITIES
        assert test.get("status", "failed") in {"passed", "failed"}
        assert test["output_format"] == "text"
        assert ("score" in test) == ("max_score" in test)
    assert data["visibility"] in VISIBILITIES
    assert len({test["number"] for test in data["tests"]}) == len(data["tests"])


@pytest.mark.parametrize("hidden", Hidden)
def test_nothing_of_a_hidden_check_but_title_points_and_mistake(rich, hidden):
    test = by_check(results_json(rich, hidden))["2a/h"]
    assert test["visibility"] == hidden.value != "visible"
    assert test["output"] == "Recognised mistake: no maximum subtracted"
    assert test["score"] == 0.0
    only_hidden = replace(rich, questions=(replace(rich.questions[0], parts=()),))
    assert str(SECRET) not in dumps(only_hidden, hidden)
    shown = [test for test in results_json(rich, hidden)["tests"] if test["extra_data"].get("check") != "2a/w"]
    assert str(SECRET) not in json.dumps(shown)


def test_a_public_check_shows_its_counterexample(rich):
    test = by_check(results_json(rich))["2a/w"]
    assert test["visibility"] == "visible"
    assert "softmax(np.array([0., 1000.]))" in test["output"]
    assert "expected [0.123457, 1.0]" in test["output"]
    assert "(on 2 of 3 inputs)" in test["output"]


def test_what_waits_has_no_score_and_hides_the_total(rich):
    tests = by_check(results_json(rich, Hidden.AFTER_DUE_DATE))
    for name in ("2/text", "2a/undecided"):
        assert "score" not in tests[name]
        assert "status" not in tests[name]
        assert tests[name]["visibility"] == "after_published"
    assert "6 points wait for a person" in tests["2/text"]["output"]
    data = results_json(rich)
    assert "Not final: 6 points wait" in data["output"]
    assert data["score"] == rich.score


def test_what_waits_in_part_hides_the_total_too(make):
    part = replace(make["derivation"](), pending=2.0)
    (test,) = results_json(make["result"]("jdoe", make["question"]("1", part)))["tests"]
    assert test["visibility"] == "after_published"
    assert "score" not in test


def test_the_output_never_tells_the_total(make):
    """Students see it while tests are not yet visible, and with them the total."""
    result = make["result"](score=37.25, notes=("a note",))
    assert "37.25" not in results_json(result)["output"]


def test_statuses_and_time(rich):
    tests = by_check(results_json(rich))
    assert tests["2a/passed"]["status"] == "passed"
    assert {tests[f"2a/{name}"]["status"] for name in ("failed", "error", "timeout", "crashed", "missing")} == {
        "failed"
    }
    assert results_json(rich)["execution_time"] == 0.25 * 12
    assert tests["2/derivation"]["output"] == "it does not hold\n  hint        with ≤ it would"


def test_a_persons_mark_takes_the_place_of_the_checks(make):
    mark = Override("TA", NOON, 7.0, "the idea is right")
    part = replace(make["code"](make["check"]("1/a"), make["wrong"]("1/b")), score=7.0, override=mark)
    tests = by_check(results_json(make["result"]("jdoe", make["question"]("1", part))))
    assert "score" not in tests["1/a"]
    assert (tests["1/code"]["score"], tests["1/code"]["max_score"]) == (7.0, 8.0)
    assert "the idea is right" in tests["1/code"]["output"]


def test_scores_of_the_tests_add_up_before_the_late_policy(make):
    result = make["result"]("jdoe", make["question"]("1", make["code"](make["check"]("1/a")), make["text"](0.0)))
    data = results_json(replace(result, questions=result.questions))
    assert sum(test["score"] for test in data["tests"]) == data["score"]
    late = replace(result, score=3.0, raw_score=4.0, late=Lateness(NOON, 25.0, 1.0))
    data = results_json(late)
    assert data["score"] == 3.0
    assert "Late by 25.0 hours: 1 points are taken off." in data["output"]


def test_unreadable_is_told_and_ungraded_is_not_exported(make):
    unreadable = make["result"](status=SubmissionStatus.UNREADABLE, score=0.0, notes=("hw.ipynb: invalid JSON",))
    assert results_json(unreadable)["output"] == "hw.ipynb: invalid JSON"
    for status in (SubmissionStatus.UNGRADED, SubmissionStatus.MISSING):
        with pytest.raises(GraderError, match="there is no score"):
            results_json(make["result"](status=status))
    ungraded = make["code"](make["check"]("1/a", CheckStatus.UNGRADED), status=PartStatus.UNGRADED)
    assert "score" not in results_json(make["result"]("jdoe", make["question"]("1", ungraded)))["tests"][0]


def test_strange_text_stays_text(make):
    evil = "\x1b[31m<script>\ud800\x00 \u202e"
    check = make["wrong"]("1/a", message=evil)
    text = dumps(make["result"]("jdoe", make["question"]("1", make["code"](check)), notes=(evil,)))
    assert "\x1b" not in text
    text.encode()
    assert "<script>" in json.loads(text)["tests"][0]["output"]  # output_format says that it is text


def test_a_file_of_ours_is_known_by_its_assignment(make):
    text = dumps(make["result"]("jdoe", notes=('\n "extra_data": {\n  "assignment": "other",\n',)))
    name = json.loads(text)["extra_data"]["assignment"]
    assert is_of(name, text.encode())
    assert not is_of("other", text.encode())
    assert not is_of(name, json.dumps(json.loads(text)).encode())
    assert not is_of(name, b"")
