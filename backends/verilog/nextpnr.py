"""Place and route with nextpnr for iCE40 and ECP5: clock frequencies, the critical path, and how full the device is."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from backends.environment import Domain, Environment
from backends.outcome import Diagnostic, Label, Metric, Outcome, Range, Related, Severity, Stage
from backends.process import ToolResult, run_tool
from backends.protocol import ToolStatus
from backends.scratch import scratch_directory
from backends.settings import Limits
from backends.verilog.json_netlist import JsonNetlist
from backends.verilog.nextpnr_device import Device, device_for
from backends.verilog.nextpnr_installation import (
    ARCHITECTURES,
    NextpnrInstallation,
    find_nextpnr,
    install_command,
)
from backends.verilog.nextpnr_report import CriticalPath, TimingReport, parse_report, user_name
from backends.verilog.pin_harness import INSTANCE, TOP, harness
from backends.verilog.rtlil import Source
from backends.verilog.source_places import SourcePlaces
from backends.verilog.source_scan import scan
from backends.verilog.staged_sources import StagedSources, is_simple_name, stage_sources
from backends.verilog.technology_mapping import SYNTHESIS
from backends.verilog.testbench import is_testbench
from backends.verilog.yosys_log import needs_systemverilog, parse_error
from backends.verilog.yosys_runner import YosysRun, run_yosys
from backends.verilog.yosys_script import library_options, read_commands, top_module

MINIMUM_SECONDS = 300.0
"""Place and route is asked for by name and takes minutes for large designs; shorter configured limits do not apply."""
MAX_STEPS = 20

_ERROR = re.compile(r"^ERROR: (.*)", re.MULTILINE)
_NO_PINS = re.compile(r"(?:IO|PIO|io)['`]?(?: |$)|SB_IO|TRELLIS_IO|package pin|no pins", re.IGNORECASE)
_FULL = re.compile(
    r"Unable to (?:place|find legal placement)|no (?:more|remaining|Bels|BELs)|no BELs remaining|failed to (?:place|expand)",
    re.IGNORECASE,
)
_USED = re.compile(r"Info:\s+(\w+):\s+(\d+)/\s*(\d+)\s+(\d+)%")


class Nextpnr:
    """Asked for by name: it takes seconds for small designs and minutes for large ones."""

    name = "nextpnr"
    domain = Domain.VERILOG
    stage = Stage.PLACE
    executes_user_code = False
    on_demand = True

    def probe(self) -> ToolStatus:
        found = {a: i for a in ARCHITECTURES if (i := find_nextpnr(a, {})) is not None}
        missing = [a for a in ARCHITECTURES if a not in found]
        return ToolStatus(
            self.name,
            "clock frequency and critical path for iCE40 and ECP5",
            " or ".join(install_command(a) for a in missing or ARCHITECTURES),
            ", ".join(i.where for i in found.values()) or None,
            ", ".join(f"{a} {i.version}" for a, i in found.items()),
            f"not found for {', '.join(missing)}" if missing and found else "",
        )

    def applies(self, code: str, environment: Environment) -> bool:
        """Only modules, and only when the target is an FPGA that nextpnr knows."""
        target = environment.target or environment.settings.verilog.target
        return target in ARCHITECTURES and bool(scan(code).modules) and not is_testbench(environment.path, code)

    async def run(self, code: str, environment: Environment) -> Outcome:
        target = environment.target or environment.settings.verilog.target
        if target not in ARCHITECTURES:
            return Outcome.unavailable(
                self.name, self.stage, f"nextpnr is used for {', '.join(ARCHITECTURES)}, not `{target}`."
            )
        device = device_for(target, environment.settings.verilog.device)
        if isinstance(device, str):
            return Outcome.unavailable(self.name, self.stage, device)
        with scratch_directory() as directory:
            installation = find_nextpnr(target, environment.settings.tools, str(directory))
            if installation is None:
                why = f"nextpnr for {target} was not found. Install it with: {install_command(target)}"
                return Outcome.unavailable(self.name, self.stage, why)
            staged = await asyncio.to_thread(stage_sources, code, environment, directory)
            outcome = await _Placement(code, environment, staged, device, installation).outcome()
        return replace(outcome, tool_version=installation.version, target=device.name)


@dataclass
class _Placement:
    """One design in one device."""

    code: str
    environment: Environment
    staged: StagedSources
    device: Device
    installation: NextpnrInstallation
    remarks: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def limits(self) -> Limits:
        limits = self.environment.settings.limits
        return replace(
            limits,
            wall_seconds=max(limits.wall_seconds, MINIMUM_SECONDS),
            cpu_seconds=max(limits.cpu_seconds, 2 * MINIMUM_SECONDS),
        )

    async def outcome(self) -> Outcome:
        top = top_module(self.code, self.environment)
        netlist = await self._synthesize(top, "design", [])
        if isinstance(netlist, Outcome):
            return netlist
        result = await self._place("design")
        if (
            result.returncode != 0
            and _NO_PINS.search(_error(result))
            and top
            and all(map(is_simple_name, netlist.ports))
        ):
            wrapper = harness(top, netlist.ports, netlist.mapped_clock_ports())
            await asyncio.to_thread((self.staged.directory / "harness.v").write_text, wrapper, "utf-8")
            wrapped = await self._synthesize(TOP, "harness", ["read_verilog harness.v"])
            if isinstance(wrapped, Outcome):
                return wrapped
            netlist = wrapped
            self.remarks.append(
                f"{self.device.name} has fewer pins than the module has ports: it was placed inside shift registers that carry "
                "its ports in and out, which the utilisation includes."
            )
            result = await self._place("harness")
        if result.timed_out:
            return self._outcome(
                Label.TIMEOUT, f"nextpnr did not finish in {self.limits.wall_seconds:.0f} s.\n{result.output}"
            )
        if result.memory_exceeded:
            return self._outcome(Label.RESOURCE_EXCEEDED, f"nextpnr ran out of memory.\n{result.output}")
        if result.returncode != 0:
            return self._failed(result)
        try:
            report = parse_report(await asyncio.to_thread((self.staged.directory / "report.json").read_text, "utf-8"))
        except (OSError, ValueError, KeyError) as error:
            return self._outcome(
                Label.UNAVAILABLE, f"nextpnr wrote no report that can be read ({error}).\n{result.output}"
            )
        diagnostics = await asyncio.to_thread(self._critical_path, report, netlist)
        return self._outcome(Label.PASS, result.output, diagnostics, _metrics(report))

    async def _synthesize(self, top: str | None, name: str, more: list[str]) -> JsonNetlist | Outcome:
        """The mapped netlist, left in ``<name>.json``."""
        run = await self._yosys(top, name, more, systemverilog=False)
        if not run.finished and needs_systemverilog(run.log):
            run = await self._yosys(top, name, more, systemverilog=True)
        if run.unavailable:
            return Outcome.unavailable("nextpnr", Stage.PLACE, f"synthesis is needed first: {run.unavailable}")
        if not run.finished:
            error = parse_error(run.log)
            why = error.text if error else "the time allowed ran out" if run.timed_out else "Yosys stopped"
            return self._outcome(Label.UNAVAILABLE, f"not placed: the design does not synthesize: {why}\n{run.log}")

        def read() -> JsonNetlist:
            module = (self.staged.directory / "top.txt").read_text("utf-8").strip() or (top or "")
            return JsonNetlist((self.staged.directory / f"{name}.json").read_text("utf-8"), module)

        return await asyncio.to_thread(read)

    async def _yosys(self, top: str | None, name: str, more: list[str], *, systemverilog: bool) -> YosysRun:
        chosen = f" -top {top}" if top else " -auto-top"
        synthesis = f"{SYNTHESIS[self.device.architecture]}{self.device.synthesis_options}"
        script = [
            *read_commands(self.staged, self.environment, systemverilog=systemverilog),
            *more,
            f"hierarchy{library_options(self.staged)}{chosen}",
            f"{synthesis}{f' -top {top}' if top else ''} -latches info -json {name}.json",
            "tee -q -o top.txt select -list-mod A:top",
        ]
        run = await run_yosys(
            script,
            self.staged.directory,
            tools=self.environment.settings.tools,
            limits=self.limits,
            policy=self.staged.policy,
        )
        self.seconds += run.seconds
        return run

    async def _place(self, name: str) -> ToolResult:
        mount = self.installation.mount
        argv = [
            *self.installation.argv,
            *self.device.options,
            *("--json", f"{mount}{name}.json", "--report", f"{mount}report.json"),
            *("--timing-allow-fail", "--ignore-loops", "--seed", "1"),
        ]
        argv += ["--pcf-allow-unconstrained"] if self.device.architecture == "ice40" else ["--lpf-allow-unconstrained"]
        for directory in self.installation.writable:
            await asyncio.to_thread(Path(directory).mkdir, parents=True, exist_ok=True)
        policy = replace(self.staged.policy, writable=self.installation.writable)
        result = await run_tool(
            argv, cwd=str(self.staged.directory), limits=self.limits, policy=policy, env=self.installation.env
        )
        self.seconds += result.seconds
        return result

    def _failed(self, result: ToolResult) -> Outcome:
        error = _error(result)
        if not _FULL.search(error):
            return self._outcome(Label.UNAVAILABLE, f"not placed: {error}\n{result.output}")
        full = [
            f"{kind} {used} of {available}"
            for kind, used, available, percent in _USED.findall(result.output)
            if int(percent) > 100
        ]
        message = f"the design does not fit in {self.device.name}: {', '.join(full) or error}"
        places = SourcePlaces(self.code, self.environment, self.staged)
        where = places.named_in("")
        diagnostic = Diagnostic(where, Severity.ERROR, "does-not-fit", message, "nextpnr", Stage.PLACE)
        return self._outcome(Label.RESOURCE_EXCEEDED, result.output, [diagnostic])

    def _critical_path(self, report: TimingReport, netlist: JsonNetlist) -> list[Diagnostic]:
        """The path that limits the slowest clock, at the register where it ends, its nets related in order."""
        limiting = report.limiting()
        if limiting is None:
            return []
        clock, path = limiting
        places = SourcePlaces(self.code, self.environment, self.staged)
        related = _travelled(path, places)
        where, file = self._end(path, netlist, places, related)
        if where is None:
            return []
        end = path.end_name.removeprefix(INSTANCE)
        if clock is None:
            message = f"longest path: {path.delay:.2f} ns, ends at `{end}`"
        else:
            message = f"critical path of `{clock}`: {path.delay:.2f} ns ({report.fmax[clock]:.1f} MHz), ends at `{end}`"
        data = {"clock": clock, "nanoseconds": round(path.delay, 3), "end": end}
        return [
            Diagnostic(
                where, Severity.INFORMATION, "critical-path", message, "nextpnr", Stage.PLACE, file, related, data
            )
        ]

    def _end(
        self, path: CriticalPath, netlist: JsonNetlist, places: SourcePlaces, related: tuple[Related, ...]
    ) -> tuple[Range | None, str | None]:
        """The declaration of the register; else the place of its cell; else the last net that has a place."""
        name = path.end_name
        for source in (
            *netlist.wire_sources(name),
            *netlist.wire_sources(_base(name)),
            *netlist.wire_sources(_base(name) + "[0]"),
        ):
            if places.is_ours(source.path):
                return places.range(source, _base(name)), places.path(source.path)
        if (declared := places.declaration(_base(name))) is not None:
            return declared, None
        for source in netlist.cell_sources(path.last_cell):
            if places.is_ours(source.path):
                return places.line(source.path, source.line), places.path(source.path)
        return (related[-1].range, related[-1].path) if related else (None, None)

    def _outcome(
        self,
        label: Label,
        log: str,
        diagnostics: list[Diagnostic] | None = None,
        metrics: Mapping[str, Metric] | None = None,
    ) -> Outcome:
        return Outcome(
            tool="nextpnr",
            stage=Stage.PLACE,
            label=label,
            diagnostics=tuple(diagnostics or ()),
            metrics=metrics or {},
            log="\n".join([*self.remarks, log]),
            seconds=self.seconds,
        )


def _travelled(path: CriticalPath, places: SourcePlaces) -> tuple[Related, ...]:
    """The declared signals along the path with the delay of their nets, a carry chain counted as one."""
    steps: list[tuple[str, float, Source]] = []
    for net in path.nets:
        name = user_name(net.name).removeprefix(INSTANCE)
        source = next((s for s in net.sources if places.is_ours(s.path)), None)
        if source is None:
            continue
        if steps and steps[-1][2] == source:
            steps[-1] = (steps[-1][0], steps[-1][1] + net.delay, source)
        else:
            steps.append((name, net.delay, source))
    return tuple(
        Related(
            places.range(source, _base(name)), f"through `{name}` ({delay:.2f} ns of routing)", places.path(source.path)
        )
        for name, delay, source in steps[:MAX_STEPS]
    )


def _metrics(report: TimingReport) -> dict[str, Metric]:
    """The slowest clock as ``fmax``, each clock when there are several, and the share of each kind of cell in use."""
    metrics: dict[str, Metric] = {}
    if report.fmax:
        metrics["fmax"] = Metric(round(min(report.fmax.values()), 2), "MHz")
    if len(report.fmax) > 1:
        metrics |= {f"fmax[{clock}]": Metric(round(f, 2), "MHz") for clock, f in report.fmax.items()}
    limiting = report.limiting()
    if limiting:
        metrics["critical_path"] = Metric(round(limiting[1].delay, 3), "ns")
    for kind, (used, available) in report.utilization.items():
        if used and available:
            metrics[f"used[{kind}]"] = Metric(used, "cell")
            metrics[f"utilization[{kind}]"] = Metric(round(100 * used / available, 2), "%")
    return metrics


def _error(result: ToolResult) -> str:
    found = _ERROR.findall(result.output)
    return found[0] if found else f"nextpnr ended with status {result.returncode}"


def _base(name: str) -> str:
    """``mem[10][3]`` is ``mem``; of a name in an instance the last part."""
    return re.sub(r"\[.*\Z", "", name).rpartition(".")[2]
