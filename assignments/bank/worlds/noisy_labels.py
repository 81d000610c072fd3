"""Two or three images with noisy labels: a classifier q(k|x), a noise model p(t|k), and softened labels p_i(k)."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.proof.world import Argument, Draw, Family, Meaningless, Points, Value, World

MOST_IMAGES = 3
_UNDECIDED = 4  # in one world of so many q is 1/2 for every image


def noisy_labels(draw: Draw, broken: str | None) -> World:
    """Labels t_i = ±1, ε in (0, 1), and q(k|x_i) = S(k wᵀx_i); p_i(k) is 1 - ε at k = t_i.

    Broken: `marginalisation` (p(t|x) is not the sum over k), `noise model` (p(t|k) is arbitrary).
    """
    epsilon = draw.between(0.02, 0.98)
    count = draw.integer(2, MOST_IMAGES)
    # Where w does not tell the classes apart, Jensen's inequality is an equality.
    scale = 0.0 if draw.integer(1, _UNDECIDED) == 1 and broken is None else 3.0
    scores = scale * np.tanh(draw.normal(MOST_IMAGES)[:count] / 2.0)
    labels = draw.sign(MOST_IMAGES)[:count]
    w, along = draw.positive(2), draw.normal(MOST_IMAGES)[:count]
    images = np.outer(scores, w) / (w @ w) + np.outer(along, [-w[1], w[0]])  # wᵀx_i is the score

    def q(k: float, i: int) -> float:
        return logistic(k * scores[i])

    def noise(t: float, k: float) -> float:
        return float(draw.unrelated(("p(t|k)", t, k))) if broken == "noise model" else softened(t, k, epsilon)

    def evidence(t: float, i: int) -> float:
        if broken == "marginalisation":
            return float(draw.unrelated(("p(t|x)", t, i)))
        return noise(t, 1.0) * q(1.0, i) + noise(t, -1.0) * q(-1.0, i)

    def model(arguments: tuple[Argument, ...], conditions: tuple[Argument, ...], subscripts: Any) -> Value:
        if subscripts:
            return softened(labels[_place(subscripts[0].value, count)], _sign(arguments, 0), epsilon)
        return _model(arguments, conditions, (evidence, noise, q), count)

    return World(
        values={"t": labels, "epsilon": epsilon, "x": images, "w": w, "m": count},
        ranges={"i": count, "j": count},
        domains={"k": Points((-1.0, 1.0))},
        densities={"p": model, "q": _classifier(q, count)},
        functions={"S": logistic},
        below={"p": frozenset({"i", "j", "theta", "w"}), "q": frozenset({"theta", "w"})},
        words={"ε": round(epsilon, 4), "t": labels, "q(1|x_i)": np.round([q(1.0, i) for i in range(count)], 4)},
    )


def logistic(score: Any) -> float:
    return float(1.0 / (1.0 + np.exp(-np.real(score))))


def softened(t: float, k: float, epsilon: float) -> float:
    """The probability of a label t where the class is k: the noise model, and p_i(k) for t = t_i."""
    return 1.0 - epsilon if t == k else epsilon


def _classifier(q: Any, count: int) -> Family:
    def family(arguments: tuple[Argument, ...], conditions: tuple[Argument, ...], _: object) -> Value:
        return float(q(_sign(arguments, 0), _image(conditions, "q", count)))

    return family


def _model(
    arguments: tuple[Argument, ...], conditions: tuple[Argument, ...], parts: tuple[Any, Any, Any], count: int
) -> Value:
    """p(t|x), p(t|k), p(t|k, x), or p(t, k|x)."""
    evidence, noise, q = parts
    t, images = _sign(arguments, 0), [part for part in conditions if part.name == "x"]
    classes = [part for part in conditions if part.name != "x"]
    if len(arguments) == 2 and not classes:
        k = _sign(arguments, 1)
        return float(noise(t, k) * q(k, _image(images, "p", count)))
    if len(arguments) != 1 or len(classes) > 1 or not conditions:
        raise Meaningless("only p(t|x), p(t|k), p(t, k|x) and p_i(k) are defined here")
    return float(noise(t, _sign(classes, 0)) if classes else evidence(t, _image(images, "p", count)))


def _image(conditions: Any, name: str, count: int) -> int:
    """The number of the image x_i that a distribution is given, from 0."""
    if len(conditions) != 1 or conditions[0].name != "x" or not conditions[0].indices:
        raise Meaningless(f"{name} is given one image x_i here")
    return _place(conditions[0].indices[0], count)


def _place(index: Any, count: int) -> int:
    place = round(float(np.real(index))) - 1
    if not 0 <= place < count:
        raise Meaningless("there is no such image")
    return place


def _sign(arguments: Any, place: int) -> float:
    """A label or class, -1 or 1."""
    value = float(np.real(arguments[place].value)) if np.ndim(arguments[place].value) == 0 else 0.0
    if value not in (-1.0, 1.0):
        raise Meaningless("labels and classes are -1 or 1")
    return value
