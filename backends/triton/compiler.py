"""Confirms kernels with Triton's own compiler, for a GPU that need not be there: errors, shared memory, registers, spills.

One backend for each architecture. The compiler runs in a warm worker; see ``jobs/compile_job.py``.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from backends.environment import Domain, Environment
from backends.outcome import Diagnostic, Label, Outcome, Range, Related, Severity, Stage
from backends.process import Policy
from backends.protocol import ToolStatus
from backends.python_analysis import analyze_python
from backends.python_project import interpreter_of
from backends.scratch import scratch_directory
from backends.settings import Limits
from backends.text import LineIndex
from backends.triton import messages, resources
from backends.triton.directives import directives
from backends.triton.gpu_limits import ARCHITECTURES, Architecture, architecture, in_kib
from backends.triton.intruding_code import intrusion
from backends.triton.places import place
from backends.triton.run_outcome import explain_death
from backends.triton.signature import Signature, signatures
from backends.triton.source_model import SourceModel, source_model
from backends.triton.worker_input import JOBS, import_path, job_payload, mentions_kernels, triton_status, triton_version
from backends.zygote import JobResult, ZygoteError, zygote_for

SOURCE = "triton"
RECORD_SECONDS = 5.0
ASSEMBLER_SECONDS = 10.0
KNOWN_ROWS = 2000
_DEPENDS_ON_TYPES = frozenset({"loop-carried-type", "float-argument", "CompileTimeAssertionFailure", "none-argument"})
"""What another element type or constant may mend; so may it what has no name but that of its exception."""
_LAUNCHED = frozenset({"launch-unknown-argument", "too-many-arguments", "missing-argument"})


class TritonCompiler:
    """Every kernel of a file in every configuration that its launches, autotuning, comments or annotations name."""

    domain = Domain.TRITON
    stage = Stage.COMPILE
    executes_user_code = True
    on_demand = False

    def __init__(self, gpu: Architecture) -> None:
        self.gpu = gpu
        self.name = f"triton-{gpu.name}"
        self._known: OrderedDict[str, dict[str, Any]] = OrderedDict()

    def probe(self) -> ToolStatus:
        return triton_status(
            self.name, f"compiles kernels for {self.gpu.name}, {self.gpu.title}: shared memory, registers"
        )

    def applies(self, code: str, environment: Environment) -> bool:
        wanted = {a.name for name in environment.settings.triton.architectures if (a := architecture(name)) is not None}
        return self.gpu.name in wanted and mentions_kernels(code)

    async def run(self, code: str, environment: Environment) -> Outcome:
        status = self.probe()
        if not status.found and environment.settings.triton.interpreter is None:
            return Outcome.unavailable(self.name, self.stage, status.install)
        version = await asyncio.to_thread(triton_version, environment)
        prepared = await asyncio.to_thread(_prepare, code, environment)
        if isinstance(prepared, Unparsed):
            return Outcome(
                self.name, self.stage, Label.COMPILATION_ERROR, prepared.diagnostics,
                tool_version=version, target=self.gpu.name,
            )  # fmt: skip
        model, assumed, payload = prepared
        limits = environment.settings.limits
        payload |= {
            "properties": self.gpu.properties,
            "seconds": max(1.0, limits.wall_seconds * 0.9 - RECORD_SECONDS),
            "known": dict(self._known),
        }
        zygote = zygote_for(JOBS / "compile_job.py", interpreter_of(environment))
        with scratch_directory("hardsight-triton-") as scratch:
            try:
                result = await zygote.run(
                    payload, limits=limits, policy=Policy(), path=import_path(environment), cwd=str(scratch)
                )
            except ZygoteError as error:
                return Outcome.unavailable(self.name, self.stage, str(error))
            progress = Progress.read(scratch)
        if result.value is None:
            self._remember(progress.rows)
            if (raised := intrusion(result.stderr, environment.path, code, SOURCE)) is not None:
                return Outcome(
                    self.name, self.stage, Label.RUNTIME_ERROR, (raised,), log=result.stderr[-20000:],
                    seconds=result.seconds, tool_version=version, target=self.gpu.name,
                )  # fmt: skip
            return self._died(result, progress, model, assumed, version, limits)
        self._remember(result.value["rows"])
        return self._outcome(result.value, result, model, assumed, version)

    def _remember(self, rows: Iterable[dict[str, Any]]) -> None:
        """Keep what each compilation gave, so that an edit recompiles only the kernels it changed."""
        for row in rows:
            if "key" in row:
                kept = {k: v for k, v in row.items() if k in ("shared", "registers", "spill_bytes", "num_warps", "key",
                        "scalar_registers", "accumulators", "unmeasured", "seconds")}  # fmt: skip
                if "error" not in row and not row.get("warnings"):
                    self._known[row["key"]] = kept | {"warnings": []}
                    self._known.move_to_end(row["key"])
        while len(self._known) > KNOWN_ROWS:
            self._known.popitem(last=False)

    def _died(
        self,
        result: JobResult,
        progress: Progress,
        model: SourceModel,
        assumed: dict[str, Signature],
        version: str,
        limits: Limits,
    ) -> Outcome:
        """The worker was killed or crashed: what it had compiled by then, and at which configuration it ended."""
        if result.death == "exception":
            return Outcome(
                self.name, self.stage, Label.UNAVAILABLE, log=f"the compile job failed:\n{result.stderr[-4000:]}",
                seconds=result.seconds, tool_version=version, target=self.gpu.name,
            )  # fmt: skip
        if not progress.compiling and result.death != "timeout":
            # Nothing was being compiled: the file's own statements ended it.
            label, said = explain_death(result.death or "lost", limits)
            code = (result.death or "lost").replace(" ", "-")
            return Outcome(
                self.name, self.stage, label, (Diagnostic(Range.of(0, 0, 0, 1), Severity.ERROR, code, said, SOURCE, self.stage),),
                log=(result.stdout + result.stderr)[-20000:], seconds=result.seconds, tool_version=version, target=self.gpu.name,
            )  # fmt: skip
        kernel = model.kernels.get(progress.compiling.get("kernel", ""))
        at = Range.of(0, 0, 0, 1) if kernel is None else model.name_range(kernel.node)
        named = (
            ""
            if kernel is None
            else f" while compiling `{kernel.name}`{_with(progress.compiling.get('configuration'))}"
        )
        if result.death == "timeout":
            label, code = Label.TIMEOUT, "Timeout"
            said = f"Triton's compiler did not finish in {result.seconds:.0f} s{named}"
        elif result.death == "memory":
            label, code = Label.COMPILATION_ERROR, "OutOfMemory"
            said = f"Triton's compiler ran out of memory{named}"
        else:
            label, code = Label.COMPILATION_ERROR, "CompilerCrash"
            said = f"Triton's compiler crashed ({result.death}){named}"
        diagnostic = Diagnostic(at, Severity.ERROR, code, said, SOURCE, self.stage)
        if not progress.answer:
            return Outcome(
                self.name, self.stage, label, (diagnostic,), log=(result.stdout + result.stderr)[-20000:],
                seconds=result.seconds, tool_version=version, target=self.gpu.name,
            )  # fmt: skip
        partial = self._outcome(
            progress.answer | {"rows": progress.rows, "skipped": 0}, result, model, assumed, version
        )
        if partial.label is not Label.COMPILATION_ERROR:
            partial = replace(partial, label=label)
        return replace(partial, diagnostics=(*partial.diagnostics, diagnostic))

    def _outcome(
        self,
        answer: dict[str, Any],
        result: JobResult,
        model: SourceModel,
        assumed: dict[str, Signature],
        version: str,
    ) -> Outcome:
        undefined = {name for e in answer["definition_errors"] if e["raised_in"] for name in e["defines"]}
        rows = [row for row in answer["rows"] if "needs" not in row and not _lacks(row, undefined)]
        compiled = [row for row in rows if "error" not in row]
        diagnostics = [
            *_definition_errors(answer["definition_errors"], model),
            *_launch_errors(answer["launch_errors"], model),
            *_compile_errors(rows, assumed, model),
            *resources.exceeded(compiled, model, self.gpu, {r["kernel"] for r in compiled if _guessed(r, assumed)}),
            *_compiler_warnings(compiled, model),
            *resources.spilled(compiled, model),
            *_assumptions(rows, assumed, model),
        ]
        errors = [d for d in diagnostics if d.severity is Severity.ERROR]
        if any(d.code != resources.CODE for d in errors):
            label = Label.COMPILATION_ERROR
        elif errors:
            label = Label.RESOURCE_EXCEEDED
        elif compiled:
            label = Label.PASS
        else:
            label = Label.UNAVAILABLE
        return Outcome(
            self.name,
            self.stage,
            label,
            tuple({(d.range, d.code, d.message): d for d in diagnostics}.values()),
            resources.metrics(compiled, self.gpu),
            self._log(answer, rows, result),
            result.seconds,
            tool_version=version,
            target=self.gpu.name,
        )

    def _log(self, answer: dict[str, Any], rows: Sequence[dict[str, Any]], result: JobResult) -> str:
        lines = [f"{self.gpu.name} ({self.gpu.title}), {in_kib(self.gpu.shared_per_block)} shared memory a block"]
        for row in rows:
            numbers = resources.summary(row, self.gpu)
            lines.append(f"{row['kernel']}{_with(row.get('configuration'))} [{_shown(row['arguments'])}]: {numbers}")
        needs = {n for row in answer["rows"] for n in row.get("needs", ())}
        if needs:
            lines.append(f"not compiled: needs {', '.join(sorted(needs))} of packages that are not installed here")
        for error in answer["definition_errors"]:
            if error["raised_in"]:
                lines.append(
                    f"not compiled: {', '.join(error['defines'])}, since {error['raised_in']} raised "
                    f"{error['type']}: {error['message']}"
                )
        if not answer["rows"] and not answer["definition_errors"]:
            lines.append("nothing compiled: no kernel is launched in this file and none could be read by itself")
        if answer["missing"]:
            lines.append(f"not installed here, replaced by nothing: {', '.join(answer['missing'])}")
        if answer["skipped"] or answer["left_out"]:
            count = answer["skipped"] + answer["left_out"]
            lines.append(f"{count} configurations not compiled: the number or time allowed was used up")
        if answer["host_error"]:
            lines.append(f"while recording launches: {answer['host_error']}")
        lines += [row["error"]["log"] for row in rows if row.get("error", {}).get("log")]
        return "\n".join([*lines, result.stdout[-2000:]]).strip()[-20000:]


@dataclass(frozen=True, slots=True)
class Unparsed:
    """Python's own complaints about a file that is not Python."""

    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """What a compile job has written down so far: the launches it found, what it is compiling, what it has compiled."""

    answer: dict[str, Any]
    compiling: dict[str, Any]
    rows: list[dict[str, Any]]

    @classmethod
    def read(cls, scratch: Path) -> Progress:
        rows = [row for line in _text(scratch / "rows.jsonl").splitlines() if (row := _json(line))]
        return cls(_json(_text(scratch / "answer.json")), _json(_text(scratch / "compiling.json")), rows)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _json(text: str) -> dict[str, Any]:
    """Empty for what was cut off while it was written, or never."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


@cache
def compilers() -> tuple[TritonCompiler, ...]:
    """One backend for each architecture that is known; those not in the settings do not apply."""
    return tuple(TritonCompiler(gpu) for gpu in ARCHITECTURES.values())


def _prepare(
    code: str, environment: Environment
) -> Unparsed | tuple[SourceModel, dict[str, Signature], dict[str, Any]]:
    """Model, assumed signatures and payload, or the errors of a file that does not parse."""
    analysis = analyze_python(code)
    if analysis.tree is None:
        return Unparsed(tuple(replace(d, stage=Stage.COMPILE) for d in analysis.diagnostics))
    model = source_model(code, analysis.tree, LineIndex(code))
    assumed = signatures(model)
    settings = environment.settings.triton
    payload = job_payload(code, environment, analysis.tree) | {
        "signatures": {name: s.to_json() for name, s in assumed.items()},
        "directives": sorted(set(directives(code)) & set(model.kernels)),
        "max_configurations": settings.max_configurations,
        "record_seconds": RECORD_SECONDS,
        "assembler_seconds": ASSEMBLER_SECONDS,
    }
    return model, assumed, payload


def _with(configuration: dict[str, Any] | None) -> str:
    name = resources.configuration_name({"configuration": configuration})
    return f" with {name}" if name else ""


def _shown(arguments: dict[str, str]) -> str:
    return ", ".join(f"{name}: {kind}" for name, kind in arguments.items())


def _error(at: Range, code: str, text: str, **data: Any) -> Diagnostic:
    return Diagnostic(at, Severity.ERROR, code, text, SOURCE, Stage.COMPILE, data=data)


def _lacks(row: dict[str, Any], undefined: Collection[str]) -> bool:
    """Whether a kernel did not compile for want of a name that another file of the project failed to give."""
    error = row.get("error", {})
    return error.get("type") == "NameError" and error["message"].removesuffix(" is not defined") in undefined


def _definition_errors(found: Sequence[dict[str, Any]], model: SourceModel) -> Iterable[Diagnostic]:
    """Kernels whose decorators raised; other statements matter only to the host side, which is judged when it is run."""
    for error in found:
        if set(error["defines"]) & set(model.kernels) and error["type"] != "NeedsTorch" and not error["raised_in"]:
            code, text = messages.read(error["message"], error["type"])
            at = place(error, model.lines)
            if at is not None:
                yield _error(at, code, text)


def _launch_errors(found: Sequence[dict[str, Any]], model: SourceModel) -> Iterable[Diagnostic]:
    for error in found:
        code, text = messages.read(error["message"], error["type"])
        if code in _LAUNCHED:
            code = {"missing-argument": "launch-missing-argument", "too-many-arguments": "launch-too-many"}.get(
                code, code
            )
        at = place(error, model.lines)
        if at is None:
            kernel = model.kernels.get(error["kernel"])
            at = Range.of(0, 0, 0, 1) if kernel is None else model.name_range(kernel.node)
        yield _error(at, code, text, kernel=error["kernel"])


def _compile_errors(
    rows: Sequence[dict[str, Any]], assumed: dict[str, Signature], model: SourceModel
) -> Iterable[Diagnostic]:
    """Each error once; the configuration is named when other configurations of the kernel do not have it.

    A warning where the types that had to be guessed may be the only cause.
    """
    grouped: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in rows:
        error = row.get("error")
        if error is not None:
            key = (row["kernel"], error.get("line"), error.get("column"), error["message"])
            grouped.setdefault(key, []).append(row)
    for (kernel, *_), group in grouped.items():
        error = group[0]["error"]
        code, text = messages.read(error["message"], error["type"])
        others = [r for r in rows if r["kernel"] == kernel]
        if len(group) < len(others):
            text += f" (with {resources.configuration_name(group[0]) or _constants(group[0])})"
        at = place(error, model.lines)
        if at is None:
            found = model.kernels.get(kernel)
            at = (
                Range.of(group[0]["kernel_line"] - 1, 0, group[0]["kernel_line"] - 1, 1)
                if found is None
                else model.name_range(found.node)
            )
        tuned = any("error" not in r for r in others) and error["type"] in ("CompileTimeAssertionFailure", "PTXASError")
        severity = Severity.WARNING if tuned and group[0].get("configuration") else Severity.ERROR
        guessed = _guessed(group[0], assumed)
        if guessed and code in _DEPENDS_ON_TYPES | {error["type"]}:
            severity = Severity.WARNING
            text += f"; maybe only since {', '.join(guessed[:4])}{' …' if len(guessed) > 4 else ''} had to be guessed"
        if text.startswith(("got an ", "missing a ")) and (called := re.match(r"[\w.]+(?=\()", model.text_at(at))):
            text = f"{called[0]}() {text}"
        calls = [where for call in error.get("calls", ()) if (where := place(call, model.lines)) is not None]
        related = tuple(Related(where, f"called here, in `{kernel}`") for where in calls if where != at)
        data = {"kernel": kernel, "type": error["type"]}
        yield Diagnostic(at, severity, code, text, SOURCE, Stage.COMPILE, related=related, data=data)


def _guessed(row: dict[str, Any], assumed: dict[str, Signature]) -> tuple[str, ...]:
    """The parameters of which this compilation took a type or value that nothing in the file says."""
    signature = assumed.get(row["kernel"])
    if signature is None or not row.get("planned"):
        return ()
    tuned = (row.get("configuration") or {}).get("constants", {})
    return tuple(name for name in signature.guessed if name not in tuned)


def _constants(row: dict[str, Any]) -> str:
    return ", ".join(f"{k}={v}" for k, v in row["constants"].items()) or _shown(row["arguments"])


def _compiler_warnings(rows: Sequence[dict[str, Any]], model: SourceModel) -> Iterable[Diagnostic]:
    seen: set[tuple[int, str]] = set()
    for row in rows:
        for warning in row.get("warnings", ()):
            key = (warning["line"], warning["message"])
            if key not in seen and warning["line"] <= model.lines.line_count:
                seen.add(key)
                code = "logical-operator" if "Logical operators" in warning["message"] else "UserWarning"
                at = model.lines.line_range(warning["line"] - 1)
                yield Diagnostic(at, Severity.WARNING, code, warning["message"], SOURCE, Stage.COMPILE)


def _assumptions(
    rows: Sequence[dict[str, Any]], assumed: dict[str, Signature], model: SourceModel
) -> Iterable[Diagnostic]:
    """What had to be guessed about a kernel that nothing in the file launches completely."""
    for name in sorted({row["kernel"] for row in rows if row.get("planned")}):
        signature = assumed.get(name)
        guessed = list(dict.fromkeys(n for row in rows if row["kernel"] == name for n in _guessed(row, assumed)))
        if signature is None or not guessed:
            continue
        text = (
            f"compiled `{name}` for types and constants that nothing in the file says; if others are meant, correct them in "
            f"a comment anywhere in the file: `# hardsight: {name}({signature.described(guessed)})`"
        )
        at = model.name_range(model.kernels[name].node)
        yield Diagnostic(at, Severity.INFORMATION, "assumed-signature", text, SOURCE, Stage.COMPILE)
