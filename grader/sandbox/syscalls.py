"""The seccomp filters, built once on the trusted side: what a student's code may not ask of the kernel.

A deny-list: numerical code needs a wide and shifting set of harmless calls, and files are bounded by
Landlock. It works for every architecture that libseccomp knows; calls that one lacks are passed over, and
calls that are newer than this list do not exist for the child.

There are two: the one under which calls are answered, and one for a process that is loaded inside a pid namespace of
its own, and will be forked for each question. That one may fork, and signal what it forked.
"""

from __future__ import annotations

import errno
import os
import struct
import tempfile
from dataclasses import dataclass
from typing import Any

from grader.sandbox.confinement import PID_MARK
from grader.sandbox.system import fcntl

_FORKS = "fork vfork"
_PROCESSES = "execve execveat ptrace process_vm_readv process_vm_writev process_madvise kcmp"
_PIDFDS = "pidfd_open pidfd_getfd pidfd_send_signal process_mrelease rt_sigqueueinfo rt_tgsigqueueinfo tkill"
_MOUNTS = (
    "mount umount umount2 pivot_root chroot move_mount open_tree fsopen fsmount fsconfig fspick mount_setattr"
    " open_tree_attr unshare setns name_to_handle_at open_by_handle_at quotactl quotactl_fd swapon swapoff"
)
_SOCKETS = "socket connect bind listen accept accept4"
_SHARED = (
    "shmget shmat shmctl shmdt msgget msgsnd msgrcv msgctl semget semop semctl semtimedop mq_open mq_unlink"
    " memfd_create memfd_secret keyctl add_key request_key"
)
_KERNEL = (
    "bpf perf_event_open userfaultfd io_uring_setup io_uring_enter io_uring_register io_setup init_module"
    " finit_module delete_module create_module kexec_load kexec_file_load reboot acct syslog settimeofday"
    " clock_settime clock_settime64 adjtimex clock_adjtime stime sethostname setdomainname iopl ioperm"
    " personality lookup_dcookie vhangup nfsservctl fanotify_init modify_ldt uselib ustat sysfs"
)
_OTHERS = (  # reach processes of the same user
    "setpriority ioprio_set sched_setscheduler sched_setparam sched_setattr sched_setaffinity migrate_pages move_pages"
)
_RIGHTS = (
    "setuid setgid setreuid setregid setresuid setresgid setfsuid setfsgid setgroups capset seccomp"
    " mknod mknodat landlock_create_ruleset landlock_add_rule landlock_restrict_self"
)
# Landlock does not bound these: without effect, but they succeed, since `shutil.copy` calls them.
_PRETENDED = (
    "chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat utime utimes utimensat futimesat setxattr"
    " lsetxattr fsetxattr setxattrat removexattr lremovexattr fremovexattr removexattrat file_setattr"
)

# From 424 on the numbers are the same everywhere; these a libseccomp of 2022 does not know.
_NEWER = {
    "fchmodat2": 452,
    "setxattrat": 463,
    "removexattrat": 466,
    "open_tree_attr": 467,
    "file_setattr": 469,
}
_LAST = 469  # Linux 6.17
_UNKNOWN = -1
_RET_ERRNO = 0x0005_0000

_CLONE_THREAD = 0x0001_0000
# mounts, cgroup, uts, ipc, user, pid, net
_CLONE_NAMESPACES = (0x0002_0000, 0x0200_0000, 0x0400_0000, 0x0800_0000, 0x1000_0000, 0x2000_0000, 0x4000_0000)
_TIOCSTI, _FIOSETOWN, _SIOCSPGRP = 0x5412, 0x8901, 0x8902
_F_SETSIG, _F_SETOWN_EX = 10, 15
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Filters:
    """Compiled, for any child: see `confinement.restrict_calls`."""

    answering: bytes
    loading: bytes  # of a template, in tier A


def build_filters() -> Filters:
    """Both filters; ImportError, RuntimeError or OSError where libseccomp is missing."""
    return Filters(build_filter(), build_template_filter())


def build_filter() -> bytes:
    """The filter as BPF instructions; ImportError or RuntimeError where libseccomp is missing."""
    import pyseccomp as s

    rules = _common(s)
    for name in _FORKS.split():
        _add(rules, s.ERRNO(errno.EPERM), name)
    _add(rules, s.ERRNO(errno.EPERM), "clone", s.Arg(0, s.MASKED_EQ, _CLONE_THREAD, 0))  # threads, no processes
    for name in ("kill", "tgkill"):
        _add(rules, s.ERRNO(errno.EPERM), name, s.Arg(0, s.NE, PID_MARK))
    return _compiled(rules)


def build_template_filter() -> bytes:
    """The same, but processes may be forked (into the same namespaces) and signalled."""
    import pyseccomp as s

    rules = _common(s)
    for flag in _CLONE_NAMESPACES:
        _add(rules, s.ERRNO(errno.EPERM), "clone", s.Arg(0, s.MASKED_EQ, flag, flag))
    return _compiled(rules)


def _common(s: Any) -> Any:
    """What holds for both."""
    rules = s.SyscallFilter(s.ALLOW)
    groups = (_PROCESSES, _PIDFDS, _MOUNTS, _SOCKETS, _SHARED, _KERNEL, _OTHERS, _RIGHTS)
    for name in (name for group in groups for name in group.split()):
        _add(rules, s.ERRNO(errno.EPERM), name)
    for name in _PRETENDED.split():
        _add(rules, s.ERRNO(0), name)
    for name in ("clone3", "openat2"):  # their flags lie in memory, out of a filter's sight: "no such call"
        _add(rules, s.ERRNO(errno.ENOSYS), name)
    # It fills a disk before anybody looks; the C library then writes zeros instead, which takes its time.
    _add(rules, s.ERRNO(errno.EOPNOTSUPP), "fallocate")
    _add_own_process(rules, s)
    _add_files(rules, s)
    return rules


def _add_own_process(rules: Any, s: Any) -> None:
    """Limits and signals on input: to this process only."""
    denied = s.ERRNO(errno.EPERM)
    _add(rules, denied, "prlimit64", s.Arg(0, s.NE, 0))
    _add(rules, denied, "prctl", s.Arg(0, s.EQ, _PR_SET_PDEATHSIG))
    for command in (fcntl.F_SETOWN, _F_SETSIG, _F_SETOWN_EX):
        _add(rules, denied, "fcntl", s.Arg(1, s.MASKED_EQ, 0xFFFF_FFFF, command))
    for command in (_TIOCSTI, _FIOSETOWN, _SIOCSPGRP):
        _add(rules, denied, "ioctl", s.Arg(1, s.MASKED_EQ, 0xFFFF_FFFF, command))


def _add_files(rules: Any, s: Any) -> None:
    """Truncating without writing, which early versions of Landlock do not see."""
    denied = s.ERRNO(errno.EPERM)
    mask = os.O_TRUNC | os.O_ACCMODE
    _add(rules, denied, "truncate")
    _add(rules, denied, "open", s.Arg(1, s.MASKED_EQ, mask, os.O_TRUNC))
    _add(rules, denied, "openat", s.Arg(2, s.MASKED_EQ, mask, os.O_TRUNC))


def _add(rules: Any, action: int, name: str, *arguments: Any) -> None:
    import pyseccomp

    number = pyseccomp.resolve_syscall(pyseccomp.system_arch(), name)
    if number == _UNKNOWN:
        number = _NEWER.get(name, _UNKNOWN)
    if number >= 0:  # negative: not a call of this architecture
        rules.add_rule(action, number, *arguments)


def _compiled(rules: Any) -> bytes:
    with tempfile.TemporaryFile() as file:
        rules.export_bpf(file)
        file.seek(0)
        return _newer_than(_LAST) + file.read()


def _newer_than(last: int) -> bytes:
    """Instructions to put before a filter: calls above number `last` answer "no such call"."""
    load, jump_if_greater, answer = 0x20, 0x25, 0x06
    instructions = (load, 0, 0, 0), (jump_if_greater, 0, 1, last), (answer, 0, 0, _RET_ERRNO | errno.ENOSYS)
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in instructions)
