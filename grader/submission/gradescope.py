"""Gradescope's export: `submission_metadata.yml` beside a folder `submission_123` for each hand-in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.errors import UsageError
from grader.submission.bundle import is_litter
from grader.submission.handin import HandIn
from grader.submission.moments import moment
from grader.submission.names import folded, printable

if TYPE_CHECKING:
    import yaml

METADATA = "submission_metadata.yml"
_EXPORT = re.compile(r"assignment_[0-9]+_export")  # as Gradescope names the folder in its zip


def export_in(folder: Path) -> Path | None:
    """The folder with the metadata: this one, or the only one in it if that has the name of an export.

    A folder of another name may be a student's, who could book marks to anybody with metadata of their own.
    """
    if (folder / METADATA).is_file():
        return folder
    only = _only(folder)
    return only if only is not None and _EXPORT.fullmatch(only.name) and (only / METADATA).is_file() else None


def resembles(folder: Path) -> bool:
    """Whether the only folder in it holds metadata, which are a student's where `export_in` finds none."""
    only = _only(folder)
    return only is not None and (only / METADATA).is_file()


def _only(folder: Path) -> Path | None:
    inside = [path for path in folder.iterdir() if not is_litter((path.name,))]
    return inside[0] if len(inside) == 1 and not inside[0].is_symlink() else None


def hand_ins(export: Path) -> list[HandIn]:
    """A hand-in per folder, named by the e-mail of its first submitter, else by the folder.

    Several of one student are attempts, in the order of their times.

    Raises:
        UsageError: the metadata are not readable.
    """
    metadata = _load(export / METADATA)
    folders = {
        path.name: path for path in export.iterdir() if path.is_dir() and not path.name.startswith((".", "__MACOSX"))
    }
    found = [_hand_in(export / name, metadata.get(name)) for name in sorted({*folders, *metadata})]
    people: dict[str, list[HandIn]] = {}
    for hand_in in found:
        people.setdefault(folded(hand_in.student), []).append(hand_in)
    return [hand_in for own in people.values() for hand_in in _numbered(own)]


def _numbered(own: list[HandIn]) -> list[HandIn]:
    if len(own) == 1:
        return own
    earliest = datetime.min.replace(tzinfo=UTC)
    ordered = sorted(own, key=lambda hand_in: hand_in.submitted_at or earliest)
    return [replace(hand_in, attempt=count) for count, hand_in in enumerate(ordered, start=1)]


def _hand_in(folder: Path, entry: Any) -> HandIn:
    table = entry if isinstance(entry, dict) else {}
    submitters = table.get(":submitters")
    people = [person for person in submitters if isinstance(person, dict)] if isinstance(submitters, list) else []
    emails = [email for person in people if (email := str(person.get(":email") or "").strip())]
    notes = []
    if len(emails) > 1:
        notes.append(f"handed in by {' and '.join(emails)} together")
    submitted_at = _time(table.get(":created_at"))
    if submitted_at is None:
        notes.append(f"{METADATA} tells no time of submission for {folder.name}")
    missing = None if folder.is_dir() else f"{METADATA} names the folder {folder.name}, which is not in the export"
    return HandIn(
        student=printable(emails[0] if emails else folder.name),
        path=folder,
        submitted_at=submitted_at,
        notes=tuple(notes),
        problem=missing,
    )


def _time(value: Any) -> datetime | None:
    """Rails writes a time as such, as text, or as an object that holds it in UTC."""
    if isinstance(value, dict):
        value = value.get("utc")
    if isinstance(value, date) and not isinstance(value, datetime):
        return None
    try:
        when = value if isinstance(value, datetime) else moment(str(value))
    except ValueError:
        return None
    return when if when.tzinfo is not None else when.replace(tzinfo=UTC)


def _load(path: Path) -> Mapping[str, Any]:
    import yaml

    try:
        loaded = yaml.load(path.read_bytes(), _loader())  # noqa: S506 -- a SafeLoader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{path}:{mark.line + 1}" if mark is not None else str(path)
        raise UsageError(f"{place}: {getattr(error, 'problem', None) or error}") from error
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"{path}: cannot be read ({error})") from error
    if not isinstance(loaded, dict):
        raise UsageError(f"{path}: expected an entry for each folder, got {type(loaded).__name__}")
    return {str(name): entry for name, entry in loaded.items()}


def _loader() -> type[yaml.SafeLoader]:
    """PyYAML's safe loader (libyaml's, where there is one) that takes Ruby's objects for plain tables."""
    import yaml

    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class RubyLoader(base):  # type: ignore[misc]
        pass

    def plain(loader: Any, _tag: str, node: yaml.Node) -> Any:
        if isinstance(node, yaml.MappingNode):
            return loader.construct_mapping(node, deep=True)
        if isinstance(node, yaml.SequenceNode):
            return loader.construct_sequence(node, deep=True)
        return loader.construct_scalar(node)

    RubyLoader.add_multi_constructor("!", plain)
    return RubyLoader
