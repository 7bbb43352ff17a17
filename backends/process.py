"""Runs one external tool in the sandbox: limits, captured output, and a cancel that kills the whole process tree."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from backends.settings import Limits


@dataclass(frozen=True, slots=True)
class Policy:
    """What a sandboxed process may touch. Reading is allowed everywhere except ``hidden``; writing only in ``writable``."""

    writable: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    network: bool = False


@dataclass(frozen=True, slots=True)
class ToolResult:
    """``returncode`` is negative for a signal. Output is decoded as UTF-8 with replacement and cut at ``output_bytes``."""

    returncode: int
    stdout: str
    stderr: str
    seconds: float
    timed_out: bool = False
    truncated: bool = False
    memory_exceeded: bool = False

    @property
    def output(self) -> str:
        return self.stdout + self.stderr


async def run_tool(
    argv: Sequence[str],
    *,
    cwd: str,
    limits: Limits,
    policy: Policy = Policy(),
    env: Mapping[str, str] = field(default_factory=dict),  # type: ignore[assignment]
    stdin: bytes = b"",
) -> ToolResult:
    """Run ``argv`` in ``cwd`` (its scratch directory, always writable) and collect what it prints.

    ``env`` is added to a scrubbed environment. Cancelling the awaiting task kills every process the tool started
    before the cancellation propagates. Raises ``FileNotFoundError`` when ``argv[0]`` does not exist.
    """
    base = {"PATH": os.environ.get("PATH", ""), "HOME": cwd, "TMPDIR": cwd, "LANG": "C.UTF-8"}
    if isinstance(env, Mapping):
        base.update(env)
    started = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *argv, cwd=cwd, env=base, stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, start_new_session=True,
    )
    timed_out = False
    try:
        out, err = await asyncio.wait_for(process.communicate(stdin), limits.wall_seconds)
    except TimeoutError:
        timed_out = True
        _kill(process.pid)
        out, err = b"", b""
        await process.wait()
    except asyncio.CancelledError:
        _kill(process.pid)
        await process.wait()
        raise
    limit = limits.output_bytes
    return ToolResult(
        process.returncode if process.returncode is not None else -9,
        out[:limit].decode("utf-8", "replace"), err[:limit].decode("utf-8", "replace"),
        time.perf_counter() - started, timed_out, len(out) > limit or len(err) > limit,
    )


def _kill(pid: int) -> None:
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
