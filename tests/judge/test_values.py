"""The dialogue of a value check, answered by plain functions in this process."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from grader.course.assignment import prepare_check
from grader.course.carry import carry_of
from grader.course.question import carried, check, halt, mistake, symptom
from grader.judge.case import MAX_ROUNDS
from grader.judge.values import judge_values
from grader.records import Absent, CheckStatus, Gradient, NotRun, Opaque, Raised, Returned, Stopped, StopReason


def softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def naive(x):
    return np.exp(x) / np.exp(x).sum(axis=-1, keepdims=True)


def over_all(x):
    e = np.exp(x - x.max())
    return e / e.sum()


@pytest.fixture
def declared():
    @check("softmax", reference=softmax)
    def softmax_check(draw):
        """softmax over the last axis"""
        return {"x": draw.normal(draw.size(2, 5), draw.size(2, 5), scale=draw.scale())}

    softmax_check.edges({"x": np.zeros((2, 3))}, {"x": np.zeros(1)})
    softmax_check.extremes({"x": np.array([0.0, 1000.0])}, {"x": np.array([-800.0, 0.0, 800.0])})
    mistake(softmax_check, "no maximum subtracted")(naive)
    mistake(softmax_check, "normalised over all entries")(over_all)
    return softmax_check


def verdict(declared, answer):
    dialogue = judge_values(prepare_check(declared, 0, "test"))
    with np.errstate(all="ignore"):
        return conversation(dialogue, lambda call: answer(*call.arguments))


def conversation(dialogue, reply):
    """The verdict of a dialogue whose every call is answered by `reply(call)`."""
    calls = next(dialogue)
    for _ in range(MAX_ROUNDS):
        try:
            calls = dialogue.send([reply(call) for call in calls])
        except StopIteration as done:
            return done.value
    raise AssertionError(f"no verdict after {MAX_ROUNDS} rounds")


def returning(function):
    return lambda *arguments: Returned(function(*[np.copy(a) for a in arguments]), 0.001)


def test_right(declared):
    found = verdict(declared, returning(softmax))
    assert found.status is CheckStatus.PASSED
    assert found.seconds > 0.01


def test_right_in_single_precision(declared):
    assert verdict(declared, returning(lambda x: softmax(x.astype(np.float32)))).status is CheckStatus.PASSED


def test_right_but_unstable(declared):
    found = verdict(declared, returning(naive))
    assert found.status is CheckStatus.UNSTABLE
    assert found.misconception == "no maximum subtracted"
    assert found.matched == (2, 2)
    assert found.counterexample.paste == "softmax(np.array([1000.]))"
    assert found.counterexample.got == ["nan"]
    assert found.counterexample.expected == [1.0]


def test_wrong_and_named_on_the_smallest_input(declared):
    found = verdict(declared, returning(over_all))
    assert found.status is CheckStatus.FAILED
    assert found.misconception == "normalised over all entries"
    assert "wrong on" in found.message
    assert found.counterexample.paste == "softmax(np.array([[0.], [0.]]))"


def test_wrong_in_no_listed_way(declared):
    found = verdict(declared, returning(lambda x: softmax(x) + 0.1))
    assert found.status is CheckStatus.FAILED
    assert found.misconception is None


@pytest.mark.parametrize("value", [0, 1, float("nan"), None, True, [], "x"])
def test_trivial_answers_fail(declared, value):
    assert verdict(declared, returning(lambda x: value)).status is CheckStatus.FAILED


def test_the_first_argument_fails(declared):
    assert verdict(declared, returning(lambda x: x)).status is CheckStatus.FAILED


@pytest.mark.parametrize(
    ("outcome", "status", "words"),
    [
        (Absent("softmax", "soft_max"), CheckStatus.MISSING, "you define `soft_max`"),
        (Absent("softmax"), CheckStatus.MISSING, "defines no function `softmax`"),
        (Raised("NotImplementedError", ""), CheckStatus.MISSING, "still the starter's"),
        (
            Raised("ValueError", "bad", ("cell 2, line 3, in softmax",)),
            CheckStatus.ERROR,
            "ValueError: bad (cell 2",
        ),
        (Stopped(StopReason.TIMEOUT, "stopped after 5 s"), CheckStatus.TIMEOUT, "stopped after 5 s"),
        (Stopped(StopReason.MEMORY, "more than 1 GB"), CheckStatus.MEMORY, "more than 1 GB"),
        (Stopped(StopReason.CRASHED, "segmentation fault"), CheckStatus.CRASHED, "segmentation"),
    ],
)
def test_what_does_not_return(declared, outcome, status, words):
    found = verdict(declared, lambda x: outcome)
    assert found.status is status
    assert words in found.message


def test_the_call_that_stopped_is_named_not_those_that_never_ran(declared):
    outcomes = iter([Stopped(StopReason.TIMEOUT, "the call ran out of time")] + [NotRun("an earlier call …")] * 99)
    found = verdict(declared, lambda x: next(outcomes))
    assert found.message == "the call ran out of time"


def test_raising_on_extreme_inputs_alone_is_unstable(declared):
    def answer(x):
        return Raised("OverflowError", "too big") if np.abs(x).max() > 500 else Returned(softmax(x), 0.0)

    assert verdict(declared, answer).status is CheckStatus.UNSTABLE


def test_an_input_changed_in_place(declared):
    found = verdict(declared, lambda x: Returned(softmax(x), 0.0, modified=(0,)))
    assert found.status is CheckStatus.FAILED
    assert "changes its argument `x` in place" in found.message


def test_several_conventions():
    @check("sign", reference=(lambda x: np.where(x >= 0, 1.0, -1.0), lambda x: np.where(x > 0, 1.0, -1.0)))
    def sign(draw):
        """sign, with either answer at 0"""
        return {"x": draw.normal(3)}

    sign.edges({"x": np.zeros(3)})
    assert verdict(sign, returning(lambda x: np.where(x >= 0, 1, -1))).status is CheckStatus.PASSED
    assert verdict(sign, returning(lambda x: np.where(x > 0, 1, -1))).status is CheckStatus.PASSED
    assert verdict(sign, returning(np.sign)).status is CheckStatus.FAILED


def test_a_property_and_a_symptom():
    def unit(x, answer):
        length = np.linalg.norm(answer)
        return None if abs(length - 1) < 1e-6 else f"‖answer‖ = {length:.3g}, expected 1"

    @check("direction", holds=unit)
    def direction(draw):
        """any unit vector"""
        return {"x": draw.normal(3)}

    symptom(direction, "not normalised")(lambda arguments, returned: np.allclose(returned.value, arguments["x"]))
    assert verdict(direction, returning(lambda x: x / np.linalg.norm(x))).status is CheckStatus.PASSED
    found = verdict(direction, returning(lambda x: x))
    assert found.misconception == "not normalised"
    assert "expected 1" in found.message


def test_too_slow():
    @check("f", reference=lambda x: x * 2, within=2.0)
    def f(draw):
        """twice"""
        return {"x": draw.normal(3)}

    assert verdict(f, lambda x: Returned(2 * x, 1.9)).status is CheckStatus.PASSED
    found = verdict(f, lambda x: Returned(2 * x, 2.6))
    assert found.status is CheckStatus.FAILED
    assert "took 2.6 s; at most 2 s" in found.message


def test_a_mistake_that_raises_on_some_inputs_is_named_where_it_has_values():
    @check("total", reference=lambda X: X.sum(axis=0))
    def total(draw):
        """column sums"""
        n = draw.size(2, 4)
        return {"X": draw.normal(draw.size(2, 4), n)}

    def transposed(X):
        if X.shape[0] != X.shape[1]:
            raise ValueError("shapes")
        return X.sum(axis=1)

    mistake(total, "X transposed")(transposed)

    def answer(X):
        return Raised("ValueError", "shapes") if X.shape[0] != X.shape[1] else Returned(X.sum(axis=1), 0.0)

    found = verdict(total, answer)
    assert found.status is CheckStatus.FAILED
    assert found.misconception == "X transposed"


def test_an_error_carried_forward():
    @check("log_total", reference=lambda x: np.log(x.sum()))
    def log_total(draw):
        """log of a total"""
        return {"x": draw.positive(draw.size(2, 5))}

    carried(log_total, "total", "x")(lambda own, x: np.log(own))
    prepared = replace(prepare_check(log_total, 0, "test"), carried=carry_of(log_total))

    def run(function):
        dialogue = judge_values(prepared)
        calls = next(dialogue)
        while True:
            try:
                calls = dialogue.send(
                    [
                        Returned(own_total(*c.arguments) if c.function == "total" else function(*c.arguments), 0.0)
                        for c in calls
                    ]
                )
            except StopIteration as done:
                return done.value

    def own_total(x):
        return x.sum() + 1  # the student's mistake, charged where it was made

    forward = run(lambda x: np.log(own_total(x)))
    assert forward.status is CheckStatus.PASSED
    assert forward.message == "right given your own `total`"
    assert run(lambda x: np.log(own_total(x)) + 1).status is CheckStatus.FAILED
    assert run(lambda x: np.log(x.sum())).status is CheckStatus.PASSED


def test_a_stop_is_named_where_nothing_else_is_wrong(declared):
    halt(declared, "quadratic work")(lambda arguments, stopped, right: bool(right) and arguments["x"].max() > 500)

    def quadratic(x):
        return Stopped(StopReason.TIMEOUT, "too long", 10.0) if x.max() > 500 else returning(softmax)(x)

    found = verdict(declared, quadratic)
    assert (found.status, found.misconception, found.matched) == (CheckStatus.TIMEOUT, "quadratic work", (2, 2))
    assert found.counterexample is not None

    def also_wrong(x):
        return quadratic(x) if x.max() > 500 else returning(over_all)(x)

    assert verdict(declared, also_wrong).misconception == "normalised over all entries"


def test_the_weights_of_the_loss_fit_simpler_inputs_too():
    @check("double", reference=lambda x: 2 * x, gradients=lambda x, weights: 2 * weights)
    def double(draw):
        """twice x"""
        return {"x": draw.tensor(draw.normal(draw.size(1, 6)))}

    def forgetful(call):
        """The value is right, the gradient lacks the factor."""
        x = call.arguments[0].array
        assert call.cotangent.shape == x.shape
        gradient = Gradient(is_tensor=True, requires_grad=True, gradients=(call.cotangent,))
        return Returned(2 * x, 0.0, gradient=gradient, was_tensor=True)

    found = conversation(judge_values(prepare_check(double, 0, "test")), forgetful)
    assert found.status is CheckStatus.FAILED
    assert len(found.counterexample.arguments["x"]) == 1


def test_a_property_that_fails_on_a_simpler_input_leaves_the_verdict():
    """Nothing tells the judge that there are no fewer than two numbers here: `domain` does not say so."""

    def sorted_pairwise(x, answer):
        assert len(x) > 1
        first, second = answer[:2]
        return None if first <= second else f"{first:g} stands before {second:g}"

    @check("ordered", holds=sorted_pairwise)
    def ordered(draw):
        """the numbers in order"""
        return {"x": draw.normal(draw.size(2, 5))}

    found = verdict(ordered, returning(lambda x: np.sort(x)[::-1]))
    assert found.status is CheckStatus.FAILED
    assert "stands before" in found.message
    assert len(found.counterexample.arguments["x"]) == 2
    assert verdict(ordered, returning(np.sort)).status is CheckStatus.PASSED


def test_no_axis_is_cut_alone_where_the_judge_would_not_broadcast():
    def product(W, x, answer):
        return None if np.allclose(W @ x, answer) else "not the product"

    @check("product", holds=product)
    def multiplied(draw):
        """W x"""
        n = draw.size(2, 5)
        return {"W": draw.symmetric(n), "x": draw.normal(n)}

    found = verdict(multiplied, returning(lambda W, x: (W * x).sum(axis=1) + 1))
    assert (found.status, "not the product" in found.message) == (CheckStatus.FAILED, True)
    assert np.shape(found.counterexample.arguments["W"]) == np.shape(found.counterexample.arguments["x"]) * 2


def test_a_domain_that_fails_on_a_simpler_input_refuses_it():
    @check("scaled", reference=lambda x: x / x[1], domain=lambda x: bool(x[1] != 0))
    def scaled(draw):
        """x in units of its second entry"""
        return {"x": draw.positive(draw.size(2, 5))}

    found = verdict(scaled, returning(lambda x: x / x[0] + 1))
    assert found.status is CheckStatus.FAILED
    assert len(found.counterexample.arguments["x"]) == 2


RAGGED = [[1.0], [1.0, 2.0]]


def test_a_property_refuses_what_it_cannot_read():
    def small(x, answer):
        return None if (np.asarray(answer, dtype=float) < 9).all() else "too large"

    @check("small", holds=small)
    def anything_small(draw):
        """small numbers"""
        return {"x": draw.normal(3)}

    assert verdict(anything_small, returning(lambda x: np.zeros(3))).status is CheckStatus.PASSED
    for value in ([*RAGGED, None], "x", Opaque("builtins.generator")):
        found = verdict(anything_small, returning(lambda x, value=value: value))
        assert found.status is CheckStatus.FAILED
        assert found.message.startswith("the result is a")
        assert found.counterexample is not None


def test_a_property_that_fails_on_numbers_is_our_fault():
    @check("f", holds=lambda x, answer: str(np.ones(2) @ np.ones(5)))
    def f(draw):
        """broken"""
        return {"x": draw.normal(3)}

    with pytest.raises(ValueError, match="matmul"):
        verdict(f, returning(np.copy))


def test_a_symptom_recognises_nothing_in_what_it_cannot_read(declared):
    symptom(declared, "odd")(lambda arguments, returned: np.asarray(returned.value, dtype=float).shape == (0,))
    for value in (RAGGED, "x", Opaque("builtins.generator"), None):
        found = verdict(declared, returning(lambda x, value=value: value))
        assert found.status is CheckStatus.FAILED
        assert found.misconception is None
        assert "the result is" in found.message


def test_a_symptom_that_fails_on_a_usual_answer_is_our_fault(declared):
    symptom(declared, "broken")(lambda arguments, returned: arguments["y"] is None)
    with pytest.raises(KeyError):
        verdict(declared, returning(lambda x: softmax(x) + 0.1))
    assert verdict(declared, returning(lambda x: softmax(x)[..., None])).status is CheckStatus.FAILED


def test_the_courses_own_arithmetic_is_silent():
    def bounded(x, answer):
        return None if np.sqrt((answer * answer).sum()) < 1e3 else "too large"

    @check("bounded", holds=bounded)
    def f(draw):
        """bounded"""
        return {"x": draw.normal(3)}

    symptom(f, "huge")(lambda arguments, returned: bool((returned.value * returned.value > 1e300).all()))
    dialogue, reply = judge_values(prepare_check(f, 0, "test")), returning(lambda x: np.full(3, 1e200))
    found = conversation(dialogue, lambda call: reply(*call.arguments))
    assert (found.status, found.misconception) == (CheckStatus.FAILED, "huge")


def test_an_empty_input_is_shown_only_where_no_other_fails():
    @check("doubled", reference=lambda x: 2 * x)
    def doubled(draw):
        """twice x"""
        return {"x": draw.normal(draw.size(2, 5))}

    doubled.edges({"x": np.zeros(0)})
    coarse = verdict(doubled, returning(lambda x: (2 * x).astype(np.float16)))
    assert coarse.message.startswith("the result is of dtype float16, too coarse to judge; wrong on ")
    assert len(coarse.counterexample.arguments["x"]) == 1
    empty = verdict(doubled, returning(lambda x: 2 * x if x.size else np.zeros(1)))
    assert empty.counterexample.arguments["x"] == []


def test_an_example_shows_no_sign_on_the_zeros_of_answers():
    @check("turned", reference=lambda x: -x * 1.0)
    def turned(draw):
        """−x"""
        return {"x": draw.normal(draw.size(2, 5))}

    found = verdict(turned, returning(lambda x: -x + 1)).counterexample
    assert (str(found.expected), str(found.got)) == ("[0.0]", "[1.0]")
    assert str(verdict(turned, returning(lambda x: -x[:, None])).counterexample.got) == "[[0.0]]"
