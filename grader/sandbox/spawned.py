"""The child where processes cannot be forked. Run by path in a fresh interpreter, never imported.

    python -P spawned.py PORT MODULE…      with a token on standard input

Imports the modules, connects to PORT on this machine, says the token, and then serves one submission: see `child`.
The token is printed, too, once that is loaded: what was printed before it is all of the loading's.
"""

from __future__ import annotations

import importlib
import os
import socket
import sys
import warnings
from contextlib import suppress
from pathlib import Path
from types import ModuleType


def _prepare(names: list[str]) -> None:
    """Imports what most submissions import, and lets nobody else's `grader` be met."""
    from grader.sandbox.shell import furnish
    from grader.sandbox.state import seed_all

    warnings.filterwarnings("ignore", message=".*non-interactive.*")  # plt.show() without a screen
    for name in ("IPython.core.inputtransformer2", "IPython.display", "tqdm", *names):
        with suppress(ImportError):
            importlib.import_module(name)
    torch = sys.modules.get("torch")
    if torch is not None:
        torch.set_num_threads(1)
    seed_all(0)
    furnish()


def main() -> None:
    """Until the grader hangs up."""
    package = ModuleType("grader")  # without running grader/__init__.py
    package.__path__ = [str(Path(__file__).resolve().parents[1])]
    sys.modules["grader"] = package
    from grader.records import Tier
    from grader.sandbox.child import Channel, Confinement, Worker, settle

    token = sys.stdin.readline().strip().encode()
    _prepare(sys.argv[2:])
    sock = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
    sock.sendall(token)
    channel = Channel(sock)
    messages = channel.messages()
    _, scratch, _, _, seed = next(messages)
    settle(scratch)
    channel.send("locked")
    for name in [name for name in sys.modules if name.partition(".")[0] == "grader"]:
        del sys.modules[name]  # a student's own module of this name must not meet ours
    Worker(channel, Path(scratch), seed, Confinement(Tier.C), None, token).serve(messages)


if __name__ == "__main__":
    try:
        main()
    except ConnectionError:
        os._exit(0)  # the grader is gone
