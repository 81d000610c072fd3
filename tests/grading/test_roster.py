from __future__ import annotations

from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.grading.roster import RosterEntry, groups, read_roster

HEADER = "id,name,group,extension_hours\n"


def read(folder: Path, text: str | bytes) -> tuple[RosterEntry, ...]:
    path = folder / "roster.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_roster(path)


def test_the_whole_of_it(tmp_path: Path) -> None:
    assert read(tmp_path, HEADER + 'jdoe,"Doe, Jane",g1,24\n\n novak , Jan Novák ,,\n') == (
        RosterEntry("jdoe", "Doe, Jane", "g1", 24.0),
        RosterEntry("novak", "Jan Novák", None, 0.0),
    )


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffid,name\njdoe,Jane\n",
        "id;name\r\njdoe;Jane\r\n",
        "name,id\nJane,jdoe",
        "\nid,name\n,,\njdoe,Jane\n".replace(",,", ","),
        "id,name\njdoe,Jane\n".encode("utf-16"),
    ],
)
def test_however_it_was_saved(tmp_path: Path, text: str | bytes) -> None:
    assert read(tmp_path, text) == (RosterEntry("jdoe", "Jane"),)


def test_ids_compare_with_those_of_file_names(tmp_path: Path) -> None:
    assert read(tmp_path, "id\nu\u0308ber\n")[0].id == "über"


def test_a_roster_may_be_empty(tmp_path: Path) -> None:
    assert read(tmp_path, HEADER) == ()


def test_groups_keep_the_order_of_the_roster(tmp_path: Path) -> None:
    roster = read(tmp_path, HEADER + "a,A,g2,\nb,B,g1,\nc,C,,\nd,D,g2,\n")
    by_group = groups(roster)
    assert list(by_group) == ["g2", "g1"]
    assert [entry.id for entry in by_group["g2"]] == ["a", "d"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ":1: no header with a column 'id' (columns: id, name, group, extension_hours)"),
        ("jdoe,Jane,g1,0\n", ":1: no header with a column 'id'"),
        ("id,extension_hour\na,2\n", ":1: unknown column 'extension_hour' (did you mean 'extension_hours'?)"),
        ("id,name,name\n", ":1: the column 'name' stands there twice"),
        ("id,name\na,A\nb,B\na,C\n", ":4: 'a' stands in line 2 already"),
        ("id,name\na\n", ":2: 1 cells, the header has 2"),
        ("id,name\na,b,c\n", ":2: 3 cells, the header has 2"),
        ("id,name\n,Jane\n", ":2: the id is empty"),
        ("id,extension_hours\na,two\n", ":2: extension_hours: 'two' is no number of hours from 0"),
        ("id,extension_hours\na,-1\n", ":2: extension_hours: '-1' is no number"),
        ("id,extension_hours\na,inf\n", ":2: extension_hours: 'inf' is no number"),
        ("id,extension_hours\na,nan\n", ":2: extension_hours: 'nan' is no number"),
        ('id,name\n"a\nb",A\n"a\nb",A\n', ":5: "),
    ],
)
def test_what_is_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        read(tmp_path, text)
    assert str(caught.value).startswith(f"{tmp_path / 'roster.csv'}{words}")


def test_a_cell_without_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"roster\.csv:2: field larger than field limit"):
        read(tmp_path, 'id,name\na,"' + "x" * 200_000)


def test_a_roster_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read \\(No such file"):
        read_roster(tmp_path / "nowhere.csv")
