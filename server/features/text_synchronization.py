"""``textDocument/didOpen``, ``didChange``, ``didSave``, ``didClose``: the newest text is known before anything else is asked."""

from __future__ import annotations

import logging

from lsprotocol import types as lsp

from server.language_server import HardsightServer
from server.settings_files import PROJECT_FILE

logger = logging.getLogger(__name__)


def register(server: HardsightServer) -> None:
    server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)(did_open)
    server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)(did_change)
    server.feature(lsp.TEXT_DOCUMENT_DID_SAVE, lsp.SaveOptions(include_text=False))(did_save)
    server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)(did_close)


def did_open(ls: HardsightServer, params: lsp.DidOpenTextDocumentParams) -> None:
    ls.session.opened(ls.session.documents.open(params.text_document))


def did_change(ls: HardsightServer, params: lsp.DidChangeTextDocumentParams) -> None:
    session = ls.session
    before = session.documents.by_uri(params.text_document.uri)
    changed = session.documents.change(params.text_document.uri, params.text_document.version, params.content_changes)
    if before is None or changed is None:
        logger.warning("Edit of %s, which is not open, is ignored", params.text_document.uri)
        return
    session.edited(before, *changed)


def did_save(ls: HardsightServer, params: lsp.DidSaveTextDocumentParams) -> None:
    document = ls.session.documents.by_uri(params.text_document.uri)
    if document is None:
        return
    if document.path.endswith(PROJECT_FILE):
        ls.session.settings_changed()
    else:
        ls.session.saved(document.path)


def did_close(ls: HardsightServer, params: lsp.DidCloseTextDocumentParams) -> None:
    document = ls.session.documents.close(params.text_document.uri)
    if document is not None:
        ls.session.closed(document)
