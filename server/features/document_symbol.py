"""``textDocument/documentSymbol``: the outline. Made and put into JSON outside the event loop; big files have thousands."""

from __future__ import annotations

from typing import Any

from lsprotocol import types as lsp

from server.encoding import ClientText
from server.language_server import HardsightServer
from server.symbols import Kind, Symbol

_KINDS = {
    Kind.MODULE: lsp.SymbolKind.Module,
    Kind.INTERFACE: lsp.SymbolKind.Interface,
    Kind.PACKAGE: lsp.SymbolKind.Package,
    Kind.CLASS: lsp.SymbolKind.Class,
    Kind.FUNCTION: lsp.SymbolKind.Function,
    Kind.KERNEL: lsp.SymbolKind.Function,
    Kind.TYPE: lsp.SymbolKind.Struct,
    Kind.PARAMETER: lsp.SymbolKind.Constant,
    Kind.PORT: lsp.SymbolKind.Field,
    Kind.VARIABLE: lsp.SymbolKind.Variable,
    Kind.INSTANCE: lsp.SymbolKind.Object,
    Kind.BLOCK: lsp.SymbolKind.Event,
    Kind.RESULT: lsp.SymbolKind.Variable,
}


def register(server: HardsightServer) -> None:
    server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL)(document_symbol)


async def document_symbol(ls: HardsightServer, params: lsp.DocumentSymbolParams) -> list[dict[str, Any]] | None:
    document = ls.session.documents.by_uri(params.text_document.uri)
    if document is None:
        return None
    symbols = await ls.session.symbols(document)
    return await ls.session.in_files_thread(lambda: [_to_json(s, document.client) for s in symbols])


def _to_json(symbol: Symbol, text: ClientText) -> dict[str, Any]:
    return {
        "name": symbol.name,
        "kind": _KINDS[symbol.kind].value,
        "detail": symbol.detail,
        "range": _range(text.range_to_client(symbol.range)),
        "selectionRange": _range(text.range_to_client(symbol.name_range)),
        "children": [_to_json(child, text) for child in symbol.children],
    }


def _range(span: lsp.Range) -> dict[str, Any]:
    return {
        "start": {"line": span.start.line, "character": span.start.character},
        "end": {"line": span.end.line, "character": span.end.character},
    }
