"""Deep learning (fall 2020), homework 4: the ELBO and its forms, decoders' likelihoods, gradients through sampling."""

from __future__ import annotations

from assignments.bank import (
    decoder_bernoulli,
    decoder_gaussian,
    elbo,
    elbo_forms,
    evidence,
    reinforce,
    reparameterisation,
)
from assignments.bank.claims import decoder as decoder_claims
from assignments.bank.claims import elbo as elbo_claims
from grader import question

QUESTIONS = [
    question(
        "1.1",
        "The evidence is the ELBO plus a KL divergence",
        elbo.bound,
        elbo.bound_with_zeros,
        elbo.deep_bound,
        evidence.log_evidence,
        evidence.deep_evidence,
        evidence.posterior,
        evidence.deep_posterior,
        claim=elbo_claims.evidence,
    ),
    question("1.2", "The ELBO is a lower bound", claim=elbo_claims.bound),
    question(
        "2.1",
        "The ELBO as reconstruction minus KL",
        elbo_forms.reconstruction,
        elbo_forms.reconstruction_with_zeros,
        claim=elbo_claims.reconstruction,
    ),
    question("2.2", "What the two terms do"),
    question(
        "2.3",
        "The ELBO with the entropy of q",
        elbo_forms.entropy,
        elbo_forms.entropy_with_zeros,
        elbo_forms.with_entropy,
        elbo_forms.with_entropy_and_zeros,
        claim=elbo_claims.with_entropy,
    ),
    question(
        "3.1",
        "Bernoulli outputs and the binary cross-entropy",
        decoder_bernoulli.bernoulli,
        decoder_bernoulli.bernoulli_at_ends,
        claim=decoder_claims.binary_outputs,
    ),
    question(
        "3.2",
        "Gaussian outputs and the squared error",
        decoder_gaussian.gaussian,
        decoder_gaussian.far_gaussian,
        decoder_gaussian.decomposition,
        claim=decoder_claims.real_outputs,
    ),
    question("4.1", "Why and how to reparameterise", reparameterisation.sample),
    question("4.2", "Overlapping codes"),
    question("4.3", "Using unlabelled data"),
    question("4.4", "Discrete latents: REINFORCE", reinforce.estimates),
]
