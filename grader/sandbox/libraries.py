"""Where the interpreter and its libraries lie: what a student's code may import and read."""

from __future__ import annotations

import site
import sys
import sysconfig
from pathlib import Path

_SYSTEM = (
    "/usr/lib",
    "/usr/lib64",
    "/lib",
    "/lib64",
    "/usr/local/lib",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/usr/share/zoneinfo",
    "/sys/devices/system/cpu",
)
DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")


def library_folders() -> list[str]:
    """The folders of the standard library and of installed packages; a virtual environment's, not what is beside."""
    paths = sysconfig.get_paths()
    folders = [paths["stdlib"], paths["platstdlib"], paths["purelib"], paths["platlib"]]
    folders += [*site.getsitepackages(), site.getusersitepackages()]
    return sorted({str(Path(folder).resolve()) for folder in folders if Path(folder).is_dir()})


def is_within(path: str, folders: list[str]) -> bool:
    resolved = str(Path(path).resolve())
    return any(resolved == folder or resolved.startswith(f"{folder}/") for folder in folders)


def system_paths() -> list[Path]:
    """What libraries need of the system, where it exists."""
    return [Path(path) for path in _SYSTEM if Path(path).exists()]


def readable_paths(folders: list[str]) -> list[Path]:
    """Everything that may be read."""
    return [*map(Path, folders), *system_paths(), *map(Path, DEVICES)]


def are_behind_closed_doors(folders: list[str]) -> bool:
    """Whether an ordinary user could not reach the libraries (below root's home, say)."""
    above = {parent for folder in folders for parent in [Path(folder), *Path(folder).parents]}
    return any(not folder.stat().st_mode & 0o001 for folder in above)


def interpreter_paths() -> list[Path]:
    """What has to be there to start this interpreter: its binary, its prefix's libraries, its pyvenv.cfg."""
    prefix = Path(sys.base_prefix)
    found = [Path(sys.executable).resolve(), prefix / "lib", prefix / "lib64", Path(sys.prefix) / "pyvenv.cfg"]
    return [path for path in found if path.exists()]
