"""Runs one external tool in the sandbox: limits, captured output, and a cancel that kills the whole process tree."""

from __future__ import annotations

import errno
import os
import re
import shutil
import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from backends.sandbox import access
from backends.sandbox.policy import Policy
from backends.sandbox.spawner import Report, Spawner, SpawnerLostError, base_environment, tool_spawner
from backends.settings import Limits

__all__ = ["DEFAULT_POLICY", "Policy", "ToolResult", "run_tool"]

DEFAULT_POLICY = Policy()

_OUT_OF_MEMORY = re.compile(
    rb"MemoryError|bad_alloc|[Oo]ut of memory|[Cc]annot allocate memory|virtual memory exhausted"
)


@dataclass(frozen=True, slots=True)
class ToolResult:
    """``returncode`` is negative for a signal. Output is decoded as UTF-8 with replacement and cut at ``output_bytes``.

    ``timed_out`` covers wall and CPU time. ``exceeded`` names the limit for which it was killed: ``wall``, ``cpu``,
    ``memory``, ``processes``, ``disk`` or ``file``; ``None`` when it ended by itself.
    """

    returncode: int
    stdout: str
    stderr: str
    seconds: float
    timed_out: bool = False
    truncated: bool = False
    memory_exceeded: bool = False
    exceeded: str | None = None

    @property
    def output(self) -> str:
        return self.stdout + self.stderr


async def run_tool(
    argv: Sequence[str],
    *,
    cwd: str,
    limits: Limits,
    policy: Policy = DEFAULT_POLICY,
    env: Mapping[str, str] | None = None,
    stdin: bytes = b"",
    spawner: Spawner | None = None,
) -> ToolResult:
    """Run ``argv`` in ``cwd`` (its scratch directory, always writable) and collect what it prints.

    ``env`` is added to a scrubbed environment. Cancelling the awaiting task kills every process the tool started
    before the cancellation propagates. Raises ``FileNotFoundError`` when ``argv[0]`` does not exist. ``spawner`` is the
    shared one unless given.
    """
    environment = base_environment(cwd, env)
    executable = _resolve(argv[0], cwd, environment.get("PATH", os.defpath))
    visible = [access.prefix_of(executable), str(Path(executable).parent), *access.interpreter_prefixes()]
    request = access.request(
        argv=argv, executable=executable, cwd=cwd, limits=limits, policy=policy, env=environment, visible=visible
    )
    try:
        report = await (spawner or tool_spawner()).execute(request, stdin)
    except SpawnerLostError as lost:
        return ToolResult(-signal.SIGKILL, "", f"{argv[0]}: {lost}", 0.0)
    if report.failure is not None:
        raise OSError(report.errno or 0, f"{argv[0]} could not be started: {report.failure}")
    return _result(report)


def _resolve(name: str, cwd: str, path: str) -> str:
    executable = shutil.which(str(Path(cwd) / name) if os.sep in name else name, path=path)
    if executable is None:
        raise FileNotFoundError(errno.ENOENT, "no such program", name)
    return executable


def _result(report: Report) -> ToolResult:
    returncode = -signal.SIGKILL if report.status is None else os.waitstatus_to_exitcode(report.status)
    exceeded = report.reason or exceeded_by_signal(report, returncode)
    if exceeded is None and returncode != 0 and _OUT_OF_MEMORY.search(report.stderr[-8192:]):
        exceeded = "memory"
    return ToolResult(
        returncode,
        report.stdout.decode("utf-8", "replace"),
        report.stderr.decode("utf-8", "replace"),
        report.seconds,
        timed_out=exceeded in ("wall", "cpu"),
        truncated=report.truncated,
        memory_exceeded=exceeded == "memory",
        exceeded=exceeded,
    )


def exceeded_by_signal(report: Report, returncode: int) -> str | None:
    """The limit that the kernel enforces by a signal, if that is what ended the process."""
    return {-signal.SIGXCPU: "cpu", -signal.SIGXFSZ: "file"}.get(returncode)
