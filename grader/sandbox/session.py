"""One submission in the sandbox: what loading gave, and a process for each question about it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Self

from grader.records import Call, Limits, Loaded, NotRun, Outcome, Submission
from grader.sandbox.conversation import Conversation
from grader.sandbox.loading import Loader
from grader.sandbox.nursery import Nursery
from grader.sandbox.process import Process
from grader.sandbox.template import Template

SLOW_SECONDS = 2.0  # from this loading time on the questions share a process
_EARLIER = "an earlier call of this check ended the process"


class Session:
    """A submission whose cells were run once (`loaded`); not thread-safe: one thread per session.

    Where the loaded process can be forked each question gets a fork of it. Else each gets a fresh process in which
    the cells are run again, or, where that is slow, all share one.
    """

    def __init__(self, nursery: Nursery, submission: Submission, limits: Limits, seed: int) -> None:
        self._loader = Loader(nursery, submission, limits, seed)
        self._seed = seed
        self._template: Template | None = None
        self._spare: Conversation | None = None
        self._problem: str | None = None
        loaded = self._load()
        self.shared = loaded.seconds > SLOW_SECONDS and not self._forks()
        self.loaded = _with_note(loaded) if self.shared else loaded

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._spare is not None:
            self._spare.close()
        if self._template is not None:
            self._template.close()
        self._spare = self._template = None

    def question(self, limits: Limits) -> QuestionProcess:
        """A process with the submission as it stands after loading; one at a time.

        Of the limits the times are the question's own, and memory as far as it was given when the session was opened;
        output and files were settled then.
        """
        return QuestionProcess(self, limits, self._seed)

    def take(self) -> Conversation | str:
        """A loaded process: a fork, the one that is there, or a fresh one; in words why there is none."""
        taken = self._take_there()
        if taken is None and self._problem is None:
            self._load()
            taken = self._take_there()
        return taken or self._problem or "the process that the cells were run in is gone"

    def give_back(self, conversation: Conversation) -> None:
        """Ends a question's process, or keeps it for the next question where loading is slow."""
        if self.shared and not conversation.over and self._spare is None:
            self._spare = conversation
        else:
            conversation.close()

    def _forks(self) -> bool:
        return self._template is not None

    def _take_there(self) -> Conversation | None:
        if self._template is not None:
            forked = self._template.fork()
            if forked is not None:
                return Conversation(forked)
            self._template.close()
            self._template = None
        taken, self._spare = self._spare, None
        return taken

    def _load(self) -> Loaded:
        loaded, where = self._loader.load()
        self._problem = loaded.problem
        self._template = where if isinstance(where, Template) else None
        self._spare = Conversation(where) if isinstance(where, Process) else None
        return loaded


class QuestionProcess:
    """Answers the calls of one question; a dialogue of several runs is held with one live process."""

    def __init__(self, session: Session, limits: Limits, seed: int) -> None:
        self._session = session
        self._limits = limits
        self._seed = seed
        self._left = limits.question_seconds
        self._groups = 0  # of earlier runs
        self._killed = False
        self._talk: Conversation | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._talk is not None:
            self._session.give_back(self._talk)
            self._talk = None

    def run(self, groups: Sequence[Sequence[Call]]) -> list[list[Outcome]]:
        """Outcomes in the order of the calls; a group is one check's calls.

        A call that ends the process leaves the rest of its group not run; the next group goes on in a fresh
        process. SandboxError if the sandbox itself fails.
        """
        outcomes: list[list[Outcome]] = []
        while len(outcomes) < len(groups):
            first, rest = len(outcomes), groups[len(outcomes) :]
            if self._left <= 0:
                words = f"the {self._limits.question_seconds:g} s for this question were used up"
                outcomes += [_not_run(group, words) for group in rest]
            elif self._talk is None:
                taken = self._session.take()
                if isinstance(taken, str):
                    outcomes += [_not_run(group, taken) for group in rest]
                else:
                    self._talk = taken
                    taken.limit_memory(self._limits.memory_mb)
            else:
                outcomes += self._ask(self._talk, rest, first)
        self._groups += len(groups)
        return outcomes

    def _ask(self, talk: Conversation, groups: Sequence[Sequence[Call]], first: int) -> list[list[Outcome]]:
        """Outcomes of the groups up to the first that ends the process, with or without it.

        Without it where the process had served others before, or was killed from outside for the first time: it is to
        be asked once more, in a fresh one.
        """
        used = talk.used
        talk.ask(groups, [self._seed_of(first + index) for index in range(len(groups))])
        started, ends = time.monotonic(), time.monotonic() + self._left
        outcomes: list[list[Outcome]] = []
        for group in groups:
            outcomes.append(self._collect(talk, group, ends))
            if talk.over:
                break
        self._left -= time.monotonic() - started
        if talk.over:
            self._talk = None
            served_others = self._session.shared and (used or len(outcomes) > 1)
            if self._left > 0 and (served_others or (talk.killed and not self._killed)):
                outcomes.pop()
            self._killed = self._killed or talk.killed
        return outcomes

    def _collect(self, talk: Conversation, group: Sequence[Call], ends: float) -> list[Outcome]:
        return [NotRun(_EARLIER) if talk.over else talk.answer(call, self._limits, ends) for call in group]

    def _seed_of(self, group: int) -> int:
        return (self._seed * 1_000_003 + self._groups + group + 1) % 2**32


def _not_run(group: Sequence[Call], words: str) -> list[Outcome]:
    return [NotRun(words) for _ in group]


def _with_note(loaded: Loaded) -> Loaded:
    note = (
        f"loading took {loaded.seconds:.1f} s, so the questions share one process;"
        " a check that ends it is run once more alone"
    )
    return replace(loaded, notes=(*loaded.notes, note))
