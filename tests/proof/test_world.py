from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from grader.proof.families import components, conditional, joint, unrelated, whole_number
from grader.proof.world import STEP, Argument, Draw, Instance, Meaningless, Points, World, dimension, softmax

TAPES = arrays(float, 12, elements=st.floats(-30, 30))


@given(TAPES)
def test_draws_keep_their_promises_wherever_a_search_goes(tape):
    draw = Draw(tape)
    simplex = draw.simplex(4)
    assert simplex.sum() == pytest.approx(1.0)
    assert simplex.min() > 1e-6
    assert 0.0 < draw.unit() < 1.0
    assert draw.positive() > 0.0
    assert draw.integer(2, 4) in (2, 3, 4)
    assert draw.sign() in (-1.0, 1.0)
    assert draw.choice("ab") in "ab"
    assert draw.taken == 9


def test_beyond_the_tape_numbers_follow_the_salt():
    drawn = [Draw(np.empty(0), salt).normal(3).tolist() for salt in (1, 1, 2)]
    assert drawn[0] == drawn[1] != drawn[2]
    assert Draw(np.empty(0), 1).unrelated("p", 2).tolist() != Draw(np.empty(0), 1).unrelated("q", 2).tolist()


def parametrised(draw, broken):
    phi = draw.parameter("phi", draw.normal(2))
    return World(values={"phi": phi, "s": draw.parameter("s", draw.positive())}, domains={"z": Points((0, 1))})


def test_worlds_beside_differ_by_one_imaginary_step():
    instance = Instance(parametrised, np.array([0.5, 1.5, 0.0]), 0)
    beside = instance.beside("phi", 1)
    assert dimension(parametrised) == 3
    assert beside.values["phi"].tolist() == [0.5 + 0j, 1.5 + STEP * 1j]
    assert beside.values["s"] == instance.world.values["s"]
    assert instance.parameters == ("phi", "s")
    assert instance.shape_of("nothing") is None


def test_names_that_stand_for_others():
    world = World(domains={"z": Points((0, 1))}, aliases={"tilde z": "z"})
    assert [world.role(name) for name in ("z", "z'", "tilde z", "tilde z'", "y")] == ["z", "z", "z", "z", "y"]


def test_softmax_of_perturbed_logits():
    logits = np.array([1.0, 2.0]) + 1j * STEP * np.array([1.0, 0.0])
    p = softmax(np.array([1.0, 2.0]))
    assert softmax(logits).imag / STEP == pytest.approx([p[0] * (1 - p[0]), -p[0] * p[1]])


def arguments(**values):
    return tuple(Argument(name, value) for name, value in values.items())


def test_joint_tables_answer_marginals_and_conditionals():
    table = np.array([[0.1, 0.2], [0.3, 0.4]])
    p = joint("p", "xz", table)
    assert p(arguments(x=1, z=0), (), ()) == pytest.approx(0.3)
    assert p(arguments(z=0), (), ()) == pytest.approx(0.4)
    assert p(arguments(z=0), arguments(x=1), ()) == pytest.approx(3 / 7)
    with pytest.raises(Meaningless, match="y"):
        p(arguments(y=0), (), ())


def test_unrelated_tables_are_distributions_that_do_not_multiply():
    p = unrelated("p", "xz", (2, 3), Draw(np.empty(0), 5))
    assert sum(p(arguments(z=z), arguments(x=1), ()) for z in range(3)) == pytest.approx(1.0)
    product = p(arguments(z=0), arguments(x=1), ()) * p(arguments(x=1), (), ())
    assert product != pytest.approx(p(arguments(x=1, z=0), (), ()), rel=1e-3)


def test_conditionals_and_components():
    q = conditional("q", "z", ("x",), np.array([[0.2, 0.8]]))
    assert q(arguments(z=1), arguments(x=0), ()) == 0.8
    with pytest.raises(Meaningless, match=r"q\(z\|x\)"):
        q(arguments(z=1), (), ())
    rows = np.array([[0.2, 0.8], [0.5, 0.5]])
    whole = components("q", "x", rows)
    assert whole((Argument("x", np.array([1, 0])),), (), ()) == pytest.approx(0.4)
    assert whole((Argument("x", 1, (1,)),), (), ()) == pytest.approx(0.8)
    with pytest.raises(Meaningless, match="defined"):
        whole_number(0.5)
