"""Turns slang's diagnostics into ours: exact ranges, notes as related places, and the facts a repair can use."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from typing import Any

import pyslang

from backends.outcome import Diagnostic, Position, Range, Related, Severity, Stage
from backends.text import LineIndex
from backends.verilog.slang_session import file_of_buffer
from backends.verilog.slang_severity import DEPENDS_ON_PARAMETERS, SPOILED_BY_SYNTAX_ERRORS, shown_severity

MAX_DIAGNOSTICS = 100
_MAX_CONVERTED = 2_000
_MAX_RELATED = 8
_MAX_MESSAGE = 400

_TOKEN = re.compile(
    r"\\\S+|[A-Za-z_$`][\w$]*|\d*\s*'[sS]?[bodhBODH][0-9a-fA-FxXzZ?_]+|\d[\w.]*|\"(?:\\.|[^\"\\\n])*\"?"
    r"|<<<=?|>>>=?|===|!==|==\?|!=\?|<<=?|>>=?|<=|>=|==|!=|&&|\|\||\+\+|--|[-+*/%&|^]=|->|\+:|-:|::|\*\*|~&|~\||~\^|\^~|'\{|\S"
)
_NOTE = re.compile(r"^(?P<path>.+?):(?P<line>\d+):(?P<column>\d+): note: (?P<message>.*)$", re.MULTILINE)
_WORD = re.compile(r"[\w$]+\Z|\S\Z")

_ARGUMENTS: dict[str, tuple[str, ...]] = {
    "ArgDoesNotExist": ("name", "subroutine"),
    "AssignmentToConstVar": ("name",),
    "CaseOutsideRange": ("keyword", "item_width", "width"),
    "ConstantConversion": ("from_type", "to_type", "from_value", "to_value"),
    "CouldNotOpenIncludeFile": ("include", "reason"),
    "DuplicateDefinition": ("name",),
    "DuplicateParamAssignment": ("name",),
    "DuplicatePortConnection": ("name",),
    "EndNameMismatch": ("name", "expected"),
    "ExpectedToken": ("expected",),
    "ImplicitNet": ("name",),
    "ImplicitNetPortNoDefault": ("name",),
    "IndexOOB": ("index", "type"),
    "InferredLatch": ("name",),
    "MisplacedTrailingSeparator": ("separator",),
    "MixedVarAssigns": ("name",),
    "MultipleAlwaysAssigns": ("name", "procedure"),
    "MultipleContAssigns": ("name",),
    "ParamHasNoValue": ("module", "name"),
    "ParameterDoesNotExist": ("name", "module"),
    "PortDoesNotExist": ("name", "module"),
    "PortWidthExpand": ("from_width", "to_width"),
    "PortWidthTruncate": ("from_width", "to_width"),
    "RangeOOB": ("left", "right", "type"),
    "Redefinition": ("name",),
    "RedefinitionDifferentType": ("name", "type", "previous_type"),
    "TooFewArguments": ("name", "expected", "given"),
    "TooManyArguments": ("name", "expected", "given"),
    "TooManyParamAssignments": ("module", "given", "expected"),
    "TooManyPortConnections": ("module", "given", "expected"),
    "TypoIdentifier": ("name", "suggestion"),
    "TypoKeyword": ("name", "suggestion"),
    "UnassignedVariable": ("name",),
    "UnconnectedInputPort": ("name",),
    "UnconnectedOutputPort": ("name",),
    "UndeclaredButFoundPackage": ("name",),
    "UndeclaredIdentifier": ("name",),
    "UndrivenNet": ("name",),
    "UndrivenPort": ("name",),
    "UnexpectedEndDelim": ("name",),
    "UnknownDirective": ("name",),
    "UnknownInterface": ("name",),
    "UnknownMember": ("name", "type"),
    "UnknownModule": ("name",),
    "UnknownPackage": ("name",),
    "UnknownPackageMember": ("name", "package"),
    "UnknownSystemName": ("name",),
    "UnusedButSetNet": ("name",),
    "UnusedButSetVariable": ("name",),
    "UnusedNet": ("name",),
    "UnusedPort": ("name",),
    "UnusedPortDecl": ("name",),
    "UnusedVariable": ("name",),
    "UsedBeforeDeclared": ("name",),
    "VectorLiteralOverflow": ("needed_width",),
    "WidthExpand": ("from_width", "to_width"),
    "WidthTruncate": ("from_width", "to_width"),
}

_SYNTAX = frozenset(
    {
        pyslang.DiagSubsystem.Lexer,
        pyslang.DiagSubsystem.Numeric,
        pyslang.DiagSubsystem.Preprocessor,
        pyslang.DiagSubsystem.Parser,
    }
)
_ENGINE_SEVERITY = {
    pyslang.DiagnosticSeverity.Error: Severity.ERROR,
    pyslang.DiagnosticSeverity.Fatal: Severity.ERROR,
    pyslang.DiagnosticSeverity.Warning: Severity.WARNING,
    pyslang.DiagnosticSeverity.Note: Severity.INFORMATION,
}
_RANK = {Severity.ERROR: 1, Severity.WARNING: 2, Severity.INFORMATION: 3, Severity.HINT: 4}


def _shortened(message: str) -> str:
    """Without the thousands of digits of a wide constant."""
    return message if len(message) <= _MAX_MESSAGE else f"{message[: _MAX_MESSAGE - 40]} … {message[-30:]}"


def _top(diagnostic: pyslang.Diagnostic) -> str:
    """The top module of the instance in which something was found, or nothing."""
    return diagnostic.symbol.hierarchicalPath.partition(".")[0] if diagnostic.symbol is not None else ""


def code_name(code: pyslang.DiagCode) -> str:
    """``UndeclaredIdentifier`` and so on, as slang's own sources name it."""
    return repr(code)[9:-1]


class DiagnosticConverter:
    """Converts what one analysis of one checked file said.

    ``shown_path`` maps a buffer's name to the path to report (``None`` for the checked file) and raises ``KeyError`` for
    files whose diagnostics are not wanted; ``text_of`` gives the text of a buffer by its name.
    """

    def __init__(
        self,
        sources: pyslang.SourceManager,
        shown_path: Callable[[str], str | None],
        text_of: Callable[[str], str | None],
        adjust: Callable[[str, Severity], Severity | None],
    ) -> None:
        self._sources = sources
        self._shown_path = shown_path
        self._text_of = text_of
        self._adjust = adjust
        self._indexes: dict[str, LineIndex] = {}
        self._names: dict[pyslang.BufferID, str] = {}
        self._engine = pyslang.DiagnosticEngine(sources)
        self._engine.setErrorLimit(0)
        self._text = pyslang.TextDiagnosticClient()
        for switch in (
            self._text.showColors,
            self._text.showSourceLine,
            self._text.showOptionName,
            self._text.showIncludeStack,
        ):
            switch(False)
        self._engine.addClient(self._text)

    def convert(self, found: Iterable[pyslang.Diagnostic], defaulted: Collection[str] = ()) -> list[Diagnostic]:
        """The diagnostics to show, errors first, at most ``MAX_DIAGNOSTICS``. Syntax errors win the places when there are more.

        ``defaulted`` names the top modules that were elaborated with the default values of their parameters.
        """
        chosen: list[tuple[int, int, pyslang.Diagnostic, str, Severity]] = []
        syntax_errors = False
        for order, diagnostic in enumerate(found):
            code = code_name(diagnostic.code)
            engine = _ENGINE_SEVERITY.get(self._engine.getSeverity(diagnostic.code, diagnostic.location))
            severity = shown_severity(code, engine)
            if severity is not None:
                severity = self._adjust(code, severity)
            if severity is Severity.ERROR and code in DEPENDS_ON_PARAMETERS and _top(diagnostic) in defaulted:
                severity = Severity.WARNING
            if severity is None:
                continue
            syntax = diagnostic.code.getSubsystem() in _SYNTAX and severity is Severity.ERROR
            syntax_errors = syntax_errors or syntax
            chosen.append((0 if syntax else _RANK[severity], order, diagnostic, code, severity))
            if len(chosen) >= _MAX_CONVERTED:
                break
        chosen.sort(key=lambda entry: entry[:2])
        shown: dict[tuple[Any, ...], Diagnostic] = {}
        for _, _, diagnostic, code, severity in chosen:
            if syntax_errors and code in SPOILED_BY_SYNTAX_ERRORS:
                continue
            converted = self._one(diagnostic, code, severity)
            if converted is not None:
                shown.setdefault((converted.path, converted.range, code, converted.message), converted)
            if len(shown) >= MAX_DIAGNOSTICS:
                break
        return sorted(shown.values(), key=lambda d: (_RANK[d.severity], d.path is not None, d.range.start))

    def _one(self, diagnostic: pyslang.Diagnostic, code: str, severity: Severity) -> Diagnostic | None:
        location = self._written(diagnostic.location)
        if not location:
            return None
        name = self._name(location.buffer)
        try:
            path = self._shown_path(name)
        except KeyError:
            return None
        index = self._index(name)
        message = _shortened(self._engine.formatMessage(diagnostic))
        data = self._facts(diagnostic, code)
        place = self._place(diagnostic, location, index, code, data)
        return Diagnostic(
            range=place,
            severity=severity,
            code=code,
            message=message[:1].upper() + message[1:],
            source="slang",
            stage=Stage.STATIC,
            path=path,
            related=self._notes(diagnostic),
            data=data,
        )

    def _place(
        self,
        diagnostic: pyslang.Diagnostic,
        location: pyslang.SourceLocation,
        index: LineIndex,
        code: str,
        data: dict[str, Any],
    ) -> Range:
        if diagnostic.ranges and code.startswith(("Width", "PortWidth", "ConstantConversion")):
            # Marked are the converted expression, then the operator.
            start, end = self._written_range(diagnostic.ranges[0])
            if start.buffer == location.buffer == end.buffer and end.offset < 1 << 40:
                return self._span(index, start.offset, end.offset)
        for given in diagnostic.ranges:
            start, end = self._written_range(given)
            if (
                start.buffer == location.buffer == end.buffer
                and start.offset <= location.offset <= end.offset < 1 << 40
            ):
                return self._span(index, start.offset, end.offset)
        if self._sources.isMacroLoc(diagnostic.location):
            start, end = self._written_range(pyslang.SourceRange(diagnostic.location, diagnostic.location))
            if end.offset > start.offset:
                return self._span(index, start.offset, end.offset)
        return self._token_at(index, location.offset, code, data)

    def _token_at(self, index: LineIndex, byte: int, code: str, data: dict[str, Any]) -> Range:
        """The token that begins at ``byte``, or, where something is missing, the one it should follow."""
        position = index.position_of_byte(byte)
        line = index.line_text(position.line)
        if code.startswith("Expected"):
            data["insert"] = {"line": position.line, "character": position.column}
            if not line[position.column : position.column + 1].strip():
                before = _WORD.search(line[: position.column].rstrip())
                if before and len(line[: position.column].rstrip()) == position.column:
                    return Range.of(position.line, before.start(), position.line, position.column)
        match = _TOKEN.match(line, position.column)
        if match and match.end() > position.column:
            return Range.of(position.line, position.column, position.line, match.end())
        if position.column > 0:
            return Range(Position(position.line, position.column - 1), position)
        return Range(position, Position(position.line, min(1, len(line))))

    def _span(self, index: LineIndex, start: int, end: int) -> Range:
        first, last = index.position_of_byte(start), index.position_of_byte(end)
        return Range(first, last) if last > first else Range(first, Position(first.line, first.column + 1))

    def _written(self, location: pyslang.SourceLocation) -> pyslang.SourceLocation:
        """Where the user wrote what a macro turned into this: the argument, else the place of the expansion."""
        for _ in range(64):
            if not location or not self._sources.isMacroLoc(location):
                break
            argument = self._sources.isMacroArgLoc(location)
            location = self._sources.getOriginalLoc(location) if argument else self._sources.getExpansionLoc(location)
        return location

    def _written_range(self, given: pyslang.SourceRange) -> tuple[pyslang.SourceLocation, pyslang.SourceLocation]:
        start, end = given.start, given.end
        for _ in range(64):
            if not start or not self._sources.isMacroLoc(start):
                break
            if self._sources.isMacroArgLoc(start):
                length = end.offset - start.offset if end.buffer == start.buffer else 0
                start = self._sources.getOriginalLoc(start)
                end = pyslang.SourceLocation(start.buffer, start.offset + max(0, length))
            else:
                expansion = self._sources.getExpansionRange(start)
                start, end = expansion.start, expansion.end
        return start, self._written(end)

    def _notes(self, diagnostic: pyslang.Diagnostic) -> tuple[Related, ...]:
        """slang's Python interface keeps the notes to itself; its text output has them."""
        self._text.clear()
        self._engine.issue(diagnostic)
        report = self._text.getString()
        if ": note: " not in report:
            return ()
        related = []
        for match in _NOTE.finditer(report):
            name = match["path"]
            try:
                path = self._shown_path(name)
            except KeyError:
                path = name
            index = self._index(name)
            line = int(match["line"]) - 1
            column = index.column_of_byte(line, int(match["column"]) - 1)
            token = _TOKEN.match(index.line_text(line), column)
            place = Range.of(line, column, line, max(token.end() if token else 0, column + 1))
            related.append(Related(place, match["message"], path))
            if len(related) >= _MAX_RELATED:
                break
        return tuple(related)

    def _facts(self, diagnostic: pyslang.Diagnostic, code: str) -> dict[str, Any]:
        arguments = [self._engine.formatArg(a) for a in diagnostic.args]
        data: dict[str, Any] = {}
        for key, value in zip(_ARGUMENTS.get(code, ()), arguments, strict=False):
            data[key] = (
                int(value)
                if key.endswith("width") and value.isdigit()
                else value.strip("'")
                if key.endswith("type")
                else value
            )
        if arguments and not data:
            data["arguments"] = arguments
        symbol = diagnostic.symbol
        if symbol is not None and symbol.name and symbol.kind == pyslang.ast.SymbolKind.InstanceBody:
            data["scope"] = symbol.name
        return data

    def _name(self, buffer: pyslang.BufferID) -> str:
        name = self._names.get(buffer)
        if name is None:
            name = self._names[buffer] = file_of_buffer(self._sources.getRawFileName(buffer))
        return name

    def _index(self, name: str) -> LineIndex:
        index = self._indexes.get(name)
        if index is None:
            index = self._indexes[name] = LineIndex(self._text_of(name) or "")
        return index
