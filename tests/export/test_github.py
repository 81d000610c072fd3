"""Nothing that a student wrote is a command to a runner, or more than text in its summary."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.export.case import check_case, part_case
from grader.export.github import MAX_SUMMARY, annotated, append_summary, inert, summary
from grader.records import CheckStatus

EVIL = "fine\n::add-mask::x\r::set-env name=A::b\n  ::error::y\n##[group]z ##vso[task.setvariable]a\x85::stop"
# What GitHub's, Azure's, TeamCity's and GitLab's runners look for in a line of output.
OBEYED = re.compile(r"^\s*::|##\[|##vso\[|##teamcity\[|section_(start|end):")
PIECES = st.sampled_from(
    [":", "::", "#", "##", "[", "vso[", "\n", "\r", " ", "\u2028", "\x0b", "error", "section_", "end:"]
)


def lines(text):
    return re.split(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]", text)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_no_line_is_a_command(text):
    assert not [line for line in lines(inert(text)) if OBEYED.search(line)]


def test_plain_text_stays_as_it_is():
    assert inert("f(x)[::2] is a::b # [1]\n  got 1") == "f(x)[::2] is a::b # [1]\n  got 1"


def test_annotations_are_one_line_each_and_escaped(make):
    check = make["wrong"]("2a/b,c", message=EVIL + "100%", misconception="a: b, c")
    (line,) = annotated([check_case(check)], "dir/h:w,.py")
    assert line.startswith("::error file=dir/h%3Aw%2C.py,title=2a/b%2Cc%3A a%3A b%2C c::fine%0A:\\:set-env name=A::b")
    assert "100%25" in line
    assert "##[" not in line
    assert len(lines(line)) == 1
    assert "%0A%0A" not in line


@pytest.mark.parametrize(("count", "expected"), [(0, 0), (10, 10), (11, 10), (40, 10)])
def test_at_most_ten(make, count, expected):
    found = annotated([check_case(make["check"]("1/ok")), *(check_case(make["wrong"](f"1/{i}")) for i in range(count))])
    assert len(found) == expected
    assert (f"::{count - 9} more checks did not pass" in "".join(found)) == (count > 10)


def test_what_is_no_fault_of_the_student_is_a_warning(make):
    cases = {status: check_case(make["check"]("1/a", status)) for status in CheckStatus}
    assert annotated([cases[CheckStatus.UNGRADED]])[0].startswith("::warning title=1/a")
    assert annotated([cases[CheckStatus.SKIPPED], cases[CheckStatus.UNDECIDED]]) == []


def test_a_derivation_is_annotated_like_a_check(make):
    case = part_case("1b", "Proved", make["derivation"]())
    (line,) = annotated([case])
    assert line.startswith("::error title=1b/derivation%3A it does not hold")
    assert "| 1b/derivation Proved | ◐ partly correct | 2 of 4 |" in summary("t", [case], [])


def test_the_summary_shows_everything_as_text(make):
    evil = "</pre><script>alert(1)</script> | `x` [a](http://b) @everyone ![i](j)"
    check = make["wrong"]("1/a", message=evil + "\n\n# head", misconception=evil)
    text = summary("seminar2", [check_case(make["check"]("1/ok")), check_case(check)], [evil])
    assert "<script>" not in text
    assert text.count("</pre>") == 1
    outside = re.sub(r"<pre>.*?</pre>", "", text, flags=re.DOTALL)
    assert not re.search(r"(?<!\\)[\[`]|@", outside)
    assert "| 1/ok Title of 1/ok | ✓ passed | 4 of 4 |" in text
    assert "softmax(np.array([0., 1000.]))" in text


@given(room=st.integers(0, 3000))
def test_the_summary_fits(make, room):
    checks = [check_case(make["wrong"](f"1/{i}", message="ü" * 300)) for i in range(5)]
    assert len(summary("seminar2", checks, ["a note"], room).encode()) <= room


def test_the_summary_of_a_step_stays_below_a_mebibyte(make, tmp_path):
    path = tmp_path / "summary.md"
    append_summary(path, "t", [check_case(make["wrong"]("1/a"))], [])
    small = path.stat().st_size
    assert small > 100
    checks = [check_case(make["wrong"](f"1/{i}", message="x" * 2000)) for i in range(2000)]
    append_summary(path, "t", checks, [])
    assert MAX_SUMMARY - 8_000 < path.stat().st_size <= MAX_SUMMARY
    assert path.read_text(encoding="utf-8").endswith("The rest does not fit into a summary.\n")
    append_summary(path, "t", checks, [])
    assert path.stat().st_size <= MAX_SUMMARY
