"""Mistakes of every topic that are no values: they are seen on how a call went."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grader.records import Returned


def in_place(_arguments: Mapping[str, Any], returned: Returned) -> bool:
    """Whether an argument was changed."""
    return bool(returned.modified)


def detached(_arguments: Mapping[str, Any], returned: Returned) -> bool:
    """Whether no gradient can flow: the result is no tensor, or no path leads from it to any leaf."""
    gradient = returned.gradient
    return gradient is not None and not (gradient.is_tensor and gradient.requires_grad)
