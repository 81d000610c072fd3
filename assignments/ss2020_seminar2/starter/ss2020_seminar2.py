# # Deep Learning (SS2020), Seminar 2
#
# Fill in the functions, and write your derivations and texts into the cells made for them. Add as
# many cells, functions and figures of your own as you like.

# ## Handing in
#
# - Hand in **one** of the two: this notebook, `ss2020_seminar2.ipynb`; or the module
#   `ss2020_seminar2.py` together with `answers.md` (for the written answers), in one folder or one
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
# grader check ss2020_seminar2.ipynb
# grader check ss2020_seminar2.ipynb -q 2a
# grader check ss2020_seminar2.py -a ss2020_seminar2
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
# - Where nothing else is said: weights `w` are `(n,)`, data `X` are `(m, n)`, one example a row,
#   labels `k` and `t` are `(m,)` with values −1 and +1, and `eps` is a number.
# - `log` is the natural logarithm, and `0 · log 0 = 0`. Sums are sums, never means, unless the word
#   *mean* is used.
# - *Stable* means: the result is finite and accurate wherever the true value is representable.
# - You are never judged more finely than rounding allows: a correct answer computed in float32
#   passes, except where a question says *work in float64*.

# ## Derivations
#
# The place of a derivation is marked with a comment, `<!-- derivation: 2a -->`, which is invisible
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
# The place of a text is marked in the same way, `<!-- text: 2c -->`. A few sentences will do; a
# person reads them.

import numpy as np
import torch

# ## 1. Hopfield network: energy and updates
#
# In a fully connected recurrent network of $n$ binary neurons with outputs $x_i = \pm 1$, any two
# neurons are connected with the same weight in both directions, $w_{ij} = w_{ji}$. The neurons are
# updated one at a time, in a fixed order. Updating neuron $i$ turns the state $x$ into the state
# $x'$ with
#
# $$x'_i = \operatorname{sign}\Big(\sum_{j \neq i} w_{ij} x_j\Big), \qquad x'_j = x_j \;\text{ for } j \neq i.$$
#
# The energy of a state is
#
# $$\mathcal{H}(x) = -\frac{1}{2} \sum_{i,j} x_i w_{ij} x_j = -\frac{1}{2} x^T W x.$$
#
# Implement the energy, one update, the change of the energy that an update brings, and a whole run.
#
# - Neurons are counted from 0.
# - The diagonal of $W$ may be non-zero. It is part of the energy (a constant) and never of the
#   update.
# - Where the sum in the update is exactly 0, the neuron either keeps its output or becomes +1: both
#   are accepted, but an output is never 0. (Ties are only tried with weights that floating-point
#   numbers hold exactly.)
# - $n = 1$ works; its sum is empty, hence always a tie.
# - Along a run the energy never rises, and where a run has converged, its last state is a fixpoint.

def hopfield_energy(W, x):
    """Energy of a state, H(x) = -½ Σ_ij x_i w_ij x_j.

    Args:
        W: symmetric weights (n, n); the diagonal counts.
        x: state (n,), each -1 or +1.

    Returns:
        A scalar.
    """
    raise NotImplementedError


def hopfield_update(W, x, i):
    """The state after neuron i has been updated, x_i ← sign(Σ_{j≠i} w_ij x_j).

    Args:
        W: symmetric weights (n, n); the diagonal does not count.
        x: state (n,), each -1 or +1; left as it is.
        i: the neuron, counted from 0.

    Returns:
        A new state (n,), each -1 or +1.
    """
    raise NotImplementedError


def energy_change(W, x, i):
    """The change of the energy when neuron i is updated, H(x′) - H(x).

    Args:
        W: symmetric weights (n, n).
        x: state (n,), each -1 or +1.
        i: the neuron, counted from 0.

    Returns:
        A scalar.
    """
    raise NotImplementedError


def hopfield_run(W, x, max_sweeps):
    """All states of a run: the neurons are updated in the order 0, 1, …, n - 1, sweep after sweep.

    The run stops after the first full sweep that changes nothing, or after max_sweeps sweeps.

    Args:
        W: symmetric weights (n, n).
        x: the start (n,), each -1 or +1.
        max_sweeps: the largest number of sweeps, at least 0.

    Returns:
        states: (k, n) with k = 1 + n · sweeps: the start, then the state after every update of a
            neuron, those of the last sweep included.
        converged: True if the last sweep changed nothing, else False (max_sweeps = 0: the start
            alone, and False).
    """
    raise NotImplementedError

# **Derivation.** Show that the energy can only decrease. With $x'$ the state after updating neuron
# $i$ in the state $x$, the chain leads from `\mathcal{H}(x') - \mathcal{H}(x)` with $\leq$ to `0`.
# *Hint:* express the change of the energy when a single neuron is updated. (Then conclude for
# yourself that the network reaches a fixpoint in the end; this is not marked.)

# ## 2a. Softmax: adding a number to all scores
#
# Softmax turns scores $x \in \mathbb{R}^n$ into probabilities,
#
# $$\operatorname{softmax}(x)_i = \frac{e^{x_i}}{\sum_j e^{x_j}}.$$
#
# Implement it over the last axis of an array of any number of axes. It is to be stable:
#
# - for scores of ±10⁴;
# - under shifts: adding a number $c$ of up to ±10⁶ to all scores changes nothing but what the
#   rounding of $x + c$ itself changes. Shifted scores come as float64: *work in float64*, as 32
#   bits would lose them.

def softmax(x):
    """Softmax over the last axis, exp(x_i) / Σ_j exp(x_j).

    Args:
        x: scores (…, n), n ≥ 1.

    Returns:
        Probabilities (…, n).
    """
    raise NotImplementedError

# **Derivation.** Show that softmax does not change when the same number $c$ is added to all scores.
# The chain leads from `\frac{e^{x_i+c}}{\sum_j e^{x_j+c}}` with $=$ to
# `\frac{e^{x_i}}{\sum_j e^{x_j}}`; at least one member in between has $e^c$ as a factor of its own.

# ## 2b. Log-softmax
#
# The largest score is found at the same place before and after:
# $\arg\max_i \operatorname{softmax}(x)_i = \arg\max_i \log \operatorname{softmax}(x)_i = \arg\max_i
# x_i$.
# Implement the logarithm of softmax over the last axis, such that this holds and the result is
# stable: it is finite and accurate also where softmax itself underflows to 0, so the logarithm of
# the computed softmax is not enough.

def log_softmax(x):
    """Logarithm of softmax over the last axis, log(exp(x_i) / Σ_j exp(x_j)).

    Args:
        x: scores (…, n), n ≥ 1.

    Returns:
        Log-probabilities (…, n).
    """
    raise NotImplementedError

# ## 2c. The argmax indicator
#
# The argmax indicator is
#
# $$I_i(x) = \begin{cases} 1 & \text{if } x_i > x_j \text{ for all } j \neq i, \\ 0 & \text{otherwise.} \end{cases} \tag{1}$$
#
# Implement (1) to the letter: where the maximum is attained more than once, all entries are 0, and
# for $n = 1$ the result is `[1]`. When scores without ties are scaled by a growing number $s$,
# $\operatorname{softmax}(s x)$ approaches this indicator; your softmax of 2a is tried on that.

def argmax_indicator(x):
    """Indicator of the strict maximiser, equation (1).

    Args:
        x: scores (n,), n ≥ 1.

    Returns:
        Indicators (n,), each 0 or 1.
    """
    raise NotImplementedError

# **Text.** What does $\operatorname{softmax}(s x)$ tend to for $s \to \infty$ when several scores
# share the maximum, and how does that compare with (1)?

# ## 3a. Logistic regression: likelihood and separable data
#
# In the logistic regression model a feature vector $x \in \mathbb{R}^n$ has the class $k = \pm 1$
# with probability
#
# $$p(k \mid x; w) = S(k\, w^T x),$$
#
# where $S$ is the logistic sigmoid function. (The printed sheet has $\log S$ here, which is a
# slip.) The log-likelihood of $w$ for training data $(x_i, k_i)$, $i = 1 \dots m$, is
#
# $$L(w) = \sum_i \log S(k_i w^T x_i).$$
#
# Implement it, its gradient with respect to $w$, and whether $w$ separates the data. The
# log-likelihood and its gradient are stable: right for margins $k_i w^T x_i$ of ±10⁴. Separating is
# meant strictly: $k_i w^T x_i > 0$ for every $i$.

def log_likelihood(w, X, k):
    """Conditional log-likelihood, L(w) = Σ_i log S(k_i wᵀx_i): a sum.

    Args:
        w: weights (n,).
        X: feature vectors (m, n), one a row.
        k: classes (m,), each -1 or +1.

    Returns:
        A scalar.
    """
    raise NotImplementedError


def log_likelihood_grad(w, X, k):
    """Gradient of the log-likelihood with respect to the weights, ∇L(w).

    Args:
        w: weights (n,).
        X: feature vectors (m, n), one a row.
        k: classes (m,), each -1 or +1.

    Returns:
        The gradient (n,).
    """
    raise NotImplementedError


def is_separating(w, X, k):
    """Whether w classifies all data strictly right, k_i wᵀx_i > 0 for all i.

    Args:
        w: weights (n,).
        X: feature vectors (m, n), one a row.
        k: classes (m,), each -1 or +1.

    Returns:
        True or False.
    """
    raise NotImplementedError

# **Derivation.** Let $w$ separate the data. Show that scaling it up raises the likelihood: for
# $s > 1$ the weights $s w$ are better than $w$. Two forms are accepted. Either the chain leads from
# `\frac{d}{ds}\sum_i \log S(s k_i w^T x_i)` with $>$ to `0`; or, with $s > 1$, from
# `\sum_i \log S(s k_i w^T x_i)` with $>$ to `\sum_i \log S(k_i w^T x_i)`. (Then conclude for
# yourself that the problem has no finite optimum; this is not marked.)

# ## 3b. Logistic regression: a regulariser
#
# Now a regulariser on the norm of the weights is subtracted, without a factor ½:
#
# $$L(w) - \lambda \lVert w \rVert^2.$$
#
# Implement this objective, and a function that finds the weights that maximise it. It does not
# matter how `fit` searches, only where it arrives: the gradient of the objective at its answer may
# have a norm of at most $10^{-4} \sum_i \lVert x_i \rVert$. This is tried for
# $10^{-3} \leq \lambda \leq 10^2$, on separable data as well. A fit in float32 can pass; a call may
# take 10 s.

def regularised_log_likelihood(w, X, k, lam):
    """Regularised log-likelihood, L(w) - λ‖w‖² (no ½).

    Args:
        w: weights (n,).
        X: feature vectors (m, n), one a row.
        k: classes (m,), each -1 or +1.
        lam: λ ≥ 0.

    Returns:
        A scalar.
    """
    raise NotImplementedError


def fit(X, k, lam):
    """The weights that maximise L(w) - λ‖w‖².

    Args:
        X: feature vectors (m, n), one a row.
        k: classes (m,), each -1 or +1.
        lam: λ, from 1e-3 to 1e2.

    Returns:
        Weights (n,), where the gradient's norm is at most 1e-4 · Σ_i ‖x_i‖.
    """
    raise NotImplementedError

# **Text.** Show that the regulariser fixes the problem of 3a: why is a maximum attained at finite
# weights, whatever the data, as soon as $\lambda > 0$? And can there be several maximisers?

# ## 4a. Noisy labels: maximum likelihood
#
# Given an observation $x$, its class $k = \pm 1$ follows the model of question 3, now called
# $q(k \mid x; w) = S(k\, w^T x)$. In the training pairs $(x_i, t_i)$ the annotator got some labels
# wrong: $t_i = -k_i$ with probability $\varepsilon$ and $t_i = k_i$ with probability
# $1 - \varepsilon$, where $k_i$ is the true class, which is not available.
#
# Formulate conditional maximum likelihood learning of $w$, and implement the log-likelihood
# $\sum_i \log p(t_i \mid x_i)$ of the training data. *Hint:* marginalise over the unknown true
# class, with the noise model $p(t \mid k)$,
#
# $$p(t_i \mid x_i) = \sum_{k \in \{-1, 1\}} p(t_i \mid k)\, q(k \mid x_i; w).$$
#
# It is stable, and right for every $\varepsilon \in [0, 1]$ with both ends included (no `nan`
# there); for $\varepsilon = \frac{1}{2}$ it is $-m \log 2$.

def noisy_log_likelihood(w, X, t, eps):
    """Log-likelihood of noisy labels, Σ_i log p(t_i|x_i): a sum.

    Args:
        w: weights (n,).
        X: feature vectors (m, n), one a row.
        t: noisy labels (m,), each -1 or +1.
        eps: the probability ε of a wrong label, in [0, 1].

    Returns:
        A scalar.
    """
    raise NotImplementedError

# ## 4b. Noisy labels: cross-entropy
#
# Soften the labels: $p_i(k) = 1 - \varepsilon$ for $k = t_i$, and $p_i(k) = \varepsilon$ otherwise.
# Implement the cross-entropy
#
# $$-\sum_i \sum_k p_i(k) \log q(k \mid x_i; w).$$
#
# (The printed sheet lacks the minus.) It is as stable as 4a, for every $\varepsilon \in [0, 1]$. It
# is an upper bound on the negative log-likelihood of 4a, and equal to it only for
# $\varepsilon \in \{0, 1\}$ or where all scores $w^T x_i$ are 0.

def soft_label_cross_entropy(w, X, t, eps):
    """Cross-entropy with softened labels, -Σ_i Σ_k p_i(k) log q(k|x_i; w): a sum, with the minus.

    Args:
        w: weights (n,).
        X: feature vectors (m, n), one a row.
        t: noisy labels (m,), each -1 or +1.
        eps: the probability ε of a wrong label, in [0, 1].

    Returns:
        A scalar.
    """
    raise NotImplementedError

# **Derivation.** Prove the bound, with Jensen's inequality for $\log$. The chain leads from
# `\sum_i \log p(t_i|x_i)` with $\geq$ to `\sum_i\sum_k p_i(k)\log q(k|x_i;w)`. The noise model is
# written `p(t_i|k)`.

# ## 5. Backpropagation through a scan
#
# The inclusive cumulative sum, or *scan*, of $x \in \mathbb{R}^n$ is the vector $y$ with the
# components
#
# $$y_i = \sum_{j \leq i} x_j.$$
#
# Implement the scan, its backpropagation (given $\nabla_y L$, compute $\nabla_x L$), and both
# together as a `torch.autograd.Function`, whose `apply` scans the last axis of a tensor. Only first
# derivatives are asked of it.
#
# - $n = 0$ and $n = 1$ work, for all three.
# - All three take linear time: for $n = 10^6$ at most 2 s, and no more than the memory limit (1
#   GB).

def scan(x):
    """Inclusive cumulative sum, y_i = Σ_{j≤i} x_j.

    Args:
        x: (n,), n ≥ 0.

    Returns:
        y (n,).
    """
    raise NotImplementedError


def scan_backward(grad_y):
    """The gradient of a loss L with respect to the scan's input, from that to its output.

    Args:
        grad_y: ∇_y L (n,), n ≥ 0.

    Returns:
        ∇_x L (n,).
    """
    raise NotImplementedError


class ScanFunction(torch.autograd.Function):
    """`ScanFunction.apply(x)` scans the last axis of a tensor, and can be differentiated once."""

    @staticmethod
    def forward(ctx, x):
        """The scan of x.

        Args:
            ctx: torch's context of this call.
            x: tensor (…, n), n ≥ 0.

        Returns:
            A tensor (…, n).
        """
        raise NotImplementedError

    @staticmethod
    def backward(ctx, grad_y):
        """The gradient with respect to x.

        Args:
            ctx: torch's context of this call.
            grad_y: ∇_y L (…, n).

        Returns:
            ∇_x L (…, n).
        """
        raise NotImplementedError

# **Derivation.** Compute the backpropagation of the scan. The chain begins with
# `\frac{\partial L}{\partial x_i}`, continues with $=$, and ends with an expression in the
# components `\frac{\partial L}{\partial y_j}` of the given gradient, which is for you to find.
