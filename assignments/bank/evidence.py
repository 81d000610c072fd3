"""What a discrete latent's log p(x, z) alone gives: the log-evidence and the posterior."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from assignments.bank.symptoms import in_place
from grader import Draw, check, mistake, symptom
from grader.course.question import Arguments
from reference import elbo as reference
from reference.arrays import Array
from reference.softmax import log_softmax

Answer = Callable[[Array], Any]
INF = float("inf")

# --------------------------------------------------------------------------- inputs


def _any_mass(log_joint: Array) -> bool:
    return log_joint.ndim == 1 and bool(np.isfinite(log_joint).any())


def no_overflow(log_joint: Array) -> bool:
    """Deep inputs stay deep: exp(log p) may underflow, never overflow."""
    return _any_mass(log_joint) and float(log_joint.max()) < 80


def log_joints(draw: Draw, K: int) -> Array:
    """Moderate enough for exp in single precision."""
    return np.asarray(draw.normal(K, scale=draw.scale(0.5, 1.0, 5.0)))


def around(draw: Draw, K: int, scale: float) -> Array:
    """Whole numbers around −1e4, exact in single precision, at most 1e3 apart."""
    return np.asarray(np.round(np.clip(draw.normal(K, scale=scale), -500, 500)) - 1e4)


# --------------------------------------------------------------------------- the log-evidence


def _joints(draw: Draw) -> Arguments:
    return {"log_joint": log_joints(draw, draw.size(2, 7))}


@check("log_evidence", reference=reference.log_evidence, domain=_any_mass)
def log_evidence(draw: Draw) -> Arguments:
    """Log-evidence, log p(x) = log Σ_z p(x, z)."""
    return _joints(draw)


@check("log_evidence", id="log_evidence_large", reference=reference.log_evidence, domain=no_overflow)
def deep_evidence(draw: Draw) -> Arguments:
    """Log-evidence for log p(x, z) around −1e4: no underflow."""
    return _joints(draw)


def row(*log_joint: float) -> Arguments:
    return {"log_joint": np.array(log_joint)}


def _deep_row(scale: float, K: int) -> Any:
    def draw_deep(draw: Draw) -> Arguments:
        return {"log_joint": around(draw, K, scale)}

    return draw_deep


ROWS: tuple[Arguments, ...] = (
    row(-1.0, -2.0),
    row(-3.0, -3.0),
    row(0.0, -1.0, -2.0, -3.0, -4.0, -5.0, -6.0, -7.0),
    row(-1.0, -4.0),
    row(-60.0, -1.0, -2.0),
    row(-30.0, -31.0, -32.0),
    row(2.0, -2.0),
    row(-1.5, -1.5, -1.5, -1.5),
    row(-10.0, 0.0, 3.0),
    row(-2.0, -INF),
    row(-INF, -1.0, -INF, -1.0),
)
DEEP_ROWS: tuple[Any, ...] = (
    row(-1e4),
    row(-1e4, -1e4),
    row(-1e4, -1e4 - 1),
    row(-1e4 - 500, -1e4 + 500),
    row(-1e4, -1e4 - 1000, -1e4 - 999),
    row(-1e4, -INF),
    _deep_row(1.0, 4),
    _deep_row(300.0, 4),
    _deep_row(300.0, 7),
)
log_evidence.edges(*ROWS)
deep_evidence.extremes(*DEEP_ROWS)

EVIDENCE_MISTAKES: tuple[tuple[str, Answer], ...] = (
    ("the whole sign", lambda log_joint: -reference.log_evidence(log_joint)),
    ("the sum of the logarithms instead of the logarithm of the sum", lambda log_joint: log_joint.sum()),
    ("mean over z instead of the sum", lambda log_joint: reference.log_evidence(log_joint) - np.log(len(log_joint))),
    ("mean of the logarithms", lambda log_joint: log_joint.mean()),
    ("p(x) instead of its logarithm", lambda log_joint: np.exp(log_joint).sum()),
    ("the maximum instead of the sum", lambda log_joint: log_joint.max()),
    (
        "the maximum subtracted and not added back",
        lambda log_joint: reference.log_evidence(log_joint) - log_joint.max(),
    ),
    ("logarithm of base 2", lambda log_joint: reference.log_evidence(log_joint) / np.log(2.0)),
    ("log p(x, z) read as p(x, z): its logarithm taken again", lambda log_joint: np.log(log_joint.sum())),
)
for _check in (log_evidence, deep_evidence):
    symptom(_check, "input modified in place")(in_place)
    for _words, _answer in EVIDENCE_MISTAKES:
        mistake(_check, _words)(_answer)
mistake(deep_evidence, "exp underflow")(lambda log_joint: np.log(np.exp(log_joint).sum()))
mistake(deep_evidence, "exp underflow")(lambda log_joint: np.log(np.exp(log_joint).sum() + 1e-12))

# --------------------------------------------------------------------------- the posterior


@check("posterior", reference=reference.posterior, domain=_any_mass)
def posterior(draw: Draw) -> Arguments:
    """Posterior p(z|x) from log p(x, z)."""
    return _joints(draw)


@check("posterior", id="posterior_large", reference=reference.posterior, domain=no_overflow)
def deep_posterior(draw: Draw) -> Arguments:
    """Posterior for log p(x, z) around −1e4: no underflow."""
    return _joints(draw)


posterior.edges(*ROWS)
deep_posterior.extremes(*DEEP_ROWS)

POSTERIOR_MISTAKES: tuple[tuple[str, Answer], ...] = (
    ("not normalised: p(x, z)", np.exp),
    ("not normalised", lambda log_joint: np.exp(log_joint - log_joint.max())),
    ("the logarithm of the posterior", log_softmax),
    ("logarithms normalised instead of probabilities", lambda log_joint: log_joint / log_joint.sum()),
    ("normalised by log p(x)", lambda log_joint: np.exp(log_joint) / reference.log_evidence(log_joint)),
    ("sign of log p(x, z)", lambda log_joint: reference.posterior(-log_joint)),
    ("base 2", lambda log_joint: reference.posterior(log_joint * np.log(2.0).astype(log_joint.dtype))),
    ("the most probable z only", lambda log_joint: (log_joint == log_joint.max()) * 1.0),
)
for _check in (posterior, deep_posterior):
    symptom(_check, "input modified in place")(in_place)
    for _words, _answer in POSTERIOR_MISTAKES:
        mistake(_check, _words)(_answer)
for _guard in (0.0, 1e-8, 1e-12):
    mistake(deep_posterior, "exp underflow")(
        lambda log_joint, guard=_guard: np.exp(log_joint) / (np.exp(log_joint).sum() + guard)
    )
