"""What the sums of a sheet's derivations run over: the values that are written, and all of them where none are."""

from __future__ import annotations

import pytest

from grader.proof.judge import judge_derivation
from grader.proof.judgement import Decision, Judgement
from tests.proof.rates import claim_of

BERNOULLI = (r"\prod_{d} \hat x_d^{x_d} (1-\hat x_d)^{1-x_d}", r"\sum_d (x_d\log\hat x_d + (1-x_d)\log(1-\hat x_d))")
SLOPE = r"\frac{d}{d\beta}\sum_z q_\beta(z) z = \frac{d}{d\beta}\sum_{z}\beta^z(1-\beta)^{1-z} z = \frac{d}{d\beta}\beta = 1"
LABELS = r"""\sum_i\log p(t_i|x_i) = \sum_i\log\sum_{k}p(t_i|k)q(k|x_i;\theta) = \sum_i\log\sum_{k}p_i(k)q(k|x_i;\theta)
    \geq \sum_i\sum_{k}p_i(k)\log q(k|x_i;\theta)"""
TRICK = r"\sum_{z} q_\varphi(z|x)\nabla_\varphi\log q_\varphi(z|x) = \sum_{z} \nabla_\varphi q_\varphi(z|x)"


def judged(stem: str, line: str) -> Judgement:
    return judge_derivation(claim_of(stem), [[line]], seed=0)


def outputs(binder: str) -> str:
    product, total = BERNOULLI
    return rf"-\log p_\theta(x|\tilde z) = -\log{product.replace('{d}', binder, 1)} = -{total}"


@pytest.mark.parametrize(
    ("stem", "line"),
    [
        ("ss2022_seminar7__3a", SLOPE.replace("_{z}", r"_{z\in\{0,1\}}")),
        ("ss2022_seminar7__3a", SLOPE.replace("_{z}", r"_{z\in\{1,0\}}")),
        ("ss2022_seminar7__3a", SLOPE.replace("_{z}", r"_{z=0,1}")),
        ("ss2020_seminar2__4b", LABELS.replace("_{k}", r"_{k\in\{-1,1\}}")),
        ("ss2020_seminar2__4b", LABELS.replace("_{k}", r"_{k\in\{\pm1\}}")),
        ("ss2020_seminar2__4b", LABELS.replace("_{k}", r"_{k=\pm1}")),
        ("fall2020_homework4__3.1", outputs(r"{d\in\{1,\dots,D\}}")),
    ],
)
def test_the_own_set_may_be_written(stem: str, line: str) -> None:
    assert judged(stem, line).decision is Decision.ACCEPTED


@pytest.mark.parametrize(
    ("stem", "line", "status"),
    [
        ("ss2022_seminar7__3a", SLOPE.replace("_{z}", r"_{z\in\{-1,1\}}"), "wrong"),
        ("ss2022_seminar7__3a", SLOPE.replace("_{z}", r"_{z=\pm1}"), "wrong"),
        ("ss2022_seminar7__3a", SLOPE.replace("_{z}", r"_{z\in\{1,2\}}"), "wrong"),
        ("ss2020_seminar2__4b", LABELS.replace("_{k}", r"_{k\in\{0,1\}}", 1), "unreadable"),
        ("ss2020_seminar2__4b", LABELS.replace("_{k}", "_{k=0,1}", 1), "unreadable"),
        ("fall2020_homework4__3.1", outputs(r"{d\in\{1,2\}}"), "wrong"),
        ("fall2020_homework4__3.1", outputs(r"{d\in\{1,5\}}"), "unreadable"),
        ("ss2022_seminar7__2b", TRICK.replace("_{z}", r"_{z\in\{-1,1\}^n}"), "unreadable"),
    ],
)
def test_another_set_is_refused(stem: str, line: str, status: str) -> None:
    judgement = judged(stem, line)
    assert judgement.decision is not Decision.ACCEPTED
    assert judgement.steps[0].status == status


def test_words_of_bits_are_the_values_of_a_latent_variable() -> None:
    bits = judged("ss2022_seminar7__2b", TRICK.replace("_{z}", r"_{z\in\{0,1\}^n}"))
    assert [step.status for step in bits.steps] == ["valid"]
    assert "∈" in bits.steps[0].read_as


@pytest.mark.parametrize("index", ["i", "k", "l", "n"])
def test_an_index_runs_over_what_it_stands_at(index: str) -> None:
    line = outputs("{d}").replace("{d}", f"{{{index}}}").replace("_d", f"_{index}")
    assert judged("fall2020_homework4__3.1", line).decision is Decision.ACCEPTED
    divergences = rf"\sum_{index} D_{{KL}}(q(x_{index})\|p(x_{index}))"
    side = judged("ss2021_seminar6__2", rf"{divergences} = \sum_{{i=1}}^n D_{{KL}}(q(x_i)\|p(x_i))")
    assert side.steps[0].status == "valid"


def test_an_index_that_stands_at_nothing_is_named() -> None:
    line = r"-\log p_\theta(x|\tilde z) = -\sum_k \log p_\theta(x_d|\tilde z)"
    assert "'k'" in judged("fall2020_homework4__3.1", line).steps[0].message
