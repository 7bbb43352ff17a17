"""svling, the simulator that needs only pip: ``sling`` compiles to VVP code and ``evvp`` runs it, in a process of its own."""

from __future__ import annotations

import asyncio
import importlib.metadata
import sys
from dataclasses import replace
from pathlib import Path

from backends.environment import Domain, Environment, Role
from backends.outcome import Diagnostic, Label, Outcome, Severity, Stage
from backends.process import ToolResult, run_tool
from backends.protocol import ToolStatus
from backends.scratch import scratch_directory
from backends.text import LineIndex
from backends.verilog.simulation import (
    NO_TESTBENCH,
    SimulatorRun,
    chosen_simulator,
    executable,
    has_svling,
    simulated_files,
    simulation_outcome,
    stage_simulation,
    verilog_bench,
    with_summary,
)
from backends.verilog.simulation_log import shortened_log
from backends.verilog.slang_front_end import SlangFrontEnd
from backends.verilog.staged_sources import StagedSources, is_simple_name

INSTALL = "pip install --no-deps svling (its declared dependency would replace pyslang)"
JOB = Path(__file__).with_name("svling_job.py")
NOT_COMPILED, CANNOT_COMPILE = 97, 98
"""Exit codes of the job, kept apart from those of a testbench."""


def _version() -> str:
    try:
        return importlib.metadata.version("svling")
    except importlib.metadata.PackageNotFoundError:
        return ""


class SvlingSimulation:
    """Four-state simulation without a compiler; answers where Icarus is missing, or when it is configured.

    ``tools.svling`` may name a Python interpreter of an environment of its own that has svling.
    """

    name = "svling"
    domain = Domain.VERILOG
    stage = Stage.SIMULATE
    executes_user_code = True
    on_demand = False

    def probe(self) -> ToolStatus:
        where = sys.executable if has_svling() else None
        return ToolStatus(self.name, "simulation of testbenches without a compiler", INSTALL, where, _version())

    def applies(self, code: str, environment: Environment) -> bool:
        return chosen_simulator(environment) == "svling" and verilog_bench(code, environment) is not None

    async def run(self, code: str, environment: Environment) -> Outcome:
        named = "svling" in environment.settings.tools
        interpreter = executable("svling", environment) if named else sys.executable
        if interpreter is None or not (named or has_svling()):
            return Outcome.unavailable(self.name, self.stage, f"svling was not found. Install it: {INSTALL}")
        if verilog_bench(code, environment) is None:
            return Outcome.unavailable(self.name, self.stage, NO_TESTBENCH)
        # sling compiles what it understands and leaves out the rest without a word; its own front end, slang, tells.
        refused = await asyncio.to_thread(_refused, code, environment)
        if refused is not None:
            return replace(refused, tool=self.name, stage=self.stage, label=Label.COMPILATION_ERROR)
        with scratch_directory() as directory:
            staged = await stage_simulation(code, environment, directory)
            result = await run_tool(
                [interpreter, "-I", str(JOB), *_arguments(staged, environment)],
                cwd=str(directory),
                limits=environment.settings.limits,
                policy=staged.policy,
            )
            if result.returncode == CANNOT_COMPILE:
                why = next((t.strip() for t in reversed(result.output.splitlines()) if t.strip()), "")
                return Outcome.unavailable(
                    self.name,
                    self.stage,
                    f"svling {_version()} cannot compile this design ({why}). Install Icarus Verilog, or set "
                    f'verilog.simulator to "verilator".\n\n{shortened_log(result.output)}',
                )
            if result.returncode == NOT_COMPILED:
                return self._not_compiled(result, code)
            run = SimulatorRun(self.name, "svling", _version(), result)
            return await asyncio.to_thread(simulation_outcome, run, code, environment, staged)

    def _not_compiled(self, result: ToolResult, code: str) -> Outcome:
        message = next(
            (t.strip() for t in result.output.splitlines() if "error" in t), "sling could not compile the sources"
        )
        place = LineIndex(code).line_range(0)
        return Outcome(
            tool=self.name,
            stage=self.stage,
            label=Label.COMPILATION_ERROR,
            diagnostics=(Diagnostic(place, Severity.ERROR, "not-compiled", message, "svling", self.stage),),
            log=shortened_log(result.output),
            seconds=result.seconds,
            tool_version=_version(),
        )


def _refused(code: str, environment: Environment) -> Outcome | None:
    """What slang finds wrong with the design, or with the testbench when the design is right."""
    front_end = SlangFrontEnd()
    outcome = front_end.analyze(code, environment)
    if outcome.errors:
        return outcome
    bench = verilog_bench(code, environment)
    if bench is None or bench.path == environment.path:
        return None
    design = replace(environment.files[0], path=environment.path, text=code, role=Role.SOURCE)
    others = [replace(f, role=Role.SOURCE) if f.role is Role.TESTBENCH else f for f in environment.files]
    others = [f for f in others if f.path != bench.path and not f.path.endswith(".py")]
    there = replace(environment, path=bench.path, files=(*others, design))
    of_bench = front_end.analyze(bench.text, there)
    found = [d if d.path is not None else replace(d, path=bench.path) for d in of_bench.errors]
    if not found:
        return None
    return replace(of_bench, diagnostics=tuple(with_summary(found, code, environment, "slang")))


def _arguments(staged: StagedSources, environment: Environment) -> list[str]:
    settings = environment.settings.verilog
    argv = [a for d in staged.include_dirs for a in ("-I", d)]
    argv += [a for n, v in settings.defines.items() if is_simple_name(n) for a in ("-D", f"{n}={v}")]
    return [*argv, *simulated_files(staged)]
