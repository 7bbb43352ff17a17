"""From everything every tool said about one file to what a reader wants to see: each cause once, the first cause first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from backends.outcome import Diagnostic, Position, Provenance, Range, Related, Severity, Stage
from server.diagnostic_store import Finding

_SEVERITY = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFORMATION: 2, Severity.HINT: 3}
_STAGE = {stage: rank for rank, stage in enumerate(Stage)}
_READING = frozenset({Stage.STATIC, Stage.LINT, Stage.COMPILE})
"""Stages that read the code; what later ones say of code that cannot be read follows from that."""
_QUOTED = re.compile(r"[`'\"]([A-Za-z_$][\w$.\[\]:]*)[`'\"]")
_SYNTAX = re.compile(r"syntax|expected|unexpected|missing|invalid (module|syntax)|malformed|parse error", re.IGNORECASE)
_TOPIC = {
    topic: re.compile(pattern, re.IGNORECASE)
    for topic, pattern in {
        "latch": r"latch",
        "width": r"width|trunc|expand|bits|size of|padded",
        "unused": r"unused|never used|not used",
        "undriven": r"undriven|never assigned|no driver|not driven",
        "drivers": r"multi.?driven|multiple drivers|more than one driver",
        "loop": r"combinational loop|comb loop|logic loop|UNOPTFLAT",
        "case": r"case.*(incomplete|cover|default)|CASEINCOMPLETE",
        "blocking": r"blocking|BLKSEQ|COMBDLY",
        "sensitivity": r"sensitivity",
    }.items()
}


@dataclass(frozen=True, slots=True)
class Merged:
    """What is shown once: ``finding``, and the tools that said the same (their words are in its ``related``)."""

    finding: Finding
    also: tuple[str, ...] = ()

    @property
    def diagnostic(self) -> Diagnostic:
        return self.finding.diagnostic


def merge(findings: Iterable[Finding], path: str, limit: int) -> tuple[Merged, ...]:
    """At most ``limit``; when there is more, the last one says how much."""
    groups: dict[int, list[list[Finding]]] = {}
    for finding in sorted(set_of(findings), key=_precedence):
        line = finding.diagnostic.range.start.line
        group = next((g for at in (line, line - 1) for g in groups.get(at, ()) if _same(g, finding)), None)
        if group is None:
            groups.setdefault(line, []).append([finding])
        else:
            group.append(finding)
    merged = [_one(group, path) for on_line in groups.values() for group in on_line]
    merged.sort(key=lambda m: _order(m.diagnostic))
    if len(merged) > limit:
        hidden = len(merged) - (limit - 1)
        merged = [*merged[: limit - 1], _hidden(hidden, path)]
    return tuple(merged)


def set_of(findings: Iterable[Finding]) -> list[Finding]:
    """Without exact repetitions (one header error found through ten users)."""
    seen: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        d = finding.diagnostic
        key = (d.range, d.source, d.code, d.message, finding.provenance)
        known = seen.get(key)
        if known is None or (known.stale and not finding.stale):
            seen[key] = finding
    return list(seen.values())


def _precedence(finding: Finding) -> tuple[object, ...]:
    """Who leads a group: what is certain, current and exact."""
    d = finding.diagnostic
    return (
        finding.provenance is Provenance.PREDICTED,
        _SEVERITY[d.severity],
        finding.stale,
        d.range.start.line,
        d.stage is not Stage.STATIC,
        _breadth(d.range),
        _STAGE[d.stage],
        d.range.start,
        d.source,
    )


def _breadth(span: Range) -> int:
    lines = span.end.line - span.start.line
    return lines * 1000 + (span.end.column - span.start.column if not lines else 0)


def _same(group: Sequence[Finding], finding: Finding) -> bool:
    """Whether ``finding`` is what the leader of ``group`` said, in another tool's words."""
    leader, other = group[0].diagnostic, finding.diagnostic
    for member in group:
        if member.diagnostic.source == other.source:
            # One tool does not repeat itself: two things it says are two things. Run twice for two purposes, it does.
            d = member.diagnostic
            again = member.tool != finding.tool and (d.code, d.range) == (other.code, other.range)
            return again and _names(d) & _names(other) != set()
    if leader.range == other.range and _names(leader) & _names(other):
        return True
    if (leader.severity is Severity.ERROR) != (other.severity is Severity.ERROR):
        return False
    apart = other.range.start.line - leader.range.start.line
    if apart:
        # A missing token is reported where it is missing or where the next one stands.
        return apart == 1 and other.severity is Severity.ERROR and _both(_SYNTAX, leader, other)
    names, others = _names(leader), _names(other)
    if names and others:
        return bool(names & others)
    if other.severity is Severity.ERROR:
        return bool(_syntax_or_overlap(leader, other))
    return bool(_topics(leader) & _topics(other)) and _touch(leader.range, other.range)


def _syntax_or_overlap(one: Diagnostic, other: Diagnostic) -> bool:
    return _both(_SYNTAX, one, other) or _touch(one.range, other.range)


def _both(pattern: re.Pattern[str], one: Diagnostic, other: Diagnostic) -> bool:
    return bool(pattern.search(one.message) and pattern.search(other.message))


def _names(diagnostic: Diagnostic) -> set[str]:
    return {name.rsplit(".", 1)[-1] for name in _QUOTED.findall(diagnostic.message)}


def _topics(diagnostic: Diagnostic) -> set[str]:
    text = f"{diagnostic.code} {diagnostic.message}"
    return {topic for topic, pattern in _TOPIC.items() if pattern.search(text)}


def _touch(one: Range, other: Range) -> bool:
    return one.start <= other.end and other.start <= one.end


def _one(group: Sequence[Finding], path: str) -> Merged:
    if len(group) == 1:
        return Merged(group[0])
    leader = group[0]
    others_by_source = {
        f.diagnostic.source: f for f in reversed(group) if f.diagnostic.source != leader.diagnostic.source
    }
    words = tuple(
        Related(f.diagnostic.range, f"{source}: {f.diagnostic.message}", path)
        for source, f in reversed(others_by_source.items())
    )
    others = tuple(r for f in group[1:] for r in f.diagnostic.related)
    d = leader.diagnostic
    shown = Diagnostic(
        d.range, d.severity, d.code, d.message, d.source, d.stage, d.path, (*d.related, *words, *others), d.data
    )
    return Merged(replace(leader, diagnostic=shown), tuple(reversed(others_by_source)))


def _order(diagnostic: Diagnostic) -> tuple[object, ...]:
    return (
        _SEVERITY[diagnostic.severity],
        diagnostic.stage not in _READING,
        diagnostic.range.start,
        _STAGE[diagnostic.stage],
        diagnostic.source,
    )


def _hidden(count: int, path: str) -> Merged:
    message = (
        f"{count} more diagnostics of this file are not shown; the first causes are. Limit: diagnostics.max_per_file."
    )
    start = Position(0, 0)
    diagnostic = Diagnostic(Range(start, start), Severity.INFORMATION, "more", message, "hardsight")
    return Merged(Finding(diagnostic, path))
