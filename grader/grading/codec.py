"""Records as JSON text, and back without loss.

Fields typed Any hold plain JSON (None, bool, int, float, str, lists, dicts with str keys); a tuple in one
comes back as a list. Numbers that are not finite are kept as `NaN` and `Infinity`, which Python's readers
of JSON take. Halves of surrogate pairs, which no UTF-8 can hold, become U+FFFD.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from grader.errors import GraderError
from grader.grading.overrides import RecordedOverride
from grader.grading.verdicts import QuestionVerdicts
from grader.records import Result
from grader.submission.text import without_surrogates

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Stored = Result | QuestionVerdicts | RecordedOverride
Read = TypeVar("Read", Result, QuestionVerdicts, RecordedOverride)


def encoded(record: Stored) -> str:
    """The record as JSON in ASCII.

    Raises:
        GraderError: a field holds what is no plain JSON, or a time without a zone.
    """
    return json.dumps(_plain(record), separators=(",", ":"))


class Codec:
    """Reads what `encoded` wrote; the readers are built when they are first needed."""

    def result(self, text: str) -> Result:
        return self._read(self._results, text)

    def verdicts(self, text: str) -> QuestionVerdicts:
        return self._read(self._verdicts, text)

    def override(self, text: str) -> RecordedOverride:
        return self._read(self._overrides, text)

    def _read(self, reader: TypeAdapter[Read], text: str) -> Read:
        try:
            return reader.validate_json(text, strict=True)
        except ValueError as error:  # pydantic's is one, of several lines
            words = " ".join(str(error).split())[:200]
            raise GraderError(
                f"a stored record cannot be read, it is damaged or another version wrote it ({words}):"
                " use --fresh or another OUT"
            ) from None

    @cached_property
    def _results(self) -> TypeAdapter[Result]:
        from pydantic import TypeAdapter

        return TypeAdapter(Result)

    @cached_property
    def _verdicts(self) -> TypeAdapter[QuestionVerdicts]:
        from pydantic import TypeAdapter

        return TypeAdapter(QuestionVerdicts)

    @cached_property
    def _overrides(self) -> TypeAdapter[RecordedOverride]:
        from pydantic import TypeAdapter

        return TypeAdapter(RecordedOverride)


def _plain(value: Any) -> Any:
    if isinstance(value, str):  # enums, too
        return without_surrogates(str(value))
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {_key(key): _plain(item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return _time(value)


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise GraderError(f"the key {key!r} cannot be stored, only a text can")
    return without_surrogates(key)


def _time(time: Any) -> str:
    if not isinstance(time, datetime):
        raise GraderError(f"a {type(time).__name__} cannot be stored, only plain JSON can")
    if time.utcoffset() is None:
        raise GraderError(f"the time {time.isoformat()} has no zone")
    return time.isoformat()
