"""A JSON line per event, for those who watch a batch with other tools."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO


@dataclass(frozen=True, slots=True)
class EventLog:
    """Writes nothing without a stream."""

    stream: IO[str] | None = None

    def write(self, event: str, **fields: object) -> None:
        """One line, at once: `{"time": …, "event": "judged", …}`."""
        if self.stream is not None:
            line = {"time": datetime.now(UTC).isoformat(), "event": event, **fields}
            self.stream.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
            self.stream.flush()
