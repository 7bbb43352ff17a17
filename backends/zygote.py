"""Warm workers: an interpreter that has imported the heavy modules once and forks, confined, for each job.

A *job file* is a standalone Python file (standard library plus what the interpreter has; never our packages) with
``def main(payload: dict) -> dict`` and optionally ``PRELOAD: list[str]``, the modules the zygote imports before forking,
and ``def warm() -> None``, called once after that (it must start no threads).
The fork's ``sys.path`` holds only the user's directories, the standard library and the interpreter's site-packages.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from backends.process import DEFAULT_POLICY, Policy, exceeded_by_signal
from backends.sandbox import access
from backends.sandbox.spawner import Report, Spawner, SpawnerError, SpawnerLostError, base_environment
from backends.settings import Limits

IDLE_SECONDS = 600.0
_PIP_NAMES = {"OCP": "cadquery-ocp"}

BROKEN_INTERPRETER = "70"
"""Exit status of a job that could not even give its answer (EX_SOFTWARE of sysexits.h)."""


@dataclass(frozen=True, slots=True)
class JobResult:
    """``value`` is what the job's ``main`` returned, or ``None`` when the fork died; then ``death`` says how.

    ``stdout`` and ``stderr`` are what user code printed. ``death`` is one of ``timeout``, ``memory``, ``processes`` or
    ``disk`` (too many of them), ``signal N``, ``exit N``, ``exception`` (a bug in the job file itself, traceback in
    ``stderr``), ``lost`` (the worker was killed from outside). ``trace`` is where each Python thread stood, as
    ``faulthandler`` prints it, when it crashed or ran out of time.
    """

    value: dict[str, Any] | None
    stdout: str
    stderr: str
    seconds: float
    death: str | None = None
    trace: str = ""


class Zygote:
    """Client of one warm interpreter. Started on the first job; restarted when it dies.

    ``interpreter`` is the user's Python, or ``None`` for the one Hardsight runs in. After ``idle_seconds`` without a job
    the interpreter ends, to give its memory back; ``None`` keeps it. ``without``: see ``Spawner``.
    """

    def __init__(
        self,
        job_file: Path,
        interpreter: str | None = None,
        *,
        idle_seconds: float | None = IDLE_SECONDS,
        without: Sequence[str] = (),
    ) -> None:
        self.job_file = job_file
        self.interpreter = interpreter
        self._spawner = Spawner(interpreter or sys.executable, job_file, idle_seconds, without)

    @property
    def running(self) -> bool:
        return self._spawner.running

    @property
    def pid(self) -> int | None:
        """Process id of the interpreter, while it is warm."""
        return self._spawner.pid

    async def start(self) -> None:
        """Start and preload now (otherwise the first job does). Raises ``ZygoteError`` with the interpreter's message."""
        try:
            await self._spawner.start()
        except SpawnerError as error:
            raise ZygoteError(self._explain(error)) from error

    async def run(
        self,
        payload: dict[str, Any],
        *,
        limits: Limits,
        policy: Policy = DEFAULT_POLICY,
        path: tuple[str, ...] = (),
        cwd: str,
        env: dict[str, str] | None = None,
    ) -> JobResult:
        """Fork, confine, ``main(payload)``. ``path`` is put first on ``sys.path``. Cancelling kills the fork.

        ``cwd`` is the job's scratch directory, always writable, its ``HOME`` and ``TMPDIR``. Of the home directory only
        ``path``, ``policy.readable`` and the interpreter's own files can be read. Raises ``ZygoteError``.
        """
        await self.start()
        facts = self._spawner.facts
        request = access.request(
            payload=payload,
            path=path,
            cwd=cwd,
            limits=limits,
            policy=replace(policy, readable=(*policy.readable, *path, cwd)),
            env=base_environment(cwd, env),
            visible=[*facts["prefixes"], str(self.job_file.parent)],
        )
        try:
            report = await self._spawner.execute(request)
        except SpawnerError as error:
            raise ZygoteError(self._explain(error)) from error
        except SpawnerLostError as lost:
            return JobResult(None, "", str(lost), 0.0, "lost")
        return _job_result(report)

    async def close(self) -> None:
        """Kill the interpreter and all its forks."""
        await self._spawner.close()

    def _explain(self, error: SpawnerError) -> str:
        python = self.interpreter or sys.executable
        if "future feature annotations is not defined" in str(error):
            return f"{python} is too old: workers need Python 3.7 or newer."
        if error.missing is None:
            return str(error)
        top = error.missing.split(".")[0]
        package = _PIP_NAMES.get(top, top)
        return f"{python} (Python {error.version}) has no module `{top}`. Install it there: {python} -m pip install {package}"


class ZygoteError(RuntimeError):
    """The interpreter could not be started or lacks a module; the text says which and how to install it."""


_zygotes: dict[tuple[str, str], Zygote] = {}


def zygote_for(job_file: Path, interpreter: str | None = None) -> Zygote:
    """The process-wide shared zygote of this job file and interpreter."""
    key = (str(job_file), interpreter or sys.executable)
    if key not in _zygotes:
        _zygotes[key] = Zygote(job_file, interpreter)
    return _zygotes[key]


def _job_result(report: Report) -> JobResult:
    answer = _answer(report)
    return JobResult(
        value=answer.get("value"),
        stdout=report.stdout.decode("utf-8", "replace"),
        stderr=report.stderr.decode("utf-8", "replace") + (report.failure or ""),
        seconds=report.seconds,
        death=None if "value" in answer else answer.get("death") or _death(report),
        trace=report.trace.decode("utf-8", "replace"),
    )


def _answer(report: Report) -> dict[str, Any]:
    """What the fork wrote about itself; empty when it was killed before or while writing."""
    if report.reason is not None:
        return {}
    try:
        answer: dict[str, Any] = json.loads(report.result)
    except ValueError:
        return {}
    return answer


def _death(report: Report) -> str:
    if report.failure is not None:
        return "exception"
    if report.reason is not None or report.status is None:
        return {"wall": "timeout", None: "lost"}.get(report.reason, report.reason or "lost")
    code = os.waitstatus_to_exitcode(report.status)
    if exceeded_by_signal(report, code) == "cpu":
        return "timeout"
    if code < 0 and b"bad_alloc" in report.stderr:
        return "memory"
    return f"signal {-code}" if code < 0 else f"exit {code}"
