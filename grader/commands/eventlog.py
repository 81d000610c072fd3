"""A JSON line per event, for those who watch a batch with other tools."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from grader.errors import UsageError


@dataclass(frozen=True, slots=True)
class EventLog:
    """Writes nothing without a stream."""

    stream: IO[str] | None = None

    def write(self, event: str, **fields: object) -> None:
        """One line, at once: `{"time": …, "event": "judged", …}`."""
        if self.stream is not None:
            line = {"time": datetime.now(UTC).isoformat(), "event": event, **fields}
            self.stream.write(json.dumps(line, default=str) + "\n")
            self.stream.flush()


@contextmanager
def event_log(path: Path | None) -> Iterator[EventLog]:
    """Appends to the file; without one nothing is written.

    Raises:
        UsageError: the file cannot be opened.
    """
    if path is None:
        yield EventLog()
        return
    try:
        stream = path.open("a", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror})") from None
    with stream:
        yield EventLog(stream)
