"""What a store remembers of the class."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import GraderError
from grader.grading.known import Known, dumps, loads

HASHES = st.dictionaries(st.text(max_size=3), st.lists(st.text("ab", min_size=1, max_size=2), unique=True), max_size=3)


@given(st.lists(HASHES, max_size=4), st.dictionaries(st.text(max_size=3), st.text(max_size=5)))
def test_round_trip_and_nothing_is_lost(runs, names):
    known = Known().named(names)
    for given_now in runs:
        known = known.after(given_now)
    assert loads(dumps(known)) == known
    for given_now in runs:
        assert all(known.handed_in(student, one) for student, hashes in given_now.items() for one in hashes)
    for student, hashes in (runs[-1] if runs else {}).items():
        assert known.latest[student] == tuple(hashes)
        assert not set(known.earlier[student]) & set(hashes)


def test_who_is_not_given_keeps_what_they_have():
    known = Known().after({"ann": ["x"], "bob": ["y"]}).after({"ann": ["z"]})
    assert (known.latest, known.earlier["ann"]) == ({"ann": ("z",), "bob": ("y",)}, ("x",))


def test_nothing_is_known_at_first():
    assert loads(None) == Known()
    assert not Known().handed_in("ann", "x")


def test_the_forgotten_are_not_kept(store):
    known = Known({"ann": "Ann", "bob": "Bob"}).after({"ann": ["x"], "bob": ["y"]}).after({"ann": ["z"]})
    store.keep(known)
    assert store.known() == known
    store.forget("ann")
    assert store.known() == known.without("ann") == Known({"bob": "Bob"}, {"bob": ("y",)}, {"bob": ()})
    store.keep(known)
    assert "ann" not in store.known().names


def test_fresh_forgets_it(store):
    store.keep(Known({"ann": "Ann"}))
    store.clear()
    assert store.known() == Known()


def test_what_is_damaged_is_refused(store):
    store.put("known", "{")
    with pytest.raises(GraderError, match="damaged"):
        store.known()
