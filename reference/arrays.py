"""The types that the references are written in."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Scalar = np.float64

# An argument that broadcasts with others: a number counts as an array of shape ().
Broadcast = Array | float

# States (S, n) of 0/1, S >= 1, to finite log-likelihoods (S,).
LogLikelihood = Callable[[Array], Array]
