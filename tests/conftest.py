from __future__ import annotations

import signal
from pathlib import Path

import pytest
from hypothesis import settings

# Deadlines measure the machine; fixed examples make every run the same run.
settings.register_profile("suite", deadline=None, derandomize=True)
settings.load_profile("suite")

# Where the suite runs in the background of a shell, SIGINT is ignored, and by all it starts, too.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's own folder, which is also the course."""
    return ROOT
