"""Diagnostics in the client's words: its units, its severities, only what it can show."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from typing import Any

from lsprotocol import types as lsp

from backends.outcome import Provenance, Severity
from server.diagnostic_merge import Merged
from server.documents import uri_of
from server.encoding import ClientText

_SEVERITY = {
    Severity.ERROR: lsp.DiagnosticSeverity.Error,
    Severity.WARNING: lsp.DiagnosticSeverity.Warning,
    Severity.INFORMATION: lsp.DiagnosticSeverity.Information,
    Severity.HINT: lsp.DiagnosticSeverity.Hint,
}
_UNUSED = re.compile(r"unused|never used", re.IGNORECASE)
_VERILATOR_CODE = re.compile(r"[A-Z][A-Z0-9]+\Z")

TextOf = Callable[[str], ClientText]
"""The text of a file by path, for its units."""


def to_lsp(merged: Merged, path: str, text_of: TextOf, *, related: bool, links: bool) -> lsp.Diagnostic:
    """``related`` and ``links``: whether the client shows related places and links of codes."""
    finding, diagnostic = merged.finding, merged.diagnostic
    text = text_of(path)
    source, message = diagnostic.source, merged.message
    if finding.provenance is Provenance.PREDICTED:
        source = "hardsight (predicted)"
        if finding.probability is not None:
            message = f"predicted {finding.probability:.0%}: {message}"
    elif finding.stale:
        source = f"{source} (before the edit)"
    if merged.also and not related:
        message = f"{message} (also {', '.join(merged.also)})"
    data: dict[str, Any] = {
        "tool": diagnostic.source,
        "stage": str(diagnostic.stage),
        "provenance": str(finding.provenance),
        "origin": finding.origin,
    }
    if finding.probability is not None:
        data["probability"] = finding.probability
    if finding.stale:
        data["stale"] = True
    if merged.also:
        data["also"] = list(merged.also)
    if merged.targets:
        data["targets"] = list(merged.targets)
    if diagnostic.data:
        data["facts"] = dict(diagnostic.data)
    return lsp.Diagnostic(
        range=text.range_to_client(diagnostic.range),
        severity=_SEVERITY[diagnostic.severity],
        code=diagnostic.code or None,
        code_description=_description(merged) if links else None,
        source=source,
        message=message,
        tags=[lsp.DiagnosticTag.Unnecessary] if _UNUSED.search(diagnostic.code) else None,
        related_information=_related(merged, path, text_of) if related else None,
        data=data,
    )


def _related(merged: Merged, path: str, text_of: TextOf) -> list[lsp.DiagnosticRelatedInformation] | None:
    places = []
    for each in merged.diagnostic.related[:20]:
        at = each.path or merged.finding.origin
        places.append(
            lsp.DiagnosticRelatedInformation(
                lsp.Location(uri_of(at), text_of(at).range_to_client(each.range)), each.message
            )
        )
    return places or None


def _description(merged: Merged) -> lsp.CodeDescription | None:
    """Verilator documents each of its warnings on a page of its own."""
    diagnostic = merged.diagnostic
    if diagnostic.source == "verilator" and _VERILATOR_CODE.match(diagnostic.code):
        return lsp.CodeDescription(href=f"https://verilator.org/warn/{diagnostic.code}")
    return None


def result_id(path: str, merged: Sequence[Merged]) -> str:
    """Equal for equal content: what a client that pulls sends back to be told "unchanged"."""
    body = json.dumps(
        [
            [
                m.diagnostic.to_json(),
                m.also,
                m.targets,
                m.finding.stale,
                m.finding.probability,
                str(m.finding.provenance),
            ]
            for m in merged
        ],
        sort_keys=True,
        default=str,
    )
    return hashlib.sha256(f"{path}\0{body}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
