"""What a diagnostic or a verdict means, in Markdown: who said it, on what grounds, what else was said of it."""

from __future__ import annotations

from backends.outcome import Label, Outcome, Provenance
from server.confirmed_tier import Confirmed
from server.diagnostic_merge import Merged
from server.metrics_text import configuration_table, table, verdict_word

LOG_LINES = 40


def explain_diagnostic(merged: Merged) -> str:
    finding, diagnostic = merged.finding, merged.diagnostic
    code = f" `{diagnostic.code}`" if diagnostic.code else ""
    lines = [f"**{diagnostic.source}**{code} ({diagnostic.severity}, {diagnostic.stage}): {diagnostic.message}"]
    if finding.provenance is Provenance.PREDICTED:
        sure = f" with probability {finding.probability:.0%}" if finding.probability is not None else ""
        lines.append(f"Predicted{sure}; no tool has been run yet.")
    if finding.stale:
        lines.append("Said of the text before the last edit; save to have it confirmed again.")
    lines += [f"- {related.message}" for related in diagnostic.related[:8]]
    return "\n\n".join(lines[:1]) + ("\n\n" + "\n".join(lines[1:]) if len(lines) > 1 else "")


def explain_verdict(done: Confirmed) -> str:
    """All that the tools said of a file, with the end of the log of each that failed."""
    parts = [f"# {done.environment.name}", table(done.outcomes)]
    parts += filter(None, (configuration_table(o) for o in done.outcomes))
    parts += [_told(o) for o in done.outcomes if o.label.failed or o.label is Label.UNAVAILABLE]
    return "\n\n".join(parts)


def log_of(done: Confirmed, tool: str | None = None) -> str:
    """The logs as the tools wrote them (of one tool, or of all)."""
    return "\n\n".join(
        f"==== {o.tool}{f' {o.target}' if o.target else ''}: {verdict_word(o)}, {o.seconds:.2f} s, {o.tool_version} ====\n{o.log}"
        for o in done.outcomes
        if tool is None or o.tool == tool
    )


def _told(outcome: Outcome) -> str:
    if outcome.label is Label.UNAVAILABLE:
        return f"**{outcome.tool}** was not run: {outcome.log}"
    said = "\n".join(f"- line {d.range.start.line + 1}: {d.message}" for d in outcome.diagnostics[:10])
    tail = "\n".join(outcome.log.splitlines()[-LOG_LINES:])
    log = f"\n\n```\n{tail}\n```" if tail else ""
    return f"**{outcome.tool}**: {verdict_word(outcome)}\n\n{said}{log}"
