"""Writes the awkward notebooks beside this file: `python tests/submission/awkward/build.py`.

The notebooks are what is tested; this says how they came about, and a test holds the two together.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SOFTMAX = "def softmax(x):\n    e = np.exp(x - x.max(-1, keepdims=True))\n    return e / e.sum(-1, keepdims=True)"
WRONG_SOFTMAX = "def softmax(x):\n    return x"
NUMPY = "import numpy as np"
DERIVATION = (
    "<!-- derivation: 2a -->\n$$\\begin{align}\na &= b && \\text{given} \\\\\n  &= c && \\text{given}\n\\end{align}$$"
)
TEXT = "<!-- text: 2c -->\nUnder ties softmax tends to the uniform distribution over the maximisers."


def code(source: str, **extra: Any) -> dict[str, Any]:
    cell = {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": lines(source),
    }
    return cell | extra


def markdown(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": lines(source)}


def raw(source: str) -> dict[str, Any]:
    return {"cell_type": "raw", "metadata": {}, "source": lines(source)}


def lines(source: str) -> list[str]:
    return source.splitlines(keepends=True)


def notebook(*cells: dict[str, Any], **extra: Any) -> dict[str, Any]:
    metadata = {
        "grader": {"assignment": "ss2020_seminar2"},
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    }
    return {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 4} | extra


def dumped(value: Any) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode("utf-8")


def structure() -> dict[str, bytes]:
    """Cells that students duplicated, split, retyped or left empty."""
    two_ids = [code(NUMPY, id="same"), code(SOFTMAX, id="same")]
    books = {
        "duplicated_cells": notebook(code(NUMPY), code(SOFTMAX), markdown(TEXT), code(SOFTMAX), markdown(TEXT)),
        "split_cells": notebook(
            code(NUMPY),
            code("def softmax(x):\n    e = np.exp(x - x.max())"),
            code("    return e / e.sum()"),
            code(SOFTMAX),
        ),
        "wrong_types": notebook(
            markdown(f"```python\n{NUMPY}\n\n{SOFTMAX}\n```"),
            raw("def log_softmax(x):\n    return np.log(softmax(x))"),
            code(DERIVATION),
            markdown("Implement\n\n```python\ndef softmax(x):\n    ...\n```"),
            markdown("```python\ndef softmax(x):\n    ...\n```"),
            code(f"%%markdown\n{TEXT}"),
        ),
        "defined_twice": notebook(code(NUMPY), code(WRONG_SOFTMAX), code("softmax(np.zeros(2))"), code(SOFTMAX)),
        "reused_name": notebook(code(NUMPY), code(SOFTMAX), code("e = 3\nx = [1, 2]\nnp_softmax = softmax")),
        "blank_cells": notebook(code(""), code(NUMPY), markdown("  \n"), code("\n\n"), code(SOFTMAX), raw("")),
        "no_cells": notebook(),
        "no_code": notebook(markdown("# Seminar 2"), markdown(DERIVATION)),
        "duplicate_ids": notebook(*two_ids, nbformat_minor=5),
        "missing_ids": notebook(code(NUMPY), code(SOFTMAX), nbformat_minor=5),
        "damaged_cells": notebook(
            code(NUMPY), "not a cell", code(SOFTMAX), {"cell_type": "video", "source": "?"}, {"metadata": []}
        ),
    }
    return {f"{name}.ipynb": dumped(book) for name, book in books.items()}


def running() -> dict[str, bytes]:
    """Cells that run into something."""
    books = {
        "failing_import": notebook(code("import a_package_that_nobody_has"), code(NUMPY), code("1 / 0"), code(SOFTMAX)),
        "failing_import_above": notebook(
            code(f"import a_package_that_nobody_has\n{NUMPY}"), code(NUMPY), code(SOFTMAX)
        ),
        "magics": notebook(
            code("%matplotlib inline\n%load_ext autoreload\n%autoreload 2"),
            code("!pip install numpy\nhere = !pwd"),
            code(f"%%time\n{NUMPY}"),
            code(f"%config InlineBackend.figure_format = 'retina'\n{SOFTMAX}"),
            code("softmax?"),
            code("%timeit -n 1 -r 1 softmax(np.zeros(2))"),
        ),
        "input": notebook(code(NUMPY), code('name = input("Your name: ")\nprint("Hello", name)'), code(SOFTMAX)),
        "top_level_await": notebook(
            code("import asyncio\n" + NUMPY),
            code("await asyncio.sleep(0)\nscale = await asyncio.sleep(0, 1.0)"),
            code(SOFTMAX),
        ),
        "plots": notebook(
            code(f"{NUMPY}\nimport matplotlib.pyplot as plt"),
            code("fig, ax = plt.subplots()\nax.plot([1, 2, 3])\nplt.show()\ndisplay(fig)"),
            code(SOFTMAX),
        ),
        "colab": notebook(
            code('from google.colab import drive, files\ndrive.mount("/content/drive")'),
            code(NUMPY),
            code(SOFTMAX),
        ),
        "progress": notebook(
            code(f"{NUMPY}\nfrom tqdm.notebook import tqdm\nfor _ in tqdm(range(3)):\n    pass"),
            code(SOFTMAX),
        ),
        "exits": notebook(code(NUMPY), code("import sys\nsys.exit(0)"), code(SOFTMAX)),
        "last_line_comment": notebook(code(NUMPY), code(SOFTMAX), code("softmax(np.zeros(3));  # done")),
        "null_byte": notebook(code(NUMPY), code("x = '\0'"), code(SOFTMAX)),
        "deep_nesting": notebook(code(NUMPY), code("x = " + "-" * 20_000 + "1"), code(SOFTMAX)),
    }
    return {f"{name}.ipynb": dumped(book) for name, book in books.items()}


def encodings() -> dict[str, bytes]:
    """Text that was saved in many ways."""
    plain = notebook(code(NUMPY), code(SOFTMAX))
    words = notebook(code(NUMPY), code("größe = 'Übung'\ndef σ(x):\n    return 1 / (1 + np.exp(-x))"), code(SOFTMAX))
    lone = json.dumps(notebook(code(NUMPY), code("smile = '?'"), code(SOFTMAX))).replace("?", "\\ud83d")
    windows = notebook(code(NUMPY), code(SOFTMAX.replace("\n", "\r\n")))
    one_string = notebook(code(NUMPY), code(SOFTMAX) | {"source": SOFTMAX})
    return {
        "Übung_5_naïve_解答.ipynb": dumped(words),
        "bom.ipynb": b"\xef\xbb\xbf" + dumped(plain),
        "utf16.ipynb": json.dumps(words, ensure_ascii=False).encode("utf-16"),
        "latin1.ipynb": json.dumps(notebook(code(NUMPY), code(f"# größer\n{SOFTMAX}")), ensure_ascii=False).encode(
            "latin-1"
        ),
        "lone_surrogate.ipynb": lone.encode("utf-8"),
        "windows_lines.ipynb": dumped(windows).replace(b"\n", b"\r\n"),
        "one_string.ipynb": dumped(one_string),
        "renamed.ipynb.txt": dumped(plain),
        "no_metadata.ipynb": dumped({"cells": plain["cells"], "nbformat": 4, "nbformat_minor": 2}),
        "no_format.ipynb": dumped({"cells": plain["cells"]}),
        "other_language.ipynb": dumped(
            notebook(code("x <- 3"), metadata={"kernelspec": {"name": "ir", "language": "R", "display_name": "R"}})
        ),
    }


def old_formats() -> dict[str, bytes]:
    """Formats 3 and 2 kept cells in worksheets; 1 is of 2010."""
    old_code = [
        {
            "cell_type": "code",
            "collapsed": False,
            "input": lines(source),
            "language": "python",
            "metadata": {},
            "outputs": [],
        }
        for source in (NUMPY, SOFTMAX)
    ]
    heading = {"cell_type": "heading", "level": 2, "metadata": {}, "source": ["Softmax"]}
    three = {
        "metadata": {"name": "old"},
        "nbformat": 3,
        "nbformat_minor": 0,
        "worksheets": [
            {"cells": [heading, *old_code], "metadata": {}},
            {"cells": [markdown(DERIVATION)], "metadata": {}},
        ],
    }
    two = {
        "metadata": {"name": "older"},
        "nbformat": 2,
        "worksheets": [
            {"cells": [{"cell_type": "code", "input": f"{NUMPY}\n{SOFTMAX}", "language": "python", "outputs": []}]}
        ],
    }
    one = {"nbformat": 1, "cells": [{"cell_type": "code", "code": NUMPY, "prompt_number": 1}]}
    five = {"nbformat": 5, "nbformat_minor": 0, "metadata": {}, "cells": []}
    return {f"nbformat{number}.ipynb": dumped(book) for number, book in ((1, one), (2, two), (3, three), (5, five))}


def broken() -> dict[str, bytes]:
    """No notebooks at all."""
    whole = dumped(notebook(code(NUMPY), code(SOFTMAX)))
    conflict = whole.replace(
        b'"import numpy as np"', b'\n<<<<<<< HEAD\n"import numpy"\n=======\n"import torch"\n>>>>>>> mine\n'
    )
    return {
        "truncated.ipynb": whole[: whole.index(b"keepdims")],
        "zero_bytes.ipynb": b"",
        "only_spaces.ipynb": b" \n \n",
        "web_page.ipynb": b"<!DOCTYPE html>\n<html><body>404: Not Found</body></html>\n",
        "python_source.ipynb": f"{NUMPY}\n\n\n{SOFTMAX}\n".encode(),
        "merge_conflict.ipynb": conflict,
        "json_list.ipynb": b"[1, 2, 3]\n",
        "json_object.ipynb": b'{"name": "not a notebook"}\n',
        "cells_no_list.ipynb": b'{"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": {"0": {}}}\n',
        "binary.ipynb": bytes(range(256)),
        "deep_json.ipynb": b"[" * 20_000,
        "long_integer.ipynb": b'{"nbformat": 4, "cells": [], "n": ' + b"9" * 5_000 + b"}\n",
    }


def everything() -> dict[str, bytes]:
    return structure() | running() | encodings() | old_formats() | broken()


if __name__ == "__main__":
    for name, data in everything().items():
        (Path(__file__).parent / name).write_bytes(data)
