"""The reparameterisation trick: a normal sample as a differentiable function of its parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from assignments.bank.symptoms import detached, in_place
from grader import Draw, check, mistake, symptom
from grader.course.question import Arguments
from grader.judge.compare import exact, mismatch
from grader.judge.gradients import loss_weights
from grader.records import Returned, TensorArg
from reference import reparameterisation
from reference.arrays import Array


def _arguments(mu: Array, log_var: Array, eps: Array) -> Arguments:
    leaves = (TensorArg(np.asarray(leaf), requires_grad=True) for leaf in (mu, log_var))
    return dict(zip(("mu", "log_var", "eps"), (*leaves, TensorArg(np.asarray(eps))), strict=True))


@check(
    "reparameterised_sample",
    reference=reparameterisation.reparameterised_sample_value,
    gradients=reparameterisation.reparameterised_sample_gradient,
    domain=lambda mu, log_var, eps: mu.ndim > 0 and mu.shape == log_var.shape == eps.shape,
)
def sample(draw: Draw) -> Arguments:
    """Sample of N(μ, σ²) from log σ² and given noise; gradients reach both parameters."""
    shape = tuple(draw.size(1, 5) for _ in range(2 if draw.plain else draw.integer(1, 3)))
    log_var = draw.normal(*shape, scale=draw.scale(0.5, 1.0, 2.0))
    return _arguments(draw.normal(*shape, scale=draw.scale()), log_var, draw.normal(*shape))


def _vector(mu: tuple[float, ...], log_var: tuple[float, ...], eps: tuple[float, ...]) -> Arguments:
    return _arguments(np.array(mu), np.array(log_var), np.array(eps))


sample.edges(
    _vector((0.0,), (0.0,), (1.0,)),
    _vector((0.0,), (2.0,), (1.0,)),
    _vector((0.0,), (2.0,), (-1.0,)),
    _vector((3.0,), (-2.0,), (0.5,)),
    _vector((1.0, 2.0, 3.0), (0.0, 0.0, 0.0), (0.0, 0.0, 0.0)),
    _vector((1.0, -1.0), (1.0, -1.0), (1.0, 1.0)),
    _vector((0.0, 0.0), (4.0, -4.0), (-2.0, 2.0)),
    _vector((5.0, 5.0, 5.0), (-8.0, 0.0, 5.0), (1.0, 1.0, 1.0)),
    _vector((100.0,), (1.0,), (2.0,)),
    _vector((0.5, 0.5, 0.5, 0.5), (1.0, 1.0, 1.0, 1.0), (-1.5, -0.5, 0.5, 1.5)),
    _vector((1.0, -2.0, 0.5), (0.5, 1.0, -1.0), (-0.75, -0.75, -0.75)),  # what is made of eps alone stays equal
    lambda draw: _arguments(draw.normal(1, 5), draw.normal(1, 5), draw.normal(1, 5)),
    lambda draw: _arguments(draw.normal(3, 1), draw.normal(3, 1), draw.normal(3, 1)),
    lambda draw: _arguments(draw.normal(2, 3, 4), draw.normal(2, 3, 4), draw.normal(2, 3, 4)),
)

VALUE_MISTAKES: tuple[tuple[str, Any], ...] = (
    ("exp(log_var)", lambda mu, log_var, eps: mu + np.exp(log_var) * eps),
    ("log_var as σ", lambda mu, log_var, eps: mu + log_var * eps),
    ("√log_var: log_var read as the variance", lambda mu, log_var, eps: mu + np.sqrt(log_var) * eps),
    ("exp(2·log_var) instead of exp(½·log_var)", lambda mu, log_var, eps: mu + np.exp(2 * log_var) * eps),
    ("minus the noise: μ − σε", lambda mu, log_var, eps: mu - np.exp(0.5 * log_var) * eps),
    ("exp(−½·log_var): divided by σ", lambda mu, log_var, eps: mu + np.exp(-0.5 * log_var) * eps),
    ("the noise is missing: μ + σ", lambda mu, log_var, _eps: mu + np.exp(0.5 * log_var)),
    ("μ is missing", lambda _mu, log_var, eps: np.exp(0.5 * log_var) * eps),
    ("log_var is not used: μ + ε", lambda mu, _log_var, eps: mu + eps),
    ("half of exp(log_var)", lambda mu, log_var, eps: mu + 0.5 * np.exp(log_var) * eps),
    ("standardised: (ε − μ)/σ", lambda mu, log_var, eps: (eps - mu) / np.exp(0.5 * log_var)),
    ("summed to one number", lambda mu, log_var, eps: (mu + np.exp(0.5 * log_var) * eps).sum()),
)
symptom(sample, "input modified in place")(in_place)
symptom(sample, "detached")(detached)


@symptom(sample, "detached")
def cut_off(arguments: Mapping[str, Any], returned: Returned) -> bool:
    """Whether a path leads to one of the two parameters only; a value that is wrong as well has another name."""
    gradient = returned.gradient
    right = reparameterisation.reparameterised_sample_value(*arguments.values())
    value = np.asarray(returned.value)
    if gradient is None or value.shape != right.shape or not np.allclose(value, right, rtol=1e-5, atol=1e-5):
        return False
    return len(gradient.gradients) == 2 and sum(one is None for one in gradient.gradients) == 1


for _words, _answer in VALUE_MISTAKES:
    mistake(sample, _words)(_answer)


@symptom(sample, "its own noise instead of eps")
def own_noise(arguments: Mapping[str, Any], returned: Returned) -> bool:
    """Whether the value is μ + σε′ with an ε′ that is not made of eps, and the gradients are its or all 0.

    They are 0 with `torch.normal`, which takes tensors but passes nothing back to them.
    """
    value = np.asarray(returned.value)
    if returned.gradient is None or value.shape != arguments["mu"].shape or value.dtype.kind != "f":
        return False
    weights = loss_weights(value)
    if weights is None or not np.isfinite(value).all() or not _unrelated(arguments, value):
        return False
    paths = (weights, 0.5 * weights * (value - arguments["mu"]))
    return any(_agree(returned.gradient.gradients, wanted) for wanted in (paths, (0.0 * weights, 0.0 * weights)))


def _agree(got: Sequence[Array | None], wanted: Sequence[Array]) -> bool:
    return len(got) == len(wanted) and all(
        one is not None and mismatch(one, exact(want)) is None for one, want in zip(got, wanted, strict=True)
    )


def _unrelated(arguments: Mapping[str, Any], value: Array) -> bool:
    """Whether the noise in `value` is unlike eps: no numbers repeated, not ±eps in its place nor ±eps moved about.

    By chance a few of many entries are alike: half of them are not.
    """
    mu, sigma, eps = arguments["mu"], np.exp(0.5 * arguments["log_var"]), np.abs(arguments["eps"])
    noise = ((value - mu) / sigma).ravel()
    slack = (1e-6 * (1 + (np.abs(mu) + np.abs(value)) / sigma)).ravel()
    order = np.argsort(noise)
    repeated = np.diff(noise[order]) <= slack[order][1:]
    in_place = np.abs(np.abs(noise) - eps.ravel()) <= slack
    moved = np.abs(np.abs(noise)[:, np.newaxis] - eps.ravel()).min(axis=1) <= slack
    return not moved.all() and in_place.mean() < 0.5 and (len(noise) == 1 or bool(repeated.mean() < 0.5))
