"""The places of a line where a bracket may be missing, and what was chosen at each.

The reader asks at every such place whether to depart from the literal reading. A plan answers the first few
questions; all later answers are no. What was asked tells which plans there are to try next.
"""

from __future__ import annotations

Plan = tuple[bool, ...]


class Departures:
    """The answers of one plan, and what they cost."""

    def __init__(self, plan: Plan) -> None:
        self.cost = 0
        self.notes: list[str] = []
        self._plan = plan
        self._weights: list[int] = []

    def depart(self, weight: int) -> bool:
        """Whether to leave the literal reading here; `weight` says how unusual that is."""
        index = len(self._weights)
        self._weights.append(weight)
        departs = index < len(self._plan) and self._plan[index]
        self.cost += weight if departs else 0
        return departs

    def alternatives(self) -> list[tuple[int, Plan]]:
        """The plans that depart once more, behind the end of this one, with their costs."""
        start = len(self._plan)
        made = self._plan[: len(self._weights)]
        return [
            (self.cost + weight, made + (False,) * (index - start) + (True,))
            for index, weight in enumerate(self._weights[start:], start)
        ]
