"""Single-sample score-function estimates of a VAE with binary latents: what the rows can be, and how often."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from assignments.bank.bernoulli_vae import drawn_latents, with_logits
from grader import Draw, mistake, sampler, symptom
from grader.course.question import Arguments
from grader.records import Array
from reference import bernoulli_vae as vae
from reference.arrays import LogLikelihood
from reference.sigmoid import sigmoid

Support = tuple[Array, Array]

MANY, FEWER = 1024, 512
# Rows of honest single precision are this near, relative to the largest number on the support.
NEAR = 1e-5


def _support(phi: Array, log_p: LogLikelihood, _num_samples: int, _rng: Any) -> Support:
    return vae.score_function_support(phi, log_p)


def _sampled(draw: Draw, latents: Mapping[str, Any]) -> Arguments:
    return {**latents, "num_samples": MANY if draw.plain else FEWER, "rng": draw.generator()}


@sampler("score_function_estimates", draws="num_samples", support=_support, reference=vae.score_function_estimates)
def estimates(draw: Draw) -> Arguments:
    """Single-sample estimates log p(x|z) ∇_φ log q_φ(z), z ~ q_φ: unbiased, one a row."""
    return _sampled(draw, drawn_latents(draw, draw.size(2, 5)))


def _at(*phi: float) -> Callable[[Draw], Arguments]:
    return lambda draw: _sampled(draw, with_logits(*phi)(draw))


estimates.edges(_at(0.0, 0.0), _at(0.75), _at(3.0, -3.0, 0.25))

# --------------------------------------------------------------------------- other supports


def _scores(phi: Array) -> Array:
    return vae.score(vae.latent_states(len(phi)), phi)


def _weights(phi: Array, log_p: LogLikelihood) -> Array:
    """log p of every state, as a column."""
    return np.asarray(log_p(vae.latent_states(len(phi))))[:, np.newaxis]


def without_log_p(phi: Array, _log_p: LogLikelihood, _num_samples: int, _rng: Any) -> Support:
    return _scores(phi), vae.latent_probabilities(phi)


def without_score(phi: Array, log_p: LogLikelihood, _num_samples: int, _rng: Any) -> Support:
    return _weights(phi, log_p) + np.zeros(len(phi)), vae.latent_probabilities(phi)


def states_for_scores(phi: Array, log_p: LogLikelihood, _num_samples: int, _rng: Any) -> Support:
    return _weights(phi, log_p) * vae.latent_states(len(phi)), vae.latent_probabilities(phi)


def from_half(phi: Array, log_p: LogLikelihood, _num_samples: int, _rng: Any) -> Support:
    count = 2 ** len(phi)
    return vae.score_function_support(phi, log_p)[0], np.full(count, 1 / count)


def from_exchanged(phi: Array, log_p: LogLikelihood, _num_samples: int, _rng: Any) -> Support:
    return vae.score_function_support(phi, log_p)[0], vae.latent_probabilities(-phi)


def from_logits(phi: Array, log_p: LogLikelihood, _num_samples: int, _rng: Any) -> Support:
    """z_i = 1 where a uniform number is below φ_i."""
    return vae.score_function_support(phi, log_p)[0], _of_clipped(phi)


def _of_clipped(phi: Array) -> Array:
    means, states = np.clip(phi, 0.0, 1.0), vae.latent_states(len(phi))
    probabilities: Array = np.where(states == 1, means, 1 - means).prod(axis=-1)
    return probabilities


def from_one_number(phi: Array, log_p: LogLikelihood, _num_samples: int, _rng: Any) -> Support:
    """All z_i of a row from one uniform number: z_i = 1 where it is below S(φ_i)."""
    rows, _ = vae.score_function_support(phi, log_p)
    states, means = vae.latent_states(len(phi)), sigmoid(phi)
    below = np.where(states == 1, means, 1.0).min(axis=-1)  # the number is below every mean of a 1 …
    above = np.where(states == 0, means, 0.0).max(axis=-1)  # … and not below any mean of a 0
    return rows, np.maximum(0.0, below - above)


def read_as_means(phi: Array, log_p: LogLikelihood, _num_samples: int, _rng: Any) -> Support:
    return _weights(phi, log_p) * (vae.latent_states(len(phi)) - phi), _of_clipped(phi)


def logits_in_score(phi: Array, log_p: LogLikelihood, _num_samples: int, _rng: Any) -> Support:
    return _weights(phi, log_p) * (vae.latent_states(len(phi)) - phi), vae.latent_probabilities(phi)


def by_probabilities(phi: Array, log_p: LogLikelihood, _num_samples: int, _rng: Any) -> Support:
    rows, probabilities = vae.score_function_support(phi, log_p)
    return rows / (sigmoid(phi) * sigmoid(-phi)), probabilities


def negative(phi: Array, log_p: LogLikelihood, _num_samples: int, _rng: Any) -> Support:
    rows, probabilities = vae.score_function_support(phi, log_p)
    return -rows, probabilities


def weighted_twice(phi: Array, log_p: LogLikelihood, _num_samples: int, _rng: Any) -> Support:
    rows, probabilities = vae.score_function_support(phi, log_p)
    return rows * probabilities[:, np.newaxis], probabilities


def shared_out(phi: Array, log_p: LogLikelihood, num_samples: int, _rng: Any) -> Support:
    rows, probabilities = vae.score_function_support(phi, log_p)
    return rows / num_samples, probabilities


def of_p(phi: Array, log_p: LogLikelihood, _num_samples: int, _rng: Any) -> Support:
    return np.exp(_weights(phi, log_p)) * _scores(phi), vae.latent_probabilities(phi)


SUPPORTS: tuple[tuple[str, Callable[..., Support]], ...] = (
    ("missing log_p factor", without_log_p),
    ("missing score factor", without_score),
    ("−S(φ) missing in the score", states_for_scores),
    ("z sampled from ½", from_half),
    ("z = 0 and z = 1 exchanged: S(φ) is the probability of 1", from_exchanged),
    ("z sampled with the logits φ as probabilities", from_logits),
    ("one random number for all components of z", from_one_number),
    ("φ read as probabilities", read_as_means),
    ("z − φ instead of z − S(φ)", logits_in_score),
    ("gradient with respect to the probabilities", by_probabilities),
    ("sign", negative),
    ("weighted by q(z) although z is sampled from q", weighted_twice),
    ("divided by the number of samples: every row is an estimate of its own", shared_out),
    ("p instead of log p", of_p),
)

# --------------------------------------------------------------------------- seen on the rows


def exact_gradient(arguments: Mapping[str, Any], rows: Array) -> bool:
    """Whether all rows are the exact gradient."""
    return _near(rows, vae.data_term_grad(arguments["phi"], arguments["log_p"]), arguments)


def averaged(arguments: Mapping[str, Any], rows: Array) -> bool:
    """Whether all rows of a call are one row that no single state gives."""
    return _constant(arguments, rows) and not _near(rows[:1], _nearest(arguments, rows), arguments)


def repeated(arguments: Mapping[str, Any], rows: Array) -> bool:
    """Whether all rows of a call are the estimate of one state."""
    return _constant(arguments, rows) and _near(rows[:1], _nearest(arguments, rows), arguments)


def baseline(arguments: Mapping[str, Any], rows: Array) -> bool:
    """Whether every row is (log p(z) − b)(z − S(φ)) for some state z and a b between the values of log p."""
    phi, log_p = arguments["phi"], arguments["log_p"]
    scores, values = _scores(phi), _weights(phi, log_p)[:, 0]  # (K, n), (K,)
    factors = rows @ scores.T / np.square(scores).sum(axis=1)  # (N, K)
    misfits = np.abs(rows[:, np.newaxis] - factors[..., np.newaxis] * scores).max(axis=-1)  # (N, K)
    baselines = values - factors  # (N, K)
    slack = _slack(arguments)
    between = (baselines >= values.min() - slack) & (baselines <= values.max() + slack)
    return bool(((misfits <= slack) & between).any(axis=1).all())


def averaged_each(arguments: Mapping[str, Any], rows: Array) -> bool:
    """Whether the rows have the right mean, but vary much less than single samples do."""
    possible, probabilities = vae.score_function_support(arguments["phi"], arguments["log_p"])
    mean = probabilities @ possible
    variance = probabilities @ np.square(possible - mean)
    centred = np.abs(rows.mean(axis=0) - mean) <= 6 * np.sqrt(variance / len(rows))
    return bool((centred & (rows.var(axis=0) < 0.7 * variance)).all())


def _near(rows: Array, row: Array, arguments: Mapping[str, Any]) -> bool:
    return bool((np.abs(rows - row) <= _slack(arguments)).all())


def _slack(arguments: Mapping[str, Any]) -> float:
    return NEAR * (1 + float(np.abs(_weights(arguments["phi"], arguments["log_p"])).max()))


def _constant(arguments: Mapping[str, Any], rows: Array) -> bool:
    calls = rows.reshape(-1, arguments["num_samples"], rows.shape[-1])
    return bool((calls == calls[:, :1]).all())


def _nearest(arguments: Mapping[str, Any], rows: Array) -> Array:
    possible = vae.score_function_support(arguments["phi"], arguments["log_p"])[0]
    nearest: Array = possible[np.abs(possible - rows[0]).max(axis=1).argmin()]
    return nearest


SEEN: tuple[tuple[str, Callable[[Mapping[str, Any], Array], bool]], ...] = (
    ("the exact gradient in disguise", exact_gradient),
    ("averaged rows", averaged),
    ("one sample repeated in all rows", repeated),
)
# Supports first: logits taken for probabilities may well give one state alone.
for _words, _rows in SUPPORTS:
    mistake(estimates, _words)(_rows)
for _words, _seen in SEEN:
    symptom(estimates, _words)(_seen)
symptom(estimates, "a baseline subtracted (the batch mean, or a function of z: the rows change)")(baseline)
symptom(estimates, "averaged rows")(averaged_each)
