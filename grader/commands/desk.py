"""What a student is checked by: a kit, or the course itself, whichever is nearer."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.kit.starters import KIT

if TYPE_CHECKING:
    from grader.course.assignment import Assignment
    from grader.kit.kit import Later
    from grader.records import Submission


@dataclass(frozen=True, slots=True)
class Desk:
    """The public checks of one assignment; `kit` is the folder of the kit they come from, None with a course."""

    assignment: Assignment
    later: tuple[Later, ...] = ()
    stubs: Mapping[str, str] = field(default_factory=dict)
    kit: Path | None = None


def find_desk(course: Path | None, start: Path, name: str | None) -> Desk:
    """The course or the kit in `course` or $GRADER_COURSE, else in the nearest folder upwards of `start` or of here.

    Args:
        course: as named by the user.
        start: the submission.
        name: the assignment; None where neither the user nor the submission says.

    Raises:
        UsageError: there is neither course nor kit, or it does not have the assignment.
    """
    folder = find_kit(course, start)
    return _of_course(course, start, name) if folder is None else _of_kit(folder, name)


def find_kit(course: Path | None, start: Path) -> Path | None:
    """The folder of the kit; None where a course is named or nearer, or where there is none."""
    named = course or (Path(os.environ["GRADER_COURSE"]) if os.environ.get("GRADER_COURSE") else None)
    if named is not None:
        return named.resolve() if (named / KIT).is_file() else None
    here = start.resolve()
    for place in (here if here.is_dir() else here.parent, Path.cwd()):
        for folder in (place, *place.parents):
            if (folder / KIT).is_file():
                return folder
            if (folder / "rubric.yaml").is_file():
                return None
    return None


def _of_kit(folder: Path, name: str | None) -> Desk:
    from grader.kit.kit import read_kit

    kit = read_kit(folder)
    if name not in (None, kit.assignment.name):
        raise UsageError(f"{folder} is the kit of {kit.assignment.name!r}, not of {name!r}")
    return Desk(kit.assignment, kit.later, kit.stubs, folder)


def _of_course(course: Path | None, start: Path, name: str | None) -> Desk:
    from grader.course.assignment import public
    from grader.course.course import load_course
    from grader.course.stubs import stubs

    if name is None:
        raise UsageError(f"{start.name} does not say which assignment it answers: name it with -a")
    found = load_course(_root(course, start))
    assignment = public(found.assignment(name))
    master = found.master(name)
    return Desk(assignment, stubs=stubs(master) if master else {})


def _root(course: Path | None, start: Path) -> Path:
    """Upwards of the file, else of the current folder: a notebook may lie in the downloads."""
    from grader.course.course import find_course

    here = start.resolve()
    try:
        return find_course(course, here if here.is_dir() else here.parent)
    except UsageError:
        return find_course(course, Path.cwd())


def named(assignment: str | None, submission: Submission) -> str | None:
    """What the user says, else what the submission says."""
    return assignment or submission.assignment
