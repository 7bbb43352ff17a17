"""svling, the simulator that needs only pip: ``sling`` compiles to VVP code and ``evvp`` runs it, in a process of its own.

What it cannot be trusted with goes to Verilator, where that and a C++ compiler are installed; the outcome then carries the
name of the tool that spoke.
"""

from __future__ import annotations

import asyncio
import importlib.metadata
import sys
from dataclasses import replace
from pathlib import Path

from backends.environment import Domain, Environment, Role
from backends.outcome import Label, Outcome, Stage
from backends.process import run_tool
from backends.protocol import ToolStatus
from backends.scratch import scratch_directory
from backends.verilog.simulation import (
    SimulatorRun,
    chosen_simulator,
    executable,
    has_svling,
    simulated_files,
    simulation_outcome,
    stage_simulation,
    verilog_bench,
    why_not_simulated,
    with_summary,
)
from backends.verilog.slang_front_end import SlangFrontEnd
from backends.verilog.staged_sources import StagedSources, is_simple_name
from backends.verilog.svling_limits import doubtful_construct
from backends.verilog.verilator_simulation import VerilatorSimulation

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
        if (why := why_not_simulated(code, environment)) is not None:
            return Outcome.unavailable(self.name, self.stage, why)
        # sling compiles what it understands and leaves out the rest without a word; its own front end, slang, tells.
        refused = await asyncio.to_thread(_refused, code, environment)
        if refused is not None:
            return replace(refused, tool=self.name, stage=self.stage, label=Label.COMPILATION_ERROR)
        texts = (code, *(f.text for f in environment.files if not f.path.endswith(".py")))
        doubtful = await asyncio.to_thread(doubtful_construct, texts)
        if doubtful is not None:
            return await self._instead(
                f"svling {_version()} does not simulate `{doubtful}` as the standard says", code, environment
            )
        with scratch_directory() as directory:
            staged = await stage_simulation(code, environment, directory)
            result = await run_tool(
                [interpreter, "-I", str(JOB), *_arguments(staged, environment)],
                cwd=str(directory),
                limits=environment.settings.limits,
                policy=staged.policy,
            )
            if result.returncode in (NOT_COMPILED, CANNOT_COMPILE):
                # slang found nothing wrong with the sources: it is svling that does not know something.
                why = next((t.strip() for t in reversed(result.output.splitlines()) if t.strip()), "no reason given")
                return await self._instead(f"svling {_version()} cannot compile this design ({why})", code, environment)
            run = SimulatorRun(self.name, "svling", _version(), result)
            return await asyncio.to_thread(simulation_outcome, run, code, environment, staged)

    async def _instead(self, why: str, code: str, environment: Environment) -> Outcome:
        """Verilator's answer; a word on what is missing when there is none, or when svling was asked for by name."""
        advice = "Install Icarus Verilog (apt-get install iverilog)"
        if environment.settings.verilog.simulator == "auto":
            outcome = await VerilatorSimulation().run(code, environment)
            if outcome.label is not Label.UNAVAILABLE:
                return outcome
            return Outcome.unavailable(
                self.name, self.stage, f"{why}. {advice}; Verilator did not answer either: {outcome.log}"
            )
        return Outcome.unavailable(self.name, self.stage, f'{why}. {advice}, or set verilog.simulator to "verilator".')


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
