"""Keeps the compiled objects of Verilator's run-time library, which are the same for every design.

Compiling them takes longer than compiling most designs. They are stored under the cache directory by Verilator's version,
compiler and flags; a build directory that gets copies of them compiles the design only.
"""

from __future__ import annotations

import hashlib
import shutil
import uuid
from pathlib import Path

from backends.cache import cache_directory

OBJECTS = ("verilated.o", "verilated_threads.o", "verilated_timing.o", "verilated_vcd_c.o", "verilated_random.o")


def _store(version: str, compiler: str, flags: tuple[str, ...]) -> Path:
    stamp = Path(compiler).stat()
    key = hashlib.sha256("\0".join((version, compiler, str(stamp.st_size), str(stamp.st_mtime_ns), *flags)).encode())
    return cache_directory() / "verilator-runtime" / key.hexdigest()[:24]


def restore_runtime(build: Path, version: str, compiler: str, flags: tuple[str, ...]) -> None:
    """Copy what is known into ``build``; ``make`` finds it newer than the sources and leaves it alone."""
    store = _store(version, compiler, flags)
    for name in OBJECTS:
        if (store / name).is_file():
            shutil.copyfile(store / name, build / name)


def keep_runtime(build: Path, version: str, compiler: str, flags: tuple[str, ...]) -> None:
    """Store the objects that ``build`` has and the cache has not. Safe against other processes doing the same."""
    store = _store(version, compiler, flags)
    store.mkdir(parents=True, exist_ok=True)
    for name in OBJECTS:
        if (build / name).is_file() and not (store / name).exists():
            fresh = store / f".{name}.{uuid.uuid4().hex}"
            shutil.copyfile(build / name, fresh)
            fresh.replace(store / name)
