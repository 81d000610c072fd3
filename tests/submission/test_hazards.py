from __future__ import annotations

import ast
import sys

import pytest

from grader.records import Cell, CellKind, Submission
from grader.submission.hazards import hazards

STUB = "def f(x):\n    '''What it does.'''\n    raise NotImplementedError"
STARTER = {"f": ast.unparse(ast.parse(STUB))}


def said(source, starter=None, beside=()):
    cells = (Cell(CellKind.CODE, source, "cell 1"),)
    return hazards(Submission("s", ("hw.ipynb",), "", cells, beside=dict.fromkeys(beside, b"")), starter or {})


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("n = int(input('how many? '))", "cell 1 calls input()"),
        ("import pandas as pd", "cell 1 imports pandas, which is not there at grading"),
        ("def f():\n    from sklearn.linear_model import Ridge", "cell 1 imports sklearn"),
        ("np.load('/home/ann/data.npy')", "cell 1 opens '/home/ann/data.npy', which is on this computer only"),
        (r"open('C:\\Users\\ann\\data.csv')", "cell 1 opens 'C:"),
        ("open('~/data.csv')", "cell 1 opens '~/data.csv'"),
        ("drive_file = open('/content/drive/x.csv')", "cell 1 opens '/content/drive/x.csv'"),
    ],
)
def test_what_would_go_wrong_at_grading(source, words):
    (found,) = said(source)
    assert found.startswith(words)


@pytest.mark.parametrize(
    "source",
    [
        "import numpy as np\nimport torch.nn.functional as F\nfrom scipy.special import expit\nimport os, json",
        "from google.colab import drive\nfrom grader import check\ncheck('2a')",
        "%matplotlib inline\n!pip install pandas\nimport matplotlib.pyplot as plt",
        "open('data.csv')\nprint('a/b', '/')",
        "this is no python",
    ],
)
def test_what_is_no_hazard(source):
    assert said(source) == ()


def test_modules_beside_are_there():
    assert said("import mine\nfrom parts.one import two", beside=("mine.py", "parts/one.py")) == ()


def test_what_is_there_at_grading_alone(monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm", None)
    source = "from tqdm import trange"
    (found,) = said(source)
    assert found == "cell 1 imports tqdm, which is there at grading and not here: python -m pip install tqdm"
    assert said(source, beside=("tqdm.py",)) == ()


def test_answers_left_as_the_starters():
    assert said(STUB, STARTER) == ("`f` is as the starter left it",)
    assert said("# mine\ndef f(x):\n    '''What it does.'''\n\n    raise NotImplementedError", STARTER) != ()
    assert said("def f(x):\n    return x", STARTER) == ()
    assert said(f"{STUB}\n\ndef f(x):\n    return x", STARTER) == ()  # the last one counts


def test_functions_that_the_sheet_asks_for():
    assert said("x = 1", STARTER) == ("no `f` is defined: the sheet asks for it",)
    assert said("f = lambda x: x", STARTER) == ()
    assert said("from mine import f", STARTER, beside=("mine.py",)) == ()


def test_each_is_said_once():
    assert len(said("input()\ninput()\nimport pandas\nimport pandas")) == 2
