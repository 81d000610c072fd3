from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

from grader.sandbox import bubble


@pytest.fixture(autouse=True)
def _(bench_a: Any) -> None:
    """Only where tier A is to be had."""


def inside(program: str) -> str:
    command = bubble.wrapped([sys.executable, "-I", "-S", "-c", program])
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=30).stdout.strip()


def test_neither_the_project_nor_anything_of_the_users_is_there(project: Path, tmp_path: Path) -> None:
    (tmp_path / "somebodys.txt").write_text("private", encoding="utf-8")
    paths = [
        str(project / "pyproject.toml"),
        str(project / "reference"),
        str(tmp_path),
        str(tmp_path / "somebodys.txt"),
        "/etc/passwd",
        "/var",
        str(Path.home() / ".bashrc"),
    ]
    assert inside(f"import os; print([p for p in {paths!r} if os.path.exists(p)])") == "[]"


def test_only_the_sandboxs_own_modules_are_there_of_the_grader(project: Path) -> None:
    listed = inside(f"import os; print(sorted(os.listdir({str(project / 'grader')!r})))")
    assert listed == "['records.py', 'sandbox']"


def test_nothing_can_be_written() -> None:
    program = (
        "import os\n"
        "for p in ('/x', '/usr/lib/x', '/dev/x', '/etc/x', '/scratch/x'):\n"
        "    try: open(p, 'w')\n"
        "    except OSError: continue\n"
        "    print(p)"
    )
    assert inside(program) == ""


def test_other_processes_and_networks_are_out_of_sight() -> None:
    program = (
        "import os, socket\n"
        "print(len([n for n in os.listdir('/proc') if n.isdigit()]), [n for _, n in socket.if_nameindex()])"
    )
    assert inside(program) == "2 ['lo']"


def test_packages_are_found_as_outside() -> None:
    command = bubble.wrapped([sys.executable, "-P", "-c", "import numpy, sys; print(sys.prefix, numpy.__file__)"])
    found = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout.split()
    import numpy as np

    assert found == [sys.prefix, np.__file__]


def test_a_grader_killed_while_it_starts_leaves_nothing_behind(tmp_path: Path) -> None:
    script = tmp_path / "batch.py"
    script.write_text(
        "import os, signal\n"
        "from grader.records import Tier\n"
        "from grader.sandbox.pool import Sandbox\n"
        "sandbox = Sandbox(Tier.A, ())\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    mark = f"UTC{os.getpid()}"  # the time zone is passed on
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "TZ": mark}
    subprocess.run([sys.executable, str(script)], env=environment, check=False)
    deadline = time.monotonic() + 20
    while marked(mark) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert marked(mark) == []


def marked(zone: str) -> list[int]:
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.environ().get("TZ") == zone:
                found.append(process.pid)
    return found
