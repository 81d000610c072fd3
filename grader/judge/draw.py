"""Random inputs for one trial of one check: every number drawn is representable in float32.

Float32-representable inputs make float32 work a fair answer: rounding the input is then no error of the student's.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from grader.judge.case import Regime
from grader.records import Array, RngArg, TensorArg

T = TypeVar("T")

# Entries of a drawn distribution are multiples of this, so that they sum to one exactly, in float32 too.
_DISTRIBUTION_UNIT = 2.0**-12


def trial_rng(seed: int, assignment: str, check: str, trial: int) -> np.random.Generator:
    """The generator of one trial: the same for every student of a batch, unrelated between trials."""
    names = [zlib.crc32(name.encode()) for name in (assignment, check)]
    return np.random.default_rng([seed, *names, trial])


class Draw:
    """What an instructor draws inputs from; sizes and scales follow the regime of the trial.

    Methods without a shape return a Python number, with one a float64 array of that shape.
    """

    def __init__(self, rng: np.random.Generator, regime: Regime = Regime.MIXED) -> None:
        self._rng = rng
        self.regime = regime

    @property
    def plain(self) -> bool:
        """Whether this is one of the Gaussian trials in which all sizes are four."""
        return self.regime is Regime.PLAIN

    def size(self, low: int = 1, high: int = 7) -> int:
        """A dimension: 4 in plain trials (a wrong axis then keeps its shape), else low … high."""
        return 4 if self.plain and low <= 4 <= high else int(self._rng.integers(low, high + 1))

    def scale(self, *choices: float) -> float:
        """A magnitude: 1 in plain trials, else one of `choices` (0.1, 1, 10 unless given)."""
        return 1.0 if self.plain else self.choice(choices or (0.1, 1.0, 10.0))

    def choice(self, options: Sequence[T]) -> T:
        return options[int(self._rng.integers(len(options)))]

    def integer(self, low: int, high: int) -> int:
        """An integer low … high, both included."""
        return int(self._rng.integers(low, high + 1))

    def normal(self, *shape: int, scale: float = 1.0) -> Array:
        return _single(self._rng.normal(size=shape) * scale)

    def uniform(self, low: float, high: float, *shape: int) -> Array:
        """Numbers strictly between `low` and `high`."""
        return np.clip(
            _single(self._rng.uniform(low, high, size=shape)),
            np.nextafter(np.float32(low), np.float32(high)),
            np.nextafter(np.float32(high), np.float32(low)),
        ).astype(np.float64)[()]

    def positive(self, *shape: int, spread: float = 0.7) -> Array:
        """Log-normal numbers around one."""
        return _single(np.exp(self._rng.normal(size=shape) * spread))

    def probability(self, *shape: int) -> Array:
        """Numbers in (0, 1), also close to its ends."""
        return _single(1 / (1 + np.exp(-self._rng.normal(size=shape) * (1.0 if self.plain else 2.0))))

    def distribution(self, *shape: int, zeros: bool = False) -> Array:
        """Distributions along the last axis that sum to one exactly; with `zeros`, some entries are 0."""
        size = shape[-1]
        weights = self._rng.gamma(1.0, size=shape) + 1e-12
        if zeros:
            keep = self._rng.random(shape) < 0.6
            keep[..., 0] |= ~keep.any(axis=-1)
            weights = weights * keep
        weights = weights / weights.sum(axis=-1, keepdims=True)
        spare = size if not zeros else 0
        units = np.floor(weights * (1 / _DISTRIBUTION_UNIT - spare)) + (1 if not zeros else 0)
        heaviest = np.argmax(units, axis=-1)[..., None]
        missing = 1 / _DISTRIBUTION_UNIT - units.sum(axis=-1, keepdims=True)
        np.put_along_axis(units, heaviest, np.take_along_axis(units, heaviest, -1) + missing, -1)
        return np.asarray(units * _DISTRIBUTION_UNIT)

    def signs(self, *shape: int) -> Array:
        """Entries −1 or +1."""
        return np.asarray(self._rng.integers(0, 2, size=shape) * 2.0 - 1.0)[()]

    def bits(self, *shape: int) -> Array:
        """Entries 0 or 1."""
        return np.asarray(self._rng.integers(0, 2, size=shape) * 1.0)[()]

    def symmetric(self, n: int, scale: float = 1.0) -> Array:
        """A symmetric matrix `(n, n)` with a non-zero diagonal."""
        upper = np.triu(self._rng.normal(size=(n, n)) * scale)
        return np.asarray(_single(upper + np.triu(upper, 1).T))

    def permutation(self, array: Array) -> Array:
        return np.asarray(self._rng.permutation(array))

    def tensor(self, array: Array) -> TensorArg:
        """A torch leaf with respect to which the gradient is judged."""
        return TensorArg(np.asarray(array), requires_grad=True)

    def generator(self) -> RngArg:
        """A seeded `numpy.random.Generator` for a function that samples."""
        return RngArg(int(self._rng.integers(2**31)))


def _single(values: Array) -> Array:
    return np.asarray(values, dtype=np.float32).astype(np.float64)[()]
