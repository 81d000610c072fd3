from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# Deadlines measure the machine; fixed examples make every run the same run.
settings.register_profile("suite", deadline=None, derandomize=True)
settings.load_profile("suite")

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's own folder, which is also the course."""
    return ROOT
