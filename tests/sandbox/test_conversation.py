"""A conversation with a child that this test plays."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pytest

from grader.records import Absent, Call, FunctionArg, Limits, Raised, Returned, Stopped, StopReason, TensorArg
from grader.sandbox.conversation import Conversation
from grader.sandbox.endings import OUT_OF_TIME, Gone

LIMITS = Limits(call_seconds=0.1, question_seconds=9.0)


class Played:
    """A process that answers what it is given to answer."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.sent: list[Any] = []
        self.closed = 0

    def send(self, *message: Any) -> None:
        self.sent.append(message)

    def receive(self, deadline: float) -> Any:
        return self.answers.pop(0)

    def close(self) -> None:
        self.closed += 1


def returned(number: int, value: Any = 1.0, seconds: float = 0.0) -> list[Any]:
    return ["returned", number, seconds, value, [], None, False]


def talk(*answers: Any, calls: int = 3) -> tuple[Conversation, Played]:
    played = Played(*answers)
    conversation = Conversation(played)  # type: ignore[arg-type]
    conversation.ask([[Call("f", ())] * calls], [7])
    return conversation, played


def soon() -> float:
    return time.monotonic() + 9.0


def test_calls_are_sent_with_their_seeds_and_numbered_on() -> None:
    conversation, played = talk(returned(0), calls=1)
    conversation.answer(Call("f", ()), LIMITS, soon())
    conversation.ask([[], [Call("g", (1.0,))]], [8, 9])
    assert played.sent == [
        ("calls", 0, [[7, [["f", (), False, None]]]]),
        ("calls", 1, [[8, []], [9, [["g", (1.0,), False, None]]]]),
    ]


def test_replies_in_their_order_become_outcomes() -> None:
    conversation, _ = talk(returned(0), ["raised", 1, 0.0, "E", "m", [], False], ["absent", 2, "g"])
    outcomes = [conversation.answer(Call("f", ()), LIMITS, soon()) for _ in range(3)]
    assert [type(outcome) for outcome in outcomes] == [Returned, Raised, Absent]
    assert outcomes[2] == Absent("f", "g")
    assert conversation.used
    assert not conversation.over


@pytest.mark.parametrize(
    "answer", [returned(1), returned(-1), ["loaded", [], [], [], True], ["nonsense"], ["at", 0, 0]]
)
def test_a_reply_out_of_order_ends_it(answer: Any) -> None:
    conversation, played = talk(answer)
    outcome = conversation.answer(Call("f", ()), LIMITS, soon())
    assert isinstance(outcome, Stopped)
    assert outcome.reason is StopReason.CRASHED
    assert "not an answer" in outcome.detail
    assert conversation.over
    assert played.closed


def test_claimed_seconds_add_up_to_no_more_than_passed() -> None:
    started = time.monotonic()
    conversation, _ = talk(returned(0, seconds=100.0), returned(1, seconds=100.0))
    time.sleep(0.2)
    first, second = (conversation.answer(Call("f", ()), LIMITS, soon()) for _ in range(2))
    assert 0.2 <= first.seconds + second.seconds <= time.monotonic() - started  # type: ignore[union-attr]


def test_running_out_of_the_calls_time_and_of_the_questions() -> None:
    conversation, _ = talk(OUT_OF_TIME)
    outcome = conversation.answer(Call("f", (np.zeros(3), TensorArg(np.zeros(4)))), LIMITS, soon())
    assert outcome.detail == "your function was stopped after 0.1 s on an input of 7 numbers"  # type: ignore[union-attr]
    conversation, _ = talk(OUT_OF_TIME)
    outcome = conversation.answer(Call("f", ()), LIMITS, time.monotonic())
    assert outcome.detail == "the 9 s for this question were used up"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "your function was stopped after 0.1 s"),
        ((1.0, "x"), "your function was stopped after 0.1 s"),
        ((np.zeros(1),), "your function was stopped after 0.1 s on an input of 1 number"),
        (
            (FunctionArg("form", {"A": np.zeros((2, 2)), "b": np.zeros(2)}),),
            "your function was stopped after 0.1 s on an input of 6 numbers",
        ),
    ],
)
def test_the_size_of_the_input_is_told_where_there_is_one(arguments: tuple[Any, ...], words: str) -> None:
    conversation, _ = talk(OUT_OF_TIME)
    outcome = conversation.answer(Call("f", arguments), LIMITS, soon())
    assert isinstance(outcome, Stopped)
    assert outcome.detail == words


def test_a_memory_error_ends_it_with_the_limit() -> None:
    conversation, played = talk(["raised", 0, 0.0, "MemoryError", "", [], True])
    outcome = conversation.answer(Call("f", ()), LIMITS, soon())
    assert outcome == Stopped(StopReason.MEMORY, "it needed more than 1 GB of memory", 0.0)
    assert played.closed


def test_an_end_is_passed_on_in_its_words() -> None:
    conversation, _ = talk(Gone(StopReason.CRASHED, "the process crashed with a bus error"))
    outcome = conversation.answer(Call("f", ()), LIMITS, soon())
    assert isinstance(outcome, Stopped)
    assert outcome.detail == "the process crashed with a bus error"
