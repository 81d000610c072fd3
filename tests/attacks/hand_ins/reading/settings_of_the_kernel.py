"""Writes to /proc/sys and /sys, and asks the kernel for what only an administrator may ask."""
import ctypes

from tools import attempt

LIBC = ctypes.CDLL(None, use_errno=True)
CALLS = {"add_key": 248, "request_key": 249, "keyctl": 250, "bpf": 321, "perf": 298, "userfaultfd": 323, "io_uring": 425,
         "init_module": 175, "kexec": 246, "reboot": 169, "swapon": 167, "sethostname": 170, "iopl": 172, "ioperm": 173,
         "syslog": 103, "settimeofday": 164, "clock_settime": 227, "acct": 163, "personality": 135, "quotactl": 179,
         "memfd_secret": 447, "fanotify_init": 300, "io_setup": 206}


def go():
    for path in ("/proc/sys/kernel/core_pattern", "/proc/sys/vm/overcommit_memory", "/sys/kernel/uevent_helper",
                 "/proc/self/oom_score_adj", "/proc/self/uid_map", "/proc/sysrq-trigger", "/sys/power/state"):
        attempt(lambda: open(path, "w").write("0") if "oom" not in path else open(path, "w").write("-1000"))
    for number in CALLS.values():
        if number not in (135,):
            attempt(lambda: LIBC.syscall(number, 3, 0, 0, 0, 0, 0), refused=(-1,))


go()


def project(A, b):
    go()
    return A * 0
