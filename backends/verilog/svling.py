"""svling, the simulator that needs only pip: ``sling`` compiles to VVP code and ``evvp`` runs it, in a process of its own."""

from __future__ import annotations

import asyncio
import importlib.metadata
import sys
from dataclasses import replace

from backends.environment import Domain, Environment
from backends.outcome import Diagnostic, Label, Outcome, Severity, Stage
from backends.process import run_tool
from backends.protocol import ToolStatus
from backends.scratch import scratch_directory
from backends.text import LineIndex
from backends.verilog.simulation import (
    chosen_simulator,
    has_svling,
    has_verilog_bench,
    simulated_files,
    simulation_outcome,
)
from backends.verilog.simulation_log import LOG_CHARACTERS
from backends.verilog.slang_front_end import SlangFrontEnd
from backends.verilog.staged_sources import StagedSources, is_simple_name, stage_sources

INSTALL = "pip install --no-deps svling (its declared dependency would replace pyslang)"
COMPILE_FAILED = 97
"""Exit code of the driver below, kept apart from those of a testbench."""

# svling 0.13 was written for pyslang 11, where ``isDescending`` of a range was called ``isLittleEndian``.
_DRIVER = f"""
import sys
import pyslang
if not hasattr(pyslang.ConstantRange, "isLittleEndian"):
    pyslang.ConstantRange.isLittleEndian = pyslang.ConstantRange.isDescending
from sling.svling import main
if main(["--compile-only", "-o", "sim.vvp", *sys.argv[1:]]):
    sys.exit({COMPILE_FAILED})
from sling._native import run_cli
sys.exit(run_cli(["evvp", "-N", "sim.vvp"]))
"""


def _version() -> str:
    try:
        return importlib.metadata.version("svling")
    except importlib.metadata.PackageNotFoundError:
        return ""


class SvlingSimulation:
    """Four-state simulation without a compiler; answers where Icarus is missing, or when it is configured."""

    name = "svling"
    domain = Domain.VERILOG
    stage = Stage.SIMULATE
    executes_user_code = True
    on_demand = False

    def probe(self) -> ToolStatus:
        where = sys.executable if has_svling() else None
        return ToolStatus(self.name, "simulation of testbenches without a compiler", INSTALL, where, _version())

    def applies(self, code: str, environment: Environment) -> bool:
        return has_verilog_bench(code, environment) and chosen_simulator(environment) == "svling"

    async def run(self, code: str, environment: Environment) -> Outcome:
        if not has_svling():
            return Outcome.unavailable(self.name, self.stage, f"svling was not found. Install it: {INSTALL}")
        # sling compiles what it understands and leaves out the rest without a word; its own front end, slang, tells.
        refused = SlangFrontEnd().analyze(code, environment)
        if refused.errors:
            return replace(refused, tool=self.name, stage=self.stage, label=Label.COMPILATION_ERROR)
        with scratch_directory() as directory:
            staged = await asyncio.to_thread(lambda: stage_sources(code, environment, directory, testbenches=True))
            result = await run_tool(
                [sys.executable, "-I", "-c", _DRIVER, *_arguments(staged, environment)],
                cwd=str(directory),
                limits=environment.settings.limits,
                policy=staged.policy,
            )
            if result.returncode != COMPILE_FAILED:
                return simulation_outcome(self.name, _version(), result, code, environment, staged, self.name)
            where = LineIndex(code).line_range(0)
            failed = next((t for t in result.output.splitlines() if t.strip()), "sling could not compile the sources")
            return Outcome(
                tool=self.name,
                stage=self.stage,
                label=Label.COMPILATION_ERROR,
                diagnostics=(Diagnostic(where, Severity.ERROR, "compile", failed, self.name, self.stage),),
                log=result.output[-LOG_CHARACTERS:],
                seconds=result.seconds,
                tool_version=_version(),
            )


def _arguments(staged: StagedSources, environment: Environment) -> list[str]:
    settings = environment.settings.verilog
    argv = [a for d in staged.include_dirs for a in ("-I", d)]
    argv += [a for n, v in settings.defines.items() if is_simple_name(n) for a in ("-D", f"{n}={v}")]
    return [*argv, *simulated_files(staged)]
