"""Hand-ins that cannot be kept in a repository: damaged archives, huge notebooks, links, pipes, devices."""

from __future__ import annotations

import io
import json
import os
import socket
import stat
import warnings
import zipfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from grader.course.assignment import prepare
from grader.course.course import load_course
from grader.judge.assess import ValueCheck
from grader.judge.case import Case
from grader.submission.names import printable

if TYPE_CHECKING:
    from tests.attacks.arena import Arena

# Each makes a hand-in at the path it is given (a folder), or beside it with a suffix (a file).
Package = Callable[["Arena", Path], None]

_MODULE = b"def project(A, b):\n    return b * 0\n"
_EMPTY = b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [%s]}'


def _zip(place: Path, entries: Iterable[tuple[str | zipfile.ZipInfo, bytes]]) -> None:
    with warnings.catch_warnings(), zipfile.ZipFile(place.with_suffix(".zip"), "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # two entries of one name
        for name, data in entries:
            archive.writestr(name, data)


def zip_with_parents(arena: Arena, place: Path) -> None:
    """Names that lead out of the folder it is unpacked to."""
    _zip(place, [("hw.py", _MODULE), (f"../../tmp/{arena.mark}", b"x"), ("..\\..\\evil.py", b"x")])


def zip_with_absolute_names(arena: Arena, place: Path) -> None:
    """A name that overwrites a planted file, and one with a drive."""
    _zip(place, [("hw.py", _MODULE), (str(arena.canaries()[1]), b"x"), ("C:/evil.py", b"x")])


def zip_with_links(arena: Arena, place: Path) -> None:
    """A symbolic link to the reference under a name that would be run."""
    link = zipfile.ZipInfo("hw.py")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    _zip(place, [(link, str(arena.course / "reference/projection.py").encode()), ("other.py", _MODULE)])


def zip_bomb(arena: Arena, place: Path) -> None:
    """Half a gigabyte of nothing in half a megabyte."""
    with zipfile.ZipFile(place.with_suffix(".zip"), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("hw.py", _MODULE)
        with archive.open("zeros.bin", "w") as entry:
            for _ in range(512):
                entry.write(bytes(1 << 20))


def zip_that_understates(arena: Arena, place: Path) -> None:
    """The directory says one byte, the entry unpacks to thirty megabytes."""
    _zip(place, [("hw.py", _MODULE), ("zeros.bin", bytes(30 << 20))])
    path = place.with_suffix(".zip")
    path.write_bytes(path.read_bytes().replace((30 << 20).to_bytes(4, "little"), (1).to_bytes(4, "little")))


def zip_of_many(arena: Arena, place: Path) -> None:
    """A hundred thousand entries."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("hw.py", _MODULE)
    data = buffer.getvalue()
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    record, count = data[start:end], 100_000
    tail = (
        data[end : end + 8] + (count & 0xFFFF).to_bytes(2, "little") * 2 + (len(record) * count).to_bytes(4, "little")
    )
    place.with_suffix(".zip").write_bytes(data[:start] + record * count + tail + data[end + 16 :])


def zip_of_one_name(arena: Arena, place: Path) -> None:
    """Two entries of one name, and one that differs in case only."""
    _zip(place, [("hw.py", _MODULE), ("hw.py", b"import os\nos._exit(0)\n"), ("HW.py", b"x")])


def zip_with_a_password(arena: Arena, place: Path) -> None:
    """An entry that says that it is encrypted."""
    _zip(place, [("hw.py", _MODULE)])
    path = place.with_suffix(".zip")
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))


def zip_in_zips(arena: Arena, place: Path) -> None:
    """A zip in a zip, thirty deep."""
    inner = _MODULE
    for depth in range(30):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr(f"deep{depth}.zip" if depth else "hw.py", inner)
        inner = buffer.getvalue()
    place.with_suffix(".zip").write_bytes(inner)


def zip_cut_off(arena: Arena, place: Path) -> None:
    """The first half of a zip, and of its directory."""
    _zip(place, [(f"hw{index}.py", os.urandom(500)) for index in range(20)])
    path = place.with_suffix(".zip")
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2] + data[-40:])


def notebook_nested(arena: Arena, place: Path) -> None:
    """JSON nested a hundred thousand deep."""
    place.with_suffix(".ipynb").write_bytes(b'{"cells": ' + b"[" * 100_000 + b"]" * 100_000 + b"}")


def notebook_of_many_cells(arena: Arena, place: Path) -> None:
    """Half a million cells in what a submission may weigh."""
    cell = b'{"cell_type":"code","source":"x"}'
    place.with_suffix(".ipynb").write_bytes(_EMPTY % b",".join([cell] * 500_000))


def notebook_of_huge_numbers(arena: Arena, place: Path) -> None:
    """Numbers of a million digits, nan and infinity where a version or a count is expected."""
    digits = b"9" * 1_000_000
    text = b'{"nbformat": %s, "nbformat_minor": NaN, "metadata": {"grader": -Infinity}, "cells": [%s]}'
    cell = b'{"cell_type": "code", "execution_count": 1e999999, "source": "x = 1"}'
    place.with_suffix(".ipynb").write_bytes(text % (digits, cell))


def notebook_of_wrong_types(arena: Arena, place: Path) -> None:
    """Every field is of another type than it should be."""
    odd: list[object] = [None, 7, [], {}, {"cell_type": []}, {"cell_type": "code", "source": {"a": 1}}]
    odd += [{"cell_type": "code", "source": [1, None, ["x"]]}, {"cell_type": "markdown", "source": 1e308}]
    data = {"nbformat": 4, "nbformat_minor": [], "metadata": [], "cells": odd}
    place.with_suffix(".ipynb").write_text(json.dumps(data), "utf-8")


def notebook_of_bad_bytes(arena: Arena, place: Path) -> None:
    """Bytes that are no UTF-8, zeros, and lone surrogates in escapes."""
    cell = b'{"cell_type": "code", "source": "x = \\"\\ud800\\" # \xff\xfe\x00\\u0000"}'
    place.with_suffix(".ipynb").write_bytes(_EMPTY % cell)


def links_to_others(arena: Arena, place: Path) -> None:
    """A folder of links: to a neighbour's work, to the reference, to the store, to /, to itself."""
    place.mkdir()
    neighbour = next(student for student, attack in arena.students.items() if not attack)
    targets = [
        arena.handed / neighbour / "hw.py",
        arena.course / "reference/projection.py",
        arena.out,
        Path("/"),
        place,
    ]
    for name, target in zip(["hw.py", "reference.py", "out", "root", "again"], targets, strict=True):
        (place / name).symlink_to(target)
    (place / "mine.py").write_bytes(b"from reference import project\n")


def link_as_a_file(arena: Arena, place: Path) -> None:
    """A submission that is itself a link to the reference."""
    place.with_suffix(".py").symlink_to(arena.course / "reference/projection.py")


def link_as_a_folder(arena: Arena, place: Path) -> None:
    """A submission that is itself a link to a neighbour's folder."""
    place.symlink_to(arena.handed / next(student for student, attack in arena.students.items() if not attack))


def pipes_and_devices(arena: Arena, place: Path) -> None:
    """A pipe that never ends, a socket, and, where we may make one, a device of zeros."""
    place.mkdir()
    (place / "hw.py").write_bytes(_MODULE)
    os.mkfifo(place / "data.py")
    with suppress(PermissionError):
        os.mknod(place / "zeros.py", stat.S_IFCHR | 0o666, os.makedev(1, 5))
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(place / "s"))


def pipe_alone(arena: Arena, place: Path) -> None:
    """A folder with nothing but a pipe that would be run."""
    place.mkdir()
    os.mkfifo(place / "hw.py")


def more_files_than_allowed(arena: Arena, place: Path) -> None:
    """A thousand files, twenty folders deep, and one of a gigabyte with nothing in it."""
    folder = place.joinpath(*["d"] * 20)
    folder.mkdir(parents=True)
    for index in range(1_000):
        (folder / f"{index}.py").write_bytes(_MODULE)
    with (place / "hw.py").open("wb") as file:
        file.truncate(1 << 30)


def module_that_is_too_much(arena: Arena, place: Path) -> None:
    """Source that the parser and the compiler cannot digest: deep brackets, long lines, zeros, odd encodings."""
    place.mkdir()
    deep = b"x = " + b"(" * 90_000 + b")" * 90_000 + b"\n" + b"y = " + b"-" * 300_000 + b"1\n"
    long = b"z = " + b"+".join([b"1"] * 200_000) + b"\n"
    (place / "hw.py").write_bytes(b"# -*- coding: rot13 -*-\n" + _MODULE + deep + long + b"\0\n" + b"if 1:\n" * 2_000)


def names_that_are_markup(arena: Arena, place: Path) -> None:
    """A student whose id is markup, a path and a formula, and whose file's name goes on so."""
    folder = place.with_name(f"=1+1 <img src=poison onerror=alert(1)> ..%2f..%2f {place.name}\u202e\n\x1b[31m")
    folder.mkdir()
    (folder / "=<script>poison(1)<%2fscript>\u202e.py").write_bytes(_MODULE)
    arena.students[printable(folder.name)] = arena.students.pop(place.name)


def public_cases_by_heart(arena: Arena, place: Path) -> None:
    """A table of the answers to every case that students are shown, by the bytes of the input."""
    assignment = load_course(arena.course).assignment("sheet1")
    first = prepare(assignment.questions[0], 0, assignment).checks[0]
    assert isinstance(first, ValueCheck)
    table = {_key(case): np.asarray(case.accepted[0].answer).tolist() for case in first.cases}
    place.mkdir()
    answer = "def project(A, b):\n    return np.array(TABLE.get(A.tobytes() + b.tobytes(), b * 0))\n"
    source = "import numpy as np\n\nTABLE = {!r}\n\n\n" + answer
    (place / "hw.py").write_text(source.format(table), "utf-8")


def _key(case: Case) -> bytes:
    return b"".join(np.asarray(value).tobytes() for value in case.arguments.values())


_MADE: Mapping[str, tuple[Package, ...]] = {
    "archive": (
        zip_with_parents,
        zip_with_absolute_names,
        zip_with_links,
        zip_bomb,
        zip_that_understates,
        zip_of_many,
        zip_of_one_name,
        zip_with_a_password,
        zip_in_zips,
        zip_cut_off,
    ),
    "notebook": (
        notebook_nested,
        notebook_of_many_cells,
        notebook_of_huge_numbers,
        notebook_of_wrong_types,
        notebook_of_bad_bytes,
    ),
    "folder": (
        links_to_others,
        link_as_a_file,
        link_as_a_folder,
        pipes_and_devices,
        pipe_alone,
        more_files_than_allowed,
        module_that_is_too_much,
        names_that_are_markup,
    ),
    "answers": (public_cases_by_heart,),
}
PACKAGES: Mapping[str, Package] = {
    f"{family}/{package.__name__}": package for family, packages in _MADE.items() for package in packages
}
