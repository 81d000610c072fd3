from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.records import Tier
from grader.sandbox.isolation import best_tier
from tests.attacks.batch import Evidence, run
from tests.attacks.catalogue import attacks

collect_ignore = ["hand_ins"]  # one of them brings a conftest.py of its own


@pytest.fixture(scope="session")
def evidence_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Tier], Evidence]:
    """What came of the batch of all attacks in a tier: run once, by whichever worker asks first."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    best = best_tier()
    known: dict[Tier, Evidence] = {}

    def evidence_of(tier: Tier) -> Evidence:
        if tier < best:
            pytest.skip(f"this machine does not give tier {tier}")
        if tier not in known:
            known[tier] = Evidence.load(_once(shared / f"attacks-{tier}.json", tier))
        return known[tier]

    return evidence_of


def _once(path: Path, tier: Tier) -> str:
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            path.write_text(run(tier, attacks()).dump(), "utf-8")
        return path.read_text("utf-8")
