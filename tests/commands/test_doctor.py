"""What the machine gives."""

from __future__ import annotations

from grader.sandbox.isolation import best_tier


def test_the_letter_alone(desk):
    said = desk.call("doctor", "--tier")
    assert said.code == 0
    assert said.out == f"{best_tier().value}\n"


def test_layers_and_versions(desk):
    said = desk.call("doctor")
    assert said.code == 0
    assert said.out.startswith(f"Isolation tier {best_tier().value}: ")
    for word in ("landlock", "seccomp", "limits", "numpy", "torch"):
        assert word in said.out
