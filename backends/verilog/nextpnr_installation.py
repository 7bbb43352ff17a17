"""Where nextpnr is for each architecture: named in the settings, on ``PATH``, or the WebAssembly wheel run by this Python."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from backends.cache import cache_directory

ARCHITECTURES = ("ice40", "ecp5")


@dataclass(frozen=True, slots=True)
class NextpnrInstallation:
    """``argv`` starts it. ``mount`` is the name it gives its working directory, empty for a native program."""

    argv: tuple[str, ...]
    where: str
    version: str
    env: Mapping[str, str] = field(default_factory=dict)
    writable: tuple[str, ...] = ()
    mount: str = ""


def install_command(architecture: str) -> str:
    return f"pip install yowasp-nextpnr-{architecture}"


def find_nextpnr(architecture: str, tools: Mapping[str, str], directory: str = ".") -> NextpnrInstallation | None:
    """``directory`` is where it will run: the wheel's program sees nothing else of the file system.

    The wheel compiles itself for half a minute of CPU time on first use; the result is kept in the cache directory.
    """
    name = f"nextpnr-{architecture}"
    where = shutil.which(tools.get(name, name))
    if where is not None:
        stat = Path(where).stat()
        return NextpnrInstallation((where,), where, f"system {stat.st_size}.{stat.st_mtime_ns}")
    if name in tools:
        return None
    module = f"yowasp_nextpnr_{architecture}"
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        return None
    compiled = cache_directory() / "yowasp"
    run = f"import sys; from {module} import run_nextpnr_{architecture} as run; sys.exit(run(sys.argv[1:]))"
    env = {"YOWASP_CACHE_DIR": str(compiled)}
    mount = ""
    if ":" not in directory:  # separates mounts
        env["YOWASP_MOUNT"] = f"/design={directory}"
        mount = "/design/"
    return NextpnrInstallation(
        (sys.executable, "-I", "-c", run),
        str(Path(spec.origin).parent),
        importlib.metadata.version(f"yowasp-{name}"),
        env,
        (str(compiled),),
        mount,
    )
