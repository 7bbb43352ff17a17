"""The verdict of a simulation from its log: failed checks, assertions, run-time errors, or nothing said at all.

What the simulator reports itself (``$error``, ``$fatal``, failed assertions) counts first. For testbenches that only print,
each line is judged by patterns from the settings: phrases that deny a failure ("0 errors", "no mismatch") are taken out of the
line, then what is left must not match a failure pattern. A line that names an expected and a different actual value fails.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from backends.outcome import Label
from backends.settings import VerilogSettings

MAX_FAILURES = 50
_LONGEST_LINE = 2_000
LOG_CHARACTERS = 20_000
"""What an outcome keeps of a log: the beginning, where the first failure is, and the end."""

_REPORTED = re.compile(
    r"^(?:\[(?P<time>[^\]]+)\] )?[%-]?(?P<kind>ERROR|FATAL|WARNING|INFO|Error|Warning|Fatal|Info): "
    r"(?P<path>[^\s:][^:]*):(?P<line>\d+):(?P<text>.*)$"
)
_TIME_LINE = re.compile(r"^\s+Time: (?P<time>\d+)\s+Scope: (?P<scope>\S+)")
_UNDEFINED = re.compile(
    r"^(?P<path>[^\s:][^:]*):(?P<line>\d+): Error: (?P<text>System task/function (?P<name>\$\S+?)(?:\(\))? is not defined.*)$"
)
_FINISHED = re.compile(
    r"(?P<path>[^\s:][^:]*):(?P<line>\d+): (?:\$(?P<how>finish|stop) called at (?P<time>\d+) \((?P<unit>[^)]*)\)|Verilog \$(?P<verilator>finish|stop))"
)
_VERILATOR_TIME = re.compile(r"Verilator: \$finish at (?P<time>\d+)(?P<unit>[munpf]?s)")
_STOPPED_AT = re.compile(r"^\*\* Current simulation time is (?P<time>\d+) ticks")
_TIME_IN_LINE = re.compile(
    r"(?:\bat(?: time)?|\btime|@|\bt ?=)\s*[:=]?\s*(\d+(?:\.\d+)?\s*(?:[munpf]?s\b)?)", re.IGNORECASE
)
_TOOL_LINE = re.compile(
    r"^(?:VCD |FST |LXT |\*\* VVP |\*\* Flushing|\*\* Continue|> |- V e r i l|- S i m u|- Verilator:|Aborting\.\.\.|\S*: Program not runnable|%Error: .*Verilog \$stop)"
)
_FILE_PROBLEM = re.compile(r"^\s*\$(?:readmem[bh]|fopen|fscanf|fgets|sdf_annotate|fread)\b|file descriptor")
_SYSTEM_PROBLEM = re.compile(r"^\s*\$\w+\b.*(?:unable|invalid|cannot|could not|not supported)", re.IGNORECASE)

_VALUE = (
    r"\s*(?:value|data|output|result|is|was|to be|to get)*\s*[:=]?\s*[\"(]?"
    r"(\d*'s?[bhdo][0-9a-fxz_]+|[0-9xz][0-9a-fxz_]*|(?!(?:be|bad|add|fed|dad)\b)[a-f]{2,8}|[a-f][a-f_]*\d[0-9a-fxz_]*)\b(?!\.\d)"
)
_EXPECTED = re.compile(
    rf"\b(?:expected|expect|exp|want(?:ed)?|should be|golden|reference|ref)\b{_VALUE}", re.IGNORECASE
)
_ACTUAL = re.compile(
    rf"\b(?:got|actual(?:ly)?|received|observed|found|read|is|was|but|dut|output|result)\b{_VALUE}", re.IGNORECASE
)
_PASS_WORD = re.compile(
    r"\b(?:pass(?:ed|es)?|ok(?:ay)?|success(?:ful(?:ly)?)?|all (?:tests?|checks?|good)|correct)\b", re.IGNORECASE
)
_ENDS_PASSED = re.compile(r"\b(?:pass(?:ed)?|ok|success(?:ful(?:ly)?)?)\W*$", re.IGNORECASE)
_FAIL_WORD = re.compile(r"\bfail", re.IGNORECASE)
_UNKNOWN_VALUE = re.compile(r"(?<![\w.])(?:\d+'[bhdo])?[0-9a-fA-F]*[xX]+[0-9a-fA-FxX]*(?![\w.])")
CHECKING_CODE = re.compile(r"\$(?:error|fatal)\b|\bassert\b|!==|!=|===|==")
"""What a testbench that checks anything contains."""


_UNITS = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9, "ps": 1e-12, "fs": 1e-15}


class FailureKind(StrEnum):
    """What a failing line is; its value is the diagnostic's code."""

    CHECK = "testbench-failed"
    ASSERTION = "assertion-failed"
    FATAL = "fatal"
    NO_PASS_LINE = "no-pass-line"
    FILE = "file-not-read"
    RUN_TIME = "run-time-error"
    UNDEFINED_TASK = "undefined-system-task"

    @property
    def label(self) -> Label:
        match self:
            case FailureKind.FILE | FailureKind.RUN_TIME:
                return Label.RUNTIME_ERROR
            case FailureKind.UNDEFINED_TASK:
                return Label.COMPILATION_ERROR
        return Label.WRONG_OUTPUT


@dataclass(frozen=True, slots=True)
class LogFailure:
    """One failing line. ``path`` and ``line`` (zero-based) when the log names them; ``row`` is the line of the log."""

    kind: FailureKind
    text: str
    row: int
    path: str | None = None
    line: int | None = None
    time: str | None = None
    scope: str | None = None
    name: str | None = None

    @property
    def unknown(self) -> bool:
        """True when a value in the line is unknown (``xxxx``)."""
        return self.kind in (FailureKind.CHECK, FailureKind.ASSERTION, FailureKind.FATAL) and bool(
            _UNKNOWN_VALUE.search(self.text)
        )


@dataclass(frozen=True, slots=True)
class LogVerdict:
    """``label`` is PASS when nothing failed; ``checked`` tells whether the log shows any check at all."""

    label: Label
    failures: tuple[LogFailure, ...]
    checked: bool
    count: int
    """Failing lines, also beyond those kept."""
    simulated: float | None = None
    """The last simulated time the log tells, in seconds."""
    ticks: int | None = None
    """The same where the log counts ticks only."""
    ended_by: str | None = None
    """``finish`` or ``stop`` when the log says so."""


def judge_log(log: str, settings: VerilogSettings) -> LogVerdict:
    """Read a whole log. Never raises: patterns that are no regular expressions are left out."""
    fails = _compiled(settings.fail_patterns, 0)
    exceptions = _compiled(settings.pass_exceptions, re.IGNORECASE)
    wanted = _compiled(settings.pass_patterns, 0)
    failures: list[LogFailure] = []
    count = 0
    passed = wanted_seen = False
    simulated: float | None = None
    ticks: int | None = None
    ended_by = None
    lines = log.split("\n")
    for row, raw in enumerate(lines):
        line = raw.rstrip()[:_LONGEST_LINE]
        if not line:
            continue
        finished = _FINISHED.search(line)
        if finished:
            ended_by = finished["how"] or finished["verilator"]
            simulated = _seconds(int(finished["time"]), finished["unit"]) if finished["time"] else simulated
            if "%Error" not in line:
                continue
        exact = _VERILATOR_TIME.search(line)
        if exact:
            simulated = _seconds(int(exact["time"]), exact["unit"])
        stopped = _STOPPED_AT.match(line)
        if stopped:
            ticks = int(stopped["time"])
        if stopped or _TOOL_LINE.match(line):
            continue
        if any(p.search(line) for p in wanted):
            wanted_seen = passed = True
        failure = _failure(lines, row, line, fails, exceptions)
        if failure is None:
            passed = passed or _PASS_WORD.search(line) is not None or any(p.search(line) for p in exceptions)
            continue
        count += 1
        if len(failures) < MAX_FAILURES:
            failures.append(failure)
    if wanted and not wanted_seen and not failures:
        count += 1
        failures.append(
            LogFailure(FailureKind.NO_PASS_LINE, "no line of the log matches pass_patterns", len(lines) - 1)
        )
    # Complaints of the simulator come on another stream than what the testbench prints: the cause goes first.
    failures.sort(key=lambda f: f.kind is not FailureKind.UNDEFINED_TASK)
    blocking = [f for f in failures if not (f.kind is FailureKind.FILE and passed)]
    return LogVerdict(
        label=blocking[0].kind.label if blocking else Label.PASS,
        failures=tuple(failures),
        checked=passed or bool(failures),
        count=count,
        simulated=simulated,
        ticks=ticks,
        ended_by=ended_by,
    )


def _failure(
    lines: list[str], row: int, line: str, fails: list[re.Pattern[str]], exceptions: list[re.Pattern[str]]
) -> LogFailure | None:
    undefined = _UNDEFINED.match(line)
    if undefined:
        return LogFailure(
            FailureKind.UNDEFINED_TASK,
            undefined["text"],
            row,
            undefined["path"],
            int(undefined["line"]) - 1,
            name=undefined["name"],
        )
    reported = _REPORTED.match(line)
    if reported:
        return _reported(reported, lines, row)
    if _denies_failure(line):
        return None
    rest = line
    for exception in exceptions:
        rest = exception.sub(" ", rest)
    if any(p.search(rest) for p in fails) or _differs(line):
        when = _TIME_IN_LINE.search(line)
        return LogFailure(FailureKind.CHECK, line.strip(), row, time=when[1].strip() if when else None)
    return None


def _reported(match: re.Match[str], lines: list[str], row: int) -> LogFailure | None:
    """``$error``, ``$fatal`` and what the simulator itself complains of; warnings and information are no failures."""
    kind, text = match["kind"].lower(), match["text"].strip()
    if kind in ("warning", "info"):
        return None
    time, scope = match["time"], None
    following = _TIME_LINE.match(lines[row + 1]) if row + 1 < len(lines) else None
    if following:
        time, scope = following["time"], following["scope"]
    elif time is None:
        when = _TIME_IN_LINE.search(text)
        time = when[1].strip() if when else None
    if _FILE_PROBLEM.search(text):
        what = FailureKind.FILE
    elif _SYSTEM_PROBLEM.search(text):
        what = FailureKind.RUN_TIME
    elif kind == "fatal":
        what = FailureKind.FATAL
    else:
        what = FailureKind.ASSERTION
    text = re.sub(r"^Assertion failed in [^:]+: ", "", text) or (
        "assertion failed" if kind == "error" else "$fatal was called"
    )
    return LogFailure(what, text, row, match["path"], int(match["line"]) - 1, time, scope)


def _denies_failure(line: str) -> bool:
    """True for a line whose own verdict is that all is well (``error injection test: PASSED``)."""
    return (
        _ENDS_PASSED.search(line) is not None
        and _FAIL_WORD.search(line) is None
        and not re.search(r"\bnot\s+\w+\W*$", line)
    )


def _differs(line: str) -> bool:
    """``expected 5a, got 5b``: both values are named and they are not the same."""
    expected = _EXPECTED.search(line)
    if expected is None:
        return False
    rest = line[: expected.start()] + " " * (expected.end() - expected.start()) + line[expected.end() :]
    actual = _ACTUAL.search(rest)
    if actual is None:
        return False
    wanted = _value(expected[1])
    return not set(wanted) & set("xz?") and wanted != _value(actual[1])


def _seconds(count: int, unit: str) -> float | None:
    """``2011000`` units of ``1ps`` in seconds."""
    match = re.fullmatch(r"(\d*)\s*([munpf]?s)", unit)
    return count * int(match[1] or 1) * _UNITS[match[2]] if match else None


def readable_time(seconds: float) -> str:
    """A simulated time in the largest unit that keeps it above one: ``2.011 us``."""
    if seconds == 0:
        return "0 s"
    unit = next((u for u in _UNITS if abs(seconds) >= _UNITS[u]), "fs")
    return f"{seconds / _UNITS[unit]:.6g} {unit}"


def shortened_log(log: str) -> str:
    """A log of any length cut in the middle to ``LOG_CHARACTERS``."""
    if len(log) <= LOG_CHARACTERS:
        return log
    half = LOG_CHARACTERS // 2
    return f"{log[:half]}\n… {len(log) - 2 * half} characters left out …\n{log[-half:]}"


def _value(text: str) -> str:
    """Values as printed: without base, underscores and leading zeros."""
    sized = re.fullmatch(r"\d*'s?[bhdo](.*)", text.lower())
    return (sized[1] if sized else text.lower()).replace("_", "").lstrip("0") or "0"


def _compiled(patterns: tuple[str, ...], flags: int) -> list[re.Pattern[str]]:
    compiled = []
    for pattern in patterns:
        try:
            compiled.append(re.compile(pattern, flags))
        except re.error:
            continue
    return compiled
