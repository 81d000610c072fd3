"""The command line of `grader grade`, as it was given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from grader.submission.layouts import TreatAs


@dataclass(frozen=True, slots=True)
class GradeOptions:
    assignment: str
    paths: tuple[Path, ...]
    out: Path
    course: Path | None = None
    workers: int | None = None
    seed: int | None = None
    rubric: Path | None = None
    only: tuple[str, ...] = ()
    fresh: bool = False
    accept: bool = False
    due: datetime | None = None
    roster: Path | None = None
    times: Path | None = None
    attempt: Literal["last", "first", "best"] = "last"
    treat_as: TreatAs = "auto"
    unsafe: bool = False
    dry_run: bool = False
    log_json: Path | None = None
