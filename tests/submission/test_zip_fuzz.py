"""Zips written field by field, with lies in them: a bundle or a problem, within a bounded time and a bounded memory."""

from __future__ import annotations

import struct
import time
import tracemalloc
import zlib
from dataclasses import dataclass, replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.submission.archive import unzip
from grader.submission.bundle import Bounds, Bundle

BOUNDS = Bounds(files=5, size=50_000)
# Contents once in pieces and once together, what `zipfile` keeps of each record, and the archive itself.
MOST_MEMORY = 1_000_000
SECONDS = 2.0


@dataclass(frozen=True)
class Member:
    """One file; `claims` are (field, value) written over the truth: central offsets negative, local ones positive."""

    name: bytes = b"hw.py"
    body: bytes = b"x = 1\n"
    method: int = 8
    flags: int = 0
    mode: int = 0o100644
    extra: bytes = b""
    crc: int | None = None
    packed: int | None = None
    size: int | None = None
    offset: int | None = None

    def data(self) -> bytes:
        if self.method != 8:
            return self.body
        packer = zlib.compressobj(wbits=-15)
        return packer.compress(self.body) + packer.flush()

    def fields(self) -> bytes:
        """Those that both records share: from the version to the length of the extra field."""
        data = self.data()
        sums = (
            zlib.crc32(self.body) if self.crc is None else self.crc,
            len(data) if self.packed is None else self.packed,
            len(self.body) if self.size is None else self.size,
        )
        return struct.pack("<HHHHHIIIHH", 20, self.flags, self.method, 0, 33, *sums, len(self.name), len(self.extra))


def written(
    members: list[Member], *, comment: bytes = b"", count: int | None = None, start: int | None = None
) -> bytes:
    local, central = b"", b""
    for member in members:
        offset = len(local) if member.offset is None else member.offset
        local += b"PK\x03\x04" + member.fields() + member.name + member.extra + member.data()
        central += b"PK\x01\x02" + struct.pack("<H", 0x0314) + member.fields()
        central += struct.pack("<HHHII", 0, 0, 0, member.mode << 16, offset) + member.name + member.extra
    many = len(members) if count is None else count & 0xFFFF
    where = len(local) if start is None else start
    end = struct.pack("<HHHHIIH", 0, 0, many, many, len(central), where, len(comment))
    return local + central + b"PK\x05\x06" + end + comment


def unzipped(data: bytes, bounds: Bounds = BOUNDS) -> Bundle:
    """As `unzip`, with an eye on what it costs and on what comes out."""
    tracemalloc.start()
    started = time.process_time()
    bundle = unzip(data, "hw.zip", bounds)
    seconds, peak = time.process_time() - started, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert seconds < SECONDS
    assert peak < MOST_MEMORY + 2 * bounds.size + 30 * len(data)
    if bundle.problem is None:
        assert sum(map(len, bundle.contents.values())) <= bounds.size
        assert len(bundle.files) <= bounds.files
        assert not any(part in ("", ".", "..") for name in bundle.files for part in name.split("/"))
    else:
        assert bundle.files == ("hw.zip",)
        assert "\n" not in bundle.problem
    bundle.sha256()
    return bundle


numbers = st.none() | st.sampled_from([0, 1, 5, 255, 65_535, 2**31 - 1, 2**32 - 1])
names = st.sampled_from([b"hw.py", b"HW.py", b"a/b.py", b"a", b"../x", b"/x", b"\xff\xfe", b"", b"a\\b", b"x\0y"])
members = st.builds(
    Member,
    name=names | st.binary(max_size=20),
    body=st.binary(max_size=60) | st.integers(0, 80_000).map(bytes),
    method=st.sampled_from([0, 8, 8, 8, 12, 99]),
    flags=st.sampled_from([0, 0, 1, 8, 0x20, 0x40, 0x800, 0x2000, 0xFFFF]),
    mode=st.sampled_from([0o100644, 0, 0o40755, 0o120777, 0o10644, 0xFFFF]),
    extra=st.just(b"") | st.binary(max_size=30) | numbers.map(lambda n: struct.pack("<HHQ", 1, 8, (n or 0) << 20)),
    crc=numbers,
    packed=numbers,
    size=numbers,
    offset=numbers,
)


@settings(max_examples=200)
@given(st.lists(members, max_size=7), st.binary(max_size=20), numbers, numbers)
@example([Member(extra=struct.pack("<HHQ", 1, 8, 2**63), size=2**32 - 1)], b"", None, None)
@example([Member(), replace(Member(), name=b"b.py", offset=0)], b"", None, None)
@example([Member(flags=0x800, name=b"\xff")], b"", None, None)
@example([], b"PK\x05\x06" + bytes(16), 65_535, 2**32 - 1)
def test_any_records(files: list[Member], comment: bytes, count: int | None, start: int | None) -> None:
    unzipped(written(files, comment=comment, count=count, start=start))


def test_the_writer_writes_what_is_read() -> None:
    files = [Member(), Member(name=b"data.csv", body=b"1,2\n" * 99, method=0)]
    assert unzipped(written(files)).contents == {"hw.py": b"x = 1\n", "data.csv": b"1,2\n" * 99}


@pytest.mark.parametrize("claimed", [0, 10, 2**32 - 1])
@pytest.mark.parametrize("method", [0, 8])
def test_a_bomb_that_lies_about_its_size(claimed: int, method: int) -> None:
    bomb = Member(body=bytes(3_000_000 if method else 60_000), size=claimed, method=method)
    assert unzipped(written([bomb])).problem is not None


def test_entries_that_share_their_data_are_counted_each() -> None:
    """One body, pointed at by many records: it unpacks to many times what is there."""
    first = Member(name=b"00.py", body=bytes(40_000))
    others = [Member(name=b"%02d.py" % number, body=bytes(40_000), offset=0) for number in range(1, 5)]
    data = written([first, *others])
    assert unzipped(data).problem is not None
    assert unzipped(data, Bounds(files=5, size=1_000_000)).problem is not None  # the names do not agree


def test_records_without_end_are_cheap() -> None:
    data = written([Member(name=b"%05d" % number, body=b"") for number in range(3_000)])
    assert unzipped(data).problem == "hw.zip holds 3,000 files: at most 5"
