"""Modules of Python that not every system has: None where it has not, so that importing us never fails."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def _found(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        return None


fcntl: Any = _found("fcntl")
resource: Any = _found("resource")
