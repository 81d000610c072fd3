from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from grader.submission.handin import identify
from grader.submission.names import folded

PEOPLE = st.lists(st.tuples(st.sampled_from(["jane", "Jane", "roe"]), st.sampled_from(["1", "2", "3"])), max_size=6)


def test_the_number_only_where_a_name_is_shared() -> None:
    people = [("jane", "1"), ("roe", "2"), ("jane", "1"), ("Jane", "3")]
    assert identify(people) == {("jane", "1"): "jane_1", ("Jane", "3"): "Jane_3", ("roe", "2"): "roe"}
    assert identify([]) == {}


@given(PEOPLE)
def test_two_numbers_never_share_an_id(people: list[tuple[str, str]]) -> None:
    ids = identify(people)
    assert set(ids) == set(people)
    for one, first in ids.items():
        for other, second in ids.items():
            assert (folded(first) == folded(second)) <= (one[1] == other[1])
