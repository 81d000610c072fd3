from __future__ import annotations

import io
import stat
import struct
import time
import unicodedata
import zipfile
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.submission.archive import unzip
from grader.submission.bundle import Bounds, Bundle

Zipped = Callable[[Mapping[str, bytes]], bytes]
BOUNDS = Bounds()
FILES = {"hw.ipynb": b"{}", "data/x.csv": b"1,2\n" * 1000}


def entry(name: str, *, mode: int = stat.S_IFREG | 0o644, method: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    info.compress_type = method
    return info


def archive(*entries: tuple[zipfile.ZipInfo, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as writer:
        for info, data in entries:
            writer.writestr(info, data)
    return buffer.getvalue()


def problem(data: bytes, bounds: Bounds = BOUNDS) -> str:
    bundle = unzip(data, "hw.zip", bounds)
    assert bundle.problem is not None
    assert bundle.files == ("hw.zip",)
    assert bundle.contents["hw.zip"] == data
    return bundle.problem


def renamed(data: bytes, old: bytes, new: bytes) -> bytes:
    """With other names of the same length, which Python itself would not write."""
    assert len(old) == len(new)
    return data.replace(old, new)


def test_gives_the_files(zipped: Zipped) -> None:
    assert unzip(zipped(FILES), "hw.zip", BOUNDS) == Bundle(FILES)
    assert unzip(zipped({}), "hw.zip", BOUNDS) == Bundle()
    assert unzip(b"#!/bin/sh\n" + zipped(FILES), "hw.zip", BOUNDS) == Bundle(FILES)


def test_litter_is_left_out(zipped: Zipped) -> None:
    litter = ["__MACOSX/._hw.ipynb", ".DS_Store", "a/.DS_Store", ".ipynb_checkpoints/hw.ipynb", "a/__pycache__/b.pyc",
              ".git/config", "Thumbs.db", "env/pyvenv.cfg", "env/lib/x.py", "node_modules/a.js", "venv/b.py"]  # fmt: skip
    data = zipped(FILES | dict.fromkeys(litter, b"x"))
    assert unzip(data, "hw.zip", Bounds(files=2)) == Bundle(FILES)


def test_a_zip_in_it_is_only_data(zipped: Zipped) -> None:
    inner = zipped(FILES)
    assert unzip(zipped({"hw.py": b"", "more.zip": inner}), "hw.zip", BOUNDS).contents["more.zip"] == inner


def test_folders_and_windows_slashes() -> None:
    data = archive((entry("sub/", mode=stat.S_IFDIR | 0o755), b""), (entry("sub#x.py"), b"1"), (entry("./y.py"), b"2"))
    assert unzip(renamed(data, b"sub#x", b"sub\\x"), "hw.zip", BOUNDS) == Bundle({"sub/x.py": b"1", "y.py": b"2"})


def test_names_are_read_as_utf_8_even_without_the_flag(zipped: Zipped) -> None:
    decomposed = unicodedata.normalize("NFD", "Übung_解答.py")
    flagged = zipped({decomposed: b"1"})
    assert unzip(flagged, "hw.zip", BOUNDS).files == ("Übung_解答.py",)
    raw = decomposed.encode()
    plain = zipped({"_" * len(raw): b"1"}).replace(b"_" * len(raw), raw)
    assert unzip(plain, "hw.zip", BOUNDS).files == ("Übung_解答.py",)
    old = zipped({"_bung.py": b"1"}).replace(b"_bung", "Übung".encode("cp437"))
    assert unzip(old, "hw.zip", BOUNDS).files == ("Übung.py",)


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("../hw.py", '".."'),
        ("a/../../hw.py", '".."'),
        ("..\\hw.py", '".."'),
        ("__MACOSX/../../x", '".."'),
        ("/etc/passwd", "an absolute path"),
        ("\\\\host\\share", "an absolute path"),
        ("C:/hw.py", "an absolute path"),
        ("c:hw.py", "an absolute path"),
        (".", "no name for a file"),
        ("x" * 256, "too long"),
        ("é" * 128, "too long"),
        ("/".join(["x" * 200] * 6), "too long"),
    ],
)
def test_names_that_are_refused(name: str, what: str) -> None:
    data = archive((entry("hw.py"), b"1"), (entry("#" * len(name.encode())), b"2"))
    said = problem(data.replace(b"#" * len(name.encode()), name.encode()))
    assert said.startswith("hw.zip holds ")
    assert what in said


def test_a_null_byte_in_a_name() -> None:
    assert "no name for a file" in problem(renamed(archive((entry("hw.py#.txt"), b"1")), b".py#", b".py\0"))


@pytest.mark.parametrize(
    ("mode", "what"),
    [
        (stat.S_IFLNK | 0o777, "a symbolic link"),
        (stat.S_IFIFO | 0o644, "neither a file nor a folder"),
        (stat.S_IFCHR | 0o644, "neither a file nor a folder"),
        (stat.S_IFSOCK | 0o644, "neither a file nor a folder"),
    ],
)
def test_links_and_devices_are_refused(mode: int, what: str) -> None:
    assert what in problem(archive((entry("hw.py"), b"1"), (entry("data.csv", mode=mode), b"/etc/passwd")))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hw.py", "hw.py"),
        ("hw.py", "HW.py"),
        ("é.py", "e\N{COMBINING ACUTE ACCENT}.py"),
        ("a/x.py", "a//x.py"),
        ("a/x.py", "./a/x.py"),
        ("straße", "STRASSE"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_entries_of_one_name(one: str, other: str) -> None:
    assert "two files of one name" in problem(archive((entry(one), b"1"), (entry(other), b"2")))


def test_a_file_that_is_also_a_folder() -> None:
    assert "holds 'a/b.py' inside 'A', which is a file" in problem(archive((entry("A"), b"1"), (entry("a/b.py"), b"2")))


def test_encrypted_archives_are_refused(zipped: Zipped) -> None:
    data = bytearray(zipped({"hw.py": b"x = 1"}))
    central = data.index(b"PK\x01\x02")
    data[6] |= 1
    data[central + 8] |= 1
    assert "encrypted: hand it in without a password" in problem(bytes(data))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_only_deflate_is_read(method: int) -> None:
    assert f"compressed by method {method}" in problem(archive((entry("hw.py", method=method), b"x" * 100)))


def test_at_most_so_many_files(zipped: Zipped) -> None:
    data = zipped({f"{number}.txt": b"" for number in range(1_001)})
    assert problem(data) == "hw.zip holds 1,001 files: at most 1,000"
    assert unzip(data, "hw.zip", Bounds(files=1_001)).problem is None


def test_many_records_are_not_even_listed(zipped: Zipped) -> None:
    record = zipped({"a": b""})
    data = record[: record.index(b"PK\x01\x02")] + b"PK\x01\x02" * 50_001
    assert problem(data) == "hw.zip holds more than 50,000 entries"


def test_sizes_are_counted_not_believed(zipped: Zipped) -> None:
    data = bytearray(zipped({"a.csv": b"0" * 600_000, "b.csv": b"0" * 600_000}))
    assert problem(bytes(data), Bounds(size=1_000_000)) == "hw.zip unpacks to more than 1 MB"
    assert unzip(bytes(data), "hw.zip", Bounds(size=2_000_000)).problem is None
    central = data.index(b"PK\x01\x02")
    data[central + 24 : central + 28] = struct.pack("<I", 10)  # its own word for 600,000 bytes
    assert "damaged" in problem(bytes(data), Bounds(size=1_000_000))


def test_a_bomb_is_cheap(zipped: Zipped) -> None:
    data = zipped({f"{number}.csv": b"\0" * 30_000_000 for number in range(4)})
    start = time.process_time()
    assert "more than 20 MB" in problem(data, Bounds(size=20_000_000))
    assert time.process_time() - start < 1


def test_damage_is_named(zipped: Zipped) -> None:
    data = zipped(FILES)
    assert problem(b"") == "hw.zip is empty (0 bytes)"
    assert problem(data[: len(data) // 2]).startswith("hw.zip is a damaged zip file (")
    assert problem(b"Rar!\x1a\x07\0") == "hw.zip is no zip file but a RAR file: hand in a .zip"
    assert "7z" in problem(b"7z\xbc\xaf\x27\x1c\0\0")
    flipped = bytearray(zipped({"hw.py": b"x = 1\n"}))
    flipped[40] ^= 0xFF
    assert "damaged" in problem(bytes(flipped))


@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    unzip(data, "hw.zip", BOUNDS)


@settings(max_examples=300)
@given(st.data())
def test_mutated_archives(zipped: Zipped, data: st.DataObject) -> None:
    whole = bytearray(zipped({"hw.ipynb": b"{}" * 50, "größe/data.csv": bytes(range(256))}))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place : place + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=8))
        whole = whole or bytearray(b"P")
    bundle = unzip(bytes(whole), "hw.zip", Bounds(files=10, size=1_000_000))
    assert bundle.problem is None or "\n" not in bundle.problem
    bundle.sha256()


NAMES = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=12)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@given(st.lists(NAMES, max_size=5))
def test_names_that_come_out_can_be_written_under_one_folder(names: list[str]) -> None:
    bundle = unzip(archive(*((entry(name), b"x") for name in names)), "hw.zip", BOUNDS)
    if bundle.problem is None:
        for name in bundle.files:
            parts = name.encode().decode().split("/")
            assert all(part not in ("", ".", "..") for part in parts)
