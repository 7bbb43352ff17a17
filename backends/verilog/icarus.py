"""Icarus Verilog: ``iverilog`` compiles (no user code runs), ``vvp`` simulates the testbench."""

from __future__ import annotations

import asyncio
import math
import re
import shutil
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from backends.environment import Domain, Environment, Role, SourceFile
from backends.outcome import Diagnostic, Label, Outcome, Severity, Stage
from backends.process import ToolResult, run_tool
from backends.protocol import ToolStatus
from backends.scratch import scratch_directory
from backends.text import LineIndex
from backends.text_cache import cached_by_text
from backends.verilog.icarus_messages import IcarusMessage, diagnostics_of, parse_messages
from backends.verilog.project import is_closed
from backends.verilog.simulation import (
    SimulatorRun,
    any_systemverilog,
    chosen_simulator,
    executable,
    has_svling,
    simulated_files,
    simulation_outcome,
    simulation_top,
    stage_simulation,
    verilog_bench,
    why_not_simulated,
    with_summary,
)
from backends.verilog.simulation_log import shortened_log
from backends.verilog.slang_front_end import SlangFrontEnd
from backends.verilog.source_scan import is_header, is_text, scan
from backends.verilog.staged_sources import StagedSources, is_simple_name, stage_sources
from backends.verilog.svling import SvlingSimulation
from backends.verilog.verilator_simulation import VerilatorSimulation
from backends.verilog.verilog_language import is_systemverilog

INSTALL = "apt-get install iverilog (or OSS CAD Suite); until then svling simulates"
_VERSION = re.compile(rb"Icarus Verilog version ([0-9][\w.]*)")
_PRECISION = re.compile(r"^:vpi_time_precision ([+-]) (\d+);", re.MULTILINE)
_SYNTAX_CODES = frozenset({"syntax-error", "give-up"})
_INTERRUPTED = 124
"""Exit code of ``timeout`` when it had to interrupt the simulator."""
_GRACE_SECONDS = 3.0


@lru_cache(maxsize=8)
def _version_of(binary: str, modified: int) -> str:
    match = _VERSION.search(Path(binary).read_bytes())
    return match[1].decode() if match else f"file of {modified}"


def icarus_version(binary: str) -> str:
    """The version compiled into the binary; reading it costs less than running it."""
    return _version_of(binary, Path(binary).stat().st_mtime_ns)


def _status(name: str, enables: str, binary: str | None) -> ToolStatus:
    return ToolStatus(name, enables, INSTALL, binary, icarus_version(binary) if binary else "")


class IcarusCompile:
    """``iverilog -tnull -Wall``: does Icarus accept the file, in the revision its name says."""

    name = "icarus"
    domain = Domain.VERILOG
    stage = Stage.COMPILE
    executes_user_code = False
    on_demand = False

    def probe(self) -> ToolStatus:
        return _status("icarus", "compilation as Icarus sees it", executable("iverilog"))

    def applies(self, code: str, environment: Environment) -> bool:
        """False for text without anything to compile, and for headers that no source includes."""
        if is_header(environment.path, code):
            return bool(environment.of_role(Role.SOURCE))
        return bool(code.strip()) and is_text(code)

    async def run(self, code: str, environment: Environment) -> Outcome:
        binary = executable("iverilog", environment)
        if binary is None:
            return Outcome.unavailable(self.name, self.stage, f"iverilog was not found. Install it: {INSTALL}")
        with scratch_directory() as directory:
            staged = await asyncio.to_thread(stage_sources, code, environment, directory)
            files = [*staged.first, *staged.modules, *staged.roots]
            flags = ["-tnull", "-Wall", *_tops(code, environment)]
            if not is_closed(environment):
                flags.append("-i")  # modules found nowhere are warnings: the project is not known completely
            result = await _compile(binary, files, staged, environment, flags, systemverilog=False)
        reading = _Compilation(result, parse_messages(result.output), code, environment, staged, self.stage)
        return reading.outcome(self.name, icarus_version(binary))


class IcarusSimulation:
    """Compiles with the testbench and runs it in ``vvp``.

    With ``simulator = "verilator"`` it hands over to Verilator, and a design that Icarus cannot compile although it is
    right goes to svling; the outcome then carries the name of the tool that spoke.
    """

    name = "icarus-simulation"
    domain = Domain.VERILOG
    stage = Stage.SIMULATE
    executes_user_code = True
    on_demand = False

    def probe(self) -> ToolStatus:
        return _status(self.name, "four-state simulation of testbenches", executable("vvp"))

    def applies(self, code: str, environment: Environment) -> bool:
        return chosen_simulator(environment) in ("icarus", "verilator") and verilog_bench(code, environment) is not None

    async def run(self, code: str, environment: Environment) -> Outcome:
        if chosen_simulator(environment) == "verilator":
            return await VerilatorSimulation().run(code, environment)
        binary, vvp = executable("iverilog", environment), executable("vvp", environment)
        if (why := why_not_simulated(code, environment)) is not None:
            return Outcome.unavailable(self.name, self.stage, why)
        if binary is None or vvp is None:
            return Outcome.unavailable(
                self.name, self.stage, f"iverilog and vvp were not found. Install them: {INSTALL}"
            )
        with scratch_directory() as directory:
            staged = await stage_simulation(code, environment, directory)
            top = simulation_top(code, environment)
            flags = ["-o", "sim.vvp", *(["-s", top] if top and is_simple_name(top) else [])]
            compiled = await _compile(
                binary, simulated_files(staged), staged, environment, flags, systemverilog=any_systemverilog(environment)
            )  # fmt: skip
            messages = parse_messages(compiled.output)
            reading = _Compilation(compiled, messages, code, environment, staged, self.stage)
            if compiled.returncode != 0 and reading.unsupported and has_svling():
                return await SvlingSimulation().run(code, environment)
            if compiled.returncode != 0:
                return reading.outcome(self.name, icarus_version(binary))
            result, stopped = await _simulate(vvp, staged, environment)
            run = SimulatorRun(
                self.name, "icarus", icarus_version(binary), result, stopped, _tick(directory / "sim.vvp")
            )
            return await asyncio.to_thread(simulation_outcome, run, code, environment, staged)


async def _simulate(vvp: str, staged: StagedSources, environment: Environment) -> tuple[ToolResult, bool]:
    """Run until ``$finish``, or interrupt the simulator at the time limit: it then says how far it came."""
    limits = environment.settings.limits
    argv = [vvp, "sim.vvp"]
    timeout = shutil.which("timeout")
    if timeout is not None:
        argv = [timeout, "--kill-after=1", "--signal=INT", f"{limits.wall_seconds:g}", *argv]
        limits = replace(limits, wall_seconds=limits.wall_seconds + _GRACE_SECONDS)
    # `$stop` and the interrupt open vvp's command line: let it end there.
    result = await run_tool(argv, cwd=str(staged.directory), limits=limits, policy=staged.policy, stdin=b"finish\n" * 4)
    return result, timeout is not None and result.returncode == _INTERRUPTED


def _tick(compiled: Path) -> float | None:
    """Seconds of one tick, from the head of a compiled simulation."""
    with compiled.open("r", encoding="utf-8", errors="replace") as file:
        match = _PRECISION.search(file.read(4096))
    if match is None:
        return None
    return math.pow(10.0, int(match[2]) * (-1 if match[1] == "-" else 1))


def _tops(code: str, environment: Environment) -> list[str]:
    """Start from what the checked file defines and nothing instantiates: neighbours are compiled only as needed."""
    if is_header(environment.path, code):
        return []
    used = {
        name for text in (code, *(f.text for f in environment.of_role(Role.SOURCE))) for name in scan(text).references
    }
    tops = [m for m in scan(code).modules if m not in used and is_simple_name(m)]
    return [argument for top in tops for argument in ("-s", top)]


async def _compile(
    binary: str,
    files: list[str],
    staged: StagedSources,
    environment: Environment,
    flags: list[str],
    *,
    systemverilog: bool,
) -> ToolResult:
    arguments = compile_arguments(files, staged, environment, systemverilog=systemverilog)
    return await run_tool(
        [binary, *flags, *arguments],
        cwd=str(staged.directory),
        limits=environment.settings.limits,
        policy=staged.policy,
    )


def compile_arguments(
    files: list[str], staged: StagedSources, environment: Environment, *, systemverilog: bool
) -> list[str]:
    """Revision of the language, directories, defines and sources, for ``iverilog`` run in the scratch directory."""
    settings = environment.settings.verilog
    generation = {"2001": "2001", "2005": "2005", "sv": "2012"}.get(settings.language)
    if generation is None:
        generation = "2012" if systemverilog or _reads_systemverilog(environment) else "2005"
    argv = [f"-g{generation}"]
    argv += [f"-I{d}" for d in dict.fromkeys((*staged.include_dirs, *(str(Path(f).parent) for f in files)))]
    argv += [f"-D{name}={value}" for name, value in settings.defines.items() if is_simple_name(name)]
    for directory in staged.library_dirs:
        argv += ["-y", directory]
    argv += [f"-Y{e}" for e in settings.library_extensions if staged.library_dirs]
    return [*argv, *files]


def _reads_systemverilog(environment: Environment) -> bool:
    """Icarus reads all files of a run in one revision: the newest that one of them needs."""
    settings = environment.settings.verilog
    paths = [environment.path, *(f.path for f in environment.of_role(Role.SOURCE, Role.LIBRARY))]
    return any(is_systemverilog(p, settings) for p in paths)


@dataclass(frozen=True, slots=True)
class _Compilation:
    """What ``iverilog`` said of the staged sources."""

    result: ToolResult
    messages: list[IcarusMessage]
    code: str
    environment: Environment
    staged: StagedSources
    stage: Stage

    @property
    def unsupported(self) -> bool:
        """True when Icarus stumbles over something that is right: what it lacks, or syntax that slang reads without complaint."""
        if any(m.kind in ("sorry", "internal error", "assert") for m in self.messages):
            return True
        if self.result.returncode < 0 and self.result.exceeded is None:
            return True
        errors = [m for m in self.messages if m.kind != "warning"]
        newer = any_systemverilog if self.stage is Stage.SIMULATE else _reads_systemverilog
        if not newer(self.environment) or not any(m.code in _SYNTAX_CODES for m in errors):
            return False  # Verilog-2005 it knows completely
        return _slang_accepts({self._path(m) for m in errors if m.path}, self.code, self.environment)

    def outcome(self, tool: str, version: str) -> Outcome:
        result = self.result
        found = diagnostics_of(self.messages, self._locate, _line_index(self.code), self.stage)
        if not scan(self.code).modules:
            found = [d for d in found if d.code != "no-top-module"]  # a package or a header has none
        errors = [d for d in found if d.severity is Severity.ERROR]
        if result.timed_out:
            label = Label.TIMEOUT
            found.insert(
                0, self._whole(f"iverilog did not end within {self.environment.settings.limits.wall_seconds:g} s")
            )
        elif result.exceeded is not None:
            label = Label.RESOURCE_EXCEEDED
            found.insert(0, self._whole(f"iverilog was stopped: it went over the {result.exceeded} limit"))
        elif result.returncode == 0 and not errors:
            label = Label.PASS
        elif self.unsupported:
            return self._unsupported(tool, version, found)
        elif not errors and not scan(self.code).modules and not is_header(self.environment.path, self.code):
            label = Label.PASS
        else:
            label = Label.COMPILATION_ERROR
            if not errors:
                first = next((t.strip() for t in result.output.splitlines() if t.strip()), "")
                found.append(self._whole(first or f"iverilog ended with exit code {result.returncode}"))
        return Outcome(
            tool=tool,
            stage=self.stage,
            label=label,
            diagnostics=tuple(with_summary(found, self.code, self.environment, "icarus")),
            log=shortened_log(result.output),
            seconds=result.seconds,
            tool_version=version,
        )

    def _unsupported(self, tool: str, version: str, found: list[Diagnostic]) -> Outcome:
        """No verdict: the code may be right. Shown as information where Icarus stumbled."""
        remarks = tuple(
            replace(d, severity=Severity.INFORMATION, message=f"Icarus {version} cannot compile this: {d.message}")
            for d in found[:1]
            if d.path is None  # a neighbour's is told when that is checked
        )
        where = f"line {found[0].range.start.line + 1}" if found else "some construct"
        name = Path(found[0].path).name if found and found[0].path else self.environment.name
        why = (
            f"Icarus {version} does not support {where} of {name}, which slang accepts. Set verilog.simulator "
            f'to "svling" or "verilator" to simulate it.\n\n{shortened_log(self.result.output)}'
        )
        return Outcome(
            tool, self.stage, Label.UNAVAILABLE, remarks, log=why, seconds=self.result.seconds, tool_version=version
        )

    def _whole(self, message: str) -> Diagnostic:
        return Diagnostic(LineIndex(self.code).line_range(0), Severity.ERROR, "error", message, "icarus", self.stage)

    def _path(self, message: IcarusMessage) -> str:
        return self.staged.original(message.path or "") or self.environment.path

    def _locate(self, staged: str) -> tuple[str | None, LineIndex] | None:
        path = self.staged.original(staged)
        if path is None or path == self.environment.path:
            return None, _line_index(self.code)
        text = next((f.text for f in self.environment.files if f.path == path), None)
        return (path, _line_index(text)) if text is not None else None


_line_index = cached_by_text(LineIndex)
"""A message of Icarus names only its line; there may be thousands of them."""


def _slang_accepts(paths: set[str], code: str, environment: Environment) -> bool:
    """Whether slang finds no error in these files, each read with the others as its neighbours."""
    texts = {f.path: f.text for f in environment.files}
    texts[environment.path] = code
    for path in paths:
        others = [f for f in environment.files if f.path != path]
        if path != environment.path:
            others = [replace(f, role=Role.SOURCE) if f.role is Role.TESTBENCH else f for f in others]
            others.append(SourceFile(environment.path, code))
        there = replace(environment, path=path, files=tuple(others))
        outcome = SlangFrontEnd().analyze(texts.get(path, ""), there)
        if outcome.errors or any(d.code == "not-analyzed" for d in outcome.diagnostics):
            return False
    return bool(paths)
