"""Deep learning (SS2023), seminar 6: noisy labels, KL divergences, smooth average precision."""

from __future__ import annotations

from assignments.bank import (
    average_precision,
    joint,
    kl,
    kl_normal,
    noisy_labels_scores,
    smooth_ap,
    smooth_indicator,
    triplet_loss,
)
from assignments.bank.claims import distances as distances_claims
from assignments.bank.claims import divergences as divergences_claims
from assignments.bank.claims import noisy_labels as noisy_labels_claims
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
    question("4a", "Average precision", average_precision.precision),
    question(
        "4b",
        "Misranked pairs and the triplet loss",
        average_precision.misranked,
        triplet_loss.loss,
        triplet_loss.empty,
        claim=distances_claims.hinge,
    ),
    question(
        "4c",
        "Smooth average precision",
        smooth_indicator.indicator,
        smooth_indicator.large_indicator,
        smooth_ap.smooth,
        smooth_ap.large,
        smooth_ap.empty,
        claim=distances_claims.smooth_indicator,
    ),
]
