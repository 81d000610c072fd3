"""Zip files, read in memory: nothing is ever unpacked to disk."""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from grader.submission.bundle import VENV_MARK, Bounds, Bundle, is_litter
from grader.submission.names import folded, printable

# What `zipfile` raises on bytes that are no sound archive.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    IndexError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
_CENTRAL_RECORD = b"PK\x01\x02"
# Litter counts here too: each record costs memory before anybody can ask what it is.
_MOST_RECORDS = 50_000
_ENCRYPTED = 0x1
_UTF8 = 0x800
# The others can be made to cost far more time or memory than they unpack to.
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_FILE_TYPES = {0, stat.S_IFREG, stat.S_IFDIR}
_DRIVE = re.compile(r"[A-Za-z]:")
_LONGEST_PART = 255  # bytes, on every common file system
_LONGEST_NAME = 1_000
_CHUNK = 1 << 16
_OTHER_FORMATS = ((b"Rar!", "RAR"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"\x1f\x8b", "gzip"), (b"%PDF", "PDF"))


@dataclass(frozen=True, slots=True)
class _Entry:
    info: zipfile.ZipInfo
    written: str  # with slashes only
    name: str  # relative, normalised


def unzip(data: bytes, name: str, bounds: Bounds) -> Bundle:
    """The files in a zip. Whatever is wrong with it is the bundle's `problem`, and the zip its only file.

    Refused: damaged and encrypted archives, compression other than deflate, absolute names and `..`, links
    and devices, two entries of one name (on any file system), more than the bounds allow. Sizes are counted
    while reading; the archive's own word is not taken for them. Litter (`__MACOSX`, `.DS_Store`, …) is left
    out unread.
    """
    refused = Bundle({name: data})
    if data.count(_CENTRAL_RECORD) > _MOST_RECORDS:
        return _with_problem(refused, f"{name} holds more than {_MOST_RECORDS:,} entries")
    if not data:
        return _with_problem(refused, f"{name} is empty (0 bytes)")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            every = [_entry(info) for info in archive.infolist()]
            kept = _without_litter(every)
            fault = _fault(every) or _clash(kept) or _too_many(kept, bounds)
            if fault is not None:
                return _with_problem(refused, f"{name} {fault}")
            contents = _contents(archive, kept, bounds.size)
    except _DAMAGE as error:
        return _with_problem(refused, _damage(data, name, error))
    if contents is None:
        return _with_problem(refused, f"{name} unpacks to more than {bounds.megabytes}")
    return Bundle(contents)


def _with_problem(bundle: Bundle, problem: str) -> Bundle:
    return Bundle(bundle.contents, problem=problem)


def _damage(data: bytes, name: str, error: Exception) -> str:
    for magic, title in _OTHER_FORMATS:
        if data.startswith(magic):
            return f"{name} is no zip file but a {title} file: hand in a .zip"
    return f"{name} is a damaged zip file ({printable(str(error)) or type(error).__name__})"


def _entry(info: zipfile.ZipInfo) -> _Entry:
    written = _decoded(info).replace("\\", "/")
    name = printable(str(PurePosixPath(written)))
    return _Entry(info, written, name)


def _decoded(info: zipfile.ZipInfo) -> str:
    """The entry's name; many tools write UTF-8 without the flag that says so."""
    if info.flag_bits & _UTF8:
        return info.orig_filename
    try:
        return info.orig_filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.orig_filename


def _without_litter(entries: Sequence[_Entry]) -> list[_Entry]:
    """The files that count."""
    virtual = {PurePosixPath(entry.name).parent for entry in entries if PurePosixPath(entry.name).name == VENV_MARK} - {
        PurePosixPath()
    }
    return [
        entry
        for entry in entries
        if not entry.written.endswith("/")
        and not is_litter(PurePosixPath(entry.name).parts or ("",))
        and virtual.isdisjoint(PurePosixPath(entry.name).parents)
    ]


def _fault(entries: Sequence[_Entry]) -> str | None:
    """What is wrong with the first entry that must not be read."""
    for entry in entries:
        fault = _name_fault(entry) or _kind_fault(entry.info)
        if fault is not None:
            return f"holds {printable(entry.written)[:200]!r}, {fault}"
    return None


def _name_fault(entry: _Entry) -> str | None:
    path = PurePosixPath(entry.written)
    if not entry.written or "\0" in entry.written or not path.parts:
        return "which is no name for a file"
    if path.is_absolute() or _DRIVE.match(entry.written):
        return "an absolute path"
    if ".." in path.parts:
        return 'a path with ".."'
    if len(entry.name.encode()) > _LONGEST_NAME or any(len(part.encode()) > _LONGEST_PART for part in path.parts):
        return "a name too long for a file system"
    return None


def _kind_fault(info: zipfile.ZipInfo) -> str | None:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return "a symbolic link"
    if kind not in _FILE_TYPES:
        return "which is neither a file nor a folder"
    if info.flag_bits & _ENCRYPTED:
        return "which is encrypted: hand it in without a password"
    if info.compress_type not in _METHODS:
        return f"compressed by method {info.compress_type}: use an ordinary zip (deflate)"
    return None


def _clash(entries: Sequence[_Entry]) -> str | None:
    """Two files that would overwrite each other on some file system."""
    seen: dict[str, _Entry] = {}
    for entry in entries:
        other = seen.setdefault(folded(entry.name), entry)
        if other is not entry:
            return f"holds two files of one name ({printable(other.written)!r} and {printable(entry.written)!r})"
    for entry in entries:
        for parent in PurePosixPath(folded(entry.name)).parents:
            if str(parent) in seen:
                return f"holds {entry.name!r} inside {seen[str(parent)].name!r}, which is a file"
    return None


def _too_many(entries: Sequence[_Entry], bounds: Bounds) -> str | None:
    return f"holds {len(entries):,} files: at most {bounds.files:,}" if len(entries) > bounds.files else None


def _contents(archive: zipfile.ZipFile, entries: Sequence[_Entry], size: int) -> dict[str, bytes] | None:
    """Contents by name; None if they come to more than `size` bytes."""
    contents: dict[str, bytes] = {}
    left = size
    for entry in entries:
        pieces: list[bytes] = []
        with archive.open(entry.info) as stream:
            while piece := stream.read(_CHUNK):
                left -= len(piece)
                if left < 0:
                    return None
                pieces.append(piece)
        contents[entry.name] = b"".join(pieces)
    return contents
