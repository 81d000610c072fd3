"""A JSON line per event."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from grader.commands.eventlog import EventLog, event_log
from grader.errors import UsageError


def test_lines_are_appended_and_there_at_once(tmp_path):
    path = tmp_path / "log.jsonl"
    for number in (1, 2):
        with event_log(path) as log:
            log.write("judged", student="žofie", number=number, path=tmp_path)
            lines = [json.loads(line) for line in path.read_text("ascii").splitlines()]
            assert len(lines) == number
    assert [line["number"] for line in lines] == [1, 2]
    assert lines[0]["event"] == "judged"
    assert lines[0]["student"] == "žofie"
    assert lines[0]["path"] == str(tmp_path)
    assert datetime.fromisoformat(lines[0]["time"]).tzinfo is not None


def test_without_a_file_nothing_is_written():
    with event_log(None) as log:
        assert log == EventLog()
        log.write("judged")


def test_a_file_that_cannot_be_opened(tmp_path):
    with pytest.raises(UsageError, match=r"cannot be written \(Is a directory\)"), event_log(tmp_path):
        pass
