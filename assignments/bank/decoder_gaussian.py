"""Gaussian outputs of a VAE's decoder: the negative log-likelihood, and the squared error that it is made of."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from assignments.bank.symptoms import in_place
from grader import Draw, check, mistake, symptom
from grader.course.question import Arguments
from reference import decoder
from reference.arrays import Array

# --------------------------------------------------------------------------- the likelihood


def _positive(x: Array, x_hat: Array, sigma: float) -> bool:
    return x.ndim == 2 and x.shape == x_hat.shape and x.size > 0 and sigma > 0


def _single(array: Any) -> Array:
    return np.asarray(array, dtype=np.float32).astype(np.float64)


def _outputs(draw: Draw) -> Arguments:
    """Deviations of the order of σ: the density of a row is representable."""
    N, D = draw.size(1, 5), draw.size(1, 6)
    sigma = draw.positive() * draw.scale(0.25, 1.0, 8.0)
    x = draw.normal(N, D)
    return {"x": x, "x_hat": _single(x + sigma * draw.normal(N, D)), "sigma": float(_single(sigma))}


@check("gaussian_nll", reference=decoder.gaussian_nll, domain=_positive)
def gaussian(draw: Draw) -> Arguments:
    """Negative log-likelihood of each row under Gaussian outputs N(x̂, σ²)."""
    return _outputs(draw)


@check("gaussian_nll", id="gaussian_nll_large", reference=decoder.gaussian_nll, domain=_positive)
def far_gaussian(draw: Draw) -> Arguments:
    """The same for |x − x̂|/σ up to 1e3: no underflow."""
    return _outputs(draw)


def outputs(x: tuple[tuple[float, ...], ...], x_hat: tuple[tuple[float, ...], ...], sigma: float) -> Arguments:
    return {"x": np.array(x), "x_hat": np.array(x_hat), "sigma": sigma}


def _far(deviation: float, N: int, D: int, sigma: float) -> Any:
    def draw_far(draw: Draw) -> Arguments:
        shift = deviation * sigma * draw.signs(N, D) * draw.uniform(0.5, 1.0, N, D)
        return {"x": np.zeros((N, D)), "x_hat": _single(shift), "sigma": sigma}

    return draw_far


gaussian.edges(
    outputs(((0.0,),), ((0.0,),), 1.0),
    outputs(((0.0,),), ((1.0,),), 1.0),
    outputs(((0.0,),), ((0.0,),), 2.0),
    outputs(((0.0,),), ((1.0,),), 2.0),
    outputs(((1.0,),), ((0.5,),), 0.25),
    outputs(((1.0, 2.0, 3.0),), ((1.0, 2.0, 3.0),), 0.5),
    outputs(((1.0, 2.0, 3.0),), ((3.0, 2.0, 1.0),), 0.5),
    outputs(((1.0,), (2.0,)), ((0.0,), (0.0,)), 4.0),
    outputs(((1.0, 0.0), (0.0, 2.0)), ((0.0, 0.0), (0.0, 0.0)), 3.0),
    outputs(((5.0, -5.0),), ((4.0, -4.0),), 1.0),
    outputs(((100.0, 101.0),), ((101.0, 100.0),), 1.0),
    outputs(((0.0,) * 12,), ((0.5,) * 12,), 0.75),
    # Any σ > 0 is allowed: deviations of one or two σ where a floor under σ² shows.
    outputs(((0.0,),), ((2.0**-8,),), 2.0**-8),
    outputs(((0.0, 0.0),), ((2.0**-12, -(2.0**-11)),), 2.0**-12),
    outputs(((0.0,), (0.0,)), ((2.0**-14,), (0.0,)), 2.0**-14),
    outputs(((0.0, 0.0, 0.0),), ((2.0**-14, 0.0, -(2.0**-13)),), 2.0**-14),
)
far_gaussian.extremes(
    outputs(((0.0,),), ((1000.0,),), 1.0),
    outputs(((0.0,),), ((-1000.0,),), 1.0),
    outputs(((0.0,),), ((100.0,),), 0.125),
    outputs(((0.0, 0.0),), ((40.0, 0.0),), 0.125),
    outputs(((0.0,), (0.0,)), ((500.0,), (-100.0,)), 1.0),
    outputs(((0.0, 1.0),), ((100.0, 1.0),), 0.25),
    _far(1000.0, 3, 4, 1.0),
    _far(1000.0, 2, 2, 0.125),
    _far(300.0, 4, 4, 2.0),
    _far(100.0, 4, 4, 0.5),
)


def squares(x: Array, x_hat: Array) -> Any:
    return ((x - x_hat) ** 2).sum(axis=-1)


def affine(scale: Any, offset: Any, x: Array, x_hat: Array, sigma: float) -> Any:
    """The likelihood as `mse_decomposition` puts it, with a student's scale and offset."""
    D = x.shape[-1]
    return scale(sigma, D) * squares(x, x_hat) + offset(sigma, D)


def right_scale(sigma: float, _D: int) -> Any:
    return 1 / (2 * sigma**2)


def right_offset(sigma: float, D: int) -> Any:
    return D / 2 * np.log(2 * np.pi * sigma**2)


def quartic_scale(sigma: float, D: int) -> Any:
    return right_scale(sigma**2, D)


def quartic_offset(sigma: float, D: int) -> Any:
    return right_offset(sigma**2, D)


def no_offset(_sigma: float, _D: int) -> Any:
    return 0.0


def short_offset(sigma: float, _D: int) -> Any:
    return right_offset(sigma, 1)


def sigma_offset(sigma: float, D: int) -> Any:
    return D / 2 * np.log(2 * np.pi * sigma)


def wide_scale(sigma: float, D: int) -> Any:
    return 2 * right_scale(sigma, D)


def sigma_scale(sigma: float, _D: int) -> Any:
    return 1 / (2 * sigma)


def minus_scale(sigma: float, D: int) -> Any:
    return -right_scale(sigma, D)


def minus_offset(sigma: float, D: int) -> Any:
    return -right_offset(sigma, D)


def half_offset(sigma: float, D: int) -> Any:
    """log of √(2π)σ without the factor D and the square undone."""
    return right_offset(sigma, D) * 2


def offset_without_pi(sigma: float, D: int) -> Any:
    return D * np.log(sigma)


def mean_scale(sigma: float, D: int) -> Any:
    return right_scale(sigma, D) / D


SCALE_AND_OFFSET = (
    ("1/σ²", wide_scale, right_offset),
    ("σ for σ² (scale)", sigma_scale, right_offset),
    ("σ for σ² (offset)", right_scale, sigma_offset),
    ("σ for σ² (both)", sigma_scale, sigma_offset),
    ("the variance σ² taken as the standard deviation", quartic_scale, quartic_offset),
    ("offset missing", right_scale, no_offset),
    ("offset not times D", right_scale, short_offset),
    ("sign of the offset", right_scale, minus_offset),
    ("only log C under the minus (the homework's last line to the letter)", minus_scale, right_offset),
    ("the minus is missing: the log-likelihood", minus_scale, minus_offset),
    ("the offset without its ½: D log(2πσ²)", right_scale, half_offset),
    ("2π missing in the offset", right_scale, offset_without_pi),
    ("mean over D in the squared error", mean_scale, right_offset),
    ("1/σ² and offset missing", wide_scale, no_offset),
)


def all_rows(x: Array, x_hat: Array, sigma: float) -> Any:
    return decoder.gaussian_nll(x, x_hat, sigma).sum()


def mean_of_rows(x: Array, x_hat: Array, sigma: float) -> Any:
    return decoder.gaussian_nll(x, x_hat, sigma).mean()


def over_the_batch(x: Array, x_hat: Array, sigma: float) -> Any:
    return decoder.gaussian_nll(x.T, x_hat.T, sigma)


def pixel_nlls(x: Array, x_hat: Array, sigma: float) -> Any:
    return (x - x_hat) ** 2 / (2 * sigma**2) + right_offset(sigma, 1)


def mean_over_pixels(x: Array, x_hat: Array, sigma: float) -> Any:
    return decoder.gaussian_nll(x, x_hat, sigma) / x.shape[-1]


def absolute(x: Array, x_hat: Array, sigma: float) -> Any:
    return np.abs(x - x_hat).sum(axis=-1) / (2 * sigma**2) + right_offset(sigma, x.shape[-1])


def density(x: Array, x_hat: Array, sigma: float) -> Any:
    return np.exp(-(((x - x_hat) / sigma) ** 2) / 2) / (np.sqrt(2 * np.pi) * sigma)


def log_of_product(x: Array, x_hat: Array, sigma: float) -> Any:
    return -np.log(density(x, x_hat, sigma).prod(axis=-1))


def logs_of_densities(x: Array, x_hat: Array, sigma: float) -> Any:
    return -np.log(density(x, x_hat, sigma)).sum(axis=-1)


def guarded_logs(x: Array, x_hat: Array, sigma: float) -> Any:
    return -np.log(density(x, x_hat, sigma) + 1e-12).sum(axis=-1)


def over_floor(floor: float, x: Array, x_hat: Array, sigma: float) -> Any:
    return decoder.gaussian_nll(x, x_hat, np.sqrt(np.maximum(sigma**2, floor)))


def with_addend(addend: float, x: Array, x_hat: Array, sigma: float) -> Any:
    return decoder.gaussian_nll(x, x_hat, np.sqrt(sigma**2 + addend))


for _floor in (1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8):
    for _floored in (over_floor, with_addend):
        mistake(gaussian, "a floor under σ²: σ may be any positive number")(partial(_floored, _floor))
for _check in (gaussian, far_gaussian):
    symptom(_check, "input modified in place")(in_place)
    for _words, _scale, _offset in SCALE_AND_OFFSET:
        mistake(_check, _words)(partial(affine, _scale, _offset))
    mistake(_check, "summed over N as well")(all_rows)
    mistake(_check, "mean over N")(mean_of_rows)
    mistake(_check, "summed over N instead of D")(over_the_batch)
    mistake(_check, "not summed over D")(pixel_nlls)
    mistake(_check, "mean over D")(mean_over_pixels)
    mistake(_check, "absolute instead of squared differences")(absolute)
for _answer in (log_of_product, logs_of_densities, guarded_logs):
    mistake(far_gaussian, "exp underflow: the density becomes 0 before its logarithm is taken")(_answer)

# --------------------------------------------------------------------------- squared error


@check("mse_decomposition", reference=decoder.mse_decomposition, domain=lambda sigma, D: sigma > 0 and D >= 1)
def decomposition(draw: Draw) -> Arguments:
    """Scale and offset with NLL = scale·‖x − x̂‖² + offset."""
    return {"sigma": float(_single(draw.positive() * draw.scale(0.25, 1.0, 4.0))), "D": draw.size(2, 9)}


decomposition.edges(
    {"sigma": 1.0, "D": 1},
    {"sigma": 1.0, "D": 4},
    {"sigma": 2.0, "D": 1},
    {"sigma": 0.5, "D": 1},
    {"sigma": 2.0, "D": 3},
    {"sigma": 0.25, "D": 2},
    {"sigma": 0.125, "D": 10},
    {"sigma": 4.0, "D": 2},
    {"sigma": 8.0, "D": 5},
    {"sigma": 0.75, "D": 784},
    {"sigma": 1.0, "D": 784},
    {"sigma": 3.0, "D": 7},
)


def pair_of(scale: Any, offset: Any, sigma: float, D: int) -> Any:
    return scale(sigma, D), offset(sigma, D)


for _words, _scale, _offset in SCALE_AND_OFFSET:
    mistake(decomposition, _words)(partial(pair_of, _scale, _offset))


@mistake(decomposition, "offset and scale exchanged")
def turned_around(sigma: float, D: int) -> Any:
    return right_offset(sigma, D), right_scale(sigma, D)


@mistake(decomposition, "scale = −1/(2σ²) and offset = log C per dimension (C_d and E_d themselves)")
def constants(sigma: float, _D: int) -> Any:
    return -1 / (2 * sigma**2), -right_offset(sigma, 1)
