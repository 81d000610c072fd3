"""Breaks numpy, torch, builtins, the environment and its folder in the first question; the others are honest and must stand."""
import builtins
import os
import random
import sys
import warnings

import numpy as np
import torch


def project(A, b):
    np.dot = np.linalg.qr = np.random.default_rng = None
    np.random.Generator = torch.as_tensor = torch.Tensor.sum = None
    builtins.len = builtins.print = builtins.isinstance = None
    torch.set_default_dtype(torch.float16)
    torch.set_grad_enabled(False)
    np.seterr(all="raise")
    warnings.simplefilter("error")
    os.environ.clear()
    os.chdir("/")
    os.umask(0o777)
    sys.path.clear()
    sys.setrecursionlimit(60)
    random.seed = np.random.seed = None
    globals()["is_orthogonal"] = globals()["correlated_noise"] = None
    return b * 0


def correlated_noise(mean, cov, m, rng):
    return rng.multivariate_normal(mean, cov, size=m)


def ridge_loss(w, X, y, lam):
    X, y = torch.as_tensor(X), torch.as_tensor(y)
    return ((X @ w - y) ** 2).sum() + lam * w @ w
