"""Reads what ``iverilog`` prints. It names lines only: the range is narrowed to the name or number a message is about."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from backends.outcome import Diagnostic, Range, Related, Severity, Stage
from backends.text import LineIndex

MAX_DIAGNOSTICS = 100

_LINE = re.compile(r"^(?P<path>[^\s:][^:\n]*):(?P<line>\d+): (?P<text>.*)$")
_CONTINUED = re.compile(r"^(?P<path>[^\s:][^:\n]*):(?P<line>\d+): {2,}: (?P<text>.*)$")
_BARE = re.compile(r"^(?P<kind>error|warning|sorry|assert|internal error): (?P<text>.*)$")
_BARE_CONTINUED = re.compile(r"^ {2,}: (?P<text>.*)$")
_KIND = re.compile(r"^(?P<kind>error|warning|sorry|internal error|debug|note): (?P<text>.*)$")
_DECLARED_AT = re.compile(r"was already declared here: (?P<path>[^:]+):(?P<line>\d+)")
_COUNT = re.compile(
    r"^(?:\d+ error\(s\) during elaboration\.|Elaboration failed|Preprocessor failed|\*\*\*|\s+\S+ referenced \d+ times)"
)
_QUOTED = re.compile(r"`{1,2}([^'`\s]+)'{1,2}|'([A-Za-z_\\$][^'\s]*)'|\"([A-Za-z_$][^\"\s]*)\"")

_CODES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (code, re.compile(pattern))
    for code, pattern in (
        ("give-up", r"^I give up"),
        ("missing-include", r"^Include file (\S+) not found"),
        (
            "syntax-error",
            r"syntax error|[Mm]alformed|^Syntax in|^Invalid event control|invalid module item|[Ii]ncomprehensible",
        ),
        ("syntax-error", r"^(?:error: )?Invalid module instantiation|Error in property|Syntax error in"),
        ("unknown-module", r"Unknown module type: (\S+)"),
        ("unbound-name", r"Unable to bind (?:wire/reg/memory|parameter) `([^']+)'|Could not find variable ``([^']+)''"),
        (
            "unresolved-expression",
            r"Unable to elaborate (?:r-value|condition|port|wait|this)|Unable to evaluate|Cannot evaluate",
        ),
        ("unknown-task", r"Enable of unknown task ``([^']+)''|No function named `([^']+)'|No task named"),
        ("invalid-lvalue", r"(\S+) is not a valid l-value in"),
        (
            "assignment-to-variable",
            r"(?:reg|logic|variable) (\S+?);? cannot be driven by primitives or continuous assignment",
        ),
        ("already-declared", r"'([^']+)' has already been declared|already (?:been )?declared|already defined"),
        ("port-width", r"Port \d+ \((\S+)\) of \S+ expects \d+ bits, got \d+"),
        (
            "port-connection",
            r"port ``([^']+)'' is not a port of|Wrong number of ports|multiple .*connections|port \S+ .*already",
        ),
        ("parameter-not-found", r"parameter (\S+) not found in"),
        (
            "select-out-of-range",
            r"[Pp]art select|bit select|[Oo]ut of (?:range|bound)|is after vector|is before vector",
        ),
        ("array-index", r"Array (\S+) needs"),
        ("implicit-wire", r"implicit definition of wire '([^']+)'"),
        ("unconnected-port", r"(?:input|output|inout) port (?:`([^']+)'|unconnected)|is dangling|is coerced to"),
        ("sensitivity", r"@\* found no sensitivities|sensitiv"),
        ("undefined-macro", r"macro (\S+) undefined"),
        ("no-top-module", r"^No top level modules|Unable to find the root module"),
        ("constant-condition", r"is constant\.?$|infinite loop"),
        ("timescale", r"timescale|time unit"),
    )
)
_NAMES: tuple[re.Pattern[str], ...] = (
    re.compile(r"r-value: (\w+)$"),
    re.compile(r"Unknown module type: (\S+)"),
    re.compile(r"^Include file (\S+) not found"),
    re.compile(r"^(\S+) is not a valid l-value"),
    re.compile(r"^(?:reg|logic|variable) (\S+?);? cannot be driven"),
    re.compile(r"^Array (\S+) needs"),
    re.compile(r"parameter (\S+) not found in"),
    re.compile(r"^Port \d+ \((\S+)\) of"),
    re.compile(r"macro (\S+) undefined"),
    re.compile(r"Scope of (\S+) not found"),
    re.compile(r"vector (\w+)"),
    re.compile(r"^(\w[\w$.]*) is declared here"),
)
_NOT_SHOWN = frozenset({"timescale"})


@dataclass(slots=True)
class IcarusMessage:
    """One complaint; ``line`` is zero-based, ``-1`` when it names no place."""

    kind: str
    text: str
    path: str | None = None
    line: int = -1
    notes: list[str] = field(default_factory=list)
    places: list[tuple[str, int, str]] = field(default_factory=list)

    @property
    def code(self) -> str:
        """A stable name for the kind of message; Icarus has none of its own."""
        if self.kind in ("sorry", "internal error"):
            return "unsupported" if self.kind == "sorry" else "internal-error"
        return next((code for code, pattern in _CODES if pattern.search(self.text)), self.kind)

    @property
    def name(self) -> str | None:
        """The name the message is about, as it stands in the source."""
        for pattern in _NAMES:
            match = pattern.search(self.text)
            if match:
                return match[1]
        quoted = _QUOTED.search(self.text)
        return next(filter(None, quoted.groups()), None) if quoted else None


def parse_messages(output: str) -> list[IcarusMessage]:
    """All messages in order, continuation lines joined to theirs; counts at the end are left out."""
    messages: list[IcarusMessage] = []
    for line in output.split("\n"):
        line = line.rstrip()
        if not line or _COUNT.match(line):
            continue
        last = messages[-1] if messages else None
        if last is not None and (continued := _CONTINUED.match(line)):
            if continued["path"] == last.path and int(continued["line"]) - 1 == last.line:
                last.notes.append(continued["text"])
            else:
                last.places.append((continued["path"], int(continued["line"]) - 1, continued["text"]))
        elif last is not None and (bare := _BARE_CONTINUED.match(line)):
            last.notes.append(bare["text"])
        elif placed := _LINE.match(line):
            text = placed["text"].strip()
            if last is not None and (declared := _DECLARED_AT.search(text)):
                last.places.append((declared["path"], int(declared["line"]) - 1, "declared here"))
                continue
            kind = _KIND.match(text)
            messages.append(
                IcarusMessage(
                    kind["kind"] if kind else "error",
                    kind["text"] if kind else text,
                    placed["path"],
                    int(placed["line"]) - 1,
                )
            )
        elif bare := _BARE.match(line):
            messages.append(IcarusMessage(bare["kind"], bare["text"]))
        elif line.startswith(("I give up.", "No top level modules")):
            messages.append(IcarusMessage("error", line))
    return messages


def diagnostics_of(
    messages: list[IcarusMessage],
    locate: Callable[[str], tuple[str | None, LineIndex] | None],
    fallback: LineIndex,
    stage: Stage,
) -> list[Diagnostic]:
    """``locate`` gives for a path as Icarus prints it the path to report (``None``: the checked file) and its text.

    Messages without a place stand at the first line of the checked file, those that only follow from others are left out.
    """
    shown: dict[tuple[object, ...], Diagnostic] = {}
    placed_errors = any(m.path and m.kind != "warning" for m in messages)
    for message in messages:
        code = message.code
        if code in _NOT_SHOWN or (message.path is None and placed_errors):
            continue
        if code == "unresolved-expression" and any(
            m.code == "unbound-name" and m.line == message.line for m in messages
        ):
            continue
        found = locate(message.path) if message.path else (None, fallback)
        if found is None:
            continue
        path, index = found
        diagnostic = Diagnostic(
            range=_range(message, index),
            severity=_severity(message),
            code=code,
            message=_text(message),
            source="icarus",
            stage=stage,
            path=path,
            related=tuple(filter(None, (_related(place, locate) for place in message.places))),
            data={"name": message.name} if message.name else {},
        )
        # After a syntax error Icarus repeats itself in other words for the same line.
        same = (
            path,
            diagnostic.range.start.line,
            code if code == "syntax-error" else (diagnostic.range, diagnostic.message),
        )
        shown.setdefault(same, diagnostic)
        if len(shown) >= MAX_DIAGNOSTICS:
            break
    return sorted(shown.values(), key=lambda d: d.severity is not Severity.ERROR)


def _severity(message: IcarusMessage) -> Severity:
    """``sorry`` names what Icarus lacks, which is nothing to warn of; only its exit code tells whether that stopped it."""
    if message.kind == "sorry":
        return Severity.INFORMATION
    if message.kind == "warning":
        return Severity.WARNING
    return Severity.ERROR


def _text(message: IcarusMessage) -> str:
    text = message.text
    if message.kind == "sorry":
        text = f"Icarus does not support this: {text}"
    text = " ".join([text, *message.notes])
    return text[:1].upper() + text[1:]


def _range(message: IcarusMessage, index: LineIndex) -> Range:
    if message.line < 0:
        return index.line_range(0)
    line = message.line
    name = message.name
    if message.code == "missing-include" and name:
        # Icarus counts the line after the directive.
        line = next((n for n in (line, line - 1, line - 2) if name in index.line_text(n)), line)
    while line > 0 and (line >= index.line_count or not index.line_text(line).strip()):
        line -= 1
    text = index.line_text(line)
    if name:
        word = name.split(".")[0] if name not in text else name
        match = re.search(rf"(?<![\w$]){re.escape(word)}(?![\w$])", text)
        if match:
            return Range.of(line, match.start(), line, match.end())
    return index.line_range(line)


def _related(
    place: tuple[str, int, str], locate: Callable[[str], tuple[str | None, LineIndex] | None]
) -> Related | None:
    found = locate(place[0])
    return Related(found[1].line_range(place[1]), place[2], found[0]) if found else None
