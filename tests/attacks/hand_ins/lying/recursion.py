"""Containers that hold themselves, and containers nested ten thousand deep."""


def project(A, b):
    loop = []
    loop.append(loop)
    return loop


def residual(A, b):
    loop = {}
    loop["self"] = [loop]
    return loop


def is_orthogonal(a, b):
    deep = []
    for _ in range(10_000):
        deep = [deep, {"deep": deep}]
    return deep
