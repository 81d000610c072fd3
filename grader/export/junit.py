"""JUnit's XML: a suite a student, a case a check, points as properties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from xml.etree import ElementTree as ET

from grader.export.wording import account, headline, part_account
from grader.records import CheckResult, CheckStatus, PartKind, PartResult, PartStatus, QuestionResult, Result
from grader.report.audience import redact
from grader.report.text import one_line, shorten
from grader.report.values import points

# What XML 1.0 cannot hold, escaped or not.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OUTPUT = 16_000  # characters of what a submission printed

FAILURE, ERROR, SKIPPED = "failure", "error", "skipped"
OUTCOMES: Mapping[CheckStatus, str | None] = MappingProxyType(
    {
        CheckStatus.PASSED: None,
        CheckStatus.FAILED: FAILURE,
        CheckStatus.MISSING: FAILURE,
        CheckStatus.UNSTABLE: FAILURE,
        CheckStatus.ERROR: ERROR,
        CheckStatus.TIMEOUT: ERROR,
        CheckStatus.MEMORY: ERROR,
        CheckStatus.CRASHED: ERROR,
        CheckStatus.UNGRADED: ERROR,
        CheckStatus.UNDECIDED: SKIPPED,
        CheckStatus.SKIPPED: SKIPPED,
    }
)
_PARTS: Mapping[PartStatus, str | None] = MappingProxyType(
    {
        PartStatus.CORRECT: None,
        PartStatus.PARTIAL: FAILURE,
        PartStatus.WRONG: FAILURE,
        PartStatus.MISSING: FAILURE,
        PartStatus.PENDING: SKIPPED,
        PartStatus.UNGRADED: ERROR,
    }
)


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
            yield _check(result, question, check)
        if part.kind is not PartKind.CODE or part.override is not None:
            yield _part(result, question, part)


def _check(result: Result, question: QuestionResult, check: CheckResult) -> ET.Element:
    case = _case(result, question, check.id, check.seconds)
    marks = {"score": points(check.score), "max_score": points(check.max_score)}
    _properties(
        case, {**marks, "title": check.title, "visibility": check.visibility.value, "status": check.status.value}
    )
    _outcome(case, OUTCOMES[check.status], check.status.value, headline(check), account(check))
    return case


def _part(result: Result, question: QuestionResult, part: PartResult) -> ET.Element:
    case = _case(result, question, f"{question.id}/{part.kind.value}", 0.0)
    marks = {"score": points(part.score), "max_score": points(part.max_score), "pending": points(part.pending)}
    _properties(case, {**marks, "title": question.title, "status": part.status.value})
    text = part_account(part)
    outcome = SKIPPED if part.pending > 0 else _PARTS[part.status]
    _outcome(case, outcome, part.status.value, one_line(text, 200), text)
    return case


def _case(result: Result, question: QuestionResult, name: str, seconds: float) -> ET.Element:
    classname = legal(f"{result.assignment}.{result.student}.{question.id}")
    return ET.Element("testcase", classname=classname, name=legal(name), time=f"{seconds:.3f}")


def _outcome(case: ET.Element, kind: str | None, status: str, message: str, text: str) -> None:
    if kind is None:
        return
    outcome = ET.SubElement(case, kind, message=legal(message))
    if kind != SKIPPED:
        outcome.set("type", status)
    outcome.text = legal(text)


def _properties(element: ET.Element, values: Mapping[str, str]) -> None:
    properties = ET.SubElement(element, "properties")
    for name, value in values.items():
        ET.SubElement(properties, "property", name=name, value=legal(value))
