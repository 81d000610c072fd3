"""Mistakes of every topic that are no values: they are seen on how a call went."""

from __future__ import annotations

from grader.judge.symptoms import detached, in_place

__all__ = ["detached", "in_place"]
