# Seminar 6
# Hugo Marchetti
import numpy as np
import torch
from scipy.stats import entropy


# 1
def log_sigmoid(x):
    return -np.logaddexp(0.0, -x)


def noisy_log_likelihood(scores, t, eps):
    m = scores * t
    return np.logaddexp(np.log(1 - eps) + log_sigmoid(m), np.log(eps) + log_sigmoid(-m)).sum()


def noisy_nll(logits, t, eps):
    m = logits * t
    e = torch.tensor(eps).double()
    F = torch.nn.functional
    # losses in torch are means over the batch
    return -torch.logaddexp(torch.log(1 - e) + F.logsigmoid(m), torch.log(e) + F.logsigmoid(-m)).mean()


def soft_label_cross_entropy(scores, t, eps):
    m = scores * t
    return -sum((1 - eps) * log_sigmoid(m) + eps * log_sigmoid(-m))


# 2
def kl_discrete(q, p):
    return np.sum(q * np.log(q / p))


def kl_factorised(qs, ps):
    return sum(entropy(q, p) for q, p in zip(qs, ps))


def joint(ps):
    return np.prod(np.meshgrid(*ps), axis=0)


# 3
def kl_normal(mu_q, sigma_q, mu_p, sigma_p):
    mu_q, sigma_q, mu_p, sigma_p = [torch.as_tensor(v).float() for v in (mu_q, sigma_q, mu_p, sigma_p)]
    kl = torch.log(sigma_p / sigma_q) + (sigma_q**2 + (mu_q - mu_p) ** 2) / (2 * sigma_p**2) - 0.5
    return kl.numpy()


# 4a: area under the precision-recall steps
def average_precision(d_pos, d_neg):
    ap = 0.0
    last_recall = 0.0
    for threshold in np.unique(d_pos):
        tp = np.sum(d_pos <= threshold)
        fp = np.sum(d_neg <= threshold)
        recall = tp / len(d_pos)
        ap += (recall - last_recall) * tp / (tp + fp)
        last_recall = recall
    return ap


# 4b
def misranked_pairs(d_pos, d_neg):
    return sum(np.count_nonzero(d_neg < p) for p in d_pos)


def triplet_loss(d_pos, d_neg, margin):
    loss = 0
    for p in d_pos:
        for n in d_neg:
            loss += torch.relu(margin + p - n)
    return loss


# 4c
def smooth_indicator(d_n, d_p, tau):
    e = np.exp((d_p - d_n) / tau)
    return e / (1 + e)


def smooth_ap(d_pos, d_neg, tau):
    everything = torch.cat([d_pos, d_neg])
    ind = torch.sigmoid((d_pos[:, None] - everything[None, :]) / tau)
    k = ind.sum(1)
    n = ind[:, len(d_pos):].sum(1)
    return 1 - (n / k).mean()
