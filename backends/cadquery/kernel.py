"""Confirms a CadQuery script by running it in a warm, confined worker and measuring the part it makes."""

from __future__ import annotations

import ast
import importlib.metadata
import importlib.util
import shutil
from functools import cache
from pathlib import Path
from typing import Any

from backends.cadquery.call_sites import CallSites
from backends.cadquery.kernel_answer import Answer, metrics_of, stopped_at
from backends.environment import Domain, Environment, Role
from backends.outcome import Diagnostic, Label, Outcome, Severity, Stage
from backends.process import Policy
from backends.protocol import ToolStatus
from backends.python_project import import_folders, interpreter_of
from backends.scratch import keep_artifact, scratch_directory
from backends.settings import Limits
from backends.text import LineIndex
from backends.zygote import BROKEN_INTERPRETER, JobResult, ZygoteError, zygote_for

JOB_FILE = Path(__file__).with_name("kernel_job.py")
INSTALL = "pip install 'hardsight[cadquery]', or name a Python that has it in the setting cadquery.interpreter"
MAX_INPUT_FILES = 32
MAX_INPUT_BYTES = 64 << 20

_CRASHES = {
    4: "an illegal instruction",
    6: "an abort",
    7: "a bus error",
    8: "an arithmetic fault",
    9: "a kill signal",
    11: "a segmentation fault",
}


class CadQueryKernel:
    """Executes the script: validity, volume, interference and pictures come from the real CAD kernel."""

    name = "cadquery"
    domain = Domain.CADQUERY
    stage = Stage.RUN
    executes_user_code = True
    on_demand = False

    def probe(self) -> ToolStatus:
        version, where = _installed()
        return ToolStatus(
            self.name, "running CadQuery scripts, measuring and drawing their parts", INSTALL, where, version
        )

    def applies(self, code: str, environment: Environment) -> bool:
        return bool(code.strip())

    async def run(self, code: str, environment: Environment) -> Outcome:
        interpreter = interpreter_of(environment)
        with scratch_directory() as scratch:
            work, artifacts = scratch / "work", scratch / "artifacts"
            work.mkdir()
            artifacts.mkdir()
            copy_inputs(code, environment, work)
            try:
                result = await zygote_for(JOB_FILE, interpreter).run(
                    _payload(code, environment, artifacts),
                    limits=environment.settings.limits,
                    policy=Policy(writable=(str(artifacts),)),
                    path=tuple(
                        map(
                            str,
                            import_folders(Domain.CADQUERY, environment.path, environment.root, environment.settings),
                        )
                    ),
                    cwd=str(work),
                )
            except ZygoteError as error:
                return Outcome.unavailable(self.name, self.stage, str(error))
            if result.value is None:
                return _died(code, environment, result)
            return _outcome(code, environment, result, result.value)


def _payload(code: str, environment: Environment, artifacts: Path) -> dict[str, Any]:
    settings = environment.settings.cadquery
    test = environment.testbench
    return {
        "path": environment.path,
        "code": code,
        "modules": {file.path: file.text for file in environment.of_role(Role.MODULE)},
        "test": [test.path, test.text] if test is not None else None,
        "artifacts": str(artifacts),
        "tolerance": settings.tolerance,
        "picture": settings.picture,
        "exports": list(settings.exports),
        "interference": settings.interference,
    }


def _outcome(code: str, environment: Environment, result: JobResult, value: dict[str, Any]) -> Outcome:
    answer = Answer(code, environment, value)
    diagnostics = answer.diagnostics()
    kept = {
        name: keep_artifact(Path(path)) for name, path in value.get("artifacts", {}).items() if Path(path).is_file()
    }
    return Outcome(
        CadQueryKernel.name, Stage.RUN, answer.label(diagnostics), diagnostics, metrics_of(answer.metrics),
        log=_log(result), seconds=result.seconds, tool_version=f"CadQuery {value['version']}", artifacts=kept,
    )  # fmt: skip


def _died(code: str, environment: Environment, result: JobResult) -> Outcome:
    """The worker was killed or crashed; what is left is the line it was on."""
    label, message = _explain_death(result.death or "lost", environment.settings.limits)
    if label is Label.UNAVAILABLE:
        return Outcome(CadQueryKernel.name, Stage.RUN, label, log=message + "\n" + _log(result), seconds=result.seconds)
    lines = LineIndex(code)
    at = lines.line_range(stopped_at(result.trace, environment).start.line)
    diagnostic = Diagnostic(
        at, Severity.ERROR, (result.death or "lost").replace(" ", "-"), message, "cadquery", Stage.RUN,
        data={"death": result.death},
    )  # fmt: skip
    return Outcome(
        CadQueryKernel.name, Stage.RUN, label, (diagnostic,), log=_log(result), seconds=result.seconds,
        tool_version=_installed()[0],
    )  # fmt: skip


def _explain_death(death: str, limits: Limits) -> tuple[Label, str]:
    kind, _, number = death.partition(" ")
    match kind:
        case "timeout":
            return Label.TIMEOUT, (
                f"stopped here after {limits.wall_seconds:g} s (limits.wall_seconds) or {limits.cpu_seconds:g} s of "
                "computing (limits.cpu_seconds)"
            )
        case "memory":
            return (
                Label.RESOURCE_EXCEEDED,
                f"needs more than {limits.memory_bytes >> 20} MiB of memory (limits.memory_bytes)",
            )
        case "processes":
            return Label.RESOURCE_EXCEEDED, f"starts more than {limits.processes} processes (limits.processes)"
        case "disk":
            return (
                Label.RESOURCE_EXCEEDED,
                f"writes more than {limits.disk_bytes >> 20} MiB of files (limits.disk_bytes)",
            )
        case "signal":
            what = _CRASHES.get(int(number), f"signal {number}")
            return Label.MEMORY_FAULT, f"the CAD kernel crashed here with {what}"
        case "exit" if number == BROKEN_INTERPRETER:
            return Label.RUNTIME_ERROR, (
                "the script broke the interpreter it runs in, by closing its files or replacing what Python itself uses; "
                "nothing could be measured"
            )
        case "exit":
            return Label.RUNTIME_ERROR, f"the script ended the interpreter itself, with exit status {number}"
        case "exception":
            return Label.UNAVAILABLE, "the measuring of the part failed because of a bug in Hardsight:"
    return Label.UNAVAILABLE, "the worker was killed from outside; run it again"


def _log(result: JobResult) -> str:
    return "".join(part if part.endswith("\n") else part + "\n" for part in (result.stdout, result.stderr) if part)


def copy_inputs(code: str, environment: Environment, work: Path) -> None:
    """Copy the files that the script names, relative to itself, into its working directory.

    It may import a STEP file by a relative path; it may also export over it, which must change only the copy.
    """
    here, budget = Path(environment.path).parent, MAX_INPUT_BYTES
    sites = CallSites.of(code)
    names = {
        n.value for n in sites.nodes if isinstance(n, ast.Constant) and isinstance(n.value, str) and "." in n.value
    }
    for name in sorted(names)[: 64 * MAX_INPUT_FILES]:
        if len(name) > 255 or "\0" in name or "\n" in name or Path(name).is_absolute() or ".." in Path(name).parts:
            continue
        source, target = here / name, work / name
        try:
            size = source.stat().st_size if source.is_file() and source.suffix != ".py" else 0
            if 0 < size <= budget:
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)
                budget -= size
        except OSError:
            continue  # unreadable: the script's own message will name it


@cache
def _installed() -> tuple[str, str | None]:
    """Version and place of Hardsight's own CadQuery, without importing it."""
    try:
        version = importlib.metadata.version("cadquery")
    except importlib.metadata.PackageNotFoundError:
        return "", None
    spec = importlib.util.find_spec("cadquery")
    return f"CadQuery {version}", spec.origin if spec else None
