"""What a notebook finds around it: `get_ipython`, `display`, `input`, Colab's modules, harmless magics."""

from __future__ import annotations

import builtins
import getpass
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Self

# Magics of a cell whose body is Python and runs in the notebook's namespace.
_PYTHON_BODIES = ("time", "timeit", "capture", "prun", "python", "python3", "pypy", "memit", "mprun")


class Silent:
    """Answers every attribute, call and item with itself: stands for what only exists in a browser."""

    def __getattr__(self, name: str) -> Silent:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *_: object, **__: object) -> Silent:
        return self

    def __getitem__(self, _: object) -> Silent:
        return self

    def __iter__(self) -> Iterator[Silent]:
        return iter(())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def __str__(self) -> str:
        return ""


class Shell(Silent):
    """What `get_ipython()` returns. `run` executes Python source in the notebook's namespace."""

    def __init__(self, namespace: dict[str, Any], run: Callable[[str], None]) -> None:
        self.user_ns = namespace
        self.config: dict[str, Any] = {}
        self._run = run

    def run_line_magic(self, name: str, line: str = "", *_: object, **__: object) -> object:
        words = line.split()
        if name == "time" and words:
            self._run(line)
        elif name == "run" and words:
            self._run(Path(words[0]).read_text("utf-8"))
        elif name == "pwd":
            return str(Path.cwd())
        return None

    def run_cell_magic(self, name: str, line: str, cell: str) -> None:
        """Only reached where the magic was not taken off before (see `strip_cell_magic`)."""
        words = line.split()
        if name in ("writefile", "file") and words:
            mode = "a" if "-a" in words else "w"
            with Path(words[-1]).open(mode, encoding="utf-8") as file:
                file.write(cell)

    def magic(self, line: str) -> object:
        name, _, rest = line.lstrip("%").partition(" ")
        return self.run_line_magic(name, rest)

    def system(self, _: str) -> list[str]:
        return []

    def getoutput(self, _: str, **__: object) -> list[str]:
        return []

    def run_cell(self, source: str, **_: object) -> None:
        self._run(source)


def strip_cell_magic(source: str) -> tuple[str, list[str]]:
    """Blanks `%%time`-like first lines, so that the body runs as it stands; also returns names to define.

    `%%capture out` defines `out`. Line numbers stay as they are.
    """
    lines = source.split("\n")
    names: list[str] = []
    for index, line in enumerate(lines):
        words = line.strip().split()
        if not words:
            continue
        if not words[0].startswith("%%") or words[0][2:] not in _PYTHON_BODIES:
            break
        if words[0] == "%%capture":
            names += [word for word in words[1:] if word.isidentifier()]
        lines[index] = ""
    return "\n".join(lines), names


def display(*values: object, **_: object) -> None:
    """Prints what a notebook would show."""
    for value in values:
        print(repr(value))  # noqa: T201 — it is the student's output


class Unanswered(str):
    """The empty line that `input()` gives: it shows as what it is in `int(input())`'s message."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'' (nobody can answer input() here)"


def no_input(*_: object) -> str:
    """`input()` in a run that nobody watches."""
    return Unanswered()


def furnish() -> None:
    """Puts what is the same for every notebook into builtins and `sys.modules`: once, before any is run."""
    for name, value in {"display": display, "input": no_input}.items():
        setattr(builtins, name, value)
    for module in ("IPython.display", "IPython.core.display_functions"):
        if module in sys.modules:
            sys.modules[module].__dict__["display"] = display
    getpass.getpass = no_input  # type: ignore[assignment]
    _install_progress_bars()
    _install_colab()


def install(shell: Shell) -> None:
    """Makes `shell` the answer of `get_ipython()` in this process."""

    def get_ipython() -> Shell:
        return shell

    builtins.__dict__["get_ipython"] = get_ipython
    for module in ("IPython", "IPython.core.getipython"):
        if module in sys.modules:
            sys.modules[module].__dict__["get_ipython"] = get_ipython


def stand_in_for_self_check(scratch: Path) -> None:
    """Lets `from grader import check; check("2a")` be said in a submission: nothing is checked where it is graded.

    A student's own module of that name comes first.
    """
    if (scratch / "grader.py").exists() or (scratch / "grader").is_dir():
        return
    module = ModuleType("grader")
    module.__dict__["check"] = lambda *_, **__: None
    sys.modules["grader"] = module


def _install_progress_bars() -> None:
    """Lets `tqdm.notebook` be the bar of the terminal: the one of the browser needs widgets."""
    tqdm = sys.modules.get("tqdm")
    if tqdm is None:
        return
    notebook = ModuleType("tqdm.notebook")
    names = {"tqdm": tqdm.tqdm, "tqdm_notebook": tqdm.tqdm, "trange": tqdm.trange, "tnrange": tqdm.trange}
    notebook.__dict__.update(names)
    tqdm.tqdm.monitor_interval = 0  # its monitor is a thread
    sys.modules["tqdm.notebook"] = notebook
    tqdm.__dict__.update(notebook=notebook, tqdm_notebook=tqdm.tqdm)


def _install_colab() -> None:
    google = sys.modules.setdefault("google", ModuleType("google"))
    if not hasattr(google, "__path__"):
        google.__path__ = []
    colab = ModuleType("google.colab")
    colab.__path__ = []
    google.__dict__.update(colab=colab)
    sys.modules["google.colab"] = colab
    for name in ("drive", "files", "output", "userdata", "auth", "widgets", "data_table", "patches"):
        module = ModuleType(f"google.colab.{name}")
        module.__dict__["__getattr__"] = Silent().__getattr__
        sys.modules[module.__name__] = module
        colab.__dict__[name] = module
    sys.modules["google.colab.files"].__dict__["upload"] = dict  # no file was chosen
    sys.modules["google.colab.userdata"].__dict__["get"] = no_input
