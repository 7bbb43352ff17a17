"""Icarus Verilog: ``iverilog`` compiles (no user code runs), ``vvp`` simulates the testbench."""

from __future__ import annotations

import asyncio
import re
from functools import lru_cache
from pathlib import Path

from backends.environment import Domain, Environment, Role
from backends.outcome import Diagnostic, Label, Outcome, Severity, Stage
from backends.process import ToolResult, run_tool
from backends.protocol import ToolStatus
from backends.scratch import scratch_directory
from backends.text import LineIndex
from backends.verilog.icarus_messages import parse_messages, to_diagnostic
from backends.verilog.project import is_closed
from backends.verilog.simulation import (
    any_systemverilog,
    chosen_simulator,
    executable,
    has_svling,
    has_verilog_bench,
    simulated_files,
    simulation_outcome,
    simulation_tops,
)
from backends.verilog.simulation_log import LOG_CHARACTERS
from backends.verilog.source_scan import is_header
from backends.verilog.staged_sources import StagedSources, is_simple_name, stage_sources
from backends.verilog.svling import SvlingSimulation
from backends.verilog.verilog_language import is_systemverilog

INSTALL = "apt-get install iverilog (or OSS CAD Suite); until then svling simulates"
MAX_DIAGNOSTICS = 100
_VERSION = re.compile(rb"Icarus Verilog version ([0-9][\w.]*)")


@lru_cache(maxsize=8)
def icarus_version(binary: str) -> str:
    """The version compiled into the binary; reading it costs less than running it."""
    match = _VERSION.search(Path(binary).read_bytes())
    return match[1].decode() if match else f"size {Path(binary).stat().st_size}"


def _status(name: str, enables: str, binary: str | None) -> ToolStatus:
    return ToolStatus(name, enables, INSTALL, binary, icarus_version(binary) if binary else "")


class IcarusCompile:
    """``iverilog -tnull``: does Icarus accept the file, in the revision its name says."""

    name = "icarus"
    domain = Domain.VERILOG
    stage = Stage.COMPILE
    executes_user_code = False
    on_demand = False

    def probe(self) -> ToolStatus:
        return _status("icarus", "compilation as Icarus sees it", executable("iverilog"))

    def applies(self, code: str, environment: Environment) -> bool:
        return bool(code.strip()) and (not is_header(environment.path, code) or bool(environment.of_role(Role.SOURCE)))

    async def run(self, code: str, environment: Environment) -> Outcome:
        binary = executable("iverilog", environment)
        if binary is None:
            return Outcome.unavailable(self.name, self.stage, f"iverilog was not found. Install it: {INSTALL}")
        with scratch_directory() as directory:
            staged = await asyncio.to_thread(stage_sources, code, environment, directory)
            files = [*staged.first, *staged.modules, *staged.roots]
            result = await _compile(binary, files, staged, environment, ["-tnull", "-Wall"], systemverilog=False)
            return _compiled(self.name, binary, result, code, environment, staged, self.stage)


class IcarusSimulation:
    """Compiles with the testbench and runs it in ``vvp``."""

    name = "icarus-simulation"
    domain = Domain.VERILOG
    stage = Stage.SIMULATE
    executes_user_code = True
    on_demand = False

    def probe(self) -> ToolStatus:
        return _status(self.name, "four-state simulation of testbenches", executable("vvp"))

    def applies(self, code: str, environment: Environment) -> bool:
        return has_verilog_bench(code, environment) and chosen_simulator(environment) == "icarus"

    async def run(self, code: str, environment: Environment) -> Outcome:
        binary, vvp = executable("iverilog", environment), executable("vvp", environment)
        if binary is None or vvp is None:
            return Outcome.unavailable(
                self.name, self.stage, f"iverilog and vvp were not found. Install them: {INSTALL}"
            )
        with scratch_directory() as directory:
            staged = await asyncio.to_thread(lambda: stage_sources(code, environment, directory, testbenches=True))
            tops = [a for top in simulation_tops(code, environment) if is_simple_name(top) for a in ("-s", top)]
            compiled = await _compile(
                binary, simulated_files(staged), staged, environment, ["-o", "sim.vvp", *tops],
                systemverilog=any_systemverilog(environment),
            )  # fmt: skip
            if "sorry:" in compiled.output and has_svling():
                # Icarus says it does not implement something here: what it would simulate is not this design.
                return await SvlingSimulation().run(code, environment)
            if compiled.returncode != 0:
                return _compiled(self.name, binary, compiled, code, environment, staged, self.stage)
            # -N: $stop ends the run with exit code 1 instead of waiting for a command.
            result = await run_tool(
                [vvp, "-N", "sim.vvp"], cwd=str(directory), limits=environment.settings.limits, policy=staged.policy
            )
            return simulation_outcome(self.name, icarus_version(binary), result, code, environment, staged, "icarus")


async def _compile(
    binary: str,
    files: list[str],
    staged: StagedSources,
    environment: Environment,
    flags: list[str],
    *,
    systemverilog: bool,
) -> ToolResult:
    settings = environment.settings.verilog
    generation = {"2001": "2001", "2005": "2005", "sv": "2012"}.get(settings.language)
    if generation is None:
        generation = "2012" if systemverilog or is_systemverilog(environment.path, settings) else "2005"
    argv = [binary, f"-g{generation}", *flags]
    argv += [f"-I{d}" for d in dict.fromkeys((*staged.include_dirs, *(str(Path(f).parent) for f in files)))]
    argv += [f"-D{name}={value}" for name, value in settings.defines.items() if is_simple_name(name)]
    for directory in staged.library_dirs:
        argv += ["-y", directory]
    argv += [f"-Y{e}" for e in settings.library_extensions if staged.library_dirs]
    return await run_tool(
        [*argv, *files], cwd=str(staged.directory), limits=environment.settings.limits, policy=staged.policy
    )


def _compiled(
    tool: str, binary: str, result: ToolResult, code: str, environment: Environment, staged: StagedSources, stage: Stage
) -> Outcome:
    texts = {f.path: f.text for f in environment.files} | {environment.path: code}
    closed = is_closed(environment)
    diagnostics: list[Diagnostic] = []
    missing = False
    for message in parse_messages(result.output):
        found = to_diagnostic(message, environment.path, staged.original, texts.get, stage)
        if message.unknown_module and not closed:
            # A lone file whose neighbours are not known is not wrong for that.
            missing = True
            found = Diagnostic(
                found.range, Severity.INFORMATION, found.code, f"{message.text} (not found in this project)", found.source,
                stage, found.path,
            )  # fmt: skip
        diagnostics.append(found)
    errors = [d for d in diagnostics if d.severity is Severity.ERROR]
    if result.timed_out:
        label = Label.TIMEOUT
    elif result.exceeded is not None:
        label = Label.RESOURCE_EXCEEDED
    elif errors or (result.returncode != 0 and not missing):
        label = Label.COMPILATION_ERROR
        if not errors:
            first = next(
                (t for t in result.output.splitlines() if t.strip()), f"iverilog ended with {result.returncode}"
            )
            diagnostics.append(_whole_file(first.strip(), code, stage))
    else:
        label = Label.PASS
    return Outcome(
        tool=tool,
        stage=stage,
        label=label,
        diagnostics=tuple(diagnostics[:MAX_DIAGNOSTICS]),
        log=result.output[-LOG_CHARACTERS:],
        seconds=result.seconds,
        tool_version=icarus_version(binary),
    )


def _whole_file(message: str, code: str, stage: Stage) -> Diagnostic:
    return Diagnostic(LineIndex(code).line_range(0), Severity.ERROR, "error", message, "icarus", stage)
