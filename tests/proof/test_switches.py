"""Indicators and maxima that only tell whether a fact is true: never credit, and left for a person."""

from __future__ import annotations

import pytest

from grader.proof.bench import Bench, expression, gallery
from grader.proof.evaluating.scope import Clock
from grader.proof.judge import judge_derivation
from grader.proof.judgement import Decision
from grader.proof.switches import telling
from tests.proof.rates import claim_of


def told(claim, latex, seed=0):
    bench = Bench(gallery(claim, seed), Clock(5.0))
    return telling(bench, expression(latex, claim.vocabulary)) is not None


@pytest.mark.parametrize(
    "latex",
    [
        r"2 \llbracket \mu - \mathbb{E}[X] < 0.1 \rrbracket",
        r"2^{\llbracket \mu - \mathbb{E}[X] < 0.1 \rrbracket}",
        r"\max(\mathbb{E}[X], \mu)",  # a tie in sound worlds
        r"|\mu - \mathbb{E}[X]|",
        r"\llbracket 0 < \mu \rrbracket \llbracket \mu - \mathbb{E}[X] < 0.1 \rrbracket",
        r"\exp(\mu - \mathbb{E}[X])",
    ],
)
def test_what_only_tells_of_a_fact(variance, latex):
    assert told(variance, latex)


@pytest.mark.parametrize(
    "latex",
    [
        r"\mathbb{E}[X^2] - \mu^2",
        r"\max(\mu, 0)",
        r"|\mu|",
        r"\mathbb{E}[\max(X, \mu)]",
        r"\mathbb{E}[\llbracket X < \mu \rrbracket]",
        r"\llbracket 1 < 2 \rrbracket",  # stands still in all worlds
        r"\exp(\mathbb{E}[X])",
    ],
)
@pytest.mark.parametrize("seed", range(4))
def test_what_turns_in_sound_worlds_too(variance, latex, seed):
    assert not told(variance, latex, seed)


UPDATE, ENERGY = r"\mathcal{H}(x') - \mathcal{H}(x)", r"\left(-\frac12 x'^T W x' + \frac12 x^T W x\right)"
SCORE = r"\frac{\partial L}{\partial y_j}"
EVIDENCE, ELBO, KL = r"\log p_\theta(x)", r"\mathrm{ELBO}(\theta,\phi,x)", r"\mathrm{KL}[q_\phi(z|x)\|p_\theta(z|x)]"
FACTS = (
    r"\llbracket |\sum_z q_\phi(z|x) - 1| < 0.000001 \rrbracket"
    r"\llbracket \sum_z |p_\theta(x,z) - p_\theta(z|x) p_\theta(x)| < 0.000001 \rrbracket"
)
EMPTY = [
    ("ss2020_seminar2__1", (UPDATE, f"= {ENERGY}", rf"= {ENERGY} \llbracket x_i^2 = 1 \rrbracket", r"\le 0")),
    ("ss2020_seminar2__1", (UPDATE, rf"= {ENERGY} \llbracket \sum_j x_j^2 = n \rrbracket", r"\le 0")),
    (
        "ss2020_seminar2__5",
        (
            r"\frac{\partial L}{\partial x_i}",
            rf"= \sum_j {SCORE} \max(\frac{{\partial y_j}}{{\partial x_i}}, \llbracket j \ge i \rrbracket)",
            rf"= \sum_{{j \ge i}} {SCORE}",
        ),
    ),
    (
        "fall2020_homework4__1.1",
        (
            EVIDENCE,
            rf"= \log\left(p_\theta(x)^{{{FACTS}}} e^{{{ELBO} (1 - {FACTS}) + {KL} (1 - {FACTS})}}\right)",
            f"= {ELBO} + {KL}",
        ),
    ),
]


@pytest.mark.parametrize(("stem", "lines"), EMPTY, ids=range(len(EMPTY)))
@pytest.mark.parametrize("seed", range(3))
def test_facts_moved_between_steps_earn_nothing(stem, lines, seed):
    judgement = judge_derivation(claim_of(stem), [list(lines)], seed=seed)
    assert judgement.credit == 0.0
    # Wrong where the step with the switch is too big all the same.
    assert judgement.decision in (Decision.UNDECIDED, Decision.WRONG)


def test_a_step_by_a_switch_is_left_for_a_person():
    stem, lines = EMPTY[-1]
    judgement = judge_derivation(claim_of(stem), [list(lines)], seed=0)
    assert judgement.decision is Decision.UNDECIDED
    assert "only says whether a fact is true" in judgement.steps[0].message
