# # Deep Learning (SS2022), Seminar 7
#
# Fill in the functions, and write your derivations and texts into the cells made for them. Add as
# many cells, functions and figures of your own as you like.

# ## Handing in
#
# - Hand in **one** of the two: this notebook, `ss2022_seminar7.ipynb`; or the module
#   `ss2022_seminar7.py` together with `answers.md` (for the written answers), in one folder or one
#   zip. They ask for the same. Modules and data files that you use may lie beside them.
# - Keep the names of the functions and the order of their arguments. A function that still raises
#   `NotImplementedError` counts as not answered; where a name is defined twice, the last definition
#   counts.
# - The cells are run from top to bottom, once, in a fresh process; a cell that fails is reported,
#   and the others still run. Loading is limited in time: no long experiments at the top level,
#   please.
# - Check yourself as often as you like: everything, one question, or the module.
#
# ```sh
# grader check ss2022_seminar7.ipynb
# grader check ss2022_seminar7.ipynb -q 1a
# grader check ss2022_seminar7.py -a ss2022_seminar7
# ```
#
# These are the public checks. Your mark is decided on other random inputs, and by some hidden
# checks as well.

# ## What holds for all functions
#
# - Arguments are float64 NumPy arrays. Never change an argument in place.
# - Return a number, list, NumPy array or tensor, of a float (32 bits or more), integer or bool
#   type. A list may stand for a tuple or an array, and a scalar may have the shape `()` or `(1,)`;
#   every other shape must be the one that is asked for.
# - `log` is the natural logarithm, and `0 · log 0 = 0`. Sums are sums, never means, unless the word
#   *mean* is used.
# - *Stable* means: the result is finite and accurate wherever the true value is representable.
# - You are never judged more finely than rounding allows: a correct answer computed in float32
#   passes, except where a question says *work in float64*.
# - `rng` is a `numpy.random.Generator`, and all randomness comes from it (generators spawned from
#   it included): the same seed gives the same draws. The rows of a sample are independent and
#   identically distributed: no antithetic, repeated, tiled or stratified draws.
# - `log_p` is a callable: it maps states `(S, n)` of 0 and 1 (float or int, S ≥ 1) to the finite
#   log-likelihoods `(S,)` of these states. It need not be a multilinear function of the states.

# ## Derivations
#
# The place of a derivation is marked with a comment, `<!-- derivation: 1b -->`, which is invisible
# when the cell is rendered. Leave it there, and write one display below it, a step a line:
#
# ```latex
# $$\begin{align}
# (a + b)^2 - (a - b)^2
#  &= (a^2 + 2ab + b^2) - (a^2 - 2ab + b^2) && \text{expand both squares} \\
#  &= 4ab                                   && \text{collect the terms}
# \end{align}$$
# ```
#
# - A line is one of the relations `=`, `\le`, `\ge`, `<`, `>` and the next member of the chain.
#   Reasons (`&& \text{…}`, or prose around the display) are for people.
# - Every step is judged: whether it is true, and whether it is small enough to follow. Most steps
#   use *one* fact: a definition, a rule for logarithms, an inequality. A step that uses too many at
#   once is refused even though it is true.
# - The chain begins and ends with what the question names, letter by letter or rearranged. It may
#   also run from the end to the start, with the relations turned round. A chain of `\ge` does not
#   prove `>`.
# - A display that begins without a relation starts a new chain. Chains other than the one asked for
#   are side calculations: judged and shown to you, without credit.
# - Use the notation of the question, and write the brackets: `\sum_i (a_i + b_i)`. Macros of your
#   own cannot be read. A line that cannot be read is named with the place; it is never accepted.
# - A photo, or prose without a display, is marked by a person.
#
# The place of a text is marked in the same way, `<!-- text: 1a -->`. A few sentences will do; a
# person reads them.

import numpy as np

# ## 1a. Bernoulli VAE: the data term summed exactly
#
# A VAE has binary latent variables $z \in \mathcal{Z} = \{0, 1\}^n$. Training it by maximising the
# ELBO takes the gradient of the data term with respect to the parameters $\varphi$ of the encoder,
#
# $$\nabla_\varphi \mathbb{E}_{q_\varphi(z|x)} \log p_\theta(x|z)
#   = \nabla_\varphi \sum_{z \in \mathcal{Z}} q_\varphi(z|x) \log p_\theta(x|z).$$
#
# Here $x$ is fixed, and the encoder's latents are independent,
# $q_\varphi(z|x) = \prod_i \mathrm{Bernoulli}(z_i; S(\varphi_i))$: the parameters $\varphi$ are
# logits, and $S$ is the logistic sigmoid function. If $n$ is small, one can sum over all $z$.
# Implement the data term and its gradient exactly in this way, for $n \leq 12$. The gradient is the
# one with respect to the logits, not to the probabilities $S(\varphi_i)$.

def data_term(phi, log_p):
    """Data term of the ELBO, Σ_z q_φ(z|x) log p(x|z), summed over all z in {0, 1}ⁿ.

    Args:
        phi: logits (n,), 1 ≤ n ≤ 12.
        log_p: maps states (S, n) to log p(x|z) (S,).

    Returns:
        A scalar.
    """
    raise NotImplementedError


def data_term_grad(phi, log_p):
    """The exact gradient of the data term with respect to the logits φ.

    Args:
        phi: logits (n,), 1 ≤ n ≤ 12.
        log_p: maps states (S, n) to log p(x|z) (S,).

    Returns:
        The gradient (n,).
    """
    raise NotImplementedError

# **Text.** The reparametrisation trick, which serves Gaussian latents, does not apply to binary
# ones. Why is summing over all $z$ no way out either when the latent space has many dimensions? Say
# roughly where it ends, or what is done instead.

# ## 1b. Bernoulli VAE: the log-trick
#
# For many latents the sum over all $z$ is out of reach. The score function,
# $\nabla_\varphi \log q_\varphi(z|x)$, gives an unbiased estimate of the gradient of the data term
# (1a) instead: sample $z \sim q_\varphi(z|x)$ and compute
#
# $$\log p_\theta(x|z)\, \nabla_\varphi \log q_\varphi(z|x).$$
#
# Implement the score function for the encoder of 1a, and this estimator.
#
# - Each row of the estimates is made from *one* sample $z$ of its own. So every row is one of the
#   at most $2^n$ values that the expression above can have, and these occur with the probabilities
#   $q_\varphi(z|x)$.
# - The rows are independent and identically distributed: no averages, no baseline subtracted, and
#   no exact gradient.

def score(z, phi):
    """Score function with respect to the logits, ∇_φ log q_φ(z|x), for each state.

    Args:
        z: states (S, n) of 0 and 1.
        phi: logits (n,).

    Returns:
        Scores (S, n), the score of z[s] in row s.
    """
    raise NotImplementedError


def score_function_estimates(phi, log_p, num_samples, rng):
    """Single-sample estimates of the data term's gradient, log p(x|z) ∇_φ log q_φ(z|x) with z ~ q_φ.

    Args:
        phi: logits (n,).
        log_p: maps states (S, n) to log p(x|z) (S,).
        num_samples: the number of estimates.
        rng: a numpy.random.Generator, the source of all randomness.

    Returns:
        Independent estimates (num_samples, n), one a row.
    """
    raise NotImplementedError

# **Derivation** (log-trick). Prove the equality that makes the estimator unbiased. The chain leads
# from `\nabla_\varphi \sum_z q_\varphi(z|x)\log p_\theta(x|z)` with $=$ to
# `\sum_z q_\varphi(z|x)\log p_\theta(x|z)\nabla_\varphi\log q_\varphi(z|x)`.

# ## 2a. KL divergence of Bernoulli distributions
#
# Learning a VAE also takes the gradient of the KL term of the ELBO,
#
# $$\nabla_\varphi \sum_{z \in \mathcal{Z}} q_\varphi(z|x) \big[\log q_\varphi(z|x) - \log p(z)\big],$$
#
# with the prior $p(z)$ on the latent space. For the Bernoulli VAE of question 1 this divergence has
# a closed form, made of the divergences of pairs of Bernoulli distributions. Find the formula and
# implement it, for two distributions of $n$ independent binary variables that are given by their
# means.
#
# - The result is the sum over the $n$ components, a scalar.
# - Means of exactly 0 and 1 are allowed, in both. The divergence is `+inf` where it is infinite,
#   and never `nan`.

def kl_bernoulli(q, p):
    """KL divergence Σ_i D(Bernoulli(q_i) ‖ Bernoulli(p_i)).

    Args:
        q: means (n,) in [0, 1], both ends included.
        p: means (n,) in [0, 1], both ends included.

    Returns:
        A scalar, +inf where it is infinite.
    """
    raise NotImplementedError

# ## 2b. The gradient of the KL term
#
# The gradient of the first of the two terms is itself a sum of two,
#
# $$\nabla_\varphi \sum_{z \in \mathcal{Z}} q_\varphi(z|x) \log q_\varphi(z|x)
#   = \sum_{z \in \mathcal{Z}} \log q_\varphi(z|x)\, \nabla_\varphi q_\varphi(z|x)
#   + \sum_{z \in \mathcal{Z}} q_\varphi(z|x)\, \nabla_\varphi \log q_\varphi(z|x),$$
#
# and the second sum is always zero. Implement, for the Bernoulli VAE of question 1 with logits
# $\varphi$:
#
# - the gradient of the KL divergence $D_{KL}(q_\varphi \parallel p)$ with respect to the logits,
#   for a prior with independent components that is given by its means;
# - the terms of the second sum, one row for each $z$. The states are counted in binary, with $z_0$
#   as the most significant bit: for $n = 2$ the rows belong to 00, 01, 10, 11. The rows are judged
#   one by one.

def kl_grad(phi, prior):
    """Gradient of the KL term with respect to the logits, ∇_φ D(q_φ‖p).

    Args:
        phi: logits (n,) of q_φ.
        prior: means (n,) of the prior p, in (0, 1).

    Returns:
        The gradient (n,).
    """
    raise NotImplementedError


def score_term(phi):
    """The terms of the second sum, q_φ(z|x) ∇_φ log q_φ(z|x), for all z in {0, 1}ⁿ.

    Args:
        phi: logits (n,).

    Returns:
        Terms (2**n, n); row r belongs to the state z whose bits, z_0 first, make the number r.
    """
    raise NotImplementedError

# **Derivation.** Prove that the second sum is always zero. The chain leads from
# `\sum_z q_\varphi(z|x)\nabla_\varphi\log q_\varphi(z|x)` with $=$ to `0`.

# ## 3a. Score function: the derivative of a mean
#
# The score-function estimator is unbiased, but its variance is high. A simple example shows it: the
# derivative
#
# $$\frac{d}{d\beta} \mathbb{E}_\beta[z] = \frac{d}{d\beta} \sum_z q_\beta(z)\, z,$$
#
# where $q_\beta(z) = \beta^z (1 - \beta)^{1-z}$ is the Bernoulli distribution of a binary variable
# $z = 0, 1$ with $0 < \beta < 1$. Implement its single-sample score-function estimates: for each,
# draw $z \sim q_\beta$ and compute
#
# $$z\, \frac{d}{d\beta} \log q_\beta(z).$$
#
# Every estimate is made from *one* sample of its own; no averages, no baseline, and not the exact
# value.

def score_estimates(beta, m, rng):
    """Single-sample estimates of the derivative of E[z], z · d/dβ log q_β(z) with z ~ q_β.

    Args:
        beta: the mean β of z, in (0, 1).
        m: the number of estimates.
        rng: a numpy.random.Generator, the source of all randomness.

    Returns:
        Independent estimates (m,).
    """
    raise NotImplementedError

# **Derivation.** Show that this derivative equals 1. The chain leads from
# `\frac{d}{d\beta}\sum_z q_\beta(z) z` with $=$ to `1`.

# ## 3b. Score function: its variance
#
# By the log-trick the same derivative is
#
# $$\frac{d}{d\beta} \mathbb{E}_\beta[z] = \sum_z q_\beta(z)\, z\, \frac{d}{d\beta} \log q_\beta(z),$$
#
# and the estimates of 3a are $z \frac{d}{d\beta} \log q_\beta(z) = \frac{z}{\beta}$ (convince
# yourself). Compute the variance of the estimator that is the mean of $m$ of them, on an i.i.d.
# sample $z_1, \dots, z_m$ from $q_\beta$, and implement it.

def score_estimator_variance(beta, m):
    """Variance of the mean of m independent estimates as in `score_estimates`.

    Args:
        beta: the mean β of z, in (0, 1).
        m: the number of estimates in the mean, m ≥ 1.

    Returns:
        A scalar.
    """
    raise NotImplementedError

# **Derivation.** The chain begins with one of these:
# `\mathrm{Var}[\frac1m\sum_i z_i\frac{d}{d\beta}\log q_\beta(z_i)]`; the same with
# `\frac{z_i}{\beta}` in place of the product; or `\frac1m(\mathbb{E}[a^2]-(\mathbb{E}[a])^2)` with
# `z\frac{d}{d\beta}\log q_\beta(z)` written for `a`. It continues with $=$, has at least two
# members in between, and ends with an expression in `\beta` and `m`, without expectations,
# variances or sums, which is for you to find.

# ### How the variance depends on β
#
# **Text.** How does the variance depend on $\beta$? Say what happens towards both ends of the
# interval.
