"""``workspace/diagnostic``: all files of the workspace, open ones first, others in the background and within bounds."""

from __future__ import annotations

from lsprotocol import types as lsp

from server.documents import uri_of
from server.language_server import HardsightServer
from server.session import Session
from server.static_tier import Urgency
from server.workspace_scan import scan_workspace

BATCH = 20

Report = lsp.WorkspaceFullDocumentDiagnosticReport | lsp.WorkspaceUnchangedDocumentDiagnosticReport


def register(server: HardsightServer) -> None:
    server.feature(lsp.WORKSPACE_DIAGNOSTIC)(workspace_diagnostic)


async def workspace_diagnostic(
    ls: HardsightServer, params: lsp.WorkspaceDiagnosticParams
) -> lsp.WorkspaceDiagnosticReport:
    session = ls.session
    session.publisher.workspace_asked()
    known = {each.uri: each.value for each in params.previous_result_ids}
    reported: dict[str, Report] = {}
    batch: list[Report] = []
    first = True

    def flush() -> None:
        nonlocal first, batch
        if params.partial_result_token is not None and batch:
            value: lsp.WorkspaceDiagnosticReport | lsp.WorkspaceDiagnosticReportPartialResult
            value = lsp.WorkspaceDiagnosticReport(batch) if first else lsp.WorkspaceDiagnosticReportPartialResult(batch)
            session.progress.send(params.partial_result_token, value)
            first, batch = False, []

    for path in await _paths(session):
        await session.static.current(path, Urgency.WORKSPACE)
        report = _report(session, path, known)
        reported[path] = report
        batch.append(report)
        if len(batch) >= BATCH:
            flush()
    # Files that others were found to be wrong in, and files the client still shows something about.
    for path in sorted(session.diagnostics.paths() - reported.keys()):
        batch.append(_report(session, path, known))
        reported[path] = batch[-1]
    uris = {report.uri for report in reported.values()}
    for uri in known.keys() - uris:
        batch.append(lsp.WorkspaceFullDocumentDiagnosticReport(uri=uri, items=[], version=None))
    flush()
    return lsp.WorkspaceDiagnosticReport(batch)


async def _paths(session: Session) -> list[str]:
    """Open files first, then as many others as the settings allow."""
    opened = [document.path for document in session.documents]
    if session.workspace_scope:
        await scan_workspace(session)
    else:
        session.workspace_paths.clear()
    return list(dict.fromkeys([*reversed(opened), *sorted(session.workspace_paths)]))


def _report(session: Session, path: str, known: dict[str, str]) -> Report:
    document = session.documents.get(path)
    uri = document.uri if document is not None else uri_of(path)
    version = document.version if document is not None else None
    result, items = session.publisher.report(path)
    if known.get(uri) == result:
        return lsp.WorkspaceUnchangedDocumentDiagnosticReport(uri=uri, result_id=result, version=version)
    return lsp.WorkspaceFullDocumentDiagnosticReport(uri=uri, items=items, result_id=result, version=version)
