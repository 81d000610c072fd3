"""JUnit's XML: a suite a student, a case a check, points as properties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from xml.etree import ElementTree as ET

from grader.export.case import ERROR, FAILURE, SKIPPED, Case, check_case, part_case
from grader.records import PartKind, QuestionResult, Result
from grader.report.audience import redact
from grader.report.text import shorten
from grader.report.values import points

# What XML 1.0 cannot hold, escaped or not.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OUTPUT = 16_000  # characters of what a submission printed


def junit_xml(results: Sequence[Result]) -> str:
    """One document for a class. Of hidden checks it says what students may see: it ends up in logs."""
    root = ET.Element("testsuites", name=legal(results[0].assignment if results else "grader"))
    for result in results:
        root.append(_suite(redact(result)))
    _count(root, list(root.iter("testcase")))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def legal(text: str) -> str:
    """The text without the characters that no XML document can hold."""
    return _ILLEGAL.sub("", text)


def _suite(result: Result) -> ET.Element:
    suite = ET.Element(
        "testsuite", name=legal(result.student), timestamp=result.graded_at.strftime("%Y-%m-%dT%H:%M:%S")
    )
    marks = {"score": points(result.score), "max_score": points(result.max_score), "pending": points(result.pending)}
    _properties(suite, {"status": result.status.value, **marks})
    for question in result.questions:
        suite.extend(_cases(result, question))
    _count(suite, list(suite.iter("testcase")))
    if result.output:
        ET.SubElement(suite, "system-out").text = legal(shorten(result.output, _OUTPUT))
    if result.notes:
        ET.SubElement(suite, "system-err").text = legal("\n".join(shorten(note, _OUTPUT) for note in result.notes))
    return suite


def _count(element: ET.Element, cases: Sequence[ET.Element]) -> None:
    element.set("tests", str(len(cases)))
    for kind, name in ((FAILURE, "failures"), (ERROR, "errors"), (SKIPPED, "skipped")):
        element.set(name, str(sum(case.find(kind) is not None for case in cases)))
    element.set("time", f"{sum(float(case.get('time', 0)) for case in cases):.3f}")


def _cases(result: Result, question: QuestionResult) -> Iterator[ET.Element]:
    for part in question.parts:
        for check in part.checks:
            yield _case(result, question, check_case(check))
        if part.kind is not PartKind.CODE or part.override is not None:
            yield _case(result, question, part_case(question.id, question.title, part, question.notes))


def _case(result: Result, question: QuestionResult, case: Case) -> ET.Element:
    classname = legal(f"{result.assignment}.{result.student}.{question.id}")
    element = ET.Element("testcase", classname=classname, name=legal(case.id), time=f"{case.seconds:.3f}")
    _properties(element, case.properties)
    if case.outcome is not None:
        outcome = ET.SubElement(element, case.outcome, message=legal(case.headline))
        if case.outcome != SKIPPED:
            outcome.set("type", case.status.value)
        outcome.text = legal(case.account)
    return element


def _properties(element: ET.Element, values: Mapping[str, str]) -> None:
    properties = ET.SubElement(element, "properties")
    for name, value in values.items():
        ET.SubElement(properties, "property", name=name, value=legal(value))
