"""Turns a policy into the request that a supervisor understands: which paths a job sees, and what limits it has."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from backends.sandbox.policy import Policy
from backends.sandbox.spawner import home_directory
from backends.settings import Limits

_SYSTEM_SECRETS = (
    "/run",
    "/boot",
    "/etc/shadow",
    "/etc/gshadow",
    "/etc/sudoers",
    "/etc/sudoers.d",
    "/etc/ssh",
    "/etc/ssl/private",
)
_DEVICES = "/dev"


def hidden_paths(policy: Policy) -> list[str]:
    """What no job reads: the home directory (all of it when the policy names what is readable, else its dot files),
    keys and run-time sockets of the system, devices, and what the policy adds."""
    home = str(home_directory())
    hidden = [_DEVICES, *policy.hidden]
    hidden += [p for p in _SYSTEM_SECRETS if os.geteuid() == 0 or p == "/run"]
    hidden += dot_files(home)
    if policy.readable and home != "/":
        hidden.append(home)
    return hidden


def dot_files(home: str) -> list[str]:
    try:
        return [entry.path for entry in os.scandir(home) if entry.name.startswith(".")]
    except OSError:
        return []


def prefix_of(executable: str) -> str:
    """Where a program's own files are: the parent of its ``bin``, or the directory it is in."""
    folder = Path(executable).resolve().parent
    home = home_directory()
    own_tree = folder.name in ("bin", "libexec") and folder.parent not in (home, home / ".local", Path("/"))
    return str(folder.parent if own_tree else folder)


def request(
    *,
    cwd: str,
    limits: Limits,
    policy: Policy,
    env: Mapping[str, str],
    visible: Iterable[str],
    argv: Sequence[str] | None = None,
    executable: str | None = None,
    payload: Mapping[str, Any] | None = None,
    path: Sequence[str] = (),
) -> dict[str, Any]:
    """One job: a tool (``argv``) or a call of the job file's ``main`` (``payload``).

    ``visible`` are paths that must be readable for the job to work at all: prefixes of programs and interpreters.
    """
    writable = [os.path.realpath(p) for p in (cwd, *policy.writable)]
    on_path = [prefix_of(f"{d}/x") for d in env.get("PATH", "").split(os.pathsep) if d]
    readable = ["/", *writable, *policy.readable, *visible, *path, *on_path]
    return {
        "argv": None if argv is None else list(argv),
        "executable": executable,
        "payload": payload,
        "path": list(path),
        "cwd": cwd,
        "env": dict(env),
        "limits": asdict(limits),
        "writable": writable,
        "readable": sorted({os.path.realpath(p) for p in readable}),
        "hidden": hidden_paths(policy),
        "network": policy.network,
        "gpu": policy.gpu,
    }


def interpreter_prefixes() -> list[str]:
    """Of the interpreter that Hardsight itself runs in."""
    return [sys.prefix, sys.base_prefix]
