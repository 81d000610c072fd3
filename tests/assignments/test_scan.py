"""Mistakes of the scan that are no values: wrong gradients, no gradient, quadratic work."""

from __future__ import annotations

import numpy as np
import pytest

from assignments.bank import scan
from grader.course.cases import build, draw_cases
from grader.judge.mistakes import Answered, recognise, recognise_halt
from grader.records import Gradient, Returned, Stopped, StopReason
from reference import scan as reference

CASES = draw_cases(scan.function, 2, "sheet")
LINEAR = draw_cases(scan.linear_scan, 2, "sheet")


def returned(case, backward):
    x = build(case.arguments["x"])
    gradient = Gradient(is_tensor=True, requires_grad=True, gradients=(backward(case.cotangent),))
    return Answered(case, {"x": x}, Returned(reference.scan(x), 0.0, gradient=gradient, was_tensor=True))


@pytest.mark.parametrize(("words", "backward"), scan.BACKWARD_MISTAKES, ids=[w for w, _ in scan.BACKWARD_MISTAKES])
def test_wrong_gradients_are_told_apart(words, backward):
    wrong = []
    for case in CASES:
        answered = returned(case, backward)
        right = case.accepted[0].gradients[0]
        if not np.allclose(answered.returned.gradient.gradients[0], right, atol=1e-6):
            wrong.append(answered)
    assert len(wrong) >= 8
    assert recognise(scan.function.mistakes, wrong).mistake.words == words


def test_a_right_gradient_is_no_mistake():
    long_enough = [case for case in CASES if build(case.arguments["x"]).shape[-1] > 2]
    right = [returned(case, reference.scan_backward) for case in long_enough]
    assert recognise(scan.function.mistakes, right) is None


def test_no_gradient_is_named():
    for gradient in (Gradient(is_tensor=False, requires_grad=False), Gradient(is_tensor=True, requires_grad=False)):
        x = build(CASES[0].arguments["x"])
        answered = Answered(CASES[0], {"x": x}, Returned(reference.scan(x), 0.0, gradient=gradient))
        assert recognise(scan.function.mistakes, [answered]).mistake.words == "detached: no gradient can flow"


def test_a_result_of_another_kind_is_not_taken_for_a_wrong_gradient():
    case = CASES[0]
    odd = Answered(case, {"x": build(case.arguments["x"])}, Returned(None, 0.0, gradient=Gradient(True, True)))
    assert recognise(scan.function.mistakes, [odd]) is None


# --------------------------------------------------------------------------- quadratic work


def halted(reason, seconds):
    """What a stop at the longest input is called, given the time that an input of each length took."""
    arguments = {len(case.arguments["x"]): {"x": case.arguments["x"]} for case in LINEAR}
    right = [Answered(LINEAR[0], arguments[n], Returned(None, taken)) for n, taken in seconds.items()]
    stops = [(arguments[scan.LONG], Stopped(reason, ""))]
    found = recognise_halt(scan.linear_scan.mistakes, stops, right)
    return found and found.mistake.words


def test_the_long_inputs_come_after_short_ones():
    sizes = [len(case.arguments["x"]) for case in LINEAR]
    assert [n for n in sizes if n > 100] == [scan.FEW, scan.MANY, scan.LONG]
    assert max(sizes[:4]) < 100


def test_quadratic_work_is_named():
    words = "O(n²) matrix or sums of slices"
    assert halted(StopReason.MEMORY, {}) == words
    assert halted(StopReason.TIMEOUT, {scan.FEW: 0.003}) == words  # not even 5·10⁴ numbers in time
    assert halted(StopReason.TIMEOUT, {scan.FEW: 0.003, scan.MANY: 0.7}) == words


def test_slow_linear_work_is_not():
    assert halted(StopReason.TIMEOUT, {scan.FEW: 0.008, scan.MANY: 0.7}) is None
    assert halted(StopReason.CRASHED, {scan.FEW: 0.003, scan.MANY: 0.7}) is None
