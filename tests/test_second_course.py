"""A course of another subject, kept outside the repository's own, works through the same commands."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from grader.records import Tier
from grader.sandbox.isolation import best_tier

COURSE = Path(__file__).parent / "linear_algebra"


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    out = tmp_path_factory.mktemp("second") / "out"
    samples = COURSE / "assignments" / "sheet1" / "samples"
    command = [sys.executable, "-m", "grader", "grade", "sheet1", samples, "-o", out, "--course", COURSE]
    command += ["--unsafe"] if best_tier() is Tier.C else []
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (out / "results").iterdir()}


def checks(result):
    return {one["id"]: one for q in result["questions"] for part in q["parts"] for one in part.get("checks", [])}


def test_right_answers_get_all_points_of_code(results):
    assert results["right"]["score"] == 20
    assert {one["status"] for one in checks(results["right"]).values()} == {"passed"}


def test_wrong_answers_are_named(results):
    found = checks(results["wrong"])
    assert found["1/project"]["misconception"] == "the columns are taken for orthonormal"
    assert found["2/correlated_noise"]["misconception"] == "the covariance is taken for its square root"
    assert "gradient with respect to `w`" in found["3/ridge_loss"]["message"]


def test_an_error_is_charged_where_it_was_made(results):
    """The wrong projection makes the residual wrong; the rubric carries it forward."""
    found = checks(results["wrong"])["4/residual"]
    assert (found["status"], found["message"]) == ("passed", "right given your own `project`")
    assert results["wrong"]["score"] == 2
