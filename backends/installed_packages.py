"""What is installed for a Python interpreter, by the names of its packages' metadata folders; imports none of them."""

from __future__ import annotations

import json
import site
import subprocess
import sysconfig
from functools import cache
from pathlib import Path

_SECONDS = 20.0
_ASK = "import json, site, sysconfig; p = sysconfig.get_paths(); print(json.dumps([p['purelib'], p['platlib'], *site.getsitepackages()]))"


def installed_packages(interpreter: str | None) -> tuple[str, ...]:
    """``name-version`` of each package of ``interpreter`` (absolute path; ``None`` for Hardsight's own), sorted.

    Empty when the interpreter cannot be run.
    """
    found = set()
    for folder in _folders(interpreter):
        try:
            names = [path.name for path in folder.iterdir()]
        except OSError:
            continue
        found |= {name.removesuffix(end) for name in names for end in (".dist-info", ".egg-info") if name.endswith(end)}
    return tuple(sorted(found))


def installed_version(package: str, interpreter: str | None) -> str | None:
    """``None`` when the package is not there."""
    for name in installed_packages(interpreter):
        found, _, version = name.partition("-")
        if found.lower().replace("_", "-") == package:
            return version
    return None


def _folders(interpreter: str | None) -> tuple[Path, ...]:
    if interpreter is None:
        paths = sysconfig.get_paths()
        return tuple(dict.fromkeys(map(Path, (paths["purelib"], paths["platlib"], *site.getsitepackages()))))
    try:
        changed = Path(interpreter).stat().st_mtime_ns
    except OSError:
        return ()
    return _asked(interpreter, changed)


@cache
def _asked(interpreter: str, changed: int) -> tuple[Path, ...]:
    """From the interpreter itself, once for each version of its file."""
    try:
        answer = subprocess.run([interpreter, "-I", "-c", _ASK], capture_output=True, timeout=_SECONDS, check=True)
        return tuple(dict.fromkeys(map(Path, json.loads(answer.stdout))))
    except (OSError, ValueError, subprocess.SubprocessError):
        return ()
