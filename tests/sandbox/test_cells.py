from __future__ import annotations

import textwrap
from typing import Any

import pytest

from grader.records import Absent, Call, CellFailure, Raised


def test_cells_share_a_namespace_and_names_come_in_order(bench: Any) -> None:
    loaded = bench.load(
        "import numpy as np\nfrom numpy import exp\nalpha = 3\ndef g(x): return exp(x)",
        "class Model:\n    pass\nh = lambda x: g(x)\nif alpha:\n    def inner(): return 1",
    )
    assert loaded.names == ("g", "Model", "h", "inner")
    assert loaded.failures == ()
    assert loaded.problem is None


def test_a_failing_cell_stops_and_the_rest_still_runs(bench: Any) -> None:
    loaded = bench.load(
        "def before(): pass\n1 / 0\ndef after(): pass",
        "def f(:\n    pass",
        "def last(): pass",
    )
    assert loaded.names == ("before", "last")
    division, syntax = loaded.failures
    assert division == CellFailure("cell 1", "ZeroDivisionError", "division by zero", 2)
    assert (syntax.cell, syntax.type_name, syntax.line) == ("cell 2", "SyntaxError", 1)


def test_a_failing_import_does_not_lose_what_follows_it_in_the_cell(bench: Any) -> None:
    loaded = bench.load("import seaborn_of_mars\nfrom os import nothing_like_this\ndef f(): return 1")
    assert loaded.names == ("f",)
    first, second = loaded.failures
    assert first.type_name == "ModuleNotFoundError"
    assert "seaborn_of_mars" in first.message
    assert "the rest of the cell was still run" in first.message
    assert (second.type_name, second.line) == ("ImportError", 2)


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("import sys; sys.exit(3)", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("class E(BaseException): pass\nraise E", "E"),
        ("raise MemoryError", "MemoryError"),
        ("def f(n): return f(n + 1)\nf(0)", "RecursionError"),
    ],
)
def test_what_would_end_a_script_is_the_failure_of_its_cell(bench: Any, statement: str, kind: str) -> None:
    loaded = bench.load(statement, "def survivor(): pass")
    assert [failure.type_name for failure in loaded.failures] == [kind]
    assert "survivor" in loaded.names


AWKWARD = {
    "inline": "%matplotlib inline\nx = 1",
    "time cell": "%%time\nx = 1",
    "time cell after a comment": "\n%%time\nx = 1",
    "timeit cell": "%%timeit -n 1\nx = 1",
    "capture": "%%capture out\nx = 1\nprint(out)",
    "two magics": "%%capture\n%%time\nx = 1",
    "line time": "%time x = 1",
    "line timeit": "%timeit sum(range(10))\nx = 1",
    "shell": "!pip install torch\nfiles = !ls\nassert files == []\nx = 1",
    "pip": "%pip install -q tqdm\nx = 1",
    "help": "print?\nx = 1",
    "help twice": "x = 1\nx??",
    "autoreload": "%load_ext autoreload\n%autoreload 2\nx = 1",
    "unknown magic": "%frobnicate\nx = 1",
    "get_ipython": "get_ipython().run_line_magic('matplotlib', 'inline')\nget_ipython().magic('time x = 1')",
    "imported get_ipython": "from IPython import get_ipython\nget_ipython().system('ls')\nx = 1",
    "config": "%config InlineBackend.figure_format = 'retina'\nx = 1",
    "display": "display([1])\nfrom IPython.display import display, HTML, clear_output\ndisplay(HTML('a'))\nx = 1",
    "input": "assert input('How many?') == ''\nx = 1",
    "await": "import asyncio\nawait asyncio.sleep(0)\nx = 1",
    "await value": "import asyncio\nasync def g():\n    await asyncio.sleep(0)\n    return 1\nx = await g()",
    "async for": "async def g():\n    yield 1\nasync for x in g():\n    pass",
    "asyncio.run": "import asyncio\nasync def g(): return 1\nx = asyncio.run(g())",
    "drive": "from google.colab import drive\ndrive.mount('/content/drive')\nx = 1",
    "upload": "from google.colab import files\nassert files.upload() == {}\nx = 1",
    "colab output": "import google.colab.output\ngoogle.colab.output.clear()\nx = 1",
    "cv2_imshow": "from google.colab.patches import cv2_imshow\ncv2_imshow(3)\nx = 1",
    "tqdm": "from tqdm import tqdm, trange\nfor x in tqdm([1]): pass\nfor _ in trange(2): pass",
    "tqdm notebook": "from tqdm.notebook import tqdm\nfor x in tqdm([1]): pass",
    "tqdm auto": "from tqdm.auto import tqdm\nfor x in tqdm([1]): pass",
    "tqdm_notebook": "from tqdm import tqdm_notebook\nfor x in tqdm_notebook([1]): pass",
    "future": "from __future__ import annotations\ndef g(a: Undefined): pass\nx = 1",
    "write a file": "open('a.txt', 'w').write('1')\nx = int(open('a.txt').read())",
    "writefile": "%%writefile mine.py\nx = 1",
    "indented": "    x = 1",
    "prompt": ">>> x = 1",
    "last expression": "x = 1\nx",
    "walrus": "(x := 1)",
    "empty line magic": "%\nx = 1" if False else "x = 1  # %",
    "subprocess ok": "import subprocess, os\nos.system('ls')\nx = 1",
    "global": "def g():\n    global x\n    x = 1\ng()",
    "del": "y = 1\ndel y\nx = 1",
    "dataclass": "from dataclasses import dataclass\n@dataclass\nclass P:\n    a: int\nx = P(1).a",
    "pickle": "import pickle\nclass P: pass\npickle.loads(pickle.dumps(P()))\nx = 1",
    "name": "assert __name__ == '__main__'\nx = 1",
    "threads": "import threading\nt = threading.Thread(target=lambda: None); t.start(); t.join()\nx = 1",
    "thread pool": "from concurrent.futures import ThreadPoolExecutor as T\nx = list(T(2).map(int, '1'))[0]",
    "tempfile": "import tempfile\nwith tempfile.NamedTemporaryFile() as t: t.write(b'1')\nx = 1",
    "copy": "import shutil\nopen('a', 'w').close()\nshutil.copy('a', 'b'); shutil.copy2('a', 'c')\nx = 1",
    "devnull": "import os\nfrom contextlib import redirect_stdout\nwith open(os.devnull, 'w') as n, redirect_stdout(n): print()\nx = 1",
    "getpass": "import getpass\nassert getpass.getpass() == ''\nx = 1",
    "run": "open('m.py', 'w').write('x = 1')\n%run m.py",
    "user": "import getpass, os\nos.path.expanduser('~'); getpass.getuser()\nx = 1",
    "uuid": "import uuid, secrets, datetime\nuuid.uuid4(); secrets.token_hex(); datetime.datetime.now().astimezone()\nx = 1",
    "cpu_count": "import os\nassert os.cpu_count() >= 1\nx = 1",
}


@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_cells_run(bench: Any, name: str) -> None:
    loaded = bench.load(AWKWARD[name], "def f(): return x" if name != "writefile" else "from mine import x")
    assert loaded.failures == (), loaded.output


def test_awkward_cells_leave_their_names(bench: Any) -> None:
    for name in ("time cell", "capture", "line time", "await value", "get_ipython", "run", "tqdm"):
        assert bench.value(AWKWARD[name] + "\ndef f():\n    return x") == 1, name


def test_plots_are_harmless(bench: Any) -> None:
    pytest.importorskip("matplotlib")
    source = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\nplt.savefig('a.png')\ndef f(): return 1"
    loaded = bench.load("%matplotlib inline\n" + source)
    assert loaded.failures == ()
    assert "non-interactive" not in loaded.output


def test_a_name_defined_in_two_cells_is_noted_and_the_last_counts(bench: Any) -> None:
    cells = ["def f(): return 1", "pass", "def f(): return 2"]
    with bench.notebook(*cells) as session, session.question(bench_limits()) as question:
        assert session.loaded.notes == ("f is defined twice (cell 1 and cell 3): the last one counts",)
        assert question.run([[Call("f", ())]])[0][0].value == 2


def bench_limits() -> Any:
    from grader.records import Limits

    return Limits(question_seconds=20)


def test_either_branch_of_one_statement_is_no_second_definition(bench: Any) -> None:
    assert bench.load("try:\n    def f(): pass\nexcept Exception:\n    def f(): pass").notes == ()


MODULE = textwrap.dedent("""\
    import missing_module
    import math


    def one():
        return math.pi

    raise ValueError("in between")

    def two():
        return __name__, __file__.endswith("hw.py")

    def two():
        return __name__, __file__.endswith("hw.py")

    if __name__ == "__main__":
        raise SystemExit("never")
    """)


def test_a_module_runs_statement_by_statement(bench: Any) -> None:
    with bench.module(MODULE) as session, session.question(bench_limits()) as question:
        loaded = session.loaded
        assert loaded.names == ("one", "two")
        assert [(f.cell, f.type_name, f.line) for f in loaded.failures] == [
            ("hw.py", "ModuleNotFoundError", 1),
            ("hw.py", "ValueError", 8),
        ]
        assert loaded.notes == ("two is defined twice (hw.py line 10 and hw.py line 13): the last one counts",)
        assert question.run([[Call("two", ())]])[0][0].value == ["hw", True]


def test_a_syntax_error_in_a_module_costs_only_its_block(bench: Any) -> None:
    source = "def one():\n    return 1\n\n@print\ndef bad(:\n    return 2\n\ndef three():\n    return 3\n"
    with bench.module(source) as session:
        assert session.loaded.names == ("one", "three")
        (failure,) = session.loaded.failures
        assert (failure.type_name, failure.line) == ("SyntaxError", 5)


def test_modules_and_data_beside_are_found(bench: Any) -> None:
    beside = {
        "model.py": b"def relu(x):\n    return max(x, 0)\ndef broken():\n    raise ValueError('deep')\n",
        "data/numbers.csv": b"1,2,3\n",
        "grader.py": b"MINE = 5\n",
        "../outside.txt": b"no",
        "/tmp/grader_outside.txt": b"no",
    }
    source = (
        "from model import relu, broken\nimport grader\n"
        "def total():\n    return sum(map(int, open('data/numbers.csv').read().split(',')))\n"
        "def mine(): return grader.MINE\n"
    )
    calls = [Call("relu", (-1,)), Call("total", ()), Call("mine", ()), Call("broken", ())]
    with bench.notebook(source, beside=beside) as session, session.question(bench_limits()) as question:
        assert session.loaded.names == ("relu", "broken", "total", "mine")
        *values, raised = question.run([calls])[0]
        assert [outcome.value for outcome in values] == [0, 6, 5]
        assert isinstance(raised, Raised)
        assert raised.trace == ("model.py, line 4, in broken",)


def test_sources_can_be_inspected_and_appear_in_tracebacks(bench: Any) -> None:
    source = (
        "import inspect, traceback\n"
        "def g():\n    raise KeyError('k')\n"
        "def f():\n    try:\n        g()\n    except KeyError:\n        return inspect.getsource(g), traceback.format_exc()\n"
    )
    got_source, formatted = bench.value(source)
    assert got_source == "def g():\n    raise KeyError('k')\n"
    assert 'File "cell 1", line 3, in g\n    raise KeyError' in formatted


def test_what_is_printed_is_kept_in_order(bench: Any) -> None:
    loaded = bench.load("import sys\nprint('ä one')", "print('two', flush=True)\nprint('err', file=sys.stderr)")
    assert loaded.output.startswith("ä one\ntwo\n")
    assert "err" in loaded.output


def test_nothing_of_the_grader_is_left_in_the_modules(bench: Any) -> None:
    source = (
        "import sys\ndef f():\n    ours = [m for m in sys.modules if m.split('.')[0] in ('grader', 'reference')]\n"
        "    return [[m, getattr(sys.modules[m], '__file__', None)] for m in ours]"
    )
    assert bench.value(source) == [["grader", None]]  # what stands in for `from grader import check`


def test_a_missing_function_is_absent_with_the_nearest_name(bench: Any) -> None:
    source = "def log_sum_exp(x): return 1\nclass ScanFunction:\n    @staticmethod\n    def apply(x): return x"
    assert bench.outcome(source, 1, function="logsumexp") == Absent("logsumexp", "log_sum_exp")
    assert bench.outcome(source, 1, function="quite_different") == Absent("quite_different", None)
    assert bench.outcome(source, 1, function="ScanFunction.aply") == Absent("ScanFunction.aply", "ScanFunction")
    assert bench.value(source, 4, function="ScanFunction.apply") == 4


def test_a_student_who_breaks_the_builtins_hurts_only_this_process(bench: Any) -> None:
    loaded = bench.load(
        "import builtins\nbuiltins.len = None\nbuiltins.isinstance = None\nbuiltins.set = 3", "def f(): pass"
    )
    assert loaded.names == ("f",)
    (failure,) = loaded.failures
    assert (failure.cell, failure.type_name) == ("cell 1", "Crash")
    assert "the code broke the process it runs in" in failure.message
    assert bench.value("def f(): return 1") == 1
