from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.report.comparison import GAP, Panel, Room, panels

ROOM = Room(entries=12, characters=200)


def differing(panel: Panel) -> list[tuple[int, int]]:
    return [(i, j) for i, row in enumerate(panel.rows) for j, cell in enumerate(row.cells) if cell.differs]


def test_two_scalars_stand_side_by_side() -> None:
    assert panels("nan", 1.0, ROOM) == (Panel("got", "nan"), Panel("expected", "1.0"))


def test_scalars_that_look_alike_get_all_their_digits() -> None:
    got, expected = panels(0.1 + 0.2, 0.3, ROOM)
    assert (got.text, expected.text) == ("0.30000000000000004", "0.3")


def test_two_vectors_share_a_table() -> None:
    (panel,) = panels([0.0, "nan"], [0.0, 1.0], ROOM)
    assert panel.columns == ("0", "1")
    assert [row.name for row in panel.rows] == ["got", "expected"]
    assert [[cell.text for cell in row.cells] for row in panel.rows] == [["0.0", "nan"], ["0.0", "1.0"]]
    assert differing(panel) == [(0, 1)]
    assert panel.caption == "got and expected, shape (2,)"


def test_two_matrices_stand_side_by_side_with_marks_in_what_was_got() -> None:
    got, expected = panels([[1.0, 2.0], [3.0, 4.0]], [[1.0, 2.0], [3.0, 5.0]], ROOM)
    assert differing(got) == [(1, 1)]
    assert differing(expected) == []
    assert got.caption == "got, shape (2, 2)"
    assert [row.name for row in got.rows] == ["0", "1"]


def test_tuples_are_compared_member_by_member() -> None:
    shown = panels([[[1.0], [2.0]], True], [[[1.0], [3.0]], False], ROOM)
    assert [panel.caption for panel in shown] == [
        "got[0], shape (2, 1)",
        "expected[0], shape (2, 1)",
        "got[1]",
        "expected[1]",
    ]
    assert [panel.text for panel in shown[2:]] == ["True", "False"]


def test_records_are_compared_field_by_field() -> None:
    got, expected = {"value": 1.0, "gradients": [[0.0]]}, {"value": 1.0, "gradients": [[-2.0]]}
    shown = panels(got, expected, ROOM)
    captions = ["got.value", "expected.value", "got.gradients, shape (1, 1)", "expected.gradients, shape (1, 1)"]
    assert [panel.caption for panel in shown] == captions
    assert differing(shown[2]) == [(0, 0)]


@pytest.mark.parametrize(("got", "text"), [([[1.0, 2.0], True], "[[1.0, 2.0], True]"), (None, "None"), (1.5, "1.5")])
def test_without_an_expected_value_only_what_was_got(got: Any, text: str) -> None:
    assert panels(got, None, ROOM) == (Panel("got", text),)


def test_excerpts_of_large_arrays_stay_in_one_piece() -> None:
    excerpt = {"shape": [1000], "first": [1.0, 2.0]}
    got, _ = panels(excerpt, excerpt, ROOM)
    assert got.text == "array of shape (1000,), beginning with [1.0, 2.0]"


@pytest.mark.parametrize(
    ("got", "expected"),
    [([1.0, 2.0], [1.0, 2.0, 3.0]), ([[1.0]], [1.0]), (None, [1.0]), ([], []), ({"shape": [9], "first": [1]}, [1.0])],
)
def test_other_shapes_are_shown_as_they_are(got: Any, expected: Any) -> None:
    shown = panels(got, expected, ROOM)
    assert len(shown) == 2
    assert all(panel.text and not panel.rows for panel in shown)


def test_long_vectors_show_their_ends_and_where_they_differ() -> None:
    expected = [float(i) for i in range(1000)]
    got = [*expected[:500], -1.0, *expected[501:]]
    (panel,) = panels(got, expected, ROOM)
    assert panel.columns == ("0", "1", "2", GAP, "500", GAP, "997", "998", "999")
    assert differing(panel) == [(0, 4)]
    assert panel.rows[0].cells[3].text == GAP


def test_large_matrices_are_cut_in_both_directions() -> None:
    expected = [[0.0] * 100 for _ in range(50)]
    got = [[0.0] * 100 for _ in range(50)]
    got[30][70] = 1.0
    panel, _ = panels(got, expected, ROOM)
    row = next(row for row in panel.rows if row.name == "30")
    assert row.cells[panel.columns.index("70")].differs
    assert len(differing(panel)) == 1
    assert GAP in panel.columns
    assert any(row.name == GAP for row in panel.rows)


def test_rounding_is_not_marked_beside_a_real_difference() -> None:
    (panel,) = panels([1.0 + 1e-12, 5.0, 2.0004], [1.0, 3.0, 2.0], ROOM)
    assert differing(panel) == [(0, 1)]


def test_rounding_is_marked_where_it_is_all_there_is() -> None:
    (panel,) = panels([1.0 + 1e-9, 2.0], [1.0, 2.0], ROOM)
    assert differing(panel) == [(0, 0)]
    assert panel.rows[0].cells[0].text == "1.000000001"


def test_equal_infinities_and_nans_are_not_marked() -> None:
    (panel,) = panels(["inf", "nan", "-inf", 1.0], ["inf", "nan", "inf", 2.0], ROOM)
    assert differing(panel) == [(0, 2), (0, 3)]


def test_words_among_numbers_are_marked_and_short() -> None:
    (panel,) = panels(["x" * 500, True], [1.0, False], ROOM)
    assert differing(panel) == [(0, 0), (0, 1)]
    assert len(panel.rows[0].cells[0].text) == 32


data = st.recursive(
    st.floats() | st.integers() | st.text(max_size=5) | st.none() | st.booleans(),
    lambda inner: st.lists(inner, max_size=20) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=60,
)


@given(data, data, st.integers(4, 12))
def test_anything_can_be_shown_within_its_room(got: Any, expected: Any, entries: int) -> None:
    for panel in panels(got, expected, Room(entries, 50)):
        assert len(panel.text) <= 50
        assert len(panel.columns) <= 2 * entries + 1
        assert all(len(row.cells) == len(panel.columns) for row in panel.rows)


@given(data)
def test_what_is_equal_has_no_marks(value: Any) -> None:
    assert not any(differing(panel) for panel in panels(value, value, ROOM))
