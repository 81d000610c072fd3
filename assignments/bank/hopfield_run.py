"""Runs of a Hopfield network: every state on the way, and whether the last sweep changed nothing.

There is no single right run (a neuron at a tie may keep its state or become +1), so a run is judged by what holds
of it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from assignments.bank.hopfield import (
    PAIR,
    PATTERN,
    SELFISH,
    SIGNS,
    TIE_MISTAKES,
    TIED,
    Field,
    Sign,
    keep,
    network,
    positive,
    state,
    step,
    step_before,
    step_of_all,
    turned,
    with_diagonal,
)
from assignments.bank.symptoms import in_place
from grader import Draw, check, mistake, symptom
from grader.course.question import Arguments
from grader.judge.compare import as_array
from reference import hopfield
from reference.arrays import Array

Run = tuple[Array, bool]
Step = Callable[[Array, Array, int], Array]


# --------------------------------------------------------------------------- what holds of a run


def run_fault(W: Array, x: Array, max_sweeps: int, value: Any) -> str | None:
    """What is wrong with `(states, converged)` as a run from x, in words; None if nothing is.

    Args:
        W: symmetric weights (n, n) whose fields are exact in double precision.
        x: the start (n,), each -1 or +1.
        max_sweeps: at most so many sweeps, >= 0.
        value: what the student returned.
    """
    if not isinstance(value, list) or len(value) != 2:
        return "the result must be two things: the states, and whether the run converged"
    states, converged = as_array(value[0]), as_array(value[1])
    if isinstance(states, str):
        return f"the states are {states}, expected an array of shape (1 + n·sweeps, {len(x)})"
    if isinstance(converged, str) or converged.size != 1 or converged.ndim > 1:
        return "the second result must be one truth value: whether the last sweep changed nothing"
    return (
        _shape_fault(states, len(x), max_sweeps)
        or _states_fault(W, x, states)
        or _stop_fault(states, len(x), max_sweeps)
        or _converged_fault(states, len(x), converged.item())
    )


def _shape_fault(states: Array, n: int, max_sweeps: int) -> str | None:
    if states.ndim != 2 or states.shape[1] != n:
        return f"the states have shape {states.shape}, expected (1 + n·sweeps, {n})"
    k = len(states)
    if k % n != 1 % n or not 1 <= k <= 1 + n * max_sweeps:
        return f"there are {k} states, expected 1 + n·sweeps with n = {n} and at most {max_sweeps} sweeps"
    return None


def _states_fault(W: Array, x: Array, states: Array) -> str | None:
    if not (states[0] == x).all():
        return f"states[0] is {states[0].tolist()}, expected the start {x.tolist()}"
    for k in range(1, len(states)):
        fault = _update_fault(W, states[k - 1].astype(np.float64), states[k], k)
        if fault is not None:
            return fault
    return None


def _update_fault(W: Array, before: Array, after: Array, k: int) -> str | None:
    i = (k - 1) % len(before)
    others = np.arange(len(before)) != i
    if not (after[others] == before[others]).all():
        return f"states[{k}] differs from states[{k - 1}] in more than neuron {i}, whose turn it is"
    updates = (hopfield.hopfield_update, hopfield.hopfield_update_positive)
    allowed = {float(update(W, before, i)[i]) for update in updates}
    if float(after[i]) not in allowed:
        wanted = " or ".join(f"{sign:+g}" for sign in sorted(allowed))
        field = float(hopfield.hopfield_field(W, before, i))
        return f"states[{k}, {i}]: got {after[i]:g}, expected {wanted} (the sum over j ≠ {i} is {field:g})"
    return None


def _stop_fault(states: Array, n: int, max_sweeps: int) -> str | None:
    ends = states[::n]  # the start, then the state after each sweep
    idle = [bool((ends[s] == ends[s - 1]).all()) for s in range(1, len(ends))]
    if True in idle[:-1]:
        return f"sweep {idle.index(True) + 1} changes nothing, but the run goes on: {len(idle)} sweeps"
    if len(idle) < max_sweeps and not (idle and idle[-1]):
        return f"the run stops after {len(idle)} sweeps; allowed are {max_sweeps}, and none yet changed nothing"
    return None


def _converged_fault(states: Array, n: int, converged: Any) -> str | None:
    expected = len(states) > n and idle(states, n)
    if converged == expected:
        return None
    did = "changed nothing" if expected else "changed something" if len(states) > n else "never took place"
    return f"converged: got {converged}, expected {expected} (the last sweep {did})"


def idle(states: Array, n: int) -> bool:
    """Whether the last n updates changed nothing in total."""
    return bool((states[-1] == states[-1 - n]).all())


# --------------------------------------------------------------------------- the check


@check("hopfield_run", holds=run_fault)
def run(draw: Draw) -> Arguments:
    """All states of a run, neuron by neuron, until a full sweep changes nothing."""
    return {**network(draw), "max_sweeps": draw.choice((1, 2, 3, 20))}


run.edges(
    {"W": np.array([[3.0]]), "x": state(-1), "max_sweeps": 5},
    {"W": np.array([[-2.0]]), "x": state(1), "max_sweeps": 5},
    {"W": PAIR, "x": state(1, -1), "max_sweeps": 0},
    {"W": PAIR, "x": state(1, -1), "max_sweeps": 1},
    {"W": PAIR, "x": state(1, -1), "max_sweeps": 10},
    {"W": -PAIR, "x": state(1, 1), "max_sweeps": 10},
    {"W": TIED, "x": state(-1, 1, -1), "max_sweeps": 10},
    {"W": np.zeros((3, 3)), "x": state(1, -1, 1), "max_sweeps": 4},
    {"W": np.zeros((3, 3)), "x": state(1, 1, 1), "max_sweeps": 4},
    {"W": SELFISH, "x": state(1, -1, 1), "max_sweeps": 10},
    {"W": -SELFISH, "x": state(1, 1, 1), "max_sweeps": 10},
    {"W": PATTERN, "x": state(1, -1, 1, 1, -1), "max_sweeps": 3},
    {"W": PATTERN, "x": state(-1, -1, 1, -1, -1), "max_sweeps": 1},
    {"W": PATTERN, "x": state(-1, -1, 1, 1, -1), "max_sweeps": 50},
)


# --------------------------------------------------------------------------- mistakes in the updates


def _run(step: Step, W: Array, x: Array, max_sweeps: int) -> Run:
    """A run that records and stops as it should, whatever its updates."""
    states = [x]
    for _ in range(max_sweeps):
        for i in range(len(x)):
            states.append(step(W, states[-1], i))
        if idle(np.array(states), len(x)):
            return np.array(states), True
    return np.array(states), False


def _run_at_once(field: Field, sign: Sign, W: Array, x: Array, max_sweeps: int) -> Run:
    """One row a sweep, all neurons together."""
    states = [x]
    for _ in range(max_sweeps):
        states.append(step_of_all(field, sign, W, states[-1]))
        if (states[-1] == states[-2]).all():
            return np.array(states), True
    return np.array(states), False


def _run_from_old(field: Field, sign: Sign, W: Array, x: Array, max_sweeps: int) -> Run:
    """One row a neuron, but each computed from the state before the sweep."""
    states = [x]
    for _ in range(max_sweeps):
        new = step_of_all(field, sign, W, states[-1])
        rows = [np.concatenate([new[: i + 1], states[-1][i + 1 :]]) for i in range(len(x))]
        states.extend(rows)
        if idle(np.array(states), len(x)):
            return np.array(states), True
    return np.array(states), False


symptom(run, "input modified in place")(in_place)
for _words, _sign in TIE_MISTAKES:
    mistake(run, _words)(partial(_run, partial(step, hopfield.hopfield_field, _sign)))
for _sign in SIGNS:
    mistake(run, "diagonal used in the update")(partial(_run, partial(step, with_diagonal, _sign)))
    mistake(run, "i counted from 1")(partial(_run, partial(step_before, _sign)))
    mistake(run, "sign of the field")(partial(_run, partial(step, turned, _sign)))
    for _field in (hopfield.hopfield_field, with_diagonal):
        mistake(run, "all neurons updated at once (cycles)")(partial(_run_at_once, _field, _sign))
        mistake(run, "all neurons updated at once (cycles)")(partial(_run_from_old, _field, _sign))


# --------------------------------------------------------------------------- slips in what is recorded


def _row_a_sweep(sign: Sign, W: Array, x: Array, max_sweeps: int) -> Run:
    states, converged = _right(sign, W, x, max_sweeps)
    return states[:: len(x)], converged


def _without_start(sign: Sign, W: Array, x: Array, max_sweeps: int) -> Run:
    states, converged = _right(sign, W, x, max_sweeps)
    return states[1:], converged


def _without_last_sweep(sign: Sign, W: Array, x: Array, max_sweeps: int) -> Run:
    states, converged = _right(sign, W, x, max_sweeps)
    return states[: len(states) - len(x) * converged], converged


def _one_array(sign: Sign, W: Array, x: Array, max_sweeps: int) -> Run:
    states, converged = _right(sign, W, x, max_sweeps)
    return np.tile(states[-1], (len(states), 1)), converged


def _hasty(sign: Sign, W: Array, x: Array, max_sweeps: int) -> Run:
    states, converged = _right(sign, W, x, max_sweeps)
    for k in range(1, len(states)):
        if (states[k] == states[k - 1]).all():
            return states[: k + 1], True
    return states, converged


def _tireless(sign: Sign, W: Array, x: Array, max_sweeps: int) -> Run:
    states, converged = _right(sign, W, x, max_sweeps)
    rest = max_sweeps * len(x) + 1 - len(states)
    return np.concatenate([states, np.tile(states[-1], (rest, 1))]), converged


def _doubtful(sign: Sign, W: Array, x: Array, max_sweeps: int) -> Run:
    return _right(sign, W, x, max_sweeps)[0], False


def _credulous(sign: Sign, W: Array, x: Array, max_sweeps: int) -> Run:
    return _right(sign, W, x, max_sweeps)[0], True


def _right(sign: Sign, W: Array, x: Array, max_sweeps: int) -> Run:
    return _run(partial(step, hopfield.hopfield_field, sign), W, x, max_sweeps)


_SLIPS = (
    ("one row a sweep instead of one a neuron", _row_a_sweep),
    ("the start is left out of the states", _without_start),
    ("the last sweep, which changes nothing, is left out", _without_last_sweep),
    ("every row is the last state: the same array was appended each time", _one_array),
    ("stopped at the first update that changes nothing", _hasty),
    ("goes on after a sweep that changed nothing", _tireless),
    ("converged is false although the last sweep changed nothing", _doubtful),
    ("converged is true although the last sweep changed something", _credulous),
)
for _words, _slip in _SLIPS:
    for _sign in (keep, positive):
        mistake(run, _words)(partial(_slip, _sign))
