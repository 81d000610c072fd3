"""Bernoulli outputs of a VAE's decoder: the negative log-likelihood, also where x̂ is exactly 0 or 1."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
from scipy.special import xlog1py, xlogy

from assignments.bank.symptoms import in_place
from grader import Draw, check, mistake, symptom
from grader.course.question import Arguments
from grader.records import Returned
from reference import decoder
from reference.arrays import Array

# --------------------------------------------------------------------------- inputs


def _within_unit(x: Array, x_hat: Array) -> bool:
    inside = all(((one >= 0) & (one <= 1)).all() for one in (x, x_hat))
    return x.ndim == 2 and x.shape == x_hat.shape and x.size > 0 and inside


def _images(draw: Draw) -> Arguments:
    """Black and white, or grey."""
    N, D = draw.size(1, 5), draw.size(1, 6)
    x = draw.bits(N, D) if draw.integer(0, 1) else draw.uniform(0.0, 1.0, N, D)
    return {"x": x, "x_hat": draw.uniform(0.03125, 0.96875, N, D)}


def rows(x: tuple[tuple[float, ...], ...], x_hat: tuple[tuple[float, ...], ...]) -> Arguments:
    return {"x": np.array(x), "x_hat": np.array(x_hat)}


@check("bernoulli_nll", reference=decoder.bernoulli_nll, domain=_within_unit)
def bernoulli(draw: Draw) -> Arguments:
    """Negative log-likelihood of each row under Bernoulli outputs x̂ in (0, 1)."""
    return _images(draw)


@check("bernoulli_nll", id="bernoulli_nll_ends", reference=decoder.bernoulli_nll, domain=_within_unit)
def bernoulli_at_ends(draw: Draw) -> Arguments:
    """The same where x̂ is exactly 0 or 1: 0 · log 0 = 0, +inf where x is impossible, never nan."""
    return _images(draw)


bernoulli.edges(
    rows(((1.0,),), ((0.5,),)),
    rows(((0.0,),), ((0.25,),)),
    rows(((1.0,),), ((0.25,),)),
    rows(((0.5,),), ((0.125,),)),
    rows(((1.0, 0.0),), ((0.75, 0.25),)),
    rows(((1.0,), (0.0,)), ((0.75,), (0.25,))),
    rows(((0.0, 0.0, 0.0),), ((0.5, 0.25, 0.125),)),
    rows(((1.0, 1.0, 1.0),), ((0.5, 0.25, 0.125),)),
    rows(((0.25, 0.75), (0.5, 0.5)), ((0.25, 0.75), (0.5, 0.5))),
    rows(((1.0, 0.0), (0.0, 1.0)), ((0.9375, 0.9375), (0.0625, 0.0625))),
    rows(((0.0, 1.0, 0.25),), ((2.0**-10, 1 - 2.0**-10, 0.5),)),
    rows(((1.0, 0.0, 0.75),), ((2.0**-10, 1 - 2.0**-10, 0.5),)),
)
bernoulli_at_ends.edges(
    rows(((1.0,),), ((1.0,),)),
    rows(((0.0,),), ((0.0,),)),
    rows(((1.0,),), ((0.0,),)),
    rows(((0.0,),), ((1.0,),)),
    rows(((0.5,),), ((0.0,),)),
    rows(((0.5,),), ((1.0,),)),
    rows(((1.0, 0.0, 1.0),), ((1.0, 0.0, 0.5),)),
    rows(((1.0, 0.0, 0.0),), ((1.0, 0.0, 0.25),)),
    rows(((1.0, 0.0), (0.0, 1.0)), ((1.0, 0.25), (1.0, 0.5))),
    rows(((0.0, 0.25), (1.0, 0.75)), ((0.0, 0.5), (0.0, 0.5))),
    rows(((1.0, 1.0), (0.0, 0.0), (0.0, 1.0)), ((1.0, 1.0), (0.0, 0.0), (0.0, 1.0))),
    rows(((1.0, 0.0, 1.0, 0.0), (0.0, 1.0, 0.0, 1.0)), ((0.5, 0.0, 0.75, 0.25), (0.5, 1.0, 0.25, 0.75))),
)


def naive_terms(x: Array, x_hat: Array) -> tuple[Array, Array]:
    """0 · log 0 is nan here."""
    return x * np.log(x_hat), (1 - x) * np.log(1 - x_hat)


def careful_terms(x: Array, x_hat: Array) -> tuple[Array, Array]:
    return xlogy(x, x_hat), xlog1py(1 - x, -x_hat)


def clamped_terms(x: Array, x_hat: Array) -> tuple[Array, Array]:
    """Logarithms no lower than −100, as `torch.nn.functional.binary_cross_entropy` has them."""
    return x * np.maximum(np.log(x_hat), -100), (1 - x) * np.maximum(np.log(1 - x_hat), -100)


def clipped_terms(guard: float, x: Array, x_hat: Array) -> tuple[Array, Array]:
    return naive_terms(x, np.clip(x_hat, guard, 1 - guard))


def guarded_terms(guard: float, x: Array, x_hat: Array) -> tuple[Array, Array]:
    return x * np.log(x_hat + guard), (1 - x) * np.log(1 - x_hat + guard)


def nll(terms: Any, x: Array, x_hat: Array) -> Any:
    first, second = terms(x, x_hat)
    return -(first + second).sum(axis=-1)


def second_sign(terms: Any, x: Array, x_hat: Array) -> Any:
    first, second = terms(x, x_hat)
    return -first.sum(axis=-1) + second.sum(axis=-1)


def pixel_mean(terms: Any, x: Array, x_hat: Array) -> Any:
    return nll(terms, x, x_hat) / x.shape[-1]


def log_likelihood(terms: Any, x: Array, x_hat: Array) -> Any:
    return -nll(terms, x, x_hat)


def first_term(terms: Any, x: Array, x_hat: Array) -> Any:
    return -terms(x, x_hat)[0].sum(axis=-1)


def over_rows(terms: Any, x: Array, x_hat: Array) -> Any:
    return nll(terms, x.T, x_hat.T)


def over_all(terms: Any, x: Array, x_hat: Array) -> Any:
    return nll(terms, x, x_hat).sum()


def batch_mean(terms: Any, x: Array, x_hat: Array) -> Any:
    return nll(terms, x, x_hat).mean()


def mean_of_all(terms: Any, x: Array, x_hat: Array) -> Any:
    return pixel_mean(terms, x, x_hat).mean()


def exchanged(terms: Any, x: Array, x_hat: Array) -> Any:
    return nll(terms, x_hat, x)


def in_bits(terms: Any, x: Array, x_hat: Array) -> Any:
    return nll(terms, x, x_hat) / np.log(2.0)


BERNOULLI_MISTAKES = (
    ("second term's sign", second_sign),
    ("mean over D", pixel_mean),
    ("the log-likelihood: the minus is missing", log_likelihood),
    ("only the first term", first_term),
    ("summed over N instead of D", over_rows),
    ("summed over N as well", over_all),
    ("mean over N", batch_mean),
    ("mean over N and D", mean_of_all),
    ("x and x̂ exchanged", exchanged),
    ("logarithm of base 2", in_bits),
)
CLAMPED = "clamped logs at exact 0/1"

for _check in (bernoulli, bernoulli_at_ends):
    symptom(_check, "input modified in place")(in_place)
    for _terms in (careful_terms, naive_terms, clamped_terms):
        for _words, _answer in BERNOULLI_MISTAKES:
            mistake(_check, _words)(partial(_answer, _terms))
mistake(bernoulli_at_ends, "nan at exact 0/1")(partial(nll, naive_terms))
mistake(bernoulli_at_ends, CLAMPED)(partial(nll, clamped_terms))
for _guard in (1e-6, 1e-7, 1e-8, 1e-10, 1e-12):
    mistake(bernoulli_at_ends, CLAMPED)(partial(nll, partial(clipped_terms, _guard)))
    mistake(bernoulli_at_ends, CLAMPED)(partial(nll, partial(guarded_terms, _guard)))


@symptom(bernoulli_at_ends, CLAMPED)
def finite_where_impossible(arguments: Mapping[str, Any], returned: Returned) -> bool:
    """Whether numbers came back where +inf is right, and the right ones elsewhere."""
    right = decoder.bernoulli_nll(**arguments)
    value = np.asarray(returned.value)
    if value.shape != right.shape or value.dtype.kind != "f" or not np.isfinite(value).all():
        return False
    possible = np.isfinite(right)
    return not possible.all() and bool(np.allclose(value[possible], right[possible], rtol=1e-4, atol=1e-4))
