"""Leaves a folder three thousand deep and files without rights in its scratch folder."""
import os

for _ in range(3_000):
    os.mkdir("d")
    os.chdir("d")
os.mkdir("closed", 0)
open("\udcff\n\x1b[31m", "w").close()


def project(A, b):
    return b * 0
