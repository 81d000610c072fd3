# # Deep Learning (Fall 2020), Homework 4
#
# Fill in the functions, and write your derivations and texts into the cells made for them. Add as
# many cells, functions and figures of your own as you like.

# ## Handing in
#
# - Hand in **one** of the two: this notebook, `fall2020_homework4.ipynb`; or the module
#   `fall2020_homework4.py` together with `answers.md` (for the written answers), in one folder or
#   one zip. They ask for the same. Modules and data files that you use may lie beside them.
# - Keep the names of the functions and the order of their arguments. A function that still raises
#   `NotImplementedError` counts as not answered; where a name is defined twice, the last definition
#   counts.
# - The cells are run from top to bottom, once, in a fresh process; a cell that fails is reported,
#   and the others still run. Loading is limited in time: no long experiments at the top level,
#   please.
# - Check yourself as often as you like: everything, one question, or the module.
#
# ```sh
# grader check fall2020_homework4.ipynb
# grader check fall2020_homework4.ipynb -q 1.1
# grader check fall2020_homework4.py -a fall2020_homework4
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
# - `log` is the natural logarithm, and `0 · log 0 = 0`. Sums are sums, never means, unless the word
#   *mean* is used.
# - *Stable* means: the result is finite and accurate wherever the true value is representable.
# - You are never judged more finely than rounding allows: a correct answer computed in float32
#   passes, except where a question says *work in float64*.
# - `rng` is a `numpy.random.Generator`, and all randomness comes from it (generators spawned from
#   it included): the same seed gives the same draws. The rows of a sample are independent and
#   identically distributed: no antithetic, repeated, tiled or stratified draws.

# ## Derivations
#
# The place of a derivation is marked with a comment, `<!-- derivation: 1.1 -->`, which is invisible
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
# The place of a text is marked in the same way, `<!-- text: 2.2 -->`. A few sentences will do; a
# person reads them.

import numpy as np
import torch

# ## 1.1. The evidence is the ELBO plus a KL divergence
#
# A generative model $p_\theta(x, z)$ and an encoder $q_\phi(z|x)$ define
#
# $$\mathrm{ELBO}(\theta, \phi, x) = \mathbb{E}_{q_\phi(z|x)}\Big[\log \frac{p_\theta(x, z)}{q_\phi(z|x)}\Big]
#   = \int_z q_\phi(z|x) \log \frac{p_\theta(x, z)}{q_\phi(z|x)},$$
#
# $$\mathrm{KL}[q_\phi(z|x) \,\|\, p_\theta(z|x)] = \mathbb{E}_{q_\phi(z|x)}\Big[\log \frac{q_\phi(z|x)}{p_\theta(z|x)}\Big].$$
#
# In the functions of problems 1 and 2 the latent $z$ is discrete, with $K$ values, and $x$ is
# fixed: the integral is a sum, and `q`, `log_joint`, `log_lik` and `prior` are arrays `(K,)` with
# the values of $q_\phi(z|x)$, $\log p_\theta(x, z)$, $\log p_\theta(x|z)$ and $p_\theta(z)$.
#
# Implement the ELBO, the evidence $\log p_\theta(x)$ and the posterior $p_\theta(z|x)$.
#
# - All three are stable: right where `log_joint` is around −10⁴, with entries up to 10³ apart.
# - `q` may have zeros, and `log_joint` may be −inf. Where `q` is 0, nothing is added to the ELBO,
#   even at `log_joint` = −inf. Where `q` > 0 and `log_joint` = −inf, the ELBO is −inf.

def elbo(q, log_joint):
    """Evidence lower bound, Σ_z q(z|x) log(p(x, z) / q(z|x)).

    Args:
        q: probabilities q(z|x) (K,), zeros allowed.
        log_joint: log p(x, z) (K,), -inf allowed.

    Returns:
        A scalar, possibly -inf.
    """
    raise NotImplementedError


def log_evidence(log_joint):
    """The evidence, log p(x), with p(x) = Σ_z p(x, z).

    Args:
        log_joint: log p(x, z) (K,), -inf allowed.

    Returns:
        A scalar.
    """
    raise NotImplementedError


def posterior(log_joint):
    """The posterior, p(z|x) = p(x, z) / p(x).

    Args:
        log_joint: log p(x, z) (K,), -inf allowed, but not everywhere.

    Returns:
        Probabilities (K,).
    """
    raise NotImplementedError

# **Derivation.** The chain leads from `\log p_\theta(x)` with $=$ to
# `\mathrm{ELBO}(\theta,\phi,x)+\mathrm{KL}[q_\phi(z|x)\|p_\theta(z|x)]`. Here and below you may
# write `\int_z`, `\sum_z` or `\mathbb{E}_{q_\phi(z|x)}[\dots]`.

# ## 1.2. The ELBO is a lower bound
#
# Conclude that $\log p_\theta(x) \geq \mathrm{ELBO}(\theta, \phi, x)$, with equality exactly where
# $q_\phi(z|x)$ is the posterior: a KL divergence is never negative, by Jensen's inequality.
#
# **Derivation.** The chain leads from `\mathrm{KL}[q\|p]` with $\geq$ to `0`, for any two
# distributions $q(z)$ and $p(z)$ (values where both are 0 add nothing); or from `\log p_\theta(x)`
# with $\geq$ to `\mathrm{ELBO}(\theta,\phi,x)`. This one is taken in small steps: definition,
# Jensen's inequality and what follows from it each have a line of their own.

# ## 2.1. The ELBO as reconstruction minus KL
#
# The ELBO can also be written as
#
# $$\mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x|z)] - \mathrm{KL}[q_\phi(z|x) \,\|\, p_\theta(z)].$$
#
# Implement it in this form. It is the bound for the given `q`, not $\log p_\theta(x)$.
#
# - Where `q` is 0, nothing is added.
# - Where `q` > 0 and `prior` = 0, the result is −inf.

def elbo_reconstruction(q, log_lik, prior):
    """Evidence lower bound, E_q[log p(x|z)] - KL[q(z|x) ‖ p(z)].

    Args:
        q: probabilities q(z|x) (K,), zeros allowed.
        log_lik: log p(x|z) (K,).
        prior: probabilities p(z) (K,), zeros allowed.

    Returns:
        A scalar, possibly -inf.
    """
    raise NotImplementedError

# **Derivation.** The chain leads from `\mathrm{ELBO}(\theta,\phi,x)` with $=$ to
# `\mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x|z)]-\mathrm{KL}[q_\phi(z|x)\|p_\theta(z)]`. The result
# of 1.1 may be used.

# ## 2.2. What the two terms do
#
# **Text.** Explain what each of the two terms in 2.1 does when a VAE is trained by maximising the
# ELBO.

# ## 2.3. The ELBO with the entropy of q
#
# With the entropy
#
# $$\mathbb{H}[q_\phi(z|x)] = -\int_z q_\phi(z|x) \log q_\phi(z|x),$$
#
# which has a minus in front and is never negative for a discrete $z$, the ELBO can be written in a
# third form,
#
# $$\int_z q_\phi(z|x) \log p_\theta(x, z) + \mathbb{H}[q_\phi(z|x)].$$
#
# Implement the entropy, and the ELBO in this form. Each of the two is judged by itself, so two
# slips in the sign do not cancel. `q` may have zeros, which add nothing, even at `log_joint` =
# −inf.

def entropy(q):
    """Entropy, H[q] = -Σ_z q(z) log q(z).

    Args:
        q: probabilities (K,), zeros allowed.

    Returns:
        A scalar, at least 0.
    """
    raise NotImplementedError


def elbo_entropy(q, log_joint):
    """Evidence lower bound, E_q[log p(x, z)] + H[q].

    Args:
        q: probabilities q(z|x) (K,), zeros allowed.
        log_joint: log p(x, z) (K,), -inf allowed.

    Returns:
        A scalar, possibly -inf.
    """
    raise NotImplementedError

# **Derivation.** The chain leads from `\mathrm{ELBO}(\theta,\phi,x)` with $=$ to
# `\int_z q_\phi(z|x)\log p_\theta(x,z)+\mathbb{H}[q_\phi(z|x)]`. The results of 1.1 and 2.1 may be
# used.

# ## 3.1. Bernoulli outputs and the binary cross-entropy
#
# A decoder maps a sample $\tilde z$ to the means $\hat x \in [0, 1]^D$ of independent outputs,
# $p_\theta(x|\tilde z) = \prod_{d=1}^D \mathrm{Bernoulli}(x_d; \hat x_d)$. The negative
# log-likelihood is then the binary cross-entropy,
#
# $$-\log p_\theta(x|\tilde z) = -\sum_{d=1}^D \big(x_d \log \hat x_d + (1 - x_d) \log(1 - \hat x_d)\big),$$
#
# with both terms under the minus and inside the sum. Implement it for a batch.
#
# - It is a sum over the $D$ components, one value for each row.
# - `x` may have any values in [0, 1], not only 0 and 1.
# - `x_hat` may be exactly 0 or 1: `0 · log 0 = 0`, and the value is `+inf` where `x` is impossible,
#   never `nan`.

def bernoulli_nll(x, x_hat):
    """Negative log-likelihood under Bernoulli outputs, -Σ_d [x_d log x̂_d + (1 - x_d) log(1 - x̂_d)].

    Args:
        x: data (N, D), in [0, 1].
        x_hat: means (N, D), in [0, 1], both ends included.

    Returns:
        One value a row (N,), +inf where it is infinite.
    """
    raise NotImplementedError

# **Derivation.** For binary $x$, the chain leads from `-\log p_\theta(x|\tilde z)` with $=$ to
# `-\sum_{d=1}^D (x_d\log\hat x_d+(1-x_d)\log(1-\hat x_d))`. The distribution of an output is
# written `\text{Bernoulli}(x_d;\hat x_d)`. Mind the brackets, and that $-\log p$ is not $p$.

# ## 3.2. Gaussian outputs and the squared error
#
# Now the outputs are independent normal variables with the means $\hat x \in \mathbb{R}^D$ and the
# same standard deviation $\sigma$:
# $p_\theta(x|\tilde z) = \prod_{d=1}^D \mathcal{N}(x_d; \hat x_d, \sigma^2)$. Implement the
# negative log-likelihood for a batch. It is an affine function of the squared error, summed over
# the components,
#
# $$-\log p_\theta(x|\tilde z) = \mathrm{scale} \cdot \lVert x - \hat x \rVert^2 + \mathrm{offset};$$
#
# implement the two constants as well.
#
# - $\sigma > 0$ is a number and a standard deviation, not a variance.
# - It is a sum over the $D$ components, one value for each row.
# - It is stable for $|x_d - \hat x_d| / \sigma$ of up to 10³.

def gaussian_nll(x, x_hat, sigma):
    """Negative log-likelihood under Gaussian outputs, -log Π_d N(x_d; x̂_d, σ²).

    Args:
        x: data (N, D).
        x_hat: means (N, D).
        sigma: the standard deviation σ > 0, in the units of x.

    Returns:
        One value a row (N,).
    """
    raise NotImplementedError


def mse_decomposition(sigma, D):
    """The constants with which gaussian_nll = scale · ‖x - x̂‖² + offset.

    Args:
        sigma: the standard deviation σ > 0.
        D: the number of components of x.

    Returns:
        scale: a number, in 1 / (units of x)².
        offset: a number.
    """
    raise NotImplementedError

# **Derivation.** The density of one output is
# $\mathcal{N}(x_d; \hat x_d, \sigma^2) = C_d \exp(E_d (x_d - \hat x_d)^2)$ with the constants
# $C_d = \frac{1}{\sigma\sqrt{2\pi}}$ and $E_d = -\frac{1}{2\sigma^2}$, which you may use. The chain
# begins with `-\log p_\theta(x|\tilde z)`, continues with $=$, and ends with an expression in
# `x_d`, `\hat x_d` and either `C_d` and `E_d` or `\sigma`: a sum over $d$, without products or
# exponentials, which is for you to find. A density is written `\mathcal{N}(x_d;\hat x_d,\sigma^2)`.
# Mind what stands under a sum: `\sum_d (a_d + b_d)` has brackets.

# ## 4.1. Why and how to reparameterise
#
# The encoder of a VAE returns the mean $\mu$ and the logarithm of the variance, $\log \sigma^2$, of
# each latent. Implement the reparameterised sample $z \sim \mathcal{N}(\mu, \sigma^2)$ in torch, as
# a function of these parameters and of standard normal noise $\varepsilon$ that is given. Gradients
# reach both parameters.

def reparameterised_sample(mu, log_var, eps):
    """A sample of N(μ, σ²), made from standard normal noise. For torch.

    Args:
        mu: means, a tensor of any shape.
        log_var: logarithms of the variances σ², a tensor of the same shape.
        eps: standard normal noise, a tensor of the same shape.

    Returns:
        Samples, a tensor of the same shape, differentiable with respect to mu and log_var.
    """
    raise NotImplementedError

# **Text.** Why do VAEs use the reparameterisation trick?

# ## 4.2. Overlapping codes
#
# **Text.** For two different inputs $x^{(1)}$ and $x^{(2)}$ the distributions $q_\phi(z|x^{(1)})$
# and $q_\phi(z|x^{(2)})$ overlap. Why is that a problem, and what does the decoder give out there?

# ## 4.3. Using unlabelled data
#
# **Text.** You want to predict labels $y$ from inputs $x$, but only some of your data have a label.
# Describe two different ways to use the data without labels for this, and say what the labelled and
# the unlabelled data are used for in each.

# ## 4.4. Discrete latents: REINFORCE
#
# Now the latent is categorical, $q(z) = \operatorname{softmax}(\mathrm{logits})_z$ with
# $z \in \{0, \dots, K-1\}$, and the gradient of $\mathbb{E}_q[f(z)]$ with respect to the logits is
# to be estimated by REINFORCE, that is, with the log-derivative trick. Implement its single-sample
# estimates.
#
# - Each row is the plain estimate from *one* draw $z \sim q$ of its own: it takes one of at most
#   $K$ values, and these occur with the probabilities $q(z)$.
# - The rows are independent and identically distributed: no averages, no baseline subtracted, and
#   no exact gradient.

def reinforce_estimates(logits, f_values, num_samples, rng):
    """Single-sample REINFORCE estimates of the gradient of E_q[f(z)] with respect to the logits.

    Args:
        logits: (K,), with q(z) = softmax(logits)_z.
        f_values: the values f(z) (K,).
        num_samples: the number of estimates.
        rng: a numpy.random.Generator, the source of all randomness.

    Returns:
        Independent estimates (num_samples, K), one a row.
    """
    raise NotImplementedError

# **Text.** Why does the reparameterisation trick not help with a discrete latent? And which
# identity does REINFORCE rest on; from which distribution is $z$ drawn?
