"""Reads what /proc shows of every other process: environment, command line, memory, open files, working folder."""
import os

from tools import T, attempt

PIDS = {T["grader"], T["victim"], os.getppid(), 1, *range(2, 40)} - {os.getpid(), 0}


def go():
    for pid in PIDS:
        if os.getsid(0) == pid or pid == os.getpid():
            continue  # in tier A the process itself is number 1
        for name in ("environ", "mem", "maps", "fd/0", "auxv", "syscall", "cwd/hw.py", "root/etc/passwd"):
            attempt(lambda: open(f"/proc/{pid}/{name}", "rb").read(64))
        for name in ("cwd", "root", "exe", "fd/3"):
            attempt(lambda: os.readlink(f"/proc/{pid}/{name}"))
        attempt(lambda: os.listdir(f"/proc/{pid}/fd"))


go()


def project(A, b):
    go()
    return A * 0
