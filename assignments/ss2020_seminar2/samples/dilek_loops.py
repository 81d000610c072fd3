# Seminar 2
# Dilek Yilmaz
# I write everything with loops because then I see what happens.
import math
import numpy as np
import torch


def hopfield_energy(W, x):
    n = len(x)
    h = 0.0
    for i in range(n):
        for j in range(n):
            h = h + x[i] * W[i][j] * x[j]
    return -h / 2


def sum_of_others(W, x, i):
    s = 0.0
    for j in range(len(x)):
        if j != i:
            s = s + W[i][j] * x[j]
    return s


def hopfield_update(W, x, i):
    new = []
    for j in range(len(x)):
        new.append(float(x[j]))
    s = sum_of_others(W, x, i)
    if s > 0:
        new[i] = 1.0
    if s < 0:
        new[i] = -1.0
    # if s is 0 then nothing happens
    return new


def energy_change(W, x, i):
    new = hopfield_update(W, x, i)
    return -(new[i] - x[i]) * sum_of_others(W, x, i)


def hopfield_run(W, x, max_sweeps):
    x = [float(v) for v in x]
    states = [x]
    converged = False
    sweep = 0
    while sweep < max_sweeps:
        changed = False
        for i in range(len(x)):
            new = hopfield_update(W, x, i)
            if new[i] != x[i]:
                changed = True
            x = new
            states.append(x)
        sweep = sweep + 1
        if not changed:
            converged = True
            break
    return states, converged


def softmax_of_list(row):
    biggest = row[0]
    for v in row:
        if v > biggest:
            biggest = v
    es = []
    for v in row:
        es.append(math.exp(v - biggest))
    total = 0.0
    for e in es:
        total = total + e
    return [e / total for e in es]


def softmax(x):
    if x.ndim == 1:
        return np.array(softmax_of_list(x))
    result = np.zeros(x.shape)
    for r in range(x.shape[0]):
        result[r] = softmax(x[r])
    return result


def log_softmax(x):
    if x.ndim == 1:
        biggest = max(x)
        total = 0.0
        for v in x:
            total += math.exp(v - biggest)
        return np.array([v - biggest - math.log(total) for v in x])
    result = np.zeros(x.shape)
    for r in range(x.shape[0]):
        result[r] = log_softmax(x[r])
    return result


def argmax_indicator(x):
    result = []
    for i in range(len(x)):
        value = 1
        for j in range(len(x)):
            if j != i and not x[i] > x[j]:
                value = 0
        result.append(value)
    return result


def S(z):
    # two cases, because e^(big) is too big for python
    if z >= 0:
        return 1 / (1 + math.exp(-z))
    return math.exp(z) / (1 + math.exp(z))


def log_S(z):
    if z >= 0:
        return -math.log1p(math.exp(-z))
    return z - math.log1p(math.exp(z))


def dot(a, b):
    s = 0.0
    for i in range(len(a)):
        s += a[i] * b[i]
    return s


def log_likelihood(w, X, k):
    result = 0.0
    for i in range(len(k)):
        result += log_S(k[i] * dot(w, X[i]))
    return result


def log_likelihood_grad(w, X, k):
    g = [0.0] * len(w)
    for i in range(len(k)):
        c = S(-k[i] * dot(w, X[i])) * k[i]
        for j in range(len(w)):
            g[j] += c * X[i][j]
    return g


def is_separating(w, X, k):
    for i in range(len(k)):
        if k[i] * dot(w, X[i]) <= 0:
            return False
    return True


def regularised_log_likelihood(w, X, k, lam):
    norm2 = 0.0
    for v in w:
        norm2 += v * v
    return log_likelihood(w, X, k) - lam * norm2


def fit(X, k, lam):
    # gradient ascent; the step is 1 / (largest possible curvature)
    X = X.tolist()
    k = k.tolist()
    n = len(X[0])
    curvature = 2 * lam
    length = 0.0
    for row in X:
        curvature += dot(row, row) / 4
        length += math.sqrt(dot(row, row))
    w = [0.0] * n
    for step in range(100000):
        g = log_likelihood_grad(w, X, k)
        for j in range(n):
            g[j] -= 2 * lam * w[j]
        if math.sqrt(dot(g, g)) < 5e-5 * length:
            break
        for j in range(n):
            w[j] += g[j] / curvature
    return w


def noisy_log_likelihood(w, X, t, eps):
    result = 0.0
    for i in range(len(t)):
        z = t[i] * dot(w, X[i])
        # log of a sum of two exponentials, the larger one taken out
        terms = []
        if eps < 1:
            terms.append(math.log(1 - eps) + log_S(z))
        if eps > 0:
            terms.append(math.log(eps) + log_S(-z))
        m = max(terms)
        result += m + math.log(sum(math.exp(v - m) for v in terms))
    return result


def soft_label_cross_entropy(w, X, t, eps):
    result = 0.0
    for i in range(len(t)):
        for k in (-1, 1):
            if k == t[i]:
                p = 1 - eps
            else:
                p = eps
            result -= p * log_S(k * dot(w, X[i]))
    return result


def scan(x):
    y = []
    s = 0.0
    for v in x.tolist():
        s += v
        y.append(s)
    return np.array(y)


def scan_backward(grad_y):
    n = len(grad_y)
    g = grad_y.tolist()
    result = [0.0] * n
    s = 0.0
    for j in range(n - 1, -1, -1):
        s += g[j]
        result[j] = s
    return np.array(result)


class ScanFunction(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        rows = x.reshape(-1, x.shape[-1]).detach().numpy() if x.numel() else x.detach().numpy()[None]
        out = [scan(row) for row in rows]
        return torch.tensor(np.array(out), dtype=x.dtype).reshape(x.shape)

    @staticmethod
    def backward(ctx, grad_y):
        rows = grad_y.reshape(-1, grad_y.shape[-1]).numpy() if grad_y.numel() else grad_y.numpy()[None]
        out = [scan_backward(row) for row in rows]
        return torch.tensor(np.array(out), dtype=grad_y.dtype).reshape(grad_y.shape)
