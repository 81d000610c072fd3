from __future__ import annotations

import pytest

from grader.proof.bench import Bench, expression, gallery
from grader.proof.evaluating.scope import Clock
from grader.proof.padding import idle, simplified
from grader.proof.syntax import Negative, Number


@pytest.fixture
def bench(cross_entropy):
    return Bench(gallery(cross_entropy, 0), Clock(5.0))


def read(bench, latex):
    return expression(latex, bench.claim.vocabulary)


@pytest.mark.parametrize(
    ("latex", "digits"),
    [
        (r"\log e", "1"),
        (r"\log 1", "0"),
        (r"\exp(\log 1)", "1"),
        (r"\max(1, 0)", "1"),
        (r"\log 6 - \log 2 - \log 3", "0"),
    ],
)
def test_numbers_in_disguise(bench, latex, digits):
    assert simplified(bench, read(bench, latex)) == Number(digits)


def test_minus_one(bench):
    assert simplified(bench, read(bench, r"\log\frac1e")) == Negative(Number("1"))


def test_logarithms_and_exponentials_cancel_around_what_is_to_be_shown(bench):
    inside = read(bench, r"\sum_z q(z) \log p(z)")
    assert simplified(bench, read(bench, r"\log \exp(\sum_z q(z) \log p(z))")) == inside


@pytest.mark.parametrize("latex", [r"\sum_z q(z)", r"\log 2", r"\sum_z q(z) \log q(z)", r"\log \exp(k)", "2"])
def test_what_says_something_stays(bench, latex):
    assert simplified(bench, read(bench, latex)) == read(bench, latex)


START, GOAL = r"-\sum_z q(z) \log p(z)", r"\mathbb{H}[q] + \mathrm{KL}[q\|p]"


@pytest.mark.parametrize(
    "disguise",
    [
        rf"({START}) \cdot \sum_z q(z)",
        rf"{START} + \sum_z q(z) - 1",
        rf"\max({START}, {GOAL})",
        rf"|{GOAL}|",
        rf"\frac12 ({START}) + \frac12 ({GOAL})",
        rf"{GOAL} + \mathrm{{KL}}[q\|q]",
        r"(-\sum_{z'} q(z') \log p(z')) \cdot \sum_z q(z)",
    ],
)
def test_ends_in_disguise_are_idle(bench, disguise):
    members = [read(bench, latex) for latex in (START, disguise, GOAL)]
    assert idle(bench, members) == [False, True, False]


@pytest.mark.parametrize(
    "member",
    [
        r"-\sum_z q(z) \log q(z) + \mathrm{KL}[q\|p]",
        rf"\mathbb{{E}}_{{q(z)}}[{START}]",  # a first step, not a disguise
        rf"2 ({START})",  # not equal
        r"-\sum_{z'} q(z') \log p(z')",  # a rewriting
    ],
)
def test_members_that_say_something_are_not(bench, member):
    members = [read(bench, latex) for latex in (START, member, GOAL)]
    assert idle(bench, members) == [False, False, False]


def test_a_member_that_cannot_be_read_is_not_idle(bench):
    assert idle(bench, [read(bench, START), None, None]) == [False, False, False]
