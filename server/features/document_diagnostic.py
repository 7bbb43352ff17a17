"""``textDocument/diagnostic``: what is known of the newest text; answered "unchanged" when the client has it already."""

from __future__ import annotations

from lsprotocol import types as lsp

from server.documents import path_of, uri_of
from server.language_server import HardsightServer


def register(server: HardsightServer) -> None:
    server.feature(
        lsp.TEXT_DOCUMENT_DIAGNOSTIC,
        lsp.DiagnosticOptions(inter_file_dependencies=True, workspace_diagnostics=True, identifier="hardsight"),
    )(document_diagnostic)


async def document_diagnostic(
    ls: HardsightServer, params: lsp.DocumentDiagnosticParams
) -> lsp.RelatedFullDocumentDiagnosticReport | lsp.RelatedUnchangedDocumentDiagnosticReport:
    session = ls.session
    document = session.documents.by_uri(params.text_document.uri)
    path = document.path if document else path_of(params.text_document.uri)
    await session.static.current(path)
    result, items = session.publisher.report(path)
    related: dict[str, lsp.FullDocumentDiagnosticReport | lsp.UnchangedDocumentDiagnosticReport] | None = None
    if session.client.related_documents:
        related = {}
        for other in session.diagnostics.found_by(path) - {path}:
            other_result, other_items = session.publisher.report(other)
            other_document = session.documents.get(other)
            uri = other_document.uri if other_document else uri_of(other)
            related[uri] = lsp.FullDocumentDiagnosticReport(items=other_items, result_id=other_result)
    if params.previous_result_id == result:
        return lsp.RelatedUnchangedDocumentDiagnosticReport(result_id=result, related_documents=related or None)
    return lsp.RelatedFullDocumentDiagnosticReport(items=items, result_id=result, related_documents=related or None)
