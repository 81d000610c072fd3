from __future__ import annotations

from assignments.bank import vectors
from grader import question

QUESTIONS = [
    question("1", "Projections", vectors.project, vectors.is_orthogonal),
    question("2", "Correlated noise", vectors.correlated_noise),
    question("3", "Ridge regression", vectors.ridge_loss),
    question("4", "What the projection leaves", vectors.residual),
]
