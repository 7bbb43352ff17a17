"""The static tier for Verilog and SystemVerilog: slang in this process, at each keystroke.

The edited file is parsed; what it depends on comes from the environment, parsed once. All of it is elaborated from the
modules nothing instantiates, and analyzed for drivers, latches and unused objects.
"""

from __future__ import annotations

import os
import time
from functools import cached_property

import pyslang
from pyslang import analysis, ast, syntax

from backends.environment import Domain, Environment, Role
from backends.outcome import Diagnostic, Label, Outcome, Position, Range, Severity, Stage
from backends.protocol import ToolStatus
from backends.text import LineIndex
from backends.verilog.hierarchy_size import MAX_DEPTH, MAX_INSTANCES, HierarchySize, hierarchy_size
from backends.verilog.includes import IncludeClosure
from backends.verilog.input_guard import MAX_TEXT, refusal, unreadable_includes
from backends.verilog.project import header_closure, include_directories, is_closed, project_problems
from backends.verilog.slang_diagnostics import MAX_DIAGNOSTICS, DiagnosticConverter
from backends.verilog.slang_session import SLANG_THREAD, SlangSession, compilation_options, session_for, slang_text
from backends.verilog.source_scan import is_header, is_text
from backends.verilog.systemverilog_keywords import misplaced_systemverilog, systemverilog_words
from backends.verilog.testbench import is_testbench
from backends.verilog.verilog_language import is_systemverilog

MAX_NEIGHBOURS_CHARACTERS = 6 << 20
SLOW_SECONDS = 1.0
_SLOW_FOR_SECONDS = 60.0

_UNKNOWN_UNITS = frozenset({"UnknownModule", "UnknownInterface", "UnknownPackage", "UnknownPrimitive"})
_NEEDS_A_HOST = frozenset({"TopModuleIfacePort", "TopModuleRefPort", "NoTopModules", "InvalidTopModule"})


class SlangFrontEnd:
    """slang through its Python binding. Executes nothing, reads only what the environment holds or names."""

    name = "slang"
    domain = Domain.VERILOG

    def __init__(self) -> None:
        self._slow: dict[str, float] = {}

    def probe(self) -> ToolStatus:
        return ToolStatus(
            name=self.name,
            enables="diagnostics of Verilog and SystemVerilog while typing",
            install="pip install pyslang",
            where=pyslang.__file__,
            version=pyslang.VersionInfo.getVersionString().split("+")[0],
        )

    def analyze(self, code: str, environment: Environment) -> Outcome:
        """Diagnostics of ``code`` and of the headers it includes; file-list problems carry the list's path."""
        began = time.perf_counter()
        if not is_text(code):
            return self._outcome([_not_text(environment.name)], began)
        problems = list(project_problems(environment))
        neighbours = _neighbours(code, environment)
        why = _refused(code, environment, neighbours)
        if why is not None:
            problems.append(
                _left_to_tools(code, f"Static analysis of {environment.name} is left to the confirmed tools: {why}")
            )
            return self._outcome(problems, began)
        work = _Analysis(code, environment, neighbours, alone=self._is_slow(environment.path))
        found = SLANG_THREAD.run(work.run)
        seconds = time.perf_counter() - began
        if seconds > SLOW_SECONDS:
            self._slow[environment.path] = time.monotonic()
            if len(self._slow) > 256:
                self._slow.clear()
        return self._outcome([*problems, *found], began)

    def _is_slow(self, path: str) -> bool:
        """True for a while after an analysis took too long to be repeated at each keystroke."""
        since = self._slow.get(path)
        return since is not None and time.monotonic() - since < _SLOW_FOR_SECONDS

    def _outcome(self, found: list[Diagnostic], began: float) -> Outcome:
        shown = tuple(found[:MAX_DIAGNOSTICS])
        failed = any(d.severity is Severity.ERROR for d in shown)
        return Outcome(
            tool=self.name,
            stage=Stage.STATIC,
            label=Label.COMPILATION_ERROR if failed else Label.PASS,
            diagnostics=shown,
            seconds=time.perf_counter() - began,
            tool_version=self.probe().version,
        )


class _Analysis:
    """One analysis, run in the slang thread."""

    def __init__(self, code: str, environment: Environment, neighbours: dict[str, str], *, alone: bool) -> None:
        self.code = code
        self.environment = environment
        self.neighbours = {} if alone else neighbours
        self.alone = alone
        self.header = is_header(environment.path, code) and bool(neighbours)
        self.closed = is_closed(environment)
        self.slang_code = slang_text(code)

    def run(self) -> list[Diagnostic]:
        environment = self.environment
        directories = include_directories(environment)
        closure = header_closure(environment.path, self.code, environment)
        session = session_for(directories, environment.settings.verilog.defines)
        missing = {
            os.path.normpath(os.path.join(directory, m.include.name))
            for m in closure.missing
            for directory in (os.path.dirname(m.included_by), *directories)
        }
        session.prepare(self._headers(closure, directories), missing)
        self.closure = closure
        size = hierarchy_size([self.code, *self.neighbours.values()])
        notes: list[Diagnostic] = []
        elaborate = True
        if size.instances > MAX_INSTANCES:
            size = hierarchy_size([self.code])
            self.neighbours, self.alone = {}, True
            elaborate = size.instances <= MAX_INSTANCES
            notes.append(
                _left_to_tools(
                    self.code,
                    f"The design elaborates to more than {MAX_INSTANCES} instances: "
                    + (
                        "only this file is analyzed while typing"
                        if elaborate
                        else "only its syntax is checked while typing"
                    ),
                )
            )
        settings = environment.settings.verilog
        systemverilog = is_systemverilog(environment.path, settings)
        try:
            found = self._in_language(session, systemverilog, size, elaborate)
            if not systemverilog and settings.language == "auto" and _failed(found) and systemverilog_words(self.code):
                newer = self._in_language(session, True, size, elaborate)
                if _errors(newer) < _errors(found):
                    found = misplaced_systemverilog(self.code, environment.name) + newer
        except RuntimeError:
            # slang's parser gives up on nesting deeper than it allows, and says nothing else.
            found = [_too_deep(self.code)]
        return _first_causes(found) + notes

    def _headers(self, closure: IncludeClosure, directories: tuple[str, ...]) -> dict[str, str]:
        headers = {spelling: h.text for h in closure.headers for spelling in h.spellings}
        texts = [self.code, *self.neighbours.values(), *(h.text for h in closure.headers)]
        for path in unreadable_includes(self.environment.path, texts, directories):
            headers.setdefault(path, "")
        return headers

    def _in_language(
        self, session: SlangSession, systemverilog: bool, size: HierarchySize, elaborate: bool
    ) -> list[Diagnostic]:
        environment = self.environment
        settings = environment.settings.verilog
        trees: list[syntax.SyntaxTree] = []
        for path, text in self.neighbours.items():
            newer = is_systemverilog(path, settings)
            tree = session.parse_neighbour(path, text, newer)
            if not newer and settings.language == "auto" and systemverilog and len(tree.diagnostics):
                tree = session.parse_neighbour(path, text, True)
            trees.append(tree)
        if not self.header:
            trees.append(session.parse(environment.path, self.slang_code, systemverilog))
        converter = DiagnosticConverter(session.sources, self._shown_path, self._text_of, self._adjust(size))
        if not elaborate:
            return converter.convert(trees[-1].diagnostics)
        elaborated = _Elaboration(trees, size, ignore_unknown=self.alone)
        return converter.convert(elaborated.diagnostics, elaborated.defaulted)

    def _adjust(self, size: HierarchySize):  # type: ignore[no-untyped-def]
        lone_header = not self.header and is_header(self.environment.path, self.code)

        def adjusted(code: str, severity: Severity) -> Severity | None:
            if code in _UNKNOWN_UNITS and not self.closed:
                return Severity.WARNING
            if code in _NEEDS_A_HOST:
                return None
            if code == "WidthTruncate" and self.is_testbench:
                return Severity.HINT  # `d = $random;` cuts 32 bits to what is needed, and means to
            if code == "MaxInstanceDepthExceeded" and size.depth < MAX_DEPTH:
                return Severity.INFORMATION
            if lone_header and code not in ("CouldNotOpenIncludeFile", "RedefiningMacro", "ExceededMaxIncludeDepth"):
                # What a header means depends on where it is included; nobody includes this one yet.
                return None
            return severity

        return adjusted

    def _shown_path(self, name: str) -> str | None:
        path = os.path.normpath(name)
        if path == self.environment.path:
            return None
        if path in self.own_headers:
            return path
        raise KeyError(name)

    @cached_property
    def is_testbench(self) -> bool:
        return is_testbench(self.environment.path, self.code)

    @property
    def own_headers(self) -> frozenset[str]:
        """Headers whose diagnostics belong to this file; those of its neighbours are shown with their own users."""
        return frozenset(h.path for h in self.closure.headers if h.path not in self.neighbours)

    def _text_of(self, name: str) -> str | None:
        path = os.path.normpath(name)
        if path == self.environment.path:
            return self.slang_code
        if path in self.neighbours:
            return slang_text(self.neighbours[path])
        return next((slang_text(h.text) for h in self.closure.headers if h.path == path), None)


class _Elaboration:
    """Keeps the compilation alive as long as its diagnostics: they point into it."""

    def __init__(self, trees: list[syntax.SyntaxTree], size: HierarchySize, *, ignore_unknown: bool) -> None:
        options = compilation_options(size.depth, size.steps)
        if ignore_unknown:
            options.flags = options.flags | ast.CompilationFlags.IgnoreUnknownModules
        bag = pyslang.Bag()
        bag.compilationOptions = options
        self.compilation = ast.Compilation(bag)
        for tree in trees:
            self.compilation.addSyntaxTree(tree)
        self.diagnostics = list(self.compilation.getAllDiagnostics())
        self.compilation.freeze()
        checks = analysis.AnalysisOptions()
        checks.flags = analysis.AnalysisFlags.CheckUnused
        checks.maxLoopAnalysisSteps = 8_192
        checks.maxCaseAnalysisSteps = 16_384
        self.drivers = analysis.AnalysisManager(checks)
        self.drivers.analyze(self.compilation)
        self.diagnostics.extend(self.drivers.getDiagnostics())
        tops = self.compilation.getRoot().topInstances
        self.defaulted = frozenset(i.name for i in tops if any(not p.isLocalParam for p in i.body.parameters))


def _neighbours(code: str, environment: Environment) -> dict[str, str]:
    """Sources elaborated together with the checked file: its dependencies, or for a header its users."""
    found: dict[str, str] = {}
    characters = 0
    for file in environment.of_role(Role.SOURCE, Role.LIBRARY):
        if file.path != environment.path and len(file.text) <= MAX_TEXT:
            characters += len(file.text)
            if characters > MAX_NEIGHBOURS_CHARACTERS:
                break
            found[file.path] = file.text
    return found


def _refused(code: str, environment: Environment, neighbours: dict[str, str]) -> str | None:
    if len(code) > MAX_TEXT:
        return f"the file has more than {MAX_TEXT >> 20} MB of text"
    texts = {environment.path: code, **neighbours}
    texts.update((f.path, f.text) for f in environment.of_role(Role.INCLUDE))
    return refusal(texts)


def _failed(found: list[Diagnostic]) -> bool:
    return any(d.severity is Severity.ERROR for d in found)


def _errors(found: list[Diagnostic]) -> int:
    return sum(d.severity is Severity.ERROR for d in found)


def _first_causes(found: list[Diagnostic]) -> list[Diagnostic]:
    """Without what follows only from a missing header, package or module."""
    codes = {d.code for d in found}
    if codes & _UNKNOWN_UNITS:  # which may drive what it is connected to
        found = [d for d in found if d.code not in ("UndrivenNet", "UndrivenPort")]
    if "CouldNotOpenIncludeFile" in codes:
        unknown = {(d.path, d.range.start.line) for d in found if d.code == "UnknownDirective"}
        found = [d for d in found if (d.path, d.range.start.line) not in unknown or d.code == "CouldNotOpenIncludeFile"]
    if "UnknownPackage" in codes:
        found = [d for d in found if d.code not in ("UndeclaredIdentifier", "TypoIdentifier")]
    return found


def _not_text(name: str) -> Diagnostic:
    message = f"{name} holds NUL bytes: it is binary, or UTF-16. Verilog tools read ASCII and UTF-8; save it so"
    return Diagnostic(Range.of(0, 0, 0, 1), Severity.ERROR, "not-text", message, "slang")


def _left_to_tools(code: str, message: str) -> Diagnostic:
    end = code.find("\n", 0, 200)
    return Diagnostic(
        Range.of(0, 0, 0, end if end > 0 else min(len(code), 80)),
        Severity.INFORMATION,
        "not-analyzed",
        message,
        "slang",
    )


def _too_deep(code: str) -> Diagnostic:
    """At the place where the nesting is deepest, as far as brackets and blocks tell."""
    depth = deepest = at = 0
    for offset, character in enumerate(code):
        if character in "([{":
            depth += 1
            if depth > deepest:
                deepest, at = depth, offset
        elif character in ")]}":
            depth -= 1
    if deepest < 256:
        longest = max(code.split(";"), key=len)
        at = code.find(longest) + len(longest) - len(longest.lstrip())
    start = LineIndex(code).position(at)
    return Diagnostic(
        Range(start, Position(start.line, start.column + 1)),
        Severity.ERROR,
        "ParseTreeTooDeep",
        "Language constructs are nested too deeply: split the expression or statement",
        "slang",
    )
