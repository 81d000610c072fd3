from __future__ import annotations

import pytest

from grader.proof.reading.free import mentions
from grader.proof.reading.readings import Unreadable, read
from grader.proof.syntax import Vocabulary

VOCABULARY = Vocabulary(densities=frozenset({"p", "q"}), domains=frozenset({"z"}))


@pytest.mark.parametrize(
    ("line", "names", "expected"),
    [
        ("a_i + b", "i", True),
        ("a_i + b", "j", False),
        (r"\sum_i a_i", "i", False),
        (r"\sum_i a_{ij}", "j", True),
        (r"\sum_{i \le j} a_i", "j", True),
        ("q(z|x)", "z", True),
        ("q + a", "z", True),
        (r"\mathrm{KL}[q(z) \| p(z)]", "z", False),
        (r"\mathrm{KL}[q(x_i) \| p(x_i)]", "i", True),
        (r"\mathrm{KL}[q(x_i) \| p(x_i)]", "x", False),
        (r"\mathbb{E}_{q(z)}[z]", "z", False),
        (r"\mathbb{E}_{z \sim q}[z x]", "z", False),
        (r"\mathbb{E}_\beta[z x]", "x", True),
    ],
)
def test_mentions(line, names, expected):
    readings = read(line, VOCABULARY)
    assert not isinstance(readings, Unreadable)
    assert mentions(readings[0].members[0].expression, frozenset(names.split())) is expected
