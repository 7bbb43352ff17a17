"""What the sandbox costs: a tool run bare against the same run confined, and how fast a cancel is.

python -m backends.sandbox.overhead iverilog -V
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from backends.process import run_tool
from backends.settings import Limits


@dataclass(frozen=True, slots=True)
class Overhead:
    """Medians, in seconds. ``cancel`` is from the order to cancel until every process is dead and the task has ended."""

    bare: float
    sandboxed: float
    cancel: float

    @property
    def added(self) -> float:
        return self.sandboxed - self.bare

    @property
    def ratio(self) -> float:
        return self.sandboxed / self.bare


async def measure_overhead(argv: Sequence[str], runs: int = 20) -> Overhead:
    """Bare and sandboxed runs of ``argv`` take turns, so that both see the same load; the first of each is not counted."""
    bare, sandboxed, cancelled = [], [], []
    with tempfile.TemporaryDirectory() as scratch:
        for _ in range(runs + 1):
            bare.append(await _timed_bare(argv, scratch))
            started = time.perf_counter()
            await run_tool(argv, cwd=scratch, limits=Limits())
            sandboxed.append(time.perf_counter() - started)
            cancelled.append(await _timed_cancel(scratch))
    return Overhead(*(statistics.median(times[1:]) for times in (bare, sandboxed, cancelled)))


async def _timed_bare(argv: Sequence[str], cwd: str) -> float:
    started = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *argv, cwd=cwd, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    await process.communicate()
    return time.perf_counter() - started


async def _timed_cancel(cwd: str) -> float:
    marker = Path(cwd) / "begun"
    script = "touch begun; sleep 60 & sleep 60"
    run = asyncio.create_task(run_tool(["sh", "-c", script], cwd=cwd, limits=Limits()))
    while not marker.exists():
        await asyncio.sleep(0.002)
    marker.unlink()
    started = time.perf_counter()
    run.cancel()
    await asyncio.wait({run})
    return time.perf_counter() - started


if __name__ == "__main__":
    cost = asyncio.run(measure_overhead(sys.argv[1:] or ["true"]))
    print(
        f"bare {cost.bare * 1e3:.1f} ms, sandboxed {cost.sandboxed * 1e3:.1f} ms "
        f"(+{cost.added * 1e3:.1f} ms, {cost.ratio:.2f} times), cancel {cost.cancel * 1e3:.1f} ms"
    )
