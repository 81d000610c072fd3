from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.records import (
    Call,
    FunctionArg,
    Gradient,
    Limits,
    Mode,
    Opaque,
    Outcome,
    Raised,
    Returned,
    RngArg,
    Stopped,
    StopReason,
    TensorArg,
)


def ask(bench: Any, source: str, *calls: Call) -> list[Outcome]:
    with bench.notebook(source) as session, session.question(Limits(question_seconds=20)) as question:
        outcomes: list[Outcome] = question.run([calls])[0]
        return outcomes


def test_arguments_arrive_as_declared(bench: Any) -> None:
    source = (
        "import numpy as np\n"
        "def f(*a): return [(type(x).__name__, getattr(x, 'dtype', None) and str(x.dtype)) for x in a]\n"
    )
    arguments = (np.zeros(2), np.array([1, 2], np.int32), RngArg(3), 1.5, 2, True, "s", None, [1, [2]])
    assert bench.value(source, *arguments) == [
        ["ndarray", "float64"],
        ["ndarray", "int32"],
        ["Generator", None],
        ["float", None],
        ["int", None],
        ["bool", None],
        ["str", None],
        ["NoneType", None],
        ["list", None],
    ]


def test_a_generator_gives_the_draws_of_its_seed(bench: Any) -> None:
    drawn = bench.value("def f(rng): return rng.normal(size=3)", RngArg(7))
    np.testing.assert_array_equal(drawn, np.random.default_rng(7).normal(size=3))


def test_a_declared_form_is_callable_inside(bench: Any) -> None:
    A, b, x = np.array([[1.0, -2.0]]), np.array([0.5]), np.array([-1.0])
    decoder = FunctionArg("bernoulli_decoder", {"A": A, "b": b, "x": x})
    source = "import numpy as np\ndef f(log_p): return log_p(np.array([[1, 1], [0, 1]]))"
    expected = [-np.log1p(np.exp(-0.5)), -np.log1p(np.exp(-1.5))]
    np.testing.assert_allclose(bench.value(source, decoder), expected)


def test_every_call_gets_fresh_arguments_and_changes_are_reported(bench: Any) -> None:
    source = (
        "def f(x, y, z):\n"
        "    before = x[0]\n"
        "    x[0] = 99.0\n"
        "    z.shape = (1, 2)\n"
        "    return before\n"
        "def g(x): x[1] = x[1]\n"
        "def h(x): x[0] = -0.0"
    )
    nan = np.array([0.0, np.nan])
    first, again, same, sign = ask(
        bench,
        source,
        *[Call("f", (nan, nan, nan))] * 2,
        Call("g", (nan,)),
        Call("h", (nan,)),
    )
    assert isinstance(first, Returned)
    assert first.modified == (0, 2)
    assert first.value == again.value == 0.0  # type: ignore[union-attr]
    assert same.modified == ()  # type: ignore[union-attr]
    assert sign.modified == (0,)  # type: ignore[union-attr]


def test_what_is_raised_is_a_value_with_the_students_frames(bench: Any) -> None:
    source = (
        "import numpy as np\n"
        "class Odd(Exception):\n    def __str__(self): raise ValueError\n"
        "def inner(x): return np.linalg.inv(x)\n"
        "def f(x):\n    return inner(x)\n"
        "def odd(): raise Odd\n"
        "def long(): raise KeyError('x' * 9000)\n"
        "def leave(): raise SystemExit(0)\n"
        "def bad(): raise ValueError('\\udc80')\n"
    )
    raised, odd, long, leave, bad, wrong = ask(
        bench,
        source,
        Call("f", (np.zeros((2, 2)),)),
        *[Call(name, ()) for name in ("odd", "long", "leave", "bad")],
        Call("f", (1, 2, 3)),
    )
    assert isinstance(raised, Raised)
    assert (raised.type_name, raised.message) == ("LinAlgError", "Singular matrix")
    assert raised.trace == ("cell 1, line 6, in f", "cell 1, line 4, in inner")
    assert isinstance(odd, Raised)
    assert (odd.type_name, odd.message) == ("Odd", "<unprintable>")
    assert isinstance(long, Raised)
    assert len(long.message) == 2000
    assert isinstance(leave, Raised)
    assert leave.type_name == "SystemExit"
    assert isinstance(bad, Raised)
    assert bad.message == "?"
    assert isinstance(wrong, Raised)
    assert (wrong.type_name, wrong.trace) == ("TypeError", ())


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("import subprocess; subprocess.run(['ls'])", "subprocesses cannot be used here"),
        ("import multiprocessing as m; m.Process(target=print).start()", "multiprocessing cannot be used here"),
        ("import multiprocessing as m; m.Pool(2)", "multiprocessing cannot be used here"),
        ("import os; os.fork()", "cannot be used here"),
        ("import urllib.request as u; u.urlopen('http://127.0.0.1:9/')", "the network cannot be used here"),
        ("import socket; socket.create_connection(('127.0.0.1', 9))", "the network cannot be used here"),
    ],
)
def test_what_a_sandbox_forbids_is_said_in_words(bench: Any, body: str, words: str) -> None:
    outcome = bench.outcome(f"def f():\n    {body}")
    assert isinstance(outcome, Raised)
    assert words in outcome.message


def test_values_of_many_types_come_back_plain(bench: Any) -> None:
    source = (
        "import numpy as np\nfrom collections import deque, namedtuple\n"
        "class F(float):\n    def __float__(self): return 0.0\n    def __eq__(self, o): return True\n"
        "class A(np.ndarray):\n    def __array__(self, *a, **k): return np.zeros(2)\n    def tobytes(self): return b''\n"
        "class L(list):\n    def __iter__(self): return iter([0])\n    def __len__(self): return 1\n"
        "class D(dict):\n    def items(self): return []\n"
        "class S(str):\n    def __str__(self): return 'lie'\n"
        "P = namedtuple('P', 'a b')\n"
        "def f(): return [F(2.5), np.arange(2.).view(A), L([1, 2]), D(a=1), S('truth'), P(1, 2), deque([3]),"
        " range(3), {'k': (4,)}.values(), 2 ** 100, 1j, np.float32(1.5), np.bool_(True), np.longdouble(2)]\n"
        "def g(): return [{1}, (i for i in 'ab'), object, b'x', np.array([object()]), np.ma.array([1.0]), {(1,): 2},"
        " np.array(['a'])]\n"
    )
    plain, opaque = ask(bench, source, Call("f", ()), Call("g", ()))
    assert isinstance(plain, Returned)
    value = plain.value
    assert value[:2] == [2.5, pytest.approx([0.0, 1.0])]
    assert value[2:11] == [[1, 2], {"a": 1}, "truth", [1, 2], [3], [0, 1, 2], [[4]], 2**100, 1j]
    assert [item.dtype for item in value[11:]] == [np.float32, np.bool_, np.float64]
    assert isinstance(opaque, Returned)
    assert all(isinstance(item, Opaque) for item in opaque.value)
    assert [item.type_name for item in opaque.value][:4] == ["set", "generator", "type", "bytes"]


def test_large_and_deep_values_become_opaque(bench: Any) -> None:
    source = (
        "import numpy as np\n"
        "def long(): return [0.5] * 500_000\n"
        "def longer(): return [0.5] * 5_000_000\n"
        "def words(): return ['word'] * 90_000 + ['w' * 100] * 9_000\n"
        "def arrays(): return [np.zeros(3_000_000) for _ in range(4)]\n"
        "def big(): return np.zeros(9_000_000)\n"
        "def deep():\n    x = []\n    for _ in range(5000): x = [x]\n    return x\n"
        "def loop():\n    x = []\n    x.append(x)\n    return x\n"
        "def after(): return 1\n"
    )
    names = ("long", "longer", "words", "arrays", "big", "deep", "loop", "after")
    outcomes = ask(bench, source, *[Call(name, ()) for name in names])
    values = {name: outcome.value for name, outcome in zip(names, outcomes, strict=True)}  # type: ignore[union-attr]
    assert values["long"] == [0.5] * 500_000
    assert "5,000,000 items" in values["longer"].type_name
    for name in ("words", "arrays", "big"):
        assert "too large" in values[name].type_name
    assert isinstance(values["deep"], list)
    assert isinstance(values["loop"], list)
    assert values["after"] == 1


def test_memory_in_a_call_is_a_stop(bench: Any) -> None:
    for body in ("np.ones(10**11)", "np.ones(200_000_000)", "[0] * 10**12", "bytearray(800 << 20)"):
        outcome = bench.outcome(f"import numpy as np\ndef f(): return {body}")
        assert isinstance(outcome, Stopped), body
        assert outcome.reason is StopReason.MEMORY
        assert outcome.detail == "it needed more than 512 MB of memory"


def test_what_fits_the_memory_is_allowed(bench: Any) -> None:
    assert bench.value("import numpy as np\ndef f(): return np.ones(50_000_000).sum()") == 50_000_000


def test_time_is_measured_inside(bench: Any) -> None:
    slow, fast = ask(
        bench,
        "import time\ndef f(): time.sleep(0.2)\ndef g(): pass",
        Call("f", ()),
        Call("g", ()),
    )
    assert 0.2 <= slow.seconds < 2  # type: ignore[union-attr]
    assert 0 <= fast.seconds < 0.1  # type: ignore[union-attr]


def test_a_lying_clock_claims_no_more_than_passed(bench: Any) -> None:
    source = (
        "import gc\n"
        "def f():\n"
        "    for o in gc.get_objects():\n"
        "        if isinstance(o, dict) and '_clock' in o: o['_clock'] = lambda: 1e9\n"
    )
    (outcome,) = ask(bench, source, Call("f", ()))
    assert isinstance(outcome, Returned)
    assert 0 <= outcome.seconds < 10


# --------------------------------------------------------------------------- with torch


TORCH = """\
import torch, numpy as np
def square(x): return x ** 2
def detached(x): return (x ** 2).detach()
def number(x): return float(x.sum())
def two(x, y): return x * 2
def touch(x):
    x.grad = torch.ones_like(x)
    return x * 3
def in_place(x):
    with torch.no_grad(): x[0] = 7.0
    return x * 1
def bfloat(x): return x.to(torch.bfloat16)
def half(x): return x.half()
def sparse(x): return x.to_sparse()
def meta(x): return x.to('meta')
class Broken(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): return x.clone()
    @staticmethod
    def backward(ctx, g): raise RuntimeError("no backward")
class Lying(torch.Tensor):
    @classmethod
    def __torch_function__(cls, *a, **k): return 42
    def detach(self): return torch.zeros(3)
def lying(x): return torch.Tensor._make_subclass(Lying, x.detach().clone())
def info(x): return [str(x.dtype), x.is_leaf, x.requires_grad]
def loader():
    from torch.utils.data import DataLoader
    return [b for b in DataLoader(torch.arange(4.), num_workers=2)]
def serial():
    from torch.utils.data import DataLoader
    return [b.item() for b in DataLoader(torch.arange(2.), num_workers=0)]
def compiled(x): return torch.compile(lambda y: y + 1)(x)
def alloc(): return torch.ones(10**11)
def sigmoid_product(x): return torch.sigmoid(x) * x
"""
X = np.array([1.0, -2.0, 3.0])


def gradient(function: str, *arguments: Any, cotangent: Any = None) -> Call:
    return Call(function, arguments, Mode.GRADIENT, cotangent)


@pytest.fixture(scope="module")
def torch_outcomes(torch_bench: Any) -> dict[str, Outcome]:
    x, leaf = TensorArg(X), TensorArg(X, requires_grad=True)
    calls = {
        "square": gradient("square", leaf),
        "weighted": gradient("square", leaf, cotangent=np.array([1.0, 0.5, 0.0])),
        "misshapen": gradient("square", leaf, cotangent=np.ones(2)),
        "detached": gradient("detached", leaf),
        "number": gradient("number", leaf),
        "two": gradient("two", leaf, leaf),
        "touch": gradient("touch", leaf),
        "in_place": gradient("in_place", leaf),
        "broken": gradient("Broken.apply", leaf),
        "plain": gradient("square", x),
        **{name: Call(name, (x,)) for name in ("square", "bfloat", "half", "sparse", "meta", "lying", "info")},
        "value": Call("square", (x,)),
        "info_leaf": Call("info", (leaf,)),
        "info_single": Call("info", (TensorArg(X.astype(np.float32)),)),
        **{name: Call(name, ()) for name in ("loader", "serial")},
        "compiled": Call("compiled", (x,)),
        "missing": gradient("sigmoid", leaf),
        "alloc": Call("alloc", ()),
    }
    calls["square_gradient"] = gradient("square", leaf)
    order = [name for name in calls if name != "alloc"] + ["alloc"]
    with torch_bench.notebook(TORCH) as session, session.question(Limits(question_seconds=30)) as question:
        outcomes = question.run([[calls[name] for name in order]])[0]
    return dict(zip(order, outcomes, strict=True))


def gradient_of(outcome: Outcome) -> Gradient:
    assert isinstance(outcome, Returned), outcome
    assert outcome.gradient is not None
    return outcome.gradient


def test_gradients_of_the_sum_and_of_a_weighted_sum(torch_outcomes: dict[str, Outcome]) -> None:
    found = gradient_of(torch_outcomes["square_gradient"])
    assert (found.is_tensor, found.requires_grad, found.error, found.grad_touched) == (True, True, None, False)
    np.testing.assert_array_equal(found.gradients[0], 2 * X)  # type: ignore[arg-type]
    weighted = gradient_of(torch_outcomes["weighted"])
    np.testing.assert_array_equal(weighted.gradients[0], 2 * X * [1.0, 0.5, 0.0])  # type: ignore[arg-type]


def test_a_leaf_without_a_path_has_no_gradient(torch_outcomes: dict[str, Outcome]) -> None:
    first, second = gradient_of(torch_outcomes["two"]).gradients
    np.testing.assert_array_equal(first, np.full(3, 2.0))  # type: ignore[arg-type]
    assert second is None


def test_results_without_a_graph_are_told_apart(torch_outcomes: dict[str, Outcome]) -> None:
    assert gradient_of(torch_outcomes["detached"]) == Gradient(is_tensor=True, requires_grad=False)
    assert gradient_of(torch_outcomes["number"]) == Gradient(is_tensor=False, requires_grad=False)
    assert gradient_of(torch_outcomes["plain"]) == Gradient(is_tensor=True, requires_grad=False)


def test_errors_of_backward_are_values(torch_outcomes: dict[str, Outcome]) -> None:
    assert gradient_of(torch_outcomes["broken"]).error == "RuntimeError: no backward"
    error = gradient_of(torch_outcomes["misshapen"]).error
    assert error is not None
    assert "shape (3,) where (2,)" in error


def test_touched_gradients_and_tensors_changed_in_place_are_reported(torch_outcomes: dict[str, Outcome]) -> None:
    assert gradient_of(torch_outcomes["touch"]).grad_touched
    changed = torch_outcomes["in_place"]
    assert isinstance(changed, Returned)
    assert changed.modified == (0,)


def test_tensors_come_back_as_arrays(torch_outcomes: dict[str, Outcome]) -> None:
    value = torch_outcomes["value"]
    assert isinstance(value, Returned)
    assert value.was_tensor
    np.testing.assert_array_equal(value.value, X**2)
    half = torch_outcomes["half"]
    assert isinstance(half, Returned)
    assert half.value.dtype == np.float16
    lying = torch_outcomes["lying"]
    assert isinstance(lying, Returned)
    np.testing.assert_array_equal(lying.value, X)


@pytest.mark.parametrize(("name", "words"), [("bfloat", "torch.bfloat16"), ("sparse", "sparse"), ("meta", "meta")])
def test_tensors_without_a_plain_form_are_opaque(torch_outcomes: dict[str, Outcome], name: str, words: str) -> None:
    outcome = torch_outcomes[name]
    assert isinstance(outcome, Returned)
    assert isinstance(outcome.value, Opaque)
    assert words in outcome.value.type_name


def test_tensor_arguments_are_leaves_of_the_arrays_dtype(torch_outcomes: dict[str, Outcome]) -> None:
    values = [torch_outcomes[name].value for name in ("info", "info_leaf", "info_single")]  # type: ignore[union-attr]
    assert values == [["torch.float64", True, False], ["torch.float64", True, True], ["torch.float32", True, False]]


def test_loaders_with_workers_fail_in_words_and_without_work(torch_outcomes: dict[str, Outcome]) -> None:
    loader = torch_outcomes["loader"]
    assert isinstance(loader, Raised)
    assert "set num_workers=0" in loader.message
    assert torch_outcomes["serial"].value == [0.0, 1.0]  # type: ignore[union-attr]


def test_compiled_functions_run_as_they_are(torch_outcomes: dict[str, Outcome]) -> None:
    np.testing.assert_array_equal(torch_outcomes["compiled"].value, X + 1)  # type: ignore[union-attr]


def test_torchs_own_memory_error_is_a_stop(torch_outcomes: dict[str, Outcome]) -> None:
    outcome = torch_outcomes["alloc"]
    assert isinstance(outcome, Stopped)
    assert outcome.reason is StopReason.MEMORY
