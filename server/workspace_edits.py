"""Edits of documents in the client's units, bound to the version they are for where the client can hold to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lsprotocol import types as lsp

from assistant.repair import Edit
from assistant.repair_result import OtherFile
from backends.text import LineIndex
from server.client import Client
from server.documents import Document, uri_of
from server.encoding import ClientText


def workspace_edit(
    document: Document, edits: Iterable[Edit], client: Client, others: Sequence[OtherFile] = ()
) -> lsp.WorkspaceEdit:
    """``others`` are files that have to change with the document, open or not."""
    changes = {document.uri: _text_edits(document.client, edits)}
    for other in others:
        changes[uri_of(other.path)] = _text_edits(ClientText(LineIndex(other.original), document.encoding), other.edits)
    if not client.versioned_edits:
        return lsp.WorkspaceEdit(changes={uri: each for uri, each in changes.items() if each or uri == document.uri})
    return lsp.WorkspaceEdit(
        document_changes=[
            lsp.TextDocumentEdit(
                lsp.OptionalVersionedTextDocumentIdentifier(
                    uri=uri, version=document.version if uri == document.uri else None
                ),
                list(each),
            )
            for uri, each in changes.items()
            if each or not others
        ]
    )


def _text_edits(text: ClientText, edits: Iterable[Edit]) -> list[lsp.TextEdit]:
    return [lsp.TextEdit(text.range_to_client(e.range), e.text) for e in edits]
