"""What cannot be done in a sandbox, tried as students write it: every refusal names it in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from grader.records import Call, Limits, Raised, Returned, Stopped, StopReason, Tier

WORKERS = """
import torch
from torch.utils.data import DataLoader, TensorDataset
def f():
    return [float(x.sum()) for x, in DataLoader(TensorDataset(torch.ones(4, 2)), num_workers=2)]
"""
POOL = "import multiprocessing as mp\ndef f():\n    with mp.Pool(2) as pool: return pool.map(abs, [-1])"
PROCESS = "import multiprocessing as mp\ndef f():\n    p = mp.Process(target=print); p.start(); p.join()"
SPAWN = PROCESS.replace("mp.Process", "mp.get_context('spawn').Process")
MANAGER = "import multiprocessing as mp\ndef f(): return mp.Manager().list()"
SHARED = (
    "from multiprocessing.shared_memory import SharedMemory\ndef f(): return SharedMemory(create=True, size=9).size"
)
FUTURES = (
    "from concurrent.futures import ProcessPoolExecutor as P\ndef f():\n    with P(2) as p: return [*p.map(abs, [1])]"
)
SUBPROCESS = "import subprocess\ndef f(): return subprocess.run(['ls']).returncode"
FORK = "import os\ndef f(): return os.fork()"
CONNECT = "import socket\ndef f(): socket.create_connection(('example.com', 80))"
SOCKET = "import socket\ndef f(): socket.socket()"
URL = "import urllib.request\ndef f(): urllib.request.urlopen('http://example.com')"
ADDRESS = "import urllib.request\ndef f(): urllib.request.urlopen('http://127.0.0.1:9')"
ASK = "def f(): return int(input('How many? '))"
FILL = "def f():\n    with open('big', 'wb') as file:\n        while True: file.write(bytes(10**6))"

NO_PROCESSES = "multiprocessing cannot be used here"
NO_NETWORK = "the network cannot be used here"
FORKING = (PROCESS, SPAWN, FORK)
REFUSED = [
    pytest.param(POOL, NO_PROCESSES, id="pool"),
    pytest.param(PROCESS, NO_PROCESSES, id="process"),
    pytest.param(SPAWN, NO_PROCESSES, id="spawn"),
    pytest.param(MANAGER, NO_PROCESSES, id="manager"),
    pytest.param(SHARED, "memory shared between processes cannot be used here", id="shared"),
    pytest.param(FUTURES, NO_PROCESSES, id="futures"),
    pytest.param(SUBPROCESS, "subprocesses cannot be used here", id="subprocess"),
    pytest.param(FORK, "processes and system calls like this one cannot be used here", id="fork"),
    pytest.param(CONNECT, NO_NETWORK, id="connect"),
    pytest.param(SOCKET, NO_NETWORK, id="socket"),
    pytest.param(URL, NO_NETWORK, id="url"),
    pytest.param(ADDRESS, NO_NETWORK, id="address"),
    pytest.param(ASK, "'' (nobody can answer input() here)", id="input"),
    pytest.param(FILL, "at most 7 MB of files may be written here", id="fill"),
]
SMALL = Limits(load_seconds=20.0, question_seconds=20.0, call_seconds=10.0, memory_mb=512, scratch_mb=7)


@pytest.mark.parametrize(("source", "words"), REFUSED)
def test_a_refusal_names_what_was_refused(each_bench: Any, source: str, words: str) -> None:
    with each_bench.notebook(source, limits=SMALL) as session, session.question(SMALL) as question:
        (outcomes,) = question.run([[Call("f", ())] * 40])  # what each leaves open adds up
    for outcome in (outcomes[0], outcomes[-1]):
        assert isinstance(outcome, Raised), outcome
        assert words in outcome.message
        assert outcome.trace[-1].startswith("cell 1, line ")


@pytest.mark.parametrize(("source", "words"), REFUSED)
def test_so_does_one_while_loading(each_bench: Any, source: str, words: str) -> None:
    loaded = each_bench.load(f"{source}\nf()", limits=SMALL)
    if each_bench.sandbox.tier is Tier.A and source in FORKING:  # cells may fork in a namespace of their own
        assert not loaded.failures
    else:
        assert words in loaded.failures[0].message


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (WORKERS, "DataLoader workers cannot be used here: set num_workers=0"),
        ("import torch\ndef f(): return torch.ones(2).share_memory_()", "memory shared between processes"),
        ("import torch\ndef f(): return torch.ones(2, device='cuda')", "there is no GPU here: compute on the CPU"),
        ("import torch\ndef f(): return torch.ones(2).cuda()", "there is no GPU here: compute on the CPU"),
        (
            "import torch\ndef f(): return torch.hub.load_state_dict_from_url('https://example.com/w.pth')",
            "the network cannot be used here",
        ),
    ],
    ids=["workers", "share", "device", "cuda", "download"],
)
def test_so_do_those_of_torch(torch_bench: Any, source: str, words: str) -> None:
    outcome = torch_bench.outcome(source)
    assert isinstance(outcome, Raised), outcome
    assert words in outcome.message


def test_a_compiled_function_runs_as_it_is(torch_bench: Any) -> None:
    assert torch_bench.value("import torch\n@torch.compile\ndef f(): return float(torch.ones(2).sum())") == 2.0


def test_a_figure_is_shown_to_nobody(bench: Any) -> None:
    pytest.importorskip("matplotlib")
    assert bench.value("import matplotlib.pyplot as plt\ndef f():\n    plt.plot([1, 2]); plt.show(); return 1") == 1


def test_text_that_input_gives_is_empty(bench: Any) -> None:
    assert bench.value("def f(): return [input('?'), input().strip(), len(input())]") == ["", "", 0]


def test_a_missing_file_of_ones_own_is_just_that(bench: Any) -> None:
    outcome = bench.outcome("def f(): open('data.csv')")
    assert outcome.message == "[Errno 2] No such file or directory: 'data.csv'"


# --------------------------------------------------------------------------- memory, question by question

EAT = "def f(megabytes): return len(bytearray(megabytes << 20))"


def test_memory_is_the_questions_own(each_bench: Any) -> None:
    narrow = replace(SMALL, memory_mb=64)
    with each_bench.notebook(EAT, limits=SMALL) as session:
        with session.question(narrow) as question:
            (fits, stopped), (after,) = question.run([[Call("f", (20,)), Call("f", (200,))], [Call("f", (20,))]])
        assert isinstance(fits, Returned)
        assert stopped == Stopped(StopReason.MEMORY, "it needed more than 64 MB of memory", stopped.seconds)
        assert isinstance(after, Returned)
        with session.question(SMALL) as question:
            assert isinstance(question.run([[Call("f", (200,))]])[0][0], Returned)


def test_memory_of_a_shared_process_is_the_questions_own_too(bench_b: Any) -> None:
    narrow = replace(SMALL, memory_mb=64)
    with bench_b.notebook(f"import time; time.sleep(2.1)\n{EAT}", limits=SMALL) as session:
        assert session.shared
        for limits, kind in ((SMALL, Returned), (narrow, Stopped), (SMALL, Returned)):
            with session.question(limits) as question:
                assert isinstance(question.run([[Call("f", (200,))]])[0][0], kind)
