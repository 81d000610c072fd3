"""The distribution of one real or binary variable, from a function of its value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from grader.proof.world import Argument, Family, Meaningless, Value


def univariate(name: str, variable: str, density: Callable[[float], Any]) -> Family:
    """`name(variable)`, whatever the variable is called where it is used, and no conditional distribution."""

    def family(arguments: tuple[Argument, ...], conditions: tuple[Argument, ...], _: object) -> Value:
        if conditions or len(arguments) != 1 or np.ndim(arguments[0].value):
            raise Meaningless(f"only {name}({variable}) is defined here")
        point: Any = arguments[0].value
        value: Value = density(float(np.real(point)))
        return value

    return family
