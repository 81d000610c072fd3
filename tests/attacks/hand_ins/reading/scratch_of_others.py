"""Lists the folder that its own scratch folder lies in, and looks into those of the others."""
import glob
import os

from tools import T, attempt

OWN = os.getcwd()


def go():
    for folder in ("..", os.path.dirname(OWN), T["scratch"], "/scratch/..", "/tmp"):
        attempt(lambda: [name for name in os.listdir(folder) if os.path.realpath(f"{folder}/{name}") != OWN], refused=([],))
    attempt(lambda: glob.glob(f"{T['scratch']}/*/*/hw.py"), refused=([],))
    attempt(lambda: open(f"{T['scratch']}/{T['mark']}", "w").write("x"))
    attempt(lambda: open(f"../{T['mark']}", "w").write("x"))


go()


def project(A, b):
    go()
    return A * 0
