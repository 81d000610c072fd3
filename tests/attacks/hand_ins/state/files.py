"""Changes, removes and makes files in the first question; the second reads a file that was handed in."""
import json
import os
import pathlib

import numpy as np

HERE = pathlib.Path("targets.json")
BEFORE = HERE.read_bytes()


def project(A, b):
    HERE.write_text('{"changed": true}')
    os.remove("tools.py")
    pathlib.Path("left.json").write_text("{}")
    return b * 0


def correlated_noise(mean, cov, m, rng):
    assert HERE.read_bytes() == BEFORE, "it was changed by another question"
    assert "mark" in json.loads(HERE.read_text()) and os.path.exists("tools.py")
    assert not os.path.exists("left.json")
    return rng.multivariate_normal(mean, cov, size=m)
