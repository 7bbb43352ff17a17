"""Lint with Verilator: widths, latches, combinational loops, blocking assignments, connections, with exact ranges."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from backends.environment import Domain, Environment, Role
from backends.outcome import Diagnostic, Label, Outcome, Range, Related, Severity, Stage
from backends.process import ToolResult, run_tool
from backends.protocol import ToolStatus
from backends.scratch import scratch_directory
from backends.verilog.preprocessed_lines import WrittenLines
from backends.verilog.project import is_closed
from backends.verilog.source_scan import is_header, is_text, scan
from backends.verilog.staged_sources import StagedSources, is_simple_name, stage_sources
from backends.verilog.testbench import is_testbench
from backends.verilog.verilator_installation import INSTALL, VerilatorInstallation, find_verilator
from backends.verilog.verilator_messages import Place, VerilatorMessage, parse_messages
from backends.verilog.verilog_language import is_systemverilog

MAX_DIAGNOSTICS = 100

_NOT_REPORTED = (
    "DECLFILENAME", "EOFNEWLINE", "TIMESCALEMOD", "MULTITOP", "PROCASSINIT", "IMPORTSTAR", "SYMRSVDWORD", "GENUNNAMED",
    "PINCONNECTEMPTY", "SPECIFYIGN", "INCABSPATH", "FUTURE", "DEPRECATED", "HIERPARAM",
)  # fmt: skip
"""Layout and naming, and remarks about Verilator itself: nothing an engineer would change the circuit for."""

_STYLE = frozenset(
    {
        "UNUSEDSIGNAL",
        "UNUSEDPARAM",
        "UNUSEDGENVAR",
        "UNUSEDLOOP",
        "UNUSED",
        "DEFPARAM",
        "NULLPORT",
        "COVERIGN",
        "NEWERSTD",
        "VARHIDDEN",
        "STMTDLY",
    }
)
_DRIVEN_ELSEWHERE = frozenset({"UNDRIVEN", "UNUSEDSIGNAL", "UNUSED"})
"""Not to be believed while the modules that would drive or use the signal are missing."""

_ELSEWHERE = re.compile(
    r"Cannot find file containing (?:module|interface|package)|Package/class (?:for .*)?not found|Import package not found|"
    r"Interface '.*' not connected as parent's interface not connected|Parameter without (?:initial|default) value"
)
_FROM_ELSEWHERE = re.compile(r"Can't find (?:typedef|definition)")
"""May be the consequence of a missing package."""
_UNKNOWN_TASK = re.compile(r"Unsupported or unknown PLI call: '(?P<name>\$\w+)'")
_FOREIGN_TASK = re.compile(
    r"\$(?:fatal\Z|error\Z|warning\Z|info\Z|fsdb|vcdplus|shm_|sdf_annotate|recordvars|recordfile|dumpports|vcs|gr_|lsi_)"
)
"""Tasks of other simulators, and those of SystemVerilog that simulators have in Verilog too."""
_UNSUPPORTED = re.compile(r"Unsupported\b(?! or unknown PLI)|Internal Error|Verilator internal fault")
_SYNTAX = re.compile(r"syntax error")
_NO_TOP = re.compile(r"No top level module found")
_QUOTED = re.compile(r"'([A-Za-z_$\\][^'\s]*)'")
_WIDTHS = re.compile(r"expects (\d+) .*? generates (\d+) bits")
_UNKNOWN_OPTION = re.compile(r"Unknown warning specified: -Wwarn-MODMISSING|Invalid option: ")


class VerilatorLint:
    """``verilator --lint-only -Wall``. Errors fail the check; warnings are shown and leave it passed."""

    name = "verilator"
    domain = Domain.VERILOG
    stage = Stage.LINT
    executes_user_code = False
    on_demand = False

    def probe(self) -> ToolStatus:
        return self._status(find_verilator({}))

    def _status(self, installation: VerilatorInstallation | None) -> ToolStatus:
        where = installation.binary if installation else None
        version = installation.version if installation else ""
        return ToolStatus(self.name, "lint of Verilog and SystemVerilog", INSTALL, where, version)

    def applies(self, code: str, environment: Environment) -> bool:
        """False for blank files and for headers that no source includes: nothing to elaborate."""
        return (
            bool(code.strip())
            and is_text(code)
            and (not is_header(environment.path, code) or bool(environment.of_role(Role.SOURCE)))
        )

    async def run(self, code: str, environment: Environment) -> Outcome:
        installation = find_verilator(environment.settings.tools)
        if installation is None:
            return Outcome.unavailable(self.name, self.stage, f"Verilator was not found. Install it with: {INSTALL}")
        with scratch_directory() as directory:
            staged = await asyncio.to_thread(stage_sources, code, environment, directory)
            systemverilog = is_systemverilog(environment.path, environment.settings.verilog)
            result = await self._lint(installation, staged, code, environment, systemverilog)
            answer = _Reading(result, staged, code, environment)
            if environment.settings.verilog.language == "auto" and not systemverilog and answer.may_be_systemverilog:
                result = await self._lint(installation, staged, code, environment, True)
                answer = answer.or_rather(_Reading(result, staged, code, environment))
        return answer.outcome(self.name, installation.version)

    async def _lint(
        self, installation: VerilatorInstallation, staged: StagedSources, code: str, environment: Environment, sv: bool
    ) -> ToolResult:
        checks = _checks(is_testbench(environment.path, code))
        rest = _arguments(staged, environment, sv)
        argv = [installation.binary, *checks, "-Wwarn-MODMISSING", *rest]
        limits, cwd = environment.settings.limits, str(staged.directory)
        result = await run_tool(argv, cwd=cwd, limits=limits, policy=staged.policy, env=installation.env)
        if _UNKNOWN_OPTION.search(result.output):  # an older Verilator
            argv = [installation.binary, *(c for c in checks if c not in _RECENT), *rest]
            result = await run_tool(argv, cwd=cwd, limits=limits, policy=staged.policy, env=installation.env)
        return result


_RECENT = frozenset(f"-Wno-{code}" for code in _NOT_REPORTED[4:])


def _checks(testbench: bool) -> list[str]:
    """A testbench is not a circuit: of it only the errors are asked for."""
    asked = ["-Wno-lint", "-Wno-style", "-Wno-INITIALDLY"] if testbench else ["-Wall"]
    return ["--lint-only", *asked, *(f"-Wno-{code}" for code in _NOT_REPORTED), "-Wno-fatal", "--timing"]


def _arguments(staged: StagedSources, environment: Environment, systemverilog: bool) -> list[str]:
    settings = environment.settings.verilog
    argv = ["--relative-includes", "--error-limit", "50", "--timescale", settings.timescale.replace(" ", "")]
    if settings.language in ("2001", "2005"):
        argv += ["--language", f"1364-{settings.language}"]
    elif not systemverilog:
        argv.append("+1364-2005ext+v")
    argv += [f"-I{directory}" for directory in staged.include_dirs]
    argv += [f"-D{name}={value}" for name, value in settings.defines.items() if is_simple_name(name)]
    for directory in staged.library_dirs:
        argv += ["-y", directory]
    if settings.library_extensions:
        argv.append("".join(["+libext", *(f"+{e}" for e in settings.library_extensions)]))
    for library in staged.modules:
        argv += ["-v", library]
    return [*argv, *staged.first, *staged.roots]


class _Reading:
    """What one run of Verilator said about the checked file."""

    def __init__(self, result: ToolResult, staged: StagedSources, code: str, environment: Environment) -> None:
        self._result = result
        self._staged = staged
        self._path = environment.path
        self._closed = is_closed(environment)
        self._texts = {environment.path: WrittenLines(code)}
        self._known = {file.path: file.text for file in environment.files}
        messages = parse_messages(result.output.replace(f"{staged.directory}/", ""))
        # A file of interfaces or functions has no top, and need not have one.
        self._topless = not scan(code).modules and any(_NO_TOP.match(m.text) for m in messages)
        messages = [m for m in messages if not (self._topless and _NO_TOP.match(m.text))]
        self._missing = [m for m in messages if _ELSEWHERE.search(m.text)]
        self._unsupported = [m for m in messages if m.error and _is_unsupported(m)]
        self.diagnostics = [d for m in messages if (d := self._diagnostic(m)) is not None]
        self.syntax_error = next((d for d in self.diagnostics if d.path is None and _SYNTAX.match(d.message)), None)

    @property
    def may_be_systemverilog(self) -> bool:
        """Whether reading it as Verilog-2005 failed at something SystemVerilog may have."""
        return any(_SYNTAX.match(d.message) or _UNKNOWN_TASK.match(d.message) for d in self.diagnostics)

    def or_rather(self, other: _Reading) -> _Reading:
        """This reading as Verilog-2005, or ``other`` as SystemVerilog if that got further.

        One remark tells where Verilog-2005 ended in a ``.v`` file. Tasks such as ``$fatal`` need none: simulators have them.
        """
        mine, others = self.syntax_error, other.syntax_error
        if mine is None:
            return self if others or other.may_be_systemverilog else other
        if others is not None and others.range.start <= mine.range.start:
            return self
        remark = Diagnostic(
            mine.range,
            Severity.WARNING,
            "SYSTEMVERILOG",
            "this file has the suffix of Verilog but needs SystemVerilog from here on; tools that read `.v` as Verilog-2005 "
            "reject it. Rename it to `.sv`, or set `verilog.language` to `sv`.",
            "verilator",
            Stage.LINT,
        )
        other.diagnostics.insert(0, remark)
        return other

    def outcome(self, name: str, version: str) -> Outcome:
        result = self._result
        errors = [d for d in self.diagnostics if d.severity is Severity.ERROR]
        log = result.output.replace(f"{self._staged.directory}/", "")
        if result.timed_out:
            why = f"linting was stopped after {result.seconds:.0f} s (limits.wall_seconds): Verilator had not finished"
            label, log = Label.TIMEOUT, f"{why}.\n{log}"
            self._stopped("timeout", why)
        elif result.exceeded is not None:
            why = f"linting was stopped: Verilator went over the {result.exceeded} limit"
            label, log = Label.RESOURCE_EXCEEDED, f"{why}.\n{log}"
            self._stopped("limit", why)
        elif errors:
            label = Label.COMPILATION_ERROR
        elif result.returncode == 0 or self._topless:
            label = Label.PASS
        else:
            label, log = Label.UNAVAILABLE, f"{self._why_not()}\n{log}"
        return Outcome(
            tool=name,
            stage=Stage.LINT,
            label=label,
            diagnostics=tuple(self.diagnostics[:MAX_DIAGNOSTICS]),
            log=log,
            seconds=result.seconds,
            tool_version=version,
        )

    def _stopped(self, code: str, why: str) -> None:
        place = self._texts[self._path].index.line_range(0)
        self.diagnostics.insert(0, Diagnostic(place, Severity.WARNING, code, why, "verilator", Stage.LINT))

    def _why_not(self) -> str:
        if self._missing:
            return (
                f"not linted: {self._missing[0].text}. Name the file that has it in a file list or library directory."
            )
        if self._unsupported:
            return f"not linted: Verilator does not support this construct: {self._unsupported[0].text}"
        return f"not linted: Verilator ended with status {self._result.returncode}."

    def _diagnostic(self, message: VerilatorMessage) -> Diagnostic | None:
        path = self._staged.original(message.place.path) if message.place else None
        elsewhere = path is not None and path != self._path
        severity = self._severity(message)
        if message.place is None and (severity is not Severity.ERROR or message in self._unsupported):
            return None
        if elsewhere and severity is not Severity.ERROR:
            return None  # it is told when that file is checked
        if self._missing and message.code in _DRIVEN_ELSEWHERE:
            return None
        advice = [note for note in message.notes if note.startswith("Suggest ")]
        code = message.code or ("syntax-error" if _SYNTAX.match(message.text) else "error")
        return Diagnostic(
            range=self._range(path or self._path, message.place),
            severity=severity,
            code=code,
            message=". ".join([message.text.rstrip("."), *advice]) if advice else message.text,
            source="verilator",
            stage=Stage.LINT,
            path=path if elsewhere else None,
            related=self._related(message),
            data=_facts(message),
        )

    def _severity(self, message: VerilatorMessage) -> Severity:
        if message in self._unsupported or (not self._closed and message in self._missing):
            return Severity.INFORMATION
        if self._missing and not self._closed and _FROM_ELSEWHERE.match(message.text):
            return Severity.INFORMATION
        if message.error or (self._closed and message in self._missing):
            return Severity.ERROR
        return Severity.INFORMATION if message.code in _STYLE else Severity.WARNING

    def _related(self, message: VerilatorMessage) -> tuple[Related, ...]:
        related = []
        for place in message.places:
            path = self._staged.original(place.path)
            if path is None:
                continue
            text = place.text.removeprefix("Example path: ")
            where = self._range(path, place) if place.shown is not None else self._named(path, place, text)
            related.append(Related(where, text, path if path != self._path else None))
        return tuple(related)

    def _named(self, path: str, place: Place, text: str) -> Range:
        lines = self._lines(path)
        if lines is None:
            return Range.of(place.line, place.column, place.line, place.column + 1)
        return lines.locate_name(place.line, place.column, re.split(r"[.\[]|__DOT__", text)[-1])

    def _range(self, path: str, place: Place | None) -> Range:
        if place is None:
            return Range.of(0, 0, 0, 0)
        lines = self._lines(path)
        if lines is None:
            return Range.of(place.line, place.column, place.line, place.column + place.mark)
        if place.shown is None:
            return lines.locate_name(place.line, place.column, "")
        return lines.locate(place.line, place.column, place.mark, place.shown)

    def _lines(self, path: str) -> WrittenLines | None:
        if path not in self._texts:
            text = self._known.get(path)
            if text is None:
                try:
                    text = Path(path).read_text("utf-8", "surrogateescape")
                except OSError:
                    return None
            self._texts[path] = WrittenLines(text)
        return self._texts[path]


def _is_unsupported(message: VerilatorMessage) -> bool:
    task = _UNKNOWN_TASK.match(message.text)
    if task is not None:
        return _FOREIGN_TASK.match(task["name"]) is not None
    return message.code == "UNSUPPORTED" or _UNSUPPORTED.match(message.text) is not None


def _facts(message: VerilatorMessage) -> dict[str, object]:
    """What a repair can use: the names quoted in the message and, for width complaints, both widths."""
    facts: dict[str, object] = {}
    if names := _QUOTED.findall(message.text):
        facts["names"] = names
    if widths := _WIDTHS.search(message.text):
        facts["expects"], facts["generates"] = int(widths[1]), int(widths[2])
    return facts
