"""What all tiers and tools have said so far, by the file it is about, kept in place while the text changes.

An answer belongs to the text it was given for. After an edit it moves with the lines it is about, is dropped when one
of these lines was changed, and is marked stale until the tool has spoken again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from backends.outcome import Diagnostic, Position, Provenance, Range, Related
from server.documents import Replacement

STATIC = "static"


@dataclass(frozen=True, slots=True)
class Finding:
    """One diagnostic in one file. ``origin`` is the file whose check found it, perhaps another (a header's user)."""

    diagnostic: Diagnostic
    origin: str
    provenance: Provenance = Provenance.REAL
    probability: float | None = None
    stale: bool = False
    tool: str = ""
    """The backend that said it; several may speak for one ``source`` (Icarus compiles, and compiles to simulate)."""
    target: str | None = None
    """What it was said for, where a tool runs once for each (a GPU architecture)."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose answer it is: the check of ``origin`` by ``tool`` (``STATIC`` for the front end) for ``target``."""

    origin: str
    tool: str
    target: str | None = None
    provenance: Provenance = Provenance.REAL


@dataclass
class DiagnosticStore:
    _by_path: dict[str, dict[Speaker, tuple[Finding, ...]]] = field(default_factory=dict)
    _paths: dict[Speaker, frozenset[str]] = field(default_factory=dict)

    def put(self, speaker: Speaker, diagnostics: Iterable[Diagnostic], probability: float | None = None) -> set[str]:
        """Replace what ``speaker`` said; returns the paths whose diagnostics may have changed."""
        by_path: dict[str, list[Finding]] = {}
        for diagnostic in diagnostics:
            finding = Finding(
                diagnostic, speaker.origin, speaker.provenance, probability, tool=speaker.tool, target=speaker.target
            )
            by_path.setdefault(diagnostic.path or speaker.origin, []).append(finding)
        before = set(self._paths.pop(speaker, frozenset()))
        touched = before | set(by_path)
        changed = {p for p in touched if self._by_path.get(p, {}).get(speaker, ()) != tuple(by_path.get(p, ()))}
        for path in touched:
            self._drop(path, speaker)
        for path, findings in by_path.items():
            self._by_path.setdefault(path, {})[speaker] = tuple(findings)
        if by_path:
            self._paths[speaker] = frozenset(by_path)
        return changed

    def silence(self, origin: str, *, provenance: Provenance | None = None, keep: Iterable[Speaker] = ()) -> set[str]:
        """Forget what the checks of ``origin`` said (all, or of one provenance) except ``keep``; returns changed paths."""
        kept = set(keep)
        changed: set[str] = set()
        for speaker in [s for s in self._paths if s.origin == origin and s not in kept]:
            if provenance is None or speaker.provenance is provenance:
                changed |= self.put(speaker, ())
        return changed

    def withdraw(self, path: str, speaker: Speaker) -> None:
        """Forget what ``speaker`` said about one file."""
        self._drop(path, speaker)
        self._paths[speaker] = self._paths.get(speaker, frozenset()) - {path}

    def found_by(self, origin: str) -> set[str]:
        """The files in which checks of ``origin`` found something."""
        return {path for speaker, paths in self._paths.items() if speaker.origin == origin for path in paths}

    def findings(self, path: str) -> tuple[Finding, ...]:
        return tuple(finding for said in self._by_path.get(path, {}).values() for finding in said)

    def paths(self) -> set[str]:
        """Every file something is said about."""
        return set(self._by_path)

    def edit(self, path: str, replacements: Iterable[Replacement], only: Speaker | None = None) -> None:
        """Carry what is said about ``path`` (by all, or by one) over an edit of its text."""
        said = self._by_path.get(path)
        if not said:
            return
        replacements = tuple(replacements)
        for speaker, findings in list(said.items()):
            if only is not None and speaker != only:
                continue
            for replacement in replacements:
                findings = tuple(moved for f in findings if (moved := _moved(f, path, replacement)) is not None)
            if findings:
                said[speaker] = findings
            else:
                self.withdraw(path, speaker)

    def _drop(self, path: str, speaker: Speaker) -> None:
        said = self._by_path.get(path)
        if said is not None:
            said.pop(speaker, None)
            if not said:
                del self._by_path[path]


def _moved(finding: Finding, path: str, replacement: Replacement) -> Finding | None:
    diagnostic = finding.diagnostic
    span = moved_range(diagnostic.range, replacement)
    if span is None:
        return None
    related = tuple(
        kept for r in diagnostic.related if (kept := _moved_related(r, path, finding.origin, replacement)) is not None
    )
    return replace(finding, diagnostic=replace(diagnostic, range=span, related=related), stale=True)


def _moved_related(related: Related, path: str, origin: str, replacement: Replacement) -> Related | None:
    if (related.path or origin) != path:
        return related
    span = moved_range(related.range, replacement)
    return None if span is None else replace(related, range=span)


def moved_range(span: Range, edit: Replacement) -> Range | None:
    """Where ``span`` is after ``edit``; ``None`` when the edit touched one of its lines (or joined or split them)."""
    if span.end.line < edit.start.line:
        return span
    whole_lines = edit.start.column == 0 and edit.end.column == 0 and edit.new_end.column == 0
    if whole_lines and (span.end < edit.start or (span.end == edit.start and span.start < span.end)):
        return span
    if span.start.line > edit.end.line or (whole_lines and span.start >= edit.end):
        shift = edit.new_end.line - edit.end.line
        return Range(_down(span.start, shift), _down(span.end, shift))
    return None


def _down(position: Position, lines: int) -> Position:
    return Position(position.line + lines, position.column)
