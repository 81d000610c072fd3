"""Wrong gradients behind right values, and values that are no numbers: seen on what came back."""

from __future__ import annotations

from grader.judge.symptoms import Seen, cut_off, finite_where, gives, not_finite, one_path_missing, value_not_finite

__all__ = ["Seen", "cut_off", "finite_where", "gives", "not_finite", "one_path_missing", "value_not_finite"]
