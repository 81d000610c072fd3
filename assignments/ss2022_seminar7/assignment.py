"""Deep learning (SS2022), seminar 7: Bernoulli VAE, the gradient of its KL term, the score function's variance."""

from __future__ import annotations

from assignments.bank import (
    bernoulli_score,
    bernoulli_vae,
    kl_bernoulli,
    kl_gradient,
    score_function,
    score_function_estimates,
)
from grader import question

QUESTIONS = [
    question(
        "1a", "Bernoulli VAE: the data term summed exactly", bernoulli_vae.data_term, bernoulli_vae.data_term_grad
    ),
    question("1b", "Bernoulli VAE: the log-trick", bernoulli_score.score, score_function_estimates.estimates),
    question(
        "2a", "KL divergence of Bernoulli distributions", kl_bernoulli.divergence, kl_bernoulli.divergence_at_ends
    ),
    question("2b", "The gradient of the KL term", kl_gradient.gradient, kl_gradient.terms),
    question("3a", "Score function: the derivative of a mean", score_function.estimates),
    question("3b", "Score function: its variance", score_function.variance),
]
