"""The JSON contract of ``check`` and ``predict``, and the same for people."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

from backends.environment import Domain
from backends.outcome import Diagnostic, Label, Outcome, Provenance, Severity
from backends.text import LineIndex
from server.diagnostic_merge import Merged, merge
from server.diagnostic_store import DiagnosticStore, Speaker
from server.encoding import ClientText
from server.metrics_text import headline, verdict_word
from server.publisher import text_on_disk


def report(
    path: str, text: str, domain: Domain | None, target: str | None, outcomes: Iterable[Outcome]
) -> dict[str, Any]:
    """One file's object. Ranges are as in LSP: zero-based, characters counted in UTF-16 code units."""
    client = ClientText(LineIndex(text))
    return {
        "file": path,
        "domain": str(domain) if domain else None,
        "target": target,
        "outcomes": [_outcome(outcome, client) for outcome in outcomes],
    }


def _outcome(outcome: Outcome, client: ClientText) -> dict[str, Any]:
    return {
        "tool": outcome.tool,
        "stage": str(outcome.stage),
        "provenance": str(outcome.provenance),
        "probability": outcome.probability,
        "label": str(outcome.label),
        "target": outcome.target,
        "diagnostics": [_diagnostic(d, client) for d in outcome.diagnostics],
        "metrics": {name: metric.to_json() for name, metric in outcome.metrics.items()},
        "seconds": round(outcome.seconds, 4),
        "tool_version": outcome.tool_version,
        "log": outcome.log,
        "artifacts": dict(outcome.artifacts),
    }


def _diagnostic(diagnostic: Diagnostic, client: ClientText) -> dict[str, Any]:
    text = client if diagnostic.path is None else text_on_disk(diagnostic.path)
    span = text.range_to_client(diagnostic.range)
    out: dict[str, Any] = {
        "range": {
            "start": {"line": span.start.line, "character": span.start.character},
            "end": {"line": span.end.line, "character": span.end.character},
        },
        "severity": str(diagnostic.severity),
        "code": diagnostic.code,
        "message": diagnostic.message,
        "source": diagnostic.source,
    }
    if diagnostic.path is not None:
        out["file"] = diagnostic.path
    if diagnostic.related:
        out["related"] = [
            {"file": r.path or diagnostic.path, "line": r.range.start.line, "message": r.message}
            for r in diagnostic.related
        ]
    return out


def lines_for_people(path: str, domain: Domain | None, outcomes: Iterable[Outcome]) -> list[str]:
    """Each cause once, as ``file:line:column: severity: message [tool: code; also tools]``, then one line a tool."""
    outcomes = tuple(outcomes)
    store = DiagnosticStore()
    for outcome in outcomes:
        speaker = Speaker(path, outcome.tool, outcome.target, outcome.provenance)
        store.put(speaker, outcome.diagnostics, outcome.probability)
    lines = []
    for about in sorted(store.paths(), key=lambda p: (p != path, p)):
        merged = merge(store.findings(about), about, sys.maxsize)
        lines += [_line(about, m) for m in sorted(merged, key=lambda m: m.diagnostic.range.start)]
    for outcome in outcomes:
        target = f" {outcome.target}" if outcome.target else ""
        if outcome.label is Label.UNAVAILABLE:
            why = outcome.log.partition("\n")[0].removeprefix("not run: ")
            lines.append(f"  {outcome.tool}{target}: not run: {why}")
            continue
        numbers = headline([outcome], domain)
        lines.append(
            f"  {outcome.tool}{target}: {verdict_word(outcome)} ({outcome.seconds:.2f} s)"
            + (f", {numbers}" if numbers else "")
        )
    return lines


def _line(path: str, merged: Merged) -> str:
    d, finding = merged.diagnostic, merged.finding
    predicted = "predicted " if finding.provenance is Provenance.PREDICTED else ""
    if predicted and finding.probability is not None:
        predicted = f"predicted {finding.probability:.0%} "
    who = d.source + (f": {d.code}" if d.code else "") + (f"; also {', '.join(merged.also)}" if merged.also else "")
    place = f"{path}:{d.range.start.line + 1}:{d.range.start.column + 1}"
    return f"{place}: {predicted}{d.severity}: {merged.message} [{who}]"


def found_problems(outcomes: Iterable[Outcome]) -> bool:
    """Whether a tool failed, or found an error in what it could still work with."""
    return any(o.label.failed or any(d.severity is Severity.ERROR for d in o.diagnostics) for o in outcomes)
