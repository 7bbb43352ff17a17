"""What ``hardsight bench tools`` measures: confirmed answers, warm and not from the cache, beside the bare tool on the same file.

"Bare" is the tool with the same task and nothing of Hardsight: its own executable, or a plain interpreter that has
imported it, timed from after the import, since a confirmed answer finds its worker warm.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from backends.confirm import confirm_all
from backends.domains import environment_for
from backends.environment import Domain
from backends.outcome import Label, Outcome
from backends.settings import ToolSettings, TritonSettings
from backends.verilog.verilator_installation import find_verilator
from server.bench_report import Measurement, median
from server.bench_sources import verilog_of_length

LIMIT_ICARUS_OVER_TOOL = 150.0
LIMIT_CADQUERY = 500.0
LIMIT_TRITON = 1200.0

KERNEL = """\
import triton
import triton.language as tl


# hardsight: matmul(a: *fp16, b: *fp16, c: *fp16, m: i32, n: i32, k: i32, BLOCK=64)
@triton.jit
def matmul(a, b, c, m, n, k, BLOCK: tl.constexpr):
    rows = tl.program_id(0) * BLOCK + tl.arange(0, BLOCK)
    columns = tl.program_id(1) * BLOCK + tl.arange(0, BLOCK)
    total = tl.full((BLOCK, BLOCK), 0.0, dtype=tl.float32)
    for start in range(0, k, BLOCK):
        inner = start + tl.arange(0, BLOCK)
        left = tl.load(a + rows[:, None] * k + inner[None, :], mask=(rows[:, None] < m) & (inner[None, :] < k), other=0.0)
        right = tl.load(b + inner[:, None] * n + columns[None, :], mask=(inner[:, None] < k) & (columns[None, :] < n), other=0.0)
        total += tl.dot(left, right)
    tl.store(c + rows[:, None] * n + columns[None, :], total, mask=(rows[:, None] < m) & (columns[None, :] < n))
"""
PART = """\
import cadquery as cq

result = (
    cq.Workplane("XY").box(60, 40, 10).edges("|Z").fillet(4)
    .faces(">Z").workplane().rect(48, 28, forConstruction=True).vertices().hole(4.2)
    .faces(">Z").workplane().hole(16)
)
"""
BARE_TRITON = """\
import importlib.util, sys, time
import triton
from triton.backends.compiler import GPUTarget
spec = importlib.util.spec_from_file_location("kernel", sys.argv[1])
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
types = {"a": "*fp16", "b": "*fp16", "c": "*fp16", "m": "i32", "n": "i32", "k": "i32", "BLOCK": "constexpr"}
source = triton.compiler.ASTSource(fn=module.matmul, signature=types, constexprs={(6,): 64})
began = time.perf_counter()
triton.compile(source, target=GPUTarget("cuda", 80, 32))
print(time.perf_counter() - began)
"""
BARE_CADQUERY = """\
import sys, time
import cadquery
code = compile(open(sys.argv[1]).read(), sys.argv[1], "exec")
exec(code, {"__name__": "__main__"})
began = time.perf_counter()
exec(code, {"__name__": "__main__"})
print(time.perf_counter() - began)
"""
BARE_YOSYS = """\
import sys, time
from pyosys import libyosys
design = libyosys.Design()
began = time.perf_counter()
libyosys.run_pass(f"tee -q -o {sys.argv[2]} read_verilog {sys.argv[1]}", design)
libyosys.run_pass(f"tee -q -o {sys.argv[2]} synth_ice40 -top fifo_0", design)
libyosys.run_pass(f"tee -q -o {sys.argv[2]} stat", design)
print(time.perf_counter() - began, file=sys.stderr)
"""


async def measure_tools(runs: int) -> list[Measurement]:
    """Medians of ``runs`` each, after one to warm up. A tool that is missing is told as such in its note."""
    with tempfile.TemporaryDirectory(prefix="hardsight-bench-") as directory:
        at = Path(directory)
        design = at / "fifo_0.v"
        design.write_text(_fifo())
        large = at / "top.v"
        large.write_text(verilog_of_length(1000))
        kernel, part = at / "kernel.py", at / "part.py"
        kernel.write_text(KERNEL)
        part.write_text(PART)
        found: list[Measurement] = []
        iverilog = shutil.which("iverilog")
        for path in (design, large):
            name = f"{len(path.read_text().splitlines()):,} lines"
            bare = _executable([iverilog, "-g2012", "-t", "null", str(path)]) if iverilog else None
            found.append(
                await _beside(f"Icarus compile, {name}", path, "icarus", bare, runs, over=LIMIT_ICARUS_OVER_TOOL)
            )
        for path in (design, large):
            name = f"{len(path.read_text().splitlines()):,} lines"
            verilator = find_verilator({})
            lint = [verilator.binary, "--lint-only", "-Wall", "-Wno-fatal", str(path)] if verilator else None
            bare = _executable(lint, dict(verilator.env)) if verilator and lint else None
            found.append(await _beside(f"Verilator lint, {name}", path, "verilator", bare, runs))
        yosys = _interpreter(BARE_YOSYS, str(design), str(at / "log"))
        found.append(await _beside("Yosys synthesis, FIFO", design, "yosys", yosys, runs))
        found.append(
            await _beside(
                "Triton compile, one configuration",
                kernel,
                "triton-sm_80",
                _triton(kernel, at),
                runs,
                limit=LIMIT_TRITON,
            )
        )
        cadquery = _interpreter(BARE_CADQUERY, str(part))
        found.append(await _beside("CadQuery, small part", part, "cadquery", cadquery, runs, limit=LIMIT_CADQUERY))
        return found


Bare = Callable[[], Awaitable[float]]


async def _beside(
    name: str,
    path: Path,
    tool: str,
    bare: Bare | None,
    runs: int,
    *,
    limit: float | None = None,
    over: float | None = None,
) -> Measurement:
    """``over`` is a limit on top of what the bare tool takes."""
    confirmed, alone = [], []
    outcome = await _confirmed(path, tool)
    if outcome is None or outcome.label is Label.UNAVAILABLE:
        return Measurement(
            name, 0.0, note=f"not measured: {outcome.log.splitlines()[0] if outcome else 'nothing to do'}"
        )
    for number in range(1, runs + 1):
        # Workers remember what they have compiled; so each run is of another text.
        path.write_text(path.read_text().replace(f"{number - 1}.0, dtype", f"{number}.0, dtype"))
        began = time.perf_counter()
        await _confirmed(path, tool)
        confirmed.append(1000 * (time.perf_counter() - began))
        if bare is not None:
            alone.append(1000 * await bare())
    took = median(alone) if alone else None
    if over is not None and took is not None:
        limit = took + over
    return Measurement(name, median(confirmed), limit=limit, bare=took, note=str(outcome.label).lower())


async def _confirmed(path: Path, tool: str) -> Outcome | None:
    domain = Domain.VERILOG if path.suffix == ".v" else Domain.TRITON if path.name == "kernel.py" else Domain.CADQUERY
    settings = ToolSettings(triton=TritonSettings(architectures=("sm_80",)))
    code = path.read_text()
    environment = environment_for(domain, str(path), code, str(path.parent), settings)
    outcomes = await confirm_all(code, environment, tools=[tool], use_cache=False)
    return outcomes[0] if outcomes else None


def _executable(command: list[str], env: dict[str, str] | None = None) -> Bare:
    async def run() -> float:
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, env={**os.environ, **(env or {})}
        )
        await process.communicate()
        return time.perf_counter() - began

    return run


def _interpreter(script: str, *arguments: str, env: dict[str, str] | None = None) -> Bare:
    """A Python script that prints the seconds it took, last of all it prints."""

    async def run() -> float:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", script, *arguments,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, env={**os.environ, **(env or {})},
        )  # fmt: skip
        output, _ = await process.communicate()
        return float(output.decode().split()[-1])

    return run


def _triton(kernel: Path, directory: Path) -> Bare:
    """With an empty cache of Triton's own each time."""

    async def run() -> float:
        with tempfile.TemporaryDirectory(dir=directory) as cache:
            return await _interpreter(BARE_TRITON, str(kernel), env={"TRITON_CACHE_DIR": cache})()

    return run


def _fifo() -> str:
    """The FIFO of the measured sources alone."""
    text = verilog_of_length(1000)
    return text[: text.index("endmodule")] + "endmodule\n"
