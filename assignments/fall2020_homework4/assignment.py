"""Deep learning (fall 2020), homework 4: the ELBO and its forms, decoders' likelihoods, gradients through sampling."""

from __future__ import annotations

from assignments.bank import decoder_bernoulli, decoder_gaussian, elbo, elbo_forms, reinforce, reparameterisation
from grader import question

QUESTIONS = [
    question(
        "1.1",
        "The evidence is the ELBO plus a KL divergence",
        elbo.bound,
        elbo.bound_with_zeros,
        elbo.deep_bound,
        elbo.log_evidence,
        elbo.deep_evidence,
        elbo.posterior,
        elbo.deep_posterior,
    ),
    question("1.2", "The ELBO is a lower bound"),
    question(
        "2.1",
        "The ELBO as reconstruction minus KL",
        elbo_forms.reconstruction,
        elbo_forms.reconstruction_with_zeros,
    ),
    question("2.2", "What the two terms do"),
    question(
        "2.3",
        "The ELBO with the entropy of q",
        elbo_forms.entropy,
        elbo_forms.entropy_with_zeros,
        elbo_forms.with_entropy,
        elbo_forms.with_entropy_and_zeros,
    ),
    question(
        "3.1",
        "Bernoulli outputs and the binary cross-entropy",
        decoder_bernoulli.bernoulli,
        decoder_bernoulli.bernoulli_at_ends,
    ),
    question(
        "3.2",
        "Gaussian outputs and the squared error",
        decoder_gaussian.gaussian,
        decoder_gaussian.far_gaussian,
        decoder_gaussian.decomposition,
    ),
    question("4.1", "Why and how to reparameterise", reparameterisation.sample),
    question("4.2", "Overlapping codes"),
    question("4.3", "Using unlabelled data"),
    question("4.4", "Discrete latents: REINFORCE", reinforce.estimates),
]
