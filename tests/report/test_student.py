"""The report on one submission: what must be in it, and what can never get out of it."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.grading.derivations import EVIDENCE
from grader.records import CheckStatus, Lateness, PartStatus, SubmissionStatus, Tier, Visibility
from grader.report.audience import Audience
from grader.report.page import MAX_BYTES
from grader.report.student import student_page

Read = Callable[[str], Any]


@pytest.mark.parametrize(
    "words",
    [
        "Ada Łovelace",
        "ss2020_seminar2",
        "29 / 60",
        "+ up to 6 pending",
        "✓ graded",
        "group team 4",
        "attempt 2",
        "isolation A: namespaces, Landlock, seccomp and resource limits",
        "2026-11-20 12:00 UTC",
        "2026-11-20 09:00 UTC",
        "hw.ipynb, models.py",
        "9a9a9a9a9a9a",
        "numpy 2.4.0",
        "1 day 2 h late (due 2026-11-19 07:00 UTC): −5 points; 34 before the penalty.",
        "cell 7 raised NameError",
        "the derivation stands in cell 12",
        "Recognised mistake no maximum subtracted (on 5 of 7 inputs)",
        "probs[1]: got nan, expected 1.0 (1 of 2 differ; allowed 1e-6)",
        "softmax(np.array([0.0, 1000.0]))",
        "got and expected, shape (2,)",
        "≠nan",
        "≈ unstable",
        "✗ took too long",
        "? undecided",
        "! not graded",
        "○ not there",
        "– skipped",
        "hidden check",
        "scan is inclusive",
        "where log_p is {form: quadratic, a: [1.0, 2.0]}",
        "uses Bayes, log of a product",
        "left side −2.3026",
        "Hint With ≤ it would hold",
        r"\foo{x}",
        "Marked by B. Assistant on 2026-11-20 12:00 UTC: 3 points.",
        "Stale:",
        "names the uniform distribution over the maximisers (2)",
        "Under ties softmax tends to the *uniform* distribution",
        "epoch 1 loss 0.693 100%|██████████| 10/10",
        "2 points wait for a person.",
    ],
)
def test_a_rich_report_says(make: Any, read: Read, words: str) -> None:
    assert words in read(student_page(make.rich())).text


def test_what_derivations_are_worth_is_said_once(make: Any, read: Read) -> None:
    questions = [
        make.question(make.derivation(), id=name, notes=(f"derivation: {EVIDENCE}", "derivation: a note"))
        for name in ("1", "2")
    ]
    text = read(student_page(make.result(*questions))).text
    assert (text.count(EVIDENCE), text.count("derivation: a note")) == (1, 2)
    assert EVIDENCE not in read(student_page(make.result())).text


def test_a_step_too_much_says_its_facts_once(make: Any, read: Read) -> None:
    step = make.step(status="too_big", facts=("Jensen", "Bayes"), message="too much: it uses Jensen and Bayes")
    text = read(student_page(make.result(make.question(make.derivation(steps=(step,)))))).text
    assert text.count("Jensen") == 1


def test_a_line_that_cannot_be_read_is_shown_as_written(make: Any, read: Read) -> None:
    message = "cannot be read: x (at '<', position 5)"
    steps = (
        make.step(line=2, status="unreadable", message=message, source="a + <b>", facts=()),
        make.step(line=3, status="unreadable", message=message, source="a + <b>", facts=(), read_as="<math></math>"),
    )
    part = make.derivation(opening="<math></math>", steps=steps)
    source = student_page(make.result(make.question(part)))
    assert "line 2, as written a + <b> ^" in read(source).text
    assert 'a + &lt;b&gt;\n<span class="caret" aria-hidden="true">    ^</span>' in source
    assert read(source).text.count("position 5") == 1
    assert "the line before it cannot be read" in read(source).text
    begins = make.derivation(opening="", steps=(steps[0],))
    assert "line 1, as written" in read(student_page(make.result(make.question(begins)))).text
    side = read(student_page(make.result(make.question(make.derivation(steps=(), side=(steps,)))))).text
    assert "line 2, as written a + <b> ^" in side


def test_a_call_that_was_stopped_returned_nothing(make: Any, read: Read) -> None:
    check = make.check(
        status=CheckStatus.TIMEOUT, message="stopped after 10 s", counterexample=make.counterexample(got=None)
    )
    text = read(student_page(make.result(make.question(make.part(checks=(check,)))))).text
    assert "got stopped after 10 s expected [0.0, 1.0]" in text
    assert "None" not in text


def test_structure(make: Any, read: Read) -> None:
    page = read(student_page(make.rich(), index="../index.html"))
    assert page.attributes("html") == [{"lang": "en"}]
    assert [tag for tag, _ in page.tags].count("h1") == 1
    headings = [int(tag[1]) for tag, _ in page.tags if tag in {"h1", "h2", "h3", "h4"}]
    assert all(b - a <= 1 for a, b in itertools.pairwise(headings))
    assert "../index.html" in page.values("href")
    tables = [tag for tag, _ in page.tags if tag in {"table", "caption", "figcaption"}]
    assert all(
        tables[i - 1] == "figcaption" or tables[i + 1] == "caption" for i, t in enumerate(tables) if t == "table"
    )
    assert all(given.get("aria-label") for given in page.attributes("svg"))
    assert len(page.attributes("math")) == 3


def test_no_link_to_an_overview_that_is_not_there(make: Any, read: Read) -> None:
    assert all(link.startswith("#") for link in read(student_page(make.rich())).values("href"))


@pytest.mark.parametrize(
    ("tier", "words"), [(Tier.B, "isolation B"), (Tier.C, "not isolated (tier C)"), (None, "nothing was run")]
)
def test_isolation_in_words(make: Any, read: Read, tier: Tier | None, words: str) -> None:
    assert words in read(student_page(make.result(isolation=tier))).text


@pytest.mark.parametrize(
    ("status", "words", "score"),
    [
        (SubmissionStatus.UNREADABLE, "The submission could not be read.", "– / 100"),
        (SubmissionStatus.MISSING, "There is no submission.", "– / 100"),
        (SubmissionStatus.UNGRADED, "could not be judged for a reason of ours", "no mark was booked"),
    ],
)
def test_submissions_without_a_judgement(
    make: Any, read: Read, status: SubmissionStatus, words: str, score: str
) -> None:
    text = read(student_page(make.empty("x", status, "the reason"))).text
    assert words in text
    assert score in text
    assert "the reason" in text
    assert "0 / 100" not in text.replace("– / 100", "")


@pytest.mark.parametrize("status", [SubmissionStatus.UNREADABLE, SubmissionStatus.MISSING])
def test_of_nothing_no_check_is_listed(make: Any, read: Read, status: SubmissionStatus) -> None:
    rich = make.rich()
    for audience in Audience:
        text = read(student_page(replace(rich, status=status), audience)).text
        assert "Overview" not in text
        assert rich.questions[0].title not in text
        assert ("What to do:" in text) == (status is SubmissionStatus.UNREADABLE)


def test_a_name_beside_the_id(make: Any, read: Read) -> None:
    assert "jdoe Jane Doe" in read(student_page(make.result(), name="Jane Doe")).text


def test_late_by_an_unknown_time(make: Any, read: Read) -> None:
    late = Lateness(make.result().graded_at, 0.0, 0.0, unknown=True)
    assert (
        "Late by an unknown time (due 2026-11-20 12:00 UTC): a person settles"
        in read(student_page(make.result(late=late))).text
    )


def test_each_audience_is_told_what_it_holds(make: Any, read: Read) -> None:
    instructor = read(student_page(make.rich())).text
    student = read(student_page(make.rich(), Audience.STUDENT)).text
    assert "instructor’s copy" in instructor
    assert "instructor’s copy" not in student
    assert "it is not for students" in instructor
    assert "Of hidden checks this report shows the title, the points" in student
    assert "Batches are normalised along the last axis hidden check ✗ failed 0 / 2" in student
    assert "wrong axis" in student
    assert "0.6931" in instructor
    assert "0.6931" not in student


@pytest.mark.parametrize("status", CheckStatus)
def test_every_check_status_has_a_symbol_and_a_word(make: Any, read: Read, status: CheckStatus) -> None:
    from grader.report.badge import badge

    check = make.check(status=status, visibility=Visibility.HIDDEN)
    text = read(student_page(make.result(make.question(make.part(checks=(check,)))))).text
    assert f"{badge(status).symbol} {badge(status).word}" in text


def test_what_was_not_judged_has_no_number(make: Any, read: Read) -> None:
    check = make.check(status=CheckStatus.UNGRADED)
    part = make.part(checks=(check,), status=PartStatus.UNGRADED, score=0.0)
    text = read(student_page(make.result(make.question(part, status=PartStatus.UNGRADED)))).text
    assert text.count("– / 4") == 3
    assert text.count("– / 2") == 1


@pytest.mark.parametrize("status", PartStatus)
def test_every_question_status_is_shown(make: Any, read: Read, status: PartStatus) -> None:
    from grader.report.badge import badge

    text = read(student_page(make.result(make.question(status=status)))).text
    assert text.count(f"{badge(status).symbol} {badge(status).word}") >= 2


# --------------------------------------------------------------------------- hostile input


@pytest.mark.parametrize("audience", Audience)
def test_hostile_text_stays_text(make: Any, read: Read, hostile: str, audience: Audience) -> None:
    source = student_page(make.saturated(hostile), audience, None)
    page = read(source)
    source.encode("utf-8")
    assert page.text.count("49") == read(student_page(make.saturated("x"), audience)).text.count("49")
    for character in ("\x00", "\x1b", "\x07", "\u202e", "\u2066", "\ud800"):
        assert character not in source


def test_markup_in_a_name_is_visible_as_it_was_written(make: Any, read: Read) -> None:
    name = "<script>alert('1')</script> {{7*7}} &amp;"
    assert name in read(student_page(make.result(student=name))).text


@pytest.mark.parametrize("character", ["x", "<", "'", "🧮", "\x00", "\n", " ", "\x1b[31m", "`"])
def test_megabytes_fit_into_the_limit(make: Any, read: Read, character: str) -> None:
    huge = character * (1_000_000 // len(character))
    source = student_page(make.saturated(huge, 10))
    assert len(source.encode()) <= MAX_BYTES
    read(source)


def test_a_single_long_message_keeps_its_ends(make: Any, read: Read) -> None:
    message = "begin " + "x" * 1_000_000 + " end"
    text = read(student_page(make.result(make.question(make.part(checks=(make.check(message=message),)))))).text
    assert "begin xxx" in text
    assert "xxx end" in text
    assert "characters left out" in text


def test_so_many_checks_that_some_are_left_out_and_counted(make: Any, read: Read) -> None:
    part = make.part(checks=(make.check(message="y" * 4_000),) * 900)
    source = student_page(make.result(make.question(part), notes=("a note",) * 500, output="z" * 10**6))
    assert len(source.encode()) <= MAX_BYTES
    text = read(source).text
    assert "more checks, left out here." in text
    assert "more notes, left out here." in text


def test_large_arrays_fit(make: Any, read: Read) -> None:
    array = [[float(i * j) for j in range(90)] for i in range(120)]
    example = make.counterexample(arguments={"x": array}, got=array, expected=[row[::-1] for row in array], paste="")
    part = make.part(checks=(make.check(counterexample=example),) * 8)
    source = student_page(make.result(make.question(part)))
    assert len(source.encode()) <= MAX_BYTES
    read(source)


@given(data=st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_result_can_be_shown(read: Read, random_results: Any, data: st.DataObject) -> None:
    result = data.draw(random_results.results)
    for audience in Audience:
        source = student_page(result, audience)
        assert len(source.encode("utf-8")) <= MAX_BYTES
        read(source)
