"""What every simulator shares: which testbench runs, which simulator answers, and how its log becomes an outcome."""

from __future__ import annotations

import importlib.util
import shutil
from functools import lru_cache

from backends.environment import Environment, Role
from backends.outcome import Outcome, Stage
from backends.process import ToolResult
from backends.verilog.simulation_log import LOG_CHARACTERS, judge, simulation_metrics, verdict_diagnostics
from backends.verilog.staged_sources import StagedSources
from backends.verilog.testbench import is_testbench, testbench_modules
from backends.verilog.verilog_language import is_systemverilog


@lru_cache(maxsize=32)
def _which(name: str) -> str | None:
    return shutil.which(name)


def executable(name: str, environment: Environment | None = None) -> str | None:
    """The path of a tool: the one named in the settings, else the one on ``PATH``."""
    named = environment.settings.tools.get(name) if environment is not None else None
    return shutil.which(named) if named else _which(name)


def has_svling() -> bool:
    return importlib.util.find_spec("sling") is not None


def has_verilog_bench(code: str, environment: Environment) -> bool:
    """True when there is something to simulate: a Verilog testbench beside the file, or the file is one."""
    bench = any(not f.path.endswith(".py") for f in environment.of_role(Role.TESTBENCH))
    return bench or is_testbench(environment.path, code)


def chosen_simulator(environment: Environment) -> str:
    """The simulator that answers: the configured one, or the first of Icarus and svling that is installed."""
    wanted = environment.settings.verilog.simulator
    if wanted != "auto":
        return wanted
    return "icarus" if executable("iverilog", environment) and executable("vvp", environment) else "svling"


def simulation_tops(code: str, environment: Environment) -> tuple[str, ...]:
    """The testbench modules to elaborate."""
    if is_testbench(environment.path, code):
        return testbench_modules(code)[-1:]
    for bench in environment.of_role(Role.TESTBENCH):
        if not bench.path.endswith(".py") and (modules := testbench_modules(bench.text)):
            return modules[-1:]
    return ()


def simulated_files(staged: StagedSources) -> list[str]:
    """Packages first, then neighbours, the checked file, the testbench."""
    return [*staged.first, *staged.modules, *staged.roots, *staged.testbenches]


def any_systemverilog(environment: Environment) -> bool:
    """True when the checked file or its testbench is SystemVerilog: then all are read so."""
    settings = environment.settings.verilog
    paths = [environment.path, *(f.path for f in environment.files if not f.path.endswith(".py"))]
    return any(is_systemverilog(p, settings) for p in paths)


def simulation_outcome(
    tool: str, version: str, result: ToolResult, code: str, environment: Environment, staged: StagedSources, source: str
) -> Outcome:
    """The outcome of a simulation that was started."""
    verdict = judge(result, environment.settings.verilog, environment.settings.limits.wall_seconds)
    return Outcome(
        tool=tool,
        stage=Stage.SIMULATE,
        label=verdict.label,
        diagnostics=verdict_diagnostics(verdict, code, environment, staged, source),
        metrics=simulation_metrics(result.output, verdict),
        log=result.output[-LOG_CHARACTERS:],
        seconds=result.seconds,
        tool_version=version,
    )
