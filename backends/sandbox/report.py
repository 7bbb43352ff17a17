"""What the sandbox enforces on this system, for ``hardsight doctor``."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Protection:
    """One thing a job must not do. ``why`` says by what it is prevented, or why it cannot be here."""

    what: str
    enforced: bool
    why: str


@cache
def sandbox_report() -> tuple[Protection, ...]:
    """Tried now, in processes of their own, with the interpreter Hardsight runs in."""
    server = Path(__file__).with_name("zygote_server.py")
    answer = subprocess.run(
        [sys.executable, "-I", "-S", str(server), "probe"], capture_output=True, check=True, timeout=30
    )
    return protections(json.loads(answer.stdout))


def protections(mode: dict[str, Any]) -> tuple[Protection, ...]:
    """The report of a ``probe`` answer."""
    why: dict[str, str] = mode["why"]
    means = [f"Landlock, version {mode['landlock']}"] if mode["landlock"] else []
    files = " and ".join(means + (["read-only mounts"] if mode["read_only"] else []))
    no_files = f"{why['landlock']}; read-only mounts: {why['read_only']}"
    network = [
        *(["network namespace"] if mode["pid"] else []),
        *(["seccomp"] if mode["seccomp"] else []),
        *(["Landlock (TCP only)"] if mode["landlock"] >= 4 else []),
    ]
    outsiders = "PID namespace" if mode["pid"] else "Landlock, of signals only" if mode["landlock"] >= 6 else ""
    unix = "seccomp" if mode["seccomp"] else ""

    def by(what: str, means: str, failed: str) -> Protection:
        return Protection(what, bool(means), means or failed)

    return (
        by(
            "no network",
            " and ".join(network if mode["pid"] or mode["seccomp"] else []),
            f"{why['pid']}; {why['seccomp']}",
        ),
        by("no connection to local services (Unix sockets)", unix, why["seccomp"]),
        by("writes only in its scratch directory", files, no_files),
        by(
            "cannot change permissions or times of files outside",
            "read-only mounts" if mode["read_only"] else "",
            f"{why['read_only']}; Landlock does not cover them",
        ),
        by("cannot read the home directory, keys and devices", files, no_files),
        by("cannot signal processes outside", outsiders, f"{why['pid']}; Landlock older than version 6"),
        by("does not see other processes", "own /proc" if mode["proc"] else "", why["proc"]),
        by(
            "nothing survives the end of a run or the death of the server, even `kill -9`",
            "PID namespace" if mode["pid"] else "",
            f"{why['pid']}; its supervisor kills the descendants, unless it is itself killed together with the server",
        ),
        by("no tracing, mounting, kernel keys or modules", unix, why["seccomp"]),
        Protection(
            "limits on memory, CPU, processes, file size, disk and wall time", True, "resource limits and supervisor"
        ),
        Protection("secrets stripped from the environment", True, "only named variables are passed on"),
    )
