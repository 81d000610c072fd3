"""What `grader check` says."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from grader.grading.derivations import EVIDENCE
from grader.records import CheckStatus, PartKind, PartStatus, Result, SubmissionStatus, Visibility
from grader.report.terminal import check_lines, closing, hidden_points


def said(result: Result, width: int = 100, *, terminal: bool = False) -> str:
    file = io.StringIO()
    check_lines(result, Console(file=file, width=width, force_terminal=terminal, color_system=None))
    return file.getvalue()


def test_a_failed_check_says_how_to_see_it(make: Any) -> None:
    assert said(make.result()).splitlines() == [
        "2a  Softmax, unchanged by a constant              ◐ partly correct        2 / 4",
        "    ✗ failed  Scores of ±1e4 give finite probabilities  (2a/stable, 0 of 2 points)",
        "      probs[1]: got nan, expected 1.0 (1 of 2 differ; allowed 1e-6)",
        "      Recognised mistake: no maximum subtracted (on 5 of 7 inputs)",
        "        softmax(np.array([0.0, 1000.0]))",
        "        got       [0.0, nan]",
        "        expected  [0.0, 1.0]",
        "",
        "1 of 2 public checks passed.",
    ]


def test_a_call_stays_on_one_line_however_narrow_the_terminal(make: Any) -> None:
    paste = f"f(np.array({[0.5] * 60}))"
    check = make.check(counterexample=make.counterexample(paste=paste))
    lines = said(make.result(make.question(make.part(checks=(check,)))), width=40, terminal=True).splitlines()
    assert "        " + paste in lines


def test_passed_checks_are_counted_not_listed(make: Any) -> None:
    text = said(make.result(make.question(make.part(checks=(make.passed(),), max_score=2.0))))
    assert "Probabilities along" not in text
    assert text.endswith("1 of 1 public checks passed.\n")


@pytest.mark.parametrize("status", [status for status in CheckStatus if status is not CheckStatus.PASSED])
def test_every_other_status_is_listed(make: Any, status: CheckStatus) -> None:
    check = make.check(status=status, title="The title", message="The message")
    text = said(make.result(make.question(make.part(checks=(check,)))))
    assert "The title" in text
    assert "The message" in text


def test_hidden_checks_are_announced_and_never_shown(make: Any) -> None:
    hidden = make.check(
        id="2a/hidden", title="Hidden title", visibility=Visibility.HIDDEN, message="s3cr3t", max_score=3.0
    )
    part = make.part(checks=(make.passed(), hidden), max_score=5.0)
    text = said(make.result(make.question(part)))
    assert "Hidden title" not in text
    assert "s3cr3t" not in text
    assert "1 of 1 public checks passed." in text
    assert "Hidden checks decide 3 more points (2a: 3): not run here." in text


def test_hidden_points_count_whether_or_not_the_checks_are_listed(make: Any) -> None:
    listed = make.part(checks=(make.passed(), make.check(visibility=Visibility.HIDDEN, max_score=3.0)), max_score=5.0)
    unlisted = make.part(checks=(make.passed(),), max_score=5.0)
    text = make.text()
    assert [hidden_points(make.question(part)) for part in (listed, unlisted, text)] == [3.0, 3.0, 0.0]
    assert hidden_points(make.question(make.part(kind=PartKind.CODE, checks=()))) == 4.0
    assert hidden_points(make.question(make.part(checks=(), status=PartStatus.UNGRADED))) == 0.0


def test_an_unreadable_file_promises_no_points(make: Any) -> None:
    result = make.result(status=SubmissionStatus.UNREADABLE, notes=("hw.ipynb is no JSON",))
    assert closing(result) == ["Nothing was run: unreadable."]
    assert said(result).startswith("note: hw.ipynb is no JSON\n")


def test_pending_points_are_announced(make: Any) -> None:
    assert closing(make.result(make.question(make.text(), id="2c"))) == ["A person marks 4 more points (2c)."]


def test_the_first_step_that_is_not_valid_is_explained(make: Any) -> None:
    text = said(make.result(make.question(make.derivation())))
    formula = "∑_i∑_kp_i(k)log q(k|x_i;θ)"
    assert text.splitlines()[1:-2] == [
        "    ◐ partly correct  Derivation  (2a/derivation, 2 of 4 points)",
        "      The chain ends at the claim's goal, but one step is false.",
        "      This step does not hold: the left side is smaller here.",
        f"        line 3      = {formula}",
        f"        line 4      ≥ {formula}",
        "        left side   −2.3026",
        "        right side  −1.6094",
        "        where       ε = 0.1, scores (0, 1, −2), labels (+1, −1, +1)",
        "        hint        With ≤ it would hold: Jensen's inequality turns the other way for a concave function.",
    ]
    assert text.endswith(f"0 of 1 derivations hold; {EVIDENCE}.\n")


def test_a_derivation_that_holds_is_one_line(make: Any) -> None:
    part = make.derivation(message="", steps=(make.step(),), status=PartStatus.CORRECT)
    notes = (f"derivation: {EVIDENCE}", "derivation: line 2: a bracket is missing")
    lines = said(make.result(make.question(part, notes=notes))).splitlines()
    assert lines[1:3] == [
        "    derivation: line 2: a bracket is missing",
        "    ✓ correct  Derivation  (2a/derivation, 2 of 4 points)",
    ]
    assert lines[-1] == f"1 of 1 derivations hold; {EVIDENCE}."
    assert sum(EVIDENCE in line for line in lines) == 1


def test_points_that_wait_for_the_goal_wait_for_no_person(make: Any) -> None:
    part = make.derivation(steps=(make.step(),), status=PartStatus.PENDING, pending=4.0)
    result = make.result(make.question(part, id="5"), make.question(make.text(), id="2c"))
    assert closing(result)[-2:] == [
        "At grading the last lines of derivations decide 4 more points (5).",
        "A person marks 4 more points (2c).",
    ]
    prose = make.result(make.question(make.derivation(steps=(), status=PartStatus.PENDING, pending=4.0), id="1"))
    assert closing(prose) == ["0 of 1 derivations hold.", "A person marks 4 more points (1)."]


def test_long_vectors_become_a_table_of_where_they_differ(make: Any) -> None:
    expected = [float(i) for i in range(40)]
    got = [*expected[:17], -1.0, *expected[18:]]
    check = make.check(counterexample=make.counterexample(got=got, expected=expected))
    text = said(make.result(make.question(make.part(checks=(check,)))))
    assert "got and expected, shape (40,)" in text
    assert " 17  …" in text
    assert "*-1.0" in text
    assert text.count("17.0") == 1


def test_no_expected_value_where_a_property_was_violated(make: Any) -> None:
    check = make.check(counterexample=make.counterexample(expected=None))
    lines = said(make.result(make.question(make.part(checks=(check,)))))
    assert "got       [0.0, nan]" in lines
    assert "        expected" not in lines


def test_what_never_came_back_is_no_none(make: Any) -> None:
    example = make.counterexample(got=None)
    check = make.check(
        status=CheckStatus.TIMEOUT, message="your function was stopped after 10 s", counterexample=example
    )
    again = make.check(id="2a/b", status=CheckStatus.TIMEOUT, message="as in 2a/stable", counterexample=example)
    text = said(make.result(make.question(make.part(checks=(check, again)))))
    assert text.count("got       stopped after 10 s") == 2
    assert "None" not in text


def test_a_line_that_cannot_be_read_is_shown_with_its_place(make: Any) -> None:
    source = "= a + \\foo{x}"
    message = r"cannot be read: \foo is not known (at '\foo', position 7)"
    step = make.step(status="unreadable", message=message, source=source)
    part = make.derivation(opening="<math><mi>a</mi></math>", message="", steps=(step,))
    for width in (30, 100):
        lines = said(make.result(make.question(part)), width=width, terminal=True).splitlines()
        place = lines.index(f"        line 2      {source}")
        assert lines[place + 1] == " " * 20 + "      ^"


def test_functions_of_the_course_are_described(make: Any) -> None:
    example = make.counterexample(arguments={"log_p": {"form": "quadratic"}}, paste="f(log_p)")
    text = said(make.result(make.question(make.part(checks=(make.check(counterexample=example),)))))
    assert "where log_p is {form: quadratic}" in text


def test_notes_come_first(make: Any) -> None:
    assert said(make.result(notes=("cell 7 raised NameError",))).startswith("note: cell 7 raised NameError\n")


def test_wide_letters_keep_the_columns(make: Any) -> None:
    first, second = said(make.result(make.question(title="数学" * 30), make.question(title="x"))).splitlines()[0::7][:2]
    assert first.endswith("2 / 4")
    assert second.endswith("2 / 4")


@pytest.mark.parametrize("status", PartStatus)
def test_every_question_status(make: Any, status: PartStatus) -> None:
    assert said(make.result(make.question(make.part(checks=()), status=status))).strip()


def test_hostile_text_controls_nothing(make: Any, hostile: str) -> None:
    text = said(make.saturated(hostile), terminal=True)
    assert not set(text) & {chr(code) for code in (*range(10), *range(11, 32), 127, 0x202E, 0x2066, 0xD800)}
    if "[bold" in hostile:
        assert "[bold red]markup[/]" in text


def test_megabytes_are_cut(make: Any) -> None:
    assert len(said(make.saturated("x" * 1_000_000))) < 100_000


@given(data=st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_result_can_be_printed(random_results: Any, data: st.DataObject) -> None:
    said(data.draw(random_results.results))
    said(data.draw(random_results.results), width=20, terminal=True)
