"""Edits of one document in the client's units, bound to the version they are for where the client can hold to it."""

from __future__ import annotations

from collections.abc import Iterable

from lsprotocol import types as lsp

from assistant.repair import Edit
from server.client import Client
from server.documents import Document


def workspace_edit(document: Document, edits: Iterable[Edit], client: Client) -> lsp.WorkspaceEdit:
    changes = [lsp.TextEdit(document.client.range_to_client(e.range), e.text) for e in edits]
    if client.versioned_edits:
        identifier = lsp.OptionalVersionedTextDocumentIdentifier(uri=document.uri, version=document.version)
        return lsp.WorkspaceEdit(document_changes=[lsp.TextDocumentEdit(identifier, list(changes))])
    return lsp.WorkspaceEdit(changes={document.uri: changes})
