# # Deep Learning (SS2021), Seminar 6
#
# Fill in the functions, and write your derivations and texts into the cells made for them. Add as
# many cells, functions and figures of your own as you like.

# ## Handing in
#
# - Hand in **one** of the two: this notebook, `ss2021_seminar6.ipynb`; or the module
#   `ss2021_seminar6.py` together with `answers.md` (for the written answers), in one folder or one
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
# grader check ss2021_seminar6.ipynb
# grader check ss2021_seminar6.ipynb -q 1a
# grader check ss2021_seminar6.py -a ss2021_seminar6
# ```
#
# These are the public checks. Your mark is decided on other random inputs, and by some hidden
# checks as well.

# ## What holds for all functions
#
# - Arguments are float64 NumPy arrays (where a question names torch: float64 `torch.Tensor`s, and
#   gradients must flow through what you return). Never change an argument in place.
# - Return a number, list, NumPy array or tensor, of a float (32 bits or more), integer or bool
#   type. A list may stand for a tuple or an array, and a scalar may have the shape `()` or `(1,)`;
#   every other shape must be the one that is asked for.
# - Where nothing else is said: labels `t` are `(m,)` with values −1 and +1, and `eps` is a number.
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

import numpy as np
import torch

# ## 1a. Noisy labels: maximum likelihood
#
# A binary classifier $q(k \mid x; \theta)$ with classes $k = \pm 1$ is a neural network with
# parameters $\theta$, whose output, the score $f_\theta(x)$, goes into a logistic sigmoid function
# $S$: $q(k \mid x; \theta) = S(k\, f_\theta(x))$. The true classes $k_i$ of the images $x_i$ are
# unknown. Instead there are training pairs $(x_i, t_i)$ with noisy labels $t_i = \pm 1$: a label is
# correct, $t_i = k_i$, with probability $1 - \varepsilon$, and incorrect, $t_i = -k_i$, with
# probability $\varepsilon$.
#
# Formulate conditional maximum likelihood learning of $\theta$. *Hint:* marginalise over the
# unknown true class, with the labelling noise model $p(t \mid k)$,
#
# $$p(t_i \mid x_i) = \sum_{k \in \{-1, 1\}} p(t_i \mid k)\, q(k \mid x_i; \theta).$$
#
# Implement the log-likelihood $\sum_i \log p(t_i \mid x_i)$ as a function of the scores
# $f_\theta(x_i)$, in NumPy; and the loss to be minimised, which is *minus* that, in torch, such
# that gradients flow back to the scores.
#
# - Both are stable, and right for every $\varepsilon \in [0, 1]$ with both ends included (no `nan`
#   there); for $\varepsilon = \frac{1}{2}$ the log-likelihood is $-m \log 2$.
# - The gradient of the loss, taken by autograd, is right (not only finite) for scores of ±10³ and
#   at 0.

def noisy_log_likelihood(scores, t, eps):
    """Log-likelihood of noisy labels, Σ_i log p(t_i|x_i): a sum.

    Args:
        scores: network outputs f(x_i) (m,), one for each example.
        t: noisy labels (m,), each -1 or +1.
        eps: the probability ε of a wrong label, in [0, 1].

    Returns:
        A scalar.
    """
    raise NotImplementedError


def noisy_nll(logits, t, eps):
    """Negative log-likelihood of noisy labels, -Σ_i log p(t_i|x_i): a loss for torch.

    Args:
        logits: network outputs f(x_i), a tensor (m,).
        t: noisy labels, a tensor (m,), each -1 or +1.
        eps: the probability ε of a wrong label, in [0, 1].

    Returns:
        A scalar tensor, differentiable with respect to logits.
    """
    raise NotImplementedError

# ## 1b. Noisy labels: cross-entropy with softened labels
#
# A popular practical solution is to minimise the cross-entropy loss
#
# $$-\sum_i \sum_k p_i(k) \log q(k \mid x_i; \theta) \tag{1}$$
#
# with softened labels: $p_i(k) = 1 - \varepsilon$ for $k = t_i$, and $p_i(k) = \varepsilon$
# otherwise. Implement (1) as it stands: a sum, and positive. It is as stable as 1a, for every
# $\varepsilon \in [0, 1]$. What bounds the log-likelihood of 1a from below is *minus* (1); the two
# are equal only for $\varepsilon \in \{0, 1\}$ or where all scores are 0.

def soft_label_cross_entropy(scores, t, eps):
    """Cross-entropy with softened labels, -Σ_i Σ_k p_i(k) log q(k|x_i; θ): a sum, with the minus.

    Args:
        scores: network outputs f(x_i) (m,), one for each example.
        t: noisy labels (m,), each -1 or +1.
        eps: the probability ε of a wrong label, in [0, 1].

    Returns:
        A scalar.
    """
    raise NotImplementedError

# **Derivation.** Prove the bound, with Jensen's inequality for $\log$. The chain leads from
# `\sum_i \log p(t_i|x_i)` with $\geq$ to `\sum_i\sum_k p_i(k)\log q(k|x_i;\theta)`. The noise model
# is written `p(t_i|k)`.

# ## 2. KL divergence of factorising distributions
#
# Let $q(x)$ and $p(x)$ be two distributions of random vectors that factorise over the components,
#
# $$p(x) = \prod_{i=1}^n p(x_i) \quad\text{and}\quad q(x) = \prod_{i=1}^n q(x_i),$$
#
# here with components $x_i$ that take $K$ values. Implement the KL divergence
# $D_{KL}(q \parallel p)$ of two discrete distributions, the divergence of two factorising ones, and
# the joint distribution of a factorising one.
#
# - A value with $q = 0$ adds 0, also where $p = 0$. Where $q > 0 = p$ the divergence is `+inf`. It
#   is never `nan`.
# - The divergence of factorising distributions is the sum over the components, and is found without
#   building the joint distribution: $n = 40$ works.
# - Axis $i$ of the joint is component $i$.

def kl_discrete(q, p):
    """KL divergence D(q‖p) of two discrete distributions, Σ_k q_k log(q_k / p_k).

    Args:
        q: probabilities (K,).
        p: probabilities (K,).

    Returns:
        A scalar, +inf where it is infinite.
    """
    raise NotImplementedError


def kl_factorised(qs, ps):
    """KL divergence D(q‖p) of two factorising distributions, without their joint distributions.

    Args:
        qs: probabilities (n, K); row i is the distribution of component i.
        ps: probabilities (n, K), likewise.

    Returns:
        A scalar, +inf where it is infinite.
    """
    raise NotImplementedError


def joint(ps):
    """Joint distribution of independent components, p(x) = Π_i p_i(x_i).

    Args:
        ps: probabilities (n, K); row i is the distribution of component i.

    Returns:
        An array with n axes of length K, shape (K,) * n; axis i is component i.
    """
    raise NotImplementedError

# **Derivation.** Prove that the divergence decomposes. The chain leads from
# `D_{KL}(q(x)\parallel p(x))` with $=$ to `\sum_{i=1}^n D_{KL}(q(x_i)\parallel p(x_i))`. Take all
# spaces to be finite, so that expectations are sums.

# ## 3. KL divergence of two normal distributions
#
# Compute the KL divergence $D_{KL}(q \parallel p)$ of two univariate normal distributions, and
# implement it for arrays of parameters that broadcast against each other.
#
# - The arguments `sigma_q` and `sigma_p` are standard deviations, not variances.
# - *Work in float64*: for nearly equal distributions the absolute error may be at most $10^{-12}$,
#   which float32 cannot give.

def kl_normal(mu_q, sigma_q, mu_p, sigma_p):
    """KL divergence D(q‖p) of q = N(mu_q, sigma_q²) and p = N(mu_p, sigma_p²).

    Args:
        mu_q: means of q, an array of any shape or a number.
        sigma_q: standard deviations of q, positive.
        mu_p: means of p.
        sigma_p: standard deviations of p, positive. All four broadcast.

    Returns:
        Divergences, of the shape to which the arguments broadcast.
    """
    raise NotImplementedError

# **Derivation.** Let $q$ be the density of $\mathcal{N}(\mu_1, \sigma_1^2)$ and $p$ that of
# $\mathcal{N}(\mu_2, \sigma_2^2)$. The chain begins with `D_{KL}(q(x)\parallel p(x))`, continues
# with $=$, and ends with an expression in `\mu_1`, `\sigma_1`, `\mu_2` and `\sigma_2`, without
# integrals, expectations or divergences, which is for you to find.

# ## 4a. Bernoulli VAE: the data term and its gradient by summation
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

# ## 4b. Bernoulli VAE: the score-function estimator
#
# For many latents the sum over all $z$ is out of reach. The score function,
# $\nabla_\varphi \log q_\varphi(z|x)$, gives an unbiased estimate of the gradient of the data term
# (4a) instead: sample $z \sim q_\varphi(z|x)$ and compute
#
# $$\log p_\theta(x|z)\, \nabla_\varphi \log q_\varphi(z|x).$$
#
# Implement the score function for the encoder of 4a, and this estimator.
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
