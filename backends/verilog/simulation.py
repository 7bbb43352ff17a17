"""What every simulator shares: which testbench runs, which simulator answers, and how its run becomes an outcome."""

from __future__ import annotations

import asyncio
import importlib.util
import re
import shutil
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from backends.environment import Environment, Role, SourceFile
from backends.outcome import Diagnostic, Label, Metric, Outcome, Related, Severity, Stage
from backends.process import ToolResult
from backends.scratch import keep_artifact
from backends.text import LineIndex
from backends.verilog.simulation_log import (
    CHECKING_CODE,
    FailureKind,
    LogFailure,
    LogVerdict,
    judge_log,
    readable_time,
    shortened_log,
)
from backends.verilog.simulation_placement import line_or_name, place_in_bench, place_in_design
from backends.verilog.source_scan import scan
from backends.verilog.staged_sources import StagedSources, stage_sources
from backends.verilog.testbench import is_testbench, testbench_modules
from backends.verilog.testbench_needs import lacking
from backends.verilog.verilog_language import is_systemverilog

NO_TESTBENCH = (
    "no testbench was found: name it tb_x.v, x_tb.v or test_x.py after the file or module x, or set verilog.testbench"
)
MAX_WAVE_BYTES = 16 << 20
_DUMP_FILE = re.compile(r"\$(?:dumpfile|fopen)\s*\(\s*\"([^\"\n]+)/[^\"/\n]*\"")
_VCD_TIME = re.compile(rb"^#(\d+)\s*$", re.MULTILINE)
_VCD_SCALE = re.compile(rb"\$timescale\s+(\d+)\s*([munpf]?s)\s+\$end")


@lru_cache(maxsize=32)
def _which(name: str) -> str | None:
    return shutil.which(name)


def executable(name: str, environment: Environment | None = None) -> str | None:
    """The path of a tool: the one named in the settings, else the one on ``PATH``."""
    named = environment.settings.tools.get(name) if environment is not None else None
    return shutil.which(named) if named else _which(name)


def has_svling() -> bool:
    return importlib.util.find_spec("sling") is not None


def verilog_bench(code: str, environment: Environment) -> SourceFile | None:
    """What is to be simulated: the checked file when it is a testbench itself, else the testbench found for it."""
    if is_testbench(environment.path, code):
        return SourceFile(environment.path, code, Role.TESTBENCH)
    if not scan(code).units:
        return None
    held = [f for f in environment.of_role(Role.TESTBENCH) if not f.path.endswith(".py")]
    if environment.settings.verilog.testbench and held:
        return held[0]
    return next((f for f in held if is_testbench(f.path, f.text)), None)


def why_not_simulated(code: str, environment: Environment) -> str | None:
    """What keeps every simulator from answering, and what to do; ``None`` when nothing does."""
    bench = verilog_bench(code, environment)
    return NO_TESTBENCH if bench is None else lacking(bench, code, environment)


def chosen_simulator(environment: Environment) -> str:
    """The simulator that answers: the configured one, or the first of Icarus and svling that is installed."""
    settings = environment.settings
    if settings.verilog.simulator != "auto":
        return settings.verilog.simulator
    if "icarus-simulation" in settings.disabled:
        return "svling"
    return "icarus" if executable("iverilog", environment) and executable("vvp", environment) else "svling"


def simulation_top(code: str, environment: Environment) -> str | None:
    """The testbench module that nothing instantiates; the one named like its file when there are several."""
    bench = verilog_bench(code, environment)
    if bench is None:
        return None
    modules = scan(bench.text).modules
    if environment.settings.verilog.top in modules:
        return environment.settings.verilog.top
    used = {name for text in (code, *(f.text for f in environment.files)) for name in scan(text).references}
    roots = [m for m in modules if m not in used]
    stimulating = [m for m in testbench_modules(bench.text) if m in roots] or roots
    if Path(bench.path).stem in stimulating:
        return Path(bench.path).stem
    return stimulating[-1] if stimulating else None


def any_systemverilog(environment: Environment) -> bool:
    """True when the checked file or a neighbour is SystemVerilog: then all are read so."""
    settings = environment.settings.verilog
    paths = [environment.path, *(f.path for f in environment.files if not f.path.endswith(".py"))]
    return any(is_systemverilog(p, settings) for p in paths)


async def stage_simulation(code: str, environment: Environment, directory: Path) -> StagedSources:
    """Write design and testbench under ``directory``, and make the folders that the testbench writes files into."""

    def stage() -> StagedSources:
        for text in (code, *(f.text for f in environment.files)):
            for match in _DUMP_FILE.finditer(text):
                folder = Path(match[1])
                if not folder.is_absolute() and ".." not in folder.parts:
                    (directory / folder).mkdir(parents=True, exist_ok=True)
        return stage_sources(code, environment, directory, testbenches=True)

    return await asyncio.to_thread(stage)


def simulated_files(staged: StagedSources) -> list[str]:
    """Packages and macros first, then neighbours, the checked file, the testbench."""
    return [*staged.first, *staged.modules, *staged.roots, *staged.testbenches]


@dataclass(frozen=True, slots=True)
class SimulatorRun:
    """A simulation that was started. ``stopped`` when it was ended for taking too long and could still say where it was."""

    tool: str
    source: str
    version: str
    result: ToolResult
    stopped: bool = False
    tick: float | None = None
    """Seconds of one tick, where the log counts in ticks."""


def simulation_outcome(run: SimulatorRun, code: str, environment: Environment, staged: StagedSources) -> Outcome:
    """The verdict on a run: label, diagnostics in the design and in the testbench, metrics, wave dump."""
    result = run.result
    verdict = judge_log(result.output, environment.settings.verilog)
    wave = _wave(staged.directory)
    reached = _reached(verdict, run.tick, wave)
    label, summary = _verdict(run, verdict, environment.settings.limits.wall_seconds, reached)
    benches = {f.path: f.text for f in environment.of_role(Role.TESTBENCH) if not f.path.endswith(".py")}
    if is_testbench(environment.path, code):
        benches[environment.path] = code
    found = _Placing(run, code, environment, staged, benches).diagnostics(label, summary, verdict)
    metrics = {"errors": Metric(verdict.count, "")}
    if reached is not None:
        metrics["simulated_time"] = Metric(reached, "s")
    return Outcome(
        tool=run.tool,
        stage=Stage.SIMULATE,
        label=label,
        diagnostics=found,
        metrics=metrics,
        log=shortened_log(result.output),
        seconds=result.seconds,
        tool_version=run.version,
        artifacts={"wave.vcd": keep_artifact(wave)} if wave is not None else {},
    )


def _verdict(run: SimulatorRun, verdict: LogVerdict, wall_seconds: float, reached: float | None) -> tuple[Label, str]:
    """The label, and one sentence for what no line of the log says."""
    result = run.result
    if verdict.failures and verdict.label is Label.COMPILATION_ERROR:
        return verdict.label, ""
    if result.timed_out or run.stopped:
        where = (
            f"simulated time had reached {readable_time(reached)}"
            if reached is not None
            else "it never ended by itself"
        )
        summary = f"the simulation was stopped after {wall_seconds:g} s: no $finish was reached, {where}"
        if reached and run.source != "verilator":
            summary += '. For long simulations set verilog.simulator to "verilator", or raise limits.wall_seconds'
        return Label.TIMEOUT, summary
    if result.exceeded is not None:
        return Label.RESOURCE_EXCEEDED, f"the simulation was stopped: it went over the {result.exceeded} limit"
    if verdict.label.failed:
        return verdict.label, ""
    if result.returncode < 0:
        return Label.RUNTIME_ERROR, f"the simulator crashed with signal {-result.returncode}"
    if result.returncode != 0 and verdict.ended_by != "stop":
        last = next((t.strip() for t in reversed(result.output.splitlines()) if t.strip()), "")
        return Label.RUNTIME_ERROR, f"the simulation ended with exit code {result.returncode}: {last[:200]}"
    return Label.PASS, ""


@dataclass(frozen=True, slots=True)
class _Placing:
    """Puts a verdict where the user sees it: in the checked file, and at the check in the testbench."""

    run: SimulatorRun
    code: str
    environment: Environment
    staged: StagedSources
    benches: dict[str, str]

    def diagnostics(self, label: Label, summary: str, verdict: LogVerdict) -> tuple[Diagnostic, ...]:
        if label is Label.PASS:
            return self._remarks(verdict)
        first = verdict.failures[0] if verdict.failures else None
        if summary:
            code = {Label.TIMEOUT: "timeout", Label.RESOURCE_EXCEEDED: "limit"}.get(label, FailureKind.RUN_TIME.value)
            if label is Label.TIMEOUT and first is not None:
                summary += f"; before that: {first.text}"
            return self._both(summary[:1].upper() + summary[1:], code, first, verdict)
        assert first is not None, "a verdict without a summary comes from a failing line"
        message = self._message(first)
        if verdict.count > 1:
            message += f" (and {verdict.count - 1} more)"
        return self._both(message, first.kind.value, first, verdict)

    def _message(self, failure: LogFailure) -> str:
        match failure.kind:
            case FailureKind.FILE | FailureKind.RUN_TIME:
                message = f"Error while simulating: {failure.text}"
            case FailureKind.UNDEFINED_TASK:
                message = failure.text
            case _:
                message = f"Simulation fails: {failure.text}"
        if failure.time and failure.time not in failure.text:
            message += f" (at time {failure.time})"
        if failure.unknown:
            message += ". The value is unknown (x): not reset, not driven, or driven twice"
        return message

    def _both(self, message: str, code: str, failure: LogFailure | None, verdict: LogVerdict) -> tuple[Diagnostic, ...]:
        bench = place_in_bench(failure, self.benches, self._original) if failure else None
        nowhere = LogFailure(FailureKind.RUN_TIME, "", 0)
        if (part := self._part_of()) is not None:
            message += f". {part} simulates this module as a part of its design"
        data: dict[str, object] = {"failing": [f.text for f in verdict.failures[:5]]}
        if bench is not None and bench.path == self.environment.path:
            return (Diagnostic(bench.range, Severity.ERROR, code, message, self.run.source, Stage.SIMULATE, data=data),)
        if failure is not None and failure.path is not None and self._original(failure.path) == self.environment.path:
            # The design itself complains: an assertion in it, a memory file it cannot read.
            place, signal = line_or_name(LineIndex(self.code), failure.line or 0, failure.name), None
        elif failure is not None and part is None:
            design = place_in_design(failure, bench, self.code, "\n".join(self.benches.values()))
            place, signal = design.range, design.signal
        else:
            place, signal = place_in_design(nowhere, None, self.code, "\n".join(self.benches.values())).range, None
        if signal is not None:
            data["signal"] = signal
        related = (Related(bench.range, "the testbench reports it here", bench.path),) if bench is not None else ()
        found = [
            Diagnostic(
                place, Severity.ERROR, code, message, self.run.source, Stage.SIMULATE, related=related, data=data
            )
        ]
        if bench is not None:
            found.append(
                Diagnostic(bench.range, Severity.ERROR, code, message, self.run.source, Stage.SIMULATE, path=bench.path)
            )
        return tuple(found)

    def _part_of(self) -> str | None:
        """The name of the testbench when it does not instantiate the checked file's modules itself: its names are not theirs."""
        bench = verilog_bench(self.code, self.environment)
        if bench is None or bench.path == self.environment.path:
            return None
        direct = scan(bench.text).references & {*scan(self.code).units}
        return None if direct else Path(bench.path).name

    def _remarks(self, verdict: LogVerdict) -> tuple[Diagnostic, ...]:
        """A pass that deserves a word: a file that could not be read, a testbench that checks nothing."""
        found = [
            replace(d, severity=Severity.WARNING)
            for f in verdict.failures[:1]
            for d in self._both(self._message(f), f.kind.value, f, verdict)
        ]
        if not verdict.checked and not any(CHECKING_CODE.search(t) for t in self.benches.values()):
            text = "\n".join(self.benches.values())
            place = place_in_design(LogFailure(FailureKind.CHECK, "", 0), None, self.code, text).range
            found.append(
                Diagnostic(
                    place,
                    Severity.INFORMATION,
                    "no-check-seen",
                    "The simulation ended without an error, but no check was seen: the testbench compares nothing",
                    self.run.source,
                    Stage.SIMULATE,
                )
            )
        return tuple(found)

    def _original(self, staged: str) -> str | None:
        return self.staged.original(staged)


def with_summary(found: list[Diagnostic], code: str, environment: Environment, source: str) -> list[Diagnostic]:
    """The same with a word at the checked file's module when all errors stand in other files."""
    errors = [d for d in found if d.severity is Severity.ERROR]
    if not errors or any(d.path is None for d in errors):
        return found
    place = place_in_design(LogFailure(FailureKind.CHECK, "", 0), None, code, "").range
    name = Path(errors[0].path or "").name
    bench = any(f.path == errors[0].path and f.role is Role.TESTBENCH for f in environment.files)
    message = f"{'The testbench ' if bench else ''}{name} does not compile: {errors[0].message}"
    related = (Related(errors[0].range, errors[0].message, errors[0].path),)
    return [
        Diagnostic(place, Severity.ERROR, errors[0].code, message, source, errors[0].stage, related=related),
        *found,
    ]


def _reached(verdict: LogVerdict, tick: float | None, wave: Path | None) -> float | None:
    """The last simulated time known, in seconds: from the log, else from the wave dump."""
    if verdict.ticks is not None and tick is not None:
        return verdict.ticks * tick
    if verdict.simulated is not None:
        return verdict.simulated
    return _last_wave_time(wave) if wave is not None else None


def _wave(directory: Path) -> Path | None:
    """The newest value change dump the testbench wrote, when it is small enough to keep."""
    found = [p for p in directory.rglob("*.vcd") if p.is_file() and not p.is_symlink()]
    found = [p for p in found if 0 < p.stat().st_size <= MAX_WAVE_BYTES]
    return max(found, key=lambda p: p.stat().st_mtime_ns, default=None)


def _last_wave_time(wave: Path) -> float | None:
    with wave.open("rb") as file:
        head = file.read(4096)
        file.seek(max(0, wave.stat().st_size - 65_536))
        tail = file.read()
    scale, times = _VCD_SCALE.search(head), _VCD_TIME.findall(tail)
    if scale is None or not times:
        return None
    unit = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9, "ps": 1e-12, "fs": 1e-15}[scale[2].decode()]
    return int(times[-1]) * int(scale[1]) * unit
