"""The right answers to the five sheets, one module a topic: pure, straight-line NumPy, torch in `*_torch`.

The NumPy functions use ufuncs and operators on the arguments as they are, so that an ndarray subclass (one
that perturbs every result, to find a formula's rounding scale) passes through to the answer. Nothing is
modified in place. `reference.oracle` states the same definitions naively in ball arithmetic, for validation.
"""
