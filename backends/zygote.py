"""Warm workers: an interpreter that has imported the heavy modules once and forks, confined, for each job.

A *job file* is a standalone Python file (standard library plus what the interpreter has; never our packages) with
``def main(payload: dict) -> dict`` and optionally ``PRELOAD: list[str]``, the modules the zygote imports before forking.
The fork's ``sys.path`` holds only the user's directories, the standard library and the interpreter's site-packages.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backends.process import Policy
from backends.settings import Limits


@dataclass(frozen=True, slots=True)
class JobResult:
    """``value`` is what the job's ``main`` returned, or ``None`` when the fork died; then ``death`` says how.

    ``stdout`` and ``stderr`` are what user code printed. ``death`` is one of ``timeout``, ``memory``, ``signal N``,
    ``exit N``, ``exception`` (a bug in the job file itself, traceback in ``stderr``).
    """

    value: dict[str, Any] | None
    stdout: str
    stderr: str
    seconds: float
    death: str | None = None


class Zygote:
    """Client of one warm interpreter. Started on the first job; restarted when it dies."""

    def __init__(self, job_file: Path, interpreter: str | None = None) -> None:
        self.job_file = job_file
        self.interpreter = interpreter

    async def start(self) -> None:
        """Start and preload now (otherwise the first job does). Raises ``ZygoteError`` with the interpreter's message."""
        raise NotImplementedError

    async def run(
        self, payload: dict[str, Any], *, limits: Limits, policy: Policy = Policy(),
        path: tuple[str, ...] = (), cwd: str, env: dict[str, str] | None = None,
    ) -> JobResult:
        """Fork, confine, ``main(payload)``. ``path`` is put first on ``sys.path``. Cancelling kills the fork."""
        raise NotImplementedError

    async def close(self) -> None:
        """Kill the interpreter and all its forks."""
        raise NotImplementedError


class ZygoteError(RuntimeError):
    """The interpreter could not be started or lacks a module; the text says which and how to install it."""


def zygote_for(job_file: Path, interpreter: str | None = None) -> Zygote:
    """The process-wide shared zygote of this job file and interpreter."""
    raise NotImplementedError
