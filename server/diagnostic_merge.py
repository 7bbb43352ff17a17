"""From everything every tool said about one file to what a reader wants to see: each cause once, the first cause first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from backends.outcome import Diagnostic, Position, Provenance, Range, Related, Severity, Stage
from server.diagnostic_cause import (
    READING,
    contradicts,
    follows_from_syntax_error,
    leads_astray,
    objects_of,
    one_cause,
)
from server.diagnostic_store import Finding

_SEVERITY = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFORMATION: 2, Severity.HINT: 3}
_STAGE = {stage: rank for rank, stage in enumerate(Stage)}


@dataclass(frozen=True, slots=True)
class Merged:
    """What is shown once: ``finding``, and the tools that said the same (their words are in its ``related``)."""

    finding: Finding
    also: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    """The targets it was found for, when the tool that said it runs once for each."""

    @property
    def diagnostic(self) -> Diagnostic:
        return self.finding.diagnostic

    @property
    def message(self) -> str:
        """The leader's words, and the targets they do not name."""
        message = self.diagnostic.message
        unnamed = [target for target in self.targets if target not in message]
        if not unnamed:
            return message
        named = len(unnamed) < len(self.targets)
        return f"{message}; likewise on {', '.join(unnamed)}" if named else f"{message} (on {', '.join(unnamed)})"


def merge(findings: Iterable[Finding], path: str, limit: int) -> tuple[Merged, ...]:
    """At most ``limit``; when there is more, the last one says how much."""
    groups = _Groups()
    for finding in sorted(set_of(findings), key=_precedence):
        groups.add(finding)
    merged = [_one(group, path) for group in groups.all]
    merged.sort(key=lambda m: _order(m.diagnostic))
    if len(merged) > limit:
        hidden = len(merged) - (limit - 1)
        merged = [*merged[: limit - 1], _hidden(hidden, path)]
    return tuple(merged)


class _Groups:
    """Findings about one cause together, the leader first."""

    def __init__(self) -> None:
        self.all: list[list[Finding]] = []
        self._on_line: dict[int, list[list[Finding]]] = {}
        self._about: dict[tuple[str, str], list[list[Finding]]] = {}
        self._astray: list[Finding] | None = None
        """The last syntax error of a front end so far, from which those of other tools below follow."""

    def add(self, finding: Finding) -> None:
        fitting = [group for group in self._near(finding) if _belongs(group, finding)]
        group = min(fitting, key=lambda g: _apart(g[0].diagnostic.range, finding.diagnostic.range), default=None)
        if group is None and follows_from_syntax_error(finding):
            group = self._astray
        if group is not None:
            group.append(finding)
            return
        group = [finding]
        self.all.append(group)
        self._on_line.setdefault(finding.diagnostic.range.start.line, []).append(group)
        for thing in objects_of(finding.diagnostic):
            self._about.setdefault(thing, []).append(group)
        if leads_astray(finding):
            self._astray = group

    def _near(self, finding: Finding) -> Iterator[list[Finding]]:
        line = finding.diagnostic.range.start.line
        for at in (line, line - 1):
            yield from self._on_line.get(at, ())
        for thing in objects_of(finding.diagnostic):
            yield from self._about.get(thing, ())


def _belongs(group: Sequence[Finding], finding: Finding) -> bool:
    return one_cause(group[0], finding) and not any(contradicts(member, finding) for member in group)


def _apart(one: Range, other: Range) -> tuple[int, int]:
    """How far from each other they begin, in lines and columns."""
    return abs(one.start.line - other.start.line), abs(one.start.column - other.start.column)


def set_of(findings: Iterable[Finding]) -> list[Finding]:
    """Without exact repetitions (one header error found through ten users); of each the earliest stage, whoever was first."""
    seen: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        d = finding.diagnostic
        key = (d.range, d.source, d.code, d.message, finding.provenance, finding.target)
        known = seen.get(key)
        if known is None or _rank(finding) < _rank(known):
            seen[key] = finding
    return list(seen.values())


def _rank(finding: Finding) -> tuple[bool, int, str]:
    return finding.stale, _STAGE[finding.diagnostic.stage], finding.tool


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
        finding.tool,
        finding.target or "",
    )


def _breadth(span: Range) -> int:
    lines = span.end.line - span.start.line
    return lines * 1000 + (span.end.column - span.start.column if not lines else 0)


def _one(group: Sequence[Finding], path: str) -> Merged:
    leader = group[0]
    targets = tuple(dict.fromkeys(f.target for f in group if f.target and f.tool.endswith(f.target)))
    if leader.target is None:
        targets = ()  # a front end speaks for all of them
    if len(group) == 1:
        return Merged(leader, (), targets)
    others_by_source = {
        f.diagnostic.source: f for f in reversed(group) if f.diagnostic.source != leader.diagnostic.source
    }
    words = [
        Related(f.diagnostic.range, f"{source}: {f.diagnostic.message}", path)
        for source, f in reversed(others_by_source.items())
    ]
    words += _words_for_targets(group, path)
    others = tuple(r for f in group[1:] for r in f.diagnostic.related)
    d = leader.diagnostic
    shown = Diagnostic(
        d.range, d.severity, d.code, d.message, d.source, d.stage, d.path, (*d.related, *words, *others), d.data
    )
    return Merged(replace(leader, diagnostic=shown), tuple(reversed(others_by_source)), targets)


def _words_for_targets(group: Sequence[Finding], path: str) -> list[Related]:
    """What the leader's own tool said for other targets (and configurations), where it differs."""
    leader = group[0].diagnostic
    said: dict[str, list[Finding]] = {}
    for finding in group[1:]:
        d = finding.diagnostic
        if d.source == leader.source and finding.target and d.message != leader.message:
            said.setdefault(d.message, []).append(finding)
    return [
        Related(
            found[0].diagnostic.range, f"{', '.join(dict.fromkeys(f.target or '' for f in found))}: {message}", path
        )
        for message, found in said.items()
    ]


def _order(diagnostic: Diagnostic) -> tuple[object, ...]:
    return (
        _SEVERITY[diagnostic.severity],
        diagnostic.stage not in READING,
        diagnostic.range.start,
        _STAGE[diagnostic.stage],
        diagnostic.source,
        diagnostic.code,
        diagnostic.message,
    )


def _hidden(count: int, path: str) -> Merged:
    message = (
        f"{count} more diagnostics of this file are not shown; the first causes are. Limit: diagnostics.max_per_file."
    )
    start = Position(0, 0)
    diagnostic = Diagnostic(Range(start, start), Severity.INFORMATION, "more", message, "hardsight")
    return Merged(Finding(diagnostic, path))
