"""cocotb: a Python testbench on Icarus; the failing assertion becomes a diagnostic at its line."""

from __future__ import annotations

import asyncio
import importlib.metadata
import importlib.util
import re
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from functools import partial
from pathlib import Path

from backends.environment import Domain, Environment, Role, SourceFile
from backends.outcome import Diagnostic, Label, Metric, Outcome, Severity, Stage
from backends.process import ToolResult, run_tool
from backends.protocol import ToolStatus
from backends.scratch import scratch_directory
from backends.text import LineIndex
from backends.verilog.icarus import compile_arguments
from backends.verilog.interface import module_interfaces
from backends.verilog.simulation import any_systemverilog, executable, simulated_files
from backends.verilog.simulation_log import shortened_log
from backends.verilog.staged_sources import is_simple_name, stage_sources
from backends.verilog.testbench import is_testbench

INSTALL = "pip install cocotb, and apt-get install iverilog"
JOB = Path(__file__).with_name("cocotb_job.py")
_TOPLEVEL = re.compile(r"^#\s*(?:hardsight:\s*)?top(?:level)?\s*[=:]\s*(\w+)", re.MULTILINE)
_FRAME = re.compile(r'File "(?P<path>[^"]+)", line (?P<line>\d+)')
_ERROR = re.compile(r"^\s*(?:\S+\s+\S+\s+\S+\s+)?(?P<text>(?:AssertionError|\w+Error|\w+Exception)\b.*)$", re.MULTILINE)


class CocotbSimulation:
    name = "cocotb"
    domain = Domain.VERILOG
    stage = Stage.SIMULATE
    executes_user_code = True
    on_demand = False

    def probe(self) -> ToolStatus:
        found = importlib.util.find_spec("cocotb_tools") is not None
        version = importlib.metadata.version("cocotb") if found else ""
        simulator = executable("iverilog") and executable("vvp")
        note = "" if simulator else "Icarus, which runs the design, is missing"
        where = sys.executable if found and simulator else None
        return ToolStatus(self.name, "Python testbenches (test_x.py)", INSTALL, where, version, note)

    def applies(self, code: str, environment: Environment) -> bool:
        return _test_of(environment) is not None

    async def run(self, code: str, environment: Environment) -> Outcome:
        status, test = self.probe(), _test_of(environment)
        if not status.found or test is None:
            return Outcome.unavailable(self.name, self.stage, f"cocotb with Icarus is needed. Install them: {INSTALL}")
        design = _without_verilog_testbenches(environment)
        with scratch_directory() as directory:
            staged = await asyncio.to_thread(partial(stage_sources, testbenches=True), code, design, directory)
            tests = directory / "tests"
            tests.mkdir()
            for file in environment.files:
                if file.path.endswith(".py"):
                    (tests / Path(file.path).name).write_text(file.text, "utf-8", "surrogateescape")
            top = _toplevel(test, code, design)
            if top is None or not is_simple_name(top) or not is_simple_name(Path(test.path).stem):
                return Outcome.unavailable(
                    self.name, self.stage, f"{test.path}: the module under test has no plain name"
                )
            systemverilog = any_systemverilog(environment)
            arguments = compile_arguments(simulated_files(staged), staged, design, systemverilog=systemverilog)
            timescale = environment.settings.verilog.timescale.replace(" ", "")
            programs = (sys.executable, *(executable(name, environment) for name in ("iverilog", "vvp")))
            folders = dict.fromkeys(str(Path(program).parent) for program in programs if program)
            result = await run_tool(
                [sys.executable, "-I", str(JOB), top, Path(test.path).stem, timescale, *arguments],
                cwd=str(directory), limits=environment.settings.limits, policy=staged.policy,
                env={"PATH": ":".join((*folders, "/usr/local/bin", "/usr/bin", "/bin"))},
            )  # fmt: skip
            results = directory / "results.xml"
            report = results.read_text("utf-8", "replace") if results.is_file() else None
        return _outcome(result, report, test, code, environment, status.version)


def _test_of(environment: Environment) -> SourceFile | None:
    return next((f for f in environment.of_role(Role.TESTBENCH) if f.path.endswith(".py")), None)


def _without_verilog_testbenches(environment: Environment) -> Environment:
    """What is left with the role of a testbench is the design around the checked file that a parent's test exercises."""
    files = (f for f in environment.files if f.role is not Role.TESTBENCH or not is_testbench(f.path, f.text))
    return replace(environment, files=tuple(files))


def _toplevel(test: SourceFile, code: str, design: Environment) -> str | None:
    """The module a comment of the test names, else the one the test is named after, else the last of the file."""
    if match := _TOPLEVEL.search(test.text):
        return match[1]
    around = [f for f in design.of_role(Role.TESTBENCH) if not f.path.endswith(".py")]
    modules = [m.name for text in (*(f.text for f in around), code) for m in module_interfaces(text)]
    stem = Path(test.path).stem.lower()
    named = [m for m in modules if m.lower() in stem]
    return max(named, key=len) if named else (modules[-1] if modules else None)


def _outcome(
    result: ToolResult, report: str | None, test: SourceFile, code: str, environment: Environment, version: str
) -> Outcome:
    label, message, metrics = Label.PASS, "", {}
    if result.timed_out:
        label, message = (
            Label.TIMEOUT,
            f"{Path(test.path).name} did not end within {environment.settings.limits.wall_seconds:g} s",
        )
    elif report is None:
        label = Label.COMPILATION_ERROR if "error" in result.output.lower() else Label.RUNTIME_ERROR
        lines = [t.strip() for t in result.output.splitlines() if "error" in t.lower()]
        message = lines[0] if lines else "cocotb wrote no results"
    else:
        cases = list(ElementTree.fromstring(report).iter("testcase"))
        failed = [c.get("name", "?") for c in cases if c.find("failure") is not None or c.find("error") is not None]
        metrics = {"tests": Metric(len(cases), "test"), "failures": Metric(len(failed), "test")}
        if failed:
            error = _ERROR.search(result.output)
            label, message = Label.WRONG_OUTPUT, f"{failed[0]} fails: {error['text'] if error else 'see the log'}"
        elif not cases:
            label, message = Label.RUNTIME_ERROR, f"{Path(test.path).name} has no cocotb test"
    diagnostics: tuple[Diagnostic, ...] = ()
    if label is not Label.PASS:
        diagnostics = _diagnostics(message, result, test, code)
    return Outcome("cocotb", Stage.SIMULATE, label, diagnostics, metrics, shortened_log(result.output), result.seconds, tool_version=version)  # fmt: skip


def _diagnostics(message: str, result: ToolResult, test: SourceFile, code: str) -> tuple[Diagnostic, ...]:
    modules = module_interfaces(code)
    where = modules[-1].range if modules else LineIndex(code).line_range(0)
    for module in modules:
        for port in module.ports:
            if port.direction != "input" and re.search(rf"\b{re.escape(port.name)}\b", message):
                where = port.range
    found = [Diagnostic(where, Severity.ERROR, "testbench-failed", message, "cocotb", Stage.SIMULATE)]
    frames = [m for m in _FRAME.finditer(result.output) if Path(m["path"]).name == Path(test.path).name]
    if frames:
        place = LineIndex(test.text).line_range(int(frames[-1]["line"]) - 1)
        found.append(
            Diagnostic(place, Severity.ERROR, "testbench-failed", message, "cocotb", Stage.SIMULATE, path=test.path)
        )
    return tuple(found)
