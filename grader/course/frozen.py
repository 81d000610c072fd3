"""A check whose cases are already drawn and answered: what a student's kit holds in place of a reference."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from grader.judge.assess import ValueCheck
from grader.judge.estimators import EstimatorCheck
from grader.judge.samplers import SamplerCheck


@dataclass(frozen=True, slots=True)
class Frozen:
    """One check as data. `gradients` is not None where the function is called with tensors to differentiate."""

    id: str
    function: str
    title: str
    prepared: ValueCheck | SamplerCheck | EstimatorCheck
    gradients: bool | None = None

    @property
    def reference(self) -> None:
        """There is none: validation has nothing to try."""

    @property
    def draw(self) -> Callable[..., Any]:
        """What stands for the place in a bank: nothing is drawn here any more."""
        return _drawn_already


def _drawn_already(*_: object) -> None:
    raise AssertionError("the cases of a frozen check are drawn already")
