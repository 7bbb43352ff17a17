"""The verdict of a simulation from its log: severity tasks, configured patterns, crashes and limits.

``$error`` and ``$fatal`` print ``ERROR: file:line: …`` and ``FATAL: file:line: …`` in Icarus and svling, ``[time] %Error:
file:line: …`` in Verilator. Anything else a testbench prints is judged by the patterns of the settings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from backends.environment import Environment, Role
from backends.outcome import Diagnostic, Label, Metric, Range, Related, Severity, Stage
from backends.process import ToolResult
from backends.settings import VerilogSettings
from backends.text import LineIndex
from backends.verilog.interface import module_interfaces
from backends.verilog.staged_sources import StagedSources

MAX_FAILING_LINES = 20
LOG_CHARACTERS = 20_000

_TAGGED = re.compile(
    r"^\s*(?:\[\d+\]\s*)?%?(?P<tag>FATAL|ERROR|Error|Fatal):\s*(?P<path>[^\s:]+\.\w+):(?P<line>\d+):?\s*(?P<text>.*)$"
)
_RUNTIME = re.compile(
    r"^\s*(?:vvp|evvp)?:?\s*(?:.*:\d+:\s*)?(?:vvp|evvp|sling)[\w ]*[: ].*\b(error|sorry)\b", re.IGNORECASE
)
_TIME = re.compile(r"^\s*Time:\s*(\d+)")
_DISPLAY = re.compile(
    r"\$(?:display|error|fatal|write|strobe|monitor|info|warning)\s*\(\s*(?:\d+\s*,\s*)?\"((?:\\.|[^\"\\])*)\""
)
_FORMAT = re.compile(r"%%|%[-0]?\d*(?:\.\d+)?[a-zA-Z]|\\[nt\"\\]")
_WORD = re.compile(r"[A-Za-z_][\w$]*")


@dataclass(frozen=True, slots=True)
class FailingLine:
    """One complaint of the log. ``path`` and ``line`` (zero-based) when the simulator printed them."""

    text: str
    path: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    label: Label
    failing: tuple[FailingLine, ...]
    summary: str


def judge(result: ToolResult, settings: VerilogSettings, wall_seconds: float) -> Verdict:
    """What a finished, crashed or killed simulation says about the design."""
    failing = tuple(_failing_lines(result.output, settings))[:MAX_FAILING_LINES]
    if result.timed_out:
        last = next((t for t in reversed(result.stdout.splitlines()) if t.strip()), "")
        reached = f"; it last printed {last.strip()[:120]!r}" if last else "; it printed nothing"
        return Verdict(
            Label.TIMEOUT,
            failing,
            f"the simulation did not end within {wall_seconds:g} s: no $finish was reached{reached}",
        )
    if result.exceeded is not None:
        return Verdict(
            Label.RESOURCE_EXCEEDED, failing, f"the simulation was stopped: it went over the {result.exceeded} limit"
        )
    if failing:
        return Verdict(Label.WRONG_OUTPUT, failing, failing[0].text)
    if result.returncode < 0:
        return Verdict(Label.RUNTIME_ERROR, (), f"the simulator crashed with signal {-result.returncode}")
    runtime = next((t.strip() for t in result.output.splitlines() if _RUNTIME.match(t)), None)
    if runtime is not None:
        return Verdict(Label.RUNTIME_ERROR, (FailingLine(runtime),), runtime)
    if result.returncode != 0:
        why = f"the simulation ended with exit code {result.returncode} ($fatal or $stop)"
        return Verdict(Label.WRONG_OUTPUT, (), why)
    if settings.pass_patterns and not any(re.search(p, result.output, re.MULTILINE) for p in settings.pass_patterns):
        return Verdict(Label.WRONG_OUTPUT, (), "none of the configured pass patterns appears in the log")
    return Verdict(
        Label.PASS, (), "" if result.output.strip() else "the testbench printed nothing: it may check nothing"
    )


def _failing_lines(log: str, settings: VerilogSettings) -> Iterator[FailingLine]:
    fails = [re.compile(p) for p in settings.fail_patterns]
    exceptions = [re.compile(p, re.IGNORECASE) for p in settings.pass_exceptions]
    for text in log.splitlines():
        if match := _TAGGED.match(text):
            yield FailingLine(
                match["text"].strip() or f"${match['tag'].lower()}", match["path"], int(match["line"]) - 1
            )
        elif any(f.search(text) for f in fails) and not any(e.search(text) for e in exceptions):
            yield FailingLine(text.strip())


def simulation_metrics(log: str, verdict: Verdict) -> dict[str, Metric]:
    """``failures`` counted, and the last simulated time the log names."""
    metrics = {"failures": Metric(len(verdict.failing), "line")}
    times = [int(m[1]) for t in log.splitlines() if (m := _TIME.match(t))]
    if times:
        metrics["simulated_time"] = Metric(times[-1], "tick")
    return metrics


def verdict_diagnostics(
    verdict: Verdict, code: str, environment: Environment, staged: StagedSources, source: str
) -> tuple[Diagnostic, ...]:
    """One diagnostic in the checked file, at the port the first failing line names; its place in the testbench related."""
    if verdict.label is Label.PASS:
        if not verdict.summary:
            return ()
        return (
            _at_design(verdict.summary, (), code, environment, source, Severity.INFORMATION, "no-check-seen", None),
        )
    first = verdict.failing[0] if verdict.failing else None
    place = _place_in_bench(first, environment, staged, code) if first else None
    codes = {Label.TIMEOUT: "timeout", Label.RUNTIME_ERROR: "runtime-error", Label.RESOURCE_EXCEEDED: "limit"}
    kind = codes.get(verdict.label, "testbench-failed")
    message = verdict.summary if kind != "testbench-failed" else f"simulation fails: {verdict.summary}"
    if len(verdict.failing) > 1:
        message += f" (and {len(verdict.failing) - 1} more)"
    found = [_at_design(message, verdict.failing, code, environment, source, Severity.ERROR, kind, place)]
    if place is not None and place[0] != environment.path:
        found.append(Diagnostic(place[1], Severity.ERROR, kind, message, source, Stage.SIMULATE, path=place[0]))
    return tuple(found)


def _at_design(
    message: str, failing: tuple[FailingLine, ...], code: str, environment: Environment, source: str,
    severity: Severity, kind: str, place: tuple[str, Range] | None,
) -> Diagnostic:  # fmt: skip
    modules = module_interfaces(code)
    where, signal = Range.line(0, LineIndex(code).line_text(0)), None
    if place is not None and place[0] == environment.path:
        where = place[1]
    elif modules:
        where = modules[-1].range
        for line in failing:
            named = set(_WORD.findall(line.text))
            port = next((p for m in modules for p in m.ports if p.name in named and p.direction != "input"), None)
            if port is not None:
                where, signal = port.range, port.name
                break
    related = ()
    if place is not None and place[0] != environment.path:
        related = (Related(place[1], "reported here by the testbench", place[0]),)
    data = {"failing": [f.text for f in failing[:5]], **({"signal": signal} if signal else {})}
    return Diagnostic(where, severity, kind, message, source, Stage.SIMULATE, related=related, data=data)


def _place_in_bench(
    line: FailingLine, environment: Environment, staged: StagedSources, code: str
) -> tuple[str, Range] | None:
    texts = {f.path: f.text for f in environment.of_role(Role.TESTBENCH)}
    texts.setdefault(environment.path, code)
    if line.path is not None and line.line is not None:
        path = staged.original(line.path) or line.path
        if path in texts:
            return path, LineIndex(texts[path]).line_range(line.line)
    for path, text in texts.items():
        for call in _DISPLAY.finditer(text):
            if _matches_format(call[1], line.text):
                return path, LineIndex(text).span(call.start(), call.end())
    return None


def _matches_format(template: str, printed: str) -> bool:
    literal = _FORMAT.sub("", template).strip()
    if len(literal) < 4:
        return False
    parts, at = [], 0
    for match in _FORMAT.finditer(template):
        parts += [re.escape(template[at : match.start()]), ".*"]
        at = match.end()
    parts.append(re.escape(template[at:]))
    pattern = "".join(parts).strip()
    return re.search(pattern.replace(r"\ ", r"\s*"), printed) is not None
