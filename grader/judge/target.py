"""The distribution that a sampler is held to: what cannot come from it, and what hardly ever does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from grader.records import Array


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A test that rejected: its p-value under an honest sampler, and what it means in words."""

    p: float
    words: str


class Target(Protocol):
    """A distribution of rows; samples are `(N, d)` with rows flattened."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Of one row as the student returns it."""

    def misfit(self, sample: Array) -> str | None:
        """What is wrong with rows that no honest sampler can return; None if nothing is."""

    def suspicions(self, batches: Sequence[Array], level: float) -> list[Suspicion]:
        """Tests that reject; those of an honest sampler do so with probability below `level` in all."""

    def sample(self, rng: np.random.Generator, count: int) -> Array:
        """Honest rows, `(count, d)`: what validation tries."""

    def described(self) -> dict[str, Any]:
        """The distribution as plain data, for the report."""
