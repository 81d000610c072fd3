"""What a question's answer rests on in a submission: when that has not changed, neither has its verdict."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from functools import cache

from grader.records import Submission
from grader.submission.statements import Statement, defined, names_in, statements


def reached(submission: Submission, functions: Collection[str]) -> str:
    """A hash over everything that can reach these functions.

    Definitions count only where they are mentioned, directly or by others; every other statement counts, and so do all
    files beside the submission that are no part of it.
    """
    every = list(statements(submission))
    loose = [one for one in every if defined(one) is None]
    wanted = _closure(every, {*functions, *(name for one in loose if one.node is not None for name in names_in(one))})
    if any(one.node is None for one in loose):
        wanted = {name for one in every if (name := defined(one)) is not None}  # nobody knows what that cell mentions
    digest = hashlib.sha256()
    for one in every:
        name = defined(one)
        if name is None or name in wanted:
            digest.update(f"\0{one.place}\0{one.source}".encode("utf-8", "replace"))
    read = {cell.name for cell in submission.cells}  # a module lies beside itself
    for path in sorted(set(submission.beside) - read):
        digest.update(f"\0{path}\0".encode("utf-8", "replace") + hashlib.sha256(submission.beside[path]).digest())
    return digest.hexdigest()


def _closure(every: Sequence[Statement], start: Iterable[str]) -> set[str]:
    @cache
    def mentioned(name: str) -> frozenset[str]:
        return frozenset().union(*(names_in(one) for one in every if defined(one) == name))

    found: set[str] = set()
    waiting = list(start)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(mentioned(name))
    return found
