"""Defines a hundred thousand functions with long names, and fails a thousand times."""
for index in range(100_000):
    globals()[f"function_{index}_" + "x" * 100] = abs
exec("\n".join(f"def f{index}(): pass" for index in range(20_000)))


def project(A, b):
    return b * 0
