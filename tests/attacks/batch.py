"""Grades a class of attacks and honest neighbours by the real command, and writes down all that came of it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from grader.records import Tier
from tests.attacks.arena import Arena, aim, build, left_behind
from tests.attacks.catalogue import Attack
from tests.attacks.outside import Listeners, Memory, Untouched, Victim, adopting, shared_memory

_SECONDS = 900
# Waits for a line, so that its number is known before anything is read; then it is the grader.
_WAITING = 'read -r line; exec "$0" "$@"'
# What only turns up in a page if a hand-in's text went into it as it was, and what must be in no file at all.
MARKUP = ("<script>poison", "<img src=poison", "</script><poison", "renderedx", 'href="javascript:')
CONTROLS = ("\x1b[", "\x1b]", "\u202e", "\u2066", "\x00", "\x08")


@dataclass(frozen=True, slots=True)
class Mark:
    """What was booked to one student. `said` is everything the result says, `files` the size of what is shown."""

    status: str
    score: float
    pending: float
    checks: dict[str, str]
    said: str
    largest: int


@dataclass(slots=True)
class Evidence:
    """Of one batch. `harm` are sentences about what is no longer as it was outside."""

    tier: str
    isolation: list[str] = field(default_factory=list)
    code: int = -1
    err: str = ""
    seconds: float = 0.0
    peak_mb: float = 0.0
    harm: list[str] = field(default_factory=list)
    loot: str = ""
    students: dict[str, str] = field(default_factory=dict)
    marks: dict[str, Mark] = field(default_factory=dict)
    leaks: dict[str, list[str]] = field(default_factory=dict)  # file: secrets in it
    poisoned: dict[str, list[str]] = field(default_factory=dict)
    withheld: list[str] = field(default_factory=list)  # files for students that hold hidden inputs

    def dump(self) -> str:
        return json.dumps(asdict(self), indent=1)

    @classmethod
    def load(cls, text: str) -> Evidence:
        data = json.loads(text)
        data["marks"] = {student: Mark(**mark) for student, mark in data["marks"].items()}
        return cls(**data)


def run(tier: Tier, attacks: Sequence[Attack]) -> Evidence:
    """One batch with two workers, from nothing; everything that it needed is gone afterwards."""
    arena = build(tier, attacks)
    try:
        evidence = Evidence(tier.value, loot=arena.loot, students=dict(arena.students))
        before = shared_memory()
        with Victim() as victim, Listeners(arena.root / "sockets") as listeners:
            with adopting() as survivors:
                touched = _grade(arena, evidence, listeners, victim)
            evidence.harm += [f"a process of the batch is alive ({len(survivors)})"] if survivors else []
            evidence.harm += [f"{name} was touched" for name in touched]
            evidence.harm += [f"the victim: {words}" for words in victim.harm()]
            evidence.harm += [f"the {name} socket was reached" for name in listeners.reached()]
        evidence.harm += [f"{path} was left behind" for path in left_behind(arena)]
        evidence.harm += [f"{name} was made" for name in sorted(shared_memory() - before)]
        _look(arena, evidence)
        return evidence
    finally:
        arena.remove()


def _grade(arena: Arena, evidence: Evidence, listeners: Listeners, victim: Victim) -> list[str]:
    """Runs the commands; returns the canaries that were touched meanwhile."""
    grade = ["grade", "sheet1", str(arena.handed), "-o", str(arena.out), "--as", "class", "-j", "2"]
    started = time.monotonic()
    process = subprocess.Popen(
        ["/bin/sh", "-c", _WAITING, *_grader(grade, arena)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=arena.environment(),
        cwd=arena.root / "home",
        start_new_session=True,
    )
    aim(arena, process.pid, listeners, victim)
    untouched = Untouched(path for path in arena.canaries() if path.parent != arena.handed)
    memory = Memory(process.pid)
    try:
        printed, _ = process.communicate(b"go\n", _SECONDS)
    finally:
        process.kill()
        evidence.peak_mb = memory.stop()
    evidence.seconds = time.monotonic() - started
    evidence.code, evidence.err = process.returncode, printed.decode("utf-8", "replace")[-4000:]
    touched = untouched.touched()
    if not (arena.out / "index.html").exists():
        raise RuntimeError(f"nothing was graded:\n{evidence.err}")
    shown = ["report", str(arena.out), "--for-students", str(arena.shown)]
    subprocess.run(_grader(shown, arena), check=True, capture_output=True, env=arena.environment(), cwd=arena.root)
    return touched


def _grader(words: list[str], arena: Arena) -> list[str]:
    return [sys.executable, "-m", "grader", *words, *(["--course", str(arena.course)] if words[0] == "grade" else [])]


def _look(arena: Arena, evidence: Evidence) -> None:
    """What the results say, and what must not be in them."""
    for path in sorted((arena.out / "results").glob("*.json")):
        result = json.loads(path.read_text("utf-8"))
        report = arena.out / "reports" / f"{path.stem}.html"
        evidence.marks[result["student"]] = _mark(result, max(path.stat().st_size, report.stat().st_size))
        evidence.isolation.append(result["isolation"])
    words = {place: secret.encode() for place, secret in arena.planted.items()}
    for path in sorted(path for folder in (arena.out, arena.shown) for path in folder.rglob("*") if path.is_file()):
        if path.name.endswith("-canary.txt"):
            continue
        data = path.read_bytes()
        found = [place for place, word in words.items() if word in data]
        if found:
            evidence.leaks[path.name] = found
        poison = _poison(path.suffix, data)
        if poison:
            evidence.poisoned[path.name] = poison
        if path.is_relative_to(arena.shown) and b"HIDDEN-INPUT" in data:
            evidence.withheld.append(path.name)


def _poison(suffix: str, data: bytes) -> list[str]:
    if suffix not in (".html", ".csv"):
        return []
    text = data.decode("utf-8")
    words = CONTROLS if suffix == ".csv" else CONTROLS + MARKUP
    formulas = [line for line in text.splitlines() if line.startswith(("=", '"='))] if suffix == ".csv" else []
    return [ascii(word) for word in words if word in text] + formulas


def _mark(result: dict[str, Any], largest: int) -> Mark:
    parts = [part for question in result["questions"] for part in question["parts"]]
    checks = {check["id"]: check["status"] for part in parts for check in part.get("checks", ())}
    said = json.dumps(result, ensure_ascii=False)
    return Mark(result["status"], result["score"], result["pending"], checks, said, largest)


def main() -> None:
    """`python -m tests.attacks.batch TIER [WORD…]`: the evidence of the attacks whose id holds a word, as JSON."""
    from tests.attacks.catalogue import attacks

    tier, *words = sys.argv[1:]
    chosen = [attack for attack in attacks() if not words or any(word in attack.id for word in words)]
    Path("/dev/stdout").write_text(run(Tier(tier), chosen).dump(), "utf-8")


if __name__ == "__main__":
    main()
