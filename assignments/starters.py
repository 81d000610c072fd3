"""Writes the starter of every sheet that has a master, `<sheet>/starter/`: run by `make starters`."""

from __future__ import annotations

from pathlib import Path

from grader.course.starter import files, read_master

STARTER = "starter"


def write_starters(assignments: Path) -> None:
    """Brings the starters under this folder up to date with their masters.

    Raises:
        CourseError: a master is at fault; with its line.
    """
    for folder in sorted(path for path in assignments.iterdir() if path.is_dir()):
        master = read_master(folder, folder.name)
        if master is None:
            continue
        (folder / STARTER).mkdir(exist_ok=True)
        for name, text in files(master).items():
            (folder / STARTER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_starters(Path(__file__).parent)
