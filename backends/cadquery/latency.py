"""How long a confirmed answer takes, warm, beside the bare execution of the same script.

    python -m backends.cadquery.latency SCRIPT...

``bare`` is the script alone in a fork of an interpreter that has imported CadQuery; ``confirmed`` is everything the kernel
backend does: fork, sandbox, tracing, review, metrics, mesh and picture. Medians of several runs, taken by turns.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from backends.cadquery.kernel import CadQueryKernel
from backends.domains import environment_for
from backends.environment import Domain
from backends.settings import Limits, ToolSettings
from backends.zygote import Zygote

BARE_JOB = Path(__file__).with_name("bare_job.py")


@dataclass(frozen=True, slots=True)
class Latency:
    """Seconds, warm."""

    script: str
    bare: float
    confirmed: float

    @property
    def ratio(self) -> float:
        return self.confirmed / self.bare


async def measure(script: Path, runs: int = 7) -> Latency:
    """Medians over ``runs`` after one warming run of each. Raises ``ZygoteError`` when there is no CadQuery."""
    code, path = script.read_text("utf-8"), str(script.resolve())
    environment = environment_for(Domain.CADQUERY, path, code, str(script.resolve().parent), ToolSettings())
    kernel, zygote = CadQueryKernel(), Zygote(BARE_JOB)
    bare, confirmed = [], []
    try:
        with tempfile.TemporaryDirectory() as directory:
            for _ in range(runs + 1):
                result = await zygote.run({"code": code, "path": path}, limits=Limits(), cwd=directory)
                if result.value is None:
                    raise RuntimeError(f"{script} does not run: {result.death} {result.stderr}")
                bare.append(result.value["seconds"])
                started = time.perf_counter()
                await kernel.run(code, environment)
                confirmed.append(time.perf_counter() - started)
    finally:
        await zygote.close()
    return Latency(script.name, statistics.median(bare[1:]), statistics.median(confirmed[1:]))


async def main(scripts: list[str]) -> None:
    print(f"{'script':24} {'bare ms':>9} {'confirmed ms':>13} {'ratio':>6}")
    for script in scripts:
        found = await measure(Path(script))
        print(f"{found.script:24} {found.bare * 1e3:9.0f} {found.confirmed * 1e3:13.0f} {found.ratio:6.2f}")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
