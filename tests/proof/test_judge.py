"""Whole derivations: accepted where they are right, and refused on the right line where they are not."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest

from grader.proof.breaks import LOG
from grader.proof.claim import Ask, Inner, Lemma, Limits, Sides, without_goals
from grader.proof.families import conditional, counted
from grader.proof.judge import judge_derivation
from grader.proof.judgement import Decision
from grader.proof.world import Draw, World

CROSS = (
    r"-\sum_z q(z) \log p(z)",
    r"= -\sum_z q(z) \log q(z) + \sum_z q(z) \log \frac{q(z)}{p(z)}",
    r"= \mathbb{H}[q] + \mathrm{KL}[q\|p]",
)
MOMENTS = (
    r"\mathbb{E}[(X-\mu)^2]",
    r"= \mathbb{E}[X^2 - 2\mu X + \mu^2]",
    r"= \mathbb{E}[X^2] - 2\mu\mathbb{E}[X] + \mu^2",
    r"= \mathbb{E}[X^2] - 2\mu^2 + \mu^2",
    r"= \mathbb{E}[X^2] - \mu^2",
)
LSE = (r"\log \sum_i e^{x_i}", r"\ge \log e^m", "= m")
JENSEN = (
    r"\mathrm{KL}[q\|p]",
    r"= \sum_z q(z) \log \frac{q(z)}{p(z)}",
    r"= -\sum_z q(z) \log \frac{p(z)}{q(z)}",
    r"\ge -\log \sum_z q(z) \frac{p(z)}{q(z)}",
    r"= -\log \sum_z p(z)",
    r"= -\log 1",
    "= 0",
)


def statuses(judgement):
    return [step.status for step in judgement.steps]


def names(judgement):
    return [step.facts for step in judgement.steps]


# --------------------------------------------------------------------------- what is right


def test_right_derivations_are_accepted(judge, cross_entropy, variance, log_sum_exp, gibbs):
    for subject, lines in ((cross_entropy, CROSS), (variance, MOMENTS), (log_sum_exp, LSE), (gibbs, JENSEN)):
        judgement = judge(subject, *lines)
        assert judgement.decision is Decision.ACCEPTED, judgement
        assert judgement.credit == 1.0
        assert set(statuses(judgement)) == {"valid"}
        assert [step.line for step in judgement.steps] == list(range(2, len(lines) + 1))


def test_each_step_says_which_facts_it_uses(judge, variance, gibbs):
    assert names(judge(variance, *MOMENTS)) == [(), ("a distribution sums to one",), ("μ is the expectation of X",), ()]
    assert names(judge(gibbs, *JENSEN))[2] == ("Jensen: the logarithm is concave",)


def test_reversed_derivation_with_turned_relations(judge, cross_entropy, log_sum_exp):
    assert judge(cross_entropy, CROSS[2][2:], "=" + CROSS[1][1:], "=" + CROSS[0]).decision is Decision.ACCEPTED
    assert judge(log_sum_exp, "m", r"= \log e^m", r"\le \log \sum_i e^{x_i}").decision is Decision.ACCEPTED
    assert judge(log_sum_exp, "m", r"= \log e^m", r"\ge \log \sum_i e^{x_i}").steps[1].status == "wrong"


def test_rearranged_claim(judge, gibbs):
    lines = (
        "0",
        r"= \log \sum_z q(z) \frac{p(z)}{q(z)}",
        r"\ge \sum_z q(z) \log \frac{p(z)}{q(z)}",
        r"= -\sum_z q(z) \log\frac{q(z)}{p(z)}",
        r"= -\mathrm{KL}[q\|p]",
    )
    assert judge(gibbs, *lines).decision is Decision.ACCEPTED


def test_several_members_on_one_line(judge, log_sum_exp):
    judgement = judge(log_sum_exp, r"\log \sum_i e^{x_i} \ge \log e^m = m")
    assert judgement.decision is Decision.ACCEPTED
    assert [step.line for step in judgement.steps] == [2, 3]


def test_other_seeds_judge_the_same(judge, cross_entropy, variance, log_sum_exp, gibbs):
    for seed in range(1, 6):
        for subject, lines in ((cross_entropy, CROSS), (variance, MOMENTS), (log_sum_exp, LSE), (gibbs, JENSEN)):
            assert judge(subject, *lines, seed=seed).decision is Decision.ACCEPTED, (subject.id, seed)


# --------------------------------------------------------------------------- what is wrong


@pytest.mark.parametrize(
    ("line", "text", "hint"),
    [
        (1, r"= \sum_z q(z) \log q(z) + \sum_z q(z) \log \frac{q(z)}{p(z)}", "the sign of term 1 is wrong"),
        (2, r"= \mathbb{H}[q] + \mathrm{KL}[p\|q]", "the arguments of KL are swapped"),
        (2, r"= \mathbb{H}[q] - \mathrm{KL}[q\|p]", "the sign of term 2 is wrong"),
        (1, r"= -\sum_z q(z) \log q(z) + \sum_z q(z) \frac{q(z)}{p(z)}", "a log is missing"),
        (1, r"= -\sum_z q(z) \log q(z) + 2 \sum_z q(z) \log \frac{q(z)}{p(z)}", "a factor ½ is missing"),
    ],
)
def test_wrong_line_is_named_and_mended(judge, cross_entropy, line, text, hint):
    lines = list(CROSS)
    lines[line] = text
    judgement = judge(cross_entropy, *lines)
    step = judgement.steps[line - 1]
    assert (step.status, step.line) == ("wrong", line + 1)
    assert hint in step.hint
    assert step.left != step.right
    assert step.world.startswith("q = [")
    assert judgement.decision in (Decision.PARTIAL, Decision.WRONG)
    assert f"line {line + 1} is wrong" in judgement.message


def test_wrong_ends_and_wrong_direction(judge, cross_entropy, log_sum_exp):
    unfinished = judge(cross_entropy, *CROSS[:2])
    assert unfinished.decision is Decision.PARTIAL
    assert "other side" in unfinished.message
    weaker = judge(log_sum_exp, LSE[0], "= " + LSE[0], r"\ge \log e^m", "= m", "\\ge m - 1")
    assert weaker.credit <= 0.5
    assert judge(replace(log_sum_exp, relation=">"), *LSE).message.endswith("'≥' where '>' is claimed")


def test_mixed_directions_prove_nothing(judge, log_sum_exp):
    judgement = judge(log_sum_exp, LSE[0], r"\le \log \sum_i e^{x_i} + 1", r"= \log \sum_i e^{x_i} + 1", r"\ge m")
    assert judgement.decision is not Decision.ACCEPTED
    assert "different directions" in judgement.message


def test_jensen_as_an_equality(judge, gibbs):
    lines = list(JENSEN)
    lines[3] = "=" + JENSEN[3].removeprefix(r"\ge")
    judgement = judge(gibbs, *lines)
    assert judgement.steps[2].status == "wrong"
    assert "≥" in judgement.steps[2].hint


def test_turned_jensen(judge, gibbs):
    lines = list(JENSEN)
    lines[3] = r"\le" + JENSEN[3].removeprefix(r"\ge")
    assert judge(gibbs, *lines).steps[2].hint == "the inequality points the other way"


# --------------------------------------------------------------------------- what is true, but no proof


def test_every_shortcut_is_refused(judge, cross_entropy, variance, log_sum_exp, gibbs):
    for subject, relation in ((cross_entropy, "="), (variance, "="), (log_sum_exp, r"\ge"), (gibbs, r"\ge")):
        start, goal = subject.sides[0].start, subject.sides[0].goal
        detour = rf"{goal} + \log 5 - \log 5"
        shortcuts = {
            "jump": (start, f"{relation} {goal}"),
            "circle": (start, f"{relation} {goal}", f"= {detour}", f"= {goal}"),
            "times one": (start, f"{relation} ({goal}) \\cdot 1", f"= {goal}"),
            "log one": (start, rf"{relation} {goal} + \log 1", f"= {goal}"),
            "difference": (start, f"= {goal} + ({start} - ({goal}))", f"{relation} {goal}"),
            "nothing": (start, f"= {start}"),
        }
        for name, lines in shortcuts.items():
            judgement = judge(subject, *lines)
            assert judgement.decision is not Decision.ACCEPTED, (subject.id, name)
            assert judgement.credit == 0.0, (subject.id, name)


def test_too_big_step_names_what_it_uses(judge, cross_entropy):
    step = judge(cross_entropy, CROSS[0], CROSS[2]).steps[0]
    assert step.status == "too_big"
    assert step.message == (
        "true, but too much at once: it uses 'a rule of the logarithm' and 'a definition'; "
        "write a line for each, the first with 'a rule of the logarithm' alone"
    )


def test_a_step_that_skips_what_is_asked_for_is_not_said_to_use_too_much(judge, cross_entropy):
    asked = replace(cross_entropy, facts=(LOG,), limits=Limits(most=1, least=2))
    step = judge(asked, CROSS[0], CROSS[2]).steps[0]
    assert step.status == "too_big"
    assert step.message == (
        "true, but too much at once: the steps in between are what is asked for, "
        "even if 'a rule of the logarithm' is all that they use"
    )


def test_fewest_steps(judge, cross_entropy):
    loose = replace(cross_entropy, limits=Limits(most=2, least=1))
    assert judge(loose, CROSS[0], CROSS[2]).decision is Decision.ACCEPTED
    assert statuses(judge(replace(loose, limits=Limits(2, 2)), CROSS[0], CROSS[2])) == ["too_big"]


def test_inner_members_can_be_required(judge, cross_entropy):
    asked = replace(cross_entropy, inner=(Inner("a line with log q(z)", contains=(r"\log q(z)",)),))
    assert judge(asked, *CROSS).decision is Decision.ACCEPTED
    split = (CROSS[0], r"= \sum_z q(z) (\log \frac{q(z)}{p(z)} + \log \frac{1}{q(z)})", CROSS[2])
    assert judge(cross_entropy, *split).steps[1].status == "too_big"
    refused = judge(replace(asked, limits=Limits(2, 1)), *split)
    assert refused.decision is not Decision.ACCEPTED
    assert "a line with log q(z)" in refused.message


def test_lemma_counts_as_one_fact(judge, cross_entropy):
    lemma = Lemma("split", "the decomposition", CROSS[0], r"\mathbb{H}[q] + \mathrm{KL}[q\|p]")
    known = replace(cross_entropy, lemmas=(lemma,), limits=Limits(2, 1))
    judgement = judge(known, CROSS[0], CROSS[2])
    assert judgement.decision is Decision.ACCEPTED
    assert judgement.steps[0].facts == ("the decomposition",)


# --------------------------------------------------------------------------- alternatives, computed goals


def test_alternative_sides_with_their_own_limits(judge, log_sum_exp):
    other = Sides(r"\log \sum_i e^{x_i} - m", "0", Limits(2, 1))
    both = replace(log_sum_exp, sides=(*log_sum_exp.sides, Sides(r"\sum_i e^{x_i}", "e^m", Limits(1, 1))))
    assert judge(both, r"\sum_i e^{x_i}", r"\ge e^m").decision is Decision.ACCEPTED
    assert judge(log_sum_exp, r"\sum_i e^{x_i}", r"\ge e^m").decision is not Decision.ACCEPTED
    assert judge(replace(log_sum_exp, sides=(other,)), *LSE).decision is Decision.ACCEPTED  # rearranged


def test_computed_goal(judge, variance):
    computed = replace(variance, ask=Ask.COMPUTE, sides=(Sides(r"\mathbb{E}[X]", r"\mu"),), limits=Limits(2, 1))
    assert judge(computed, r"\mathbb{E}[X]", r"= \mu").decision is Decision.ACCEPTED
    assert judge(computed, r"\mathbb{E}[X]", r"= \frac{2\mu}{2}").decision is Decision.ACCEPTED
    unfinished = judge(computed, r"\mathbb{E}[X]", r"= 2\mu - \mathbb{E}[X]")
    assert "an expectation" in unfinished.message
    assert judge(computed, r"\mathbb{E}[X]", r"= \mu + 1").steps[0].status == "wrong"


def test_without_its_goal_steps_are_judged_and_the_end_waits(judge, variance):
    computed = replace(variance, ask=Ask.COMPUTE, sides=(Sides(r"\mathbb{E}[X]", r"\mu"),), limits=Limits(2, 1))
    public = without_goals(computed)
    assert public.sides[0].goal is None
    assert judge(public, r"\mathbb{E}[X]", r"= \mu").decision is Decision.PENDING
    assert judge(public, r"\mathbb{E}[X]", r"= \mu + 1").decision is Decision.WRONG


# --------------------------------------------------------------------------- what cannot be judged


def test_unreadable_line_establishes_nothing_for_its_two_steps(judge, variance):
    lines = list(MOMENTS)
    lines[2] = r"= \mathbb{E}[X^2] \oplus 2"
    judgement = judge(variance, *lines)
    assert statuses(judgement) == ["valid", "unreadable", "unreadable", "valid"]
    assert judgement.credit == 0.0
    assert "oplus" in judgement.steps[1].message


def test_line_that_names_what_does_not_exist(judge, cross_entropy):
    judgement = judge(cross_entropy, CROSS[0], r"= -\sum_y q(y) \log p(y)", *CROSS[1:])
    assert statuses(judgement)[:2] == ["unreadable", "unreadable"]
    assert "'y'" in judgement.steps[0].message
    assert judgement.decision is not Decision.ACCEPTED


def test_undefined_value_agrees_with_nothing(judge, cross_entropy):
    judgement = judge(cross_entropy, r"\log(-1)", r"= \log(-1)")
    assert judgement.steps[0].status == "wrong"
    assert "no value" in judgement.steps[0].message
    assert judgement.steps[0].left == "undefined"


def test_deadline_inside_nested_sums(judge, cross_entropy):
    sums = "".join(rf"\sum_{{z{chr(39) * k}}}" for k in range(9))
    started = time.monotonic()
    judgement = judge(cross_entropy, CROSS[0], f"= {sums} q(z)", *CROSS[1:], seconds=0.5)
    assert time.monotonic() - started < 3.0
    assert (judgement.decision, judgement.in_time) == (Decision.UNDECIDED, False)
    assert "undecided" in statuses(judgement)


SLOW = "".join(rf"\sum_{{z{chr(39) * k}}}" for k in range(9)) + " q(z)"


@pytest.mark.parametrize("first", [[CROSS[0], "= 1"], [CROSS[0], r"= -\sum_z q(z) \log q(z)", "= 0"]])
def test_what_was_not_judged_in_time_may_have_been_the_derivation(cross_entropy, first):
    assert judge_derivation(cross_entropy, [first], seed=0).decision in (Decision.WRONG, Decision.PARTIAL)
    judgement = judge_derivation(cross_entropy, [first, [SLOW, "= 1"]], seed=0, seconds=0.5)
    assert (judgement.decision, judgement.credit, judgement.in_time) == (Decision.UNDECIDED, 0.0, False)
    assert "took too long" in judgement.message


def test_a_side_calculation_without_end_takes_nothing_from_a_derivation(cross_entropy):
    judgement = judge_derivation(cross_entropy, [CROSS, [SLOW, "= 1"]], seed=0, seconds=1.5)
    assert (judgement.decision, judgement.in_time) == (Decision.ACCEPTED, True)


def test_what_is_not_judged_here_is_undecided_in_any_time(cross_entropy):
    judgement = judge_derivation(cross_entropy, [[CROSS[0], r"= \sum_{i=1}^{100000000} 1", *CROSS[1:]]], seed=0)
    assert (judgement.decision, judgement.in_time) == (Decision.UNDECIDED, True)


def test_nothing_to_judge_is_pending(cross_entropy):
    assert judge_derivation(cross_entropy, [], seed=0).decision is Decision.PENDING
    assert judge_derivation(cross_entropy, [[CROSS[0]]], seed=0).decision is Decision.WRONG


def test_side_calculations_are_shown_without_credit(cross_entropy):
    side = [r"\sum_z q(z)", "= 2"]
    judgement = judge_derivation(cross_entropy, [side, CROSS], seed=0)
    assert judgement.decision is Decision.ACCEPTED
    assert [step.status for step in judgement.side[0]] == ["wrong"]
    assert any("side calculations" in note for note in judgement.notes)


def test_deterministic(judge, gibbs):
    lines = (JENSEN[0], r"\ge \frac{1}{3} \sum_z q(z) \log \frac{q(z)}{p(z)} - \frac{1}{10}")
    assert judge(gibbs, *lines, seed=3) == judge(gibbs, *lines, seed=3)


# --------------------------------------------------------------------------- credit


def test_partial_credit(judge, variance):
    wrong_end = (*MOMENTS[:3], r"= \mathbb{E}[X^2] - \mu^2 + \mu")
    judgement = judge(variance, *wrong_end)
    assert judgement.decision is Decision.PARTIAL
    assert judgement.credit == pytest.approx(0.4)
    middle = (
        MOMENTS[0],
        r"= \mathbb{E}[X^2 - \mu X + \mu^2]",
        r"= \mathbb{E}[X^2] - \mu\mathbb{E}[X] + \mu^2",
        r"= \mathbb{E}[X^2] - \mu^2",
    )
    assert judge(variance, *middle).credit < 0.75


def test_missing_bracket_is_noted(judge, cross_entropy):
    lines = (CROSS[0], r"= \sum_z q(z) \log \frac{q(z)}{p(z)} - q(z) \log q(z)", CROSS[2])
    judgement = judge(cross_entropy, *lines)
    assert judgement.decision is Decision.ACCEPTED
    assert any("line 2" in note for note in judgement.notes)


# --------------------------------------------------------------------------- worlds with impossible values


def shared_zeros(draw: Draw, broken: str | None) -> World:
    """q and p of four values, the last of which neither of them takes."""
    q, p = (np.append(draw.simplex(3), 0.0) for _ in range(2))
    factor = 1.7 if broken == "normalisation" else 1.0
    return World(
        domains={"z": counted(4)},
        densities={"q": conditional("q", "z", (), q * factor), "p": conditional("p", "z", (), p / factor)},
        alone={"q": ("z",), "p": ("z",)},
    )


def test_zero_support(judge, gibbs):
    assert judge(replace(gibbs, world=shared_zeros), *JENSEN).decision is Decision.ACCEPTED
    unweighted = judge(replace(gibbs, world=shared_zeros), r"\sum_z \log q(z)", r"= \sum_z \log q(z)")
    assert unweighted.steps[0].status == "wrong"
    assert "no value" in unweighted.steps[0].message


def test_rare_counterexample_is_shown(judge, gibbs):
    """True of most pairs of distributions, but not where q puts nearly all on one value and p little."""
    judgement = judge(gibbs, r"\mathrm{KL}[q\|p]", r"\le 3")
    assert judgement.steps[0].status == "wrong"
    assert float(judgement.steps[0].left) > 3.0


def test_computed_goal_of_the_other_sign(judge, variance):
    computed = replace(variance, ask=Ask.COMPUTE, sides=(Sides(r"\mathbb{E}[X]", r"\mu"),), limits=Limits(2, 1))
    assert judge(computed, r"-\mathbb{E}[X]", r"= -\mu").decision is Decision.ACCEPTED
    assert judge(computed, r"-\mathbb{E}[X]", r"= \mu").decision is not Decision.ACCEPTED
    named = replace(computed, goal_without=("mu",))
    assert "mu" in judge(named, r"\mathbb{E}[X]", r"= \mu").message


def test_circle_from_the_start_establishes_nothing(judge, cross_entropy):
    loose = replace(cross_entropy, limits=Limits(most=2, least=2))
    judgement = judge(loose, CROSS[0], CROSS[1], "= " + CROSS[0], CROSS[2])
    assert judgement.decision is not Decision.ACCEPTED
    assert judgement.credit == 0.0
    assert statuses(judgement) == ["valid", "valid", "too_big"]


def test_claim_that_says_nothing_is_not_proved_by_anything(judge, cross_entropy):
    empty = replace(cross_entropy, facts=(), limits=Limits(2, 0))
    assert judge(empty, "1", "= 1").decision is not Decision.ACCEPTED


def test_facts_that_only_a_detour_needs_do_not_count(judge, variance):
    """The claim is true without any rule of the logarithm: log 1 = 0 is no progress."""
    wider = replace(variance, facts=(*variance.facts, LOG), limits=Limits(most=2, least=2))
    judgement = judge(wider, MOMENTS[0], "= " + MOMENTS[0] + r" + \log 1", MOMENTS[4] + r" + \log 1", MOMENTS[4])
    assert judgement.decision is not Decision.ACCEPTED
    assert judge(wider, *MOMENTS).decision is Decision.ACCEPTED


def test_a_display_may_begin_with_the_last_member_of_the_one_before(cross_entropy):
    middle = CROSS[1].removeprefix("=")
    halves = [[*CROSS[:2]], [middle, *CROSS[2:]]]
    assert judge_derivation(cross_entropy, halves, seed=0).decision is Decision.ACCEPTED
    apart = [[*CROSS[:2]], [f"2 ({middle})", *CROSS[2:]]]
    assert judge_derivation(cross_entropy, apart, seed=0).decision is not Decision.ACCEPTED


def test_one_member_that_cannot_be_read_spoils_its_own_two_steps_only(cross_entropy):
    line = " ".join((*CROSS[:-1], r"= \color{red}{1}", CROSS[-1]))
    judgement = judge_derivation(cross_entropy, [[line]], seed=0)
    statuses = [step.status for step in judgement.steps]
    assert statuses.count("unreadable") == 2
    assert "valid" in statuses
    assert "cannot be read" in judgement.message
    assert [step.source.strip() for step in judgement.steps if step.source] == [r"= \color{red}{1}"] * 2


def test_a_single_line_that_cannot_be_read_says_why(cross_entropy):
    judgement = judge_derivation(cross_entropy, [[r"\color{red}{1}"]], seed=0)
    assert judgement.message.startswith("this line cannot be read: colours")


def test_an_equality_with_an_absolute_value_uses_what_its_inequality_uses(judge, gibbs):
    """`a = |a|` says a ≥ 0, though it survives in many worlds where a fact is false."""
    definition = r"\sum_z q(z) \log \frac{q(z)}{p(z)}"
    judgement = judge(gibbs, r"\mathrm{KL}[q\|p]", f"= {definition}", f"= |{definition}|", r"\ge 0")
    assert judgement.decision is not Decision.ACCEPTED
    assert judgement.steps[1].status == "too_big"


@pytest.mark.parametrize(
    "nothing",
    [
        (r"\sum_z q(z) + \log 6", r"= \sum_z q(z) + \log 2 + \log 3"),
        (r"-\sum_z q(z) \log p(z)", r"= -\sum_z q(z) \log p(z) + \log 6 - \log 2 - \log 3"),
        (r"-\sum_z q(z) \log p(z)", r"= -\sum_z q(z) \log p(z) + \mathrm{KL}[q\|q]"),
    ],
)
def test_nonsense_earns_nothing(judge, cross_entropy, nothing):
    assert judge(cross_entropy, *nothing).credit == 0.0


def test_values_that_differ_late_are_shown_with_the_digits_that_tell(judge, cross_entropy):
    judgement = judge(cross_entropy, CROSS[0], f"= ({CROSS[0]}) \\cdot 1.000001", CROSS[2])
    step = judgement.steps[0]
    assert step.status == "wrong"
    assert step.left != step.right
    assert f"{step.left} against {step.right}" in step.message


def test_what_rounding_leaves_of_zero_is_shown_as_zero(judge, gibbs):
    rounding = r"\sum_z q(z) \log \frac{q(z)}{p(z)} - \mathrm{KL}[q\|p]"
    step = judge(gibbs, r"\mathrm{KL}[q\|p]", rf"= \frac{{1}}{{10^{{16}}}} + {rounding}").steps[0]
    assert step.status == "wrong"
    assert step.right == "0"


def test_zero_has_no_sign(judge, gibbs):
    step = judge(gibbs, "-0", "> 0").steps[0]
    assert (step.status, step.left, step.right) == ("wrong", "0", "0")
    assert step.message == "'>' is false in general: for instance 0 against 0"
    thirds = judge(gibbs, r"\frac{1}{10} + \frac{2}{10}", r"< \frac{3}{10}").steps[0]
    assert (thirds.left, thirds.right) == ("0.3", "0.3")


def test_small_values_that_refute_are_shown(judge, cross_entropy):
    step = judge(cross_entropy, r"\frac{1}{10^9} \sum_z z", "= 0").steps[0]
    assert (step.status, step.left, step.right) == ("wrong", "6e-09", "0")
