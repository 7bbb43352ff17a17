"""Synthesis with Yosys: cells, flip-flops, LUTs and logic depth, and the latches, loops and conflicts in the circuit.

The label is ``PASS`` for what can be built as it is written: an inferred latch can, so it is a warning at its signal (and
none in an ``always_latch``, where it is meant; ``always_comb`` forbids it). Conflicting drivers and combinational loops cannot,
and are errors; a loop whose net has a ``keep`` attribute is meant, and a warning.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from backends.environment import Domain, Environment
from backends.outcome import Diagnostic, Label, Metric, Outcome, Severity, Stage
from backends.protocol import ToolStatus
from backends.scratch import scratch_directory
from backends.settings import Limits
from backends.verilog.cell_statistics import DesignStatistics, parse_statistics
from backends.verilog.rtlil import RtlilModule, parse_rtlil
from backends.verilog.source_places import SourcePlaces
from backends.verilog.source_scan import is_text, scan
from backends.verilog.staged_sources import StagedSources, stage_sources
from backends.verilog.technology_mapping import DEPTH_MAP, LIBRARIES, TARGETS, depth_map, mapping_commands
from backends.verilog.testbench import is_testbench
from backends.verilog.verilator_lint import VerilatorLint
from backends.verilog.verilog_language import is_systemverilog
from backends.verilog.yosys_diagnostics import (
    conflict_diagnostics,
    error_diagnostic,
    front_end_diagnostics,
    latch_diagnostics,
    loop_diagnostics,
    mapping_diagnostic,
    stopped_diagnostic,
    undriven_diagnostics,
    unknown_modules,
)
from backends.verilog.yosys_log import (
    needs_systemverilog,
    parse_check,
    parse_error,
    parse_front_end_warnings,
    parse_latches,
)
from backends.verilog.yosys_runner import INSTALL, YosysRun, find_yosys, run_yosys
from backends.verilog.yosys_script import declare_unknown, library_options, read_commands, root_modules, top_module

MAX_DIAGNOSTICS = 100
MAX_SIZE = {"ice40": 2000, "ecp5": 2500, "xilinx": 1500, "generic": 3000}
"""Estimated LUTs up to which a design is mapped on every check."""
ON_DEMAND_FACTOR = 10
"""How much longer than the configured limit a full mapping asked for by name may take."""
MAX_RTLIL_BYTES = 48 << 20

_MEMORY = re.compile(r"^  cell \$mem_v2 .*\n((?:    .*\n)*)", re.MULTILINE)
_PARAMETER = re.compile(r"parameter \\(\w+) (\S+)")
_LENGTH = re.compile(r"\(length=(\d+)\)")
_NEVER_SYNTHESIZABLE = re.compile(
    r"Multiple edge sensitive events|While loops are only allowed|Latch inferred for signal|non-synthesizable|"
    r"sync (?:event|rule)|Non-constant|procedural"
)
_SIMULATION_MODELS = frozenset({"primitive", "specify"})
_MISSING_DATA = re.compile(r"Can(?:'t| ?not) open file|Can not open file")


class YosysSynthesis:
    """Elaborates, checks and counts on every run; maps to the target when the design is small, or always with ``full``."""

    domain = Domain.VERILOG
    stage = Stage.SYNTHESIZE
    executes_user_code = False

    def __init__(self, *, full: bool = False) -> None:
        self.name = "yosys-full" if full else "yosys"
        self.on_demand = full

    def probe(self) -> ToolStatus:
        found = find_yosys({})
        enables = (
            "synthesis of designs of any size" if self.on_demand else "synthesis: LUTs, flip-flops, latches, loops"
        )
        return ToolStatus(self.name, enables, INSTALL, found.where if found else None, found.version if found else "")

    def applies(self, code: str, environment: Environment) -> bool:
        """False for testbenches, headers and packages: only modules are synthesized."""
        return is_text(code) and bool(scan(code).modules) and not is_testbench(environment.path, code)

    async def run(self, code: str, environment: Environment) -> Outcome:
        installation = find_yosys(environment.settings.tools)
        version = installation.version if installation else ""
        target = environment.target or environment.settings.verilog.target
        if target not in TARGETS:
            why = f"unknown target `{target}` (verilog.target); it can be {', '.join(TARGETS)}."
            return Outcome.unavailable(self.name, self.stage, why)
        with scratch_directory() as directory:
            staged = await asyncio.to_thread(stage_sources, code, environment, directory)
            synthesis = _Synthesis(code, environment, staged, target, self.on_demand)
            outcome = await synthesis.outcome()
        return replace(outcome, tool=self.name, tool_version=version, target=target)


@dataclass
class _Synthesis:
    """One synthesis: its scripts, and what came of them."""

    code: str
    environment: Environment
    staged: StagedSources
    target: str
    full: bool
    metrics: dict[str, Metric] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    declarations: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def limits(self) -> Limits:
        limits = self.environment.settings.limits
        if not self.full:
            return limits
        return replace(
            limits,
            wall_seconds=limits.wall_seconds * ON_DEMAND_FACTOR,
            cpu_seconds=limits.cpu_seconds * ON_DEMAND_FACTOR,
        )

    async def outcome(self) -> Outcome:
        self.top = top_module(self.code, self.environment)
        run = await self._run(self._elaboration(systemverilog=False))
        settings = self.environment.settings.verilog
        if not run.finished and settings.language == "auto" and needs_systemverilog(run.log):
            run = await self._run(self._elaboration(systemverilog=True))
        if run.unavailable:
            return Outcome.unavailable("yosys", Stage.SYNTHESIZE, run.unavailable)
        if not run.finished:
            return await self._failed(run)
        diagnostics, clean = await asyncio.to_thread(self._read, run)
        await self._measure(clean, diagnostics)
        label = Label.COMPILATION_ERROR if any(d.severity is Severity.ERROR for d in diagnostics) else Label.PASS
        return self._outcome(label, diagnostics, run.log)

    def _elaboration(self, *, systemverilog: bool) -> list[str]:
        """Commands up to the flattened design in ``flat.il`` and its word-level cells in ``coarse.il``."""
        several = len(root_modules(self.code)) > 1
        top = f" -top {self.top}" if self.top else " -auto-top"
        commands = read_commands(self.staged, self.environment, systemverilog=systemverilog, defer=not several)
        if self._has_unresolved():
            commands += LIBRARIES[self.target]
        options = library_options(self.staged)
        return [
            *commands,
            f"hierarchy{options}{'' if several else top}",
            "proc -noopt",
            "tribuf",
            "tee -q -o check.txt check",
            "write_rtlil modules.il",
            *([f"hierarchy{top}"] if several else []),
            "flatten",
            "tee -q -o loops.txt check",
            "write_rtlil flat.il",
            "tee -q -o memories.json stat -json",
            "opt_expr",
            "opt_clean",
            "opt -fast",
            "wreduce",
            "peepopt",
            "opt_clean",
            "memory -nomap",
            "opt_clean",
            "tee -q -o coarse.json stat -json -width",
            "write_rtlil coarse.il",
        ]

    def _has_unresolved(self) -> bool:
        texts = [self.code, *(f.text for f in self.environment.files)]
        defined = {unit for text in texts for unit in scan(text).units}
        return not scan(self.code).references <= defined

    def _read(self, run: YosysRun) -> tuple[list[Diagnostic], bool]:
        """Diagnostics of a finished elaboration, and whether the circuit is free of loops."""
        places = SourcePlaces(self.code, self.environment, self.staged)
        check, loops = parse_check(self._file("check.txt")), parse_check(self._file("loops.txt"))
        latches = parse_latches(run.log)
        modules = self._rtlil("modules.il")
        flat = self._rtlil("flat.il") if loops.loops else {}
        self.declarations = declare_unknown(modules, check.undriven)
        conflicts = conflict_diagnostics(check, modules, places)
        looping = loop_diagnostics([*check.loops, *loops.loops], {**modules, **flat}, places)
        diagnostics = [
            *conflicts,
            *looping,
            *latch_diagnostics(latches, modules, places),
            *(implicit := front_end_diagnostics(parse_front_end_warnings(run.log), places)),
            *(d for d in undriven_diagnostics(check, modules, places) if d.range not in {i.range for i in implicit}),
            *unknown_modules(modules, places),
        ]
        self.metrics["combinational_loops"] = Metric(len(looping), "loop")
        self.metrics["multiple_drivers"] = Metric(len(conflicts), "signal")
        # A neighbour's own faults are told when it is checked; here they count only where they stop the design.
        kept = [d for d in diagnostics if d.path is None or d.severity is Severity.ERROR]
        return kept[:MAX_DIAGNOSTICS], not loops.loops

    async def _measure(self, loop_free: bool, diagnostics: list[Diagnostic]) -> None:
        """Counts, from the mapped design if that is small enough, else from the word-level one."""
        statistics = parse_statistics(self._file("coarse.json"))
        if statistics is None:
            return
        memories = parse_statistics(self._file("memories.json"))
        statistics = replace(statistics, memory_bits=memories.memory_bits if memories else 0)
        self.metrics.update(statistics.coarse_metrics())
        size = statistics.size + await asyncio.to_thread(self._memory_size)
        if not self.full and size > MAX_SIZE[self.target]:
            self.remarks.append(
                f"not mapped to {self.target}: the design is large (about {round(size, -2):.0f} LUTs); counts are of word-level "
                f"cells. Run `yosys-full` to map it."
            )
        elif await self._map(statistics, diagnostics):
            return
        if loop_free:
            await self._run(["read_rtlil coarse.il", "tee -q -o depth.txt ltp -noff"])
            self._depth("operator_depth", "operator")

    def _memory_size(self) -> float:
        """What memories add to the size: those that become flip-flops and multiplexers, having no clock on a read port."""
        if self.target in ("ecp5", "xilinx"):
            return 0.0
        total = 0.0
        for memory in _MEMORY.finditer(self._file("coarse.il")):
            parameters = dict(_PARAMETER.findall(memory[1]))
            clocked = set(parameters.get("RD_CLK_ENABLE", "0'").partition("'")[2])
            if self.target == "generic" or clocked != {"1"}:
                total += int(parameters.get("SIZE", 0)) * int(parameters.get("WIDTH", 0))
        return total

    async def _map(self, statistics: DesignStatistics, diagnostics: list[Diagnostic]) -> bool:
        await asyncio.to_thread((self.staged.directory / DEPTH_MAP).write_text, depth_map(self.target), "utf-8")
        run = await self._run(mapping_commands(self.target, self.top, self.declarations))
        mapped = parse_statistics(self._file("mapped.json"))
        if mapped is None:
            error = parse_error(run.log)
            if error is not None and "cannot be legalized" in error.text:
                places = SourcePlaces(self.code, self.environment, self.staged)
                modules = await asyncio.to_thread(self._rtlil, "modules.il")
                diagnostics.append(mapping_diagnostic(error.text, self.target, modules, places))
            why = "it took longer than the time allowed" if run.timed_out else error.text if error else "Yosys stopped"
            self.remarks.append(f"not mapped to {self.target}: {why}; counts are of word-level cells.")
            return False
        latches = statistics.coarse_metrics()["latches"]
        self.metrics.update(mapped.mapped_metrics(self.target))
        if latches.value:
            self.metrics["latches"] = latches
        self._depth("logic_depth", "level")
        return True

    def _depth(self, name: str, unit: str) -> None:
        if found := _LENGTH.search(self._file("depth.txt")):
            self.metrics[name] = Metric(int(found[1]), unit)

    async def _failed(self, run: YosysRun) -> Outcome:
        places = SourcePlaces(self.code, self.environment, self.staged)
        if run.timed_out:
            why = f"synthesis was stopped after {self.limits.wall_seconds:.0f} s (limits.wall_seconds): Yosys had not finished"
            return self._outcome(Label.TIMEOUT, [stopped_diagnostic("timeout", why, places)], f"{why}.\n{run.log}")
        if run.memory_exceeded:
            why = "synthesis was stopped: Yosys went over the memory limit"
            return self._outcome(
                Label.RESOURCE_EXCEEDED, [stopped_diagnostic("limit", why, places)], f"{why}.\n{run.log}"
            )
        error = parse_error(run.log)
        if error is None:
            return self._outcome(Label.UNAVAILABLE, [], f"Yosys stopped without a message.\n{run.log}")
        if error.text.startswith("Assert `"):
            why = f"not synthesized: the design goes beyond what Yosys can hold ({error.text})"
            return self._outcome(Label.UNAVAILABLE, [stopped_diagnostic("limit", why, places)], f"{why}.\n{run.log}")
        settings = self.environment.settings.verilog
        path = self.staged.original(error.path) if error.path else self.environment.path
        systemverilog = is_systemverilog(path or "", settings)
        hardware = not error.text.startswith("syntax error") and (
            not systemverilog or _NEVER_SYNTHESIZABLE.search(error.text) is not None
        )
        valid = hardware or await self._is_valid_code()
        diagnostic = error_diagnostic(error, places, valid_code=valid, systemverilog=systemverilog)
        if _MISSING_DATA.search(error.text):
            why = f"not synthesized: {error.text} It is looked for in the project's root and beside the source."
            return self._outcome(
                Label.UNAVAILABLE, [replace(diagnostic, severity=Severity.WARNING)], f"{why}\n{run.log}"
            )
        if diagnostic.code == "unsupported" or (diagnostic.code == "error" and valid and not hardware):
            message = f"not synthesized: Yosys' own reader does not support this ({error.text})"
            hint = replace(diagnostic, severity=Severity.INFORMATION, code="unsupported", message=message)
            return self._outcome(Label.UNAVAILABLE, [hint], f"{message}\n{run.log}")
        if diagnostic.code == "not-synthesizable" and (
            diagnostic.path is not None or diagnostic.data.get("name") in _SIMULATION_MODELS
        ):
            # Said as an error where it is checked itself; a library of simulation models is right as it is.
            message = f"not synthesized: {diagnostic.message}"
            hint = replace(diagnostic, severity=Severity.INFORMATION, message=message)
            return self._outcome(Label.UNAVAILABLE, [hint], f"{message}\n{run.log}")
        latches = await asyncio.to_thread(latch_diagnostics, parse_latches(run.log), {}, places)
        return self._outcome(Label.COMPILATION_ERROR, [diagnostic, *latches], run.log)

    async def _is_valid_code(self) -> bool:
        """Verilator, which reads all of the language, is the judge."""
        return (await VerilatorLint().run(self.code, self.environment)).label is Label.PASS

    async def _run(self, script: list[str]) -> YosysRun:
        settings = self.environment.settings
        run = await run_yosys(
            script, self.staged.directory, tools=settings.tools, limits=self.limits, policy=self.staged.policy
        )
        self.seconds += run.seconds
        return run

    def _file(self, name: str) -> str:
        try:
            return (self.staged.directory / name).read_text("utf-8", "replace")
        except OSError:
            return ""

    def _rtlil(self, name: str) -> dict[str, RtlilModule]:
        path = Path(self.staged.directory / name)
        if not path.is_file() or path.stat().st_size > MAX_RTLIL_BYTES:
            return {}
        return parse_rtlil(self._file(name))

    def _outcome(self, label: Label, diagnostics: list[Diagnostic], log: str) -> Outcome:
        return Outcome(
            tool="yosys",
            stage=Stage.SYNTHESIZE,
            label=label,
            diagnostics=tuple(diagnostics),
            metrics=dict(self.metrics),
            log="\n".join([*self.remarks, log]),
            seconds=self.seconds,
        )
