"""`grader doctor`: which isolation this machine gives, layer by layer, and what to install."""

from __future__ import annotations

import platform
from importlib.metadata import version

import click

from grader.sandbox.isolation import best_tier, probe

MEANING = {
    "A": "isolated by namespaces, Landlock, seccomp and limits",
    "B": "isolated by Landlock, seccomp and limits, without namespaces",
    "C": "not isolated: a process and timeouts only",
}


def run(*, tier_only: bool) -> int:
    """Prints what was found; 0 whatever it is."""
    tier = best_tier()
    if tier_only:
        click.echo(tier.value)
        return 0
    click.echo(f"Isolation tier {tier.value}: {MEANING[tier.value]}.\n")
    for layer in probe():
        click.echo(f"  {'yes' if layer.works else 'no ':3}  {layer.name:22} {layer.detail}")
        if not layer.works and layer.remedy:
            click.echo(f"       {'':22} → {layer.remedy}")
    packages = ", ".join(f"{name} {version(name)}" for name in ("grader", "numpy", "torch"))
    click.echo(f"\nPython {platform.python_version()} on {platform.system()} {platform.release()}; {packages}")
    return 0
