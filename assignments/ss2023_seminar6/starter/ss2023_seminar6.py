# # Deep Learning (SS2023), Seminar 6
#
# Fill in the functions, and write your derivations and texts into the cells made for them. Add as
# many cells, functions and figures of your own as you like.

# ## Handing in
#
# - Hand in **one** of the two: this notebook, `ss2023_seminar6.ipynb`; or the module
#   `ss2023_seminar6.py` together with `answers.md` (for the written answers), in one folder or one
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
# grader check ss2023_seminar6.ipynb
# grader check ss2023_seminar6.ipynb -q 1a
# grader check ss2023_seminar6.py -a ss2023_seminar6
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
# The place of a text is marked in the same way, `<!-- text: 4a -->`. A few sentences will do; a
# person reads them.

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

# ## 4a. Average precision
#
# $\def\llbracket{[\![}\def\rrbracket{]\!]}$
# For an anchor (or query) $a$, let $P$ be the set of all positive examples and $N$ the set of all
# negative examples, and let $d_x = d(f(a), f(x))$ be the distance between the anchor and another
# example $x \in P \cup N$ in the space of features. The average precision can be expressed as
#
# $$AP = 1 - \frac{1}{T} \sum_{p \in P} \frac{1}{k(p)} \sum_{n \in N} [\![ d_n < d_p ]\!], \qquad
#   k(p) = \sum_{x \in P \cup N} [\![ d_x \leq d_p ]\!], \tag{2}$$
#
# where $T = |P|$, and $[\![ \cdot ]\!]$ (in your LaTeX: `\llbracket \cdot \rrbracket`) is 1 where
# its content is true and 0 elsewhere. The inner sum counts the negatives that are closer than $p$,
# and so come before it in the list of all examples, sorted by distance; $k(p)$ is the position of
# $p$ in that list. Errors early in the list weigh more.
#
# Implement (2) to the letter:
#
# - $k(p)$ counts positives and negatives, and $p$ itself as well.
# - Ties count as written: $<$ in the inner sum, $\leq$ in $k(p)$.
# - There is at least one positive. Without negatives AP is 1.

def average_precision(d_pos, d_neg):
    """Average precision, equation (2).

    Args:
        d_pos: distances of the positive examples (T,), T ≥ 1.
        d_neg: distances of the negative examples (M,), M ≥ 0.

    Returns:
        A scalar.
    """
    raise NotImplementedError

# **Text.** Can a neural network $f$ be trained by gradient descent to maximise AP directly?

# ## 4b. Misranked pairs and the triplet loss
#
# Leave out the weights $\frac{1}{k(p)}$ and minimise just the number of misranked pairs,
#
# $$\sum_{p \in P} \sum_{n \in N} [\![ d_n < d_p ]\!].$$
#
# Implement this count (ties are not misranked), and in torch the triplet loss with the margin $a$,
#
# $$l(a) = \sum_{p \in P} \sum_{n \in N} \max(0,\; a + d_p - d_n).$$
#
# The triplet loss is a sum over all pairs, not a mean. Gradients flow back to both kinds of
# distances; they are tried away from the kink. Without negatives the loss is 0, with zero
# gradients.

def misranked_pairs(d_pos, d_neg):
    """Number of misranked pairs, Σ_p Σ_n ⟦d_n < d_p⟧.

    Args:
        d_pos: distances of the positive examples (T,).
        d_neg: distances of the negative examples (M,), M ≥ 0.

    Returns:
        A count.
    """
    raise NotImplementedError


def triplet_loss(d_pos, d_neg, margin):
    """Triplet loss over all pairs, Σ_p Σ_n max(0, a + d_p - d_n): a sum, for torch.

    Args:
        d_pos: distances of the positive examples, a tensor (T,).
        d_neg: distances of the negative examples, a tensor (M,), M ≥ 0.
        margin: the margin a > 0, in the units of the distances.

    Returns:
        A scalar tensor, differentiable with respect to d_pos and d_neg.
    """
    raise NotImplementedError

# **Derivation.** Compare the two pair by pair, for a margin $a > 0$. The chain leads from
# `a\llbracket d_n<d_p\rrbracket` with $\leq$ to `\max(0, a + d_p - d_n)`. Here a single step is
# enough.

# ### The two objectives
#
# **Text.** What is the relation between the number of misranked pairs and the triplet loss? Compare
# their values, and what gradient descent gets from each.

# ## 4c. Smooth average precision
#
# Another way to make $[\![ d_n < d_p ]\!]$ differentiable is to replace it by a smooth function. It
# has an interpretation with a latent variable: let $Z$ be noise with a logistic distribution of
# scale $\tau$ (and mean 0), injected into each term to model imprecise descriptors,
#
# $$[\![ d_n - d_p + Z < 0 ]\!]. \tag{3}$$
#
# Compute the expectation of (3) in $Z$, and implement it for arrays of distances that broadcast
# against each other. Smoothing the indicators of (2) in this way gives Smooth-AP (A. Brown et al.,
# *Smooth-AP: Smoothing the Path Towards Large-Scale Image Retrieval*, 2020). Implement it in torch:
#
# - Every indicator in (2) is replaced by its expectation, those in $k(p)$ included, with one
#   exception, as in the paper: the term of $k(p)$ that belongs to $p$ itself counts 1. It is found
#   by its position in `d_pos`, not by its distance: another positive at the same distance is
#   smoothed like all others. (Smoothing $p$'s own term too, as the printed sheet says literally, is
#   not accepted.) So $\tau \to 0$ gives AP where no distances tie.
# - The result is the smooth AP, which is to be maximised, not 1 − AP. Without negatives it is 1.
# - Both functions are stable for $|d| / \tau$ of up to $10^6$.

def smooth_indicator(d_n, d_p, tau):
    """The expectation of ⟦d_n - d_p + Z < 0⟧ under logistic noise Z of scale τ.

    Args:
        d_n: distances, an array of any shape or a number.
        d_p: distances; the two broadcast.
        tau: the scale τ > 0 of the noise, in the units of the distances.

    Returns:
        Expectations, of the shape to which d_n and d_p broadcast.
    """
    raise NotImplementedError


def smooth_ap(d_pos, d_neg, tau):
    """Smooth AP: equation (2) with smooth indicators, p's own term in k(p) counting 1. For torch.

    Args:
        d_pos: distances of the positive examples, a tensor (T,), T ≥ 1.
        d_neg: distances of the negative examples, a tensor (M,), M ≥ 0.
        tau: the scale τ > 0 of the noise, in the units of the distances.

    Returns:
        A scalar tensor, differentiable with respect to d_pos and d_neg.
    """
    raise NotImplementedError

# **Derivation.** The chain begins with `\mathbb{E}_Z[\llbracket d_n-d_p+Z<0\rrbracket]`, continues
# with $=$, and ends with an expression in the distances and `\tau`, without expectations or
# integrals, which is for you to find. The logistic sigmoid function is `S`, and the distribution
# function of $Z$ is `F`. At least one member in between is a probability, `P(\dots)`, of an event
# in `Z`, or is written with `F`.
