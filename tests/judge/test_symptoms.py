from __future__ import annotations

import numpy as np
import pytest

from grader.judge.symptoms import NAMED, finite_where, gives
from grader.records import Gradient, Returned


def returned(value=0.0, gradients=(), **about):
    how = {"is_tensor": True, "requires_grad": True} | about
    return Returned(value, 0.0, gradient=Gradient(gradients=tuple(gradients), **how))


ONE, NAN = np.ones(1), np.array([np.nan])


@pytest.mark.parametrize(
    ("name", "seen", "unseen"),
    [
        ("in_place", Returned(0.0, 0.0, modified=(0,)), Returned(0.0, 0.0)),
        ("detached", returned(requires_grad=False), returned()),
        ("value_not_finite", Returned(float("nan"), 0.0), Returned(1.0, 0.0)),
        ("cut_off", returned(gradients=[None, None]), returned(gradients=[ONE, None])),
        ("not_finite", returned(gradients=[NAN]), returned(gradients=[ONE])),
        ("not_finite", returned(gradients=[ONE, NAN]), returned(float("nan"), [NAN])),
        ("one_path_missing", returned(gradients=[ONE, None]), returned(gradients=[ONE, ONE])),
    ],
)
def test_each_sees_what_it_is_named_for(name, seen, unseen):
    assert NAMED[name]({}, seen)
    assert not NAMED[name]({}, unseen)


def test_a_wrong_gradient_behind_a_right_value():
    twice = gives(lambda x: 2 * x)
    arguments = {"x": np.array([1.0, 2.0])}
    assert twice(arguments, returned(gradients=[np.array([2.0, 4.0])]))
    assert not twice(arguments, returned(gradients=[np.array([2.0, 5.0])]))
    assert not twice(arguments, returned(gradients=[]))
    assert gives(lambda x: 0 * x)(arguments, returned(gradients=[None]))


def test_a_finite_value_where_none_is_right():
    seen = finite_where(lambda x: bool((x == 0).any()))
    zero, one = {"x": np.zeros(1)}, {"x": np.ones(1)}
    assert seen(zero, Returned(3.0, 0.0))
    assert not seen(one, Returned(3.0, 0.0))
    assert not seen(zero, Returned(float("inf"), 0.0))
