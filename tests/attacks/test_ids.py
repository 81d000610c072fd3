"""Ids that are paths, markup or formulas, as an export may hold them: results stay in OUT, and pages stay pages."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from click.testing import CliRunner

from grader.cli import main
from tests.attacks.batch import CONTROLS, MARKUP

COURSE = Path(__file__).parents[1] / "linear_algebra"
IDS = [
    "../../evil",
    "/etc/evil",
    "..",
    ".",
    "a b",
    " ",
    "evil/../../evil",
    "evil\\..\\evil",
    "<script>poison()</script>",
    "</script><poison>",
    '"><img src=poison onerror=alert(1)>',
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(1)",
    "{{ 'ren' ~ 'deredx' }}",
    "%2e%2e%2fevil",
    "con",
    "index.html",
    "x" * 5_000,
    "\u202egnp",
    "line\nbreak",
    "\x1b[31mred",
]


def _export(folder: Path) -> None:
    """As Gradescope makes it, with work that nobody can read."""
    lines = ["---"]
    for number, id_ in enumerate(IDS):
        lines += [f"submission_{number}:", "  :submitters:", f"  - :email: {json.dumps(id_)}"]
        (folder / f"submission_{number}").mkdir(parents=True)
        (folder / f"submission_{number}" / "hw.pdf").write_text(f"%PDF {number}")
    (folder / "submission_metadata.yml").write_text("\n".join(lines), "utf-8")


def test_results_of_any_id_stay_in_out(tmp_path: Path) -> None:
    _export(tmp_path / "class")
    out = tmp_path / "deep" / "deeper" / "out"
    options = ["-o", str(out), "--as", "class", "--course", str(COURSE)]
    done = CliRunner().invoke(main, ["grade", "sheet1", str(tmp_path / "class"), *options], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    assert {path.name for path in tmp_path.iterdir()} == {"class", "deep"}
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["deeper"]
    assert [path.name for path in (tmp_path / "deep/deeper").iterdir()] == ["out"]
    assert len(list((out / "results").iterdir())) == len(list((out / "reports").iterdir())) == len(IDS)
    pages = [path.read_text("utf-8") for path in out.rglob("*.html")]
    assert [word for word in (*MARKUP, *CONTROLS) if any(word in page for page in pages)] == []
    assert not any(word in done.output for word in CONTROLS)


def test_no_id_is_a_formula_or_breaks_its_row(tmp_path: Path) -> None:
    _export(tmp_path / "class")
    options = ["-o", str(tmp_path / "out"), "--as", "class", "--course", str(COURSE)]
    CliRunner().invoke(main, ["grade", "sheet1", str(tmp_path / "class"), *options], catch_exceptions=False)
    with (tmp_path / "out/grades.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(IDS)
    assert [row["id"] for row in rows if row["id"].startswith(("=", "+", "-", "@"))] == []
    assert [row["id"] for row in rows if any(word in row["id"] for word in (*CONTROLS, "\n"))] == []
