"""Deep learning (SS2021), seminar 6: noisy labels, KL divergences, Bernoulli VAE."""

from __future__ import annotations

from assignments.bank import (
    bernoulli_score,
    bernoulli_vae,
    joint,
    kl,
    kl_normal,
    noisy_labels_scores,
    score_function_estimates,
)
from assignments.bank.claims import divergences as divergences_claims
from assignments.bank.claims import noisy_labels as noisy_labels_claims
from assignments.bank.claims import score_function as score_function_claims
from grader import question

QUESTIONS = [
    question(
        "1a",
        "Noisy labels: maximum likelihood",
        noisy_labels_scores.likelihood,
        noisy_labels_scores.large_likelihood,
        noisy_labels_scores.loss,
        noisy_labels_scores.large_loss,
    ),
    question(
        "1b",
        "Noisy labels: cross-entropy with softened labels",
        noisy_labels_scores.cross_entropy,
        noisy_labels_scores.large_cross_entropy,
        claim=noisy_labels_claims.noisy_labels,
    ),
    question(
        "2",
        "KL divergence of factorising distributions",
        kl.discrete,
        kl.factorised,
        kl.many,
        joint.joint,
        claim=divergences_claims.factorising,
    ),
    question(
        "3",
        "KL divergence of two normal distributions",
        kl_normal.normals,
        kl_normal.near,
        claim=divergences_claims.of_normals,
    ),
    question(
        "4a",
        "Bernoulli VAE: the data term and its gradient by summation",
        bernoulli_vae.data_term,
        bernoulli_vae.data_term_grad,
    ),
    question(
        "4b",
        "Bernoulli VAE: the score-function estimator",
        bernoulli_score.score,
        score_function_estimates.estimates,
        claim=score_function_claims.log_trick,
    ),
]
