from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.records import Submission
from grader.submission.bundle import Bounds
from grader.submission.layouts import locate, open_hand_in, read, read_in_place

Tree = Callable[[Mapping[str, bytes]], Path]
Book = Callable[..., bytes]
Zipped = Callable[[Mapping[str, bytes]], bytes]
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MODULE = b"x = 1\n"


def find(
    paths: Sequence[Path], *, assignment: str | None = None, bounds: Bounds | None = None, **options: Any
) -> list[Submission]:
    """Every submission under the paths, read."""
    located = locate(paths, assignment=assignment, **options)
    return [open_hand_in(hand_in, assignment=assignment, bounds=bounds or Bounds()) for hand_in in located.hand_ins]


def students(*paths: Path) -> list[str]:
    return [submission.student for submission in find(paths)]


def problems(*paths: Path) -> dict[str, str]:
    return {submission.student: submission.problem for submission in find(paths) if submission.problem}


# --------------------------------------------------------------------------- layouts


def test_flat_files_of_every_kind(tree: Tree, notebook: Book, zipped: Zipped) -> None:
    top = tree({"zoe.ipynb": notebook("x"), "Bob.PY": MODULE, "jürgen.zip": zipped({"hw.py": MODULE}),
                "eve.ipynb.txt": notebook("y"), "README.md": b"", "roster.csv": b"", "conftest.py": b"",
                ".hidden.ipynb": b""})  # fmt: skip
    found = find([top])
    assert [submission.student for submission in found] == ["Bob", "eve", "jürgen", "zoe"]
    assert all(submission.problem is None and len(submission.cells) == 1 for submission in found)
    assert found[3].beside == {}


def test_what_was_handed_in_by_mistake_is_reported(tree: Tree, notebook: Book) -> None:
    top = tree(
        {"ann.pdf": b"", "bob.ipynb": notebook("x"), "bob.html": b"", "cat.7z": b"", "dan.txt": b"", "eve.ipynb": b"{}"}
    )
    assert students(top) == ["ann", "bob", "cat", "eve"]
    assert problems(top)["ann"] == "it holds no notebook (.ipynb) and no module (.py), only ann.pdf"


def test_one_folder_per_student(tree: Tree, notebook: Book, zipped: Zipped) -> None:
    top = tree({"Jane Doe/hw.ipynb": notebook("x"), "Jane Doe/a.csv": b"1", "roe/sub/hw.py": MODULE,
                "poe/hw.zip": zipped({"hw.py": MODULE}), "doe/hw.pdf": b"", "__MACOSX/x/y.py": b""})  # fmt: skip
    (top / "nil").mkdir()
    found = {submission.student: submission for submission in find([top])}
    assert list(found) == ["Jane Doe", "doe", "nil", "poe", "roe"]
    assert found["Jane Doe"].beside == {"a.csv": b"1"}
    assert found["nil"].problem == "it holds no files"
    assert found["doe"].problem is not None
    assert found["poe"].files == ("hw.py",)


def test_one_bad_submission_does_not_stop_the_batch(tree: Tree, notebook: Book) -> None:
    top = tree({"a.ipynb": b"{", "b.ipynb": notebook("x"), "c.zip": b"PK", "d.py": b"\0", "e.ipynb": b""})
    os.mkfifo(top / "f")
    assert students(top) == ["a", "b", "c", "d", "e"]
    assert sorted(problems(top)) == ["a", "c", "d", "e"]


def test_canvas(tree: Tree, notebook: Book) -> None:
    top = tree({"doejane_LATE_1_10_hw.ipynb": notebook("x = 1"), "doejane_LATE_1_11_util.py": MODULE,
                "doejane_2_20_hw.ipynb": b"{", "roe_3_30_hw.pdf": b"", "poe_4_41_hw-1.ipynb": notebook("new"),
                "poe_4_40_hw.ipynb": notebook("old"), "flat.py": MODULE})  # fmt: skip
    found = {submission.student: submission for submission in find([top])}
    assert list(found) == ["doejane_1", "doejane_2", "flat", "poe", "roe"]
    assert found["doejane_1"].marked_late
    assert found["doejane_1"].files == ("hw.ipynb", "util.py")
    assert found["doejane_1"].beside == {"util.py": MODULE}
    assert found["doejane_2"].problem is not None
    assert found["roe"].problem is not None
    assert (found["poe"].attempt, found["poe"].cells[0].source) == (2, "new")


@pytest.mark.parametrize(
    ("attempts", "expected"),
    [("last", [("new", 2)]), ("first", [("old", 1)]), ("all", [("old", 1), ("new", 2)])],
)
def test_which_attempts(
    tree: Tree, notebook: Book, attempts: Literal["last", "first", "all"], expected: list[tuple[str, int]]
) -> None:
    top = tree({"poe_4_41_hw-1.ipynb": notebook("new"), "poe_4_40_hw.ipynb": notebook("old")})
    found = find([top], attempts=attempts)
    assert [(submission.cells[0].source, submission.attempt) for submission in found] == expected


def test_moodle(tree: Tree, notebook: Book) -> None:
    top = tree({"Jane Doe_12_assignsubmission_file_/hw.ipynb": notebook("x"),
                "Jane Doe_12_assignsubmission_onlinetext_/onlinetext.html": b"",
                "Roe_13_assignsubmission_onlinetext_/onlinetext.html": b"",
                "Poe_14_assignsubmission_file_hw.py": MODULE})  # fmt: skip
    found = {submission.student: submission for submission in find([top])}
    assert list(found) == ["Jane Doe", "Poe", "Roe"]
    assert found["Jane Doe"].files == ("hw.ipynb",)
    assert found["Poe"].files == ("hw.py",)
    assert "only onlinetext.html" in (found["Roe"].problem or "")


def gradescope(number: int, email: str, hour: int) -> str:
    return f"submission_{number}:\n  :submitters:\n  - :email: {email}\n  :created_at: 2026-11-20 {hour}:00:00 Z\n"


def test_gradescope(tree: Tree) -> None:
    text = (
        gradescope(1, "jane@x", 12)
        + gradescope(2, "roe@x", 13)
        + gradescope(3, "roe@x", 11)
        + gradescope(4, "poe@x", 9)
    )
    top = tree({"assignment_1_export/submission_metadata.yml": text.encode(), "assignment_1_export/submission_1/hw.py": MODULE,
                "assignment_1_export/submission_2/hw.py": b"new = 1", "assignment_1_export/submission_3/hw.py": b"old = 1"})  # fmt: skip
    for path in (top, top / "assignment_1_export"):
        found = {submission.student: submission for submission in find([path])}
        assert list(found) == ["jane@x", "poe@x", "roe@x"]
        assert (found["jane@x"].submitted_at, found["jane@x"].attempt) == (NOON, None)
        assert (found["roe@x"].attempt, found["roe@x"].cells[0].source) == (2, "new = 1")
        assert "is not in the export" in (found["poe@x"].problem or "")


def test_nbgrader(tree: Tree, notebook: Book) -> None:
    top = tree({"submitted/ann/hw1/hw.ipynb": notebook("x"), "submitted/ann/hw1/timestamp.txt": b"2026-11-20 12:00:00 UTC",
                "submitted/ann/hw2/hw.ipynb": b"", "submitted/bob/hw2/hw.ipynb": b"", "source/hw1/hw.ipynb": b""})  # fmt: skip
    for path in (top, top / "submitted"):
        (found,) = find([path], assignment="hw1")
        assert (found.student, found.submitted_at, found.problem) == ("ann", NOON, None)
    with pytest.raises(UsageError, match="hw1, hw2"):
        find([top])


# --------------------------------------------------------------------------- what a student cannot decide


@pytest.mark.parametrize("treat_as", ["auto", "class"])
@pytest.mark.parametrize(
    "inside", ["x/timestamp.txt", "hw1/timestamp.txt", "Al_1_assignsubmission_file_/hw.py", "submitted/a/b/c.py"]
)
def test_one_students_folders_do_not_hide_the_others(
    tree: Tree, inside: str, treat_as: Literal["auto", "class"]
) -> None:
    top = tree({"ann/hw.py": MODULE, "bob/hw.py": MODULE, "eve/hw.py": MODULE, f"eve/{inside}": MODULE})
    assert [found.student for found in find([top], treat_as=treat_as, assignment="hw1")] == ["ann", "bob", "eve"]
    (top / "eve/hw.py").unlink()
    located = locate([top], treat_as=treat_as, assignment="hw1")
    assert [hand_in.path.name for hand_in in located.hand_ins] == ["ann", "bob", "eve"]
    assert all("nbgrader" in warning for warning in located.warnings)
    assert len(located.warnings) == inside.endswith("timestamp.txt")


def test_a_timestamp_in_moodles_folders_is_a_students(tree: Tree) -> None:
    top = tree({"Ann_1_assignsubmission_file_/x/timestamp.txt": b"", "Bob_2_assignsubmission_file_/hw.py": MODULE})
    assert students(top) == ["Ann", "Bob"]
    assert students(tree({"Bob_2_assignsubmission_file_/x/timestamp.txt": b""})) == ["Ann", "Bob"]


def test_moodles_names_count_only_where_all_folders_have_them(tree: Tree) -> None:
    top = tree({"Ann_1_assignsubmission_file_/hw.py": MODULE, "bob/hw.py": MODULE})
    located = locate([top])
    assert [hand_in.student for hand_in in located.hand_ins] == ["Ann_1_assignsubmission_file_", "bob"]
    assert located.warnings == (f"{top}: read as one folder per student, as not all folders have Moodle's names: bob",)


def test_what_is_nobodys_is_named(tree: Tree) -> None:
    top = tree({"ann/hw.py": MODULE, "bob.py": MODULE, "bob.pdf": b"", "README.md": b"", ".DS_Store": b""})
    (top / "link.txt").symlink_to(top / "README.md")
    assert locate([top]).warnings == (f"{top}: read as nobody's submission: README.md, bob.pdf, link.txt",)


def test_who_did_not_hand_in_nbgraders_assignment_is_named(tree: Tree) -> None:
    top = tree({"submitted/ann/hw1/a.py": MODULE, "submitted/bob/hw2/a.py": MODULE})
    assert locate([top], assignment="hw1").warnings == (f"{top / 'submitted'}: read as nobody's submission: bob",)


def test_a_thousand_files_do_not_hide_the_others_notebooks(tree: Tree, notebook: Book) -> None:
    top = tree({"ann.ipynb": notebook("x"), "bob/hw.ipynb": notebook("y"), **{f"eve/{n}": b"" for n in range(1_001)}})
    assert students(top) == ["ann", "bob", "eve"]


@pytest.mark.parametrize("treat_as", ["auto", "class"])
def test_a_students_own_metadata_book_nothing_to_others(tree: Tree, treat_as: Literal["auto", "class"]) -> None:
    metadata = (gradescope(1, "ann@x", 12) + gradescope(2, "bob@x", 12)).encode()
    top = tree(
        {"eve/submission_metadata.yml": metadata, "eve/submission_1/hw.py": MODULE, "eve/submission_2/hw.py": MODULE}
    )
    located = locate([top], treat_as=treat_as)
    assert [(hand_in.student, hand_in.path) for hand_in in located.hand_ins] == [("eve", top / "eve")]
    assert len(located.warnings) == 1
    assert "Gradescope's export, give that folder" in located.warnings[0]
    assert [found.student for found in find([top / "eve"])] == ["ann@x", "bob@x"]


NAMES = st.sampled_from(["x", "hw1", "hw.py", "hw.ipynb", "timestamp.txt", "submission_metadata.yml", "submitted", "source",
                         "Al_1_assignsubmission_file_", "al_1_2_hw.py", "submission_1", "__MACOSX", "bob"])  # fmt: skip
CLASSES = [
    (["ann/hw.py", "bob/sub/hw.py", "eve/hw.py"], "eve"),
    (["ann/hw1/hw.py", "bob/hw.ipynb", "eve/hw.py"], "eve"),
    (["Ann_1_assignsubmission_file_/hw.py", "Eve_2_assignsubmission_file_/hw.py"], "Eve_2_assignsubmission_file_"),
    (["submitted/ann/hw1/hw.py", "submitted/bob/hw1/hw.py", "submitted/eve/hw1/hw.py"], "submitted/eve/hw1"),
    (["submission_metadata.yml", "submission_1/hw.py", "submission_2/hw.py"], "submission_2"),
    (["ann.ipynb", "bob.py", "cat.ipynb", "eve/hw.py"], "eve"),
]


@settings(max_examples=60)
@given(
    st.sampled_from(CLASSES),
    st.lists(st.lists(NAMES, min_size=1, max_size=3).map("/".join), max_size=4),
    st.sampled_from(["auto", "class"]),
)
def test_files_added_to_one_folder_change_nobody_elses(
    layout: tuple[list[str], str], added: list[str], treat_as: Literal["auto", "class"]
) -> None:
    files, own = layout
    with TemporaryDirectory() as place:
        top = Path(place)

        def found() -> list[tuple[str, Path]]:
            every = locate([top], treat_as=treat_as, assignment="hw1").hand_ins
            return [(hand_in.student, hand_in.path) for hand_in in every if not hand_in.path.is_relative_to(top / own)]

        def write(name: str) -> None:
            with suppress(OSError):  # a name taken by a file or a folder
                (top / name).parent.mkdir(parents=True, exist_ok=True)
                (top / name).write_bytes(b"{}" if name == "submission_metadata.yml" else MODULE)

        for name in files:
            write(name)
        before = found()
        for name in added:
            write(f"{own}/{name}")
        assert before
        assert found() == before


# --------------------------------------------------------------------------- what a folder is


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (["hw.ipynb", "util.py"], ["tree"]),
        (["hw.ipynb", "data/a.csv"], ["tree"]),
        (["hw.ipynb", "lib/a.py", "notes.md"], ["tree"]),
        (["hw.ipynb"], ["hw"]),
        (["a.ipynb", "b.ipynb", "util.py"], ["a", "b", "util"]),
        (["a.ipynb", "b/hw.ipynb"], ["a", "b"]),
        (["ann/hw.ipynb", "ann/a.csv"], ["ann"]),
        (["a.ipynb", "b.zip"], ["a", "b"]),
        (["a.py", "b.py"], ["a", "b"]),
        (["doe_1_2_hw.ipynb", "doe_1_3_util.py"], ["doe"]),
        (["hw.ipynb", ".ipynb_checkpoints/hw-checkpoint.ipynb", "a.csv"], ["tree"]),
    ],
)
def test_a_folder_is_a_submission_or_a_class(
    tree: Tree, notebook: Book, zipped: Zipped, files: list[str], expected: list[str]
) -> None:
    contents = {".ipynb": notebook("x"), ".zip": zipped({"hw.py": MODULE})}
    assert students(tree({name: contents.get(Path(name).suffix, MODULE) for name in files})) == expected


def test_it_can_be_settled(tree: Tree, notebook: Book) -> None:
    one = tree({"hw.ipynb": notebook("x"), "util.py": MODULE})
    assert [found.student for found in find([one], treat_as="class")] == ["hw", "util"]
    assert [found.student for found in find([one], treat_as="submission")] == ["tree"]
    several = tree({"b.ipynb": notebook("y")})
    (found,) = find([several], treat_as="submission", assignment="hw")
    assert (found.student, found.cells[0].source) == ("tree", "x")


def test_folders_of_the_shells_star(tree: Tree, notebook: Book) -> None:
    top = tree({"ann/hw.ipynb": notebook("x"), "bob/hw.ipynb": notebook("x")})
    with pytest.raises(UsageError, match="use --as submission"):
        find(sorted(top.iterdir()))
    assert [found.student for found in find(sorted(top.iterdir()), treat_as="submission")] == ["ann", "bob"]


def test_the_working_folder_has_a_name(tree: Tree, notebook: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree({"hw.ipynb": notebook("x"), "util.py": MODULE}))
    assert students(Path()) == ["tree"]


# --------------------------------------------------------------------------- several paths, times, faults


def test_several_paths(tree: Tree, notebook: Book) -> None:
    top = tree({"a/one.py": MODULE, "b/two.py": MODULE, "three.ipynb": notebook("x"), "doe_1_2_hw.py": MODULE})
    paths = [top / "a", top / "b", top / "three.ipynb", top / "doe_1_2_hw.py"]
    assert students(*paths) == ["doe", "one", "three", "two"]
    assert students(*paths, top / "three.ipynb", top / "a" / "one.py") == ["doe", "one", "three", "two"]


@pytest.mark.parametrize("other", ["b/jane.py", "b/JANE.py", "a/jane.ipynb"])
def test_two_submissions_with_one_id(tree: Tree, notebook: Book, other: str) -> None:
    top = tree(
        {"a/jane.py": MODULE, "a/roe.py": MODULE, "b/poe.py": MODULE, "a/x.ipynb": b"", "a/y.ipynb": b"", other: MODULE}
    )
    with pytest.raises(UsageError) as caught:
        locate([top / "a", top / "b"])
    assert str(top / "a" / "jane.py") in str(caught.value)
    assert str(top / other) in str(caught.value)
    assert "roe" not in str(caught.value)


def test_attempts_of_two_layouts_clash(tree: Tree) -> None:
    top = tree({"a/doe_1_2_hw-1.py": MODULE, "b/doe_1_2_hw.py": MODULE, "c/doe_1_2_hw-2.py": MODULE})
    for other in ("b", "c"):
        for attempts in ("last", "all"):
            with pytest.raises(UsageError, match="two submissions with one id"):
                locate([top / "a", top / other], attempts=attempts)


def test_paths_that_do_not_exist(tree: Tree, tmp_path: Path) -> None:
    for function in (read, read_in_place, lambda path: find([tree({"a.py": MODULE}), path])):
        with pytest.raises(UsageError, match=r"nowhere\.ipynb does not exist"):
            function(tmp_path / "nowhere.ipynb")


def test_nothing_found_says_what_was_looked_for(tree: Tree) -> None:
    top = tree({"README.md": b"", "roster.csv": b"", ".git/x.py": MODULE})
    for paths in ([top], [top / "roster.csv"], []):
        with pytest.raises(UsageError, match=r"looked for \.ipynb, \.py and \.zip files"):
            find(paths)


def test_times(tree: Tree) -> None:
    top = tree({"doe_LATE_1_2_hw.py": MODULE, "roe_LATE_3_4_hw.py": MODULE, "flat.py": MODULE})
    found = {submission.student: submission for submission in find([top], times={"doe": NOON, "nobody": NOON})}
    assert (found["doe"].submitted_at, found["doe"].marked_late) == (NOON, False)
    assert (found["roe"].submitted_at, found["roe"].marked_late) == (None, True)
    assert (found["flat"].submitted_at, found["flat"].marked_late) == (None, False)


def test_the_instructors_time_goes_before_the_layouts(tree: Tree) -> None:
    top = tree({"ann/hw1/timestamp.txt": b"2026-11-21 12:00:00 UTC", "ann/hw1/a.py": MODULE})
    assert find([top], times={"ann": NOON})[0].submitted_at == NOON


def test_links_in_a_class_are_reported_and_not_followed(tree: Tree, tmp_path: Path) -> None:
    top = tree({"real.py": MODULE, "zoe/hw.py": MODULE})
    (tmp_path / "secret.py").write_bytes(b"secret = 1")
    (top / "ann.py").symlink_to(tmp_path / "secret.py")
    (top / "bob").symlink_to(top / "zoe")
    (top / "cat.py").symlink_to("nowhere")
    (top / "notes.txt").symlink_to(tmp_path / "secret.py")
    found = {submission.student: submission for submission in find([top])}
    assert list(found) == ["ann", "bob", "cat", "real", "zoe"]
    for student in ("ann", "bob", "cat"):
        assert "is a symbolic link, which is not followed" in (found[student].problem or "")
        assert found[student].cells == ()


def test_names_that_are_no_utf_8(tree: Tree) -> None:
    top = tree({"a.py": MODULE})
    try:
        Path(os.fsdecode(os.fsencode(top) + b"/caf\xe9.py")).write_bytes(MODULE)
    except OSError:  # macOS takes no such names
        return
    found = find([top])[1]
    assert (found.student, found.files) == ("caf\ufffd", ("caf\ufffd.py",))


def test_locating_reads_nothing(tree: Tree) -> None:
    top = tree({"a.py": MODULE, "b.py": MODULE})
    located = locate([top]).hand_ins
    (top / "a.py").unlink()
    assert open_hand_in(located[0]).problem == "a.py cannot be read (No such file or directory)"
    assert open_hand_in(located[1]).problem is None


def test_bounds_are_the_rubrics(tree: Tree) -> None:
    top = tree({"a/hw.py": MODULE, "a/b.csv": b"", "c/hw.py": MODULE})
    found = find([top], bounds=Bounds(files=1))
    assert [submission.problem for submission in found] == ["it holds more than 1 files", None]


# --------------------------------------------------------------------------- one submission


def test_read(tree: Tree, notebook: Book, zipped: Zipped) -> None:
    top = tree({"hw.ipynb": notebook("x", assignment="hw1"), "util.py": MODULE, "all.zip": zipped({"hw.py": MODULE})})
    assert (read(top / "hw.ipynb").student, read(top / "hw.ipynb").beside) == ("hw", {})
    assert read(top / "hw.ipynb").assignment == "hw1"
    assert read(top / "all.zip", "jane").student == "jane"
    assert (read(top).student, set(read(top).beside)) == ("tree", {"util.py", "all.zip"})
    assert "only a.txt" in (read(tree({"a.txt": b""}) / "a.txt").problem or "")


def test_read_chooses_by_the_assignment(tree: Tree, notebook: Book) -> None:
    top = tree({"a.ipynb": notebook("a", assignment="hw1"), "b.ipynb": notebook("b")})
    assert read(top, assignment="hw1").cells[0].source == "a"
    assert read(top, assignment="b").cells[0].source == "b"


def test_a_file_read_in_place_has_its_folder_beside_it(tree: Tree, notebook: Book, zipped: Zipped) -> None:
    top = tree({"hw.ipynb": notebook("x"), "old.ipynb": notebook("y"), "util.py": MODULE, "data/a.csv": b"1",
                "all.zip": zipped({"hw.py": MODULE})})  # fmt: skip
    found = read_in_place(top / "hw.ipynb")
    assert set(found.beside) == {"util.py", "data/a.csv", "all.zip"}
    assert (found.student, found.files, found.notes) == ("hw", ("hw.ipynb",), ())
    assert found.sha256 == read(top / "hw.ipynb").sha256
    assert read_in_place(top / "all.zip") == read(top / "all.zip")
    assert read_in_place(top) == read(top)
    alone = read_in_place(top / "hw.ipynb", bounds=Bounds(files=2))
    assert (alone.beside, alone.notes) == (
        {},
        ("read without the files beside it: it holds more than 2 files",),
    )
