from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.records import Cell, CellKind, PartKind
from grader.submission.answers import Answer, Answers, answers, has_marker

DERIVATION, TEXT = PartKind.DERIVATION, PartKind.TEXT
IDS = st.sampled_from(["1", "2a", "2.2", "3.1"])


def cell(source: str, name: str = "cell 1", kind: CellKind = CellKind.MARKDOWN) -> Cell:
    return Cell(kind, source, name)


def read(*sources: str) -> Answers:
    return answers([cell(source, f"cell {number}") for number, source in enumerate(sources, start=1)])


def test_one_cell_one_answer() -> None:
    found = read("<!-- derivation: 1b -->\n$$a = b$$\n", "# Prose", "<!-- text: 2.2 -->\nBecause.")
    assert found == Answers(
        {
            (DERIVATION, "1b"): Answer(DERIVATION, "1b", "$$a = b$$", "cell 1"),
            (TEXT, "2.2"): Answer(TEXT, "2.2", "Because.", "cell 3"),
        }
    )
    assert found.get(TEXT, "2.2") == Answer(TEXT, "2.2", "Because.", "cell 3")
    assert found.get(DERIVATION, "2.2") is None


@pytest.mark.parametrize(
    "marker",
    ["<!-- derivation: 2a -->", "<!--derivation:2a-->", "<!-- Derivation : 2A -->", "  <!-- derivation: 2 a -->",
     "<!-- derivation 2a -->", "<!--\tderivation:\t2a\t-->"],
)  # fmt: skip
def test_spellings_of_the_marker(marker: str) -> None:
    answer = read(f"{marker}\nx").get(DERIVATION, "2a")
    assert answer is not None
    assert answer.text == "x"


@pytest.mark.parametrize(
    "line",
    ["<!-- derivative: 2a -->", "<!-- text answer below -->", "<!-- derivation: -->", "    <!-- derivation: 2a -->",
     "see <!-- derivation: 2a -->", "`<!-- derivation: 2a -->`", "<!-- derivation: 2a", "<!-- derivation: " + "2" * 90 + " -->",
     "```\n<!-- derivation: 2a -->\n```", "~~~html\n<!-- derivation: 2a -->\n~~~", "````\n```\n<!-- derivation: 2a -->\n````"],
)  # fmt: skip
def test_no_markers(line: str) -> None:
    assert read(f"{line}\nx") == Answers()
    assert not has_marker(line)


def test_an_answer_lasts_to_the_next_marker() -> None:
    found = read(
        "# Notes\n<!-- derivation: 1 -->\nfirst\n\nline\n<!-- text: 1 -->same line\n## More\nrest\n<!-- derivation: 2 -->"
    )
    texts = {key: answer.text for key, answer in found.found.items()}
    assert texts == {
        (DERIVATION, "1"): "first\n\nline",
        (TEXT, "1"): "same line\n## More\nrest",
        (DERIVATION, "2"): "",
    }


def test_a_fence_that_is_never_closed_hides_nothing() -> None:
    found = read("```python\nx\n<!-- text: 1 -->\nanswer")
    assert found.found[TEXT, "1"].text == "answer"


def test_a_closed_fence_inside_an_answer_belongs_to_it() -> None:
    found = read("<!-- text: 1 -->\n```latex\na\n```\nb")
    assert found.found[TEXT, "1"].text == "```latex\na\n```\nb"


@pytest.mark.parametrize(
    "body",
    [
        "",
        " \n\t\n",
        "## Derivation of 2a",
        "<!-- write here -->",
        "# A\n\n<!-- b\nc -->\n ### D\n",
        "#",
        "<!---->",
    ],
)
def test_empty_answers(body: str) -> None:
    answer = read(f"<!-- derivation: 2a -->\n{body}").get(DERIVATION, "2a")
    assert answer == Answer(DERIVATION, "2a", "", "cell 1")


@pytest.mark.parametrize("body", ["$$a$$", "#hashtag", "<!-- open", "![](attachment:photo.png)", "<!-- a --> b", "0"])
def test_answers_that_are_not_empty(body: str) -> None:
    answer = read(f"<!-- derivation: 2a -->\n{body}").get(DERIVATION, "2a")
    assert answer is not None
    assert answer.text == body


def test_the_last_one_that_is_not_empty_counts_with_a_note() -> None:
    first, second, blank = ("<!-- derivation: 2a -->\n" + body for body in ("one", "two", " "))
    found = read(first, "prose", second, blank)
    assert found.found[DERIVATION, "2a"] == Answer(DERIVATION, "2a", "two", "cell 3")
    assert found.notes == ("the derivation of 2a stands twice (cell 1 and cell 3): the last one counts",)
    assert read(blank, first, blank).notes == ()
    assert read(blank, first, blank).found[DERIVATION, "2a"].cell == "cell 2"
    assert "stands 3 times (cell 1, cell 2 and cell 3)" in read(first, second, first).notes[0]
    assert read(first, "<!-- text: 2a -->\none").notes == ()


STARTER = {("text", "2c"): "Your answer here:", ("derivation", "2A"): "<!-- derivation: 2a -->\n$$\n\n$$"}


@pytest.mark.parametrize("source", ["<!-- text: 2c -->\nYour answer\n  here:", "<!-- derivation: 2a -->\n$$ $$"])
def test_the_starters_text_is_no_answer(source: str) -> None:
    found = answers([cell(source)], STARTER)
    assert [answer.text for answer in found.found.values()] == [""]
    assert all(answer.text for answer in answers([cell(source)]).found.values())


def test_an_answer_after_the_starters_text_counts() -> None:
    mine = "<!-- text: 2c -->\nYour answer here: uniform"
    untouched = "<!-- text: 2c -->\nYour answer here:"
    found = answers([cell(mine, "cell 1"), cell(untouched, "cell 2")], STARTER)
    assert found.found[TEXT, "2c"].text == "Your answer here: uniform"
    assert found.notes == ()


def test_only_markdown_is_read() -> None:
    marked = "<!-- text: 1 -->\nx"
    assert answers([cell(marked, kind=CellKind.CODE), cell(marked, kind=CellKind.SCRIPT)]) == Answers()


@given(st.lists(st.tuples(IDS, st.text("abc \n$", max_size=8)), max_size=6))
def test_the_last_words_win(given_answers: list[tuple[str, str]]) -> None:
    found = read(*(f"<!-- text: {question} -->\n{body}" for question, body in given_answers))
    for question in {question for question, _ in given_answers}:
        bodies = [body.strip() for own, body in given_answers if own == question]
        answer = found.get(TEXT, question)
        assert answer is not None
        assert answer.text == next((body for body in reversed(bodies) if body), "")


@given(st.text("<!-> textdrivon:12a\n`~#$ ", max_size=80))
def test_any_text(source: str) -> None:
    found = read(source)
    assert all(answer.text in source for answer in found.found.values())


@pytest.mark.parametrize(
    "piece", ["<!--", "-->", "<!-- text: 1 -->", "```\n", "<!-- text: ", "# ", " ", "<!-- text: 1 -->\n"]
)
def test_no_text_is_slow(piece: str) -> None:
    source = "<!-- text: 1 -->\n" + piece * (400_000 // len(piece))
    start = time.process_time()
    read(source)
    assert time.process_time() - start < 60  # quadratic work on these would take many minutes
