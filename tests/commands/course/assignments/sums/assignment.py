from __future__ import annotations

from assignments.bank import centring, norms
from grader import question

QUESTIONS = [
    question("1", "Norms", norms.norm, norms.is_unit),
    question("2", "Centring", centring.centred),
    question("3", "What centring does"),
]
