"""A solved homework, equation by equation as it was handed in: what of it is accepted, and what is found wrong."""

from __future__ import annotations

import re

import pytest

from assignments.bank.claims.decoder import binary_outputs, real_outputs
from assignments.bank.claims.elbo import bound, evidence, reconstruction, with_entropy
from grader.proof.claim import Claim
from grader.proof.judge import Decision, Judgement, judge_derivation
from grader.proof.reading.readings import Unreadable, read

EQUATIONS = {
    1: r"\log p_\theta(x) = \int_z q_\phi(z|x) \log p_\theta(x)",
    2: r"= \int_z q_\phi(z|x) \log p_\theta(x) \frac{p_\theta(x, z)}{p_\theta(x, z)} \frac{q_\phi(z|x)}{q_\phi(z|x)}",
    3: r"= \int_z q_\phi(z|x) \log \frac{p_\theta(x, z)}{q_\phi(z|x)} \frac{q_\phi(z|x)}{p_\theta(z|x)}",
    4: r"= \int_z q_\phi(z|x) \log \frac{p_\theta(x, z)}{q_\phi(z|x)} + \int_z q_\phi(z|x) \log \frac{q_\phi(z|x)}{p_\theta(z|x)}",
    5: r"= \text{ELBO}(\theta, \phi, x) + \text{KL}[q_\phi(z|x)||p_\theta(z|x)]",
    6: r"\text{KL}[q||p] = \int_z q \log \frac{q}{p}",
    7: r"= - \int_z q \log \frac{p}{q}",
    8: r"\geq - \log \int_z q \frac{p}{q}",
    9: r"= - \log 1 = 0",
    10: r"\text{ELBO}(\theta, \phi, x) = \log p_\theta(x) - \text{KL}[q_\phi(z|x)||p_\theta(z|x)]",
    11: r"= \int_z q_\phi(z|x) \log p_\theta(x) - \int_z q_\phi(z|x) \log \frac{q_\phi(z|x)}{p_\theta(z|x)}",
    12: r"= \int_z q_\phi(z|x) \log p_\theta(x) - \int_z q_\phi(z|x) \log \frac{q_\phi(z|x)}{p_\theta(z|x)} \frac{p_\theta(z)}{p_\theta(z)}",
    13: r"= \int_z q_\phi(z|x) \log \frac{p_\theta(x)p_\theta(z|x)}{p_\theta(z)} - \int_z q_\phi(z|x) \log \frac{q_\phi(z|x)}{p_\theta(z)}",
    14: r"= \int_z q_\phi(z|x) \log p_\theta(x|z) - \int_z q_\phi(z|x) \log \frac{q_\phi(z|x)}{p_\theta(z)}",
    15: r"= \mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x|z)] - \text{KL}[q_\phi(z|x)||p_\theta(z)]",
    16: r"\text{ELBO}(\theta, \phi, x) = \int_z q_\phi(z|x) \log p_\theta(x|z) - \int_z q_\phi(z|x) \log \frac{q_\phi(z|x)}{p_\theta(z)}",
    17: r"= \int_z q_\phi(z|x) \log \frac{p_\theta(x, z)}{p_\theta(z)} - \int_z q_\phi(z|x) \log \frac{q_\phi(z|x)}{p_\theta(z)}",
    18: r"= \int_z q_\phi(z|x) \log p_\theta(x, z) - \int_z q_\phi(z|x) \log q_\phi(z|x)",
    19: r"= \int_z q_\phi(z|x) \log p_\theta(x, z) - \mathbb{H}[q_\phi(z|x)]",
    20: r"p_\theta(x|\tilde{z}) = -\log(\Pi_{d=1}^D \text{Bernoulli}(x_d; \hat{x}_d)) = -\log(\Pi_{d=1}^D \hat{x}_d^{x_d}(1 - \hat{x}_d)^{1-x_d})",
    21: r"= -\sum_{d=1}^D \log \hat{x}_d^{x_d}(1 - \hat{x}_d)^{1-x_d} = -\sum_{d=1}^D \log \hat{x}_d^{x_d} + \log(1 - \hat{x}_d)^{1-x_d}",
    22: r"= -\sum_{d=1}^D x_d \log \hat{x}_d + (1 - x_d) \log(1 - \hat{x}_d)",
    23: r"\mathcal{N}(x_d; \hat{x}_d; \sigma^2) = \frac{1}{\sigma\sqrt{2\pi}} \exp\left(\frac{-1}{2}\left(\frac{x_d - \hat{x}_d}{\sigma}\right)^2\right)",
    24: r"= C_d \exp(E_d(x_d - \hat{x}_d)^2)",
    25: r"-\log p_\theta(x|\tilde{z}) = -\log \Pi_{d=1}^D \mathcal{N}(x_d; \hat{x}_d, \sigma^2)",
    26: r"= -\log \Pi_{d=1}^D C_d \exp(E_d(x_d - \hat{x}_d)^2)",
    27: r"= -\sum_{d=1}^D \log C_d + \log \exp(E_d(x_d - \hat{x}_d)^2)",
    28: r"= -\sum_{d=1}^D \log C_d + E_d(x_d - \hat{x}_d)^2",
}
ENTROPY = r"H[q_\phi(z|x)] = \int_z q_\phi(z|x) \log q_\phi(z|x)"
CLAIMS = {
    range(1, 6): evidence,
    range(6, 10): bound,
    range(10, 16): reconstruction,
    range(16, 20): with_entropy,
    range(20, 23): binary_outputs,
    range(23, 29): real_outputs,
}
SEEDS = (0, 1)


def claim_of(number: int) -> Claim:
    return next(claim for numbers, claim in CLAIMS.items() if number in numbers)


def judge(*chains: range, seed: int) -> Judgement:
    lines = [[EQUATIONS[number] for number in chain] for chain in chains]
    return judge_derivation(claim_of(chains[0][0]), lines, seed=seed, seconds=60.0)


def bracket_lines(verdict: Judgement) -> int:
    return sum("bracket" in note for note in verdict.notes)


@pytest.mark.parametrize("number", EQUATIONS)
def test_reads_every_equation(number: int) -> None:
    readings = read(EQUATIONS[number], claim_of(number).vocabulary)
    assert not isinstance(readings, Unreadable), readings
    relations = len(re.findall(r"=(?=\s)|\\geq", EQUATIONS[number].replace("_{d=1}", "")))
    starts = not EQUATIONS[number].startswith(("=", r"\geq"))
    assert len(readings[0].members) == relations + starts


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "chain", [range(1, 6), range(6, 10), range(10, 16), range(25, 29)], ids=lambda chain: f"{chain[0]}-{chain[-1]}"
)
def test_accepts(chain: range, seed: int) -> None:
    verdict = judge(chain, seed=seed)
    assert verdict.decision is Decision.ACCEPTED, verdict


@pytest.mark.parametrize("seed", SEEDS)
def test_judges_the_density_as_a_side_calculation(seed: int) -> None:
    verdict = judge(range(25, 29), range(23, 25), seed=seed)
    assert verdict.decision is Decision.ACCEPTED, verdict
    assert [[step.status for step in steps] for steps in verdict.side] == [["valid", "valid"]]


@pytest.mark.parametrize("seed", SEEDS)
def test_notes_the_missing_brackets(seed: int) -> None:
    assert bracket_lines(judge(range(1, 6), seed=seed)) == 1  # (3)
    assert bracket_lines(judge(range(25, 29), seed=seed)) == 2  # (27), (28)
    assert bracket_lines(judge(range(20, 23), seed=seed)) >= 2  # both members of (21), (22)
    assert bracket_lines(judge(range(10, 16), seed=seed)) == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_finds_the_sign_of_the_entropy(seed: int) -> None:
    verdict = judge(range(16, 20), seed=seed)
    assert [step.status for step in verdict.steps] == ["valid", "valid", "valid", "wrong"]
    assert "sign" in verdict.steps[-1].hint
    assert 0.0 < verdict.credit <= 0.5


@pytest.mark.parametrize("seed", SEEDS)
def test_finds_the_missing_logarithm(seed: int) -> None:
    verdict = judge(range(20, 23), seed=seed)
    assert [step.status for step in verdict.steps] == ["wrong", "valid", "valid", "valid", "valid"]
    assert "log" in verdict.steps[0].hint
    assert verdict.decision is not Decision.ACCEPTED


@pytest.mark.parametrize("seed", SEEDS)
def test_finds_the_sign_in_the_definition_of_the_entropy(seed: int) -> None:
    verdict = judge_derivation(with_entropy, [[ENTROPY]], seed=seed)
    (step,) = verdict.steps
    assert step.status == "wrong"
    assert "sign" in step.hint
