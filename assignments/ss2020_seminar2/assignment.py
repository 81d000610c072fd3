"""Deep learning (SS2020), seminar 2: Hopfield network, softmax, logistic regression, noisy labels, scan."""

from __future__ import annotations

from assignments.bank import (
    argmax,
    hopfield,
    hopfield_run,
    logistic_regression,
    noisy_labels,
    regularisation,
    scan,
    separation,
    softmax,
)
from assignments.bank.claims import hopfield as hopfield_claims
from assignments.bank.claims import noisy_labels as noisy_labels_claims
from assignments.bank.claims import scan as scan_claims
from assignments.bank.claims import separable as separable_claims
from assignments.bank.claims import softmax as softmax_claims
from grader import question

QUESTIONS = [
    question(
        "1",
        "Hopfield network: energy and updates",
        hopfield.energy,
        hopfield.update,
        hopfield.change,
        hopfield_run.run,
        claim=hopfield_claims.hopfield,
    ),
    question(
        "2a",
        "Softmax: adding a number to all scores",
        softmax.probabilities,
        softmax.large,
        softmax.shift,
        claim=softmax_claims.softmax,
    ),
    question("2b", "Log-softmax", softmax.logarithms, softmax.large_logarithms),
    question("2c", "The argmax indicator", argmax.indicator, argmax.limit),
    question(
        "3a",
        "Logistic regression: likelihood and separable data",
        logistic_regression.likelihood,
        logistic_regression.large_likelihood,
        logistic_regression.gradient,
        logistic_regression.large_gradient,
        separation.separating,
        claim=separable_claims.separable,
    ),
    question("3b", "Logistic regression: a regulariser", regularisation.regularised, regularisation.fit),
    question("4a", "Noisy labels: maximum likelihood", noisy_labels.likelihood, noisy_labels.large_likelihood),
    question(
        "4b",
        "Noisy labels: cross-entropy",
        noisy_labels.cross_entropy,
        noisy_labels.large_cross_entropy,
        claim=noisy_labels_claims.noisy_labels,
    ),
    question(
        "5",
        "Backpropagation through a scan",
        scan.scan,
        scan.backward,
        scan.function,
        scan.linear_scan,
        scan.linear_backward,
        scan.linear_function,
        claim=scan_claims.scan,
    ),
]
