"""The KL divergence of two univariate normal distributions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from assignments.bank.symptoms import in_place
from grader import Draw, check, mistake, symptom
from grader.course.question import Arguments
from grader.judge.case import Accepted
from grader.judge.compare import mismatch
from grader.judge.rounding import EPS_SINGLE
from grader.records import Returned
from reference import kl
from reference.arrays import Array

NAMES = ("mu_q", "sigma_q", "mu_p", "sigma_p")
# How far work in single precision is off: the logarithms of single deviations are the largest numbers in it, about 5.
STEPS = 8.0

# --------------------------------------------------------------------------- inputs


def _shapes(draw: Draw) -> tuple[tuple[int, ...], ...]:
    """Four shapes that broadcast: numbers, vectors, or a column against a row."""
    m, n = draw.size(1, 5), draw.size(2, 5)
    if draw.plain:
        return ((n,),) * 4
    return draw.choice(
        (
            ((),) * 4,
            ((n,),) * 4,
            ((m, n),) * 4,
            ((n,), (n,), (), ()),
            ((), (), (n,), (n,)),
            ((m, 1), (m, 1), (n,), (n,)),
            ((m, n), (n,), (m, 1), ()),
        )
    )


def _normals(draw: Draw) -> Arguments:
    shapes = _shapes(draw)
    scale = draw.scale(0.5, 1.0, 3.0)
    return {
        "mu_q": draw.normal(*shapes[0], scale=scale),
        "sigma_q": draw.positive(*shapes[1]),
        "mu_p": draw.normal(*shapes[2], scale=scale),
        "sigma_p": draw.positive(*shapes[3]),
    }


def _nearly_equal(draw: Draw) -> Arguments:
    """Distributions that differ by parts of 10⁻³ … 10⁻⁵ of a standard deviation of a few hundred.

    The standard deviations set the scale of the allowed error: at these it is nearly 10⁻¹².
    """
    shape = draw.choice(((), (3,), (2, 3)))
    part = draw.scale(1e-2, 1e-3, 1e-4, 1e-5) if not draw.plain else 1e-3
    mu_p, sigma_p = draw.normal(*shape, scale=10.0), draw.uniform(200.0, 256.0, *shape)
    return {
        "mu_q": mu_p + sigma_p * part * draw.normal(*shape),
        "sigma_q": sigma_p * (1 + part * draw.uniform(0.25, 1.0, *shape) * draw.signs(*shape)),
        "mu_p": mu_p,
        "sigma_p": sigma_p,
    }


def _is_near(mu_q: Array, sigma_q: Array, mu_p: Array, sigma_p: Array) -> bool:
    """Whether this is what the check is about, and the scale is the one that makes it fair."""
    ratio, shift = np.abs(sigma_q / sigma_p - 1), np.abs(mu_q - mu_p) / sigma_p
    return bool((ratio <= 0.05).all() and (shift <= 0.1).all() and np.min(sigma_p) >= 128)


def _given(*values: Any) -> Arguments:
    return dict(zip(NAMES, values, strict=True))


# --------------------------------------------------------------------------- the checks


@check("kl_normal", reference=kl.kl_normal)
def normals(draw: Draw) -> Arguments:
    """KL divergence of two normals, given by means and standard deviations; broadcasts."""
    return _normals(draw)


@check("kl_normal", id="kl_normal_near", reference=kl.kl_normal, strict=True, domain=_is_near)
def near(draw: Draw) -> Arguments:
    """KL divergence of nearly equal normals, to within 1e-12 (float64 work)."""
    return _nearly_equal(draw)


normals.edges(
    _given(0.0, 1.0, 0.0, 1.0),
    _given(1.0, 1.0, 0.0, 1.0),
    _given(0.0, 1.0, 1.0, 1.0),
    _given(0.0, 2.0, 0.0, 1.0),
    _given(0.0, 1.0, 0.0, 2.0),
    _given(-1.5, 0.5, 2.0, 4.0),
    _given(2.0, 4.0, -1.5, 0.5),
    _given(0.0, 0.0625, 0.0, 1.0),
    _given(0.0, 1.0, 0.0, 0.0625),
    _given(10.0, 0.5, -10.0, 0.5),
    _given(np.array([0.0, 1.0, 2.0]), np.array([1.0, 2.0, 0.5]), 0.0, 1.0),
    _given(0.0, 1.0, np.array([0.0, 1.0, 2.0]), np.array([1.0, 2.0, 0.5])),
    _given(np.array([[1.0], [-1.0]]), np.array([[0.5], [2.0]]), np.array([0.0, 1.0, 3.0]), np.array([1.0, 4.0, 0.25])),
    _given(np.array([[3.0]]), np.array([[2.0]]), np.array([[1.0]]), np.array([[0.5]])),
)
near.edges(
    _given(0.0, 256.0, 0.0, 256.0),
    _given(1.0, 256.0, 1.0, 256.0 * (1 + 1e-3)),
    _given(1.0, 256.0 * (1 + 1e-3), 1.0, 256.0),
    _given(0.25, 256.0, 0.0, 256.0),
    _given(0.25, 250.0, 0.5, 250.5),
    _given(np.array([0.0, 0.125]), np.array([240.0, 240.25]), np.array([0.0, 0.25]), np.array([240.0, 240.0])),
)

# --------------------------------------------------------------------------- what students compute instead

Normal = Callable[[Any, Any, Any, Any], Any]


def swapped(mu_q: Any, sigma_q: Any, mu_p: Any, sigma_p: Any) -> Any:
    return kl.kl_normal(mu_p, sigma_p, mu_q, sigma_q)


def of_variances(mu_q: Any, sigma_q: Any, mu_p: Any, sigma_p: Any) -> Any:
    return kl.kl_normal(mu_q, np.sqrt(sigma_q), mu_p, np.sqrt(sigma_p))


def other_order(mu_q: Any, sigma_q: Any, mu_p: Any, sigma_p: Any) -> Any:
    """Signature (mu_q, mu_p, sigma_q, sigma_p)."""
    return kl.kl_normal(mu_q, mu_p, sigma_q, sigma_p)


def without_half(mu_q: Any, sigma_q: Any, mu_p: Any, sigma_p: Any) -> Any:
    return kl.kl_normal(mu_q, sigma_q, mu_p, sigma_p) + 0.5


def plus_half(mu_q: Any, sigma_q: Any, mu_p: Any, sigma_p: Any) -> Any:
    return kl.kl_normal(mu_q, sigma_q, mu_p, sigma_p) + 1.0


def other_log(mu_q: Any, sigma_q: Any, mu_p: Any, sigma_p: Any) -> Any:
    return kl.kl_normal(mu_q, sigma_q, mu_p, sigma_p) - 2 * np.log(sigma_p / sigma_q)


def doubled_log(mu_q: Any, sigma_q: Any, mu_p: Any, sigma_p: Any) -> Any:
    return kl.kl_normal(mu_q, sigma_q, mu_p, sigma_p) + np.log(sigma_p / sigma_q)


def without_log(mu_q: Any, sigma_q: Any, mu_p: Any, sigma_p: Any) -> Any:
    return kl.kl_normal(mu_q, sigma_q, mu_p, sigma_p) - np.log(sigma_p / sigma_q)


def divided_by_q(mu_q: Any, sigma_q: Any, mu_p: Any, sigma_p: Any) -> Any:
    numerator = sigma_q**2 + (mu_q - mu_p) ** 2
    return np.log(sigma_p / sigma_q) + numerator / (2 * sigma_q**2) - 0.5


def swapped_but_for_log(mu_q: Any, sigma_q: Any, mu_p: Any, sigma_p: Any) -> Any:
    numerator = sigma_p**2 + (mu_q - mu_p) ** 2
    return np.log(sigma_p / sigma_q) + numerator / (2 * sigma_q**2) - 0.5


def not_halved(mu_q: Any, sigma_q: Any, mu_p: Any, sigma_p: Any) -> Any:
    numerator = sigma_q**2 + (mu_q - mu_p) ** 2
    return np.log(sigma_p / sigma_q) + numerator / sigma_p**2 - 0.5


def not_squared(mu_q: Any, sigma_q: Any, mu_p: Any, sigma_p: Any) -> Any:
    return np.log(sigma_p / sigma_q) + (sigma_q**2 + mu_q - mu_p) / (2 * sigma_p**2) - 0.5


def absolute_shift(mu_q: Any, sigma_q: Any, mu_p: Any, sigma_p: Any) -> Any:
    return np.log(sigma_p / sigma_q) + (sigma_q**2 + np.abs(mu_q - mu_p)) / (2 * sigma_p**2) - 0.5


def without_means(mu_q: Any, sigma_q: Any, mu_p: Any, sigma_p: Any) -> Any:
    return kl.kl_normal(0.0 * mu_q, sigma_q, 0.0 * mu_p, sigma_p)


def without_variance(mu_q: Any, sigma_q: Any, mu_p: Any, sigma_p: Any) -> Any:
    return kl.kl_normal(mu_q, sigma_q, mu_p, sigma_p) - (sigma_q / sigma_p) ** 2 / 2


def minus_means(mu_q: Any, sigma_q: Any, mu_p: Any, sigma_p: Any) -> Any:
    return kl.kl_normal(mu_q, sigma_q, mu_p, sigma_p) - ((mu_q - mu_p) / sigma_p) ** 2


def negative(mu_q: Any, sigma_q: Any, mu_p: Any, sigma_p: Any) -> Any:
    return -kl.kl_normal(mu_q, sigma_q, mu_p, sigma_p)


def to_standard_normal(mu_q: Any, sigma_q: Any, mu_p: Any, sigma_p: Any) -> Any:
    return kl.kl_normal(mu_q, sigma_q, 0.0 * mu_p, sigma_p**0)


def summed(mu_q: Any, sigma_q: Any, mu_p: Any, sigma_p: Any) -> Any:
    return np.sum(kl.kl_normal(mu_q, sigma_q, mu_p, sigma_p))


def averaged(mu_q: Any, sigma_q: Any, mu_p: Any, sigma_p: Any) -> Any:
    return np.mean(kl.kl_normal(mu_q, sigma_q, mu_p, sigma_p))


WRONG: tuple[tuple[str, Normal], ...] = (
    ("swapped", swapped),
    ("σ taken as variance", of_variances),
    ("missing −½", without_half),
    ("sign of the log", other_log),
    ("log of variance ratio without ½", doubled_log),
    ("σ_q in the denominator", divided_by_q),
    ("σ_q in the denominator", swapped_but_for_log),
    ("2 missing in the denominator", not_halved),
    ("+½ instead of −½", plus_half),
    ("the log missing", without_log),
    ("μ_q − μ_p not squared", not_squared),
    ("μ_q − μ_p not squared", absolute_shift),
    ("σ_q² missing in the numerator", without_variance),
    ("sign of (μ_q − μ_p)²", minus_means),
    ("the means are not used", without_means),
    ("sign", negative),
    ("parameters in another order: (mu_q, sigma_q, mu_p, sigma_p) is asked for", other_order),
    ("p taken for the standard normal", to_standard_normal),
)
REDUCED: tuple[tuple[str, Normal], ...] = (
    ("summed: one divergence for each pair is asked for", summed),
    ("averaged: one divergence for each pair is asked for", averaged),
)


def right_in_single(arguments: Mapping[str, Array], returned: Returned) -> bool:
    """Whether the value is one that single precision gives: a number of that precision, off by a few of its steps.

    Work in double precision may be off by as little, but does not end on such numbers.
    """
    value, right = np.asarray(returned.value), kl.kl_normal(*arguments.values())
    if value.dtype.kind != "f" or not np.array_equal(value, value.astype(np.float32)):
        return False
    return mismatch(returned.value, Accepted(np.asarray(right), np.full(np.shape(right), STEPS * EPS_SINGLE))) is None


for _check in (normals, near):
    symptom(_check, "input modified in place")(in_place)
    for _words, _answer in (*WRONG, *REDUCED):
        if _answer is not other_order or _check is normals:  # nearly equal means make no standard deviations
            mistake(_check, _words)(_answer)
symptom(near, "worked in float32, which loses the digits of nearly equal distributions")(right_in_single)
