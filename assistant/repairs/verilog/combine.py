"""Joins several changes of one kind into one finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from assistant.repairs.verilog.rule import Change, Finding


def disjoint(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes in order, without those that would overlap an earlier one."""
    kept: list[Change] = []
    end = -1
    for start, stop, text in sorted(set(changes)):
        if start >= end and not (kept and start == stop == kept[-1][0] == kept[-1][1]):
            kept.append((start, stop, text))
            end = max(end, stop)
    return tuple(kept)


def together(findings: Sequence[Finding], title: str, *, alone: float = 0.6) -> Iterator[Finding]:
    """All of them as one finding under ``title``, then each alone at ``alone`` of its confidence."""
    if len(findings) == 1:
        yield findings[0]
        return
    if not findings:
        return
    yield Finding(
        changes=disjoint(c for f in findings for c in f.changes),
        title=title,
        cause=findings[0].cause + f" (and {len(findings) - 1} more of the same kind)",
        confidence=min(f.confidence for f in findings),
        ambiguous=any(f.ambiguous for f in findings),
    )
    for f in findings:
        yield Finding(f.changes, f.title, f.cause, f.confidence * alone, f.ambiguous)
