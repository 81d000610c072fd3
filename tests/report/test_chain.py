"""A derivation as HTML for a cell of a notebook."""

from __future__ import annotations

from typing import Any

from grader.report.chain import chain_html

from .page import Page


def parsed(source: str) -> Page:
    page = Page()
    page.feed(source)
    page.close()
    assert (page.open, page.faults) == ([], [])
    return page


def test_every_line_with_its_formula_status_and_facts(make: Any) -> None:
    part = make.derivation(opening="<math><mi>a</mi></math>")
    text = chain_html("2a", part)
    assert text.count("<math") == 1 + sum(step.read_as.startswith("<math") for step in part.steps)
    assert [f"line {number}" in text for number in range(1, 8)] == [True] * 7
    assert "✓ valid" in text
    assert "uses noise model" in text
    assert "≥" in text
    assert r"<code>\foo{x}</code>" in text
    assert parsed(text).text.startswith("Derivation of 2a, as it was read line 1 a line 2 =")


def test_no_steps_no_table(make: Any) -> None:
    assert chain_html("2a", make.derivation(steps=())) == ""


def test_hostile_text_is_only_text(make: Any, hostile: str) -> None:
    step = make.step(relation=hostile, status=hostile, facts=(hostile,), read_as=hostile)
    page = parsed(chain_html(hostile, make.derivation(opening=hostile, steps=(step,))))
    assert {tag for tag, _ in page.tags} == {"table", "caption", "tr", "td", "code"}
    assert {name for _, given in page.tags for name in given} == {"style"}
    assert len(page.attributes("tr")) == 2
