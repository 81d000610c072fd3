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
from assignments.bank.claims import score_function as score_function_claims
from grader import question

QUESTIONS = [
    question(
        "1a", "Bernoulli VAE: the data term summed exactly", bernoulli_vae.data_term, bernoulli_vae.data_term_grad
    ),
    question(
        "1b",
        "Bernoulli VAE: the log-trick",
        bernoulli_score.score,
        score_function_estimates.estimates,
        claim=score_function_claims.log_trick,
    ),
    question(
        "2a", "KL divergence of Bernoulli distributions", kl_bernoulli.divergence, kl_bernoulli.divergence_at_ends
    ),
    question(
        "2b",
        "The gradient of the KL term",
        kl_gradient.gradient,
        kl_gradient.terms,
        claim=score_function_claims.mean_score,
    ),
    question(
        "3a",
        "Score function: the derivative of a mean",
        score_function.estimates,
        claim=score_function_claims.derivative_of_mean,
    ),
    question("3b", "Score function: its variance", score_function.variance, claim=score_function_claims.score_variance),
]
