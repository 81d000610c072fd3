"""What a store remembers of the class between runs: names, and who handed in which files themselves."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from grader.errors import GraderError


@dataclass(frozen=True, slots=True)
class Known:
    """By student's id: `names` as rosters gave them, and the hashes of what was handed in under this very id.

    `latest` are those of the last run that settled the student's mark, `earlier` all before them. Marks are booked
    to groups, so a result alone does not tell whose file it is about.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    latest: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    earlier: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def handed_in(self, student: str, sha256: str) -> bool:
        """Whether the student has ever handed in this very submission."""
        return sha256 in self.latest.get(student, ()) or sha256 in self.earlier.get(student, ())

    def after(self, given: Mapping[str, Sequence[str]]) -> Known:
        """With these hashes as the latest of their students; others keep what they have."""
        earlier = {
            student: tuple(sorted({*self.earlier.get(student, ()), *self.latest.get(student, ())} - set(hashes)))
            for student, hashes in given.items()
        }
        latest = {student: tuple(hashes) for student, hashes in given.items()}
        return replace(self, latest={**self.latest, **latest}, earlier={**self.earlier, **earlier})

    def named(self, names: Mapping[str, str]) -> Known:
        """With these names, beside those of students that are not among them."""
        return replace(self, names={**self.names, **names})

    def without(self, student: str) -> Known:
        """Nothing is known of the student."""
        tables = ({key: one for key, one in table.items() if key != student} for table in (self.latest, self.earlier))
        names = {key: name for key, name in self.names.items() if key != student}
        return Known(names, *tables)


def dumps(known: Known) -> str:
    return json.dumps({"names": dict(known.names), "latest": dict(known.latest), "earlier": dict(known.earlier)})


def loads(text: str | None) -> Known:
    """What `dumps` wrote; nothing is known where nothing was kept.

    Raises:
        GraderError: it is something else.
    """
    if text is None:
        return Known()
    try:
        data = json.loads(text)
        latest, earlier = ({key: tuple(one) for key, one in data[name].items()} for name in ("latest", "earlier"))
        return Known(data["names"], latest, earlier)
    except (ValueError, LookupError, TypeError, AttributeError):
        raise GraderError("what the store knows of the class is damaged: use --fresh or another OUT") from None
