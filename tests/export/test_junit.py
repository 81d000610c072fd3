"""JUnit's XML: structure, outcomes, points, and text that XML cannot hold."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.export.case import OUTCOMES, PARTS
from grader.export.junit import junit_xml, legal
from grader.records import CheckStatus, Override, PartStatus, Visibility

from .conftest import NOON, SECRET


def cases(*results):
    return {case.get("name"): case for case in ET.fromstring(junit_xml(results)).iter("testcase")}


def of(make, *checks):
    return make["result"]("jdoe", make["question"]("1", make["code"](*checks)))


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (CheckStatus.PASSED, None),
        (CheckStatus.FAILED, "failure"),
        (CheckStatus.UNSTABLE, "failure"),
        (CheckStatus.MISSING, "failure"),
        (CheckStatus.ERROR, "error"),
        (CheckStatus.TIMEOUT, "error"),
        (CheckStatus.CRASHED, "error"),
        (CheckStatus.MEMORY, "error"),
        (CheckStatus.UNGRADED, "error"),
        (CheckStatus.SKIPPED, "skipped"),
        (CheckStatus.UNDECIDED, "skipped"),
    ],
)
def test_outcomes(make, status, outcome):
    case = cases(of(make, make["check"]("1/a", status)))["1/a"]
    assert [child.tag for child in case if child.tag != "properties"] == ([outcome] if outcome else [])
    assert OUTCOMES.keys() == set(CheckStatus)
    assert PARTS.keys() == set(PartStatus)


def test_the_shape_and_the_counts(make):
    first = of(make, make["check"]("1/a"), make["wrong"]("1/b"), make["check"]("1/c", CheckStatus.TIMEOUT))
    second = make["result"]("bob", make["question"]("2", make["derivation"](), make["text"]()), output="hello\x1b[0m")
    root = ET.fromstring(junit_xml([first, replace(second, notes=("a note",))]))
    assert root.tag == "testsuites"
    assert [suite.get("name") for suite in root] == ["jdoe", "bob"]
    counts = ("tests", "failures", "errors", "skipped")
    assert [root.get(name) for name in counts] == ["5", "2", "1", "1"]
    assert [[suite.get(name) for name in counts] for suite in root] == [["3", "1", "1", "0"], ["2", "1", "0", "1"]]
    assert root.get("time") == "0.750"
    assert root[1].findtext("system-out") == "hello"
    assert root[1].findtext("system-err") == "a note"
    assert root[0].find("testcase").attrib == {"classname": "seminar2.jdoe.1", "name": "1/a", "time": "0.250"}


def test_points_are_properties(make):
    result = of(make, make["wrong"]("1/b"))
    properties = {one.get("name"): one.get("value") for one in cases(result)["1/b"].iter("property")}
    assert properties == {
        "score": "0",
        "max_score": "4",
        "title": "Title of 1/b",
        "visibility": "public",
        "status": "failed",
    }
    suite = ET.fromstring(junit_xml([result])).find("testsuite/properties")
    assert {one.get("name"): one.get("value") for one in suite} == {
        "status": "graded",
        "score": "0",
        "max_score": "100",
        "pending": "0",
    }


def test_a_failure_says_what_is_wrong_and_a_hidden_one_only_its_name(make):
    failure = cases(of(make, make["wrong"]("1/b")))["1/b"].find("failure")
    assert failure.get("message") == "no maximum subtracted"
    assert failure.get("type") == "failed"
    assert "softmax(np.array([0., 1000.]))" in failure.text
    text = junit_xml([of(make, make["wrong"]("1/h", visibility=Visibility.HIDDEN, message=str(SECRET)))])
    assert str(SECRET) not in text
    assert "0.123457" not in text
    assert "no maximum subtracted" in text


def test_a_persons_mark_is_a_case_of_its_own(make):
    part = replace(make["code"](make["check"]("1/a")), override=Override("TA", NOON, 1.0, "see me"))
    assert "see me" in cases(make["result"]("jdoe", make["question"]("1", part)))["1/code"].find("failure").text


def test_nobody(make):
    assert ET.fromstring(junit_xml([])).get("tests") == "0"


@given(st.text(st.characters(codec=None)))
def test_any_text_gives_a_document(text):
    root = ET.Element("a", b=legal(text))
    root.text = legal(text)
    again = ET.fromstring(ET.tostring(root, encoding="unicode").encode())
    # A reader takes every line end for "\n".
    assert (again.text or "") == legal(text).replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize("evil", ["\x00\x08\x1b\ufffe\uffff\ud800", "]]><failure/>", "\"'<&>"])
def test_strange_text_everywhere(make, evil):
    check = make["wrong"]("1/a" + evil, message=evil, title=evil, misconception=evil)
    result = make["result"]("s" + evil, make["question"]("1" + evil, make["code"](check)), notes=(evil,), output=evil)
    root = ET.fromstring(junit_xml([replace(result, assignment=evil)]).encode())
    assert root.get("tests") == "1"
    assert root.get("failures") == "1"
