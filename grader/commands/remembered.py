"""What a kit's checks said before, so that unchanged questions are not run, and derivations not judged, again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from grader.errors import GraderError
from grader.grading.batch import LOADING, Plan
from grader.grading.codec import Codec, encoded
from grader.grading.verdicts import QuestionVerdicts
from grader.records import CellKind, CheckStatus, PartKind, Submission
from grader.submission.answers import answers
from grader.submission.reach import reached

FILE = ".grader-checked.json"
# Those that another run, on a machine with more to spare, may well change.
_PASSING = frozenset({CheckStatus.UNDECIDED, CheckStatus.TIMEOUT, CheckStatus.MEMORY})
_MOST = 1_000  # verdicts, of all files and their states


class Remembered:
    """Verdicts by what they rest on: the kit's question, all that reaches its functions, and its derivation."""

    def __init__(self, folder: Path, plan: Plan, submission: Submission) -> None:
        self._path = folder / FILE
        written = answers(submission.cells, plan.assignment.starter)
        self._keys = {
            question.id: _key(
                plan.key(question.id),
                reached(submission, _functions(plan, question.id)),
                answer.text if (answer := written.get(PartKind.DERIVATION, question.id)) else "",
            )
            for question in plan.questions
        }
        run = [cell for cell in submission.cells if cell.kind is not CellKind.MARKDOWN]
        everything = [f"{cell.kind}\0{cell.name}\0{cell.source}" for cell in run]
        contents = [f"{name}\0{hashlib.sha256(data).hexdigest()}" for name, data in sorted(submission.beside.items())]
        self._keys[LOADING] = _key(plan.key(LOADING), *everything, *contents)
        self._known = self._read()

    def recall(self) -> dict[str, QuestionVerdicts]:
        """What is known, by question and for loading."""
        codec, found = Codec(), {}
        for name, key in self._keys.items():
            with suppress(GraderError):  # another version wrote it
                if key in self._known:
                    found[name] = codec.verdicts(self._known[key])
        return found

    def keep(self, verdicts: Mapping[str, QuestionVerdicts]) -> None:
        """Keeps what will be the same next time; a folder that cannot be written to is no fault."""
        lasting = {self._keys[name]: encoded(one) for name, one in verdicts.items() if _lasts(one)}
        every = {**{key: text for key, text in self._known.items() if key not in lasting}, **lasting}
        with suppress(OSError):
            self._path.write_text(json.dumps(dict(list(every.items())[-_MOST:])), encoding="utf-8")

    def _read(self) -> dict[str, str]:
        try:
            data = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {key: text for key, text in data.items() if isinstance(text, str)} if isinstance(data, dict) else {}


def _functions(plan: Plan, question: str) -> list[str]:
    checks = (check for one in plan.questions if one.id == question for check in one.checks)
    return [check.function.partition(".")[0] for check in checks]


def _key(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def _lasts(verdicts: QuestionVerdicts) -> bool:
    return verdicts.lasts and not any(verdict.status in _PASSING for verdict in verdicts.checks.values())
