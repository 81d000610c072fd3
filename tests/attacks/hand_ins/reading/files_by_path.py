"""Opens the reference, the rubric, the store, other submissions and everything planted, while loading and when asked."""
from pathlib import Path

from tools import T, attempt

WANTED = [
    f"{T['course']}/reference/projection.py", f"{T['course']}/rubric.yaml", f"{T['course']}/assignments/bank/vectors.py",
    T["store"], *T["canaries"], *T["neighbours"], "/etc/passwd", "/etc/shadow", "/root/.bashrc", "/proc/version",
]


def go():
    for path in WANTED:
        attempt(lambda: Path(path).read_bytes())
        attempt(lambda: open(path, "r+b").read())
    for folder in (T["course"], T["out"], T["class"], "/root", "/home", "/tmp", "/etc"):
        attempt(lambda: list(Path(folder).iterdir()), refused=([],))


go()


def project(A, b):
    go()
    return A * 0


is_orthogonal = correlated_noise = residual = project
